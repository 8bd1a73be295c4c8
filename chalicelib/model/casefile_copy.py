"""Copies that are made on request: a case file, bound into one PDF with a table of contents; some pages of an original."""

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Final

MOST_BYTES: Final = 100 * 1024 * 1024
"""Bytes of all originals. One function fetches, binds and stores 100 MB within the 29 seconds that API Gateway waits."""
MOST_PAGES: Final = 1_000
"""Pages of all originals."""
EDITION: Final = 2
"""Of the layout; part of the copy's key, so that copies of another layout are not given out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyPart:
    """One piece of a copy, in its place."""

    digest: str
    """SHA-256 of the original."""
    extension: str
    pages: int
    title: str
    """Name of its type, else its file name."""
    date: str
    """Of the act, as it is printed; empty where it is not known."""
    selection: tuple[int, ...] = ()
    """Numbers of its pages in the original, from 1, in reading order; empty: all of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFileCopy:
    """What a copy is made of; equal contents have the same key."""

    matricule: str
    """As the roster writes it."""
    name: str
    """Of the servant; empty where it is not known."""
    day: str
    """On which it is made, as it is printed."""
    parts: tuple[CopyPart, ...]

    @property
    def key(self) -> str:
        """Key in the work bucket: it names nobody."""
        told = json.dumps([EDITION, asdict(self)], ensure_ascii=False, sort_keys=True)
        return f"casefiles/{hashlib.sha256(told.encode()).hexdigest()}.pdf"


@dataclass(frozen=True, slots=True, kw_only=True)
class PagesCopy:
    """Some pages of an original as a PDF of their own; the original is kept whole."""

    digest: str
    """SHA-256 of the original."""
    extension: str
    of: int
    """Pages of the original."""
    selection: tuple[int, ...]
    """Numbers of the pages, from 1, in reading order."""

    @property
    def key(self) -> str:
        """Key in the work bucket; equal pages have the same."""
        told = json.dumps([EDITION, asdict(self)], sort_keys=True)
        return f"casefiles/{hashlib.sha256(told.encode()).hexdigest()}.pdf"
