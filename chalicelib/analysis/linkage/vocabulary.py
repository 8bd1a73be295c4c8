"""The words of vocabulary.toml, by which a text says whom it is about: titles, labels, offices, roles, kinship."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from chalicelib.text.letters import in_capitals
from chalicelib.text.names import PARTICLES
from chalicelib.text.word_lists import read_vocabulary_lists


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """The word lists of vocabulary.toml, which says what each is for; in capitals, without accents."""

    titles: frozenset[str]
    long_titles: frozenset[str]
    courtesies: frozenset[str]
    name_labels: frozenset[str]
    after_name_label: frozenset[str]
    """The labels of a name included."""
    not_names: frozenset[str]
    """The particles of `text.names` included."""
    number_labels: frozenset[str]
    after_number_label: frozenset[str]
    letterheads: frozenset[str]
    offices: frozenset[str]
    rater_headings: frozenset[str]
    rated_headings: frozenset[str]
    subject_labels: frozenset[str]
    act_names: frozenset[str]
    declarations: frozenset[str]
    requests: frozenset[str]
    raters: frozenset[str]
    acts_done_by: frozenset[str]
    on_behalf: frozenset[str]
    executors: frozenset[str]
    attestations: frozenset[str]
    kin: frozenset[str]
    kin_of: frozenset[str]
    career_words: frozenset[str]


@cache
def vocabulary() -> Vocabulary:
    """Read vocabulary.toml, once, when the first text is read."""
    return read_vocabulary(Path(__file__).with_name("vocabulary.toml").read_text("utf-8"))


def read_vocabulary(toml: str) -> Vocabulary:
    """Read a vocabulary.

    Raises:
        WordListError: a list is missing, unknown or empty, or a word has other signs than letters or stands twice.
    """
    words = read_vocabulary_lists(toml, Vocabulary, in_capitals)
    words["after_name_label"] |= words["name_labels"]
    words["not_names"] |= PARTICLES
    return Vocabulary(**words)
