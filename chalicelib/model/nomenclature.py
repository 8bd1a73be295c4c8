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
"""When a case file must hold a piece of this type."""
Keep = Literal["keep", "short", "validity", "removable", "sealed"]
"""How long a piece is kept after the servant's exit."""

FORBIDDEN: Final = "99"
"""Code of sealed pieces; no title or text cue gives it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeSentence:
    """One sentence for servants on what a type of piece is for, in each language of the site."""

    fr: str
    rn: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceType:
    """A type of piece."""

    code: str
    fr: str
    rn: str
    en: str
    mandatory: Mandatory
    keep: Keep
    about: TypeSentence | None = None
    """None where the nomenclature explains nothing."""
    title: tuple[str, ...] = ()
    """Cues in a title or subject, in plain letters; `*` matches any ending."""
    text: tuple[str, ...] = ()
    """Cues in the body, with less weight."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Nomenclature:
    """All types of piece, in the ministry's order."""

    version: str
    types: tuple[PieceType, ...]

    def named(self, code: str) -> PieceType | None:
        """The type with a code; None without one."""
        return next((each for each in self.types if each.code == code), None)
