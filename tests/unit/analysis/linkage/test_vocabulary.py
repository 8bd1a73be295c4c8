"""The words of vocabulary.toml: each list says something, in the letters in which texts are compared."""

from dataclasses import fields
from pathlib import Path

import pytest

from chalicelib.analysis.linkage import vocabulary as module
from chalicelib.analysis.linkage.vocabulary import Vocabulary, read_vocabulary, vocabulary
from chalicelib.text.letters import in_capitals
from chalicelib.text.names import PARTICLES
from chalicelib.text.word_lists import WordListError

SHIPPED = Path(module.__file__).with_name("vocabulary.toml").read_text("utf-8")
LISTS = [field.name for field in fields(Vocabulary)]
PHRASES = {"rater_headings"}
"""Lists that patterns are made of; the others are compared word by word."""


@pytest.mark.parametrize("name", LISTS)
def test_each_list_has_words_in_the_letters_in_which_texts_are_compared(name: str) -> None:
    words = getattr(vocabulary(), name)

    assert words
    assert {in_capitals(word) for word in words} == words
    assert all(word.isalpha() or name in PHRASES for word in words)


def test_particles_and_labels_are_no_names_either() -> None:
    assert vocabulary().not_names > PARTICLES
    assert vocabulary().after_name_label > vocabulary().name_labels


def test_titles_that_may_be_misread_are_titles() -> None:
    assert vocabulary().titles > vocabulary().long_titles
    assert vocabulary().titles > vocabulary().courtesies
    assert vocabulary().kin > vocabulary().kin_of


def test_a_list_that_a_ministry_has_emptied_is_refused_with_its_name() -> None:
    with pytest.raises(WordListError, match="letterheads: empty"):
        read_vocabulary(SHIPPED.replace('["république", "ministère", "province", "commune"]', "[]"))


def test_another_ministry_s_word_needs_no_code() -> None:
    theirs = read_vocabulary(SHIPPED.replace('"employeur", "autorité de notation"', '"employeur", "chef de poste", "autorité de notation"'))

    assert theirs.rater_headings - vocabulary().rater_headings == {"CHEF DE POSTE"}
