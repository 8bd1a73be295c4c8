"""Export of the audit trail: some days of it, as spreadsheets in the outbox, for an auditor outside of the archive.

1. Check the days. 2. Record the consultation. 3. Write the entries, the latest first, some thousand to a file, until the time is over.

Every step may be repeated: a file is named by the time of its latest entry, and written again over itself.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from chalicelib.access.consultations import Subject, record_consultation
from chalicelib.administration.audit import LONGEST, ROWS, AuditQuestion, find_entries, spreadsheet_of
from chalicelib.model.account import CONSOLE
from chalicelib.model.audit import AuditEntry
from chalicelib.model.errors import PermanentError, ReaderError
from chalicelib.model.reader import Reader
from chalicelib.ports.archive import Archive

_PAGES = 20
"""Of `ROWS` entries in one file: less than 20 MB at the longest names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditExport:
    """Files of the outbox into which the audit trail was written."""

    entries: int
    files: tuple[str, ...]
    """Keys in the outbox."""
    next: str | None
    """Cursor of the next call; None when all is written."""


def export_days(first: date, last: date, archive: Archive, *, cursor: str | None, stop_at: datetime) -> AuditExport:
    """Write the audit trail of some days to the outbox, where no function and no uploader reads it.

    Args:
        first: day in the archive's time zone.
        last: likewise.
        archive: the ports.
        cursor: `next` of the call before.
        stop_at: when to stop, UTC; at least one file is written.

    Raises:
        PermanentError: `bad_day`: days in the wrong order, or more than 31; `bad_cursor`: of other days.
        TransientError: the consultation could not be recorded.
    """
    if not timedelta() <= last - first < timedelta(days=LONGEST):
        raise PermanentError("bad_day")
    question = AuditQuestion(first=first, last=last)
    record_consultation("export", Reader(name=CONSOLE), Subject(asked=question.words), archive, role="auditor")
    written, files = 0, list[str]()
    while True:
        entries, cursor = _file(question, archive, cursor)
        if entries:
            files.append(f"journal/{first}_{last}/{entries[0].at:%Y-%m-%dT%H%M%S.%f}.csv")
            archive.outbox.put(files[-1], spreadsheet_of(entries, archive, headed=True), "text/csv; charset=utf-8")
            written += len(entries)
        if cursor is None or archive.clock.now() >= stop_at:
            return AuditExport(entries=written, files=tuple(files), next=cursor)


def _file(question: AuditQuestion, archive: Archive, cursor: str | None) -> tuple[list[AuditEntry], str | None]:
    """Read the entries of one file, and the cursor of the next one."""
    entries: list[AuditEntry] = []
    for _ in range(_PAGES):
        try:
            page, cursor = find_entries(question, archive, cursor, ROWS)
        except ReaderError as error:
            raise PermanentError("bad_cursor") from error
        entries += page
        if cursor is None:
            break
    return entries, cursor
