"""Due lists for readers: the lines of a list by kind, month, ministry and province, page by page, and as a spreadsheet.

1. Take the latest list that was finished for the day asked for, or for one before it. 2. Choose the groups of lines that answer the
question, by the sums of its ministries. 3. Record the consultation: the lines bear names. 4. Read a page of lines.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from chalicelib.access.consultations import Subject, record_consultation
from chalicelib.administration.due_rounds import HEADINGS, row_of
from chalicelib.model.cursor import SpreadsheetPage, cursor_of, place_of
from chalicelib.model.due import DUE_KINDS, PASSED, UNKNOWN, DueKind, DueLine, DueList, DueSum, group_of
from chalicelib.model.errors import ReaderError
from chalicelib.model.reader import Reader
from chalicelib.ports.archive import Archive
from chalicelib.text.calendar import day_of, local_day
from chalicelib.text.spreadsheet import to_spreadsheet

DueNote = Literal["made_later", "roster_later"]
"""What of a past day cannot be told again: `made_later`: pieces that have left their case file since; `roster_later`: the roster of
that day."""
_ANY: Final = ""
_MONTH: Final = re.compile(r"20[0-9]{2}-(0[1-9]|1[0-2])")
_APART: Final = "\x1f"
"""Between ministry and place in a cursor."""
_SPREADSHEET_PAGE: Final = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class DueQuery:
    """Which lines are asked for."""

    day: date | None = None
    """The list of that day, or the latest before it; None: the latest."""
    kind: DueKind | None = None
    month: str = _ANY
    """`2027-04`, `passed` or `unknown`; empty: all."""
    ministry: str | None = None
    """As the roster writes it; empty where it names none; None: all."""
    province: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DuePage:
    """A page of a due list, with what one may choose."""

    list: DueList | None
    """None where no list is finished for the day, or before it."""
    days: tuple[date, ...]
    """Of the finished lists, the latest first."""
    notes: tuple[DueNote, ...] = ()
    lines: tuple[DueLine, ...] = ()
    next: str | None = None
    counts: Mapping[tuple[DueKind, str], int]
    """Lines by kind and month, of the ministry and province asked for."""
    ministries: tuple[str, ...] = ()
    provinces: tuple[str, ...] = ()


def due_query(asked: Mapping[str, str]) -> DueQuery:
    """Read a question.

    Args:
        asked: `day`, `kind`, `month`, `ministry`, `province`; each may be absent.

    Raises:
        ReaderError: `invalid`, with the field.
    """
    kind = next((each for each in DUE_KINDS if each == asked.get("kind")), None)
    if asked.get("kind") and kind is None:
        raise ReaderError("invalid", "kind", field="kind")
    month = asked.get("month", "")
    if month and month not in {PASSED, UNKNOWN} and not _MONTH.fullmatch(month):
        raise ReaderError("invalid", "month", field="month")
    try:
        day = day_of(asked["day"]) if asked.get("day") else None
    except ValueError as error:
        raise ReaderError("invalid", "day", field="day") from error
    return DueQuery(day=day, kind=kind, month=month, ministry=asked.get("ministry"), province=asked.get("province"))


def read_due(reader: Reader, query: DueQuery, archive: Archive, *, cursor: str | None = None, limit: int = 50) -> DuePage:
    """Read a page of a due list.

    Raises:
        ReaderError: `invalid`: no cursor of this list.
        TransientError: the consultation could not be recorded.
    """
    finished = archive.due_lists.finished()
    list_ = next((each for each in finished if query.day is None or each.day <= query.day), None)
    days = tuple(each.day for each in finished)
    if list_ is None:
        return DuePage(list=None, days=days, counts={})
    scope = _scope(query, list_)
    after = place_of(cursor, *scope)
    sums = archive.due_lists.sums(list_.round)
    record_consultation("due_list", reader, Subject(asked=_asked(query, list_)), archive, role=_role(reader))
    found = _lines(_groups(query, sums), list_, after, limit + 1, archive)
    lines = found[:limit]
    return DuePage(
        list=list_,
        days=days,
        notes=_notes(list_, archive),
        lines=tuple(lines),
        next=cursor_of(f"{lines[-1].ministry}{_APART}{lines[-1].place}", *scope) if len(found) > limit else None,
        counts=_counts(query, sums),
        ministries=tuple(each.ministry for each in sums if each.groups),
        provinces=tuple(sorted({group.province for each in sums if query.ministry in {None, each.ministry} for group in each.groups})),
    )


def export_due(reader: Reader, query: DueQuery, archive: Archive, *, cursor: str | None = None) -> SpreadsheetPage:
    """Read a page of a due list as a spreadsheet.

    Raises:
        ReaderError: `invalid`; `not_found`: there is no list of that day.
    """
    page = read_due(reader, query, archive, cursor=cursor, limit=_SPREADSHEET_PAGE)
    if page.list is None:
        raise ReaderError("not_found", "no list")
    headings = ("ministère", *HEADINGS) if cursor is None else None
    rows = [(each.ministry, *row_of(each, archive)) for each in page.lines]
    return SpreadsheetPage(text=to_spreadsheet(headings, rows), name=f"echeances-au-{page.list.day}", next=page.next)


def _scope(query: DueQuery, list_: DueList) -> tuple[str, ...]:
    """What identifies a list: an absent place is not an empty one."""
    places = (f"={each}" if each is not None else "" for each in (query.ministry, query.province))
    return ("due", list_.round.name, query.kind or "", query.month, *places)


def _asked(query: DueQuery, list_: DueList) -> str:
    parts = (list_.day.isoformat(), query.kind, query.month, query.ministry, query.province)
    return " ".join(filter(None, parts))


def _role(reader: Reader) -> Literal["archivist", "director"]:
    return "archivist" if "archivist" in reader.roles else "director"


def _notes(list_: DueList, archive: Archive) -> tuple[DueNote, ...]:
    zone = archive.settings.time_zone
    told: dict[DueNote, bool] = {
        "made_later": local_day(list_.made_at, zone) > list_.day,
        "roster_later": local_day(list_.roster_at, zone) > list_.day,
    }
    return tuple(note for note, is_so in told.items() if is_so)


def _counts(query: DueQuery, sums: Sequence[DueSum]) -> Counter[tuple[DueKind, str]]:
    counts = Counter[tuple[DueKind, str]]()
    for each in sums:
        for group in each.groups if query.ministry in {None, each.ministry} else ():
            if query.province in {None, group.province}:
                counts[group.kind, group.month] += group.lines
    return counts


def _groups(query: DueQuery, sums: Sequence[DueSum]) -> Iterator[tuple[str, str]]:
    """Choose ministries and beginnings of places that answer a question, in order; as few as hold no other line."""
    for each in sums:
        if query.ministry not in {None, each.ministry}:
            continue
        chosen = [
            group
            for group in each.groups
            if query.province in {None, group.province} and query.kind in {None, group.kind} and query.month in {_ANY, group.month}
        ]
        if chosen and (query.province, query.kind, query.month) == (None, None, _ANY):
            yield each.ministry, ""
            continue
        begins = [
            group_of(group.province, "" if not query.kind and not query.month else group.kind, group.month if query.month else "")
            for group in chosen
        ]
        for begin in sorted(set(begins)):
            yield each.ministry, begin


def _lines(groups: Iterable[tuple[str, str]], list_: DueList, after: str | None, wanted: int, archive: Archive) -> list[DueLine]:
    """Read lines behind a place, one group after the other."""
    ministry, _, place = after.partition(_APART) if after is not None else ("", "", "")
    lines: list[DueLine] = []
    for each, begin in groups:
        if after is not None and (each < ministry or (each == ministry and begin < place and not place.startswith(begin))):
            continue
        behind = place if after is not None and each == ministry and place.startswith(begin) else None
        lines += archive.due_lists.some_lines(list_.round, each, begin, after=behind, limit=wanted - len(lines))
        if len(lines) >= wanted:
            break
    return lines
