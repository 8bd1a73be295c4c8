"""Discrepancies between the roster and the archive, as the monthly reconciliation finds them and people settle them.

A discrepancy says what is there and what is not. It accuses nobody.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, get_args

from chalicelib.model.servant import Servant

DiscrepancyKind = Literal["no_casefile", "no_pay", "same_person", "number_changed", "past_retirement", "after_exit"]
"""Paid without a case file; a case file without a line of the roster; one person under two matricules; a former matricule and its
successor; past the age of retirement and paid; an act of exit and paid."""
DiscrepancyState = Literal["to_look_at", "explained", "sent"]
DiscrepancyChange = Literal["new", "still", "gone"]
"""Since the month before."""

KINDS: tuple[DiscrepancyKind, ...] = get_args(DiscrepancyKind)
STATES: tuple[DiscrepancyState, ...] = get_args(DiscrepancyState)
LONGEST_REASON = 500
"""Characters of the reason for which a discrepancy is explained."""
_NAME = re.compile(rf"({'|'.join(KINDS)})-[A-Z0-9]{{1,32}}(-[A-Z0-9]{{1,32}})?")
_LONGEST_PLACE = 120
"""Characters of a ministry, and of a province, in a sort key: DynamoDB takes 1,024 bytes of both and two matricules."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterCitation:
    """A line of a roster, as evidence."""

    servant: Servant
    generation: str
    """Of the roster; empty where only the name index remembers a servant of a former one."""
    uploaded_at: datetime | None = None
    """UTC: upload of the roster; None of a former one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceCitation:
    """A piece of the archive, as evidence, with the page and the box where its act is dated."""

    piece: str
    name: str
    type: str | None = None
    """Code of the nomenclature."""
    act_date: str | None = None
    """ISO 8601."""
    registered_at: datetime
    """UTC."""
    page: int | None = None
    box: tuple[float, ...] = ()
    """Left, top, width, height, each as a share of the page; empty without a place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Discrepancy:
    """One discrepancy, its evidence and its state."""

    kind: DiscrepancyKind
    matricule: str
    """Normalised; of two, the one in force, or the one that comes first."""
    other: str = ""
    """The second matricule of `same_person`; the former one of `number_changed`."""
    name: str = ""
    """Of the person, as the roster has it, or had it."""
    ministry: str = ""
    province: str = ""
    roster: tuple[RosterCitation, ...] = ()
    """Lines of the roster; none where it has none."""
    pieces: tuple[PieceCitation, ...] = ()
    """The latest pieces, at most five; none where the archive has none."""
    filed: int = 0
    """Pieces of the case file."""
    waiting: int = 0
    """Pieces that wait for an archivist and are likely this servant's."""
    agreements: tuple[str, ...] = ()
    """Why two lines may be one person: codes of `reconciliation.same_person`."""
    due: date | None = None
    """Of `past_retirement`: first day after the age of retirement; of `after_exit`: date of the act."""
    since: str = ""
    """Month in which it was found first, as `2026-11`; found again after a time, the month in which it came back."""
    month: str = ""
    """Month of the latest round that found it."""
    round: str = ""
    """The latest round that found it."""
    gone: str = ""
    """Month of the round that no longer found it; empty while it is found."""
    state: DiscrepancyState = "to_look_at"
    reason: str = field(default="", repr=False)
    """Why it is explained, in a person's words."""
    by: str = ""
    """User name of the person who set the state."""
    decided_at: datetime | None = None
    """UTC."""
    before: DiscrepancyState = "to_look_at"
    """State before the last decision, which can be undone."""
    edition: int = 0
    """Number of writes: of two at once, one fails."""

    @property
    def id(self) -> str:
        """Id, the same each month: kind and matricules."""
        return "-".join(filter(None, (self.kind, self.matricule, self.other)))

    @property
    def place(self) -> str:
        """Sort key in the lists: ministry, province, matricules."""
        return f"{place_prefix(self.ministry, self.province)}{self.matricule}#{self.other}"

    def change(self, month: str) -> DiscrepancyChange:
        """What became of it in a month."""
        return "gone" if self.gone else "new" if self.since == month else "still"


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscrepancySelection:
    """Which discrepancies a list holds."""

    kind: DiscrepancyKind
    state: DiscrepancyState = "to_look_at"
    gone: bool = False
    """Those that the latest round no longer found, in this state."""
    ministry: str | None = None
    """None: of all ministries."""
    province: str | None = None

    @property
    def heading(self) -> str:
        """Name of the list, without ministry and province."""
        return heading_of(self.kind, self.state, gone=self.gone)


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscrepancySum:
    """Discrepancies of a ministry in a month, by kind and change."""

    ministry: str
    counts: Mapping[str, int] = field(default_factory=dict)
    """By `kind/change`, and by `kind/state` of those that are not gone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptDecision:
    """What a person decided on a discrepancy, as the vault keeps it."""

    id: str
    state: DiscrepancyState
    reason: str = field(default="", repr=False)
    by: str
    at: datetime
    """UTC."""
    found: Discrepancy
    """As it stood."""


def heading_of(kind: DiscrepancyKind, state: DiscrepancyState, *, gone: bool) -> str:
    """Name of a list of discrepancies.

    >>> heading_of("no_pay", "sent", gone=False), heading_of("no_pay", "sent", gone=True)
    ('no_pay#sent', 'no_pay#sent#gone')
    """
    return f"{kind}#{state}#gone" if gone else f"{kind}#{state}"


def place_prefix(ministry: str, province: str | None) -> str:
    """Beginning of the sort keys of a ministry, and of a province in it."""
    return f"{ministry[:_LONGEST_PLACE]}#" + (f"{province[:_LONGEST_PLACE]}#" if province is not None else "")


def is_discrepancy(text: str) -> bool:
    """Whether a text has the form of an id.

    >>> is_discrepancy("same_person-100001-100002"), is_discrepancy("no_pay-"), is_discrepancy("other-1")
    (True, False, False)
    """
    return _NAME.fullmatch(text) is not None
