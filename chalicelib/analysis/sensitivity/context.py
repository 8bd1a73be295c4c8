"""Decides whether a phrase seals its page, by the words around it.

Each phrase has a part in one kind of content:

| part | the phrase seals |
|---|---|
| `always` | anywhere: « Hutu », « séropositif » |
| `certain` | the same, but a clause of equality or a denial excuses it: « indemne de toute affection tuberculeuse » |
| `literal` | as `certain`; its words are ordinary, so no misread letter is forgiven in them |
| `asked` | where a form asks for it, filled in or not: « Ethnie : », « Religion » beside « Nom » and « Sexe » |
| `beside` | within ten words of one that relates it to a person (`bearers`): « membre ... CNL », « cotisation ... syndicat » |
| `indirect` | within six words of one of `links`, in the same sentence: « malade du foie », « hostile au régime » |
| `medical` | on a page about somebody's health (`care`): « fracture » on a certificate, not on a works report |
| `suffering` | on such a page, when an illness is named behind it: « atteint de ... », not « atteint d'une maladie » |

Exceptions: a citation of a law that names nobody; an institution, a subject of teaching or a street (`public`) beside the phrase; a clause
of equality; a denial. Within a law, ethnic words are excused only where it states shares: a quota is a rule, not an origin.
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
"""Words between a phrase and the word that relates it to a person."""
LINKED: Final = 6
"""Words between an indirect phrase and its link: both are ordinary words, so they must stand close."""
CITED: Final = 40
"""Words of a law's title."""
GOVERNED: Final = 6
"""Words between an institution and what it is for."""
DENIED: Final = 12
"""Words between a denial and the illness that it denies."""
QUESTION: Final = 6
"""Words of a question before its subject: « Quelle est votre ... ? »"""
SIGNS: Final = 2
"""Signs between a question and its answer: « Conf. : »"""
ANSWER: Final = 8
"""Words of an answer; longer text is prose."""
SCHOOL: Final = 3
"""Different words of school reports that make a page one."""
_BOXES: Final = frozenset(":?_\u2026[(\u2610\u2611\u2612\u25a1\u25a0")
_PARTICLES: Final = frozenset(("de", "d", "du", "des", "un", "une", "i", "ie", "ia", "ies"))
_SCORE: Final = re.compile(r"\s*[:.]?\s*\d+([.,]\d+)?\s*(/\s*\d+|%)?\s*")


_start = attrgetter("start")


class _Span(NamedTuple):
    """A range of tokens."""

    start: int
    end: int


class Context:
    """The page around the phrases found on it, which decides whether they seal."""

    def __init__(self, page: Page, texts: Sequence[str], lines: Sequence[int], sightings: Iterable[Sighting]) -> None:
        """Sort the phrases by their part."""
        self._page = page
        self._texts = texts
        self._lines = lines
        self._found: dict[tuple[str, str], list[Sighting]] = {}
        for sighting in sightings:
            self._found.setdefault((sighting.kind, sighting.part), []).append(sighting)
        self._ends = sorted(sentence_ends(page, texts, lines))
        self._is_about_health = bool(self._all("everywhere", "care"))
        self._is_school_report = len({texts[each.start] for each in self._all("everywhere", "school")}) >= SCHOOL

    def seals(self, sighting: Sighting) -> bool:
        """Say whether a phrase seals the page, by the table above."""
        part = sighting.part
        if part == "asked":
            return self._is_form_question(sighting)
        if self.is_institutional(sighting) or self._is_in_cited_law(sighting):
            return False
        if part != "always" and (self._is_in_equality_clause(sighting) or self._is_denied(sighting)):
            return False
        if part in {"beside", "indirect"}:
            return self._has_bearer(sighting) if part == "beside" else self._has_link(sighting)
        if part == "medical":
            return self._is_about_health or self._has_bearer(sighting) or self._has_second_medical_word(sighting)
        return part != "suffering" or (self._is_about_health and self._names_illness(sighting))

    def _all(self, kind: str, part: str) -> list[Sighting]:
        return self._found.get((kind, part), [])

    def _sentence(self, sighting: Sighting) -> _Span:
        """Give the sentence around a phrase."""
        before = bisect_left(self._ends, sighting.start)
        behind = bisect_left(self._ends, sighting.end - 1)
        start = self._ends[before - 1] + 1 if before else 0
        return _Span(start, self._ends[behind] + 1 if behind < len(self._ends) else len(self._texts))

    def _within(self, found: Sequence[Sighting], span: _Span) -> Iterator[Sighting]:
        """Give the phrases that begin in a span, by binary search: a page may have thousands."""
        for place in range(bisect_left(found, span.start, key=_start), len(found)):
            if found[place].start >= span.end:
                return
            yield found[place]

    def _has_bearer(self, sighting: Sighting) -> bool:
        """Say whether a word nearby, not part of the phrase, relates it to a person."""
        near = _Span(sighting.start - NEAR, sighting.end + NEAR)
        bearers = self._within(self._all(sighting.kind, "bearers"), near)
        return any(each.end <= sighting.start or each.start >= sighting.end for each in bearers)

    def _has_link(self, sighting: Sighting) -> bool:
        """Say whether a link stands close by in the same sentence, not part of the phrase."""
        sentence = self._sentence(sighting)
        near = _Span(max(sentence.start, sighting.start - LINKED), min(sentence.end, sighting.end + LINKED))
        links = self._within(self._all(sighting.kind, "links"), near)
        return any(each.end <= sighting.start or each.start >= sighting.end for each in links)

    def _has_second_medical_word(self, sighting: Sighting) -> bool:
        """Say whether a second medical word stands nearby: « céphalées, vertiges » needs no « patient »."""
        near = _Span(sighting.start - NEAR, sighting.end + NEAR)
        words = {self._texts[each.start] for each in self._within(self._all("diagnosis", "medical"), near)}
        return len(words) > 1

    def is_institutional(self, sighting: Sighting) -> bool:
        """Say whether the phrase names an institution, a subject of teaching or a street, and is not related to a person."""
        span = _Span(sighting.start - 2 * GOVERNED, sighting.end + 1)
        found = list(self._within(self._all(sighting.kind, "public"), span))
        before = any(0 <= sighting.start - each.end < GOVERNED for each in found)
        behind = any(0 <= each.start - sighting.end < 1 for each in found)
        sentence = self._sentence(sighting)
        same = any(each for each in self._within(found, sentence))
        return (before or behind) and same and not self._has_bearer(sighting)

    def _is_in_cited_law(self, sighting: Sighting) -> bool:
        """Say whether the sentence cites a law and names nobody."""
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

    def _is_in_equality_clause(self, sighting: Sighting) -> bool:
        """Say whether the phrase stands in a clause of equality."""
        return any(self._within(self._all("everywhere", "fairness"), self._sentence(sighting)))

    def _is_denied(self, sighting: Sighting) -> bool:
        """Say whether the illness is denied in the same sentence."""
        if sighting.kind != "diagnosis":
            return False
        sentence = self._sentence(sighting)
        before = _Span(max(sentence.start, sighting.start - DENIED), sighting.start)
        return any(self._within(self._all("everywhere", "denials"), before))

    def _names_illness(self, sighting: Sighting) -> bool:
        """Say whether a named illness follows the phrase."""
        rest = range(sighting.end, min(sighting.end + GOVERNED, len(self._texts)))
        following = next((place for place in rest if self._texts[place] not in _PARTICLES), None)
        if following is None or not self._texts[following].isalpha():
            return False
        vague = self._within(self._all("diagnosis", "vague"), _Span(following - GOVERNED, following + 1))
        return not any(following < each.end for each in vague)

    def _is_form_question(self, sighting: Sighting) -> bool:
        """Say whether a form asks for the phrase: alone on its line, before a box or among a form's questions; not as a school mark."""
        line = self._lines[sighting.start]
        first = sighting.start == 0 or self._lines[sighting.start - 1] != line or not self._texts[sighting.start - 1].isalpha()
        end = sighting.end
        last = end >= len(self._texts) or self._lines[end] != line
        boxed = not last and self._has_answer_space(end)
        whole = _Span(self._line_start(line), self._line_end(line))
        among = any(each.end <= sighting.start or each.start >= end for each in self._within(self._all("everywhere", "form"), whole))
        answer = sum(map(str.isalnum, self._texts[end : self._answer_end(end, whole.end)]))
        boxed = boxed and sighting.start - self._sentence(sighting).start <= QUESTION and answer <= ANSWER
        if not (boxed or among or (first and last)) or self._is_in_equality_clause(sighting) or self._is_in_cited_law(sighting):
            return False
        return not self._is_school_mark(sighting, line)

    def _answer_end(self, start: int, end: int) -> int:
        """Give the index where an answer ends: with its sentence, its line, or before the colon of the next question."""
        first = start + SIGNS
        colon = next((place for place in range(first, end) if self._texts[place] == ":"), end)
        stop = bisect_left(self._ends, first)
        return min(colon, self._ends[stop] if stop < len(self._ends) else end)

    def _has_answer_space(self, end: int) -> bool:
        """Say whether room for an answer follows: a colon, a box, dots."""
        after = self._texts[end : end + 2]
        return after[0] in _BOXES or (after[0] == "." and after[1:] != () and (after[1] == "." or after[1] in _BOXES))

    def _is_school_mark(self, sighting: Sighting, line: int) -> bool:
        """Say whether the phrase is a subject in a school report, with marks."""
        if sighting.kind != "religion":
            return False
        behind = self._page.lines[line].text.rpartition(" ")[2] if self._lines[sighting.end - 1] == line else ""
        return (
            self._is_school_report
            or bool(_SCORE.fullmatch(behind))
            or any(_SCORE.fullmatch(each.text) for each in right_of(self._page, line))
        )

    def _line_start(self, line: int) -> int:
        return bisect_left(self._lines, line)

    def _line_end(self, line: int) -> int:
        return bisect_right(self._lines, line)
