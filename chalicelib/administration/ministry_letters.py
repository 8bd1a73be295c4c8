"""Letters to the servants of a ministry: what is not in their case files yet, as pages to print in the outbox.

1. Find the ministry in the latest round of completeness. 2. Record that its letters are made. 3. Write them by province and name, a ream
to a file, until the time is over. Each step may be repeated: the same file is written again over itself.

Nobody writes to the dead, to those who have left otherwise than by retirement, or to those of whom nothing is asked.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from chalicelib.access.consultations import Subject, record_consultation
from chalicelib.access.letter import Letter, letter_of, letters_html
from chalicelib.administration.completeness_rounds import COMPLETENESS, FOLDER
from chalicelib.administration.rounds import file_names, latest_round
from chalicelib.model.account import CONSOLE
from chalicelib.model.cursor import cursor_of, place_of
from chalicelib.model.errors import PermanentError, ReaderError
from chalicelib.model.reader import Reader
from chalicelib.model.roster_round import RosterRound
from chalicelib.ports.archive import Archive
from chalicelib.text.letters import plain

REAM: Final = 500
"""Letters in one file: a ream of paper, about 1.5 MB."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MinistryLetters:
    """Letters that one call has written."""

    month: str
    """Of the findings."""
    letters: int
    files: tuple[str, ...]
    """Keys in the outbox."""
    unwritten: int
    """Servants of the ministry to whom no letter is written."""
    next: str | None
    """Cursor of the next call; None when all are written."""


def write_letters(ministry: str, archive: Archive, *, cursor: str | None, until: datetime) -> MinistryLetters:
    """Write the letters of a ministry.

    Args:
        ministry: its name; accents and capitals do not matter.
        archive: the ports.
        cursor: `next` of the call before.
        until: when to stop, UTC; at least one file is written.

    Raises:
        PermanentError: `no_round`: no round of completeness was finished; `no_ministry`: the round has none of this name; `bad_cursor`.
        TransientError: the consultation could not be recorded.
    """
    latest = latest_round(COMPLETENESS, archive)
    if latest is None:
        raise PermanentError("no_round")
    round_, _ = latest
    names = file_names(each.ministry for each in archive.findings.sums(round_))
    found = next((each for each in names if plain(each) == plain(ministry)), None)
    if found is None:
        raise PermanentError("no_ministry")
    try:
        first = int(place_of(cursor, "letters", round_.name, found) or 0)
    except ReaderError as error:
        raise PermanentError("bad_cursor") from error
    record_consultation("letters", Reader(name=CONSOLE), Subject(asked=found), archive, role="archivist")
    letters, unwritten = _letters(round_, found, archive)
    return _write(round_, names[found], letters, archive, first=first, until=until, scope=found, unwritten=unwritten)


def _write(  # noqa: PLR0913 - where to go on, and until when
    round_: RosterRound,
    name: str,
    letters: list[Letter],
    archive: Archive,
    *,
    first: int,
    until: datetime,
    scope: str,
    unwritten: int,
) -> MinistryLetters:
    files: list[str] = []
    start = first
    while start < len(letters):
        number = "" if len(letters) <= REAM else f"-{start // REAM + 1}"
        files.append(f"{FOLDER}/{round_.month}/{name}-lettres{number}.html")
        page = letters_html(letters[start : start + REAM], archive.settings, archive.nomenclature, at=archive.clock.now())
        archive.outbox.put(files[-1], page, "text/html; charset=utf-8")
        start += REAM
        if archive.clock.now() >= until:
            break
    done = start >= len(letters)
    return MinistryLetters(
        month=round_.month,
        letters=max(0, min(start, len(letters)) - first),
        files=tuple(files),
        unwritten=unwritten,
        next=None if done else cursor_of(str(start), "letters", round_.name, scope),
    )


def _letters(round_: RosterRound, ministry: str, archive: Archive) -> tuple[list[Letter], int]:
    """Letters of a ministry in the order in which they are handed out, and the number of servants without one."""
    findings = [each for part in archive.findings.parts(round_, ministry) for each in part.findings]
    findings.sort(key=lambda each: (each.province, each.person, each.matricule))
    letters = [letter_of(each, archive.nomenclature) for each in findings if each.writable]
    wanted = [each for each in letters if not each.is_empty]
    return wanted, len(findings) - len(wanted)
