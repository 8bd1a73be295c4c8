"""Signatories: the one name below « Fait à »."""

import pytest

from chalicelib.analysis.description.signatory import signatory_of
from tests.unit.analysis.description.texts import prose


@pytest.mark.parametrize("name", ["Révérien NIYOKUNDA", "Dr Révérien NIYOKUNDA."])
def test_the_signatory_stands_below_the_place_and_the_day(name: str) -> None:
    found = signatory_of(prose(f"Fait à Bujumbura, le 12 avril 2010\nLe Ministre de la Santé\n{name}\nCopie conforme"))

    assert found is not None
    assert found.value == "Révérien NIYOKUNDA"


def test_two_names_below_a_signature_leave_it_to_a_person() -> None:
    assert signatory_of(prose("Fait à Bujumbura\nRévérien NIYOKUNDA\nZénon RUTWE")) is None
