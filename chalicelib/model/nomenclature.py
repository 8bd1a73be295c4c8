"""The nomenclature: the types that a piece can have."""

from dataclasses import dataclass
from typing import Final, Literal

Mandatory = Literal[
    "always",
    "at_recruitment",
    "after_probation",
    "contract",
    "each_year",
    "by_rule",
    "at_least_one",
    "start_and_end",
    "if_declared",
    "if_any",
    "on_exit",
    "never",
]
"""When a case file must hold such a piece."""
Keep = Literal["keep", "short", "validity", "removable", "sealed"]
"""For how long, after the exit."""

FORBIDDEN: Final = "99"
"""The code of what must not be read: nothing is ever typed so by its words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceType:
    """What a piece can be."""

    code: str
    fr: str
    rn: str
    en: str
    mandatory: Mandatory
    keep: Keep
    title: tuple[str, ...] = ()
    """Words expected in a title or subject, plain; a `*` stands for any ending."""
    text: tuple[str, ...] = ()
    """Words expected in the body, which count less."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Nomenclature:
    """Every type, in the ministry's order."""

    version: str
    types: tuple[PieceType, ...]

    def named(self, code: str) -> PieceType | None:
        """Find a type by its code."""
        return next((each for each in self.types if each.code == code), None)
