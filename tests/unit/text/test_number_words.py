"""Numbers in words, as acts write years."""

import pytest

from chalicelib.text.number_words import number_in_words


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("deux mille dix", 2010),
        ("mil neuf cent septante et un", 1971),
        ("mille neuf cent quatre-vingt-dix-neuf", 1999),
        ("vingt-deuxieme", 22),
        ("premier", 1),
        ("rien", 0),
    ],
)
def test_a_number_is_read_in_french_and_in_belgian_words(words: str, number: int) -> None:
    assert number_in_words(words) == number
