"""Cursors of paged lists: where the next page begins, valid for one list only.

A cursor is neither a secret nor a permission: a forged one yields a page of a list that its reader may read anyway.
"""

import hashlib
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from chalicelib.model.errors import ReaderError

T = TypeVar("T")

_MARK = 6
"""Bytes of the checksum over the list's scope and the place."""
_LONGEST = 1024
"""Bytes of a DynamoDB sort key."""
_CURSOR = re.compile(r"[A-Za-z0-9_-]{9,1400}")
_NUMBER = re.compile(r"[1-9][0-9]{0,3}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage(Generic[T]):
    """One page of a long list."""

    entries: tuple[T, ...]
    next: str | None = None
    """Cursor of the next page; None on the last one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpreadsheetPage:
    """One page of a list as CSV for spreadsheets."""

    text: str
    """With headings on the first page alone."""
    name: str
    """Name of the file that all pages make, without extension: what it holds, and of which days or batch."""
    next: str | None = None
    """Cursor of the next page; None at the end."""


def cursor_of(place: str, *scope: str) -> str:
    """Make the cursor of a list's next page.

    >>> place_of(cursor_of("2026-11-23#a", "casefile", "12345"), "casefile", "12345")
    '2026-11-23#a'

    Args:
        place: sort key of the last entry of this page.
        scope: what identifies the list.
    """
    return urlsafe_b64encode(_mark(*scope, place) + place.encode()).rstrip(b"=").decode()


def place_of(cursor: str | None, *scope: str) -> str | None:
    """Sort key after which a page begins; None for the first page.

    Raises:
        ReaderError: `invalid` for a cursor that was not made for this list.
    """
    if cursor is None:
        return None
    place = _decoded(cursor) if _CURSOR.fullmatch(cursor) else ""
    if not 0 < len(place.encode()) <= _LONGEST or cursor_of(place, *scope) != cursor:
        raise ReaderError("invalid", "cursor")
    return place


def _decoded(cursor: str) -> str:
    """Sort key in a cursor; empty where it cannot be decoded."""
    try:
        return urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))[_MARK:].decode()
    except ValueError:
        return ""


def split_page(found: Sequence[T], limit: int) -> tuple[Sequence[T], T | None]:
    """Split a list read with one entry too many: the page, and its last entry where more follow.

    >>> split_page("abc", 2), split_page("ab", 2)
    (('ab', 'b'), ('ab', None))
    """
    return (found[:limit], found[limit - 1]) if len(found) > limit else (found, None)


def two_numbers_of(place: str | None, form: re.Pattern[str]) -> tuple[int, int]:
    """Parse a place made of two numbers, such as page and line; (0, 0) without a place.

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
    """Parse a page's length.

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
