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
CareerState = Literal["on_probation", "permanent", "contract", "seconded", "retired", "left"]
"""Where a servant stands: `on_probation` (stagiaire), `permanent` (titulaire) and `contract` serve; `seconded`: in another position than
activity; `left`: for another reason than retirement."""
Proof = Literal[
    "birth",
    "recruitment",
    "entry",
    "confirmation",
    "rating",
    "advancement",
    "promotion",
    "posting",
    "position",
    "discipline",
    "exit",
]
"""Which event a piece proves: the servant's birth, or one of the career: engagement by the State, entry on duty, end of probation, a
yearly rating, a higher step or grade, a posting, a position taken or left, a sanction, the end of service."""
ENTRIES: Final[tuple[Proof, ...]] = ("recruitment", "entry")
"""Proofs of an entry into service."""
Keep = Literal["keep", "short", "validity", "removable", "sealed"]
"""How long a piece is kept after the servant's exit."""

YEARLY: Final[frozenset[Mandatory]] = frozenset({"each_year", "by_rule"})
"""Words by which a type is demanded for years of service; `since` and `excused` say which."""

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
    states: tuple[CareerState, ...] = ()
    """Career states in which the type is demanded; empty: those that `mandatory` means."""
    since: int | None = None
    """First year for which a yearly type is demanded, whenever the servant entered."""
    excused: tuple[tuple[int, int], ...] = ()
    """Years for which it is not demanded of anybody, as spans from the first to the last."""
    proves: Proof | None = None
    about: TypeSentence | None = None
    """None where the nomenclature explains nothing."""
    title: tuple[str, ...] = ()
    """Cues in a title or subject, in plain letters; `*` matches any ending."""
    text: tuple[str, ...] = ()
    """Cues in the body, with less weight."""

    def is_demanded_for(self, year: int) -> bool:
        """Whether a yearly type is demanded for a year of service at all."""
        return (self.since is None or year >= self.since) and not any(first <= year <= last for first, last in self.excused)


@dataclass(frozen=True, slots=True, kw_only=True)
class Nomenclature:
    """All types of piece, in the ministry's order."""

    version: str
    types: tuple[PieceType, ...]

    def named(self, code: str) -> PieceType | None:
        """The type with a code; None without one."""
        return next((each for each in self.types if each.code == code), None)

    def proving(self, *proofs: Proof) -> tuple[str, ...]:
        """Codes of the types that prove one of some events, in the ministry's order."""
        return tuple(each.code for each in self.types if each.proves in proofs)
