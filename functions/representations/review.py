"""JSON of the review: queue, decisions, sealed pieces."""

from collections.abc import Mapping
from dataclasses import asdict

from chalicelib.access.pieces import part_of
from chalicelib.model.codec import stamp, to_plain
from chalicelib.model.cursor import ListPage
from chalicelib.model.decision import Decision
from chalicelib.model.identifiers import normalise
from chalicelib.model.piece import Candidate
from chalicelib.model.servant import Servant
from chalicelib.model.wording import in_language, reason_words
from chalicelib.review.queue import QueuePage, ReviewedPiece, ReviewEntry
from chalicelib.review.sealed import SealedEntry, SealedPiece
from chalicelib.text.download_name import MEDIA_TYPES
from functions.representations import Json
from functions.representations.access import page_json, part_json
from functions.representations.personnel import roster_facts_json, servant_name_json


def review_queue_json(value: QueuePage, language: str) -> Json:
    """Write a page of the review queue, and how far the work is."""
    return {
        "pieces": [review_entry_json(each, language) for each in value.page.entries],
        "next": value.page.next,
        "waiting": asdict(value.waiting),
        "elsewhere": value.elsewhere,
        "decided_today": value.decided_today,
    }


def review_entry_json(value: ReviewEntry, language: str, attachments: int = 0) -> Json:
    """Write a piece as the review queue lists it, with the reason in the reader's language."""
    piece, lease, (french, english) = value.piece, value.lease, reason_words(value.reason, attachments)
    return {
        "piece": piece.piece,
        "batch": piece.batch,
        "name": piece.name,
        "registered_at": stamp(piece.registered_at),
        "edition": piece.edition,
        "status": piece.status,
        "reason": value.reason,
        "message": in_language((french, english), language) if french and english else None,
        "type": piece.type,
        "type_confidence": piece.type_confidence,
        "matricule": normalise(piece.matricule or "") or None,
        "candidates": [candidate_json(each) for each in piece.candidates],
        "fields": to_plain(piece.fields),
        "decided": list(piece.decided),
        "duplicate_of": piece.duplicate_of,
        "like": piece.like,
        "part": part_json(value.part),
        "claimed_by": lease.by if lease else None,
        "claimed_until": stamp(lease.until) if lease else None,
    }


def candidate_json(value: Candidate, servants: Mapping[str, Servant] | None = None) -> Json:
    """Write a candidate, with the matricule normalised and as the roster writes it; with what tells homonyms apart, where it was read."""
    matricule = normalise(value.matricule)
    told = {**to_plain(value), "matricule": matricule, "written": value.matricule}
    return told if servants is None else told | {"servant": servant_json(servants.get(matricule))}


def servant_json(value: Servant | None) -> Json | None:
    """Write a servant as the roster in force lists them; None for one whom it does not list."""
    return None if value is None else servant_name_json(value) | roster_facts_json(value)


def reviewed_piece_json(value: ReviewedPiece, language: str) -> Json:
    """Write a piece with all that an archivist needs for a decision."""
    piece, original = value.entry.piece, value.original
    return review_entry_json(value.entry, language, original.attachments) | {
        "candidates": [candidate_json(each, value.servants) for each in piece.candidates],
        "owner": servant_json(value.servants.get(normalise(piece.matricule or ""))),
        "proposed": value.proposed,
        "claim": {"folders": list(piece.claim.folders), "name": piece.claim.name},
        "evidence": to_plain(piece.evidence),
        "folder_alone": piece.folder_alone,
        "digest": piece.digest,
        "pages": piece.count_pages(original),
        "size": piece.count_bytes(original),
        "media_type": MEDIA_TYPES["pdf" if piece.pages else original.extension],
        "confidence": original.confidence,
        "history": [decision_json(each) for each in value.history],
        "undoable": value.undoable,
        "reread_since": value.reread_since,
    }


def decision_json(value: Decision) -> Json:
    """Write a decision, with the state before and after."""
    return {
        "at": stamp(value.at),
        "by": value.by,
        "decision": value.decision,
        "note": value.note or None,
        "before": asdict(value.before.summary),
        "after": asdict(value.after.summary),
    }


def sealed_queue_json(value: ListPage[SealedEntry]) -> Json:
    """Write a page of the pieces that wait for a guardian."""
    return {"pieces": [sealed_entry_json(each) for each in value.entries], "next": value.next}


def sealed_entry_json(entry: SealedEntry) -> Json:
    """Write a sealed piece without anything of what it says, and where its masked copy is."""
    value, copy = entry.piece, entry.copy
    return {
        "piece": value.piece,
        "batch": value.batch,
        "name": value.name,
        "registered_at": stamp(value.registered_at),
        "edition": value.edition,
        "status": value.status,
        "reason": value.reason,
        "folder": value.claim.matricule,
        "released": value.released,
        "redact": "redact" in value.decided,
        "paper": entry.awaits_paper,
        "copy": {"piece": copy.piece, "status": copy.status} if copy else None,
    }


def sealed_piece_json(value: SealedPiece) -> Json:
    """Write a sealed piece with the pages on which its forbidden mentions stand."""
    original = value.original
    return sealed_entry_json(value.entry) | {
        "name": value.name,
        "pages_in_all": value.entry.piece.count_pages(original),
        "part": part_json(part_of(value.entry.piece, original)),
        "size": value.entry.piece.count_bytes(original),
        "media_type": MEDIA_TYPES["pdf" if value.entry.piece.pages else original.extension],
        "digest": original.digest,
        "places": to_plain(value.places),
        "pages": [page_json(each) for each in value.pages],
        "next": value.next,
        "history": [decision_json(each) for each in value.history],
    }
