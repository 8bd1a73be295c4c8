"""Versions of what the archive keeps, raised when older code could misread newer data (docs/decisions/upgrades.md)."""

from collections.abc import Mapping
from typing import Any, Final

from chalicelib.model.errors import NewerDataError

REGISTER: Final = 2
"""Of the register's keys and items; 2: a piece may be some pages of its original."""
RECORD: Final = 2
"""Of a line's record in the vault; 2: likewise."""
TRANSCRIPT: Final = 1
"""Of a transcript in the vault."""


def refuse_newer(what: str, found: int, known: int) -> None:
    """Refuse data of a version that this code does not know.

    >>> refuse_newer("record", 1, 1)

    Raises:
        NewerDataError: a later release wrote them.
    """
    if found > known:
        raise NewerDataError("newer_data", f"{what} of version {found}, known until {known}")


def checked(what: str, plain: Mapping[str, Any], known: int) -> Mapping[str, Any]:
    """Return a kept value as it was parsed, unless a later release wrote it.

    Raises:
        NewerDataError: likewise.
    """
    refuse_newer(what, int(plain.get("schema", 1)), known)
    return plain
