"""The lines of one page, told apart: title, headline, letterhead, margin, stamp of a certified copy, text."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, cached_property
from typing import Final

from chalicelib.analysis.description import vocabulary as description
from chalicelib.analysis.linkage import vocabulary as linkage
from chalicelib.analysis.linkage.line_roles import Row, Token, read_stream
from chalicelib.analysis.segmentation.page_numbers import PageNumber, page_number_of
from chalicelib.analysis.segmentation.vocabulary import vocabulary
from chalicelib.model.transcript import Page, Transcript
from chalicelib.text.letters import in_capitals, is_in_capitals
from chalicelib.text.names import alike
from chalicelib.text.word_lists import any_of

_MARGIN: Final = 2
"""First and last lines among which the number of a page stands."""
FEW_WORDS: Final = 12
"""Words of a page that says nothing but a stamp, a visa, a signature."""
LONG: Final = 8
"""Words of a line of prose."""
_CENTRED: Final = 0.08
"""Distance of a headline's middle from the page's, as a share of its width."""
_FEWEST_CAPITALS: Final = 5
_VERY_TOP: Final = 3
_UNDER_STAMP: Final = 3
"""Lines below the stamp of a certified copy that belong to it: place and day, office, name."""
ACT_NUMBER: Final = re.compile(r"\bN\s?[\u00b0\u00baO*]{1,2}\s?[:.]?\s?((?:[A-Z]{1,6}[-/.])?[\dOILSB]+(?:\s?[/.-]\s?[\dOILSB]+)+)")
"""Number of an act in capitals: figures and strokes, some of them misread."""


_WORD: Final = re.compile(r"[^\W_]+")
_BRACKETS: Final = re.compile(r"\(([^()]*)\)")


class PageLines:
    """The lines of a page that stands upright, in reading order."""

    def __init__(self, page: Page) -> None:
        """Tell the lines of a page apart.

        Args:
            page: upright, in reading order.
        """
        self.raw: Sequence[str] = [line.text for line in page.lines]
        stream = read_stream(Transcript(reader="", pages=(page,)))
        self.rows: Sequence[Row] = stream.rows
        self.tokens: Sequence[Token] = stream.tokens
        self.lines: Sequence[str] = stream.lines
        """In capitals, without accents."""
        self.written = [row for row, line in enumerate(self.lines) if line.strip()]
        """Indices of the lines that are not empty."""

    @cached_property
    def margins(self) -> list[int]:
        """The first and the last lines."""
        return list(dict.fromkeys([*self.written[:_MARGIN], *self.written[-_MARGIN:]]))

    @cached_property
    def folio(self) -> PageNumber | None:
        """The printed number of the page."""
        return page_number_of(self.lines[row] for row in self.margins)

    @cached_property
    def stamped(self) -> frozenset[int]:
        """The lines of the stamp of a certified copy, with the place, the day and the office below it."""
        found = (at for at, row in enumerate(self.written) if _certifies().search(self.lines[row]))
        return frozenset(row for at in found for row in self.written[at : at + 1 + _UNDER_STAMP])

    @cached_property
    def text(self) -> list[int]:
        """The lines without page numbers and stamps."""
        numbered = {row for row in self.margins if page_number_of([self.lines[row]]) and len(self._words(row)) <= 4}  # noqa: PLR2004 - page 2 sur 5
        return [row for row in self.written if row not in numbered and row not in self.stamped]

    @cached_property
    def closing(self) -> frozenset[int]:
        """The lines from « Fait à » on, where it is not a certified copy's: a seal among them repeats the words of a letterhead."""
        first = next((row for row in self.written if self.rows[row].signing), None)
        trusted = first is not None and first not in self.stamped
        return frozenset(row for row in self.written if trusted and self.rows[row].signing)

    def is_title(self, row: int) -> bool:
        """Say whether a line begins with the name of an act: in capitals, or with a number."""
        words = self._words(row)
        if not words or self.rows[row].citing or self.is_deciding(row) or self.is_settled(row):
            return False
        named = any(alike(words[0], name) for name in linkage.vocabulary().act_names)
        return named and (self.is_in_capitals(row) or bool(ACT_NUMBER.search(self.lines[row])))

    def may_be_title(self, row: int) -> bool:
        """Say whether a line that begins with the name of an act may be its title: « Décision » alone is the head of a table's column."""
        if self.is_deciding(row) or self.is_settled(row):
            return False
        return len(self._words(row)) > 1 or self.is_in_capitals(row)

    def is_headline(self, row: int) -> bool:
        """Say whether a line of capitals stands in the middle of the page."""
        left, _, width, _ = self.rows[row].box
        if row in self.closing or self.is_letterhead(row) or self.is_deciding(row):
            return False
        if self.is_annex_heading(row) or self.is_continuation(row):
            return False
        return abs(left + width / 2 - 1 / 2) < _CENTRED and self.is_in_capitals(row)

    def above_text(self, head: Sequence[int]) -> Iterator[int]:
        """Give the lines at the top of a page that have text below them and none above, as a title has; a signature's name has not."""
        words = [0 if self.rows[row].signing else len(self._words(row)) for row in self.text]
        for at, row in enumerate(head):
            if sum(words[at + 1 :]) < FEW_WORDS or (words[at] >= LONG and not self.is_in_capitals(row)):
                return
            yield row

    def is_letterhead(self, row: int) -> bool:
        """Say whether a line is of a letterhead: in capitals, or at the very top, for cells of tables begin with « Direction » too.

        A « Bureau n° 3 » is a place in a list.
        """
        if row in self.closing:
            return False
        on_top = row in self.text[:_VERY_TOP]
        named = self.rows[row].opening or _letterhead().match(self.lines[row])
        return bool((on_top or self.is_in_capitals(row)) and named and not _numbered().search(self.lines[row]))

    def is_deciding(self, row: int) -> bool:
        """Say whether a line is the word that decides, alone; it stands in capitals in the middle as titles do."""
        words = self._words(row)
        return len(words) == 1 and any(alike(words[0], word) for word in vocabulary().deciding_words)

    def is_settled(self, row: int) -> bool:
        """Say whether a line closes a list or an account: « Arrêté à vingt noms »."""
        return _begins(self._words(row), _settled())

    def is_annex_heading(self, row: int) -> bool:
        """Say whether a line is headed « Annexe »."""
        words = self._words(row)
        return bool(words) and any(alike(words[0], word) for word in vocabulary().annex_headings)

    def is_continuation(self, row: int) -> bool:
        """Say whether a line says « suite » or « verso »; in brackets, or before another word, letters may be misread."""
        line = self.lines[row]
        if _continues().search(line):
            return True
        bracketed = (_WORD.findall(found[1]) for found in _BRACKETS.finditer(line))
        return any(_is(words, _bracketed()) for words in bracketed) or _begins(self._words(row), _continuing())

    def is_subject(self, row: int) -> bool:
        """Say whether a line says « Objet : »."""
        return bool(_subject().match(self.lines[row]))

    def is_annexed(self) -> bool:
        """Say whether the page says that it is annexed to an act; « Vu la nomenclature annexée à l'article … » speaks of another text.

        Letters within a word may be misread.
        """
        own = (row for row in self.text if not self.rows[row].citing and not self._announces(row))
        return any(_annexed().search(self.lines[row]) or self._is_annexed(row) for row in own)

    def _is_annexed(self, row: int) -> bool:
        words, initials = self._words(row), {phrase[0][0] for phrase in _annexing()}
        return any(word[0] in initials and _begins(words[at:], _annexing()) for at, word in enumerate(words))

    def announces_annex(self) -> bool:
        """Say whether the page says that something is annexed to its own act."""
        return any(map(self._announces, (row for row in self.text if not self.rows[row].citing)))

    def _announces(self, row: int) -> bool:
        return bool(_announced().search(self.lines[row].replace("-", " ")))

    def is_in_capitals(self, row: int) -> bool:
        """Say whether a line stands in capitals."""
        return is_in_capitals(self.raw[row], fewest=_FEWEST_CAPITALS)

    def numbers(self, rows: Iterable[int]) -> frozenset[str]:
        """The acts' numbers of some lines, as they were read."""
        return frozenset(found[1] for row in rows for found in ACT_NUMBER.finditer(self.lines[row]))

    def _words(self, row: int) -> list[str]:
        return self._words_by_row.get(row, [])

    @cached_property
    def _words_by_row(self) -> dict[int, list[str]]:
        words: dict[int, list[str]] = {}
        for token in self.tokens:
            words.setdefault(token.row, []).append(token.word)
        return words


def _begins(words: Sequence[str], phrases: Iterable[Sequence[str]]) -> bool:
    """Say whether words begin with one of some phrases, but for misread letters."""
    return any(_is(words[: len(phrase)], [phrase]) for phrase in phrases)


def _is(words: Sequence[str], phrases: Iterable[Sequence[str]]) -> bool:
    return any(len(words) == len(phrase) and all(map(_misread, words, phrase)) for phrase in phrases)


def _misread(word: str, meant: str) -> bool:
    """Say whether a word may be the one that is meant, as long as it is, with its first and its last letter.

    >>> _misread("ARNEXEE", "ANNEXEE"), _misread("ANNEXER", "ANNEXEE"), _misread("A", "A")
    (True, False, True)
    """
    return word == meant or (len(word) == len(meant) and word[0] + word[-1] == meant[0] + meant[-1] and alike(word, meant))


@cache
def _phrases(words: frozenset[str], fewest: int = 1) -> tuple[tuple[str, ...], ...]:
    """Cut phrases into words; those of fewer words are left out."""
    return tuple(phrase for phrase in (tuple(_WORD.findall(each)) for each in sorted(words)) if len(phrase) >= fewest)


def _settled() -> tuple[tuple[str, ...], ...]:
    return _phrases(vocabulary().settled)


def _bracketed() -> tuple[tuple[str, ...], ...]:
    return _phrases(vocabulary().bracketed)


def _continuing() -> tuple[tuple[str, ...], ...]:
    """The phrases of two words and more: « Versé » alone is like « verso »."""
    return _phrases(vocabulary().continuations, 2)


def _annexing() -> tuple[tuple[str, ...], ...]:
    return _phrases(vocabulary().annexed)


@cache
def _letterhead() -> re.Pattern[str]:
    return re.compile(rf"^\W{{0,3}}{any_of(in_capitals(word) for word in description.vocabulary().letterheads)}\b")


@cache
def _numbered() -> re.Pattern[str]:
    return re.compile(r"^\W{0,3}\w+\s(?:NUMERO|N\s?[\u00b0\u00baO*]{1,2}|(?=\d))\s?[:.]?\s?\d")


@cache
def _certifies() -> re.Pattern[str]:
    return re.compile(rf"\b{any_of(vocabulary().certifications)}\b")


@cache
def _continues() -> re.Pattern[str]:
    words = vocabulary()
    return re.compile(rf"^\W*{any_of(words.continuations)}\b|\(\W*{any_of(words.bracketed)}\W*\)")


@cache
def _annexed() -> re.Pattern[str]:
    return re.compile(rf"\b{any_of(vocabulary().annexed)}\b")


@cache
def _announced() -> re.Pattern[str]:
    return re.compile(rf"\b{any_of(vocabulary().announced)}\b")


@cache
def _subject() -> re.Pattern[str]:
    return re.compile(rf"^\W*{any_of(linkage.vocabulary().subject_labels)}\b\s?[:.]")
