"""Word lists: what a ministry may write in them, and what is refused with the list's name."""

import re

import pytest

from chalicelib.text.letters import in_capitals
from chalicelib.text.word_lists import WordListError, any_of, read_word_lists


def read(text: str, *names: str) -> dict[str, tuple[str, ...]]:
    return read_word_lists(text, names, in_capitals)


def test_words_are_written_with_accents_and_compared_without() -> None:
    assert read('[roles]\nkin = ["père", "époux"]', "kin") == {"kin": ("PERE", "EPOUX")}


def test_sections_only_group_the_lists() -> None:
    assert read('[a]\none = ["un"]\n[b]\ntwo = ["deux mots", "M."]', "one", "two") == {"one": ("UN",), "two": ("DEUX MOTS", "M.")}


@pytest.mark.parametrize(
    ("lists", "names", "said"),
    [
        ("kin = []", ("kin",), "kin: empty"),
        ('kin = [""]', ("kin",), "kin: '' is no word"),
        ('kin = ["père", "PERE"]', ("kin",), "kin: 'PERE' stands twice"),
        ('kin = ["pere(s)?"]', ("kin",), "is no word"),
        ("kin = [1]", ("kin",), "kin: 1 is no word"),
        ('kin = ["père"]', ("kin", "titles"), r"missing: \['titles'\]"),
        ('kin = ["père"]\ntitels = ["m"]', ("kin",), r"unknown: \['titels'\]"),
    ],
)
def test_a_list_that_cannot_be_used_is_refused_with_its_name(lists: str, names: tuple[str, ...], said: str) -> None:
    with pytest.raises(WordListError, match=said):
        read(f"[words]\n{lists}", *names)


def test_the_longest_phrase_is_matched_first_over_any_blanks() -> None:
    found = re.match(any_of(["chef", "chef direct", "m."]), "chef   direct")

    assert found is not None
    assert found[0] == "chef   direct"
    assert re.fullmatch(any_of(["m."]), "mx") is None
