"""The lexicon: phrases are found although letters are wrong, and no other word is taken for them."""

import pytest

from chalicelib.analysis.sensitivity.lexicon import Lexicon, Sighting, WordParts
from chalicelib.analysis.sensitivity.tokens import tokenise

RULE = ("religion", "certain")
LEXICON = Lexicon(
    {
        "messe": [("religion", "literal")],
        "syndicat": [RULE],
        "hutu": [RULE],
        "membre du parti": [RULE],
        "fracture": [RULE],
        "cnl": [RULE],
        "dépression": [RULE],
    },
    WordParts(endings={"pathie": RULE}, lookalikes=["facture", "buts", "hutte"], carriers=["liste", "des"]),
    found_inside=RULE.__eq__,
    mirrored=RULE.__eq__,
    exact=lambda rule: rule[1] == "literal",
)


def found(text: str) -> list[Sighting]:
    return LEXICON.find(tokenise([text]).texts, {})


@pytest.mark.parametrize(
    "text",
    [
        "syndicat",
        "syndlcat",
        "syndiat",
        "syndi cat",
        "S Y N D I C A T",
        "hutn",
        "utuh",
        "C.N.L.",
        "lesyndicat",
        "membre du parti",
        "cardiopathie",
        "syndicat1972",
        "Hutu1",
        "Hu7u",
        "h_u_t_u",
        "huutu",
        "listedeshutu",
    ],
)
def test_a_phrase_is_found_however_it_was_read(text: str) -> None:
    assert [each[2:] for each in found(text)] == [RULE]


@pytest.mark.parametrize("text", ["facture", "syndicats", "de pression", "parti", "membre actif du parti", "cn", "1111"])
def test_another_word_is_not_taken_for_it(text: str) -> None:
    assert not found(text)


def test_a_phrase_says_from_which_token_to_which_it_stands() -> None:
    assert found("il est membre du parti unique")[0][:2] == (2, 5)


def test_in_an_ordinary_word_no_letter_is_forgiven() -> None:
    assert found("messe")
    assert not found("masse")
    assert not found("mmesse")


def test_a_small_word_inside_a_phrase_hides_no_other_phrase() -> None:
    lexicon = Lexicon(
        {"maladie du": [RULE], "maladie siècle noir": [RULE]},
        WordParts(endings={}, lookalikes=(), carriers=()),
        found_inside=lambda _: False,
        mirrored=lambda _: False,
        exact=lambda _: False,
    )

    assert len(lexicon.find(tokenise(["maladie du siècle noir"]).texts, {})) == 2
