"""The JSON of the direction's figures, as docs/openapi.yaml promises it."""

from datetime import UTC, date, datetime

from chalicelib.administration.completeness_rounds import MinistriesCompleteness
from chalicelib.administration.place_progress import PlaceProgress
from chalicelib.administration.statistics import DayFigures, Figures, Period, ReviewFigures, Roadmap
from chalicelib.model.completeness import MinistrySum
from chalicelib.model.statistics import UNKNOWN, ReviewQueue, Totals
from chalicelib.text.nomenclature_file import shipped
from functions.representations.administration import figures_json

DAY = date(2026, 11, 23)
MINISTRY = {"ministry": None, "waiting": 1, "oldest": "2026-11-23"}
ADDED = Totals(casefiles=2, pieces=3, pages=4, refused={"empty": 1})
FIGURES = Figures(
    counted_at=datetime(2026, 11, 23, 8, tzinfo=UTC),
    period=Period(first=DAY, last=DAY),
    reached=ADDED,
    days=(DayFigures(day=DAY, added=ADDED, reached=2, planned=23),),
    added=ADDED,
    previous=Totals(pages=9),
    places=(PlaceProgress(ministry="Santé", province=UNKNOWN, servants=5, casefiles=2),),
    refused=ADDED.refused,
    review=ReviewFigures(ministries=(ReviewQueue(ministry=UNKNOWN, days={"2026-11-23": 1}),), median_age=0.5),
    roadmap=Roadmap(start=date(2026, 11, 1), end=date(2031, 10, 31), casefiles=1_826, casefiles_a_working_day=1.7, planned=23, actual=2),
)


def test_figures_are_written_day_by_day_beside_the_queue_and_the_roadmap():
    assert figures_json(FIGURES, None, shipped()) == {
        "completeness": None,
        "counted_at": "2026-11-23T08:00:00Z",
        "from": "2026-11-23",
        "to": "2026-11-23",
        "casefiles": 2,
        "pieces": 3,
        "pages": 4,
        "days": [{"day": "2026-11-23", "casefiles": 2, "pieces": 3, "pages": 4, "refused": 1, "reached": 2, "planned": 23}],
        "added": {"casefiles": 2, "pieces": 3, "pages": 4, "refused": 1},
        "previous": {"casefiles": 0, "pieces": 0, "pages": 9, "refused": 0},
        "places": [{"ministry": "Santé", "province": None, "servants": 5, "casefiles": 2}],
        "refused": [{"reason": "empty", "files": 1}],
        "review": {
            "waiting": 1,
            "oldest": "2026-11-23",
            "median_age": 0.5,
            "ministries": [{"ministry": None, "waiting": 1, "oldest": "2026-11-23"}],
        },
        "roadmap": {
            "start": "2026-11-01",
            "end": "2031-10-31",
            "casefiles": 1_826,
            "a_working_day": 1.7,
            "planned": 23,
            "actual": 2,
            "difference": -21,
        },
    }


def test_ministries_are_written_with_what_is_missing_in_most_of_their_case_files():
    sums = MinistrySum(ministry="Santé", servants=9, begun=5, complete=2, missing={"01.1": 3, "04.1": 7, "02.1": 1, "03.1": 4, "77.7": 9})
    told = figures_json(FIGURES, MinistriesCompleteness(at=FIGURES.counted_at, sums=(sums, MinistrySum(ministry=""))), shipped())
    health, nameless = told["completeness"]["ministries"]

    assert told["completeness"]["compared_at"] == "2026-11-23T08:00:00Z"
    assert {name: health[name] for name in ("ministry", "servants", "begun", "complete")} == {
        "ministry": "Santé",
        "servants": 9,
        "begun": 5,
        "complete": 2,
    }
    assert [(each["type"], each["casefiles"]) for each in health["missing"]] == [("04.1", 7), ("03.1", 4)]  # 77.7 is no type any more
    assert health["missing"][0]["names"]["fr"] == "Bulletin de notation"
    assert (nameless["ministry"], nameless["missing"]) == (None, [])
