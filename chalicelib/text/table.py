"""Reads a CSV table exported from a spreadsheet: finds its header, and reads it line by line.

Roster and manifest are both such tables. A damaged line damages no other: a quotation mark left open ends with its line.
"""

import csv
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from chalicelib.model.errors import PermanentError
from chalicelib.text.encodings import Decoded

TABLE_PROBLEMS: dict[str, tuple[str, str]] = {
    "cells": ("La ligne a plus de cellules que l'en-tête.", "The line has more cells than the header."),
    "quotes": ("Un guillemet ouvert n'est pas refermé.", "A quotation mark is opened and never closed."),
    "header": (
        "L'en-tête est répété : les lignes qui suivent sont lues d'après lui.",
        "The header stands again: the lines below are read by it.",
    ),
    "characters": (
        "Des lettres semblent fausses ou perdues : enregistrez le fichier en CSV UTF-8, et vérifiez la ligne.",
        "Some letters look wrong or lost: save the file as CSV UTF-8, and check the line.",
    ),
    "matricule": ("Le matricule manque ou n'en est pas un.", "The matricule is missing, or is none."),
    "matricule_damaged": (
        "Le tableur a abîmé le matricule (1,23E+05, 123456.00, #REF!) : mettez la colonne au format Texte.",
        "The spreadsheet damaged the matricule (1.23E+05, 123456.00, #REF!): format the column as Text.",
    ),
    "matricule_day": ("Il y a une date à la place du matricule.", "A date stands in place of the matricule."),
    "footer": (
        "La ligne n'est pas celle d'un agent (total, numéro de page, date d'impression).",
        "The line is no servant's (total, page number, print date).",
    ),
    "contradiction": (
        "Ce matricule est déjà donné plus haut avec d'autres indications : la première ligne est gardée.",
        "This matricule is given above with other particulars: the first line is kept.",
    ),
    "date": ("La date n'est pas lisible : elle est laissée vide.", "The date cannot be read: it is left empty."),
    "american_days": (
        "La colonne a des jours à l'américaine (12/25/1975) : cette date, qui se lit de deux façons, est laissée vide.",
        "The column has American days (12/25/1975): this date, which can be read in two ways, is left empty.",
    ),
    "dates_reversed": (
        "L'entrée en service n'est pas après la naissance : les deux dates sont laissées vides.",
        "The entry into service is not after the birth: both dates are left empty.",
    ),
    "formula": (
        "La cellule contient une formule ou une erreur du tableur : elle est laissée vide.",
        "The cell holds a formula or an error of the spreadsheet: it is left empty.",
    ),
    "no_text": (
        "La cellule contient un nombre ou une date au lieu d'un texte : elle est laissée vide.",
        "The cell holds a number or a date instead of a text: it is left empty.",
    ),
    "names_exchanged": ("Le nom et le prénom semblent échangés.", "Name and first names look exchanged."),
    "column": (
        "La colonne ne contient pas ce que dit son en-tête : elle est laissée vide. Vérifiez que les colonnes ne sont pas échangées.",
        "The column does not hold what its header says: it is left empty. Check that the columns are not exchanged.",
    ),
    "manifest_line": ("La ligne n'est pas une empreinte suivie d'un chemin.", "The line is not a digest followed by a path."),
    "manifest_unreadable": (
        "Le bordereau n'est pas un fichier de texte : il n'annonce rien.",
        "The manifest is no text file: it announces nothing.",
    ),
    "manifest_empty": ("Le bordereau n'annonce aucun fichier.", "The manifest announces no file."),
    "cut": (
        "Le chemin ou l'empreinte est coupé (…) : écrire la liste avec Export-Csv.",
        "The path or the digest is cut (…): write the list with Export-Csv.",
    ),
    "digest": ("L'empreinte n'est pas un SHA-256.", "The digest is no SHA-256."),
    "path": ("Le chemin sort du lot, ou n'en est pas un.", "The path leads out of the batch, or is none."),
    "repeated": ("Ce fichier est déjà annoncé plus haut avec une autre empreinte.", "This file is announced above with another digest."),
}
"""Every `reason` a problem can give: (French, English)."""

_DELIMITERS = (";", ",", "\t", "|")
_UNDIVIDED = "\x1f"
"""Delimiter of a table with one column: it stands in no text, so that names with commas stay whole."""
_HEADER_WITHIN = 20
"""Lines among which the header stands; a ministry's title may stand above it."""
_LONGEST_HEADER = 12
"""Lines that a header may run over: a break in each of eight cells, and some to spare."""
_LONGEST_CELL = 10
"""Lines that one quoted cell may run over."""
_LONGEST_HEADING = 60
"""Letters; a longer cell is no heading."""
_CELLS = re.compile("[" + "".join(_DELIMITERS) + "]")
_ENDS = re.compile(r"\r\n|\n|\r")


@dataclass(frozen=True, slots=True, kw_only=True)
class TableProblem:
    """What is wrong with a line, without its contents."""

    line: int
    """In the file as it came, from 1."""
    reason: str
    """A key of `TABLE_PROBLEMS`."""
    column: str = ""
    """The column's stable name, where one cell is meant."""
    taken: bool = False
    """The line is used all the same, without that cell."""

    @property
    def french(self) -> str:
        """The problem in French, for the ministry."""
        return TABLE_PROBLEMS[self.reason][0]

    @property
    def english(self) -> str:
        """The problem in English, for the log."""
        return TABLE_PROBLEMS[self.reason][1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """A header that was found in a table."""

    line: int
    """Its last line, from 1."""
    delimiter: str
    """Empty where it has one column."""
    names: tuple[str, ...]
    """Stable name of each of its columns; empty for one that nobody asked for."""

    @property
    def recognised(self) -> tuple[str, ...]:
        """Names of the columns that were recognised, each once."""
        return tuple(dict.fromkeys(filter(None, self.names)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table whose header has been found."""

    encoding: str
    """As `encodings.Decoded` names it."""
    doubtful: frozenset[int]
    """Lines whose letters another encoding reads differently and as well."""
    header: Header
    columns: tuple[str, ...]
    """Stable names of the wanted columns; `header.names` has those that are there."""
    lines: tuple[str, ...]
    headings: Mapping[str, str]
    needed: str

    def rows(self) -> Iterator[tuple[int, tuple[str, ...]] | TableProblem]:
        """Give each line's number and wanted cells in the order of `columns`, or what is wrong with it. Blank lines are skipped.

        A header that stands again in the middle is told as a problem, and the lines below it are read by it.
        """
        header, index = self.header, self.header.line
        begins_header = _beginning_of(self.headings, self.needed)
        places = self._places(header)
        while index < len(self.lines):
            number, line = index + 1, self.lines[index]
            if begins_header(line):
                again = _header_at(self.lines, index, self.headings, self.needed)
                if again is not None and len(again.recognised) > 1:
                    header, index, places = again, again.line, self._places(again)
                    yield TableProblem(line=number, reason="header", taken=True)
                    continue
            delimiter, width = header.delimiter or _UNDIVIDED, len(header.names)
            cells, height = _quoted(self.lines, index, delimiter, width) if '"' in line else (line.split(delimiter), 1)
            index += height
            if cells is None:
                yield TableProblem(line=number, reason="quotes")
            elif any(map(str.strip, cells[width:])):
                yield TableProblem(line=number, reason="cells")
            elif any(map(str.strip, cells)):
                yield number, tuple(cells[place].strip() if 0 <= place < len(cells) else "" for place in places)

    def _places(self, header: Header) -> tuple[int, ...]:
        """Index of each wanted column in a line; -1 where it is absent."""
        return tuple(header.names.index(name) if name in header.names else -1 for name in self.columns)


def open_table(decoded: Decoded, headings: Mapping[str, str], *, needed: str, kind: str) -> Table:
    """Find the header of a table: of the first lines, the one that names most columns.

    Args:
        decoded: the file.
        headings: headings as `heading` writes them -> the stable name of their column.
        needed: the column that the table must have.
        kind: first word of the error's code.

    Raises:
        PermanentError: `<kind>_unreadable` for what is no text, `<kind>_columns` when the needed column is absent or stands twice.
    """
    if "\0" in decoded.text:
        raise PermanentError(f"{kind}_unreadable", "not a text file")
    lines = tuple(_ENDS.split(decoded.text.rstrip("\x1a")))
    found = [_header_at(lines, index, headings, needed) for index in range(min(len(lines), _HEADER_WITHIN))]
    header = max(filter(None, found), key=lambda each: len(each.recognised), default=None)
    if header is None:
        raise PermanentError(f"{kind}_columns", f"no header with {needed} in the first {_HEADER_WITHIN} lines")
    if header.names.count(needed) > 1:
        raise PermanentError(f"{kind}_columns", f"two columns of line {header.line} are {needed}")
    return Table(
        encoding=decoded.encoding,
        doubtful=decoded.doubtful,
        header=header,
        columns=tuple(dict.fromkeys(headings.values())),
        lines=lines,
        headings=headings,
        needed=needed,
    )


def heading(text: str) -> str:
    r"""Write a heading without case, accents, blanks and signs, for comparing.

    >>> heading("\ufeff Date_d'entrée ")
    'datedentree'
    """
    return re.sub(r"[^a-z0-9]", "", unicodedata.normalize("NFKD", text).casefold())


def _header_at(lines: tuple[str, ...], index: int, headings: Mapping[str, str], needed: str) -> Header | None:
    """Read a header whose cells may be broken over several lines, in quotation marks or not; None where none begins at this line."""
    found = list[Header]()
    for height in range(1, min(_LONGEST_HEADER, len(lines) - index) + 1):
        below = lines[index + height] if index + height < len(lines) else ""
        for delimiter in _DELIMITERS:
            names = _names("\n".join(lines[index : index + height]), delimiter, headings)
            if needed in names and (height == 1 or '"' in lines[index] or len(names) == below.count(delimiter) + 1):
                found.append(Header(line=index + height, delimiter=delimiter if len(names) > 1 else "", names=names))
    return max(found, key=lambda each: len(each.recognised), default=None)


def _names(text: str, delimiter: str, headings: Mapping[str, str]) -> tuple[str, ...]:
    """Names of the columns of a header; lines of it that are no header by themselves are its broken cells."""
    try:
        cells = next(_csv([text], delimiter), []) if '"' in text else text.split(delimiter)
    except csv.Error:
        return ()
    return tuple(headings.get(heading(cell), "") for cell in cells)


def _beginning_of(headings: Mapping[str, str], needed: str) -> Callable[[str], bool]:
    """Make a test that a line may begin a header: it has the heading of the needed column. Most lines are passed over at a glance."""
    wanted = {text for text, name in headings.items() if name == needed}
    roots = [text for text in wanted if not any(other in text for other in wanted - {text})]

    def begins(line: str) -> bool:
        lowered = line.lower().replace(" ", "").replace("°", "")
        if not any(root in lowered for root in roots):
            return False
        return any(len(cell) < _LONGEST_HEADING and heading(cell) in wanted for cell in _CELLS.split(line))

    return begins


def _csv(lines: Iterable[str], delimiter: str) -> Iterator[list[str]]:
    return csv.reader(lines, delimiter=delimiter, skipinitialspace=True, strict=True)


def _quoted(lines: tuple[str, ...], index: int, delimiter: str, width: int) -> tuple[list[str] | None, int]:
    """Read a line with quotation marks: give its cells and how many lines it takes, or None and one.

    A line that is a whole row by itself never belongs to an open quotation mark above it.
    """
    for height in range(1, _LONGEST_CELL + 1):
        chunk = lines[index : index + height]
        if len(chunk) < height or (height > 1 and len(chunk[-1].split(delimiter)) >= width):
            break
        try:
            return next(_csv([f"{line}\n" for line in chunk], delimiter), [""]), height
        except csv.Error:
            continue
    return None, 1
