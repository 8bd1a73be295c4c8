"""JSON of completeness, news and reports, member by member."""

from datetime import UTC, datetime

from chalicelib.access.completeness import Completeness, Presence, TypeCompleteness
from chalicelib.access.news import News
from chalicelib.access.rectifications import NamedRectification
from chalicelib.career.states import Career
from chalicelib.model.cursor import ListPage
from chalicelib.model.nomenclature import PieceType
from chalicelib.model.rectification import Rectification, ReportPhoto
from chalicelib.model.servant import Servant
from chalicelib.text.nomenclature_file import shipped
from functions.representations.reports import completeness_json, news_json, own_reports_json, reports_json

AT = datetime(2026, 11, 23, 8, 5, tzinfo=UTC)
REPORT = Rectification(
    report="r",
    matricule="1",
    kind="error",
    at=AT,
    text="Faux.",
    piece="p",
    status="answered",
    answer="Non.",
    by="marie",
    moved_at=AT,
    photo=ReportPhoto(digest="d", kind="pdf", pages=2, size=9),
    photo_added_at=AT,
)
OWN_JSON = {
    "report": "r",
    "kind": "error",
    "piece": "p",
    "type": None,
    "text": "Faux.",
    "at": "2026-11-23T08:05:00Z",
    "status": "answered",
    "answer": "Non.",
    "answered_at": "2026-11-23T08:05:00Z",
    "photo": {"kind": "pdf", "pages": 2, "size": 9, "until": "2027-02-21T08:05:00Z", "added_at": "2026-11-23T08:05:00Z"},
}


def _rating() -> PieceType:
    return next(each for each in shipped().types if each.code == "04.1")


def test_completeness_counts_types_by_state_and_names_the_missing_years() -> None:
    rating = _rating()
    assert rating.about
    presence = Presence(state="missing", why="turn", there=(2020,), years=(2022,), unsure=(2021,))
    type_ = TypeCompleteness(type=rating, presence=presence, pieces=2, latest=())
    career = Career(states=frozenset({"permanent"}))

    assert completeness_json(Completeness(matricule="1", servant=None, career=career, untyped=0, unrecognised=(), types=(type_,))) == {
        "matricule": "1",
        "state": "permanent",
        "counts": {"present": 0, "missing": 1, "unknown": 0, "not_due": 0},
        "untyped": 0,
        "unrecognised": [],
        "types": [
            {
                "type": "04.1",
                "names": {"fr": rating.fr, "rn": rating.rn, "en": rating.en},
                "about": {"fr": rating.about.fr, "rn": rating.about.rn, "en": rating.about.en},
                "mandatory": "each_year",
                "state": "missing",
                "why": "turn",
                "pieces": 2,
                "acts": [],
                "there": [2020],
                "years": [2022],
                "unsure": [2021],
                "waiting": [],
            }
        ],
    }


def test_a_first_visit_has_no_news() -> None:
    assert news_json(News(since=None)) == {"since": None, "pieces": [], "more": False, "answers": 0}


def test_a_servant_is_not_told_who_answered_and_archivists_are() -> None:
    assert own_reports_json(ListPage(entries=(REPORT,), next="c")) == {"reports": [OWN_JSON], "next": "c"}
    servant = Servant(matricule="1", name="NDAYIZEYE", first_names="Jean", written="0.1")
    known = {"written": "0.1", "name": "NDAYIZEYE", "first_names": "Jean"}
    named = [NamedRectification(report=REPORT, name="a.pdf", servant=each) for each in (servant, None)]
    told = OWN_JSON | {"matricule": "1", "by": "marie", "name": "a.pdf"}

    assert reports_json(ListPage(entries=tuple(named))) == {
        "reports": [told | {"servant": known}, told | {"servant": None}],
        "next": None,
    }
