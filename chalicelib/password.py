"""What a password must have, as the user pool's own policy says it; told before Cognito is asked, and to all alike."""

from chalicelib.errors import ReaderError

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
