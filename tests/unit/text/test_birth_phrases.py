"""Days of birth: the label beside a day proves one, words around it suggest one, and an act is dated by neither."""

import pytest

from chalicelib.text.birth_phrases import is_labelled_birth, is_told_birth, may_be_birth, told_birth_year


@pytest.mark.parametrize(
    ("before", "after", "labelled", "told"),
    [
        ("madame niyo, nee a gitega, le ", "", True, True),
        ("date et lieu de naissance : ", "", True, True),
        ("le ", " est ne le nomme niyo", True, True),
        ("naissance de niyo jean, a gitega, le ", "", False, True),
        ("yavutse ", "", False, True),
        ("fait a gitega, le ", "", False, False),
        ("ministere, ne concerne pas le ", "", False, False),
    ],
)
def test_a_birth_is_labelled_or_told(before: str, after: str, *, labelled: bool, told: bool) -> None:
    assert is_labelled_birth(before, after) is labelled
    assert is_told_birth(before, after) is told


def test_a_birth_record_s_own_day_is_no_birth() -> None:
    assert may_be_birth("niyo, ne a gitega, le ")
    assert not may_be_birth("extrait d'acte de naissance n° 12 du registre de la commune\nfait a gitega, le ")


@pytest.mark.parametrize("birth", ["nee en 1971", "nee a gitega vers 1971", "annee de naissance : 1971"])
def test_the_day_behind_a_birth_of_which_the_year_is_told_is_another(birth: str) -> None:
    assert told_birth_year(birth) == 1971
    assert not is_told_birth(f"madame niyo, {birth}, est nommee.\nfait a ngozi, le ", "")
    assert not may_be_birth(f"madame niyo, {birth}, est nommee.\nfait a ngozi, le ")
    assert is_told_birth(f"fille de hakiza, {birth}, et nee le ", "")


@pytest.mark.parametrize("text", ["nee le 12/08/1971", "ne en avril 1971", "elle est en 1971 a ngozi", "ministere, ne concerne pas 1971"])
def test_a_year_that_no_birth_stands_before_directly_is_none(text: str) -> None:
    assert told_birth_year(text) is None
