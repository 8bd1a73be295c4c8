"""Heads of acts: where they end, and the kind and number that the title says."""

import pytest

from chalicelib.analysis.description.act_titles import head_of, kind_of, number_of, title_of
from tests.unit.analysis.description.test_classification import ACT
from tests.unit.analysis.description.texts import prose


def test_the_head_ends_where_the_act_begins_to_cite() -> None:
    text = prose(ACT)

    assert text.text[: head_of(text)].endswith("Le Ministre de la Santé Publique,\n")
    assert head_of(prose("")) == 0


@pytest.mark.parametrize(
    ("line", "kind", "number"),
    [
        ("ORDONNANCE MINISTÉRIELLE N° 630/1215/2010 DU 12/04/2010", "ordonnance ministérielle", "630/1215/2010"),
        ("Décret n° 100/12 portant nomination", "décret", "100/12"),
        ("PROCÈS-VERBAL de réunion", "procès-verbal", None),
        ("ARRÊTÉ portant application de la loi n° 1/28", "arrêté", None),
        ("ORDONNANCE N° 63O/1215", "ordonnance", "630/1215"),
        ("ORDONNANCE N° 6l0/12S5 DU 12/04/2010", "ordonnance", "610/1255"),
        ("ORDONNANCE N° 610/12X5 DU 12/04/2010", "ordonnance", None),
        ("Arrêté n° D1/B1/10/204 prescrivant", "arrêté", "D1/B1/10/204"),
        ("Arrêté n° D1-B1-12- 467 réglementant", "arrêté", "D1-B1-12-467"),
        ("Arrêté DAI/B4/05-35 modifiant l'arrêté du 9 septembre 2003", "arrêté", "DAI/B4/05-35"),
        ("Arrêté du 24 septembre 2021", "arrêté", None),
        ("Arrêté 12/04/2010", "arrêté", None),
    ],
)
def test_the_title_says_kind_and_number(line: str, kind: str, number: str | None) -> None:
    text = prose(line)
    title = title_of(text, len(text.plain))
    found_kind, found_number = kind_of(title), number_of(text, len(text.plain), title)

    assert found_kind is not None
    assert (found_kind.value, found_number.value if found_number else None) == (kind, number)


def test_the_end_of_a_sentence_is_no_title() -> None:
    text = prose("Vu la loi et\nArrêté du ministre")

    assert title_of(text, len(text.plain)) is None
