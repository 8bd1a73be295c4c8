"""Portions of a long list: a duty that does one at a time, and moves its bookmark behind it, costs the same however long the list is."""

from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")


def in_portions(items: Iterable[T], most: int, together: Callable[[T], Hashable] | None = None) -> Iterator[list[T]]:
    """Give items in portions.

    Args:
        items: in their order.
        most: items of a portion.
        together: of neighbours that give the same, all come in one portion, which may then be longer.

    >>> list(in_portions("aabbc", 1, str))
    [['a', 'a'], ['b', 'b'], ['c']]
    """
    portion: list[T] = []
    for item in items:
        if len(portion) >= most and (together is None or together(item) != together(portion[-1])):
            yield portion
            portion = []
        portion.append(item)
    if portion:
        yield portion
