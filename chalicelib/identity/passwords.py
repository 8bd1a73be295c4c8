"""Passwords: the user pool's policy, and first passwords as they are printed on slips."""

import secrets

from chalicelib.model.errors import ReaderError

SHORTEST = 12
"""Characters; as PasswordPolicy in `infra/readers.yaml`, which a test compares."""
LONGEST = 256
"""Characters; Cognito's limit."""


def check_password(password: str) -> None:
    """Refuse a password that the user pool would refuse.

    The pool itself refuses it for existing accounts only, which would reveal which accounts exist.

    >>> check_password("Soleil-levant-7")

    Raises:
        ReaderError: `weak_password`.
    """
    has = (str.islower, str.isupper, str.isdigit)
    long_enough = SHORTEST <= len(password) <= LONGEST and not any(letter.isspace() for letter in password)
    if not long_enough or not all(any(kind(letter) for letter in password if letter.isascii()) for kind in has):
        raise ReaderError("weak_password")


LETTERS = "bfhjkmnptvxz"
"""No vowels, so that no word, insult or name of a people or party can be formed; none of c, d, g, l, q, r, s, w, y, which are misread
or form such initials."""
DIGITS = "23456789"
"""Neither 0 nor 1, which are misread as letters."""
_GROUPS = 2
_GROUP = 4


def first_password() -> str:
    """Generate a first password of twelve characters, to be typed from paper on an old phone.

    Letters come first and digits last, so that neither is misread as the other. About 41 bits: enough behind a sign-in that counts
    attempts (`rate_limit.ACCOUNT`).

    >>> len(first_password())
    12
    """
    groups = ("".join(secrets.choice(LETTERS) for _ in range(_GROUP)).capitalize() for _ in range(_GROUPS))
    return "".join(groups) + "".join(secrets.choice(DIGITS) for _ in range(_GROUP))


def groups_of(password: str) -> tuple[str, ...]:
    """Split a password into groups, as it is printed.

    >>> groups_of("KvhtNzbx3746")
    ('Kvht', 'Nzbx', '3746')
    """
    return tuple(password[start : start + _GROUP] for start in range(0, len(password), _GROUP))
