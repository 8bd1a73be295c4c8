"""The words of vocabulary.toml, by which a page begins a piece or continues one."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from chalicelib.text.letters import in_capitals
from chalicelib.text.word_lists import read_vocabulary_lists


@dataclass(frozen=True, slots=True, kw_only=True)
class PageVocabulary:
    """The word lists of vocabulary.toml, which says what each is for; in capitals, without accents."""

    annex_headings: frozenset[str]
    annexed: frozenset[str]
    announced: frozenset[str]
    continuations: frozenset[str]
    bracketed: frozenset[str]
    page_words: frozenset[str]
    of_words: frozenset[str]
    deciding_words: frozenset[str]
    settled: frozenset[str]
    article_words: frozenset[str]
    certifications: frozenset[str]


@cache
def vocabulary() -> PageVocabulary:
    """Read vocabulary.toml, once, when the first scan is cut."""
    return read_vocabulary(Path(__file__).with_name("vocabulary.toml").read_text("utf-8"))


def read_vocabulary(toml: str) -> PageVocabulary:
    """Read a vocabulary.

    Raises:
        WordListError: a list is missing, unknown or empty, or a word has other signs than letters or stands twice.
    """
    return PageVocabulary(**read_vocabulary_lists(toml, PageVocabulary, in_capitals))
