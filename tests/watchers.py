"""The journal as a whole, the figures and the reports, in memory."""

from datetime import date

from chalicelib.model.audit import AuditEntry, Consultation
from chalicelib.model.errors import ConflictError
from chalicelib.model.identifiers import normalise
from chalicelib.model.statistics import ArchiveTotals, Totals


class FakeAuditTrail:
    """Reads what the other fakes have written."""

    def __init__(self, archive):
        self._archive = archive

    def entries_on(self, day, *, since="", before="~"):
        return self._told(lambda trace: trace.at.date() == day, since, before)

    def entries_of_reader(self, name, *, since="", before="~"):
        return self._told(lambda trace: trace.reader == name, since, before)

    def entries_of_casefile(self, matricule, *, since="", before="~"):
        own = {"consultation", "account", "report"}
        return self._told(lambda trace: trace.matricule == matricule and trace.kind in own, since, before)

    def _told(self, wanted, since, before):
        found = [trace for trace in self._all() if since <= trace.place < before and wanted(trace)]
        return iter(sorted(found, key=lambda trace: trace.place, reverse=True))

    def _all(self):
        for each in self._archive.consultations.written.values():
            yield consulted(each)
        for each in self._archive.sign_in_attempts.all():
            detail = f"x {each.times}" if each.times > 1 else each.address
            place = f"{each.at.isoformat()}#{each.name}#{each.outcome}"
            yield AuditEntry(at=each.at, place=place, kind="sign_in", action=each.outcome, reader=each.name.casefold(), detail=detail)
        for each in self._archive.account_ledger.events:
            detail = " · ".join(word for word in (each.reason, "TOTP" * each.totp_removed) if word)
            place = f"{each.at.isoformat()}#{each.matricule}"
            yield AuditEntry(
                at=each.at, place=place, kind="account", action=each.deed, reader=each.by, matricule=each.matricule, detail=detail
            )
        for each in self._archive.register.every_change():
            yield decided(each)
        for each in self._archive.rectifications.events:
            place = f"{each.at.isoformat()}#{each.report}"
            facts = {"matricule": each.matricule, "piece": each.piece, "detail": each.report}
            yield AuditEntry(at=each.at, place=place, kind="report", action=each.deed, reader=each.by, **facts)


def consulted(each: Consultation):
    facts = {name: getattr(each, name) for name in ("at", "place", "action", "reader", "role", "matricule", "piece")}
    return AuditEntry(kind="consultation", detail=each.asked or each.batch or "", **facts)


def decided(each):
    matricule = normalise(each.after.matricule or each.before.matricule or "") or None
    facts = {"matricule": matricule, "piece": each.piece, "detail": f"{each.before.status} → {each.after.status}"}
    return AuditEntry(
        at=each.at, place=f"{each.at.isoformat()}#{each.piece}", kind="decision", action=each.decision, reader=each.by, **facts
    )


class FakeStatistics:
    def __init__(self, register):
        self._register = register
        self._reached, self._days, self._turns, self._lines, self._holdings, self._queues = ArchiveTotals(), {}, {}, {}, {}, {}

    def totals(self):
        return self._reached

    def uncounted_batches(self):
        return sorted(turn.batch for turn in self._turns.values() if not turn.done)

    def batch_progress(self, batch):
        return self._turns.get(batch)

    def forget_turns(self):
        """Let what says how far batches are counted expire."""
        self._turns.clear()

    def events(self, batch, *, after, limit):
        placed = sorted(
            ((f"{e.at.isoformat()}#{e.line}#{e.type}", e) for e in self._register.batch_events(batch)), key=lambda each: each[0]
        )
        return [each for each in placed if each[0] > after][:limit]

    def lines(self, batch, lines):
        found = (self._register.line(batch, line) for line in lines)
        return [line for line in found if line is not None]

    def counted(self, batch, lines):
        return {line: self._lines[batch, line] for line in lines if (batch, line) in self._lines}

    def holdings(self, matricules):
        return {each: self._holdings[each] for each in matricules if each in self._holdings}

    def review_queues(self):
        return [queue for _, queue in sorted(self._queues.items())]

    def days(self, first: date, last: date):
        return [(day, part) for day, part in sorted(self._days.items()) if first <= day <= last and part != Totals()]

    def apply(self, recount, *, seen):
        if self._reached.edition != seen:
            raise ConflictError("conflict")
        self._reached = recount.standing
        for day, part in recount.book.days.items():
            self._days[day] = self._days.get(day, Totals()).plus(part)
        self._lines |= {(each.batch, each.line): each for each in recount.book.lines.values()}
        self._holdings |= recount.book.holdings
        self._queues |= recount.book.queues
        if recount.turn is not None:
            self._turns[recount.turn.batch] = recount.turn


class FakeRectifications:
    def __init__(self):
        self._reports, self.events = {}, []

    def submit(self, report, event, *, most):
        own = [each for each in self._reports.values() if each.matricule == report.matricule and each.status == "open"]
        if len(own) >= most or report.report in self._reports:
            return False
        self._reports[report.report] = report
        self.events.append(event)
        return True

    def list_of(self, matricule, *, before, limit):
        own = sorted((each for each in self._reports.values() if each.matricule == matricule), key=lambda each: each.report, reverse=True)
        return [each for each in own if before is None or each.report < before][:limit]

    def find(self, report):
        return self._reports.get(report)

    def list_by_status(self, status, *, after, limit):
        found = sorted((each for each in self._reports.values() if each.status == status), key=lambda each: each.place)
        return [each for each in found if each.place > (after or "")][:limit]

    def update(self, report, event, *, seen):
        if self._reports.get(report.report) is None or self._reports[report.report].status != seen.status:
            raise ConflictError("conflict")
        self._reports[report.report] = report
        self.events.append(event)
