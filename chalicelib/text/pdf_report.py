"""A report as PDF: A4 pages with lines of text, tables and a chart of lines, written object by object with the standard library.

The texts are in Helvetica, one of the fonts that every reader of PDF has, coded as Windows-1252, which has all letters of French, Kirundi
and English. The same report gives the same bytes. Why neither pdfium nor reportlab: docs/decisions/roadmap.md.
"""

import tomllib
import zlib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Final

from chalicelib.text.report import Chart, ChartLine, Point, Report, ReportTable, Section

WIDTH, HEIGHT = 595.0, 842.0
"""A4, in points."""
LEFT, RIGHT, TOP, BOTTOM = 45.0, 550.0, 795.0, 60.0
"""Of the text on a page."""
BODY, SMALL, HEAD, TITLE = 9.5, 8.0, 12.5, 19.0
"""Sizes of type."""
LEADING: Final = 1.35
CHART: Final = 190.0
"""Height of a chart's frame."""
_INK, _SOFT, _RULE, _ACCENT, _TINT = "0.11 0.15 0.19", "0.35 0.40 0.45", "0.85 0.87 0.89", "0.08 0.33 0.24", "0.82 0.88 0.85"
_DASHES: Final = {"solid": "[] 0", "dashed": "[7 5] 0", "dotted": "[2 3] 0", "area": "[] 0"}
_FOR_CODING: Final = str.maketrans({"\u202f": "\xa0", "\u2212": "\u2013", "\u2009": "\xa0"})


def report_pdf(report: Report) -> bytes:
    """Write a report as PDF."""
    sheets = _Sheets(report)
    for section in report.sections:
        sheets.write_section(section)
    return _file_of(sheets.finished(), report)


def coded(text: str) -> bytes:
    r"""Code a text as Windows-1252; a letter that it does not have becomes a question mark.

    >>> coded("1\u202f000 élèves ∑").decode("cp1252")
    '1\xa0000 élèves ?'
    """
    return text.translate(_FOR_CODING).encode("cp1252", "replace")


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """Give the width of a line, in points.

    >>> round(width_of("115 000", 10), 1)
    36.1
    """
    widths = _widths()["bold" if bold else "regular"]
    return sum(widths[code - 32] for code in coded(text) if code >= 32) * size / 1000  # noqa: PLR2004 - the first code of the table


def lines_of(text: str, size: float, width: float, *, bold: bool = False) -> list[str]:
    """Break a text into lines that are no wider than `width`; a word that is wider is cut."""
    lines = [""]
    for word in text.split(" "):
        joined = f"{lines[-1]} {word}" if lines[-1] else word
        if width_of(joined, size, bold=bold) <= width:
            lines[-1] = joined
            continue
        if lines[-1]:
            lines.append("")
        for letter in word:
            if lines[-1] and width_of(lines[-1] + letter, size, bold=bold) > width:
                lines.append("")
            lines[-1] += letter
    return lines


class _Sheets:
    """Pages that are filled from above."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._pages: list[list[str]] = [[]]
        self._y = TOP
        for index, line in enumerate(report.letterhead):
            self._centred(line, BODY, bold=index == 0)
        self._y -= 10
        self.words(report.subtitle, BODY, colour=_SOFT)
        self.words(report.title, TITLE, bold=True, colour=_ACCENT)
        self._rule(self._y - 1, _ACCENT, 1.5)
        self._y -= 10

    def write_section(self, section: Section) -> None:
        """Write a section; its title stays with what follows it."""
        self._need(90 if section.table or section.paragraphs else CHART + 70)
        self._y -= 10
        self.words(section.title, HEAD, bold=True)
        self._y -= 2
        for paragraph in section.paragraphs:
            self.words(paragraph, BODY)
            self._y -= 3
        if section.chart:
            self._chart(section.chart)
        if section.table:
            self._table(section.table)

    def words(self, text: str, size: float, *, bold: bool = False, colour: str = _INK) -> None:
        """Write a paragraph."""
        for line in lines_of(text, size, RIGHT - LEFT, bold=bold):
            self._need(size * LEADING)
            self._y -= size * LEADING
            self._text(LEFT, self._y + size * 0.25, line, size, bold=bold, colour=colour)

    def finished(self) -> list[bytes]:
        """Give the drawing of each page, with its foot."""
        count = len(self._pages)
        for number, page in enumerate(self._pages, 1):
            self._text(LEFT, 32, self._report.foot, SMALL, colour=_SOFT, page=page)
            told = f"page {number} / {count}"
            self._text(RIGHT - width_of(told, SMALL), 32, told, SMALL, colour=_SOFT, page=page)
        return [b"\n".join(part.encode("latin-1") for part in page) for page in self._pages]

    def _need(self, height: float) -> None:
        """Begin a new page where so much does not fit on this one."""
        if self._y - height < BOTTOM:
            self._pages.append([])
            self._y = TOP

    def _centred(self, line: str, size: float, *, bold: bool) -> None:
        self._y -= size * LEADING
        self._text((WIDTH - width_of(line, size, bold=bold)) / 2, self._y, line, size, bold=bold)

    def _text(  # noqa: PLR0913 - what, where and how
        self, x: float, y: float, text: str, size: float, *, bold: bool = False, colour: str = _INK, page: list[str] | None = None
    ) -> None:
        shown = coded(text).replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)").decode("latin-1")
        drawn = f"BT /{'B' if bold else 'R'} {size:g} Tf {colour} rg {x:.2f} {y:.2f} Td ({shown}) Tj ET"
        (self._pages[-1] if page is None else page).append(drawn)

    def _rule(self, y: float, colour: str = _RULE, thick: float = 0.5, left: float = LEFT, right: float = RIGHT) -> None:
        self._pages[-1].append(f"[] 0 d {thick:g} w {colour} RG {left:.2f} {y:.2f} m {right:.2f} {y:.2f} l S")

    def _table(self, table: ReportTable) -> None:
        shares = table.widths or (1.0,) * len(table.headings)
        wide = [(RIGHT - LEFT) * share / sum(shares) for share in shares]
        self.words(table.caption, SMALL, colour=_SOFT)
        self._row(table, table.headings, wide, bold=True)
        self._rule(self._y, _INK, 1)
        for row in table.rows:
            if self._y - self._height(row, wide) < BOTTOM:
                self._pages.append([])
                self._y = TOP
                self._row(table, table.headings, wide, bold=True)
                self._rule(self._y, _INK, 1)
            self._row(table, row, wide)
            self._rule(self._y)
        self._y -= 6

    def _height(self, row: Sequence[str], wide: Sequence[float]) -> float:
        return max(len(lines_of(cell, BODY, width - 8)) for cell, width in zip(row, wide, strict=True)) * BODY * LEADING + 4

    def _row(self, table: ReportTable, row: Sequence[str], wide: Sequence[float], *, bold: bool = False) -> None:
        top, left = self._y, LEFT
        size = SMALL if bold else BODY
        for place, (cell, width) in enumerate(zip(row, wide, strict=True)):
            for number, line in enumerate(lines_of(cell, size, width - 8, bold=bold), 1):
                is_word = place == 0 or place in table.words
                x = left + (6 if place else 0) if is_word else left + width - 4 - width_of(line, size, bold=bold)
                self._text(x, top - number * BODY * LEADING + 1, line, size, bold=bold)
            left += width
        self._y = top - (
            max(len(lines_of(cell, size, width - 8, bold=bold)) for cell, width in zip(row, wide, strict=True)) * BODY * LEADING + 4
        )

    def _chart(self, chart: Chart) -> None:
        self._need(CHART + 60)
        left, top = LEFT + 45, self._y - 8
        base = top - CHART
        for place, word in chart.up:
            y = base + CHART * place
            self._rule(y, left=left)
            self._text(left - 5 - width_of(word, SMALL), y - 3, word, SMALL, colour=_SOFT)
        for place, word in chart.across:
            x = left + (RIGHT - left) * place - width_of(word, SMALL) * place
            self._text(x, base - 13, word, SMALL, colour=_SOFT)
        for line in chart.lines:
            self._pages[-1].append(_drawn(line, [(left + (RIGHT - left) * x, base + CHART * y) for x, y in line.points]))
        self._y = base - 18
        x = left
        for line in (each for each in chart.lines if each.name):
            self._pages[-1].append(_drawn(line, _sample(line, x, self._y - 6)))
            self._text(x + 26, self._y - 9, line.name, SMALL)
            x += 36 + width_of(line.name, SMALL)
        self._y -= 14
        self.words(chart.told, SMALL, colour=_SOFT)


@cache
def _widths() -> Mapping[str, Sequence[int]]:
    """Widths of the letters of both fonts."""
    return tomllib.loads(Path(__file__).with_name("helvetica.toml").read_text("utf-8"))


def _sample(line: ChartLine, x: float, y: float) -> list[Point]:
    """Points of a line's entry in the key."""
    return [(x, y - 4), (x + 20, y - 4), (x + 20, y + 3), (x, y + 3)] if line.style == "area" else [(x, y), (x + 20, y)]


def _drawn(line: ChartLine, points: Sequence[Point]) -> str:
    """Draw a line, or fill an area."""
    if not points:
        return ""
    path = " ".join(f"{x:.2f} {y:.2f} {'l' if index else 'm'}" for index, (x, y) in enumerate(points))
    if line.style == "area":
        return f"{_TINT} rg {path} h f"
    colour, thick = (_SOFT, 1.2) if line.style == "dashed" else (_ACCENT, 2.2 if line.style == "solid" else 1.2)
    return f"{_DASHES[line.style]} d {thick:g} w 1 j {colour} RG {path} S"


def _file_of(pages: Sequence[bytes], report: Report) -> bytes:
    """Put the objects of ISO 32000-1 together: catalogue, page tree, two fonts, information, and each page with its drawing."""
    first = 6
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R /Lang (fr) /ViewerPreferences << /DisplayDocTitle true >> >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(b"%d 0 R" % (first + 2 * at) for at in range(len(pages))), len(pages)),
        *(
            b"<< /Type /Font /Subtype /Type1 /BaseFont /%s /Encoding /WinAnsiEncoding >>" % name
            for name in (b"Helvetica", b"Helvetica-Bold")
        ),
        b"<< /Title <%s> /CreationDate (D:%s) >>" % (_hex(report.title), f"{report.made_at:%Y%m%d%H%M%S}Z".encode()),
    ]
    for at, drawing in enumerate(pages):
        packed = zlib.compress(drawing, 9)
        fonts = b"/Resources << /Font << /R 3 0 R /B 4 0 R >> >>"
        box = b"/MediaBox [0 0 %d %d]" % (WIDTH, HEIGHT)
        objects.append(b"<< /Type /Page /Parent 2 0 R %s %s /Contents %d 0 R >>" % (box, fonts, first + 2 * at + 1))
        objects.append(b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed), packed))
    return b"".join(_parts(objects))


def _parts(objects: Sequence[bytes]) -> Iterator[bytes]:
    head = b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n"
    place, offsets = len(head), []
    yield head
    for number, body in enumerate(objects, 1):
        part = b"%d 0 obj\n%s\nendobj\n" % (number, body)
        offsets.append(place)
        place += len(part)
        yield part
    yield b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    yield from (b"%010d 00000 n \n" % offset for offset in offsets)
    yield b"trailer\n<< /Size %d /Root 1 0 R /Info 5 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, place)


def _hex(text: str) -> bytes:
    return b"FEFF" + text.encode("utf-16-be").hex().upper().encode()
