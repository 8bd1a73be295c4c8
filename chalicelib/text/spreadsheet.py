"""Writes lists for French spreadsheets: a byte order mark, semicolons, and no cell that runs as a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

from chalicelib.text.print_page import visible

_FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def to_spreadsheet(headings: Sequence[str] | None, rows: Iterable[Sequence[object]]) -> str:
    r"""Write a list as CSV; None is an empty cell.

    >>> to_spreadsheet(("fichier", "pages"), [("=1+1", None)])
    "\ufefffichier;pages\r\n'=1+1;\r\n"

    Args:
        headings: of the columns; None continues a list, without the mark.
        rows: the lines below the headings.
    """
    target = io.StringIO()
    writer = csv.writer(target, delimiter=";", lineterminator="\r\n")
    if headings is not None:
        writer.writerow(headings)
    writer.writerows(["" if value is None else harmless(str(value)) for value in row] for row in rows)
    return ("\ufeff" if headings is not None else "") + target.getvalue()


def harmless(text: str) -> str:
    """Write a cell that spreadsheets take for text, not for a formula.

    >>> harmless("@SUM(A1)"), harmless("2026-11-23")
    ("'@SUM(A1)", '2026-11-23')
    """
    text = visible(text)
    return f"'{text}" if text.lstrip().startswith(_FORMULA) else text
