"""Fields: what may be one, and what contradicts itself."""

import pytest

from chalicelib.analysis.description.fields import DATES, NAMES, may_be_kept, read_fields
from chalicelib.model.identifiers import Forms
from tests.unit.analysis.description.test_classification import ACT, FORMS
from tests.unit.analysis.description.texts import prose


def test_a_birth_after_the_act_is_somebody_else_s() -> None:
    text = "ORDONNANCE N° 550/12 du 3 mars 1975\nMonsieur RUTWE Zénon, né à Gitega le 3 juin 1980, matricule 777777"
    fields = {each.name for each in read_fields(prose(text), FORMS)}

    assert "act_date" in fields
    assert "birth_date" not in fields


@pytest.mark.parametrize(
    ("text", "kept"),
    [("Ministère de la Justice", True), ("Lycée catholique de Gitega", True), ("membre du parti", False), ("Ethnie : Hutu", False)],
)
def test_a_forbidden_mention_is_never_kept(text: str, *, kept: bool) -> None:
    assert may_be_kept(text) is kept


def test_fields_are_given_in_the_order_in_which_they_are_shown() -> None:
    names = [each.name for each in read_fields(prose(ACT), FORMS)]

    assert names == [name for name in NAMES if name in names]
    assert set(NAMES) > DATES


def test_an_empty_text_has_no_fields() -> None:
    assert read_fields(prose(""), Forms()) == ()
