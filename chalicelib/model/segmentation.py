"""Segmentation of a scan: the pieces that it holds, where one ends and the next begins, and how sure that is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

PageRole = Literal["content", "blank", "separator"]
"""What a page is for: `blank` pages stay with the piece before them, `separator` sheets belong to no piece."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CutReason:
    """A rule that speaks for a cut or against one."""

    rule: str
    """Name of the rule: a key of the weights, and of the sentences of the screens."""
    log_odds: float
    """Natural logarithm of the odds: above 0 for a cut, below 0 against one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageBoundary:
    """The place before a page, where a piece may begin."""

    page: int
    """The page behind the boundary, from 1."""
    probability: float
    """That a piece begins there, 0 to 1."""
    cut: bool
    """Whether a piece begins there, by the proposal."""
    doubtful: bool
    """Whether a person should look before the cut, or the lack of one, takes effect."""
    reasons: tuple[CutReason, ...] = ()
    """The heaviest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSegment:
    """The pages of one piece."""

    pages: tuple[int, ...]
    """In reading order, from 1; a range, unless the pages of the scan are proposed in another order."""
    type: str | None = None
    """The nomenclature's code, where the separator sheet before the piece says it."""
    matricule: str | None = None
    """Of the servant whom the last separator sheet with a matricule names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Segmentation:
    """The proposal for a scan: every page is in one segment, or is a separator sheet."""

    segments: tuple[PageSegment, ...]
    boundaries: tuple[PageBoundary, ...]
    """One before each page with content but the first."""
    roles: tuple[PageRole, ...]
    """Of each page, in the order of the scan."""
    reordered: bool = False
    """Whether another order of the pages is proposed: fronts and backs were scanned in two passes."""

    @property
    def doubtful(self) -> bool:
        """Whether a person should look at it: one boundary is doubtful, or the pages would change their order."""
        return self.reordered or any(boundary.doubtful for boundary in self.boundaries)


def page_ranges(pages: Sequence[int]) -> str:
    """Write numbers of pages in short.

    >>> page_ranges((3, 4, 5, 9))
    '3-5, 9'
    """
    runs: list[list[int]] = []
    for page in pages:
        if runs and page == runs[-1][-1] + 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    return ", ".join(f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)
