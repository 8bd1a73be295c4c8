"""Dates of acts: the day of the title or the signature, and the day from which they take effect."""

import pytest

from chalicelib.analysis.description.act_dates import act_date_of, effective_date_of
from chalicelib.analysis.description.act_titles import head_of
from chalicelib.text.dates import find_dates
from tests.unit.analysis.description.texts import prose


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("ORDONNANCE N° 550/12 du 3 mars 2010", "2010-03-03"),
        ("Fait à Gitega, le 3 mars 2010", "2010-03-03"),
        ("Gitega, le 3 mars 2010", "2010-03-03"),
        ("Madame NIYO, née à Gitega, le 3 mars 1980", None),
        ("Vu l'ordonnance du 3 mars 2010", None),
    ],
)
def test_an_act_is_dated_by_its_title_or_its_signature(text: str, day: str | None) -> None:
    written = prose(text)
    found = act_date_of(written, head_of(written), find_dates(written.plain))

    assert (found.value if found else None) == day


def test_an_act_takes_effect_on_the_day_that_it_says() -> None:
    written = prose("Il est nommé à compter du 1er mai 2010. Le présent arrêté entre en vigueur le 2 mai 2010.")
    found = effective_date_of(written, find_dates(written.plain))

    assert found is not None
    assert found.value == "2010-05-01"
