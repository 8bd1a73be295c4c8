"""First passwords, the pool's policy, and the one spelling of a password."""

import re
import unicodedata

import pytest

from chalicelib.identity.passwords import DIGITS, LETTERS, canonical, check_password, first_password, groups_of
from chalicelib.model.errors import ReaderError


def test_a_first_password_meets_the_policy_and_has_no_sign_that_is_taken_for_another():
    made = {first_password() for _ in range(500)}

    assert len(made) == 500
    for password in made:
        assert re.fullmatch(f"[{LETTERS.upper()}][{LETTERS}]{{3}}[{LETTERS.upper()}][{LETTERS}]{{3}}[{DIGITS}]{{4}}", password)
    assert not set(LETTERS + LETTERS.upper() + DIGITS) & set("aeiouyAEIOUYlL01")


@pytest.mark.parametrize("between", ["", " ", "-", " - ", "\u00a0", "\u2011", "\t"])
@pytest.mark.parametrize("typed_as", [str, str.lower, str.upper, str.swapcase])
def test_a_first_password_is_typed_as_its_slip_shows_it(between, typed_as):
    password = first_password()

    assert canonical(between.join(map(typed_as, groups_of(password)))) == password


@pytest.mark.parametrize("own", ["Soleil-levant-7", "KvhtNzbx374", "Kvht Nzbx 37465", "kvht_nzbx_3746", "Kvht-Nzba-3746", "Kvht-Nzbx-3741"])
def test_no_other_password_is_changed_by_blanks_dashes_or_case(own):
    assert canonical(own) == own


def test_a_password_is_the_same_composed_and_decomposed():
    forms = {canonical(unicodedata.normalize(form, "Été-à-Gitega-7")) for form in ("NFC", "NFD")}

    assert forms == {"Été-à-Gitega-7"}
    assert canonical("ﬁn-de-Lac-2026") != canonical("fin-de-Lac-2026")


def test_an_own_password_may_not_have_the_form_of_one_that_stands_on_slips():
    with pytest.raises(ReaderError) as refused:
        check_password(first_password())

    assert refused.value.code == "same_password"


@pytest.mark.parametrize("unseen", ["\0", "\x1b", "\u200b", "\u202e", "\ufeff", "\u00a0", "\u2028"])
def test_a_password_has_no_sign_that_nobody_sees(unseen):
    with pytest.raises(ReaderError) as refused:
        check_password(f"Soleil{unseen}levant-7")

    assert refused.value.code == "weak_password"
