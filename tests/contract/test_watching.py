"""What every trail, every sums and every reports port promises: in memory, and on moto with the template's own table."""

import json
from dataclasses import dataclass, replace
from datetime import timedelta

import boto3
import pytest
from moto import mock_aws
from moto.core.models import botocore_stubber

from chalicelib.aws.account_ledger import AccountLedgerTable
from chalicelib.aws.audit_trail import AuditTrailTable
from chalicelib.aws.consultations import ConsultationsTable
from chalicelib.aws.rectifications import RectificationsTable
from chalicelib.aws.register import RegisterTable
from chalicelib.aws.sign_in_attempts import SignInAttemptsTable
from chalicelib.aws.statistics import StatisticsTable
from chalicelib.model.account import Account, AccountEvent
from chalicelib.model.audit import Consultation, SignIn
from chalicelib.model.decision import Decision, PieceState
from chalicelib.model.errors import ConflictError
from chalicelib.model.piece import Field
from chalicelib.model.rectification import Rectification, RectificationEvent, name_rectification
from chalicelib.model.statistics import ArchiveTotals, BatchProgress, Counted, CountingStep, Holding, Recount, ReviewQueue, Totals
from tests.contract.test_register import AT, a_line, an_entry, an_event, filed
from tests.fakes import FakeArchive
from tests.stage import REGION, TABLE
from tests.stage.account import make_table
from tests.stage.wire import Wire

JEAN, MARIE = "123456", "654321"
DAY = AT.date()


@dataclass(kw_only=True)
class Tables:
    """The ports on one table."""

    register: RegisterTable
    consultations: ConsultationsTable
    sign_in_attempts: SignInAttemptsTable
    account_ledger: AccountLedgerTable
    audit_trail: AuditTrailTable
    statistics: StatisticsTable
    rectifications: RectificationsTable


@pytest.fixture(params=["memory", "aws"])
def archive(request):
    if request.param == "memory":
        yield FakeArchive()
        return
    with mock_aws():
        session = boto3.session.Session(region_name=REGION)
        session.events.unregister("before-send", botocore_stubber)
        session.events.register("before-send", Wire(None, None))
        dynamodb = session.client("dynamodb")
        make_table(dynamodb)
        yield Tables(**{name: port(dynamodb, TABLE) for name, port in Tables.__annotations__.items()})


def at(second):
    return AT + timedelta(seconds=second)


def a_report(second=0, **facts):
    said = {"matricule": JEAN, "kind": "error", "text": "Ce n'est pas moi.", "piece": a_line().piece, "type": "04.1"} | facts
    return Rectification(report=name_rectification(said["matricule"], at(second), said["text"]), at=at(second), **said)


def told_of(report, second=0, deed="reported", by=JEAN):
    return RectificationEvent(report=report.report, matricule=report.matricule, at=at(second), deed=deed, by=by, piece=report.piece)


@pytest.fixture
def busy(archive):
    """One thing of each kind, a second apart."""
    reading = Consultation(action="text", at=at(0), reader="marie", role="archivist", matricule=JEAN, piece="p", session="s")
    archive.consultations.record(reading)
    archive.consultations.record(replace(reading, action="journal", at=at(1), matricule=None, piece=None, role="auditor", asked="reader=x"))
    archive.sign_in_attempts.record(SignIn(name="Marie", at=at(2), outcome="signed_in", address="192.0.2.7"))
    archive.account_ledger.record(
        [], [AccountEvent(matricule=JEAN, at=at(3), deed="reset", by="marie", reason="fiche perdue", totp_removed=True)]
    )
    secret = Field(name="first_names", value="SECRET", raw="SECRET", confidence=1, page=1, box=(0, 0, 1, 1))
    before, after = PieceState(status="to_review", fields=(secret,)), PieceState(status="filed", matricule="12.34-56", fields=(secret,))
    change = Decision(piece="p", edition=2, at=at(4), by="marie", decision="file", note="SECRET", before=before, after=after)
    archive.register.restore([change])
    archive.rectifications.submit(a_report(5), told_of(a_report(5), 5), most=10)
    return archive


def words(traces):
    return [(each.kind, each.action, each.reader, each.matricule, each.piece, each.detail) for each in traces]


ALL = [
    ("report", "reported", JEAN, JEAN, a_line().piece, a_report(5).report),
    ("decision", "file", "marie", JEAN, "p", "to_review → filed"),
    ("account", "reset", "marie", JEAN, None, "fiche perdue · TOTP"),
    ("sign_in", "signed_in", "marie", None, None, "192.0.2.7"),
    ("consultation", "journal", "marie", None, None, "reader=x"),
    ("consultation", "text", "marie", JEAN, "p", ""),
]


def test_a_day_is_told_whole_the_latest_first(busy):
    traces = list(busy.audit_trail.entries_on(DAY))

    assert [(*each[:2], each[2].casefold(), *each[3:]) for each in words(traces)] == ALL
    assert [each.at for each in traces] == [at(second) for second in (5, 4, 3, 2, 1, 0)]
    assert [each.role for each in traces] == [None, None, None, None, "auditor", "archivist"]
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


def test_a_long_day_is_told_to_its_end(archive):
    for number in range(600):
        archive.consultations.record(Consultation(action="text", at=at(number), reader="marie", role="archivist", matricule=JEAN))

    assert [trace.at for trace in archive.audit_trail.entries_on(DAY)] == [at(second) for second in range(599, -1, -1)]


def test_a_report_is_found_again_whole(archive):
    report = a_report()
    assert archive.rectifications.submit(report, told_of(report), most=10)

    assert archive.rectifications.find(report.report) == report
    assert archive.rectifications.find(f"{MARIE}-{'0' * 20}") is None
    assert list(archive.rectifications.list_of(JEAN, before=None, limit=5)) == [report]
    assert list(archive.rectifications.list_of(MARIE, before=None, limit=5)) == []
    assert list(archive.rectifications.list_by_status("open", after=None, limit=5)) == [report]


def test_no_more_are_taken_than_may_be_open_and_an_answer_makes_room(archive):
    first, second, third = (a_report(number) for number in range(3))
    taken = [archive.rectifications.submit(each, told_of(each, number), most=2) for number, each in enumerate((first, second, third))]
    answered = replace(first, status="answered", answer="Fait.", by="marie", moved_at=at(9))
    archive.rectifications.update(answered, told_of(first, 9, "answered", "marie"), seen=first)

    assert taken == [True, True, False]
    assert archive.rectifications.find(third.report) is None
    assert archive.rectifications.find(first.report) == answered
    assert archive.rectifications.submit(third, told_of(third, 2), most=2)
    closed = replace(answered, status="closed", moved_at=at(10))
    archive.rectifications.update(closed, told_of(first, 10, "closed", "marie"), seen=answered)
    assert not archive.rectifications.submit(a_report(3), told_of(a_report(3), 3), most=2)


def test_a_report_that_has_moved_is_not_moved_by_who_saw_it_before(archive):
    report = a_report()
    archive.rectifications.submit(report, told_of(report), most=2)
    answered = replace(report, status="answered", answer="Fait.", by="marie", moved_at=at(9))
    archive.rectifications.update(answered, told_of(report, 9, "answered", "marie"), seen=report)
    with pytest.raises(ConflictError):
        archive.rectifications.update(replace(answered, answer="Non."), told_of(report, 10, "answered", "pierre"), seen=report)

    assert archive.rectifications.find(report.report) == answered
    assert list(archive.rectifications.list_by_status("open", after=None, limit=5)) == []
    assert list(archive.rectifications.list_by_status("answered", after=None, limit=5)) == [answered]


def test_reports_are_read_by_page(archive):
    reports = [a_report(second) for second in range(5)]
    for second, each in enumerate(reports):
        archive.rectifications.submit(each, told_of(each, second), most=10)
    own = archive.rectifications.list_of(JEAN, before=None, limit=2)
    queue = archive.rectifications.list_by_status("open", after=None, limit=2)

    assert list(own) == reports[:2:-1]
    assert list(archive.rectifications.list_of(JEAN, before=own[-1].report, limit=2)) == reports[2:0:-1]
    assert list(queue) == reports[:2]
    assert list(archive.rectifications.list_by_status("open", after=queue[-1].place, limit=9)) == reports[2:]


BOOK = CountingStep(
    days={DAY: Totals(casefiles=1, pieces=2, pages=30, refused={"type": 1}), DAY + timedelta(days=1): Totals(pages=1)},
    holdings={JEAN: Holding(matricule=JEAN, pieces=2, since=DAY)},
    queues={"": ReviewQueue(ministry="", days={"2026-11-23": 2}), "Santé": ReviewQueue(ministry="Santé", days={"2026-11-23": 1})},
    lines={"l1": Counted(batch="lot é", line="l1", filed_on=DAY, matricule=JEAN, read_on=DAY, pages=3)},
)


def test_sums_are_found_again_whole(archive):
    standing = ArchiveTotals(total=Totals(casefiles=1, pieces=2, pages=31, refused={"type": 1}), edition=1, counted_at=AT, opened="place")
    archive.statistics.apply(Recount(standing=standing, book=BOOK, turn=BatchProgress(batch="lot é", moves=4, after="a")), seen=0)

    assert archive.statistics.totals() == standing
    assert list(archive.statistics.days(DAY, DAY + timedelta(days=9))) == list(BOOK.days.items())
    assert list(archive.statistics.days(DAY, DAY)) == list(BOOK.days.items())[:1]
    assert dict(archive.statistics.holdings([JEAN, MARIE])) == BOOK.holdings
    assert list(archive.statistics.review_queues()) == list(BOOK.queues.values())
    assert dict(archive.statistics.counted("lot é", ["l1", "l2"])) == BOOK.lines
    assert archive.statistics.batch_progress("lot é") == BatchProgress(batch="lot é", moves=4, after="a")
    assert list(archive.statistics.uncounted_batches()) == ["lot é"]


def test_what_is_added_to_a_day_is_added_and_a_batch_at_rest_is_left_alone(archive):
    turn = BatchProgress(batch="lot-1", moves=4)
    archive.statistics.apply(Recount(standing=ArchiveTotals(edition=1), book=BOOK, turn=turn), seen=0)
    more = CountingStep(
        days={DAY: Totals(pieces=-2, pages=5, casefiles=-1, refused={"type": -1}), DAY + timedelta(days=1): Totals(pages=-1)}
    )
    archive.statistics.apply(Recount(standing=ArchiveTotals(edition=2), book=more, turn=replace(turn, done=True)), seen=1)

    assert list(archive.statistics.days(DAY, DAY + timedelta(days=1))) == [(DAY, Totals(pages=35))]
    assert list(archive.statistics.uncounted_batches()) == []
    assert archive.statistics.batch_progress("lot-1").done


def test_of_two_countings_one_is_written(archive):
    archive.statistics.apply(Recount(standing=ArchiveTotals(edition=1)), seen=0)
    for seen in (0, 2):
        with pytest.raises(ConflictError):
            archive.statistics.apply(Recount(standing=ArchiveTotals(edition=seen + 1), book=BOOK), seen=seen)

    assert archive.statistics.totals() == ArchiveTotals(edition=1)
    assert list(archive.statistics.days(DAY, DAY)) == []


def test_the_events_and_lines_of_a_batch_are_read_on_from_a_place(archive):
    archive.register.open_batch("lot-1", AT)
    for number in (1, 2):
        archive.register.register_arrival(an_entry(number))
    filed(archive.register)
    events = archive.statistics.events("lot-1", after="", limit=9)

    assert [event.type for _, event in events] == ["ingestion", "ingestion", "filing"]
    assert list(archive.statistics.events("lot-1", after=events[0][0], limit=1)) == [events[1]]
    assert list(archive.statistics.events("lot-1", after=at(30).isoformat(), limit=9)) == [events[2]]
    assert list(archive.statistics.events("lot-1", after=events[2][0], limit=9)) == []
    assert [event for _, event in events][2] == an_event(a_line(), "filing", at(60))
    lines = archive.statistics.lines("lot-1", [a_line(2).line, a_line(1).line, "x"])
    assert {(line.line, line.status) for line in lines} == {(a_line(1).line, "filed"), (a_line(2).line, "waiting")}


def test_nothing_is_counted_in_a_new_archive(archive):
    assert archive.statistics.totals() == ArchiveTotals()
    assert (
        list(archive.statistics.uncounted_batches()),
        list(archive.statistics.review_queues()),
        archive.statistics.batch_progress("lot-1"),
    ) == ([], [], None)
    assert (
        dict(archive.statistics.counted("lot-1", [])),
        dict(archive.statistics.holdings([])),
        list(archive.statistics.lines("lot-1", [])),
    ) == ({}, {}, [])


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
        archive.rectifications.submit(each, told_of(each, each.at.second - AT.second), most=10)
    answered = replace(report, status="answered", answer="Corrigé.", by="aline", moved_at=at(500))
    archive.rectifications.update(answered, told_of(report, 500, "answered", "aline"), seen=report)
    pages = told_by(archive, 0, 600)
    lost = sweep_away(archive)
    archive.consultations.restore([*pages, *first])
    archive.consultations.restore(first)

    assert lost > 6
    assert archive.account_ledger.account(JEAN) == closed
    assert archive.account_ledger.history(JEAN, 9) == done[::-1]
    assert list(archive.rectifications.list_of(JEAN, before=None, limit=9)) == [other, answered]
    assert [each.action for each in archive.audit_trail.entries_on(DAY)] == ["answered", "closed", "reported", "reported", "opened"]
    assert archive.rectifications.submit(a_report(7), told_of(a_report(7), 7), most=2)
    assert not archive.rectifications.submit(a_report(8), told_of(a_report(8), 8), most=2)


@pytest.mark.parametrize("archive", ["aws"], indirect=True)
def test_what_stands_in_a_register_that_is_whole_is_not_set_back(archive):
    opened = Account(matricule=JEAN, status="open", changed_at=at(1))
    archive.account_ledger.record_if_unchanged(opened, AccountEvent(matricule=JEAN, at=at(1), deed="opened", by="aline"), seen=None)
    archive.rectifications.submit(a_report(5), told_of(a_report(5), 5), most=10)
    pages = told_by(archive, 0, 300)
    closed = replace(opened, status="closed", changed_at=at(2))
    archive.account_ledger.record_if_unchanged(closed, AccountEvent(matricule=JEAN, at=at(2), deed="closed", by="aline"), seen=opened)
    answered = replace(a_report(5), status="closed", by="aline", moved_at=at(9))
    archive.rectifications.update(answered, told_of(answered, 9, "closed", "aline"), seen=a_report(5))
    archive.consultations.restore(pages)

    assert archive.account_ledger.account(JEAN) == closed
    assert archive.rectifications.find(answered.report) == answered


def told_by(archive, first, last):
    """What a sweep would keep, as the vault gives it back."""
    return json.loads(json.dumps([access for _, access in archive.consultations.access_records(at(first), at(last))]))


def sweep_away(archive):
    """Lose the whole table; tell how many items it had."""
    client = archive.register._client  # noqa: SLF001 - as no port can
    items = client.scan(TableName=TABLE)["Items"]
    for item in items:
        client.delete_item(TableName=TABLE, Key={"pk": item["pk"], "sk": item["sk"]})
    return len(items)
