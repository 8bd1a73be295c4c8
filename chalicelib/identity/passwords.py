"""Passwords: the rules of the user pool, and first passwords as they are printed on slips."""

import secrets

from chalicelib.model.errors import ReaderError

SHORTEST = 12
"""`infra/readers.yaml`, PasswordPolicy: a test holds the two together."""
LONGEST = 256
"""Cognito's."""


def check_password(password: str) -> None:
    """Refuse a password that the pool would refuse.

    The pool's own answer would come for accounts that exist alone, and so tell which do.

    >>> check_password("Soleil-levant-7")

    Raises:
        ReaderError: `weak_password`.
    """
    has = (str.islower, str.isupper, str.isdigit)
    long_enough = SHORTEST <= len(password) <= LONGEST and not any(letter.isspace() for letter in password)
    if not long_enough or not all(any(kind(letter) for letter in password if letter.isascii()) for kind in has):
        raise ReaderError("weak_password")


LETTERS = "bfhjkmnptvxz"
"""No vowels, so that no word, no insult and no name of a people or a party can come of it; no c, d, g, l, q, r, s, w, y: they are
taken for others, or make up such initials."""
DIGITS = "23456789"
"""Neither 0 nor 1, which are taken for letters."""
_GROUPS = 2
_GROUP = 4


def first_password() -> str:
    """Invent a first password: twelve signs, typed from paper on an old phone.

    Letters stand first and digits last, so that none is taken for the other; about 41 bits, which nobody guesses through a sign-in
    that counts the attempts.

    >>> len(first_password())
    12
    """
    groups = ("".join(secrets.choice(LETTERS) for _ in range(_GROUP)).capitalize() for _ in range(_GROUPS))
    return "".join(groups) + "".join(secrets.choice(DIGITS) for _ in range(_GROUP))


def groups_of(password: str) -> tuple[str, ...]:
    """Part a password as it is printed.

    >>> groups_of("KvhtNzbx3746")
    ('Kvht', 'Nzbx', '3746')
    """
    return tuple(password[start : start + _GROUP] for start in range(0, len(password), _GROUP))
