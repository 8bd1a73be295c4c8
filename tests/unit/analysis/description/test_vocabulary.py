"""The words of vocabulary.toml: each list says something, in the letters in which acts are compared."""

from dataclasses import fields
from pathlib import Path

import pytest

from chalicelib.analysis.description import vocabulary as module
from chalicelib.analysis.description.vocabulary import ActVocabulary, read_vocabulary, vocabulary
from chalicelib.text.letters import plain
from chalicelib.text.word_lists import WordListError

SHIPPED = Path(module.__file__).with_name("vocabulary.toml").read_text("utf-8")
PLAIN = ("letterheads", "signing_offices", "signatory_not_names")


@pytest.mark.parametrize("name", [field.name for field in fields(ActVocabulary)])
def test_each_list_has_words_in_the_letters_in_which_acts_are_compared(name: str) -> None:
    words = getattr(vocabulary(), name)

    assert words
    assert name not in PLAIN or {plain(word) for word in words} == words


def test_an_office_that_signs_is_no_name() -> None:
    assert vocabulary().signing_offices - vocabulary().signatory_not_names == {"maire"}  # which is a name too


def test_another_ministry_s_title_needs_no_code() -> None:
    theirs = read_vocabulary(SHIPPED.replace('"Sieur", "Dame"', '"Sieur", "Dame", "Maître"'))

    assert theirs.person_titles - vocabulary().person_titles == {"Maître"}


def test_a_list_under_another_name_is_refused() -> None:
    with pytest.raises(WordListError, match="honours"):
        read_vocabulary(SHIPPED.replace("honours", "honneurs"))
