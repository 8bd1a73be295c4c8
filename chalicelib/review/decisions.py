"""What an archivist decides of a piece: whose it is and what it says, that it is refused, that it shows an act again; and undone.

What a person has set stays, whatever is read later. Each decision is written with before and after, in the transaction that makes it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, get_args

from chalicelib.analysis.description.fields import DATES, LONGEST, NAMES, may_be_kept
from chalicelib.analysis.linkage.directory import Find, servant_of
from chalicelib.analysis.sensitivity.screening import check_words
from chalicelib.model.decision import GUARDED, Decision, DecisionKind, last_undoable, outcome_of_state, state_of
from chalicelib.model.errors import ConflictError, ReaderError
from chalicelib.model.identifiers import is_piece, normalise
from chalicelib.model.nomenclature import FORBIDDEN
from chalicelib.model.piece import Evidence, Field, Original, Outcome, Piece, is_filed_with, piece_after, unchanged_outcome
from chalicelib.model.reader import Reader
from chalicelib.model.register import Settlement
from chalicelib.model.servant import Servant
from chalicelib.personnel.directory import roster_of
from chalicelib.ports.archive import Archive
from chalicelib.processing.filing import settle
from chalicelib.processing.outcome import with_fingerprint

Settling = Literal["file", "refuse", "duplicate"]
SETTLINGS: tuple[Settling, ...] = get_args(Settling)
_HISTORY = 100
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_NOWHERE = (0.0, 0.0, 0.0, 0.0)
"""Where a field stands that a person has written and nothing on the page was found for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionRequest:
    """What an archivist decides; what is not given stays as it is."""

    edition: int
    """Of the piece, as it was looked at."""
    decision: Settling
    matricule: str | None = None
    type: str | None = None
    fields: Mapping[str, str | None]
    """Value by name; None takes the field away."""
    duplicate_of: str | None = None
    note: str = ""


def decide(reader: Reader, name: str, verdict: DecisionRequest, archive: Archive) -> None:
    """Settle a piece as an archivist says.

    What waits must be in the archivist's own hand; what is filed is corrected at once, unless somebody else has it in hand.

    Raises:
        ReaderError: `not_found`; `claim_first`, `taken`; `no_owner`, `unknown_servant`, `unknown_type`, `bad_field`,
            `forbidden_word`, `already_filed`, `no_such_twin`.
        ConflictError: it was moved since it was looked at.
    """
    piece, original = _in_hand(reader, name, verdict.edition, archive)
    check_words(verdict.note, "note")
    outcome = _OUTCOMES[verdict.decision](piece, original, verdict, archive)
    _write(reader, piece, outcome, archive, decision=verdict.decision, note=verdict.note)


def undo(  # noqa: PLR0913 - who, of what, and how
    reader: Reader, name: str, edition: int, archive: Archive, *, even_so: bool = False, note: str = ""
) -> None:
    """Put back what stood before the last decision that stands; again, and it is the one before that.

    Args:
        reader: who asks.
        name: of the piece.
        edition: of the piece, as it was looked at.
        archive: the ports.
        even_so: also where the piece has been read again since, which is lost.
        note: why.

    Raises:
        ReaderError: `not_found`; `taken`; `nothing_to_undo`; `guardians_alone`; `reread_since`; `already_filed`.
        ConflictError: it was moved since it was looked at.
    """
    piece, original = _in_hand(reader, name, edition, archive, claimed=False)
    check_words(note, "note")
    history = archive.register.decisions(piece.piece, limit=_HISTORY)
    last = last_undoable(history)
    if last is None:
        raise ReaderError("nothing_to_undo")
    if last.decision in GUARDED:
        raise ReaderError("guardians_alone")
    if history[0].edition != piece.edition and not even_so:
        raise ReaderError("reread_since")
    outcome = outcome_of_state(last.before, confidence=original.confidence)
    if outcome.status == "filed" and outcome.matricule:
        _check_alone(piece, outcome.matricule, archive)
        outcome = replace(_with_fingerprint(outcome, piece, archive), like=last.before.like)
    if outcome.status == "duplicate" and not is_filed_with(archive.register.piece(outcome.duplicate_of or ""), piece_after(piece, outcome)):
        raise ReaderError("no_such_twin")
    _write(reader, piece, outcome, archive, decision="undo", note=note)


def _in_hand(reader: Reader, name: str, edition: int, archive: Archive, *, claimed: bool = True) -> tuple[Piece, Original]:
    """Read a piece that the reader may decide of now."""
    found = archive.register.piece_with_lease(name) if is_piece(name) else None
    if found is None or found[0].closed_to_all or found[0].status in ("waiting", "failed"):
        raise ReaderError("not_found", "not there, or not to be reviewed")
    piece, lease = found
    live = lease if lease and lease.until > archive.clock.now() else None
    if live and live.by != reader.name:
        raise ReaderError("taken")
    if claimed and piece.status == "to_review" and not live:
        raise ReaderError("claim_first")
    original = archive.register.original(piece.digest)
    if original is None or piece.edition != edition:
        raise ConflictError("conflict", "the piece has moved")
    return piece, original


def _write(  # noqa: PLR0913 - all that a change tells
    reader: Reader, piece: Piece, outcome: Outcome, archive: Archive, *, decision: DecisionKind, note: str
) -> None:
    after = piece_after(piece, outcome)
    change = Decision(
        piece=piece.piece,
        edition=after.edition,
        at=archive.clock.now(),
        by=reader.name,
        decision=decision,
        note=note,
        before=state_of(piece),
        after=state_of(after),
    )
    if not settle(Settlement(piece=piece, outcome=outcome, decision=change), archive):
        raise ConflictError("conflict", "the piece has moved, or is in somebody's hand")


def _file(piece: Piece, original: Original, verdict: DecisionRequest, archive: Archive) -> Outcome:
    """File it where the archivist says, or where it is, with what the archivist says of it."""
    find = roster_of(archive.register, archive.register.roster_pointer())
    owner = _owner(verdict.matricule, find) if verdict.matricule else None
    matricule = (owner.written or owner.matricule) if owner else piece.matricule
    if not matricule:
        raise ReaderError("no_owner")
    _check_alone(piece, matricule, archive)
    stays = normalise(matricule) == normalise(piece.matricule or "") and piece.status == "filed"
    looked_at = ["like"] if (piece.like and stays) or piece.duplicate_of else []
    set_now = ["matricule", *(["type"] if verdict.type else []), *verdict.fields, *looked_at]
    before = [each for each in piece.decided if each != "status" and (stays or each != "like")]
    outcome = Outcome(
        status="filed",
        matricule=matricule,
        confidence=original.confidence,
        type=_type(verdict.type, archive) if verdict.type else piece.type,
        type_confidence=1.0 if verdict.type else piece.type_confidence,
        fields=_fields(piece, verdict.fields),
        evidence=piece.evidence if stays else _evidence(piece, matricule),
        like=piece.like if stays else None,
        decided=tuple(dict.fromkeys((*before, *set_now))),
    )
    return _with_fingerprint(outcome, replace(piece, decided=outcome.decided or ()), archive)


def _refuse(piece: Piece, original: Original, verdict: DecisionRequest, archive: Archive) -> Outcome:  # noqa: ARG001 - as its siblings
    """Put it in no case file; it stays in the vault."""
    decided = tuple(dict.fromkeys((*piece.decided, "status")))
    standing = unchanged_outcome(piece, confidence=original.confidence)
    return replace(standing, status="refused", reason="by_review", matricule=None, duplicate_of=None, like=None, decided=decided)


def _duplicate(piece: Piece, original: Original, verdict: DecisionRequest, archive: Archive) -> Outcome:
    """Leave the case file to the twin; it stays in the vault."""
    name = verdict.duplicate_of or piece.like or ""
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
    """Lay what the archivist says over what stands; a value that was right keeps its place on the page."""
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
    if name not in NAMES or not value or len(value) > LONGEST or not value.isprintable() or (name in DATES and not _is_day(value)):
        raise ReaderError("bad_field", name if name in NAMES else "unknown")
    if not may_be_kept(value):
        raise ReaderError("forbidden_word", name)
    return value


def _is_day(value: str) -> bool:
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return False
    return value == day.isoformat() and _FIRST_YEAR <= day.year <= _LAST_YEAR


def _evidence(piece: Piece, matricule: str) -> tuple[Evidence, ...]:
    """What speaks for the servant whom the archivist chose, if anything did."""
    return next((each.evidence for each in piece.candidates if normalise(each.matricule) == normalise(matricule)), ())


def _check_alone(piece: Piece, matricule: str, archive: Archive) -> None:
    """The same bytes stand in one case file once."""
    others = (each for each in archive.register.pieces_of_original(piece.digest) if each.piece != piece.piece and each.status == "filed")
    if any(normalise(each.matricule or "") == normalise(matricule) for each in others):
        raise ReaderError("already_filed")


def _with_fingerprint(outcome: Outcome, piece: Piece, archive: Archive) -> Outcome:
    """Keep the fingerprint of a piece, or make it anew where the piece comes into another case file."""
    if piece.fingerprint and normalise(outcome.matricule or "") == normalise(piece.matricule or ""):
        return replace(outcome, fingerprint=piece.fingerprint)
    find = roster_of(archive.register, archive.register.roster_pointer())
    return with_fingerprint(outcome, piece, archive.vault.transcript(piece.digest), find, archive)
