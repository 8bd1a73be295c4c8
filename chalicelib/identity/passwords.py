"""Passwords: the one spelling in which they are set and checked, the user pool's policy, and first passwords as slips print them."""

import re
import secrets
import unicodedata

from chalicelib.model.errors import ReaderError

SHORTEST = 12
"""Characters; as PasswordPolicy in `infra/readers.yaml`, which a test compares."""
LONGEST = 256
"""Characters; Cognito's limit."""


def canonical(typed: str) -> str:
    r"""Return the spelling in which a password is set and checked, whatever device it was typed on.

    Unicode's NFC, as RFC 8265 (OpaqueString) asks: one device composes `é`, another sends `e` and an accent. Not NFKC, which takes
    different characters for one. A first password may be typed in the groups of its slip, with blanks or dashes, in any case: its
    form is fixed, so that only one password is meant.

    >>> canonical("Cafe\u0301-du-Lac-7") == "Café-du-Lac-7", canonical("KVHT nzbx-3746")
    (True, 'KvhtNzbx3746')
    """
    composed = unicodedata.normalize("NFC", typed)
    bare = "".join(letter for letter in composed if not letter.isspace() and unicodedata.category(letter) != "Pd")
    return first_password_of(bare.lower()) if _FIRST_PASSWORD.fullmatch(bare.lower()) else composed


def check_password(password: str) -> None:
    """Refuse a password that the user pool would refuse, or that may stand on a slip.

    The pool itself refuses it for existing accounts only, which would reveal which accounts exist; and it accepts a first password,
    which others may have read, as the reader's own.

    >>> check_password("Soleil-levant-7")

    Args:
        password: canonical.

    Raises:
        ReaderError: `weak_password`; `same_password` for one in the form of first passwords.
    """
    has = (str.islower, str.isupper, str.isdigit)
    is_typed = not any(letter.isspace() or unicodedata.category(letter).startswith("C") for letter in password)
    is_strong = all(any(kind(letter) for letter in password if letter.isascii()) for kind in has)
    if not (SHORTEST <= len(password) <= LONGEST and is_typed and is_strong):
        raise ReaderError("weak_password")
    if _FIRST_PASSWORD.fullmatch(password.lower()):
        raise ReaderError("same_password", "the form of a first password")


LETTERS = "bfhjkmnptvxz"
"""No vowels, so that no word, insult or name of a people or party can be formed; none of c, d, g, l, q, r, s, w, y, which are misread
or form such initials."""
DIGITS = "23456789"
"""Neither 0 nor 1, which are misread as letters."""
_GROUPS = 2
_GROUP = 4
_FIRST_PASSWORD = re.compile(f"[{LETTERS}]{{{_GROUPS * _GROUP}}}[{DIGITS}]{{{_GROUP}}}")
"""In small letters, without blanks and dashes."""


def first_password() -> str:
    """Generate a first password of twelve characters, to be typed from paper on an old phone.

    Letters come first and digits last, so that neither is misread as the other. About 41 bits: enough behind a sign-in that counts
    attempts (`rate_limit.ACCOUNT`).

    >>> len(first_password())
    12
    """
    letters = "".join(secrets.choice(LETTERS) for _ in range(_GROUPS * _GROUP))
    return first_password_of(letters + "".join(secrets.choice(DIGITS) for _ in range(_GROUP)))


def first_password_of(signs: str) -> str:
    """Write a first password's signs as the slip shows them: each group of letters begins with a capital.

    >>> first_password_of("kvhtnzbx3746")
    'KvhtNzbx3746'
    """
    return "".join(group.capitalize() for group in groups_of(signs))


def groups_of(password: str) -> tuple[str, ...]:
    """Split a password into groups, as it is printed.

    >>> groups_of("KvhtNzbx3746")
    ('Kvht', 'Nzbx', '3746')
    """
    return tuple(password[start : start + _GROUP] for start in range(0, len(password), _GROUP))
