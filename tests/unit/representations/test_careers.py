"""JSON of careers, member by member."""

from datetime import UTC, date, datetime

from chalicelib.access.timelines import ServantTimeline
from chalicelib.model.career import CareerEvent, CareerFinding, CareerTimeline, Citation, EventFacts
from chalicelib.model.servant import Servant
from functions.representations.careers import career_json

AT = datetime(2026, 11, 23, 8, 5, tzinfo=UTC)
CITED = Citation(piece="p", page=2, box=(0.1, 0.2, 0.3, 0.02))
EVENT = CareerEvent(
    id="p",
    kind="posting",
    type="05.1",
    day=date(2001, 6, 1),
    day_is="effect",
    details={"posting": "Ngozi"},
    act_number="610/5",
    act_date=date(2001, 5, 2),
    citations=(CITED, Citation(piece="q")),
    confidence=1.0,
    state="corrected",
    known_at=AT,
    edition=1,
    found=EventFacts(kind="posting"),
)


def test_a_career_is_told_with_its_citations_and_what_the_pieces_say_otherwise() -> None:
    finding = CareerFinding(rule="two_ratings", events=("p",), citations=(CITED,), facts={"year": "2001"})
    timeline = CareerTimeline(matricule="12345", events=(EVENT,), findings=(finding,))
    servant = Servant(matricule="12345", written="12 345", name="NIYO", first_names="Jeanne")
    told = career_json(ServantTimeline(timeline=timeline, servant=servant, names={"p": "acte.pdf"}, may_decide=True))
    cited = {"piece": "p", "name": "acte.pdf", "page": 2, "box": [0.1, 0.2, 0.3, 0.02]}

    assert told == {
        "matricule": "12345",
        "written": "12 345",
        "name": "NIYO Jeanne",
        "may_decide": True,
        "events": [
            {
                "kind": "posting",
                "day": "2001-06-01",
                "day_is": "effect",
                "details": {"posting": "Ngozi"},
                "id": "p",
                "type": "05.1",
                "act_number": "610/5",
                "act_date": "2001-05-02",
                "citations": [cited, {"piece": "q", "name": None, "page": 1, "box": None}],
                "confidence": 1.0,
                "state": "corrected",
                "known_at": "2026-11-23T08:05:00Z",
                "version": EVENT.version,
                "found": {"kind": "posting", "day": None, "day_is": None, "details": {}},
            }
        ],
        "findings": [{"rule": "two_ratings", "events": ["p"], "citations": [cited], "facts": {"year": "2001"}}],
    }
