"""Unusual openings of case files by staff: an aid for auditors, which accuses nobody.

Three rules, whose numbers are settings:

1. One reader opened many case files on one day.
2. Case files were opened outside office hours, or at a weekend.
3. A case file was opened that belongs to somebody who worked in the archive on these days.

The openings of the days are read as the audit trail has them, the latest first, up to a bound; the answer says how far back it went.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Literal
from zoneinfo import ZoneInfo

from chalicelib.access.consultations import Subject, record_consultation
from chalicelib.administration.audit import AuditQuestion, find_entries, read_question
from chalicelib.administration.audit_names import PeopleNames, names_for
from chalicelib.model.audit import AuditEntry
from chalicelib.model.identifiers import normalise
from chalicelib.model.reader import Reader
from chalicelib.model.settings import Settings
from chalicelib.ports.archive import Archive

UnusualRule = Literal["many", "hours", "colleague"]

_USUAL = timedelta(days=6)
"""Days before the last one, where none are asked for."""
_LOOKED_AT = 20_000
"""Openings read at most: some seconds of the API."""
_PAGE = 1_000
_SHOWN = 20
"""Case files named of one finding."""
_STAFF = frozenset({"archivist", "guardian"})
"""Roles that open other people's case files."""
_SATURDAY = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class UnusualOpenings:
    """What one reader opened on one day, by one rule."""

    day: date
    """In the archive's time zone."""
    reader: str
    rule: UnusualRule
    openings: int
    """Consultations that the rule is about."""
    matricules: tuple[str, ...]
    """Case files, normalised; at most twenty."""
    casefiles: int
    """Number of different case files."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnusualReport:
    """Unusual openings of some days, the latest day first."""

    first: date
    last: date
    since: datetime | None
    """Earliest opening that was looked at, where not all were; None where all were."""
    findings: tuple[UnusualOpenings, ...]
    names: PeopleNames = field(default_factory=PeopleNames)


def read_unusual_openings(reader: Reader, query: Mapping[str, str], archive: Archive) -> UnusualReport:
    """Read the unusual openings of some days; of the last seven by default.

    Raises:
        ReaderError: `invalid`: no such days, or more than 31 of them.
        TransientError: the consultation could not be recorded.
    """
    question = _question(query, archive)
    openings, is_whole = _openings(question, archive)
    record_consultation("journal", reader, Subject(asked=question.words), archive, role="auditor")
    found = tuple(_findings(openings, archive.settings))
    names = names_for({each.reader for each in found}, {name for each in found for name in each.matricules}, archive)
    first, last = question.first or date.min, question.last or date.min
    return UnusualReport(first=first, last=last, since=None if is_whole else openings[-1].at, findings=found, names=names)


def _question(query: Mapping[str, str], archive: Archive) -> AuditQuestion:
    days = {name: query[name] for name in ("from", "to") if query.get(name)}
    question = read_question(days, archive)
    if not days and question.last:
        question = replace(question, first=question.last - _USUAL)
    return replace(question, action="consultation")


def _openings(question: AuditQuestion, archive: Archive) -> tuple[list[AuditEntry], bool]:
    """Read openings of case files by staff, the latest first, and whether these are all."""
    found: list[AuditEntry] = []
    looked, cursor = 0, None
    while True:
        page, cursor = find_entries(question, archive, cursor, _PAGE)
        found += [each for each in page if each.matricule and each.role in _STAFF]
        looked += len(page)
        if cursor is None or looked >= _LOOKED_AT:
            return found, cursor is None or not found


def _findings(openings: Iterable[AuditEntry], settings: Settings) -> Iterator[UnusualOpenings]:
    zone = ZoneInfo(settings.time_zone)
    by_day: dict[tuple[date, str], list[AuditEntry]] = defaultdict(list)
    for each in openings:
        by_day[each.at.astimezone(zone).date(), each.reader].append(each)
    staff = {normalise(reader) for _, reader in by_day}
    for (day, reader), own in sorted(by_day.items(), key=lambda pair: (-pair[0][0].toordinal(), pair[0][1])):
        if len({each.matricule for each in own}) > settings.many_casefiles:
            yield _finding(day, reader, "many", own)
        odd = [each for each in own if _is_odd(each.at.astimezone(zone), settings)]
        if odd:
            yield _finding(day, reader, "hours", odd)
        colleagues = [each for each in own if each.matricule in staff and each.matricule != normalise(reader)]
        if colleagues:
            yield _finding(day, reader, "colleague", colleagues)


def _is_odd(at: datetime, settings: Settings) -> bool:
    first, last = settings.office_hours
    return at.weekday() >= _SATURDAY or not first <= at.hour < last


def _finding(day: date, reader: str, rule: UnusualRule, openings: list[AuditEntry]) -> UnusualOpenings:
    matricules = list(dict.fromkeys(each.matricule for each in openings if each.matricule))
    shown = tuple(islice(matricules, _SHOWN))
    return UnusualOpenings(day=day, reader=reader, rule=rule, openings=len(openings), matricules=shown, casefiles=len(matricules))
