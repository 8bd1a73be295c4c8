"""Contract of the port Consultations."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.model.account import Account, AccountEvent
from chalicelib.model.audit import Consultation
from chalicelib.model.errors import ConflictError
from tests.contract.samples import AT, JEAN, LATER, a_career_decision, a_line, a_report, at, told_of
from tests.stage import TABLE

DAY = AT.date()


def a_consultation(second=0, **facts):
    said = {"action": "text", "at": AT + timedelta(seconds=second), "reader": "archivist-1", "role": "archivist", "matricule": JEAN}
    return Consultation(**(said | {"piece": a_line().piece, "session": "s"} | facts))


@pytest.fixture
def journal(ports):
    return ports.consultations


def test_a_consultation_is_written_once_however_often_its_writing_is_repeated(journal):
    for _ in range(3):
        journal.record(a_consultation())

    assert list(journal.list_for(JEAN, before=None, limit=10)) == [a_consultation()]


def test_who_opened_a_case_file_is_told_page_by_page_the_latest_first(journal):
    written = [a_consultation(second, action=action) for second, action in enumerate(("casefile", "text", "download", "piece"))]
    for each in [*written, a_consultation(9, matricule="654321"), a_consultation(9, matricule="12345")]:
        journal.record(each)
    first = journal.list_for(JEAN, before=None, limit=3)

    assert list(first) == written[:0:-1]
    assert list(journal.list_for(JEAN, before=first[-1].place, limit=3)) == written[:1]


def test_what_is_in_no_case_file_is_written_down_too(journal):
    loose, whole = a_consultation(matricule=None), a_consultation(1, action="receipt", matricule=None, piece=None, batch="lot é+%")
    journal.record(loose)
    journal.record(whole)

    assert list(journal.list_for(loose.piece, before=None, limit=10)) == [loose]
    assert list(journal.list_for("lot é+%", before=None, limit=10)) == [whole]


def test_accesses_are_read_by_time_over_midnight_from_one_moment_and_before_another(journal):
    seconds = (0, 3600 * 20, 3600 * 20 + 1, 3600 * 40)
    for second in seconds:
        journal.record(a_consultation(second))
    found = list(journal.access_records(AT, AT + timedelta(seconds=seconds[-1])))

    assert [at for at, _ in found] == [AT + timedelta(seconds=second) for second in seconds[:-1]]
    assert list(journal.access_records(AT + timedelta(days=9), AT + timedelta(days=10))) == []


def test_what_was_lost_is_restored_from_what_was_read(journal, ports):
    journal.record(a_consultation())
    journal.record(a_consultation(1, matricule=None, piece=None, batch="é"))
    accesses = [access for _, access in journal.access_records(AT, LATER)]
    ports.vault.keep_access_records(AT, accesses)
    ports.vault.keep_access_records(AT, accesses)
    kept = [access for _, page in ports.vault.access_pages() for access in page]
    journal.restore(kept)

    assert kept == accesses
    assert list(journal.list_for(JEAN, before=None, limit=10)) == [a_consultation()]
    assert [access for _, access in journal.access_records(AT, LATER)] == accesses


def test_how_far_the_vault_has_them_is_moved_on_by_one(journal):
    assert journal.archived_until() is None
    journal.set_archived_until(AT, seen=None)
    with pytest.raises(ConflictError):
        journal.set_archived_until(AT, seen=None)
    journal.set_archived_until(LATER, seen=AT)
    with pytest.raises(ConflictError):
        journal.set_archived_until(LATER, seen=AT)

    assert journal.archived_until() == LATER


@pytest.mark.parametrize("archive", ["aws"], indirect=True)
def test_accounts_and_reports_that_were_lost_come_back_from_the_vault_s_pages(archive):
    opened = Account(matricule=JEAN, status="open", changed_at=at(1), password_at=at(1))
    closed = replace(opened, status="closed", changed_at=at(400), closer="person")
    done = [
        AccountEvent(matricule=JEAN, at=each.changed_at, deed=deed, by="aline") for each, deed in ((opened, "opened"), (closed, "closed"))
    ]
    archive.account_ledger.record_if_unchanged(opened, done[0], seen=None)
    first = told_by(archive, 0, 300)
    archive.account_ledger.record_if_unchanged(closed, done[1], seen=opened)
    report, other = a_report(5), a_report(6, text="Il manque mon diplôme.")
    for each in (report, other):
        archive.rectifications.submit(each, told_of(each, each.at.second - AT.second), max_open=10)
    answered = replace(report, status="answered", answer="Corrigé.", by="aline", moved_at=at(500))
    archive.rectifications.update(answered, told_of(report, 500, "answered", "aline"), seen=report)
    pages = told_by(archive, 0, 600)
    lost = sweep_away(archive)
    archive.consultations.restore([*pages, *first])
    archive.consultations.restore(first)

    assert lost > 6
    assert archive.account_ledger.account(JEAN) == closed
    assert archive.account_ledger.history(JEAN, 9) == done[::-1]
    assert list(archive.rectifications.list_for(JEAN, before=None, limit=9)) == [other, answered]
    assert [each.action for each in archive.audit_trail.entries_on(DAY)] == ["answered", "closed", "reported", "reported", "opened"]
    assert archive.rectifications.submit(a_report(7), told_of(a_report(7), 7), max_open=2)
    assert not archive.rectifications.submit(a_report(8), told_of(a_report(8), 8), max_open=2)


@pytest.mark.parametrize("archive", ["aws"], indirect=True)
def test_what_stands_in_a_register_that_is_whole_is_not_set_back(archive):
    opened = Account(matricule=JEAN, status="open", changed_at=at(1))
    archive.account_ledger.record_if_unchanged(opened, AccountEvent(matricule=JEAN, at=at(1), deed="opened", by="aline"), seen=None)
    archive.rectifications.submit(a_report(5), told_of(a_report(5), 5), max_open=10)
    pages = told_by(archive, 0, 300)
    closed = replace(opened, status="closed", changed_at=at(2))
    archive.account_ledger.record_if_unchanged(closed, AccountEvent(matricule=JEAN, at=at(2), deed="closed", by="aline"), seen=opened)
    answered = replace(a_report(5), status="closed", by="aline", moved_at=at(9))
    archive.rectifications.update(answered, told_of(answered, 9, "closed", "aline"), seen=a_report(5))
    archive.consultations.restore(pages)

    assert archive.account_ledger.account(JEAN) == closed
    assert archive.rectifications.find(answered.report) == answered


@pytest.mark.parametrize("archive", ["aws"], indirect=True)
def test_decisions_on_careers_that_were_lost_come_back_from_the_vault_s_pages_and_may_be_undone(archive):
    decision = a_career_decision(1)
    archive.career_decisions.add(decision)
    pages = told_by(archive, 0, 300)
    sweep_away(archive)
    archive.consultations.restore(pages)
    archive.consultations.restore(pages)
    archive.career_decisions.add(a_career_decision(2, decision="undo", second=400))

    assert next(iter(archive.career_decisions.list_for(JEAN))) == decision
    assert [each.decision for each in archive.career_decisions.list_for(JEAN)] == ["confirm", "undo"]


def told_by(archive, first, last):
    """Access records as they are read back from the vault."""
    return json.loads(json.dumps([access for _, access in archive.consultations.access_records(at(first), at(last))]))


def sweep_away(archive):
    """Delete every item of the table, and return how many there were."""
    client = archive.register._client  # noqa: SLF001 - as no port can
    items = client.scan(TableName=TABLE)["Items"]
    for item in items:
        client.delete_item(TableName=TABLE, Key={"pk": item["pk"], "sk": item["sk"]})
    return len(items)
