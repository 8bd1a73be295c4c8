"""Audit trail: auditors read who opened, decided or changed what, and who signed in; never what a piece says.

1. Read the question: days, a reader, a case file, an action.
2. Look through the audit trail, the latest entry first: a reader's list, a case file's, or day by day.
3. Record the consultation, with the question, before the page leaves.
4. Return the page, as values or as a spreadsheet.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from heapq import merge
from itertools import chain
from operator import attrgetter
from zoneinfo import ZoneInfo

from chalicelib.access.consultations import Subject, record_consultation
from chalicelib.administration.audit_names import PeopleNames, names_of
from chalicelib.administration.audit_words import KINDS, ROLES, action_words, detail_words
from chalicelib.analysis.sensitivity.screening import check_words
from chalicelib.model.audit import AuditEntry, AuditKind
from chalicelib.model.cursor import SpreadsheetPage, cursor_of, place_of
from chalicelib.model.errors import ReaderError
from chalicelib.model.identifiers import normalise
from chalicelib.model.reader import Reader
from chalicelib.ports.archive import Archive
from chalicelib.text.calendar import day_of, local_day
from chalicelib.text.spreadsheet import to_spreadsheet

LONGEST = 31
"""Days of one question."""
ROWS = 1_000
"""Of one page of a spreadsheet: less than 1 MB at the longest names; Lambda returns at most 6 MB."""
_LOOKED_AT = 2_000
"""Entries looked through for one page: where a filter finds few, the page is short and has a `next`."""
_NAME = 128
"""Letters of a user name; Cognito's own limit."""
_DETAIL = 200
"""Letters shown of an entry's detail."""
_KINDS_OF_A_CASE_FILE = ("consultation", "account", "report", "career")
_KINDS = ("consultation", "sign_in", "account", "decision", "report", "career", "refusal")

HEADINGS = ("date et heure", "nature", "action", "identifiant", "nom", "rôle", "matricule", "agent", "pièce", "détail", "motif")
_PARTS: dict[str, tuple[AuditKind, ...]] = {
    "acts": ("consultation", "account", "decision", "report", "career", "refusal"),
    "sign_ins": ("sign_in",),
}
"""Kinds that may be asked for together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditQuestion:
    """Which entries of the audit trail an auditor asks for."""

    first: date | None = None
    last: date | None = None
    """Both, or neither: days in the archive's time zone."""
    reader: str | None = None
    """A user name, in small letters."""
    written: str | None = None
    """The same as the auditor wrote it."""
    matricule: str | None = None
    """Normalised."""
    action: str | None = None
    """An action, a kind, or kinds that are asked for together (`_PARTS`)."""

    @property
    def words(self) -> str:
        """The question as text, for the audit trail and for the scope of a cursor."""
        said = (("from", self.first), ("to", self.last), ("reader", self.reader), ("matricule", self.matricule), ("action", self.action))
        return " ".join(f"{name}={value}" for name, value in said if value)

    @property
    def file_name(self) -> str:
        """Name of a spreadsheet of the answers: what it holds, and of which days."""
        days = dict.fromkeys(day.isoformat() for day in (self.first, self.last) if day)
        return "-".join(("journal", *filter(None, (self.reader, self.matricule)), "_".join(days) or "tous les jours"))

    @property
    def kinds(self) -> tuple[str, ...]:
        """Kinds of entry looked through; for one case file over all days, without sign-ins and decisions."""
        return _KINDS_OF_A_CASE_FILE if self.matricule and not self.reader and not self.first else _KINDS

    def matches(self, entry: AuditEntry) -> bool:
        """Say whether an entry is asked for."""
        return (
            self.reader in (None, entry.reader.casefold())
            and self.matricule in (None, entry.matricule)
            and (self.action in (None, entry.action, entry.kind) or entry.kind in _PARTS.get(self.action or "", ()))
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditPage:
    """One page of the audit trail."""

    question: AuditQuestion
    """With the days that it was about."""
    entries: tuple[AuditEntry, ...]
    """The latest first."""
    names: PeopleNames
    kinds: tuple[str, ...]
    """Kinds that were looked through."""
    next: str | None
    """Cursor of the next page; None at the end."""


def read_question(query: dict[str, str], archive: Archive) -> AuditQuestion:
    """Read a question; it is about today where it names no day, reader or case file.

    Raises:
        ReaderError: `invalid`: no such days, more than 31 of them, or a name longer than any; `forbidden_word`: the question is
            recorded, and so must not hold a forbidden mention.
    """
    given = {name: value.strip() for name, value in query.items() if value.strip()}
    reader, matricule, action = (given.get(name) for name in ("reader", "matricule", "action"))
    if len(reader or "") > _NAME or len(action or "") > _NAME or (matricule is not None and not 0 < len(normalise(matricule)) <= _NAME):
        raise ReaderError("invalid", "name")
    check_words(" ".join((reader or "", matricule or "", action or "")), "journal")
    first, last = (_day(given.get(name)) for name in ("from", "to"))
    if first is None and last is None and not reader and not matricule:
        first = local_day(archive.clock.now(), archive.settings.time_zone)
    first, last = first or last, last or first
    if first and last and not timedelta() <= last - first < timedelta(days=LONGEST):
        raise ReaderError("invalid", "days")
    said = {"reader": reader.casefold() if reader else None, "matricule": normalise(matricule) if matricule else None}
    return AuditQuestion(first=first, last=last, action=action, written=reader, **said)


def read_journal(reader: Reader, question: AuditQuestion, archive: Archive, *, cursor: str | None = None, limit: int = 50) -> AuditPage:
    """Read a page of the audit trail, the latest entry first.

    Where the filter finds few entries, a page may be short, or empty, and still have a `next`.

    Raises:
        ReaderError: `invalid`: a cursor of another question.
        TransientError: the consultation could not be recorded.
    """
    found, following = find_entries(question, archive, cursor, limit)
    record_consultation("journal", reader, Subject(asked=question.words or "all"), archive, role="auditor")
    return AuditPage(question=question, entries=tuple(found), names=names_of(found, archive), kinds=question.kinds, next=following)


def export_journal(reader: Reader, question: AuditQuestion, archive: Archive, *, cursor: str | None = None) -> SpreadsheetPage:
    """Write a page of the audit trail as CSV.

    Raises:
        ReaderError: `invalid`: a cursor of another question.
        TransientError: the consultation could not be recorded.
    """
    found, following = find_entries(question, archive, cursor, ROWS)
    record_consultation("export", reader, Subject(asked=question.words or "all"), archive, role="auditor")
    text = spreadsheet_of(found, archive, headed=cursor is None)
    return SpreadsheetPage(text=text, name=question.file_name, next=following)


def spreadsheet_of(entries: Iterable[AuditEntry], archive: Archive, *, headed: bool) -> str:
    """Write entries as CSV for spreadsheets, with or without its headings."""
    zone, entries = ZoneInfo(archive.settings.time_zone), list(entries)
    names = names_of(entries, archive)
    return to_spreadsheet(HEADINGS if headed else None, (_row(entry, names, zone) for entry in entries))


def _day(said: str | None) -> date | None:
    try:
        return day_of(said) if said else None
    except ValueError as error:
        raise ReaderError("invalid", "day") from error


def find_entries(question: AuditQuestion, archive: Archive, cursor: str | None, limit: int) -> tuple[list[AuditEntry], str | None]:
    """Look through the audit trail from a cursor on; entries with the same place stand on the same page.

    Raises:
        ReaderError: `invalid`: a cursor of another question.
    """
    before = place_of(cursor, "journal", question.words)
    found: list[AuditEntry] = []
    looked, last = 0, ""
    for entry in _entries(question, before, archive):
        if (len(found) >= limit or looked >= _LOOKED_AT) and entry.place != last:
            return found, cursor_of(last, "journal", question.words)
        looked, last = looked + 1, entry.place
        if question.matches(entry):
            found.append(replace(entry, detail=entry.detail[:_DETAIL], note=entry.note[:_DETAIL]))
    return found, None


def _entries(question: AuditQuestion, before: str | None, archive: Archive) -> Iterator[AuditEntry]:
    """Read the list of one reader, else that of one case file, else the lists of the days; never beyond the days asked for."""
    zone = ZoneInfo(archive.settings.time_zone)
    begin = _midnight(question.first, zone) if question.first else None
    end = _midnight(question.last + timedelta(days=1), zone) if question.last else None
    since, until = begin.isoformat() if begin else "", end.isoformat() if end else "~"
    until = min(before or until, until)  # a cursor is no permission: a made-up one names any place
    if question.reader:
        # An entry has the name as the user pool writes it: as the auditor wrote it, in small letters, or with one capital.
        spellings = dict.fromkeys((question.written, question.reader, question.reader.capitalize()))
        lists = (archive.audit_trail.entries_of_reader(each, since=since, before=until) for each in spellings if each)
        return merge(*lists, key=attrgetter("place"), reverse=True)
    if begin is None or end is None:
        return archive.audit_trail.entries_of_casefile(question.matricule or "", before=until)
    days = (end.date() - timedelta(days=back) for back in range((end.date() - begin.date()).days + 1))
    days = (day for day in days if day.isoformat() <= until)
    return chain.from_iterable(archive.audit_trail.entries_on(day, since=since, before=until) for day in days)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)


def _row(entry: AuditEntry, names: PeopleNames, zone: ZoneInfo) -> tuple[object, ...]:
    at = entry.at.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S")
    who = (entry.reader, names.reader(entry), ROLES.get(entry.role or "", entry.role))
    what = (entry.matricule, names.servant(entry), entry.piece, detail_words(entry), entry.note)
    return (at, KINDS[entry.kind], action_words(entry), *who, *what)
