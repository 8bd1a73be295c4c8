"""Reads a CSV table exported from a spreadsheet: decodes it, finds its header, and reads it line by line.

Roster and manifest are both such tables. A damaged line damages no other: a quotation mark left open ends with its line.
"""

import codecs
import csv
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from chalicelib.model.errors import PermanentError

TABLE_PROBLEMS: dict[str, tuple[str, str]] = {
    "cells": ("La ligne a plus de cellules que l'en-tête.", "The line has more cells than the header."),
    "quotes": ("Un guillemet ouvert n'est pas refermé.", "A quotation mark is opened and never closed."),
    "characters": ("Des caractères sont illisibles.", "Some characters cannot be read."),
    "matricule": ("Le matricule manque ou n'en est pas un.", "The matricule is missing, or is none."),
    "matricule_damaged": (
        "Le tableur a abîmé le matricule (1,23E+05, 123456.0, #REF!) : mettez la colonne au format Texte.",
        "The spreadsheet damaged the matricule (1.23E+05, 123456.0, #REF!): format the column as Text.",
    ),
    "contradiction": (
        "Ce matricule est déjà donné plus haut avec d'autres indications : la première ligne est gardée.",
        "This matricule is given above with other particulars: the first line is kept.",
    ),
    "date": ("La date n'est pas lisible : elle est laissée vide.", "The date cannot be read: it is left empty."),
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

_DELIMITERS = (";", ",", "\t")
_UNDIVIDED = "\x1f"
"""Delimiter of a table with one column: it stands in no text, so that names with commas stay whole."""
_HEADER_WITHIN = 20
"""Lines among which the header stands; a ministry's title may stand above it."""
_LONGEST_CELL = 10
"""Lines that one quoted cell may run over."""
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
class Table:
    """A decoded table whose header has been found."""

    encoding: str
    """`utf-8`, `utf-16`, `windows-1252`, or `utf-8 and windows-1252` when lines of both were glued together."""
    delimiter: str
    """Empty when the header has one column."""
    columns: tuple[str, ...]
    """Stable names of the columns that were recognised."""
    places: tuple[int, ...]
    """Index of each wanted column in a line; -1 where it is absent."""
    width: int
    """Cells of the header."""
    lines: tuple[str, ...]
    first: int
    """Index in `lines` of what follows the header."""

    def rows(self) -> Iterator[tuple[int, tuple[str, ...]] | TableProblem]:
        """Give each line's number and wanted cells in the wanted order, or what is wrong with it. Blank lines are skipped."""
        delimiter, index = self.delimiter or _UNDIVIDED, self.first
        while index < len(self.lines):
            number, line = index + 1, self.lines[index]
            cells, height = _quoted(self.lines, index, delimiter, self.width) if '"' in line else (line.split(delimiter), 1)
            index += height
            if cells is None:
                yield TableProblem(line=number, reason="quotes")
            elif any(map(str.strip, cells[self.width :])):
                yield TableProblem(line=number, reason="cells")
            elif any(map(str.strip, cells)):
                yield number, tuple(cells[place].strip() if 0 <= place < len(cells) else "" for place in self.places)


def open_table(data: bytes, headings: Mapping[str, str], *, needed: str, kind: str) -> Table:
    """Decode a table and find its header.

    Args:
        data: the file.
        headings: headings as `heading` writes them -> the stable name of their column.
        needed: the column that the table must have.
        kind: first word of the error's code.

    Raises:
        PermanentError: `<kind>_unreadable` for what is no text, `<kind>_columns` when the needed column is absent or stands twice.
    """
    text, encoding = decode(data)
    if "\0" in text:
        raise PermanentError(f"{kind}_unreadable", "not a text file")
    lines = tuple(_ENDS.split(text.rstrip("\x1a")))
    wanted = tuple(dict.fromkeys(headings.values()))
    for index, line in enumerate(lines[:_HEADER_WITHIN]):
        delimiter, names = max(((each, _names(line, each, headings)) for each in _DELIMITERS), key=_recognised)
        if needed not in names:
            continue
        if names.count(needed) > 1:
            raise PermanentError(f"{kind}_columns", f"two columns of line {index + 1} are {needed}")
        return Table(
            encoding=encoding,
            delimiter=delimiter if len(names) > 1 else "",
            columns=tuple(name for name in wanted if name in names),
            places=tuple(names.index(name) if name in names else -1 for name in wanted),
            width=len(names),
            lines=lines,
            first=index + 1,
        )
    raise PermanentError(f"{kind}_columns", f"no header with {needed} in the first {_HEADER_WITHIN} lines")


def decode(data: bytes) -> tuple[str, str]:
    r"""Decode bytes in their most probable encoding, and name it.

    What is not all UTF-8 is decoded line by line: two exports in one file keep the accents of both.

    >>> decode(b"pr\xe9nom\npr\xc3\xa9nom")
    ('prénom\nprénom', 'utf-8 and windows-1252')
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", errors="replace"), "utf-16"
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        lines = [_decode_line(line) for line in data.split(b"\n")]
    mixed = any(name == "utf-8" for _, name in lines)
    return "\n".join(line for line, _ in lines), "utf-8 and windows-1252" if mixed else "windows-1252"


def heading(text: str) -> str:
    r"""Write a heading without case, accents, blanks and signs, for comparing.

    >>> heading("\ufeff Date_d'entrée ")
    'datedentree'
    """
    return re.sub(r"[^a-z0-9]", "", unicodedata.normalize("NFKD", text).casefold())


def _decode_line(line: bytes) -> tuple[str, str]:
    try:
        return line.decode("utf-8"), "" if line.isascii() else "utf-8"
    except UnicodeDecodeError:
        return line.decode("windows-1252", errors="replace"), "windows-1252"


def _names(line: str, delimiter: str, headings: Mapping[str, str]) -> list[str]:
    cells, _ = _quoted((line,), 0, delimiter, 0)
    return [headings.get(heading(cell), "") for cell in cells or []]


def _recognised(candidate: tuple[str, list[str]]) -> int:
    return len(set(candidate[1]) - {""})


def _quoted(lines: tuple[str, ...], index: int, delimiter: str, width: int) -> tuple[list[str] | None, int]:
    """Read a line with quotation marks: give its cells and how many lines it takes, or None and one.

    A line that is a whole row by itself never belongs to an open quotation mark above it.
    """
    for height in range(1, _LONGEST_CELL + 1):
        chunk = lines[index : index + height]
        if len(chunk) < height or (height > 1 and len(chunk[-1].split(delimiter)) >= width):
            break
        try:
            return next(csv.reader([f"{line}\n" for line in chunk], delimiter=delimiter, skipinitialspace=True, strict=True), [""]), height
        except csv.Error:
            continue
    return None, 1
