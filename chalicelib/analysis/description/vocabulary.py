"""The words of vocabulary.toml and career.toml: an act names its ministry, its servant, its signatory, and what it changes in a career."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

from chalicelib.text.letters import plain
from chalicelib.text.word_lists import read_named_lists, read_vocabulary_lists


@dataclass(frozen=True, slots=True, kw_only=True)
class ActVocabulary:
    """The word lists of vocabulary.toml, which says what each is for."""

    letterheads: frozenset[str]
    """Plain, as `letters.plain` writes them."""
    person_titles: frozenset[str]
    """As written."""
    person_not_names: frozenset[str]
    """As written."""
    honours: frozenset[str]
    """As written."""
    signing_offices: frozenset[str]
    """Plain."""
    signatory_not_names: frozenset[str]
    """Plain."""


@cache
def vocabulary() -> ActVocabulary:
    """Read vocabulary.toml, once, when the first act is read."""
    return read_vocabulary(Path(__file__).with_name("vocabulary.toml").read_text("utf-8"))


def read_vocabulary(toml: str) -> ActVocabulary:
    """Read a vocabulary.

    Raises:
        WordListError: a list is missing, unknown or empty, or a word has other signs than letters or stands twice.
    """
    words = read_vocabulary_lists(toml, ActVocabulary, str)
    for name in ("letterheads", "signing_offices", "signatory_not_names"):
        words[name] = frozenset(map(plain, words[name]))
    return ActVocabulary(**words)


@dataclass(frozen=True, slots=True, kw_only=True)
class CareerVocabulary:
    """The lists of career.toml, which says what each is for: plain phrases by the word that they stand for."""

    positions_begin: Mapping[str, tuple[str, ...]]
    positions_end: Mapping[str, tuple[str, ...]]
    sanctions: Mapping[str, tuple[str, ...]]
    erasures: Mapping[str, tuple[str, ...]]
    annulments: Mapping[str, tuple[str, ...]]
    no_sanctions: Mapping[str, tuple[str, ...]]
    exits: Mapping[str, tuple[str, ...]]
    ratings: Mapping[str, tuple[str, ...]]


@cache
def career_vocabulary() -> CareerVocabulary:
    """Read career.toml, once, when the first act is read."""
    return read_career_vocabulary(Path(__file__).with_name("career.toml").read_text("utf-8"))


def read_career_vocabulary(toml: str) -> CareerVocabulary:
    """Read the vocabulary of careers.

    Raises:
        WordListError: as of `word_lists.read_named_lists`.
    """
    return CareerVocabulary(**read_named_lists(toml, [field.name for field in fields(CareerVocabulary)], plain))
