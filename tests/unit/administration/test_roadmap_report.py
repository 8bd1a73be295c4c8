"""The monthly report: a page and a PDF, written once a month by the sweep, and again when somebody asks."""

from datetime import UTC, date, datetime, timedelta

import pypdfium2
import pytest

from chalicelib.administration.roadmap import CHANGES
from chalicelib.administration.roadmap_report import CHANGE_WORDS, report_monthly, write_report
from chalicelib.model.errors import PermanentError, TransientError
from chalicelib.model.statistics import ArchiveTotals, CountingStep, Recount, Totals
from tests.fakes import FakeArchive

PAGE, PDF = "reports/feuille-de-route/2026-10.html", "reports/feuille-de-route/2026-10.pdf"


@pytest.fixture
def archive():
    found = FakeArchive()
    found.clock.pause((datetime(2026, 11, 2, 4, tzinfo=UTC) - found.clock.now()).total_seconds())
    return found


def fill(archive):
    days = {date(2026, 10, 1) + timedelta(days=number): Totals(casefiles=8, pieces=80, pages=320) for number in range(30)}
    step = CountingStep(days=days, places={("Santé", "Gitega"): 240})
    totals = ArchiveTotals(total=Totals(casefiles=240, pieces=2_400, pages=9_600), edition=1, counted_at=archive.clock.now())
    archive.statistics.apply(Recount(totals=totals, step=step), seen=0)


def test_the_report_of_the_month_before_is_a_page_and_a_pdf(archive):
    fill(archive)
    written = write_report(archive)

    assert (written.month, written.files) == ("2026-10", (PAGE, PDF))
    page = archive.outbox.objects[PAGE]
    assert "Feuille de route : octobre 2026" in page
    assert "240 sur 115\u202f000" in page
    with pypdfium2.PdfDocument(archive.outbox.objects[PDF]) as document:
        text = "".join(each.get_textpage().get_text_range() for each in document)
    for said in ("Feuille de route : octobre 2026", "Gitega", "une personne de plus", "personne ne l'a"):
        assert said in text, said
    assert "(s)" not in page


def test_the_sweep_writes_it_once_a_month_and_begins_with_the_month_after_the_first_case_file(archive):
    assert report_monthly(archive) == 0
    assert archive.outbox.objects == {}

    fill(archive)
    archive.clock.pause(86_400 * 30)
    assert report_monthly(archive) == 2
    assert report_monthly(archive) == 0
    assert sorted(archive.outbox.objects) == ["reports/feuille-de-route/2026-11.html", "reports/feuille-de-route/2026-11.pdf"]


def test_a_report_that_could_not_be_written_is_written_the_next_minute(archive):
    fill(archive)
    archive.outbox.broken = True
    with pytest.raises(TransientError):
        report_monthly(archive)
    archive.outbox.broken = False

    assert report_monthly(archive) == 2


def test_the_present_month_is_told_up_to_today_and_one_to_come_is_refused(archive):
    fill(archive)

    assert write_report(archive, month="2026-11").month == "2026-11"
    assert "au 2 novembre 2026" in archive.outbox.objects["reports/feuille-de-route/2026-11.html"]
    for month in ("2026-12", "2026-13", "x"):
        with pytest.raises(PermanentError, match="bad_month"):
            write_report(archive, month=month)


def test_every_change_has_its_words():
    assert CHANGE_WORDS.keys() == CHANGES.keys()
