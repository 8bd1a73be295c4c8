"""Names: one however they are accented, ordered, hyphenated or misspelt, and found by a word half typed."""

import pytest

from chalicelib.model.servant import Servant
from chalicelib.text.names import alike, headings_of, nearness, sound, spellings_asked, spellings_of, words_of


def test_a_name_s_words_are_the_same_however_it_is_written() -> None:
    assert words_of("Ndayisenga Jean-Marie") == words_of("NDAYISENGA  Jean Marie") == ("NDAYISENGA", "JEAN", "MARIE")
    assert words_of("Mme NIYO née de HAKIZA") == ("NIYO", "HAKIZA")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [("NDAYISENGA", "NDAY1SENGA", True), ("MARIE", "MARLE", True), ("JEAN", "JEAM", False), ("NIYONKURU", "NIYOMUKIZA", False)],
)
def test_a_slip_is_forgiven_in_a_long_word(one: str, other: str, *, same: bool) -> None:
    assert alike(one, other) is alike(other, one) is same


@pytest.mark.parametrize(("typed", "written"), [("Ndaisenga", "NDAYISENGA"), ("HAKISIMANA", "HAKIZIMANA"), ("Nionkuru", "NIYONKURU")])
def test_a_name_typed_by_its_sound_is_found(typed: str, written: str) -> None:
    assert spellings_asked(typed) & spellings_of(written)
    assert nearness(typed, written) <= 1


def test_a_word_of_signs_alone_has_itself_for_a_sound() -> None:
    assert sound("H") == "H"


def test_each_name_heads_a_list_and_so_does_the_matricule() -> None:
    servant = Servant(matricule="12345", name="NIYO", first_names="Ève Marie")

    assert headings_of(servant) == ("NIYO EVE MARIE", "EVE NIYO MARIE", "MARIE NIYO EVE", "12345")


def test_spellings_that_one_slip_parts_have_one_key_in_common() -> None:
    for typed in ("NDAYISENGA", "NDYISENGA", "NDAAYISENGA", "NDOYISENGA", "NADYISENGA"):
        assert spellings_asked(typed) & spellings_of("NDAYISENGA")
        assert nearness(typed, "NDAYISENGA") <= 2


def test_what_sounds_alike_is_written_alike() -> None:
    assert sound("Ruvyagira") == sound("LUBIAGILA")


def test_a_name_of_one_word_stands_under_itself_and_the_matricule() -> None:
    assert headings_of(Servant(matricule="123456", name="NDAYISENGA")) == ("NDAYISENGA", "123456")
