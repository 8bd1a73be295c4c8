"""The list of discrepancies that the direction and archivists read, page by page, with what changed since the month before.

1. Find the latest round. 2. Read the list. 3. Record the consultation. 4. Return the page.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from chalicelib.access.consultations import Subject, record_consultation
from chalicelib.model.cursor import ListPage, SpreadsheetPage, cursor_of, place_of
from chalicelib.model.errors import ReaderError
from chalicelib.model.reader import Reader, Role
from chalicelib.model.reconciliation import KINDS, STATES, Discrepancy, DiscrepancyChange, DiscrepancySelection, DiscrepancySum
from chalicelib.model.roster_round import round_named
from chalicelib.ports.archive import Archive
from chalicelib.reconciliation.spreadsheet import HEADINGS, rows_of
from chalicelib.text.spreadsheet import to_spreadsheet

DUTY: Final = "reconciliation"
"""Name of the duty whose rounds find discrepancies; the latest that was finished has the bookmark `reconciliation-latest`."""
_READ: Final = 200
"""Discrepancies read at once where some of them are not what was asked for."""
_MOST_READ: Final = 2_000
"""Discrepancies read for one page; a page may be shorter than asked, and the next goes on."""
_LINES: Final = 500
"""Lines of one page of a spreadsheet."""
_CHANGES: Final[Mapping[str, DiscrepancyChange]] = {"new": "new", "still": "still", "gone": "gone"}


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscrepancyFilter:
    """What of the discrepancies a reader asks for."""

    selection: DiscrepancySelection
    change: DiscrepancyChange | None = None

    @property
    def asked(self) -> str:
        """The filter in short, for the audit trail and for cursors."""
        chosen = self.selection
        return ", ".join(filter(None, (chosen.kind, chosen.state, self.change, chosen.ministry, chosen.province)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciliation:
    """A page of discrepancies, and the sums of the latest round."""

    month: str
    """Of the latest round."""
    at: datetime
    """UTC: its end."""
    sums: tuple[DiscrepancySum, ...]
    """Of each ministry that has a discrepancy."""
    page: ListPage[Discrepancy]


def _latest(archive: Archive) -> tuple[str, datetime] | None:
    """Month and end of the latest round that was finished; None before the first."""
    found = archive.register.bookmark(f"{DUTY}-latest")
    return (round_named(found.place).month, found.at) if found else None


def filter_of(query: Mapping[str, str]) -> DiscrepancyFilter:
    """Parse a filter: `kind`, `state`, `change`, `ministry`, `province`.

    Raises:
        ReaderError: `invalid`.
    """
    kind = next((each for each in KINDS if each == query.get("kind", KINDS[0])), None)
    state = next((each for each in STATES if each == query.get("state", STATES[0])), None)
    change = _CHANGES.get(query.get("change", ""))
    if kind is None or state is None or (change is None and query.get("change")):
        raise ReaderError("invalid", "kind, state or change")
    selection = DiscrepancySelection(
        kind=kind, state=state, gone=change == "gone", ministry=query.get("ministry"), province=query.get("province")
    )
    return DiscrepancyFilter(selection=selection, change=change)


def read_reconciliation(
    reader: Reader, wanted: DiscrepancyFilter, archive: Archive, *, cursor: str | None = None, limit: int = 20
) -> Reconciliation | None:
    """Read a page of discrepancies; None before the first round.

    Raises:
        ReaderError: `invalid`: a cursor of another list.
        TransientError: the consultation could not be recorded.
    """
    after, latest = place_of(cursor, "discrepancies", wanted.asked), _latest(archive)
    if latest is None:
        return None
    month, at = latest
    entries, last = _page(wanted, month, archive, after=after, limit=limit)
    record_consultation("reconciliation", reader, Subject(asked=wanted.asked), archive, role=role_of_reader(reader))
    following = cursor_of(last, "discrepancies", wanted.asked) if last else None
    sums = tuple(archive.discrepancies.sums(month))
    return Reconciliation(month=month, at=at, sums=sums, page=ListPage(entries=tuple(entries), next=following))


def discrepancies_csv(reader: Reader, wanted: DiscrepancyFilter, archive: Archive, *, cursor: str | None = None) -> SpreadsheetPage:
    """Write a page of discrepancies as CSV.

    Raises:
        ReaderError: `not_found` before the first round; `invalid`: a cursor of another list.
        TransientError: the consultation could not be recorded.
    """
    latest = _latest(archive)
    if latest is None:
        raise ReaderError("not_found", "no round of reconciliation was finished")
    after, (month, _) = place_of(cursor, "discrepancies.csv", wanted.asked), latest
    entries, last = _page(wanted, month, archive, after=after, limit=_LINES)
    record_consultation("reconciliation", reader, Subject(asked=f"csv, {wanted.asked}"), archive, role=role_of_reader(reader))
    return SpreadsheetPage(
        text=to_spreadsheet(None if cursor else HEADINGS, rows_of(entries, month, archive.nomenclature)),
        name=f"rapprochement-{month}-{wanted.selection.kind}",
        next=cursor_of(last, "discrepancies.csv", wanted.asked) if last else None,
    )


def role_of_reader(reader: Reader) -> Role:
    """Role under which a reader of discrepancies is recorded."""
    return "archivist" if "archivist" in reader.roles else "director"


def _page(
    wanted: DiscrepancyFilter, month: str, archive: Archive, *, after: str | None, limit: int
) -> tuple[Sequence[Discrepancy], str | None]:
    """Read discrepancies until a page is full; return the place to go on, None at the end."""
    found, read = list[Discrepancy](), 0
    while read < _MOST_READ:
        listed = archive.discrepancies.some(wanted.selection, after=after, limit=max(_READ, limit + 1))
        for each in listed:
            if len(found) == limit:
                return found, after
            after = each.place
            if _is_wanted(each, wanted, month):
                found.append(each)
        read += len(listed)
        if len(listed) < max(_READ, limit + 1):
            return found, None
    return found, after


def _is_wanted(found: Discrepancy, wanted: DiscrepancyFilter, month: str) -> bool:
    chosen = wanted.selection
    if chosen.ministry not in {None, found.ministry} or chosen.province not in {None, found.province}:
        return False
    if wanted.change is None:
        return True
    return found.change(month) == wanted.change and found.gone in {"", month}
