"""What stands around a word on its page: whether it seals there, and what excuses it.

A word has a part in one kind of content:

| part | it seals |
|---|---|
| `always` | wherever it stands: « Hutu », « séropositif » |
| `certain` | the same, but a clause of equality or a denial excuses it: « indemne de toute affection tuberculeuse » |
| `asked` | where a form asks for it, filled in or not: « Ethnie : », « Religion » beside « Nom » and « Sexe » |
| `beside` | within ten words of one that tells it of a person (`bearers`): « membre ... CNL », « cotisation ... syndicat » |
| `medical` | on a page about somebody's health (`care`): « fracture » on a certificate, not on a works report |
| `suffering` | there too, when what follows has a name: « atteint de ... », not « atteint d'une maladie » |

What excuses a word: a law that is cited and names nobody; an institution, a teaching or a street (`public`) beside it; a clause of
equality; a denial. Ethnic words have one excuse in a law alone, when it states shares: a quota is a rule, not an origin.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter
from typing import Final, NamedTuple

from chalicelib.analysis.sensitivity.lexicon import Sighting
from chalicelib.analysis.sensitivity.sentences import right_of, sentence_ends
from chalicelib.model.transcript import Page

NEAR: Final = 10
"""Words between a word and what tells it of a person."""
CITED: Final = 40
"""Words that a law's title goes on for."""
GOVERNED: Final = 6
"""Words between an institution and what it is for."""
DENIED: Final = 12
QUESTION: Final = 6
"""Words before the one that a form asks for: « Quelle est votre ... ? »"""
ANSWER: Final = 8
"""Words of an answer on the same line; more are prose."""
SCHOOL: Final = 3
"""Words of a school report that make a page one."""
_BOXES: Final = frozenset(":?_\u2026[(\u2610\u2611\u2612\u25a1\u25a0")
_SMALL: Final = frozenset(("de", "d", "du", "des", "un", "une", "i", "ie", "ia", "ies"))
_SCORE: Final = re.compile(r"\s*[:.]?\s*\d+([.,]\d+)?\s*(/\s*\d+|%)?\s*")


_start = attrgetter("start")


class _Span(NamedTuple):
    """A stretch of tokens."""

    start: int
    end: int


class Context:
    """One page on which something was found."""

    def __init__(self, page: Page, texts: Sequence[str], lines: Sequence[int], sightings: Iterable[Sighting]) -> None:
        """Sort what was found by the part it has."""
        self._page = page
        self._texts = texts
        self._lines = lines
        self._found: dict[tuple[str, str], list[Sighting]] = {}
        for sighting in sightings:
            self._found.setdefault((sighting.kind, sighting.part), []).append(sighting)
        self._ends = sorted(sentence_ends(page, texts, lines))
        self._careful = bool(self._all("everywhere", "care"))
        self._school = len({texts[each.start] for each in self._all("everywhere", "school")}) >= SCHOOL

    def seals(self, sighting: Sighting) -> bool:
        """Apply the table above."""
        part = sighting.part
        if part == "asked":
            return self._asked(sighting)
        if self.is_public(sighting) or self._cited(sighting):
            return False
        if part != "always" and (self._fair(sighting) or self._denied(sighting)):
            return False
        if part == "beside":
            return self._borne(sighting)
        if part == "medical":
            return self._careful or self._borne(sighting) or self._clinical(sighting)
        return part != "suffering" or (self._careful and self._named(sighting))

    def _all(self, kind: str, part: str) -> list[Sighting]:
        return self._found.get((kind, part), [])

    def _sentence(self, sighting: Sighting) -> _Span:
        """The sentence around a word."""
        before = bisect_left(self._ends, sighting.start)
        behind = bisect_left(self._ends, sighting.end - 1)
        start = self._ends[before - 1] + 1 if before else 0
        return _Span(start, self._ends[behind] + 1 if behind < len(self._ends) else len(self._texts))

    def _within(self, found: Sequence[Sighting], span: _Span) -> Iterator[Sighting]:
        """Those that begin in a stretch; they are kept in order, for a page may have thousands."""
        for place in range(bisect_left(found, span.start, key=_start), len(found)):
            if found[place].start >= span.end:
                return
            yield found[place]

    def _borne(self, sighting: Sighting) -> bool:
        """Whether a word nearby tells it of a person; another word, not this one again."""
        near = _Span(sighting.start - NEAR, sighting.end + NEAR)
        bearers = self._within(self._all(sighting.kind, "bearers"), near)
        return any(each.end <= sighting.start or each.start >= sighting.end for each in bearers)

    def _clinical(self, sighting: Sighting) -> bool:
        """Whether another such word stands nearby: « céphalées, vertiges » needs no « patient »."""
        near = _Span(sighting.start - NEAR, sighting.end + NEAR)
        words = {self._texts[each.start] for each in self._within(self._all("diagnosis", "medical"), near)}
        return len(words) > 1

    def is_public(self, sighting: Sighting) -> bool:
        """Whether an institution, a teaching or a street stands directly before or behind, and nobody is told to bear it."""
        span = _Span(sighting.start - 2 * GOVERNED, sighting.end + 1)
        found = list(self._within(self._all(sighting.kind, "public"), span))
        before = any(0 <= sighting.start - each.end < GOVERNED for each in found)
        behind = any(0 <= each.start - sighting.end < 1 for each in found)
        sentence = self._sentence(sighting)
        same = any(each for each in self._within(found, sentence))
        return (before or behind) and same and not self._borne(sighting)

    def _cited(self, sighting: Sighting) -> bool:
        """Whether the sentence cites a law and names nobody."""
        sentence = self._sentence(sighting)
        before = _Span(max(sentence.start, sighting.start - CITED), sighting.start)
        if not any(self._within(self._all("everywhere", "laws"), before)):
            return False
        if any(self._within(self._all("everywhere", "persons"), sentence)):
            return False
        if sighting.kind == "ethnicity" and sighting.part == "always":
            return any(self._within(self._all("everywhere", "shares"), sentence))
        bearers = self._within(self._all(sighting.kind, "bearers"), sentence)
        return not any(each.end <= sighting.start or each.start >= sighting.end for each in bearers)

    def _fair(self, sighting: Sighting) -> bool:
        """Whether it stands in a clause of equality."""
        return any(self._within(self._all("everywhere", "fairness"), self._sentence(sighting)))

    def _denied(self, sighting: Sighting) -> bool:
        """Whether an illness is denied in the same sentence."""
        if sighting.kind != "diagnosis":
            return False
        sentence = self._sentence(sighting)
        before = _Span(max(sentence.start, sighting.start - DENIED), sighting.start)
        return any(self._within(self._all("everywhere", "denials"), before))

    def _named(self, sighting: Sighting) -> bool:
        """Whether what somebody suffers from has a name."""
        rest = range(sighting.end, min(sighting.end + GOVERNED, len(self._texts)))
        following = next((place for place in rest if self._texts[place] not in _SMALL), None)
        if following is None or not self._texts[following].isalpha():
            return False
        vague = self._within(self._all("diagnosis", "vague"), _Span(following - GOVERNED, following + 1))
        return not any(following < each.end for each in vague)

    def _asked(self, sighting: Sighting) -> bool:
        """Whether a form asks for it: at a line's beginning or before a box, or among a form's other questions; a school's marks aside."""
        line = self._lines[sighting.start]
        first = sighting.start == 0 or self._lines[sighting.start - 1] != line or not self._texts[sighting.start - 1].isalpha()
        end = sighting.end
        last = end >= len(self._texts) or self._lines[end] != line
        boxed = not last and self._boxed(end)
        whole = _Span(self._texts_from(line), self._texts_to(line))
        among = any(each.end <= sighting.start or each.start >= end for each in self._within(self._all("everywhere", "form"), whole))
        answer = sum(map(str.isalnum, self._texts[end : whole.end]))
        boxed = boxed and sighting.start - self._sentence(sighting).start <= QUESTION and answer <= ANSWER
        if not (boxed or among or (first and last)) or self._fair(sighting) or self._cited(sighting):
            return False
        return not self._marked(sighting, line)

    def _boxed(self, end: int) -> bool:
        """Whether there is room for an answer: a colon, a box, dots."""
        after = self._texts[end : end + 2]
        return after[0] in _BOXES or (after[0] == "." and after[1:] != () and (after[1] == "." or after[1] in _BOXES))

    def _marked(self, sighting: Sighting, line: int) -> bool:
        """Whether it is a school's subject, with marks."""
        if sighting.kind != "religion":
            return False
        behind = self._page.lines[line].text.rpartition(" ")[2] if self._lines[sighting.end - 1] == line else ""
        return self._school or bool(_SCORE.fullmatch(behind)) or any(_SCORE.fullmatch(each.text) for each in right_of(self._page, line))

    def _texts_from(self, line: int) -> int:
        return bisect_left(self._lines, line)

    def _texts_to(self, line: int) -> int:
        return bisect_right(self._lines, line)
