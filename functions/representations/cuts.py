"""JSON of the cuts of a scan."""

from dataclasses import asdict

from chalicelib.model.identifiers import normalise
from chalicelib.model.piece import Piece
from chalicelib.model.segmentation import page_ranges
from chalicelib.review.cuts import CutsView
from functions.representations import Json


def cuts_json(value: CutsView) -> Json:
    """Write how a scan is divided, page by page, and what was proposed."""
    file = value.file
    return {
        "file": file.piece,
        "name": file.name,
        "batch": file.batch,
        "edition": file.edition,
        "confirmed": value.confirmed,
        "undoable": value.undoable,
        "starts": list(value.starts),
        "proposed_order": list(value.proposed_order),
        "pages": [asdict(each) for each in value.pages],
        "pieces": [_piece_json(each, value.original.pages) for each in value.pieces],
        "boundaries": [
            {
                "page": each.page,
                "probability": each.probability,
                "cut": each.cut,
                "doubtful": each.doubtful,
                "reasons": [{"rule": reason.rule, "weight": reason.log_odds} for reason in each.reasons],
            }
            for each in value.boundaries
        ],
    }


def _piece_json(value: Piece, pages: int) -> Json:
    """Write a piece of the scan; of a closed one its pages alone."""
    numbers = value.pages or tuple(range(1, pages + 1))
    told = {"pages": list(numbers), "range": page_ranges(numbers), "closed": value.closed_to_all}
    if value.closed_to_all:
        return told | {"piece": None, "status": None, "reason": None, "type": None, "matricule": None}
    matricule = normalise(value.matricule or "") or None
    return told | {"piece": value.piece, "status": value.status, "reason": value.reason, "type": value.type, "matricule": matricule}
