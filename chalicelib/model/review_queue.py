"""Review queue: the filters by which archivists choose from it, and the selections in which a waiting piece is listed.

A piece that waits is listed once for each choice of filters that it answers to, so that a filtered queue is read, and counted, like the
whole one; and once under its likeliest servant, whose case file may lack just this piece.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Literal

from chalicelib.model.identifiers import normalise
from chalicelib.model.piece import CUTS, Piece

NONE = "none"
"""Filter for pieces without a type, or whose likely servant's ministry is not known."""
UNDECIDED = frozenset({"homonyms", "ambiguous_matricule", CUTS})
"""Reasons for which no candidate is proposed: several servants are equally possible, or where the piece ends is not sure."""


MOST_COUNTED = 1_000
"""Pieces up to which a queue is counted: a read of some 200 kB."""
Order = Literal["oldest", "latest"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """A number, counted up to a limit."""

    number: int
    more: bool
    """Whether the limit was reached."""


def counted(number: int, most: int = MOST_COUNTED) -> Count:
    """Return a number that was counted up to a limit.

    >>> counted(1000).more
    True
    """
    return Count(number=number, more=number >= most)


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueFilter:
    """What an archivist asks of the review queue, and in which order; None asks for anything."""

    batch: str | None = None
    type: str | None = None
    """Code of the nomenclature, or `NONE`."""
    ministry: str | None = None
    """As the roster writes it, or `NONE`."""
    reason: str | None = None
    order: Order = "oldest"
    """Which piece comes first, by its time of registration."""

    @property
    def selection(self) -> str:
        """Name of the list of pieces that answer to the filter, in whatever order.

        >>> QueueFilter(batch="lot-1").selection
        'REVIEW#["lot-1",null,null,null]'
        """
        return _selection("REVIEW", self.batch, self.type, self.ministry, self.reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What is proposed of a waiting piece; pieces with the same proposal may be decided together."""

    matricule: str
    """Normalised matricule of the likeliest servant."""
    reason: str
    type: str | None

    @property
    def selection(self) -> str:
        """Name of the list of pieces with this proposal."""
        return _selection("ALIKE", self.matricule, self.reason, self.type)


def proposal_of(piece: Piece) -> Proposal | None:
    """Proposal of a piece; None where it does not wait, or where no servant is proposed."""
    if piece.status != "to_review" or not piece.reason or piece.reason in UNDECIDED or not piece.candidates:
        return None
    return Proposal(matricule=normalise(piece.candidates[0].matricule), reason=piece.reason, type=piece.type)


def answers_to(piece: Piece, wanted: QueueFilter) -> bool:
    """Whether a piece waits and answers to a filter."""
    asked = (wanted.batch, wanted.type, wanted.ministry, wanted.reason)
    return piece.awaited == "to_review" and all(each in (None, fact) for each, fact in zip(asked, _facts(piece), strict=True))


def selections_of(piece: Piece) -> Iterator[str]:
    """Name every list in which a piece stands; none where it does not wait for an archivist."""
    if piece.awaited != "to_review":
        return
    for chosen in product(*((None, fact) for fact in _facts(piece))):
        yield _selection("REVIEW", *chosen)
    proposal = proposal_of(piece)
    if proposal:
        yield proposal.selection
    if piece.status == "to_review" and piece.likely_owner:
        yield likely_selection(piece.likely_owner)


def likely_selection(matricule: str) -> str:
    """Name of the list of pieces that wait and are most likely a servant's, by a normalised matricule.

    >>> likely_selection("100001")
    'LIKELY#["100001"]'
    """
    return _selection("LIKELY", matricule)


def mark_of(selection: str) -> str:
    """Short name of a selection: batches and ministries may be long."""
    return hashlib.sha256(selection.encode()).hexdigest()[:16]


def _facts(piece: Piece) -> tuple[str, str, str, str]:
    """Batch, type, ministry and reason of a waiting piece, in the order of the filters."""
    return piece.batch, piece.type or NONE, piece.ministry or NONE, piece.review_reason or NONE


def _selection(kind: str, *facts: str | None) -> str:
    return f"{kind}#{json.dumps(facts, ensure_ascii=False, separators=(',', ':'))}"
