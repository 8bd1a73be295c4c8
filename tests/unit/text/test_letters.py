"""Letters: what makes two words one, and how far apart two words are."""

from hypothesis import example, given
from hypothesis import strategies as st

from chalicelib.text.letters import deletions, distance, in_capitals, is_in_capitals, plain

words = st.text("abc", max_size=7)


@given(st.text())
@example("Œuvré\u00a0\u2019ÿİﬁ")
def test_plain_text_keeps_every_offset(text: str) -> None:
    assert len(plain(text)) == len(text)


def test_both_ways_of_writing_lose_accents() -> None:
    assert plain("l\u2019Été") == "l'ete"
    assert in_capitals("Œuvre d'Élise") == "OEUVRE D'ELISE"


@given(words, words)
def test_a_distance_is_the_same_from_either_side(one: str, other: str) -> None:
    assert min(distance(one, other, 3), 4) == min(distance(other, one, 3), 4)
    assert (distance(one, other, 3) == 0) == (one == other)


@given(words, words)
def test_two_words_one_slip_apart_share_a_deletion(one: str, other: str) -> None:
    if distance(one, other, 1) <= 1:
        assert set(deletions(one)) & set(deletions(other))


def test_one_letter_wrong_lost_added_or_two_exchanged_is_one_slip() -> None:
    assert [distance("syndicat", other, 1) for other in ("syndicaf", "syndcat", "syndiicat", "sydnicat", "synidact")] == [1, 1, 1, 1, 2]


def test_a_line_is_in_capitals_though_some_are_misread() -> None:
    assert is_in_capitals("MINISTÈRE DE LA JuSTIcE")
    assert not is_in_capitals("Ministère")
    assert not is_in_capitals("12/04/2010")
    assert not is_in_capitals("N° 1", fewest=2)
