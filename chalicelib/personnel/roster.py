"""Roster file: reads the servants that the ministry's career system exports, the only authority on a matricule.

A line needs only its matricule, which alone decides where a piece is filed. A line without a birth date is taken: left out, it
would send a whole case file to review.
"""

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache
from pathlib import Path

from chalicelib.model.errors import PermanentError
from chalicelib.model.servant import Servant
from chalicelib.personnel.columns import are_exchanged, exchanged_columns
from chalicelib.personnel.date_column import read_date_columns
from chalicelib.personnel.matricule_column import find_footers, holds_days, read_matricule
from chalicelib.text.encodings import decode, looks_wrong, without_misreadings
from chalicelib.text.table import Table, TableProblem, heading, open_table

COLUMNS = ("matricule", "nom", "prenom", "date_naissance", "ministere", "province", "date_entree", "statut")
"""The roster's columns, in the order of the ministry's export; any order is read."""

_DAYS = ("date_naissance", "date_entree")
_TEXTS = ("nom", "prenom", "ministere", "province", "statut")
_AS_TEXT = re.compile(r"=T?\(?\"(.*)\"\)?|['\u2018\u2019](.+?)'?", re.DOTALL)
"""How spreadsheets keep a text: `="00123"`, `=T("00123")`, `'00123`."""
_FORMULA = re.compile(r"[=#@+].*|#+")
"""A formula that was not calculated, an error such as `#REF!` or `#N/A`, a column too narrow to show its numbers."""
_HALF = 0.5


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
    refusal: str | None = None
    """`roster_empty` or `roster_matricules`: why nothing of it can be used, although its header was found."""

    @property
    def refused_lines(self) -> int:
        """Number of lines that were not taken."""
        return sum(not problem.taken for problem in self.problems)


def read_roster(data: bytes) -> Roster:
    r"""Read a roster; a bad line is reported and the rest taken.

    1. Read the table line by line. 2. Read the matricules, and set apart what is no servant's line. 3. Judge each column as a whole, and
    leave empty what cannot be believed. 4. Make the servants.

    Two equal lines are one. Of two lines that contradict each other the first is kept: the servant exists either way, and the
    report says which line to correct.

    >>> read_roster(b"Matricule;Nom\n12-345;NDAYIZEYE\n").servants["12345"].name
    'NDAYIZEYE'

    Raises:
        PermanentError: `roster_unreadable`, `roster_columns` or `roster_empty`: it has no header, or no line at all.
    """
    if not data.strip():
        raise PermanentError("roster_empty", "no bytes but blanks")
    sheet = open_table(without_misreadings(decode(data)), _headings(), needed="matricule", kind="roster")
    lines, problems = _lines_of(sheet)
    kept, refused = _with_matricules(lines)
    problems += refused
    servants: dict[str, Servant] = {}
    refusal = _refusal(kept, refused)
    if refusal is None:
        problems += _read_columns(kept, sheet)
        servants, contradictions = _servants_of(kept)
        problems += contradictions
    return Roster(
        servants=servants,
        problems=tuple(sorted(problems, key=lambda each: (each.line, COLUMNS.index(each.column) if each.column else -1))),
        encoding=sheet.encoding,
        delimiter=sheet.header.delimiter,
        columns=tuple(name for name in COLUMNS if name in sheet.header.names),
        refusal=refusal,
    )


@cache
def _headings() -> Mapping[str, str]:
    """Column of each heading, from headings.toml.

    >>> _headings()["nmatricule"], _headings()["neele"]
    ('matricule', 'date_naissance')

    Raises:
        ValueError: a column has no heading, or a heading two columns.
    """
    lists = tomllib.loads(Path(__file__).with_name("headings.toml").read_text(encoding="utf-8"))["columns"]
    pairs = [(each, column) for column, names in lists.items() for each in dict.fromkeys(map(heading, names))]
    found = dict(pairs)
    if set(found.values()) != set(COLUMNS) or len(found) < len(pairs):
        raise ValueError("headings.toml: a column is missing or unknown, or a heading stands for two columns")
    return found


@dataclass(slots=True, kw_only=True)
class _Line:
    """A line of the file: its number from 1, its cells by column, and what was read of them."""

    number: int
    cells: dict[str, str]
    matricule: str = ""
    days: dict[str, date | None] = field(default_factory=dict)


def _lines_of(sheet: Table) -> tuple[list[_Line], list[TableProblem]]:
    """Read the lines of a table; cells are texts, without what a spreadsheet writes around them."""
    lines: list[_Line] = []
    problems: list[TableProblem] = []
    for row in sheet.rows():
        if isinstance(row, TableProblem):
            problems.append(row)
            continue
        number, cells = row
        lines.append(_Line(number=number, cells={name: _text_of(cell) for name, cell in zip(COLUMNS, cells, strict=True)}))
    return lines, problems


def _doubt_letters(lines: list[_Line], sheet: Table) -> list[TableProblem]:
    """Name the lines whose letters look wrong, and leave them as they are."""
    problems: list[TableProblem] = []
    for line in lines:
        wrong = looks_wrong(" ".join(line.cells.values()))
        if wrong or line.number in sheet.doubtful:
            column = next((name for name in COLUMNS if wrong and looks_wrong(line.cells[name])), "")
            problems.append(TableProblem(line=line.number, reason="characters", column=column, taken=True))
    return problems


def _with_matricules(lines: list[_Line]) -> tuple[list[_Line], list[TableProblem]]:
    """Keep the lines of servants; of the others, say what stands in place of a matricule."""
    refused: dict[int, str] = {}
    for line in lines:
        matricule, reason = read_matricule(line.cells["matricule"])
        line.matricule = matricule or ""
        if matricule is None:
            refused[line.number] = reason
    admitted = [line for line in lines if line.matricule]
    others = [tuple(line.cells[name] for name in COLUMNS[1:]) for line in admitted]
    footers = find_footers([line.cells["matricule"] for line in admitted], others)
    refused |= {admitted[place].number: "footer" for place in footers}
    kept = [line for line in admitted if line.number not in refused]
    if holds_days([line.matricule for line in kept], [line.cells["date_naissance"] for line in kept]):
        refused |= {line.number: "matricule_day" for line in kept}
        kept = []
    return kept, [TableProblem(line=number, reason=reason, column="matricule") for number, reason in refused.items()]


def _refusal(kept: list[_Line], refused: list[TableProblem]) -> str | None:
    """Say why a file is refused as a whole: no servant, or a column of matricules that holds something else."""
    foreign = sum(each.reason == "matricule_day" for each in refused)
    if foreign > (len(kept) + foreign) * _HALF:
        return "roster_matricules"
    return None if kept else "roster_empty"


def _read_columns(lines: list[_Line], sheet: Table) -> list[TableProblem]:
    """Read days and texts column by column, and leave empty what cannot be believed; return what was left empty or looks wrong."""
    problems: list[TableProblem] = []
    for line in lines:
        for name in _TEXTS:
            reason = _no_text(line.cells[name])
            if reason:
                line.cells[name] = ""
                problems.append(TableProblem(line=line.number, reason=reason, column=name, taken=True))
    for name, column in read_date_columns({name: [line.cells[name] for line in lines] for name in _DAYS}).items():
        for line, day in zip(lines, column.days, strict=True):
            line.days[name] = day
        problems += [
            TableProblem(line=lines[place].number, reason=reason, column=name, taken=True) for place, reason in column.reasons.items()
        ]
    return [*problems, *_doubt_letters(lines, sheet), *_doubt_texts(lines, sheet), *_doubt_days(lines, sheet)]


def _doubt_texts(lines: list[_Line], sheet: Table) -> list[TableProblem]:
    """Leave empty the columns of texts that do not hold what their header says."""
    exchanged = exchanged_columns({name: [line.cells[name] for line in lines] for name in _TEXTS if name in sheet.header.names})
    for line in lines:
        line.cells |= dict.fromkeys(exchanged, "")
    return [
        *(TableProblem(line=sheet.header.line, reason="column", column=name, taken=True) for name in sorted(exchanged)),
        *(
            TableProblem(line=line.number, reason="names_exchanged", column="nom", taken=True)
            for line in lines
            if are_exchanged(line.cells["nom"], line.cells["prenom"])
        ),
    ]


def _doubt_days(lines: list[_Line], sheet: Table) -> list[TableProblem]:
    """Leave empty the days of who entered the service before the birth; where most did, the columns are exchanged."""
    both = [line for line in lines if all(line.days.values())]
    wrong = [line for line in both if str(line.days["date_entree"]) <= str(line.days["date_naissance"])]
    exchanged = len(wrong) > len(both) * _HALF
    for line in lines if exchanged else wrong:
        line.days = dict.fromkeys(_DAYS)
    if exchanged:
        return [TableProblem(line=sheet.header.line, reason="column", column=name, taken=True) for name in _DAYS]
    return [TableProblem(line=line.number, reason="dates_reversed", column="date_naissance", taken=True) for line in wrong]


def _servants_of(lines: list[_Line]) -> tuple[dict[str, Servant], list[TableProblem]]:
    servants: dict[str, Servant] = {}
    problems: list[TableProblem] = []
    for line in lines:
        servant = Servant(
            matricule=line.matricule,
            name=line.cells["nom"],
            first_names=line.cells["prenom"],
            birth_date=line.days["date_naissance"],
            ministry=line.cells["ministere"],
            province=line.cells["province"],
            entry_date=line.days["date_entree"],
            status=line.cells["statut"],
            written=line.cells["matricule"],
        )
        if servants.setdefault(servant.matricule, servant) != servant:
            problems.append(TableProblem(line=line.number, reason="contradiction", column="matricule"))
    return servants, problems


@lru_cache(maxsize=65536)
def _no_text(cell: str) -> str:
    """Say why a cell is no text: what a spreadsheet left of a formula, or figures without a letter."""
    if _FORMULA.fullmatch(cell):
        return "formula"
    return "no_text" if any(map(str.isdigit, cell)) and not any(map(str.isalpha, cell)) else ""


@lru_cache(maxsize=65536)
def _text_of(cell: str) -> str:
    """Write a cell as a text: accents composed, one blank for several or for a sign that cannot be printed, no invisible signs."""
    found = _AS_TEXT.fullmatch(cell)
    text = (found[1] or found[2] or "") if found else cell
    if not text.isprintable():
        text = "".join(map(_printable, text))
    return unicodedata.normalize("NFC", " ".join(text.split()))


def _printable(letter: str) -> str:
    """Write a control character as a blank, an invisible sign as nothing, and what another encoding left of a letter as a lost letter."""
    if letter.isprintable():
        return letter
    if "\x80" <= letter <= "\x9f":
        return "\ufffd"
    return "" if unicodedata.category(letter) == "Cf" else " "
