"""Context: what a phrase needs around it to seal, and what excuses it, one part at a time."""

import pytest

from chalicelib.analysis.sensitivity.context import Context
from chalicelib.analysis.sensitivity.lexicon import Lexicon, WordParts
from chalicelib.analysis.sensitivity.tokens import tokenise
from chalicelib.model.transcript import Page, TextLine

LEXICON = Lexicon(
    {
        "hutu": [("ethnicity", "always")],
        "catholique": [("religion", "certain")],
        "religion": [("religion", "asked")],
        "cnl": [("political_opinion", "beside")],
        "membre": [("political_opinion", "bearers")],
        "fracture": [("diagnosis", "medical")],
        "atteint": [("diagnosis", "suffering")],
        "patient": [("everywhere", "care")],
        "indemne": [("everywhere", "denials")],
        "du foie": [("diagnosis", "indirect")],
        "malade": [("diagnosis", "links")],
        "lycée": [("religion", "public")],
        "loi": [("everywhere", "laws")],
        "monsieur": [("everywhere", "persons")],
        "sans distinction": [("everywhere", "fairness")],
        "nom": [("everywhere", "form")],
        "maladie": [("diagnosis", "vague")],
    },
    WordParts(endings={}, lookalikes=(), carriers=()),
    found_inside=lambda _: False,
    mirrored=lambda _: False,
    exact=lambda _: False,
)


def seals(*lines: str) -> set[str]:
    page = Page(
        number=1,
        lines=tuple(TextLine(text=text, confidence=99, box=(0.1, 0.1 + 0.02 * at, 0.8, 0.015)) for at, text in enumerate(lines)),
    )
    tokens = tokenise(lines)
    sightings = LEXICON.find(tokens.texts, {})
    context = Context(page, tokens.texts, tokens.lines, sightings)
    parts = {"always", "certain", "asked", "beside", "indirect", "medical", "suffering"}
    return {each.part for each in sightings if each.part in parts and context.seals(each)}


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("il est hutu", {"always"}),
        ("il est catholique", {"certain"}),
        ("le lycée catholique", set()),
        ("nul n'est exclu parce que catholique, sans distinction", set()),
        ("religion : ........", {"asked"}),
        ("il enseigne la religion dans une classe", set()),
        ("le CNL se réunit", set()),
        ("membre du CNL", {"beside"}),
        ("il est malade du foie", {"indirect"}),
        ("il est malade. Le prix du foie monte", set()),
        ("il est malade ; une commande de viande, de pain, de riz et du foie", set()),
        ("une fracture de la digue", set()),
        ("le patient a une fracture", {"medical"}),
        ("le patient est atteint de cholera", {"suffering"}),
        ("le patient est atteint d'une maladie", set()),
    ],
)
def test_each_part_seals_beside_what_it_needs(line: str, parts: set[str]) -> None:
    assert seals(line) == parts


def test_a_law_excuses_unless_it_names_a_person() -> None:
    assert seals("Vu la loi relative au culte catholique") == set()
    assert seals("Vu la loi, Monsieur NIYO, catholique") == {"certain"}


def test_a_question_among_other_questions_needs_no_colon() -> None:
    assert seals("nom prénom religion sexe") == {"asked"}
