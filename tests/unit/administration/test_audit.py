"""What an auditor reads, in memory: who did what, never what a piece says."""

import csv
import io
from dataclasses import replace
from datetime import timedelta
from typing import get_args

import pytest

from chalicelib.administration.audit import export_journal, read_journal, read_question
from chalicelib.administration.audit_words import ACTIONS, KINDS, ROLES
from chalicelib.model import account, audit, decision
from chalicelib.model.account import AccountEvent
from chalicelib.model.audit import AuditKind, Consultation, SignIn
from chalicelib.model.cursor import cursor_of
from chalicelib.model.errors import ReaderError, TransientError
from chalicelib.model.reader import ROLES as ALL_ROLES
from chalicelib.model.reader import Reader
from chalicelib.model.rectification import RectificationEvent
from chalicelib.model.register import RosterPointer
from chalicelib.model.servant import Servant
from functions.representations.administration import audit_page_json
from tests.fakes import MORNING, FakeArchive

JEAN, MARIE = "123456", "654321"
AUDITOR = Reader(name="audit-1", roles=frozenset({"auditor"}), session="s")


def opened(second, **facts):
    said = {"action": "text", "reader": "marie", "role": "archivist", "matricule": JEAN, "piece": "p", "session": "s"}
    return Consultation(at=MORNING + timedelta(seconds=second), **(said | facts))


@pytest.fixture
def archive():
    archive = FakeArchive()
    for second, facts in enumerate(({}, {"matricule": MARIE}, {"reader": "pierre"}, {"action": "download"})):
        archive.consultations.record(opened(second, **facts))
    archive.sign_in_attempts.record(SignIn(name="Marie", at=MORNING + timedelta(seconds=4), outcome="signed_in", address="192.0.2.7"))
    deed = AccountEvent(
        matricule=JEAN, at=MORNING + timedelta(seconds=5), deed="reset", by="marie", reason="fiche perdue", totp_removed=True
    )
    archive.account_ledger.record([], [deed])
    archive.clock.pause(60)
    return archive


def read(archive, cursor=None, limit=50, **asked):
    asked = {name.removesuffix("_"): value for name, value in asked.items()}
    return read_journal(AUDITOR, read_question(asked, archive), archive, cursor=cursor, limit=limit)


def lines(told):
    return [(each.kind, each.action, each.reader, each.matricule) for each in told.entries]


def test_today_is_told_the_latest_first_in_one_shape(archive):
    told = read(archive)

    assert lines(told) == [
        ("account", "reset", "marie", JEAN),
        ("sign_in", "signed_in", "marie", None),
        ("consultation", "download", "marie", JEAN),
        ("consultation", "text", "pierre", JEAN),
        ("consultation", "text", "marie", MARIE),
        ("consultation", "text", "marie", JEAN),
    ]
    assert {tuple(each) for each in audit_page_json(told)["journal"]} == {
        ("at", "kind", "action", "reader", "person", "role", "matricule", "servant", "piece", "detail", "note")
    }
    assert (told.entries[0].note, told.entries[0].detail) == ("fiche perdue", "totp_removed")
    assert (audit_page_json(told)["from"], audit_page_json(told)["to"]) == ("2026-11-23", "2026-11-23")
    assert told.next is None


def test_whoever_reads_the_journal_stands_in_it_with_what_was_asked(archive):
    read(archive, reader="marie")
    first = read(archive).entries[0]

    assert (first.kind, first.action, first.reader, first.role) == ("consultation", "journal", "audit-1", "auditor")
    assert first.detail == "reader=marie"


def test_no_journal_no_answer(archive):
    archive.consultations.broken = True
    with pytest.raises(TransientError):
        read(archive)
    with pytest.raises(TransientError):
        export_journal(AUDITOR, read_question({}, archive), archive)


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({"reader": "marie"}, 5),
        ({"reader": "MARIE"}, 5),
        ({"matricule": "12.34-56"}, 4),
        ({"reader": "marie", "matricule": JEAN}, 3),
        ({"action": "download"}, 1),
        ({"action": "consultation"}, 4),
        ({"matricule": JEAN, "action": "reset"}, 1),
        ({"reader": "nobody"}, 0),
        ({"matricule": MARIE, "from": "2026-11-23", "to": "2026-11-23"}, 1),
        ({"from": "2026-11-22"}, 0),
        ({"from": "2026-10-24", "to": "2026-11-23"}, 6),
    ],
)
def test_the_journal_is_narrowed(archive, asked, count):
    assert len(read(archive, **asked).entries) == count


@pytest.mark.parametrize("asked", ["J.Ndayi", "Marie-Claire", "marie-claire"])
def test_a_reader_whose_name_has_capitals_is_found(archive, asked):
    for second, name in enumerate(("J.Ndayi", "Marie-claire", "Marie-Claire")):
        archive.consultations.record(opened(10 + second, reader=name))

    assert any(each.reader.casefold() == asked.casefold() for each in read(archive, reader=asked).entries)


def test_a_question_says_what_it_looks_through(archive):
    assert read(archive, matricule=JEAN).kinds == ("consultation", "account", "report", "career")
    assert read(archive, matricule=JEAN, **{"from": "2026-11-23"}).kinds == get_args(AuditKind)


@pytest.mark.parametrize("asked", [{}, {"reader": "marie"}, {"matricule": JEAN}, {"from": "2026-11-01", "to": "2026-11-23"}])
def test_pages_tell_everything_once(archive, asked):
    whole, parts, cursor = lines(read(archive, **asked)), [], None
    for _ in range(10):
        told = read(archive, cursor=cursor, limit=2, **asked)
        parts += [line for line in lines(told) if line[1] != "journal"]
        cursor = told.next
        if cursor is None:
            break

    assert parts == whole
    assert cursor is None


def test_what_happened_at_one_instant_is_never_parted(archive):
    deeds = [AccountEvent(matricule=MARIE, at=MORNING + timedelta(seconds=9), deed=deed, by="roster") for deed in ("closed", "reopened")]
    archive.account_ledger.record([], deeds)
    told = read(archive, limit=1)

    assert sorted(line[1] for line in lines(told)) == ["closed", "reopened"]
    assert lines(read(archive, cursor=told.next, limit=1))[0][1] == "reset"


def test_a_filter_that_finds_little_answers_early_and_says_where_to_go_on(archive):
    for number in range(2_500):
        archive.consultations.record(opened(10 + number / 10_000, reader="pierre"))
    first = read(archive, action="download")
    second = read(archive, action="download", cursor=first.next)

    assert (first.entries, first.next is None) == ((), False)
    assert ([each.action for each in second.entries], second.next) == (["download"], None)


@pytest.mark.parametrize(
    "asked",
    [
        {"from": "2026-10-23", "to": "2026-11-23"},
        {"from": "2026-11-24", "to": "2026-11-23"},
        {"from": "hier"},
        {"from": "0001-01-01"},
        {"to": "9999-12-31"},
        {"from": "2026-W47-1"},
        {"from": "20261123"},
        {"matricule": "-"},
        {"reader": "x" * 129},
    ],
)
def test_a_question_badly_asked_is_refused(archive, asked):
    with pytest.raises(ReaderError) as refusal:
        read(archive, **asked)

    assert refusal.value.code == "invalid"


@pytest.mark.parametrize("asked", [{"action": "tutsi"}, {"reader": "les hutus"}])
def test_a_question_that_must_not_be_kept_is_not_asked_for_it_stands_in_the_journal(archive, asked):
    with pytest.raises(ReaderError) as refusal:
        read(archive, **asked)

    assert refusal.value.code == "forbidden_word"
    assert "utsi" not in str(archive.consultations.written)


def test_a_cursor_is_good_for_its_own_question_alone(archive):
    cursor = read(archive, limit=1).next
    with pytest.raises(ReaderError):
        read(archive, cursor=cursor, reader="marie")

    assert read(archive, cursor=cursor).entries


@pytest.mark.parametrize("place", ["9999-12-31T23:59:59#a", "2026-11-25", "~", "0001-01-01", "not a time", " ", "\u202e"])
@pytest.mark.parametrize(
    "asked", [{"from": "2026-11-22", "to": "2026-11-23"}, {"from": "2026-11-22", "to": "2026-11-23", "reader": "marie"}]
)
def test_a_made_up_cursor_reads_no_other_days_than_those_written_down(archive, asked, place):
    for days in (-400, -1, 1, 2, 400):
        archive.consultations.record(opened(days * 24 * 3600))
    told = read(archive, cursor=cursor_of(place, "journal", read_question(asked, archive).words), **asked)

    assert {each.at.date().isoformat() for each in told.entries} <= {"2026-11-22", "2026-11-23"}


def test_a_made_up_cursor_looks_through_no_more_lists_than_the_days_have(archive):
    looked_through, entries_on = [], archive.audit_trail.entries_on

    def counted(day, **how):
        looked_through.append(day)
        return entries_on(day, **how)

    archive.audit_trail.entries_on = counted
    asked = {"from": "2026-11-22", "to": "2026-11-23"}
    read(archive, cursor=cursor_of("9999-12-31", "journal", read_question(asked, archive).words), **asked)

    assert len(looked_through) <= 3


def test_refused_accesses_of_an_hour_are_one_entry(archive):
    for second in range(100):
        archive.sign_in_attempts.record(SignIn(name=JEAN, at=MORNING + timedelta(seconds=second), outcome="access_refused"))
    told = read(archive, action="refusal")

    assert [(each.kind, each.action, each.reader, each.detail) for each in told.entries] == [("refusal", "access_refused", JEAN, "x 100")]


def test_a_day_of_bujumbura_begins_two_hours_before_that_of_greenwich(archive):
    archive.consultations.record(opened(-8 * 3600 - 7200 + 1, reader="tôt"))
    archive.consultations.record(opened(-8 * 3600 - 7200 - 1, reader="veille"))
    day = {"from": "2026-11-23", "to": "2026-11-23"}

    assert "tôt" in [each.reader for each in read(archive, **day).entries]
    assert "veille" not in [each.reader for each in read(archive, **day).entries]


def test_a_spreadsheet_runs_nothing_and_opens_in_french(archive):
    archive.account_ledger.record(
        [], [AccountEvent(matricule=JEAN, at=MORNING + timedelta(seconds=8), deed="closed", by="=cmd|' /C calc'!A0", reason="+1")]
    )
    page = export_journal(AUDITOR, read_question({}, archive), archive)
    rows = list(csv.reader(io.StringIO(page.text.removeprefix("\ufeff")), delimiter=";"))

    assert page.text.startswith("\ufeffdate et heure;nature;")
    assert rows[1] == ["2026-11-23 10:00:08", "compte", "compte fermé", "'=cmd|' /C calc'!A0", "", "", JEAN, "", "", "", "'+1"]
    assert rows[3][1:3] == ["connexion", "connexion réussie"]
    assert page.name == "journal-2026-11-23"
    assert page.next is None


def test_a_long_list_comes_in_pages_of_less_than_a_megabyte_with_one_heading(archive):
    for number in range(1_500):
        archive.consultations.record(opened(20 + number / 1000, session=str(number), reader="é" * 128, piece="p" * 73, matricule="9" * 20))
    first = export_journal(AUDITOR, read_question({}, archive), archive)
    second = export_journal(AUDITOR, read_question({}, archive), archive, cursor=first.next)

    assert len(first.text.encode()) < 1_000_000
    assert (first.text.count("\r\n"), first.text.count("date et heure"), second.text.count("date et heure"), second.next) == (
        1_001,
        1,
        0,
        None,
    )
    assert not second.text.startswith("\ufeff")
    assert second.text.count("\r\n") == 506


def test_sign_ins_are_asked_for_apart(archive):
    assert {each.kind for each in read(archive, action="acts").entries} == {"account", "consultation"}
    assert {each.kind for each in read(archive, action="sign_ins").entries} == {"sign_in"}


def test_people_are_named_by_the_roster_and_staff_by_their_latest_sign_in(archive):
    servant = Servant(matricule=JEAN, name="NDAYIZEYE", first_names="Jean")
    archive.register.put_servants("g-1", [servant])
    archive.register.put_roster_in_force(RosterPointer(generation="g-1", count=1, shapes=frozenset(), uploaded_at=MORNING), seen=None)
    for second, person in ((10, "Marie NKURUNZIZA"), (11, None)):
        at = MORNING + timedelta(seconds=second)
        archive.sign_in_attempts.record(SignIn(name="Marie", at=at, outcome="signed_in", address="192.0.2.7", person=person))
    told = {(each["reader"], each["matricule"]): (each["person"], each["servant"]) for each in audit_page_json(read(archive))["journal"]}

    assert told["marie", JEAN] == ("Marie NKURUNZIZA", "Jean NDAYIZEYE")
    assert told["pierre", JEAN] == (None, "Jean NDAYIZEYE")
    assert told["marie", MARIE] == ("Marie NKURUNZIZA", None)


def test_what_a_servant_wrote_is_not_in_the_journal(archive):
    event = RectificationEvent(report="r", matricule=JEAN, at=MORNING + timedelta(seconds=7), deed="reported", by=JEAN, piece="p")
    archive.rectifications.events.append(event)
    told = read(archive, matricule=JEAN).entries[0]

    assert (told.kind, told.action, told.reader, told.detail) == ("report", "reported", JEAN, "r")


def test_every_word_of_the_journal_has_its_french():
    words = {*get_args(audit.ConsultationAction), *get_args(audit.SignInOutcome), *get_args(account.Deed), *get_args(decision.DecisionKind)}
    words = (words - {"closed"}) | {"reported", "answered", "account.closed", "report.closed"}

    assert words - ACTIONS.keys() == set()
    assert set(get_args(AuditKind)) == KINDS.keys()
    assert set(ALL_ROLES) == ROLES.keys()


def test_two_questions_at_one_instant_are_two_consultations():
    one = opened(0, asked="reader=a")

    assert one.id != replace(one, asked="reader=b").id
