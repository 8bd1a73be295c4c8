"""Decisions of archivists on a piece: to file it, with corrections; to refuse it; to merge it with its duplicate; to undo.

1. Read the piece; check that it stands as the archivist saw it, and that the archivist holds its lease where it waits for review.
2. Check what the archivist has written: servant, type, fields, note.
3. Make the outcome; what archivists have decided stands, whatever is read later.
4. Settle the piece, with the state before and after, in one transaction.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, get_args

from chalicelib.analysis.description.fields import DATES, LONGEST, NAMES, may_be_kept
from chalicelib.analysis.linkage.directory import Find, servant_of
from chalicelib.analysis.sensitivity.screening import check_words
from chalicelib.model.decision import GUARDIAN_DECISIONS, MOST_DECISIONS, Decision, DecisionKind, last_undoable, outcome_of_state, state_of
from chalicelib.model.errors import ConflictError, ReaderError
from chalicelib.model.identifiers import is_piece, normalise
from chalicelib.model.nomenclature import FORBIDDEN
from chalicelib.model.piece import Evidence, Field, Original, Outcome, Piece, is_filed_with, piece_after, unchanged_outcome
from chalicelib.model.reader import Reader
from chalicelib.model.register import Settlement
from chalicelib.model.servant import Servant
from chalicelib.personnel.directory import roster_of
from chalicelib.ports.archive import Archive
from chalicelib.processing.filing import mark_simultaneous_duplicates, settle
from chalicelib.processing.outcome import with_fingerprint
from chalicelib.review.queue import find_reviewed, live_lease

Settling = Literal["file", "refuse", "duplicate"]
SETTLINGS: tuple[Settling, ...] = get_args(Settling)
"""Decisions of an archivist, beside undoing."""
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_NOWHERE = (0.0, 0.0, 0.0, 0.0)
"""Box of a field that an archivist has written and that was not found on the page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionRequest:
    """An archivist's decision; what it leaves out stays as it is."""

    edition: int
    """Of the piece, as the archivist saw it."""
    decision: Settling
    matricule: str | None = None
    type: str | None = None
    fields: Mapping[str, str | None]
    """Value by name; None removes the field."""
    duplicate_of: str | None = None
    note: str = ""
    """Reason in the archivist's words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoRequest:
    """An archivist's wish to undo the last decision."""

    edition: int
    """Of the piece, as the archivist saw it."""
    even_so: bool = False
    """Also where the piece has been read again since; what that changed is lost."""
    note: str = ""
    """Reason in the archivist's words."""

    @property
    def decision(self) -> DecisionKind:
        """As the decision is recorded."""
        return "undo"


def decide(reader: Reader, name: str, request: DecisionRequest, archive: Archive) -> None:
    """Settle a piece as an archivist decides.

    Of a piece that waits for review the archivist must hold the lease; any other is corrected at once, unless another archivist
    holds its lease.

    Raises:
        ReaderError: `not_found`; `claim_first`, `taken`; `no_owner`, `unknown_servant`, `unknown_type`, `bad_field`,
            `forbidden_word`, `already_filed`, `no_such_twin`.
        ConflictError: it was moved since the archivist saw it.
    """
    piece, original = _decidable(reader, name, request.edition, archive)
    check_words(request.note, "note")
    outcome = _OUTCOMES[request.decision](piece, original, request, archive)
    _settle(reader, piece, outcome, request, archive)


def undo(reader: Reader, name: str, request: UndoRequest, archive: Archive) -> None:
    """Restore the state before the last decision that stands; undone once more, the state before the one before it.

    Raises:
        ReaderError: `not_found`; `taken`; `nothing_to_undo`; `guardians_alone`; `reread_since`; `already_filed`.
        ConflictError: it was moved since the archivist saw it.
    """
    piece, original = _decidable(reader, name, request.edition, archive, needs_lease=False)
    check_words(request.note, "note")
    history = archive.register.decisions(piece.piece, limit=MOST_DECISIONS)
    last = last_undoable(history)
    if last is None or last.decision == "cut":  # cuts are undone with all pieces of the scan (`cuts`)
        raise ReaderError("nothing_to_undo")
    if last.decision in GUARDIAN_DECISIONS:
        raise ReaderError("guardians_alone")
    if history[0].edition != piece.edition and not request.even_so:
        raise ReaderError("reread_since")
    outcome = outcome_of_state(last.before, confidence=original.confidence)
    if outcome.status == "filed" and outcome.matricule:
        _check_alone(piece, outcome.matricule, archive)
        outcome = replace(_with_fingerprint(outcome, piece, archive), like=last.before.like)
    if outcome.status == "duplicate" and not is_filed_with(archive.register.piece(outcome.duplicate_of or ""), piece_after(piece, outcome)):
        raise ReaderError("no_such_twin")
    _settle(reader, piece, outcome, request, archive)


def _decidable(reader: Reader, name: str, edition: int, archive: Archive, *, needs_lease: bool = True) -> tuple[Piece, Original]:
    """Read a piece on which the archivist may decide now."""
    piece, lease = find_reviewed(name, archive)
    live = live_lease(lease, archive)
    if live and live.by != reader.name:
        raise ReaderError("taken")
    if needs_lease and piece.status == "to_review" and not live:
        raise ReaderError("claim_first")
    original = archive.register.original(piece.digest)
    if original is None or piece.edition != edition:
        raise ConflictError("conflict", "the piece has moved")
    return piece, original


def _settle(reader: Reader, piece: Piece, outcome: Outcome, request: DecisionRequest | UndoRequest, archive: Archive) -> None:
    """Settle the piece, and record the decision with the state before and after."""
    after = piece_after(piece, outcome)
    decision = Decision(
        piece=piece.piece,
        edition=after.edition,
        at=archive.clock.now(),
        by=reader.name,
        decision=request.decision,
        note=request.note,
        before=state_of(piece),
        after=state_of(after),
    )
    if not settle(Settlement(piece=piece, outcome=outcome, decision=decision), archive):
        raise ConflictError("conflict", "the piece has moved, or another archivist holds its lease")
    mark_simultaneous_duplicates([after], archive)


def _file(piece: Piece, original: Original, request: DecisionRequest, archive: Archive) -> Outcome:
    """File the piece with the servant that the archivist names, or where it is, with its corrections."""
    find = roster_of(archive.register, archive.register.roster_pointer())
    owner = _owner(request.matricule, find) if request.matricule else None
    matricule = (owner.written or owner.matricule) if owner else piece.matricule
    if not matricule:
        raise ReaderError("no_owner")
    _check_alone(piece, matricule, archive)
    stays = normalise(matricule) == normalise(piece.matricule or "") and piece.status == "filed"
    compared = ["like"] if (piece.like and stays) or piece.duplicate_of else []
    set_now = ["matricule", *(["type"] if request.type else []), *request.fields, *compared]
    before = [each for each in piece.decided if each != "status" and (stays or each != "like")]
    outcome = Outcome(
        status="filed",
        matricule=matricule,
        confidence=original.confidence,
        type=_type(request.type, archive) if request.type else piece.type,
        type_confidence=1.0 if request.type else piece.type_confidence,
        fields=_fields(piece, request.fields),
        evidence=piece.evidence if stays else _evidence(piece, matricule),
        like=piece.like if stays else None,
        decided=tuple(dict.fromkeys((*before, *set_now))),
    )
    return _with_fingerprint(outcome, replace(piece, decided=outcome.decided or ()), archive)


def _refuse(piece: Piece, original: Original, request: DecisionRequest, archive: Archive) -> Outcome:  # noqa: ARG001 - as its siblings
    """Refuse the piece: it is in no case file, and stays in the vault."""
    decided = tuple(dict.fromkeys((*piece.decided, "status")))
    standing = unchanged_outcome(piece, confidence=original.confidence)
    return replace(standing, status="refused", reason="by_review", matricule=None, duplicate_of=None, like=None, decided=decided)


def _duplicate(piece: Piece, original: Original, request: DecisionRequest, archive: Archive) -> Outcome:
    """Merge the piece with the one it duplicates: that one stays in the case file, this one in the vault."""
    name = request.duplicate_of or piece.like or ""
    twin = archive.register.piece(name) if is_piece(name) else None
    own = normalise(piece.matricule or "")
    if twin is None or twin.piece == piece.piece or twin.status != "filed" or own not in ("", normalise(twin.matricule or "")):
        raise ReaderError("no_such_twin")
    decided = tuple(dict.fromkeys((*piece.decided, "status")))
    standing = unchanged_outcome(piece, confidence=original.confidence)
    left = replace(standing, status="duplicate", reason="near_duplicate", matricule=twin.matricule)
    return replace(left, duplicate_of=twin.piece, decided=decided)


_OUTCOMES: dict[Settling, Callable[[Piece, Original, DecisionRequest, Archive], Outcome]] = {
    "file": _file,
    "refuse": _refuse,
    "duplicate": _duplicate,
}


def _owner(matricule: str, find: Find | None) -> Servant:
    servant = servant_of(matricule, find)
    if servant is None:
        raise ReaderError("unknown_servant")
    return servant


def _type(code: str, archive: Archive) -> str:
    if code == FORBIDDEN or archive.nomenclature.named(code) is None:
        raise ReaderError("unknown_type")
    return code


def _fields(piece: Piece, said: Mapping[str, str | None]) -> tuple[Field, ...]:
    """Lay the corrections over the fields; a field that the archivist confirms keeps its place on the page."""
    standing = {each.name: each for each in piece.fields}
    for name, value in said.items():
        if value is None:
            standing.pop(name, None)
            continue
        checked, known = _value(name, value), standing.get(name)
        place = known or Field(name=name, value=checked, raw=checked, confidence=1.0, page=1, box=_NOWHERE)
        standing[name] = replace(place, value=checked, confidence=1.0)
    return tuple(standing[name] for name in NAMES if name in standing)


def _value(name: str, said: str) -> str:
    value = " ".join(said.split())
    if name not in NAMES:
        raise ReaderError("bad_field", "unknown")
    if not value or len(value) > LONGEST or not value.isprintable() or (name in DATES and not _is_day(value)):
        raise ReaderError("bad_field", name, field=name)
    if not may_be_kept(value):
        raise ReaderError("forbidden_word", name, field=name)
    return value


def _is_day(value: str) -> bool:
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return False
    return value == day.isoformat() and _FIRST_YEAR <= day.year <= _LAST_YEAR


def _evidence(piece: Piece, matricule: str) -> tuple[Evidence, ...]:
    """Evidence for the servant whom the archivist chose, where that was a candidate."""
    return next((each.evidence for each in piece.candidates if normalise(each.matricule) == normalise(matricule)), ())


def _check_alone(piece: Piece, matricule: str, archive: Archive) -> None:
    """Refuse a second piece of the same pages in one case file."""
    found = archive.register.pieces_of_original(piece.digest)
    others = (each for each in found if each.piece != piece.piece and each.status == "filed" and each.shares_pages(piece))
    if any(normalise(each.matricule or "") == normalise(matricule) for each in others):
        raise ReaderError("already_filed")


def _with_fingerprint(outcome: Outcome, piece: Piece, archive: Archive) -> Outcome:
    """Keep the fingerprint of a piece, or make it anew where the piece comes into another case file."""
    if piece.fingerprint and normalise(outcome.matricule or "") == normalise(piece.matricule or ""):
        return replace(outcome, fingerprint=piece.fingerprint)
    find = roster_of(archive.register, archive.register.roster_pointer())
    transcript = archive.vault.transcript(piece.digest)
    return with_fingerprint(outcome, piece, transcript.of_pages(piece.pages) if transcript else None, find, archive)
