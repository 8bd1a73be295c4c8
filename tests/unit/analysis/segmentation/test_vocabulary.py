"""The words of vocabulary.toml: each list says something, in capitals without accents."""

from dataclasses import fields
from pathlib import Path

import pytest

from chalicelib.analysis.segmentation import vocabulary as module
from chalicelib.analysis.segmentation.vocabulary import PageVocabulary, read_vocabulary, vocabulary
from chalicelib.text.letters import in_capitals
from chalicelib.text.word_lists import WordListError

SHIPPED = Path(module.__file__).with_name("vocabulary.toml").read_text("utf-8")


@pytest.mark.parametrize("name", [field.name for field in fields(PageVocabulary)])
def test_each_list_has_words_in_the_letters_in_which_lines_are_compared(name: str) -> None:
    words = getattr(vocabulary(), name)

    assert words
    assert {in_capitals(word) for word in words} == words


def test_another_ministry_s_word_for_an_annex_needs_no_code() -> None:
    theirs = read_vocabulary(SHIPPED.replace('"appendice"', '"appendice", "supplément"'))

    assert theirs.annex_headings - vocabulary().annex_headings == {"SUPPLEMENT"}


def test_a_list_under_another_name_is_refused() -> None:
    with pytest.raises(WordListError, match="page_words"):
        read_vocabulary(SHIPPED.replace("page_words", "pages"))
