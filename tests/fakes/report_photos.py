"""Photos of reports in memory."""

import hashlib
import tempfile
from contextlib import contextmanager
from pathlib import Path

from chalicelib.model.errors import PermanentError


class FakeReportPhotos:
    """Drafts by name, kept photos by name, images of their pages by name and page."""

    def __init__(self, inbox):
        self._inbox = inbox
        self.drafts, self.photos, self.pages = {}, {}, {}

    @contextmanager
    def open_draft(self, draft):
        if draft not in self.drafts:
            raise PermanentError("vanished", draft)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "draft")
            path.write_bytes(self.drafts[draft])
            yield path, hashlib.sha256(self.drafts[draft]).hexdigest()

    def keep(self, photo, kind, path):
        self.photos[photo, kind] = path.read_bytes()

    def keep_page(self, photo, image, path):
        self.pages[photo, image.page] = image, path.read_bytes()

    def add_to_inbox(self, photo, kind, key):
        if (photo, kind) not in self.photos:
            raise PermanentError("vanished", photo)
        self._inbox.put(key, self.photos[photo, kind])
