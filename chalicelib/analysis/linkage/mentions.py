"""Reads the people, numbers and days that a text mentions into one `TextEvidence`. Nothing here asks the roster."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby

from chalicelib.analysis.linkage.evidence import PrintedBirth, PrintedNumber, TextEvidence
from chalicelib.analysis.linkage.line_roles import Stream, Token, read_stream
from chalicelib.analysis.linkage.people import people_of, possible_people_of
from chalicelib.analysis.linkage.vocabulary import vocabulary
from chalicelib.model.identifiers import Forms, normalise
from chalicelib.model.piece import Field
from chalicelib.model.transcript import Transcript
from chalicelib.text.birth_phrases import is_told_birth, told_birth_year
from chalicelib.text.dates import find_dates
from chalicelib.text.letters import in_capitals, plain
from chalicelib.text.names import alike

_DAY = re.compile(r"[0-3OIL]?[0-9OIL]\s?[/.-]\s?[01OIL]?[0-9OIL]\s?[/.-]\s?(?:19|20)[0-9OIL]{2}")
_FIGURES = re.compile(r"(?<![a-z])[\doil|][\doil|/.\-]{6,}(?![a-z])")
_LIKE_DIGITS = str.maketrans("oil|", "0111")
_AROUND = 120
"""Characters before and after a day in which « né le » may stand."""


def read_evidence(transcript: Transcript, forms: Forms, fields: Iterable[Field] = ()) -> TextEvidence:
    """Read everything that a text says about people.

    Args:
        transcript: the text.
        forms: what a matricule looks like here.
        fields: proposals already made; a day of birth that only they know is taken from there.
    """
    stream = read_stream(transcript)
    days, births = _days_of(stream)
    for each in fields:
        if each.name == "birth_date" and each.value not in {str(birth.day) for birth in births}:
            row = next((number for number, row in enumerate(stream.rows) if row.page == each.page), 0)
            token = next((place for place, token in enumerate(stream.tokens) if token.row == row), 0)
            births.append(PrintedBirth(day=date.fromisoformat(each.value), row=row, token=token))
            days.setdefault(date.fromisoformat(each.value), row)
    return TextEvidence(
        rows=stream.rows,
        tokens=stream.tokens,
        numbers=tuple(numbers_of(stream.tokens, forms)),
        days=days,
        births=births,
        birth_years={row: year for row, line in enumerate(stream.lines) if (year := told_birth_year(plain(line)))},
        people=tuple(people_of(stream)),
        possible_people=tuple(possible_people_of(stream)),
    )


def _days_of(stream: Stream) -> tuple[dict[date, int], list[PrintedBirth]]:
    """Read the days of each page, in figures or words; one may run over a line's end, and its label may stand before it."""
    days, births = dict[date, int](), list[PrintedBirth]()
    first = _first_tokens(stream)
    for _, numbered in groupby(enumerate(stream.lines), key=lambda each: stream.rows[each[0]].page):
        rows = list(numbered)
        text = "\n".join(_FIGURES.sub(lambda found: found[0].translate(_LIKE_DIGITS), plain(line)) for _, line in rows)
        for found in find_dates(text):
            row = rows[0][0] + text.count("\n", 0, found.start)
            days.setdefault(found.day, row)
            before, after = text[max(0, found.start - _AROUND) : found.start], text[found.end : found.end + _AROUND]
            if is_told_birth(before, after):
                words = len(re.findall(r"[^\W_]+", text[text.rfind("\n", 0, found.start) + 1 : found.start]))
                births.append(PrintedBirth(day=found.day, row=row, token=first[row] + words))
    return days, births


def _first_tokens(stream: Stream) -> list[int]:
    """Give the index of each line's first word."""
    first, place = list[int](), 0
    for row in range(len(stream.rows)):
        first.append(place)
        while place < len(stream.tokens) and stream.tokens[place].row == row:
            place += 1
    return first


def numbers_of(tokens: Sequence[Token], forms: Forms) -> Iterator[PrintedNumber]:
    """Find the numbers among words that have the form of a matricule, also where blanks part them.

    A stroke makes an act's number of it, unless it is the only one and « matricule » stands before.
    """
    between, labelled = vocabulary().after_number_label, set[int]()
    for place, token in enumerate(tokens):
        if token.word in vocabulary().number_labels or alike(token.word, "MATRICULE"):
            places = range(place + 1, min(place + 6, len(tokens)))
            begin = next((at for at in places if tokens[at].word not in between), len(tokens))
            for printed in _joined(tokens, begin, forms, labelled=True):
                labelled.add(printed.token)
                yield printed
    for place, token in enumerate(tokens):
        if place not in labelled and any(map(str.isdigit, token.word)):
            yield from _joined(tokens, place, forms, labelled=False)


def _joined(tokens: Sequence[Token], begin: int, forms: Forms, *, labelled: bool) -> Iterator[PrintedNumber]:
    """Join up to four words; of an unlabelled number the longest and the first alone."""
    for count in (1, 2, 3, 4) if labelled else (1, 2, 3):
        parts = tokens[begin : begin + count]
        raw = [part.raw for part in parts]
        strokes = sum(part.count("/") for part in raw)
        if len(parts) < count or parts[-1].row != parts[0].row or strokes > int(labelled) or not _may_join(raw):
            return
        if forms.admit("".join(raw)):
            yield PrintedNumber(matricule=normalise("".join(raw)), row=parts[0].row, token=begin, labelled=labelled)


def _may_join(parts: Sequence[str]) -> bool:
    """Say whether words may be one number: figures, or letters that a matricule begins or ends with; not a day, not a sum."""
    joined = "".join(parts)
    if _DAY.fullmatch(in_capitals(joined)) or not any(map(str.isdigit, joined)):
        return False
    return all(any(map(str.isdigit, part)) or len(part) <= 2 for part in parts)  # noqa: PLR2004 - a matricule's letters
