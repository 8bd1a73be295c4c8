"""Long lists, page by page: a cursor says where the next page begins, in the one list it was made for.

A cursor is no secret and no right: whoever makes one up by hand gets a page of a list that they may read anyway.
"""

import hashlib
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from typing import TypeVar

from chalicelib.model.errors import ReaderError

T = TypeVar("T")

_MARK = 6
"""Bytes that tell one list from another, and a whole cursor from a damaged one."""
_LONGEST = 1024
"""Bytes of a sort key."""
_CURSOR = re.compile(r"[A-Za-z0-9_-]{9,1400}")
_NUMBER = re.compile(r"[1-9][0-9]{0,3}")


def cursor_of(place: str, *scope: str) -> str:
    """Write where the next page of a list begins.

    >>> place_of(cursor_of("2026-11-23#a", "casefile", "12345"), "casefile", "12345")
    '2026-11-23#a'

    Args:
        place: of the last thing on this page.
        scope: names the list.
    """
    return urlsafe_b64encode(_mark(*scope, place) + place.encode()).rstrip(b"=").decode()


def place_of(cursor: str | None, *scope: str) -> str | None:
    """Read where a page begins; None is the first.

    Raises:
        ReaderError: `invalid`: no cursor of this list.
    """
    if cursor is None:
        return None
    place = _decoded(cursor) if _CURSOR.fullmatch(cursor) else ""
    if not 0 < len(place.encode()) <= _LONGEST or cursor_of(place, *scope) != cursor:
        raise ReaderError("invalid", "cursor")
    return place


def _decoded(cursor: str) -> str:
    """Read the place out of a cursor; nothing where it cannot be read."""
    try:
        return urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))[_MARK:].decode()
    except ValueError:
        return ""


def cut(found: Sequence[T], limit: int) -> tuple[Sequence[T], T | None]:
    """Part one thing too many from a page; give the page, and its last thing where there are more.

    >>> cut("abc", 2), cut("ab", 2)
    (('ab', 'b'), ('ab', None))
    """
    return (found[:limit], found[limit - 1]) if len(found) > limit else (found, None)


def pair_of(place: str | None, form: re.Pattern[str]) -> tuple[int, int]:
    """Read a place that is two numbers: where on, and where in it; the first is (0, 0).

    Raises:
        ReaderError: `invalid`.
    """
    if place is None:
        return 0, 0
    found = form.fullmatch(place)
    if not found:
        raise ReaderError("invalid", "cursor")
    return int(found[1]), int(found[2])


def limit_of(said: str | None, *, usual: int, most: int) -> int:
    """Read how long a page may be.

    Raises:
        ReaderError: `invalid`.
    """
    if said is None:
        return usual
    if not _NUMBER.fullmatch(said) or int(said) > most:
        raise ReaderError("invalid", "limit")
    return int(said)


def _mark(*parts: str) -> bytes:
    return hashlib.sha256("\0".join(parts).encode()).digest()[:_MARK]
