"""JSON of case files and pieces: lists, descriptions, texts, links, search results."""

from chalicelib.access.act_search import ActHit
from chalicelib.access.casefile_copies import CopyOffer
from chalicelib.access.casefiles import CaseFile, NamedConsultation
from chalicelib.access.links import OriginalLink, PageImageLink
from chalicelib.access.news import News
from chalicelib.access.pieces import PartOfOriginal, PieceDetails, PieceSummary, PieceText
from chalicelib.access.search import CaseFileHit
from chalicelib.access.text_search import PieceHit
from chalicelib.career.filed_pieces import act_date_of
from chalicelib.model.codec import stamp, to_plain
from chalicelib.model.cursor import ListPage
from chalicelib.model.page_image import MEDIA_TYPE
from chalicelib.model.transcript import Page
from functions.representations import Json
from functions.representations.personnel import roster_facts_json, servant_name_json


def casefile_json(value: CaseFile, news: News | None = None) -> Json:
    """Write a case file with a page of its pieces and, for its servant, what is new in it."""
    return {
        "matricule": value.matricule,
        "written": value.written,
        "name": value.name,
        "first_names": value.first_names,
        "servant": roster_facts_json(value.servant) if value.servant else None,
        "news": {"pieces": [each.piece for each in news.pieces], "answers": news.answers} if news else None,
        "pieces": [piece_summary_json(each) for each in value.pieces.entries],
        "next": value.pieces.next,
    }


def consultations_json(value: ListPage[NamedConsultation]) -> Json:
    """Write a page of the consultations of a case file."""
    return {"consultations": [consultation_json(each) for each in value.entries], "next": value.next}


def consultation_json(value: NamedConsultation) -> Json:
    """Write one consultation; the role `servant` is `own`, for it opens the servant's own case file alone."""
    consultation = value.consultation
    return {
        "at": stamp(consultation.at),
        "action": consultation.action,
        "role": "own" if consultation.role == "servant" else consultation.role,
        "reader": consultation.reader,
        "piece": consultation.piece,
        "page": consultation.page,
        "name": value.name,
    }


def piece_summary_json(value: PieceSummary) -> Json:
    """Write a piece as lists show it."""
    return {
        "piece": value.piece,
        "name": value.name,
        "type": value.type,
        "date": value.act_date,
        "year": value.year,
        "registered_at": stamp(value.registered_at),
        "pages": value.pages,
        "size": value.size,
        "media_type": value.media_type,
        "part": part_json(value.part),
        "status": value.status,
        "confidence": value.confidence,
        "folder_alone": value.folder_alone,
    }


def part_json(value: PartOfOriginal | None) -> Json | None:
    """Write which pages of its original a piece is; None where it is all of them."""
    return {"range": value.range, "of": value.of} if value else None


def piece_json(value: PieceDetails) -> Json:
    """Write the description of a piece."""
    return piece_summary_json(value.summary) | {
        "matricule": value.matricule,
        "type_confidence": value.type_confidence,
        "fields": to_plain(value.fields),
        "digest": value.digest,
        "masked": value.masked,
        "about": to_plain(value.about) if value.about else None,
    }


def text_json(value: PieceText) -> Json:
    """Write some pages of a piece's text."""
    return {"piece": value.piece, "pages": [page_json(each) for each in value.pages.entries], "next": value.pages.next}


def page_json(value: Page) -> Json:
    """Write the lines of one page."""
    lines = [{"text": each.text, "confidence": each.confidence, "box": list(each.box)} for each in value.lines]
    return {"number": value.number, "lines": lines}


def original_link_json(value: OriginalLink) -> Json:
    """Write a link to an original."""
    link = value.link
    return {"url": link.url, "expires_at": stamp(link.expires_at), "name": value.name, "size": value.size, "type": value.media_type}


def page_image_link_json(value: PageImageLink) -> Json:
    """Write a link to the image of a page."""
    link, image = value.link, value.image
    return {
        "page": image.page,
        "pages": value.pages,
        "url": link.url,
        "expires_at": stamp(link.expires_at),
        "type": MEDIA_TYPE,
        "size": image.size,
        "width": image.width,
        "height": image.height,
    }


def copy_offer_json(value: CopyOffer) -> Json:
    """Write what a copy of a case file would hold."""
    return {
        "pieces": value.pieces,
        "pages": value.pages,
        "size": value.size,
        "too_large": value.too_large,
        "left_out": [{"piece": each.piece, "name": each.name, "type": each.type, "date": act_date_of(each)} for each in value.left_out],
    }


def casefile_hits_json(value: ListPage[CaseFileHit]) -> Json:
    """Write a page of case files that were found."""
    return {"casefiles": [casefile_hit_json(each) for each in value.entries], "next": value.next}


def casefile_hit_json(value: CaseFileHit) -> Json:
    """Write one case file that was found."""
    servant = value.servant
    return servant_name_json(servant) | {
        "birth_date": servant.birth_date.isoformat() if servant.birth_date else None,
        "ministry": servant.ministry or None,
        "in_roster": value.in_roster,
        "near": value.near,
    }


def act_hits_json(value: ListPage[ActHit]) -> Json:
    """Write a page of acts that were found."""
    return {"acts": [act_hit_json(each) for each in value.entries], "next": value.next}


def act_hit_json(value: ActHit) -> Json:
    """Write one act that was found, with its servant."""
    return {
        "piece": value.piece,
        "name": value.name,
        "type": value.type,
        "number": value.number,
        "date": value.act_date,
        "signatory": value.signatory,
        "matricule": value.matricule,
        "servant": servant_name_json(value.servant) if value.servant else None,
        "near": value.near,
    }


def piece_hits_json(value: ListPage[PieceHit]) -> Json:
    """Write a page of pieces that were found in a case file."""
    return {"pieces": [piece_hit_json(each) for each in value.entries], "next": value.next}


def piece_hit_json(value: PieceHit) -> Json:
    """Write one piece that was found, with the lines that contain the words."""
    return {
        "piece": value.piece,
        "name": value.name,
        "type": value.type,
        "date": value.act_date,
        "year": value.year,
        "lines": [{"page": each.page, "text": each.text, "box": list(each.box)} for each in value.lines],
    }
