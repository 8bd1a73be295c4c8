"""Word lists in TOML files: the vocabulary of a ministry's papers, which can be corrected without code. Every word is checked when read."""

import re
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import fields
from typing import Final

_WORDS: Final = re.compile(r"[^\W\d_]+(?:[ '][^\W\d_]+)*\.?")
"""Letters, or a few words of letters; an abbreviation may end with its full stop."""


class WordListError(ValueError):
    """A file of word lists that cannot be used."""


def read_word_lists(toml: str, names: Iterable[str], fold: Callable[[str], str]) -> dict[str, tuple[str, ...]]:
    r"""Read the lists of a file; its sections only group them for the reader.

    >>> read_word_lists('[roles]\nkin = ["père", "mère"]', ["kin"], str.upper)
    {'kin': ('PÈRE', 'MÈRE')}

    Args:
        toml: the file's text.
        names: every list that the file must have.
        fold: how the words are compared, as `letters.in_capitals`.

    Raises:
        WordListError: a list is missing, unknown or empty, or a word has other signs than letters or stands twice in its list.
    """
    lists = {name: words for section in tomllib.loads(toml).values() for name, words in section.items()}
    wanted = set(names)
    if lists.keys() != wanted:
        raise WordListError(f"lists missing: {sorted(wanted - lists.keys())}, unknown: {sorted(lists.keys() - wanted)}")
    return {name: _folded(name, words, fold) for name, words in lists.items()}


def read_named_lists(toml: str, sections: Iterable[str], fold: Callable[[str], str]) -> dict[str, dict[str, tuple[str, ...]]]:
    r"""Read a file whose sections have a list of phrases for each word that they stand for.

    >>> read_named_lists('[exits]\n"décès" = ["acte de décès"]', ["exits"], str.upper)
    {'exits': {'décès': ('ACTE DE DÉCÈS',)}}

    Args:
        toml: the file's text.
        sections: every section that the file must have.
        fold: how the phrases are compared.

    Raises:
        WordListError: a section is missing, unknown or empty, a list is as `read_word_lists` refuses it, or a phrase stands for two words.
    """
    lists, wanted = tomllib.loads(toml), set(sections)
    if lists.keys() != wanted or not all(lists.values()):
        raise WordListError(f"sections missing or empty: {sorted(wanted - {name for name in lists if lists[name]})}, or unknown")
    read = {section: {name: _folded(name, phrases, fold) for name, phrases in named.items()} for section, named in lists.items()}
    for section, named in read.items():
        every = [phrase for phrases in named.values() for phrase in phrases]
        twice = [phrase for phrase in every if every.count(phrase) > 1]
        if twice:
            raise WordListError(f"{section}: {twice[0]!r} stands for two words")
    return read


def read_vocabulary_lists(toml: str, kind: type, fold: Callable[[str], str]) -> dict[str, frozenset[str]]:
    """Read the lists of a file that has one for each field of a dataclass, for words that are looked up.

    Raises:
        WordListError: as of `read_word_lists`.
    """
    return {name: frozenset(words) for name, words in read_word_lists(toml, [field.name for field in fields(kind)], fold).items()}


def any_of(words: Iterable[str]) -> str:
    r"""Write a pattern that matches any of some words or phrases, the longest first.

    >>> any_of(["chef", "chef direct"])
    '(?:chef\\s+direct|chef)'
    """
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return "(?:" + "|".join(r"\s+".join(map(re.escape, word.split(" "))) for word in longest_first) + ")"


def _folded(name: str, words: list[str], fold: Callable[[str], str]) -> tuple[str, ...]:
    wrong = [word for word in words if not isinstance(word, str) or not _WORDS.fullmatch(word)]
    if wrong or not words:
        raise WordListError(f"{name}: {f'{wrong[0]!r} is no word' if wrong else 'empty'}")
    folded = tuple(map(fold, words))
    twice = [word for word in folded if folded.count(word) > 1]
    if twice:
        raise WordListError(f"{name}: {twice[0]!r} stands twice")
    return folded
