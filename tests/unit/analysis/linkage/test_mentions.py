"""Numbers and days of a text: with labels, over blanks and misread, and what is none."""

from datetime import date

import pytest

from chalicelib.analysis.linkage.mentions import read_evidence
from chalicelib.model.piece import Field
from tests.unit.analysis.linkage.texts import FORMS, evidence, transcript


@pytest.mark.parametrize(
    ("line", "numbers"),
    [
        ("Matricule de l'agent n° 123 456", [("123456", True)]),
        ("matr1cule : 123456", [("123456", True)]),
        ("le numéro 123456", [("123456", False)]),
        ("Ordonnance n° 123456/2010", []),
        ("Matricule n° 123/456", [("123456", True)]),
        ("matricule 12/34/56", []),
        ("n° 123/456", []),
        ("le 1.2.1985", []),
    ],
)
def test_a_number_has_the_form_of_a_matricule(line: str, numbers: list[tuple[str, bool]]) -> None:
    assert [(each.matricule, each.labelled) for each in evidence(line).numbers] == numbers


def test_a_day_of_birth_is_told_in_french_or_kirundi_and_may_be_misread() -> None:
    text = evidence("Fait à Gitega, le 5 mars 2010", "né à Gitega le O3/06/198O", "yavutse ku wa 4/7/1981")

    assert [each.day for each in text.births] == [date(1980, 6, 3), date(1981, 7, 4)]
    assert set(text.days) == {date(1980, 6, 3), date(1981, 7, 4), date(2010, 3, 5)}


def test_a_birth_that_only_a_field_knows_is_taken_from_it() -> None:
    field = Field(name="birth_date", value="1980-06-03", raw="3 juin 1980", confidence=0.9, page=1, box=(0, 0, 1, 1))
    text = read_evidence(transcript(["un", "deux"]), FORMS, [field])

    assert [(each.day, each.row) for each in text.births] == [(date(1980, 6, 3), 0)]
