"""The order of pages that were scanned in two passes: all fronts, then all backs. It is proposed only where printed numbers agree."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from chalicelib.analysis.segmentation.page_numbers import PageNumber

_FEWEST: Final = 3
"""Pairs of pages that must count on in the order proposed."""
_MOST_NOW: Final = 1
"""Pairs that may count on in the order of the scan: the last front and its back."""


def order_of(folios: Sequence[PageNumber | None]) -> tuple[int, ...]:
    """Give the reading order of a scan's pages, as indices: as they are, or fronts and backs laid together.

    The backs may come from the first sheet on, or from the last, where the pile was turned over. Another order is proposed only if its
    pages count on at three places or more and nowhere contradict, and those of the scan count on at one place at most.

    >>> one_to_six = [PageNumber(number=number) for number in (1, 3, 5, 6, 4, 2)]
    >>> order_of(one_to_six), order_of([None] * 4)
    ((0, 5, 1, 4, 2, 3), (0, 1, 2, 3))
    """
    same = tuple(range(len(folios)))
    if _counts(folios, same)[0] > _MOST_NOW or len(folios) < 2 * _FEWEST:
        return same
    proposals = [order for order in _laid_together(len(folios)) if _counts(folios, order)[1] == 0]
    best = max(proposals, key=lambda order: _counts(folios, order)[0], default=same)
    return best if _counts(folios, best)[0] >= _FEWEST else same


def _laid_together(count: int) -> list[tuple[int, ...]]:
    """Lay fronts and backs together, the backs in their order or from the last; of an odd number the last back is missing."""
    fronts = range((count + 1) // 2)
    backs = range(len(fronts), count)
    orders = []
    for turned in (backs, backs[::-1]):
        missing = len(fronts) - len(backs)
        orders.append(tuple(index for pair in zip(fronts, turned, strict=False) for index in pair) + tuple(fronts[len(fronts) - missing :]))
    return orders


def _counts(folios: Sequence[PageNumber | None], order: Sequence[int]) -> tuple[int, int]:
    """Count the pairs of neighbours that count on, and those that contradict: a number above 1 behind another than the one before it."""
    numbers = [folio.number if folio else None for folio in (folios[index] for index in order)]
    pairs = [(old, new) for old, new in pairwise(numbers) if old is not None and new is not None]
    on = sum(new == old + 1 for old, new in pairs)
    return on, sum(new not in (1, old + 1) for old, new in pairs)
