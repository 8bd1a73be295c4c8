"""Originals and their readings in memory."""

from dataclasses import replace

from chalicelib.model.errors import ConflictError
from tests.fakes.memory import RegisterMemory


class FakeReadings(RegisterMemory):
    """Originals that change status under the same conditions as on DynamoDB."""

    def original(self, digest):
        return self._originals.get(digest)

    def originals(self, digests):
        return [self._originals[digest] for digest in digests if digest in self._originals]

    def waiting_readings(self, batch, limit):
        found = [o for o in self._originals.values() if o.status == "waiting" and o.route == "textract" and o.ocr_queue == batch]
        return [each.digest for each in sorted(found, key=lambda each: (each.registered_at, each.digest))][:limit]

    def reading_count(self):
        return sum(each.status == "reading" for each in self._originals.values())

    def stale_readings(self, before):
        return [each.digest for each in self._originals.values() if each.status == "reading" and each.started_at < before]

    def reserve_pages(self, month, pages, most):
        with self._lock:
            counted = self._pages.get(month, 0) + pages
            if most is not None and counted > most:
                return False
            self._pages[month] = counted
            return True

    def release_pages(self, month, pages):
        with self._lock:
            self._pages[month] -= pages

    def reserved_pages(self, month):
        return self._pages.get(month, 0)

    def reading_started(self, original, job, at):
        now = self._originals[original.digest]
        if now.status == "waiting" and now.attempt == original.attempt:
            self._originals[original.digest] = replace(now, status="reading", job=job, started_at=at)

    def reading_succeeded(self, original, confidence):
        return self._move(original, {"waiting", "reading"}, status="transcribed", confidence=confidence, again=False)

    def reading_failed(self, original):
        self._move(original, {"waiting", "reading"}, status="failed")

    def retry_reading(self, original):
        self._move(original, {"waiting", "reading", "failed"}, status="waiting", attempt=original.attempt + 1, job=None, started_at=None)

    def reread_original(self, original):
        self._move(original, {"transcribed"}, status="waiting", attempt=original.attempt + 1, again=True, started_at=None)

    def rereading_failed(self, original):
        return self._move(original, {"waiting", "reading"}, status="transcribed", again=False)

    def _move(self, original, was, **facts):
        with self._lock:
            now = self._originals[original.digest]
            if now.status not in was or now.attempt != original.attempt:
                raise ConflictError("conflict")
            self._originals[original.digest] = replace(now, **facts)
            return self._originals[original.digest]
