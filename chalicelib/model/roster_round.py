"""A round over the roster: every servant is looked at once, a page at a time, and each ministry has its report."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterRound:
    """One round: of a month, or as of a day, by one roster."""

    period: str
    """The month, as `2026-11`; the day, as `2026-11-30`, where the round tells what was so on a day."""
    generation: str
    """Roster by which servants were listed."""

    @property
    def name(self) -> str:
        """Short name of the round."""
        return f"{self.period}#{self.generation}"

    @property
    def month(self) -> str:
        """Month of the round."""
        return self.period[:7]


def round_named(name: str) -> RosterRound:
    """Read the short name of a round.

    >>> round_named("2026-11#g1")
    RosterRound(period='2026-11', generation='g1')
    """
    period, generation = name.split("#", 1)
    return RosterRound(period=period, generation=generation)
