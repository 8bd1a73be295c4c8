"""Unusual openings of case files, as an auditor is shown them."""

from datetime import UTC, date, datetime, timedelta

import pytest

from chalicelib.administration.unusual_openings import read_unusual_openings
from chalicelib.model.audit import Consultation
from chalicelib.model.errors import ReaderError
from chalicelib.model.reader import Reader
from functions.representations.administration import unusual_report_json
from tests.fakes import MORNING, FakeArchive

JEAN, MARIE = "123456", "654321"
AUDITOR = Reader(name="audit-1", roles=frozenset({"auditor"}), session="s")
MONDAY = datetime(2026, 11, 23, 8, tzinfo=UTC)
"""Ten o'clock at Bujumbura, as `MORNING`."""


@pytest.fixture
def archive():
    return FakeArchive(many_casefiles=3)


def opened(archive, at, matricule, reader="marie", role="archivist", **facts):
    said = {"action": "casefile", "session": str(at), "piece": None}
    archive.consultations.record(Consultation(at=at, reader=reader, role=role, matricule=matricule, **(said | facts)))


def findings(archive, **query):
    report = read_unusual_openings(AUDITOR, query, archive)
    return [(each.day, each.reader, each.rule, each.casefiles, each.openings) for each in report.findings]


def test_a_usual_day_shows_nothing(archive):
    assert MONDAY == MORNING
    for minute in range(5):
        opened(archive, MONDAY - timedelta(minutes=minute), JEAN)
    opened(archive, MONDAY - timedelta(hours=4), JEAN, reader=JEAN, role="servant")

    assert findings(archive) == []


def test_more_case_files_on_a_day_than_the_setting_says_are_shown(archive):
    for number in range(4):
        opened(archive, MONDAY - timedelta(minutes=number), f"10000{number}")
    opened(archive, MONDAY - timedelta(minutes=9), "100000", action="text", piece="p")

    assert findings(archive) == [(date(2026, 11, 23), "marie", "many", 4, 5)]


@pytest.mark.parametrize("at", [MONDAY - timedelta(hours=4), MONDAY - timedelta(hours=14), MONDAY - timedelta(days=1)])
def test_an_opening_before_or_after_office_hours_or_on_a_sunday_is_shown(archive, at):
    opened(archive, at, JEAN)

    assert [each[2:] for each in findings(archive)] == [("hours", 1, 1)]


def test_the_case_file_of_somebody_who_works_in_the_archive_is_shown_and_ones_own_is_not(archive):
    opened(archive, MONDAY, MARIE, reader=JEAN)
    opened(archive, MONDAY - timedelta(minutes=1), JEAN, reader=JEAN, role="servant")
    opened(archive, MONDAY - timedelta(minutes=2), JEAN)

    assert findings(archive) == [(date(2026, 11, 23), "marie", "colleague", 1, 1)]


def test_the_days_are_the_last_seven_or_those_that_are_asked_for(archive):
    old = MONDAY - timedelta(days=8)  # a Sunday
    opened(archive, old, JEAN)

    assert findings(archive) == []
    assert findings(archive, **{"from": "2026-11-15", "to": "2026-11-15"}) == [(date(2026, 11, 15), "marie", "hours", 1, 1)]
    with pytest.raises(ReaderError, match="invalid"):
        findings(archive, **{"from": "2026-09-15", "to": "2026-11-15"})


def test_the_report_says_its_rules_and_is_written_into_the_audit_trail(archive):
    opened(archive, MONDAY - timedelta(days=1), JEAN)
    told = unusual_report_json(read_unusual_openings(AUDITOR, {}, archive), archive.settings)
    noted = [(each.action, each.reader, each.asked) for each in archive.consultations.written.values() if each.role == "auditor"]

    assert (told["from"], told["to"], told["since"]) == ("2026-11-17", "2026-11-23", None)
    assert told["rules"] == {"casefiles": 3, "from_hour": 7, "to_hour": 18}
    assert told["openings"][0]["servants"] == [{"matricule": JEAN, "name": None}]
    assert noted == [("journal", "audit-1", "from=2026-11-17 to=2026-11-23 action=consultation")]
