"""Contract of the port AuditTrail."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.model.account import AccountEvent
from chalicelib.model.audit import Consultation, SignIn
from chalicelib.model.decision import Decision, PieceState
from chalicelib.model.piece import Field
from tests.contract.samples import AT, JEAN, a_line, a_report, at, told_of

DAY = AT.date()


@pytest.fixture
def busy(archive):
    """An archive with one entry of each kind, a second apart."""
    reading = Consultation(action="text", at=at(0), reader="marie", role="archivist", matricule=JEAN, piece="p", session="s")
    archive.consultations.record(reading)
    archive.consultations.record(replace(reading, action="journal", at=at(1), matricule=None, piece=None, role="auditor", asked="reader=x"))
    archive.sign_in_attempts.record(SignIn(name="Marie", at=at(2), outcome="signed_in", address="192.0.2.7"))
    archive.account_ledger.record(
        [], [AccountEvent(matricule=JEAN, at=at(3), deed="reset", by="marie", reason="fiche perdue", totp_removed=True)]
    )
    secret = Field(name="first_names", value="SECRET", raw="SECRET", confidence=1, page=1, box=(0, 0, 1, 1))
    before, after = PieceState(status="to_review", fields=(secret,)), PieceState(status="filed", matricule="12.34-56", fields=(secret,))
    change = Decision(piece="p", edition=2, at=at(4), by="marie", decision="file", note="Lu sur le cachet.", before=before, after=after)
    archive.register.restore([change])
    archive.rectifications.submit(a_report(5), told_of(a_report(5), 5), max_open=10)
    return archive


def words(traces):
    return [(each.kind, each.action, each.reader, each.matricule, each.piece, each.detail) for each in traces]


ALL = [
    ("report", "reported", JEAN, JEAN, a_line().piece, a_report(5).report),
    ("decision", "file", "marie", JEAN, "p", "to_review → filed"),
    ("account", "reset", "marie", JEAN, None, "totp_removed"),
    ("sign_in", "signed_in", "marie", None, None, "192.0.2.7"),
    ("consultation", "journal", "marie", None, None, "reader=x"),
    ("consultation", "text", "marie", JEAN, "p", ""),
]


def test_a_day_is_told_whole_the_latest_first(busy):
    traces = list(busy.audit_trail.entries_on(DAY))

    assert [(*each[:2], each[2].casefold(), *each[3:]) for each in words(traces)] == ALL
    assert [each.at for each in traces] == [at(second) for second in (5, 4, 3, 2, 1, 0)]
    assert [each.role for each in traces] == [None, None, None, None, "auditor", "archivist"]
    assert [each.note for each in traces] == ["", "Lu sur le cachet.", "fiche perdue", "", "", ""]
    assert list(busy.audit_trail.entries_on(DAY + timedelta(days=1))) == []


def test_nothing_that_a_piece_or_a_servant_says_is_told(busy):
    assert "SECRET" not in repr(list(busy.audit_trail.entries_on(DAY)))
    assert "pas moi" not in repr(list(busy.audit_trail.entries_on(DAY)))


def test_a_day_is_told_from_one_place_to_another(busy):
    traces = list(busy.audit_trail.entries_on(DAY))
    part = busy.audit_trail.entries_on(DAY, since=at(1).isoformat(), before=traces[1].place)

    assert list(part) == traces[2:5]


def test_a_reader_is_told_with_all_that_they_did(busy):
    kinds = [trace.kind for trace in busy.audit_trail.entries_of_reader("marie")]

    assert kinds == ["decision", "account", "sign_in", "consultation", "consultation"]
    assert [trace.kind for trace in busy.audit_trail.entries_of_reader(JEAN)] == ["report"]
    assert list(busy.audit_trail.entries_of_reader("mari")) == []


def test_a_case_file_is_told_without_the_day(busy):
    found = [(trace.kind, trace.action) for trace in busy.audit_trail.entries_of_casefile(JEAN)]

    assert found == [("report", "reported"), ("account", "reset"), ("consultation", "text")]
    assert [trace.kind for trace in busy.audit_trail.entries_of_casefile(JEAN, before=at(5).isoformat())] == ["account", "consultation"]
    assert list(busy.audit_trail.entries_of_casefile("12345")) == []


def test_refused_accesses_are_counted_by_reader_and_hour(archive):
    for second in (0, 1, 3599, 7200):
        archive.sign_in_attempts.record(SignIn(name=JEAN, at=at(second), outcome="access_refused"))
    found = list(archive.audit_trail.entries_of_reader(JEAN))

    assert {(each.kind, each.action) for each in found} == {("refusal", "access_refused")}
    assert sum(int(each.detail.partition(" ")[2] or 1) for each in found) == 4
    assert len(found) < 4


@pytest.mark.parametrize("before", ["", " ", "!", "2026"])
def test_a_place_before_the_beginning_has_nothing_before_it(busy, before):
    assert list(busy.audit_trail.entries_on(DAY, since=at(1).isoformat(), before=before)) == []
    assert list(busy.audit_trail.entries_of_casefile(JEAN, before=before)) == []


def test_a_long_day_is_told_to_its_end(archive):
    for number in range(600):
        archive.consultations.record(Consultation(action="text", at=at(number), reader="marie", role="archivist", matricule=JEAN))

    assert [trace.at for trace in archive.audit_trail.entries_on(DAY)] == [at(second) for second in range(599, -1, -1)]
