"""The inbox in memory."""

import hashlib
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path

from chalicelib.model.errors import PermanentError
from chalicelib.model.upload import Upload


class FakeInbox:
    name = "inbox"

    def __init__(self, clock, copies=None):
        self._clock = clock
        self._copies = copies if copies is not None else {}
        self._objects = {}
        self.kept, self.hidden = set(), False

    def put(self, key, body):
        """Upload one object, as the ministry does."""
        version = f"v{len(self._objects) + 1}"
        upload = Upload(key=key, version=version, size=len(body), uploaded_at=self._clock.now())
        self._objects[key, version] = (upload, body)
        return upload

    def put_copy(self, copy, key):
        if copy not in self._copies:
            raise PermanentError("vanished", copy)
        self.put(key, self._copies[copy])

    def put_manifest(self, key, body):
        self.put(key, body)

    def remove(self, upload):
        del self._objects[upload.key, upload.version]

    @contextmanager
    def open_upload(self, upload):
        if self.hidden:
            raise PermanentError("vanished", upload.key)
        body = self._body(upload.key, upload.version)
        folder = tempfile.mkdtemp()
        try:
            path = Path(folder, "scan")
            path.write_bytes(body)
            yield path, hashlib.sha256(body).hexdigest()
        finally:
            shutil.rmtree(folder)

    def read_object(self, key, version=None):
        return self._body(key, version)

    def uploads(self, prefix="", *, after=""):
        return iter([upload for (key, _), (upload, _) in sorted(self._objects.items()) if key.startswith(prefix) and key > after])

    def mark_kept(self, upload):
        self.kept.add((upload.key, upload.version))

    def _body(self, key, version):
        found = [body for (held, number), (_, body) in self._objects.items() if held == key and version in {None, number}]
        if not found:
            raise PermanentError("vanished", key)
        return found[-1]
