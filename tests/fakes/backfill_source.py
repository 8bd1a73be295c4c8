"""A bucket of the ministry in memory, from which a backfill copies."""

from chalicelib.model.backfill import LARGEST_COPY, SourceObject
from chalicelib.model.errors import PermanentError


class FakeBackfillSource:
    """Objects by key; `inbox` receives the copies, and `announce` is told of each, as S3 tells its queue."""

    def __init__(self, inbox, announce):
        self.bucket = "anciens-scans"
        self._inbox, self._announce = inbox, announce
        self._objects, self.archived, self.denied, self.sizes = {}, set(), set(), {}
        self.may_list = True
        self.copied = []

    def put(self, key, body):
        self._objects[key] = body

    def remove(self, key):
        del self._objects[key]

    def objects(self, prefix, *, after=""):
        if not self.may_list:
            raise PermanentError("denied")
        found = sorted((key for key in self._objects if key.startswith(prefix) and key > after), key=str.encode)
        return iter([SourceObject(key=key, size=self.sizes.get(key, len(self._objects[key]))) for key in found])

    def copy_to_inbox(self, copies):
        return [self._copy(source, key) for source, key in copies]

    def _copy(self, source, key):
        if source.size > LARGEST_COPY:
            return "too_large"
        if source.key in self.denied:
            return "denied"
        if source.key not in self._objects:
            return "vanished"
        if source.key in self.archived:
            return "archived"
        self.copied.append((source.key, key))
        self._announce([self._inbox.put(key, self._objects[source.key])])
        return "copied"
