"""A printed report as values: sections of words and tables, and a chart of lines; `report.html` and `pdf_report` both draw it.

Words and numbers are written before they come here, in French; what is drawn is the same in both.
"""

from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Literal

from chalicelib.text.calendar import moment
from chalicelib.text.print_page import render

Point = tuple[float, float]
"""Across and up, each from 0 to 1 of the chart's frame."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartLine:
    """A line of a chart, or an area where its points go round one."""

    name: str
    """Empty for a line that the key leaves out."""
    points: tuple[Point, ...]
    style: Literal["solid", "dashed", "dotted", "area"] = "solid"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A chart of lines."""

    title: str
    told: str
    """What it shows, in a sentence."""
    lines: tuple[ChartLine, ...]
    across: tuple[tuple[float, str], ...]
    """Marks of the horizontal axis: place from 0 to 1, and word."""
    up: tuple[tuple[float, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportTable:
    """A table: the first column has words, the others too, or numbers."""

    caption: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    words: tuple[int, ...] = ()
    """Places of further columns of words, from 0; all others but the first stand to the right."""
    widths: tuple[float, ...] = ()
    """Shares of the columns; alike where it is empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of a report."""

    title: str
    paragraphs: tuple[str, ...] = ()
    chart: Chart | None = None
    table: ReportTable | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A report."""

    letterhead: tuple[str, ...]
    title: str
    subtitle: str
    foot: str
    """At the foot of each page."""
    sections: tuple[Section, ...]
    made_at: datetime
    """UTC, aware."""


def report_html(report: Report, zone: tzinfo) -> str:
    """Write a report as a page to print (report.html), with its chart as SVG."""
    return render("text/report.html", report=report, made=moment(report.made_at, zone))
