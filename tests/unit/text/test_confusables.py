"""Confusables: a text is read in the Latin letters that it looks like."""

import tomllib
import unicodedata
from pathlib import Path

import pytest

from chalicelib.text import confusables
from chalicelib.text.confusables import latin_skeleton

TABLE = tomllib.loads(Path(confusables.__file__).with_name("confusables.toml").read_text("utf-8"))


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("\u041d\u0443\u0442", "Hyt"),
        ("\u0397\u03c5\u03c4\u03c5", "Hutu"),
        ("\u0126\u0289\u0167\u0289", "Hutu"),
        ("\u029c\u1d1c\u1d1b\u1d1c", "hutu"),
        ("\u13bbU\u13a2U", "HUTU"),
        ("\U0001d407\U0001d414\U0001d413\U0001d414", "HUTU"),
        ("H\u200bu\u2060t\ufeffu\u3164", "Hutu"),
        ("\u202eutuH", "utuH"),
        ("e\u0301cole, \xe9cole, \ufb01n", "ecole, ecole, fin"),
        ("CNDD\u2011FDD", "CNDD-FDD"),
        ("Lot 12/2019\n", "Lot 12/2019\n"),
    ],
)
def test_a_text_is_written_in_the_latin_letters_that_it_looks_like(written: str, read: str) -> None:
    assert latin_skeleton(written) == read


def test_a_letter_that_looks_like_no_latin_letter_stays() -> None:
    assert latin_skeleton("\u0416\u03a9") == "\u0416\u03a9"


def test_every_letter_of_the_table_stands_once_and_is_one_that_unicode_does_not_decompose() -> None:
    letters = "".join(TABLE.values())

    assert sorted(TABLE) == list("abcdefghijklmnopqrstuvwxyz")
    assert len(letters) == len(set(letters))
    assert all(unicodedata.normalize("NFKD", letter) == letter and not letter.isascii() for letter in letters)
