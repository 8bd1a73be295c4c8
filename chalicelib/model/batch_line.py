"""Lines of a batch as their pieces move: what a line says after an outcome, and what the line of a divided file says of its pieces."""

from collections.abc import Sequence
from dataclasses import replace

from chalicelib.model.identifiers import normalise
from chalicelib.model.nomenclature import FORBIDDEN
from chalicelib.model.piece import LOST, BatchLine, Outcome, Status

_OF_PARTS: tuple[Status, ...] = ("waiting", "failed", "to_review", "filed", "duplicate", "refused")
"""Status of a divided file: the first that one of its pieces has."""
PIECES_IN_REVIEW = "pieces_in_review"
"""Reason of a divided file that waits for review."""


def line_status(status: Status) -> Status:
    """Status of a line for a piece's status: a sealed piece counts as `to_review`."""
    return "to_review" if status == "sealed_off" else status


def is_sealed(line: BatchLine) -> bool:
    """Whether the piece of a line is sealed off: its line says only that it waits for a person, and that its type is the forbidden one."""
    return line.status == "to_review" and line.type == FORBIDDEN


def counted_pages(line: BatchLine) -> int:
    """Pages of a line with an outcome; 0 while it waits."""
    return 0 if line.status == "waiting" else line.pages or 0


def line_after(line: BatchLine, outcome: Outcome) -> BatchLine:
    """The line after an outcome; a file that is divided waits until its pieces are filed (`division.file_line_after`)."""
    if outcome.status == "divided" and not line.part:
        return replace(_bare(line), status="waiting", confidence=outcome.confidence, divided=True, edition=line.edition + 1)
    return replace(
        line,
        status=line_status(outcome.status),
        reason=outcome.reason,
        matricule=outcome.matricule,
        confidence=outcome.confidence,
        duplicate_of=outcome.duplicate_of,
        type=outcome.type,
        fields={each.name: each.value for each in outcome.fields},
        folder_alone=outcome.folder_alone and outcome.status == "filed",
        divided=False,
    )


def file_line_after(line: BatchLine, parts: Sequence[BatchLine]) -> BatchLine:
    """The line of a divided file, by those of its pieces: it waits as long as one waits, then for review as long as one does.

    Args:
        line: of the file.
        parts: lines of its pieces; those whose pages are in others by now do not count.
    """
    standing = sorted((part for part in parts if part.status != "divided"), key=lambda part: part.part)
    statuses = {part.status for part in standing}
    status: Status = next((each for each in _OF_PARTS if each in statuses), "waiting")
    reviewed = [part for part in standing if part.status == "to_review"]
    filed = [part for part in standing if part.status in ("filed", "duplicate")]
    owners = {normalise(part.matricule or ""): part.matricule for part in filed}
    return replace(
        _bare(line),
        status=status,
        reason=(PIECES_IN_REVIEW if status == "to_review" else next((part.reason for part in standing if part.status in LOST), None)),
        type=FORBIDDEN if status == "to_review" and all(map(is_sealed, reviewed)) else None,
        matricule=owners.popitem()[1] if len(owners) == 1 else None,
        folder_alone=status == "filed" and any(part.folder_alone for part in filed),
        edition=line.edition + 1,
    )


def _bare(line: BatchLine) -> BatchLine:
    """The line of a file without what is said of one piece alone."""
    return replace(line, reason=None, matricule=None, type=None, fields={}, duplicate_of=None, folder_alone=False)
