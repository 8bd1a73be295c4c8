"""A report as PDF: what is written is read again by another library, long tables go on, and the same report gives the same bytes."""

from dataclasses import replace
from datetime import UTC, datetime

import pypdfium2
import pytest

from chalicelib.text.pdf_report import BODY, LEFT, RIGHT, lines_of, report_pdf, width_of
from chalicelib.text.report import Chart, ChartLine, Report, ReportTable, Section, report_html

LINES = (
    ChartLine(name="prévus", points=((0.0, 0.0), (1.0, 0.9)), style="dashed"),
    ChartLine(name="fourchette", points=((0.5, 0.4), (0.8, 0.9), (1.0, 0.9)), style="area"),
    ChartLine(name="réalisés", points=((0.0, 0.0), (0.5, 0.4))),
)
CHART = Chart(title="Dossiers", told="But : 100.", lines=LINES, across=((0.0, "janvier"), (1.0, "mars")), up=((0.0, "0"), (0.9, "100")))
TABLE = ReportTable(caption="Mois", headings=("mois", "dossiers"), rows=(("œuvre « été »", "1\u202f000"), ("(février) \\", "\u22125")))
REPORT = Report(
    letterhead=("République du Burundi", "Ministère"),
    title="Feuille de route : été",
    subtitle="Ububiko",
    foot="au pied",
    sections=(Section(title="Où en est-on", paragraphs=("Un paragraphe. " * 30,), chart=CHART, table=TABLE),),
    made_at=datetime(2026, 12, 1, 6, tzinfo=UTC),
)


def texts(report):
    with pypdfium2.PdfDocument(report_pdf(report)) as document:
        return [page.get_textpage().get_text_range() for page in document]


def test_words_with_accents_and_signs_of_pdf_are_read_again():
    (text,) = texts(REPORT)

    for said in ("Feuille de route : été", "œuvre « été »", "1 000", "(février) \\", "\u20135", "page 1 / 1", "But : 100.", "réalisés"):
        assert said in text, said


def test_a_long_table_goes_on_with_its_headings_on_pages_that_are_numbered():
    long = replace(TABLE, rows=tuple((f"mois {number}", str(number)) for number in range(120)))
    pages = texts(replace(REPORT, sections=(Section(title="Long", table=long),)))

    assert len(pages) == 4
    assert all("dossiers" in page for page in pages)
    assert [f"page {number} / 4" in page for number, page in enumerate(pages, 1)] == [True] * 4
    assert "mois 119" in pages[-1]


def test_no_line_is_wider_than_the_page_even_of_one_endless_word():
    lines = lines_of("a " * 300 + "m" * 400, BODY, RIGHT - LEFT)

    assert max(width_of(line, BODY) for line in lines) <= RIGHT - LEFT
    assert "".join(lines).replace(" ", "") == "a" * 300 + "m" * 400


def test_the_same_report_gives_the_same_bytes_and_says_its_title():
    data = report_pdf(REPORT)

    assert data == report_pdf(REPORT)
    with pypdfium2.PdfDocument(data) as document:
        assert document.get_metadata_dict()["Title"] == "Feuille de route : été"
        assert [round(each) for each in document[0].get_size()] == [595, 842]


def test_the_chart_leaves_ink_where_its_lines_are():
    pixels = pypdfium2.PdfDocument(report_pdf(REPORT))[0].render(scale=1).to_pil().convert("RGB")
    colours = {colour for _, colour in pixels.getcolors(1 << 20)}

    assert any(red < 60 < green < 110 and blue < 90 for red, green, blue in colours), "the accent of the line of what is done"


@pytest.mark.parametrize("said", ["<figure", "polyline", "polygon", "Écrit le 1er décembre 2026", "1\u202f000"])
def test_the_page_shows_the_same(said):
    assert said in report_html(REPORT, UTC)


def test_a_page_escapes_what_people_wrote():
    assert "<script>" not in report_html(replace(REPORT, sections=(Section(title="<script>", paragraphs=("<script>",)),)), UTC)
