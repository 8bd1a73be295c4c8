"""JSON of what a servant follows in their own case file: completeness, news, reports of errors and missing pieces."""

from chalicelib.access.completeness import Completeness, TypeCompleteness
from chalicelib.access.news import News
from chalicelib.access.rectifications import NamedRectification
from chalicelib.career.filed_pieces import act_date_of
from chalicelib.model.codec import stamp, to_plain
from chalicelib.model.cursor import ListPage
from chalicelib.model.piece import Piece
from chalicelib.model.rectification import PHOTO_KEPT, Rectification
from functions.representations import Json, type_names_json


def completeness_json(value: Completeness) -> Json:
    """Write a case file compared with the nomenclature."""
    return {
        "matricule": value.matricule,
        "state": value.career.state,
        "counts": value.counts,
        "untyped": value.untyped,
        "unrecognised": [act_json(each) for each in value.unrecognised],
        "types": [type_completeness_json(each) for each in value.types],
    }


def type_completeness_json(value: TypeCompleteness) -> Json:
    """Write the state of one mandatory type."""
    type_, presence = value.type, value.presence
    return {
        "type": type_.code,
        "names": type_names_json(type_),
        "about": to_plain(type_.about) if type_.about else None,
        "mandatory": type_.mandatory,
        "state": presence.state,
        "why": presence.why or None,
        "there": list(presence.there),
        "pieces": value.pieces,
        "acts": [act_json(each) for each in value.latest],
        "years": list(presence.years),
        "unsure": list(presence.unsure),
        "waiting": [act_json(each) for each in value.waiting],
    }


def act_json(value: Piece) -> Json:
    """Write a piece with the date of its act."""
    return {"piece": value.piece, "name": value.name, "date": act_date_of(value)}


def news_json(value: News) -> Json:
    """Write what is new in a case file."""
    return {
        "since": stamp(value.since),
        "pieces": [
            {"piece": each.piece, "name": each.name, "type": each.type, "registered_at": stamp(each.registered_at)} for each in value.pieces
        ],
        "more": value.more,
        "answers": value.answers,
    }


def own_reports_json(value: ListPage[Rectification]) -> Json:
    """Write a page of a servant's own reports."""
    return {"reports": [own_report_json(each) for each in value.entries], "next": value.next}


def own_report_json(value: Rectification) -> Json:
    """Write a report for the servant who filed it: the archivist who answered is not named."""
    return {
        "report": value.report,
        "kind": value.kind,
        "piece": value.piece,
        "type": value.type,
        "text": value.text,
        "at": stamp(value.at),
        "status": value.status,
        "answer": value.answer or None,
        "answered_at": stamp(value.moved_at),
        "photo": _photo_json(value),
    }


def _photo_json(value: Rectification) -> Json | None:
    """Write what is beside a report; `until` is the time from which it is no longer kept."""
    photo = value.photo
    if photo is None:
        return None
    facts = {"kind": photo.kind, "pages": photo.pages, "size": photo.size}
    return facts | {"until": stamp(value.at + PHOTO_KEPT), "added_at": stamp(value.photo_added_at)}


def reports_json(value: ListPage[NamedRectification]) -> Json:
    """Write a page of reports for archivists."""
    return {"reports": [named_report_json(each) for each in value.entries], "next": value.next}


def named_report_json(value: NamedRectification) -> Json:
    """Write a report with the servant's name and the piece's."""
    servant = value.servant
    known = {"written": servant.written or servant.matricule, "name": servant.name, "first_names": servant.first_names} if servant else None
    return report_json(value.report) | {"name": value.name, "servant": known}


def report_json(value: Rectification) -> Json:
    """Write a report for archivists."""
    return own_report_json(value) | {"matricule": value.matricule, "by": value.by}
