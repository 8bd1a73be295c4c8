"""First passwords and the pool's policy."""

import re

from chalicelib.identity.passwords import DIGITS, LETTERS, first_password


def test_a_first_password_meets_the_policy_and_has_no_sign_that_is_taken_for_another():
    made = {first_password() for _ in range(500)}

    assert len(made) == 500
    for password in made:
        assert re.fullmatch(f"[{LETTERS.upper()}][{LETTERS}]{{3}}[{LETTERS.upper()}][{LETTERS}]{{3}}[{DIGITS}]{{4}}", password)
    assert not set(LETTERS + LETTERS.upper() + DIGITS) & set("aeiouyAEIOUYlL01")
