"""What is due in careers, and when: each entry with the pieces, the line of the roster and the rules that it comes from."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Literal

from chalicelib.model.career import Citation
from chalicelib.model.career_rules import DatedRule, RuleKind
from chalicelib.model.roster_round import RosterRound
from chalicelib.model.servant import ListedServant

DueKind = Literal["retirement", "rating", "advancement", "probation", "position"]
"""`rating`: ratings of past years that are missing; `probation`: its end; `position`: the end of a position other than activity."""
DUE_KINDS: Final[tuple[DueKind, ...]] = ("retirement", "advancement", "probation", "position", "rating")
DueState = Literal["coming", "passed", "unknown"]
"""`passed`: the day is over and no piece says that it was done; `unknown`: nobody can tell, and `wanted` says which piece would."""
DueDoubt = Literal[
    "no_birth",
    "birth_year",
    "births_differ",
    "no_entry",
    "no_confirmation",
    "no_step",
    "no_end",
    "frozen",
    "status",
    "rating_day",
    "",
]
"""Why a day is not sure; empty where it is."""
PASSED: Final = "passed"
UNKNOWN: Final = "unknown"
"""Months of entries that are past, or of which nobody can tell."""
_LONGEST_PROVINCE: Final = 120
"""Characters in a sort key, which has 1,024 bytes at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnCitation:
    """What the roster says of a servant in one column."""

    generation: str
    column: Literal["date_naissance", "date_entree", "statut"]
    value: str = ""
    """Days in ISO 8601; empty where it says nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleCitation:
    """Which version of a rule was applied."""

    rule: RuleKind
    first: date
    source: str


def cite_rule(rule: DatedRule) -> RuleCitation:
    """Cite a rule."""
    return RuleCitation(rule=rule.rule, first=rule.first, source=rule.source)


@dataclass(frozen=True, slots=True, kw_only=True)
class DueEntry:
    """One thing that is due for a servant."""

    kind: DueKind
    state: DueState
    first: date | None = None
    """Day on which it is due, or the first on which it may be; None where nobody can tell."""
    last: date | None = None
    """The last day on which it may be: the same one where the day is known."""
    doubt: DueDoubt = ""
    years: tuple[int, ...] = ()
    """Of ratings: those that are missing."""
    until: date | None = None
    """Of a retirement: the day to which it may be put off."""
    wanted: str = ""
    """Code of the piece that would tell; empty where nothing is wanted."""
    pieces: tuple[Citation, ...] = ()
    roster: tuple[ColumnCitation, ...] = ()
    rules: tuple[RuleCitation, ...] = ()

    @property
    def month(self) -> str:
        """Month under which it is listed: `2027-04`, `passed` or `unknown`."""
        if self.state == "coming" and self.first:
            return f"{self.first:%Y-%m}"
        return PASSED if self.state == "passed" else UNKNOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class DueLine(ListedServant):
    """An entry of a due list: a servant, and what is due."""

    entry: DueEntry

    @property
    def place(self) -> str:
        """Sort key among the lines of a ministry: by province, kind, month and servant."""
        return f"{group_of(self.province, self.entry.kind, self.entry.month)}{self.matricule}"


def group_of(province: str, kind: str = "", month: str = "") -> str:
    """Beginning of the sort keys of some lines of a ministry.

    >>> group_of("Gitega", "rating", "passed"), group_of("Gitega")
    ('Gitega#rating#passed#', 'Gitega#')
    """
    parts = [province.replace("#", " ")[:_LONGEST_PROVINCE], *filter(None, (kind, month))]
    return "".join(f"{each}#" for each in parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class DueGroup:
    """Lines of a ministry that share province, kind and month."""

    province: str
    kind: DueKind
    month: str
    lines: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DueSum:
    """How many lines a ministry has in a due list."""

    ministry: str
    groups: tuple[DueGroup, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DueList:
    """A due list that is finished: of a day, by a roster and some rules."""

    day: date
    """What was known at its end is what the list tells."""
    generation: str
    roster_at: datetime
    """UTC: upload of that roster."""
    rules: str
    """Version of the rules."""
    made_at: datetime
    """UTC: end of the round."""

    @property
    def round(self) -> RosterRound:
        """The round that made it."""
        return RosterRound(period=self.day.isoformat(), generation=self.generation)
