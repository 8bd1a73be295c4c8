"""What the ministry reads about its roster."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from html import unescape

import pytest

from chalicelib.personnel.comparison import QUESTIONS, Difference
from chalicelib.personnel.loading_report import REFUSALS, LoadingReport, report_html, report_json
from chalicelib.personnel.roster import read_roster
from tests.unit.printed import golden, parts

ROSTER = read_roster(b"matricule;nom;date_naissance\n100001;NDAYIZEYE;28/02/1970\n;NIYONZIMA;\n100002;HAKIZIMANA;31/02/1970\n")
IN_FORCE = LoadingReport(
    key="_roster/agents.csv",
    generation="20261122T070300Z-0a1b",
    at=datetime(2026, 11, 22, 7, 3, tzinfo=UTC),
    status="in_force",
    roster=ROSTER,
    before=3,
    changes=Difference(added=1, removed=2, changed=0),
)


def page(report: LoadingReport) -> str:
    return report_html(report, time_zone="Africa/Bujumbura")


def test_a_report_says_what_was_taken_and_which_lines_were_not() -> None:
    said = json.loads(report_json(IN_FORCE))

    assert (said["status"], said["servants"], said["before"], said["refused_lines"]) == ("in_force", 2, 3, 1)
    assert said["changes"] == {"added": 1, "removed": 2, "changed": 0, "renamed": 0, "birth_changed": 0, "barred": 0}
    assert said["questions"] == []
    assert [(each["line"], each["column"], each["reason"], each["taken"]) for each in said["problems"]] == [
        (3, "matricule", "matricule", False),
        (4, "date_naissance", "date", True),
    ]


def test_no_report_names_a_person() -> None:
    assert not any(name in report_json(IN_FORCE) + page(IN_FORCE) for name in ("NDAYIZEYE", "NIYONZIMA", "HAKIZIMANA", "100001", "100002"))


def test_a_roster_in_force_says_how_to_go_back() -> None:
    assert '<pre>{"action": "undo_roster", "generation": "20261122T070300Z-0a1b"}</pre>' in unescape(page(IN_FORCE))


def test_a_first_roster_has_nothing_to_go_back_to() -> None:
    assert "undo_roster" not in page(replace(IN_FORCE, before=None, changes=None))


def test_a_roster_that_shrank_says_how_to_confirm_it_and_that_the_old_one_holds() -> None:
    written = page(replace(IN_FORCE, status="waiting"))

    assert "confirm_roster" in written
    assert "Le précédent reste en vigueur." in written


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_roster_that_waits_says_what_is_to_be_confirmed(question: str) -> None:
    report = replace(IN_FORCE, status="waiting", changes=replace(Difference(), **{question: 6}), questions=(question,))

    assert f"6 {QUESTIONS[question][0]}" in unescape(page(report))
    assert json.loads(report_json(report))["questions"] == [question]


def test_a_refused_roster_says_why_in_french() -> None:
    for refusal, (french, _) in REFUSALS.items():
        report = replace(IN_FORCE, status="refused", refusal=refusal, roster=None, changes=None)

        assert french in unescape(page(report))
        assert json.loads(report_json(report))["refusal"] == refusal


def test_columns_that_the_roster_lacks_are_named() -> None:
    assert "prenom, ministere, province, date_entree, statut" in page(IN_FORCE)


def test_a_page_shows_the_first_five_hundred_bad_lines_and_the_json_all() -> None:
    roster = read_roster(b"matricule\n100001\n" + b"agent\n" * 600)
    report = replace(IN_FORCE, roster=roster)

    assert page(report).count("écarté</td>") == 500
    assert len(json.loads(report_json(report))["problems"]) == 600


HOSTILE = replace(IN_FORCE, key="_roster/<b>a\u202eb.csv", generation="20261122T070300Z-<i>", before=1_200)


@pytest.mark.parametrize(
    ("name", "report"),
    [
        ("roster-in-force", IN_FORCE),
        ("roster-first", replace(IN_FORCE, before=None, changes=None)),
        ("roster-waiting", replace(IN_FORCE, status="waiting", questions=("removed",))),
        ("roster-late", replace(IN_FORCE, status="late")),
        ("roster-refused", replace(IN_FORCE, status="refused", refusal="roster_columns", roster=None, changes=None)),
        ("roster-hostile", HOSTILE),
    ],
)
def test_a_report_is_printed_as_it_was_before_it_had_a_template(name: str, report: LoadingReport) -> None:
    assert parts(page(report)) == golden(name)
