"""Reads what an act changes in a career: a position that begins or ends, a rating and its year, a sanction, the reason of an exit.

Positions, sanctions and exits are taken from titles and subjects alone: in the body they are threatened, cited and excluded more often
than decided. Where a title says two of them, none is taken.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final

from chalicelib.analysis.description.found_field import FoundField, agreed
from chalicelib.analysis.description.vocabulary import career_vocabulary, vocabulary
from chalicelib.text.dates import find_dates
from chalicelib.text.letters import is_in_capitals
from chalicelib.text.number_words import NUMERALS, number_in_words
from chalicelib.text.prose import Prose
from chalicelib.text.word_lists import any_of

_SUBJECT: Final = re.compile(r"\b(?:objet|portant|concerne|relati(?:f|ve|fs|ves)\s+a)\b")
_GOES_ON: Final = 2
"""Lines over which a subject goes on."""
_FEWEST_CAPITALS: Final = 4
_RATED: Final = re.compile(
    r"\b(?:cote|note|mention|appreciation)\s+(?:definitive|finale|attribuee|retenue|obtenue|generale|globale)\s*[:.]?\s*\W{0,3}"
)
_RATED_YEAR: Final = re.compile(
    r"\b(?:notation|signalement|evaluation)\b[^\n]{0,40}?\b(?:exercice|annee|periode|an)?\W{0,3}((?:19|20)\d\d)(?:\s?[-/]\s?((?:19|20)\d\d))?\b"
)
_UNTIL: Final = re.compile(
    r"\b(?:jusqu'au|jusqu'a\s+la\s+date\s+du|expire(?:ra)?\s+le|prend(?:ra)?\s+fin\s+(?:le|au)|et\s+finissant\s+le|a\s+echeance\s+du)\s*:?\s*$"
)
_LASTS: Final = re.compile(
    r"\b(?:pour\s+une|d'une)\s+(?:periode|duree)\s+(?:renouvelable\s+)?(?:de\s+|d')"
    rf"(?:(\d{{1,2}})|({NUMERALS.pattern}))\s*(?:\(\s*\w+\s*\)\s*)?(an|annee|mois)s?\b"
)
_MOST: Final[Mapping[str, int]] = {"Y": 40, "M": 99}
"""Longest duration that is believed."""


def read_career(prose: Prose, head: int) -> Iterator[FoundField]:
    """Find what an act changes in a career.

    Args:
        prose: the text.
        head: where the act's head ends.
    """
    words, zones = career_vocabulary(), _subjects(prose, head)
    found = (
        _named(prose, zones, "position", words.positions_end, words.positions_begin),
        _named(prose, zones, "sanction", words.erasures, {**words.sanctions, **words.no_sanctions}),
        _named(prose, zones, "exit_reason", words.exits),
        _rating(prose),
        _rating_year(prose, head),
        _end_date(prose),
        agreed(_durations(prose)),
    )
    yield from (each for each in found if each)


def annulment_of(prose: Prose, head: int) -> FoundField | None:
    """Find that an act undoes another, as the kind of the act: what its title names beside is what it undoes.

    Args:
        prose: the text.
        head: where the act's head ends.
    """
    found = [
        FoundField(name="act_kind", value=value, start=start + match.start(1), end=start + match.end(1), trust=0.93)
        for value, phrases in career_vocabulary().annulments.items()
        for start, end in _runs(_subjects(prose, head))
        for match in _undone(phrases).finditer(prose.plain[start:end])
    ]
    return agreed(found)


def _subjects(prose: Prose, head: int) -> list[tuple[int, int]]:
    """Stretches of the head that say what the act is about: its title in capitals, and its subject with the lines on which it goes on."""
    zones, left = [], 0
    letterhead = re.compile(rf"^\W{{0,3}}{any_of(vocabulary().letterheads)}\b")
    for start, (_, line) in zip(prose.starts, prose.lines, strict=True):
        if start >= head:
            break
        text = prose.plain[start : start + len(line.text)]
        subject = _SUBJECT.search(text)
        is_title = is_in_capitals(line.text, fewest=_FEWEST_CAPITALS) and not letterhead.match(text)
        if subject:
            left = _GOES_ON
        if subject or left or is_title:
            zones.append((start + (subject.start() if subject and not is_title else 0), start + len(text)))
        left -= 1 if left and not subject else 0
    return zones


def _named(prose: Prose, zones: list[tuple[int, int]], name: str, *lists: Mapping[str, tuple[str, ...]]) -> FoundField | None:
    """Take the one word that the subject says; an earlier list wins over a later one, whose phrases it may contain."""
    for words in lists:
        found = [
            FoundField(name=name, value=value, start=start + match.start(), end=start + match.end(), trust=0.93)
            for value, phrases in words.items()
            for start, end in _runs(zones)
            for match in _phrases(phrases).finditer(prose.plain[start:end])
        ]
        if found:
            return agreed(found)
    return None


def _runs(zones: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Join zones on lines that follow each other: a phrase may run over a line's end."""
    joined: list[tuple[int, int]] = []
    for start, end in zones:
        if joined and start == joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return iter(joined)


@cache
def _phrases(phrases: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"\b{any_of(phrases)}\b")


@cache
def _undone(phrases: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:portant|objet)\s*\W?\s*({any_of(phrases)})\b")


@cache
def _mentions() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((value, re.compile(rf"{any_of(phrases)}\b")) for value, phrases in career_vocabulary().ratings.items())


def _rating(prose: Prose) -> FoundField | None:
    """Take the mention behind « cote définitive »; one that was only proposed is none."""
    found = []
    for match in _RATED.finditer(prose.plain):
        for value, pattern in _mentions():
            said = pattern.match(prose.plain, match.end())
            if said and not prose.cites(match.start()):
                found.append(FoundField(name="rating", value=value, start=said.start(), end=said.end(), trust=0.93))
    return agreed(found)


def _rating_year(prose: Prose, head: int) -> FoundField | None:
    """Take the year that the title of a rating names; of two years in a row the first, in which the rated work began."""
    return agreed(
        FoundField(name="rating_year", value=match[1], start=match.start(1), end=match.end(1), trust=0.93)
        for match in _RATED_YEAR.finditer(prose.plain, 0, head)
    )


def _end_date(prose: Prose) -> FoundField | None:
    """Take the day until which something lasts."""
    return agreed(
        FoundField(name="end_date", value=day.day.isoformat(), start=day.start, end=day.end, trust=0.9)
        for day in find_dates(prose.plain)
        if not prose.cites(day.start) and _UNTIL.search(prose.plain[max(0, day.start - 60) : day.start])
    )


def _durations(prose: Prose) -> Iterator[FoundField]:
    """Find how long something lasts, as ISO 8601 writes it: `P3Y`, `P12M`."""
    for match in _LASTS.finditer(prose.plain):
        count, unit = int(match[1]) if match[1] else number_in_words(match[2]), "M" if match[3] == "mois" else "Y"
        if not prose.cites(match.start()) and 0 < count <= _MOST[unit]:
            yield FoundField(name="duration", value=f"P{count}{unit}", start=match.start(), end=match.end(), trust=0.9)
