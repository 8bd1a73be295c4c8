"""JSON of the reconciliation: discrepancies with the line of the roster on one side and the archive on the other."""

from collections import Counter

from chalicelib.model.codec import stamp
from chalicelib.model.nomenclature import Nomenclature
from chalicelib.model.reconciliation import KINDS, Discrepancy, PieceCitation, RosterCitation
from chalicelib.reconciliation.listing import Reconciliation
from functions.representations import Json, type_names_json


def reconciliation_json(value: Reconciliation | None, nomenclature: Nomenclature) -> Json:
    """Write a page of discrepancies and the sums of the latest round; before the first round there is neither."""
    if value is None:
        return {"month": None, "compared_at": None, "kinds": [], "ministries": [], "discrepancies": [], "next": None}
    counts = Counter[str]()
    for each in value.sums:
        counts.update(each.counts)
    return {
        "month": value.month,
        "compared_at": stamp(value.at),
        "kinds": [
            {"kind": kind}
            | {change: counts[f"{kind}/{change}"] for change in ("new", "still", "gone")}
            | {state: counts[f"{kind}/{state}"] for state in ("to_look_at", "explained", "sent")}
            for kind in KINDS
        ],
        "ministries": [each.ministry for each in value.sums if each.ministry],
        "discrepancies": [discrepancy_json(each, value.month, nomenclature) for each in value.page.entries],
        "next": value.page.next,
    }


def discrepancy_json(value: Discrepancy, month: str, nomenclature: Nomenclature) -> Json:
    """Write a discrepancy, as the round of a month has left it."""
    return {
        "id": value.id,
        "edition": value.edition,
        "kind": value.kind,
        "matricule": value.matricule,
        "other": value.other or None,
        "name": value.name,
        "ministry": value.ministry or None,
        "province": value.province or None,
        "roster": [_line_json(each) for each in value.roster],
        "filed": value.filed,
        "waiting": value.waiting,
        "pieces": [_piece_json(each, nomenclature) for each in value.pieces],
        "agreements": list(value.agreements),
        "due": value.due.isoformat() if value.due else None,
        "since": value.since,
        "change": value.change(month),
        "state": value.state,
        "reason": value.reason or None,
        "by": value.by or None,
        "decided_at": stamp(value.decided_at),
        "undoable": value.state != value.before,
    }


def _line_json(value: RosterCitation) -> Json:
    servant = value.servant
    return {
        "matricule": servant.written or servant.matricule,
        "name": servant.name,
        "first_names": servant.first_names,
        "birth_date": servant.birth_date.isoformat() if servant.birth_date else None,
        "entry_date": servant.entry_date.isoformat() if servant.entry_date else None,
        "ministry": servant.ministry or None,
        "province": servant.province or None,
        "status": servant.status or None,
        "generation": value.generation or None,
        "uploaded_at": stamp(value.uploaded_at),
    }


def _piece_json(value: PieceCitation, nomenclature: Nomenclature) -> Json:
    type_ = nomenclature.named(value.type) if value.type else None
    return {
        "piece": value.piece,
        "name": value.name,
        "type": value.type,
        "names": type_names_json(type_) if type_ else None,
        "act_date": value.act_date,
        "page": value.page,
        "box": list(value.box) or None,
    }
