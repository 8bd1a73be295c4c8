"""The record of consultations in memory."""

from chalicelib.model.audit import Consultation
from chalicelib.model.codec import from_plain, to_plain
from chalicelib.model.errors import ConflictError, TransientError


class FakeConsultations:
    """Consultations; with `broken` every write fails."""

    def __init__(self):
        self.written, self.broken, self._kept = {}, False, None

    def record(self, consultation):
        if self.broken:
            raise TransientError("unjournalled", "told to be out of order")
        self.written.setdefault((consultation.subject, consultation.place), consultation)

    def list_for(self, subject, *, before, limit):
        own = sorted((each for each in self.written.values() if each.subject == subject), key=lambda each: each.place, reverse=True)
        return [each for each in own if before is None or each.place < before][:limit]

    def access_records(self, since, until):
        found = sorted(self.written.values(), key=lambda each: each.place)
        return iter([(each.at, to_plain(each)) for each in found if since <= each.at < until])

    def restore(self, accesses):
        for each in (from_plain(Consultation, access) for access in accesses):
            self.written[each.subject, each.place] = each

    def archived_until(self):
        return self._kept

    def set_archived_until(self, at, *, seen):
        if seen != self._kept:
            raise ConflictError("conflict")
        self._kept = at
