"""Dated rules of careers: how long something lasts, from which day to which, for whom, and where that is written."""

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from chalicelib.model.nomenclature import CareerState

RuleKind = Literal["retirement", "extension", "probation", "rating", "advancement", "freeze"]
"""`retirement`: the age; `extension`: by how much it may be put off; `probation`: its length; `rating`: one for each year; `advancement`:
time between two steps; `freeze`: days that count for no advancement."""
LASTING: Final[frozenset[RuleKind]] = frozenset({"retirement", "extension", "probation", "advancement"})
"""Kinds that give a length of time."""
NEEDED: Final[tuple[RuleKind, ...]] = ("retirement", "probation", "rating", "advancement")
"""Kinds of which there is a version on each day, for whom they concern."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedRule:
    """One version of a rule."""

    rule: RuleKind
    first: date
    """First day on which it is in force."""
    last: date | None = None
    """Last day; None: until further notice."""
    months: int = 0
    """Its length of time; 0 of a kind that has none."""
    states: tuple[CareerState, ...] = ()
    """Career states that it concerns; empty: all."""
    statuses: tuple[str, ...] = ()
    """Beginnings of the roster's word of status that it concerns, normalised; empty: all."""
    source: str
    """Where it is written."""

    @property
    def group(self) -> tuple[object, ...]:
        """What versions of one rule have in common."""
        return (self.rule, self.states, self.statuses)

    def is_in_force(self, day: date) -> bool:
        """Whether a day is one of this version's."""
        return self.first <= day and (self.last is None or day <= self.last)

    def concerns(self, states: frozenset[CareerState], status: str) -> bool | None:
        """Whether it concerns a servant; None where the roster does not tell.

        Args:
            states: those that are possible for the servant.
            status: the roster's word, normalised.
        """
        if self.statuses and not status.startswith(self.statuses):
            return False if status else None
        if not self.states or states <= set(self.states):
            return True
        return None if states & set(self.states) else False


@dataclass(frozen=True, slots=True, kw_only=True)
class CareerRules:
    """All rules, in the ministry's order."""

    version: str
    rules: tuple[DatedRule, ...]

    def of(self, kind: RuleKind) -> tuple[DatedRule, ...]:
        """The versions of a kind: those for some servants before those for all."""
        found = [each for each in self.rules if each.rule == kind]
        return tuple(sorted(found, key=lambda each: not (each.states or each.statuses)))
