"""Roster file: reads the servants that the ministry's career system exports, the only authority on a matricule.

A line needs only its matricule, which alone decides where a piece is filed. A line without a birth date is taken: left out, it
would send a whole case file to review.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from chalicelib.model.errors import PermanentError
from chalicelib.model.identifiers import normalise
from chalicelib.model.servant import Servant
from chalicelib.text.months import PLAIN_MONTHS
from chalicelib.text.table import Table, TableProblem, heading, open_table

COLUMNS = ("matricule", "nom", "prenom", "date_naissance", "ministere", "province", "date_entree", "statut")
"""The roster's columns, in the order of the ministry's export; any order is read."""

_HEADINGS = {heading(column): column for column in COLUMNS} | {
    "nmatricule": "matricule",
    "nomatricule": "matricule",
    "numeromatricule": "matricule",
    "noms": "nom",
    "nomdefamille": "nom",
    "prenoms": "prenom",
    "datedenaissance": "date_naissance",
    "datedentree": "date_entree",
}
_LONGEST_MATRICULE = 20
_DAMAGED = re.compile(r"\d([.,]\d+)?E[+-]\d+|\d+[.,]0|#.*", re.IGNORECASE)
_MATRICULE = re.compile(r"[\w .\-/'\u2019\u00a0\u2010-\u2014°]+")
_AS_TEXT = re.compile(r"=\"([^\"]*)\"|'(.*)")
_NO_DATE = re.compile(r"[0/.\-\s]*|null|n/?[ad]", re.IGNORECASE)
_ISO_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]0?0:00(?::00(?:\.0+)?)?)?")
_FRENCH_DATE = re.compile(r"(\d{1,2})([/.\-])(\d{1,2})\2(\d{4})(?: 0?0:00(?::00)?)?")
_WRITTEN_DATE = re.compile(r"(\d{1,2})(?:er)?\s+([a-zéèûôäA-ZÉÈÛ]+)\.?\s+(\d{4})")
_YEARS = range(1900, 2101)


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    """Servants and problems of a roster file."""

    servants: Mapping[str, Servant]
    """By matricule, in the file's order."""
    problems: tuple[TableProblem, ...] = ()
    """In the file's order."""
    encoding: str = "utf-8"
    """As `table.Table` names it."""
    delimiter: str = ","
    columns: tuple[str, ...] = COLUMNS
    """Those of `COLUMNS` that the file has."""

    @property
    def refused_lines(self) -> int:
        """Number of lines that were not taken."""
        return sum(not problem.taken for problem in self.problems)


def read_roster(data: bytes) -> Roster:
    r"""Read a roster; a bad line is reported and the rest taken.

    Two equal lines are one. Of two lines that contradict each other the first is kept: the servant exists either way, and the
    report says which line to correct.

    >>> read_roster(b"Matricule;Nom\n12-345;NDAYIZEYE\n").servants["12345"].name
    'NDAYIZEYE'

    Raises:
        PermanentError: `roster_unreadable`, `roster_columns` or `roster_empty`: nothing of it can be used.
    """
    if not data.strip():
        raise PermanentError("roster_empty", "no bytes but blanks")
    sheet = open_table(data, _HEADINGS, needed="matricule", kind="roster")
    servants, problems = _read_lines(sheet)
    if not servants:
        raise PermanentError("roster_empty", f"{len(problems)} bad lines, first: {[(each.line, each.reason) for each in problems[:3]]}")
    return Roster(servants=servants, problems=tuple(problems), encoding=sheet.encoding, delimiter=sheet.delimiter, columns=sheet.columns)


def read_date(text: str) -> date:
    """Read one day, ISO or French; a year of two digits is refused, for it may be 1926 or 2026.

    >>> [str(read_date(day)) for day in ("2010-03-01", "01/03/2010", "1er mars 2010")]
    ['2010-03-01', '2010-03-01', '2010-03-01']

    Raises:
        ValueError: this is no such day.
    """
    if found := _ISO_DATE.fullmatch(text):
        year, month, day = int(found[1]), int(found[2]), int(found[3])
    elif found := _FRENCH_DATE.fullmatch(text):
        year, month, day = int(found[4]), int(found[3]), int(found[1])
    elif found := _WRITTEN_DATE.fullmatch(text):
        year, month, day = int(found[3]), PLAIN_MONTHS.index(heading(found[2])) + 1, int(found[1])
    else:
        raise ValueError("neither an ISO nor a French date")
    if year not in _YEARS:
        raise ValueError("not a year of a career")
    return date(year, month, day)


def _read_lines(sheet: Table) -> tuple[dict[str, Servant], list[TableProblem]]:
    servants: dict[str, Servant] = {}
    problems: list[TableProblem] = []
    for row in sheet.rows():
        if isinstance(row, TableProblem):
            problems.append(row)
            continue
        line, cells = row
        servant, reason, unread = _read_servant(cells)
        if servant is None:
            problems.append(TableProblem(line=line, reason=reason, column="matricule"))
        elif servants.setdefault(servant.matricule, servant) != servant:
            problems.append(TableProblem(line=line, reason="contradiction", column="matricule"))
        else:
            problems += [TableProblem(line=line, reason="date", column=column, taken=True) for column in unread]
            problems += [TableProblem(line=line, reason="characters", taken=True)] if "\ufffd" in "".join(cells) else []
    return servants, problems


def _read_servant(cells: tuple[str, ...]) -> tuple[Servant | None, str, list[str]]:
    """Servant of a line, or the reason why there is none; then the columns whose date could not be read."""
    said, name, first_names, birth, ministry, province, entry, status = cells
    matricule, reason = _read_matricule(said)
    if matricule is None:
        return None, reason, []
    (birth_date, birth_read), (entry_date, entry_read) = _read_cell(birth), _read_cell(entry)
    servant = Servant(
        matricule=matricule,
        name=_clean(name),
        first_names=_clean(first_names),
        birth_date=birth_date,
        ministry=_clean(ministry),
        province=_clean(province),
        entry_date=entry_date,
        status=_clean(status),
        written=_written(said),
    )
    unread = [column for column, read in (("date_naissance", birth_read), ("date_entree", entry_read)) if not read]
    return servant, "", unread


def _read_matricule(said: str) -> tuple[str | None, str]:
    """Normalised matricule of a cell, or the reason why there is none."""
    said = _written(said)
    if _DAMAGED.fullmatch(said):
        return None, "matricule_damaged"
    matricule = normalise(said)
    if not _MATRICULE.fullmatch(said) or not any(map(str.isdigit, matricule)) or len(matricule) > _LONGEST_MATRICULE:
        return None, "matricule"
    return matricule, ""


def _written(said: str) -> str:
    """Take a matricule out of what spreadsheets write to keep its zeros: `="00123"`, `'00123`."""
    found = _AS_TEXT.fullmatch(said)
    return _clean((found[1] or found[2] or "") if found else said)


@lru_cache(maxsize=65536)
def _read_cell(text: str) -> tuple[date | None, bool]:
    """Day of a cell, if it has one, and whether the cell could be read; an empty cell can."""
    if _NO_DATE.fullmatch(text):
        return None, True
    try:
        return read_date(_clean(text)), True
    except ValueError:
        return None, False


@lru_cache(maxsize=65536)
def _clean(text: str) -> str:
    """Compose the accents, and leave one blank where there were several, or a sign that cannot be printed."""
    printable = text if text.isprintable() else "".join(letter if letter.isprintable() else " " for letter in text)
    return unicodedata.normalize("NFC", " ".join(printable.split()))
