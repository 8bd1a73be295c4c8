"""JSON of due lists, member by member."""

from datetime import UTC, date, datetime

from chalicelib.administration.due_lists import DuePage
from chalicelib.model.career import Citation
from chalicelib.model.due import ColumnCitation, DueEntry, DueLine, DueList, RuleCitation
from chalicelib.text.career_rules_file import shipped_rules
from chalicelib.text.checked_yaml import FileInForce, FileProblem, RefusedVersion
from chalicelib.text.nomenclature_file import shipped
from functions.representations.administration import career_rules_json
from functions.representations.due import due_page_json

AT = datetime(2026, 12, 1, 4, tzinfo=UTC)
ENTRY = DueEntry(
    kind="retirement",
    state="coming",
    first=date(2027, 1, 1),
    last=date(2027, 12, 31),
    until=date(2029, 12, 31),
    doubt="birth_year",
    wanted="01.1",
    pieces=(Citation(piece="p", page=2, box=(0.1, 0.2, 0.3, 0.4)), Citation(piece="q")),
    roster=(ColumnCitation(generation="g1", column="date_naissance", value="1967-01-01"), ColumnCitation(generation="g1", column="statut")),
    rules=(RuleCitation(rule="retirement", first=date(2006, 8, 23), source="art. 79"),),
)
LINE = DueLine(matricule="123456", written="12.34.56", name="NDAYIZEYE", first_names="Jean", ministry="Santé", entry=ENTRY)
LIST = DueList(day=date(2026, 12, 1), generation="g1", roster_at=AT, rules="2026-1", made_at=AT)
LINE_JSON = {
    "matricule": "123456",
    "written": "12.34.56",
    "name": "NDAYIZEYE",
    "first_names": "Jean",
    "ministry": "Santé",
    "province": None,
    "kind": "retirement",
    "state": "coming",
    "first": "2027-01-01",
    "last": "2027-12-31",
    "until": "2029-12-31",
    "doubt": "birth_year",
    "years": [],
    "wanted": {
        "type": "01.1",
        "names": {"fr": "Extrait d'acte de naissance", "rn": "Icete c'amavuko", "en": "Birth certificate"},
    },
    "pieces": [{"piece": "p", "page": 2, "box": [0.1, 0.2, 0.3, 0.4]}, {"piece": "q", "page": 1, "box": None}],
    "roster": [
        {"generation": "g1", "column": "date_naissance", "value": "1967-01-01"},
        {"generation": "g1", "column": "statut", "value": None},
    ],
    "rules": [{"rule": "retirement", "from": "2006-08-23", "source": "art. 79"}],
}


def test_a_page_of_a_due_list():
    page = DuePage(
        list=LIST,
        days=(date(2026, 12, 1), date(2025, 12, 31)),
        notes=("made_later",),
        lines=(LINE,),
        next="suite",
        counts={("retirement", "2027-01"): 3, ("advancement", "passed"): 1},
        ministries=("", "Santé"),
        provinces=("Gitega",),
    )

    assert due_page_json(page, shipped()) == {
        "list": {
            "day": "2026-12-01",
            "made_at": "2026-12-01T04:00:00Z",
            "generation": "g1",
            "roster_at": "2026-12-01T04:00:00Z",
            "rules": "2026-1",
        },
        "days": ["2026-12-01", "2025-12-31"],
        "notes": ["made_later"],
        "counts": [
            {"kind": "advancement", "month": "passed", "lines": 1},
            {"kind": "retirement", "month": "2027-01", "lines": 3},
        ],
        "ministries": ["", "Santé"],
        "provinces": ["Gitega"],
        "lines": [LINE_JSON],
        "next": "suite",
    }


def test_no_list_is_told_as_none():
    assert due_page_json(DuePage(list=None, days=(), counts={}), shipped())["list"] is None


def test_rules_of_careers_that_are_refused_are_told_with_their_lines():
    problem = FileProblem(line=3, reason="day", word="hier", messages={"day": ("« {word} » n'est pas un jour.", "")})
    refused = RefusedVersion(version="v2", problems=(problem,))
    told = career_rules_json(FileInForce(value=shipped_rules(), refused=(refused,)))

    assert told == {
        "version": shipped_rules().version,
        "rules": 6,
        "object": None,
        "shipped": True,
        "refused": [{"object": "v2", "problems": ["ligne 3 : « hier » n'est pas un jour."]}],
        "unreadable": None,
    }
