"""Rectification requests in memory."""

from chalicelib.model.errors import ConflictError


class FakeRectifications:
    def __init__(self):
        self._reports, self.events = {}, []

    def submit(self, report, event, *, max_open):
        own = [each for each in self._reports.values() if each.matricule == report.matricule and each.status == "open"]
        if len(own) >= max_open or report.report in self._reports:
            return False
        self._reports[report.report] = report
        self.events.append(event)
        return True

    def count_open(self, matricule):
        return sum(each.matricule == matricule and each.status == "open" for each in self._reports.values())

    def list_for(self, matricule, *, before, limit):
        own = sorted((each for each in self._reports.values() if each.matricule == matricule), key=lambda each: each.report, reverse=True)
        return [each for each in own if before is None or each.report < before][:limit]

    def find(self, report):
        return self._reports.get(report)

    def list_by_status(self, status, *, after, limit):
        found = sorted((each for each in self._reports.values() if each.status == status), key=lambda each: each.place)
        return [each for each in found if each.place > (after or "")][:limit]

    def count_by_status(self, status, *, most):
        return len(self.list_by_status(status, after=None, limit=most))

    def update(self, report, event, *, seen):
        stands = self._reports.get(report.report)
        if stands is None or (stands.status, bool(stands.photo_added_at)) != (seen.status, bool(seen.photo_added_at)):
            raise ConflictError("conflict")
        self._reports[report.report] = report
        self.events.append(event)
