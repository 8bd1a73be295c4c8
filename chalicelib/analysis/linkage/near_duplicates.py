"""Recognises the same act scanned twice by its text, although OCR read each scan with other errors.

Acts of one kind share nearly all their words, so by words alone all yearly ratings would be one. Their figures differ: numbers, days,
marks. The likeness of two texts is the lesser of the likeness of their words and of their figures.
"""

import hashlib
import re
from base64 import b85decode, b85encode
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from chalicelib.model.servant import Servant
from chalicelib.model.transcript import Transcript
from chalicelib.text.letters import in_capitals
from chalicelib.text.months import month_begun_by

SAME_ACT = 0.68
"""Likeness from which two pieces are probably one act (docs/decisions/near-duplicates.md)."""
_SHINGLE = 2
"""Words of a shingle: a longer one breaks at every misread letter."""
_SLOTS = 64
"""Slots of the MinHash (Broder, 1997): with 64, the standard error of a share is at most 6 points."""
_FEWEST_WORDS = 12
"""Words of the shortest text that has a fingerprint."""
_MOST_FIGURES = 160
_MOST_PAGES = 20
_PRIME = (1 << 31) - 1
_SALTS = [(int.from_bytes(hashlib.blake2b(bytes([slot]), digest_size=4).digest()) | 1, slot * 2654435761 + 1) for slot in range(_SLOTS)]
_WORD = re.compile(r"[A-Z]{3,}")
_FIGURE = re.compile(r"\b([0-3]?\d)(?:ER)?\s*([A-Z]{3,9})\.?\s+((?:19|20)\d\d)\b|\d[\d./]*\d")
_DAY = re.compile(r"([0-3]?\d)[./]([01]?\d)[./]((?:19|20)\d\d)")
_SHORTEST_FIGURE = 3
"""Digits of the shortest figure that counts: shorter ones number articles and rows."""
_LIKE_FIGURES = str.maketrans("OIL", "011")
_MIXED = re.compile(r"\b(?=\w*\d)[0-9OIL./]+\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fingerprint:
    """Hashes of a text by which it is compared with others; no word of it can be recovered."""

    words: int
    """Number of different shingles."""
    slots: tuple[int, ...]
    """The minimum of each hash over all shingles, 16 bits."""
    figures: frozenset[int]
    """Hashes of the figures, 24 bits."""

    def __str__(self) -> str:
        """Write the fingerprint as the register keeps it."""
        slots = b"".join(slot.to_bytes(2) for slot in self.slots)
        figures = b"".join(figure.to_bytes(3) for figure in sorted(self.figures))
        return f"1 {self.words} {b85encode(slots).decode()} {b85encode(figures).decode()}"


def read_fingerprint(text: str) -> Fingerprint | None:
    """Read a fingerprint as the register keeps it; None where there is none, or one of another version.

    >>> read_fingerprint(""), read_fingerprint("1 12"), read_fingerprint("2 12 x y")
    (None, None, None)
    """
    version, words, slots, figures = [*text.split(" "), "", "", ""][:4]
    if version != "1" or not words.isdecimal() or not slots:
        return None
    cut, marks = b85decode(slots), b85decode(figures)
    return Fingerprint(
        words=int(words),
        slots=tuple(int.from_bytes(cut[at : at + 2]) for at in range(0, len(cut), 2)),
        figures=frozenset(int.from_bytes(marks[at : at + 3]) for at in range(0, len(marks), 3)),
    )


def fingerprint_of(transcript: Transcript, servant: Servant | None = None) -> Fingerprint | None:
    """Take the fingerprint of a text; None where the text is too short.

    Args:
        transcript: the text.
        servant: the servant of its case file, whose own number and days stand on every piece of it and so do not count.
    """
    text = in_capitals(" ".join(line.text for page in transcript.pages[:_MOST_PAGES] for line in page.lines))
    text = _MIXED.sub(lambda found: found[0].translate(_LIKE_FIGURES), text)
    words = _WORD.findall(text)
    if len(words) < _FEWEST_WORDS:
        return None
    figures = [each for each in dict.fromkeys(_figures(text)) if each not in _constant_figures(servant)]
    shingles = {" ".join(words[at : at + _SHINGLE]) for at in range(len(words) - _SHINGLE + 1)}
    return Fingerprint(words=len(shingles), slots=_slots(shingles), figures=frozenset(map(_figure, figures[:_MOST_FIGURES])))


def likeness(one: Fingerprint, other: Fingerprint) -> float:
    """Give the likeness of two texts, 0 to 1: the lesser of that of their words and of their figures.

    It is the share of the shorter text that is in the longer: a scan may lack the annex that the other has.
    """
    words = _contained(one.slots, other.slots, one.words, other.words)
    fewest = min(len(one.figures), len(other.figures))
    figures = len(one.figures & other.figures) / fewest if fewest else 1.0
    return round(min(words, figures), 3)


def _contained(one: tuple[int, ...], other: tuple[int, ...], of_one: int, of_other: int) -> float:
    """Estimate the share of the smaller set that is in the larger, from the resemblance of the two."""
    both = sum(first == second for first, second in zip(one, other, strict=True)) / _SLOTS
    common = both * (of_one + of_other) / (1 + both)
    return min(1.0, common / min(of_one, of_other))


def _figures(text: str) -> Iterator[str]:
    """Give the figures of a text: days in one form however they are written, and numbers."""
    for found in _FIGURE.finditer(text):
        month = month_begun_by(found[2].lower()) if found[2] else None
        day = _DAY.fullmatch(found[0])
        if month:
            yield f"{int(found[1])}/{month}/{found[3]}"
        elif day:
            yield f"{int(day[1])}/{int(day[2])}/{day[3]}"
        else:
            yield from (each for each in re.findall(r"[\d/]+", found[0]) if sum(map(str.isdigit, each)) >= _SHORTEST_FIGURE)


def _constant_figures(servant: Servant | None) -> set[str]:
    """List the figures that stand on every paper about a servant: matricule, day of birth, day of entry."""
    if servant is None:
        return set()
    days = (f"{day.day}/{day.month}/{day.year}" for day in (servant.birth_date, servant.entry_date) if day)
    return {*re.findall(r"\d{3,}", servant.matricule), *days}


def _slots(shingles: Iterable[str]) -> tuple[int, ...]:
    hashed = [_hash(shingle) for shingle in shingles]
    return tuple(min((factor * each + shift) % _PRIME for each in hashed) & 0xFFFF for factor, shift in _SALTS)


@lru_cache(maxsize=65536)
def _hash(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=4).digest())


def _figure(text: str) -> int:
    return _hash(text) & 0xFFFFFF
