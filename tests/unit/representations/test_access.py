"""JSON of case files and pieces, member by member."""

from datetime import UTC, date, datetime

from chalicelib.access.act_search import ActHit
from chalicelib.access.casefiles import CaseFile, NamedConsultation
from chalicelib.access.links import OriginalLink, PageImageLink
from chalicelib.access.news import News
from chalicelib.access.pieces import PieceDetails, PieceSummary, PieceText
from chalicelib.access.search import CaseFileHit
from chalicelib.access.text_search import FoundLine, PieceHit
from chalicelib.model.audit import Consultation
from chalicelib.model.cursor import ListPage
from chalicelib.model.nomenclature import TypeSentence
from chalicelib.model.page_image import PageImage
from chalicelib.model.piece import Field
from chalicelib.model.servant import Servant
from chalicelib.model.transcript import Page, TextLine
from chalicelib.model.upload import Link
from functions.representations.access import (
    act_hits_json,
    casefile_hits_json,
    casefile_json,
    consultations_json,
    original_link_json,
    page_image_link_json,
    piece_hits_json,
    piece_json,
    text_json,
)

AT = datetime(2026, 11, 23, 8, 5, tzinfo=UTC)
SUMMARY = PieceSummary(
    piece="p",
    name="acte.pdf",
    type="03.1",
    act_date="2010-03-01",
    registered_at=AT,
    pages=2,
    size=9,
    media_type="application/pdf",
    status="filed",
    confidence=98.5,
    folder_alone=True,
)
SUMMARY_JSON = {
    "piece": "p",
    "name": "acte.pdf",
    "type": "03.1",
    "date": "2010-03-01",
    "year": 2010,
    "registered_at": "2026-11-23T08:05:00Z",
    "pages": 2,
    "size": 9,
    "media_type": "application/pdf",
    "part": None,
    "status": "filed",
    "confidence": 98.5,
    "folder_alone": True,
}


def test_a_case_file_has_its_servant_and_a_page_of_pieces() -> None:
    listed = Servant(matricule="1", birth_date=date(1980, 5, 17), ministry="Santé", status="titulaire")
    page = ListPage(entries=(SUMMARY,), next="c")
    casefile = CaseFile(matricule="1", written="0.1", name=None, first_names=None, servant=listed, pieces=page)

    assert casefile_json(casefile) == {
        "matricule": "1",
        "written": "0.1",
        "name": None,
        "first_names": None,
        "servant": {"birth_date": "1980-05-17", "ministry": "Santé", "province": None, "status": "titulaire"},
        "news": None,
        "pieces": [SUMMARY_JSON],
        "next": "c",
    }


def test_a_servants_own_case_file_has_what_is_new_in_it() -> None:
    casefile = CaseFile(matricule="1", written="1", name=None, first_names=None, servant=None, pieces=ListPage(entries=()))

    assert casefile_json(casefile, News(since=AT, answers=2))["news"] == {"pieces": [], "answers": 2}


def test_a_servants_own_consultation_has_the_role_own() -> None:
    own = Consultation(action="image", at=AT, reader="1", role="servant", matricule="1", piece="p", page=2)

    assert consultations_json(ListPage(entries=(NamedConsultation(consultation=own, name="acte.pdf"),))) == {
        "consultations": [
            {"at": "2026-11-23T08:05:00Z", "action": "image", "role": "own", "reader": "1", "piece": "p", "page": 2, "name": "acte.pdf"}
        ],
        "next": None,
    }


ABOUT = TypeSentence(fr="Ouvre la carrière.", rn="Itangura akazi.", en="Opens the career.")


def test_a_piece_has_its_summary_and_what_was_found_in_it() -> None:
    field = Field(name="act_date", value="2010-03-01", raw="1er mars 2010", confidence=0.9, page=1, box=(0.1, 0.2, 0.3, 0.4))
    piece = PieceDetails(summary=SUMMARY, matricule="1", type_confidence=0.8, fields=(field,), digest="ab", about=ABOUT)

    assert piece_json(piece) == SUMMARY_JSON | {
        "matricule": "1",
        "type_confidence": 0.8,
        "fields": [
            {
                "name": "act_date",
                "value": "2010-03-01",
                "raw": "1er mars 2010",
                "confidence": 0.9,
                "page": 1,
                "box": [0.1, 0.2, 0.3, 0.4],
            }
        ],
        "digest": "ab",
        "masked": False,
        "about": {"fr": "Ouvre la carrière.", "rn": "Itangura akazi.", "en": "Opens the career."},
    }


def test_a_text_has_lines_with_their_boxes_and_without_their_words() -> None:
    line = TextLine(text="Arrêté", confidence=98.5, box=(0.1, 0.2, 0.3, 0.4))

    assert text_json(PieceText(piece="p", pages=ListPage(entries=(Page(number=1, lines=(line,)),), next="c"))) == {
        "piece": "p",
        "pages": [{"number": 1, "lines": [{"text": "Arrêté", "confidence": 98.5, "box": [0.1, 0.2, 0.3, 0.4]}]}],
        "next": "c",
    }


def test_links_say_what_they_lead_to_and_when_they_expire() -> None:
    link = Link(url="https://x/", expires_at=AT)
    image = PageImageLink(link=link, image=PageImage(page=2, width=1000, height=1414, size=60), pages=3)
    ends = {"url": "https://x/", "expires_at": "2026-11-23T08:05:00Z"}

    assert original_link_json(OriginalLink(link=link, name="acte.pdf", size=9, media_type="application/pdf")) == ends | {
        "name": "acte.pdf",
        "size": 9,
        "type": "application/pdf",
    }
    assert page_image_link_json(image) == ends | {"page": 2, "pages": 3, "type": "image/webp", "size": 60, "width": 1000, "height": 1414}


def test_a_case_file_that_was_found_is_told_as_the_roster_writes_it() -> None:
    jean = Servant(matricule="123456", written="12.34.56", name="NDAYISENGA", first_names="Jean-Marie", birth_date=date(1970, 3, 5))

    assert casefile_hits_json(ListPage(entries=(CaseFileHit(servant=jean, in_roster=True, near=False),))) == {
        "casefiles": [
            {
                "matricule": "123456",
                "written": "12.34.56",
                "name": "NDAYISENGA",
                "first_names": "Jean-Marie",
                "birth_date": "1970-03-05",
                "ministry": None,
                "in_roster": True,
                "near": False,
            }
        ],
        "next": None,
    }


def test_an_act_that_was_found_is_told_with_its_servant() -> None:
    jean = Servant(matricule="123456", written="12.34.56", name="NDAYISENGA", first_names="Jean-Marie")
    said = {"number": "610/558", "act_date": "2010-03-12", "signatory": "Zénon NIYONKURU"}
    hit = ActHit(piece="p", name="a.pdf", type="03.1", matricule="123456", servant=jean, near=True, **said)
    named = {"matricule": "123456", "written": "12.34.56", "name": "NDAYISENGA", "first_names": "Jean-Marie"}
    whole = {"piece": "p", "name": "a.pdf", "type": "03.1", "number": "610/558", "date": "2010-03-12", "signatory": "Zénon NIYONKURU"}

    assert act_hits_json(ListPage(entries=(hit,), next="x")) == {
        "acts": [{**whole, "matricule": "123456", "servant": named, "near": True}],
        "next": "x",
    }


def test_a_piece_that_was_found_has_the_lines_that_say_the_words() -> None:
    line = FoundLine(page=1, text="Congé", box=(0.1, 0.2, 0.3, 0.4))
    hit = PieceHit(piece="p", name="a.pdf", type=None, act_date=None, lines=(line,))

    assert piece_hits_json(ListPage(entries=(hit,))) == {
        "pieces": [
            {
                "piece": "p",
                "name": "a.pdf",
                "type": None,
                "date": None,
                "year": None,
                "lines": [{"page": 1, "text": "Congé", "box": [0.1, 0.2, 0.3, 0.4]}],
            }
        ],
        "next": None,
    }
