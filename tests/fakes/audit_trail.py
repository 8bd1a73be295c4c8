"""The audit trail in memory."""

from chalicelib.model.audit import AuditEntry, Consultation
from chalicelib.model.identifiers import normalise


class FakeAuditTrail:
    """The audit trail, read from the other fakes."""

    def __init__(self, archive):
        self._archive = archive

    def entries_on(self, day, *, since="", before="~"):
        return self._told(lambda trace: trace.at.date() == day, since, before)

    def entries_of_reader(self, name, *, since="", before="~"):
        return self._told(lambda trace: trace.reader == name, since, before)

    def entries_of_casefile(self, matricule, *, since="", before="~"):
        own = {"consultation", "account", "report", "career"}
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
            kind = "refusal" if each.outcome == "access_refused" else "sign_in"
            yield AuditEntry(at=each.at, place=place, kind=kind, action=each.outcome, reader=each.name.casefold(), detail=detail)
        for each in self._archive.account_ledger.events:
            facts = {"matricule": each.matricule, "detail": "totp_removed" * each.totp_removed, "note": each.reason}
            place = f"{each.at.isoformat()}#{each.matricule}"
            yield AuditEntry(at=each.at, place=place, kind="account", action=each.deed, reader=each.by, **facts)
        for each in self._archive.register.every_change():
            yield decided(each)
        for each in self._archive.rectifications.events:
            place = f"{each.at.isoformat()}#{each.report}"
            facts = {"matricule": each.matricule, "piece": each.piece, "detail": each.report}
            yield AuditEntry(at=each.at, place=place, kind="report", action=each.deed, reader=each.by, **facts)
        for each in self._archive.career_decisions.written:
            place = f"{each.at.isoformat()}#{each.matricule}"
            detail = " ".join(filter(None, (each.facts.kind, str(each.facts.day or "")))) if each.facts else ""
            facts = {"matricule": each.matricule, "piece": each.event, "detail": detail, "note": each.note}
            yield AuditEntry(at=each.at, place=place, kind="career", action=each.decision, reader=each.by, **facts)


def consulted(each: Consultation):
    facts = {name: getattr(each, name) for name in ("at", "place", "action", "reader", "role", "matricule", "piece")}
    return AuditEntry(kind="consultation", detail=each.asked or each.batch or "", **facts)


def decided(each):
    matricule = normalise(each.after.matricule or each.before.matricule or "") or None
    facts = {"matricule": matricule, "piece": each.piece, "detail": f"{each.before.status} → {each.after.status}", "note": each.note}
    return AuditEntry(
        at=each.at, place=f"{each.at.isoformat()}#{each.piece}", kind="decision", action=each.decision, reader=each.by, **facts
    )
