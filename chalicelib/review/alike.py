"""Pieces with the same proposal, decided on together: each is filed with the proposed servant, and all are undone together.

1. Decide on the piece that the archivist has open, as `decisions` does.
2. For each of the others: check that it waits with the same proposal, take its lease, file it.
3. Return what became of each. A piece that has moved meanwhile, or whose lease another archivist holds, stays as it is.

Every piece has a decision of its own, with its state before and after, and its own entry in the audit trail.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from chalicelib.model.errors import ConflictError, ReaderError, TransientError
from chalicelib.model.identifiers import normalise
from chalicelib.model.reader import Reader
from chalicelib.model.review_queue import Proposal, proposal_of
from chalicelib.ports.archive import Archive
from chalicelib.review.decisions import DecisionRequest, UndoRequest, decide, undo
from chalicelib.review.queue import find_reviewed, take_lease


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceEdition:
    """A piece as an archivist saw it."""

    piece: str
    edition: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AlikeOutcome:
    """What became of one of several pieces."""

    piece: str
    edition: int
    """Of the piece as it stands now."""
    refusal: str | None = None
    """Code of the refusal, where it stays as it is."""


def file_alike(
    reader: Reader, name: str, request: DecisionRequest, others: Sequence[PieceEdition], archive: Archive
) -> tuple[AlikeOutcome, ...]:
    """File a piece as an archivist decides, and others with the same proposal as proposed.

    Raises:
        ReaderError: as of `decide`; `invalid` where the decision is not the proposal.
        ConflictError: as of `decide`; nothing is decided then.
    """
    proposal = proposal_of(find_reviewed(name, archive)[0])
    as_proposed = proposal is not None and normalise(request.matricule or "") == proposal.matricule
    if not proposal or request.decision != "file" or not as_proposed or request.type not in (None, proposal.type):
        raise ReaderError("invalid", "alike")
    decide(reader, name, request, archive)

    def file(other: PieceEdition) -> None:
        _take_alike(reader, other, proposal, archive)
        also = DecisionRequest(edition=other.edition, decision="file", matricule=proposal.matricule, fields={}, note=request.note)
        decide(reader, other.piece, also, archive)

    return tuple(_outcome(other, file, archive) for other in others if other.piece != name)


def undo_alike(reader: Reader, request: UndoRequest, others: Sequence[PieceEdition], archive: Archive) -> tuple[AlikeOutcome, ...]:
    """Undo the last decision on each of several pieces."""

    def undo_one(other: PieceEdition) -> None:
        undo(reader, other.piece, UndoRequest(edition=other.edition, even_so=request.even_so, note=request.note), archive)

    return tuple(_outcome(other, undo_one, archive) for other in others)


def _take_alike(reader: Reader, other: PieceEdition, proposal: Proposal, archive: Archive) -> None:
    """Take the lease of a piece that still waits with the same proposal."""
    piece, _ = find_reviewed(other.piece, archive)
    if proposal_of(piece) != proposal or piece.edition != other.edition:
        raise ConflictError("conflict", "no longer alike")
    take_lease(reader, piece, archive)


def _outcome(other: PieceEdition, act: Callable[[PieceEdition], None], archive: Archive) -> AlikeOutcome:
    """Act on one piece; a refusal keeps no other from its turn."""
    refusal: str | None = None
    try:
        act(other)
    except ReaderError as refused:
        refusal = refused.code
    except ConflictError:
        refusal = "conflict"
    except TransientError:
        refusal = "busy"
    stands = archive.register.piece(other.piece) if refusal != "not_found" else None
    return AlikeOutcome(piece=other.piece, edition=stands.edition if stands else other.edition, refusal=refusal)
