"""Days of stamps: printed, scanned, faxed or received is told on the day's own line, above it where it stands alone, or by a clock."""

import pytest

from chalicelib.text.stamp_phrases import is_stamped


@pytest.mark.parametrize(
    ("before", "after", "stamped"),
    [
        ("imprime le ", "", True),
        ("date d'impression\n", "", True),
        ("recu le 3 mars 2010\n", "", False),
        ("imprime le 14/05/2024 fait a gitega, le ", "", False),
        ("fait a gitega, le 7 aout 1996 edite le ", "", True),
        ("", " 10:22 de : secretariat", True),
        ("10h22 ", "", True),
        ("page 1/2 - ", "", True),
        ("appose le ", "", True),
        ("valide le ", "", True),
        ("certifie conforme a l'original\nfait a bujumbura, le ", "", True),
        ("vu pour legalisation de la signature\nbujumbura, le ", "", True),
        ("pour ampliation conforme,\nbujumbura, le ", "", True),
        ("est conforme a la loi et prend effet\nfait a bujumbura, le ", "", False),
        ("decision n° 530/211/1992 du ", "", False),
        ("fait a gitega, le ", " a 10 heures", False),
        ("le tireur d'elite, le ", "", False),
    ],
)
def test_a_day_is_a_stamps_or_is_not(before: str, after: str, *, stamped: bool) -> None:
    assert is_stamped(before, after) is stamped
