"""What is printed: the papers, by Chromium's own print to A4."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pypdfium2
import pytest
from playwright.sync_api import expect

from chalicelib.identity.slip import Slip, slips_html
from chalicelib.ingest.receipt import Receipt, ReceiptFile
from chalicelib.ingest.receipt_print import to_html
from chalicelib.model.settings import Settings
from chalicelib.text.nomenclature_file import shipped

AT = datetime(2026, 11, 22, 8, tzinfo=UTC)
A4 = (595, 842)
"""Points."""
LETTERHEAD = (
    "République du Burundi",
    "Ministère de la Fonction publique, du Travail et de l'Emploi",
    "Direction générale de la fonction publique, Service des archives et de la documentation",
)
SETTINGS = Settings(site_url="https://archives.fonction-publique.gov.example.bi/", letterhead=LETTERHEAD)
ORDINARY = Slip(
    name="NDAYISHIMIYE",
    first_names="Espérance",
    matricule="12.345",
    ministry="Éducation nationale",
    province="Gitega",
    password="abcdefgh1234",  # noqa: S106 - of nobody
    given_at=AT,
    expires_at=AT + timedelta(days=30),
)
LONG = replace(
    ORDINARY,
    name="NIYONKURU NDIKUMANA NSHIMIRIMANA",
    first_names="Marie Goreth Espérance Consolatrice Immaculée",
    ministry="Ministère de l'Environnement, de l'Agriculture et de l'Élevage",
)


@pytest.fixture
def sheets(page):
    """Print a page, or what is on it, and give the text of each sheet."""

    def print_to_paper(html=None):
        if html is not None:
            page.set_content(html)
        paper = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
        assert {tuple(round(side) for side in sheet.get_size()) for sheet in paper} == {A4}
        return [re.sub(r"\s+", " ", sheet.get_textpage().get_text_range()) for sheet in paper]

    return print_to_paper


def test_each_slip_of_an_office_is_one_sheet_with_letterhead_password_and_stub(sheets):
    printed = sheets(slips_html([ORDINARY, LONG, replace(ORDINARY, matricule="54.321")], SETTINGS))

    assert len(printed) == 3
    for text in printed:
        assert LETTERHEAD[-1] in text
        assert "abcd" in text
        assert "Signature" in text


def test_a_slip_made_at_the_counter_is_one_sheet_and_shows_no_markup(page, sign_in, sheets, api):
    slip = slips_html([LONG], SETTINGS)
    page.route("**/api/accounts/12345/reset", lambda route: route.fulfill(json={**route.fetch().json(), "slip": slip}))
    sign_in("archiviste", path="/#/counter/12345")
    page.locator("#reset-reason").fill("Fiche perdue")
    page.get_by_role("button", name="Préparer la fiche").click()
    expect(page.locator(".slip-of")).to_be_visible()
    printed = sheets()

    assert len(printed) == 1
    assert LETTERHEAD[-1] in printed[0]
    assert "Signature" in printed[0]
    assert re.findall(r"&\w+;|<\w+", printed[0]) == []


def receipt_of(files):
    """Make a receipt of filed acts."""
    acts = tuple(
        ReceiptFile(key=f"lot-1/12345/acte {at:03}.pdf", status="filed", matricule="12345", pages=2, size=81_000) for at in range(files)
    )
    return Receipt(batch="lot-1", revision=1, opened_at=AT, closed_at=AT + timedelta(minutes=9), files=acts, announced=files)


def test_a_small_receipt_is_one_sheet_under_the_letterhead(sheets):
    printed = sheets(to_html(receipt_of(3), SETTINGS, shipped()))

    assert len(printed) == 1
    assert all(line in printed[0] for line in LETTERHEAD)
    assert "acte 002.pdf" in printed[0]


def test_a_long_receipt_names_its_batch_and_its_number_on_every_sheet(sheets):
    printed = sheets(to_html(receipt_of(150), SETTINGS, shipped()))

    assert len(printed) > 2
    assert LETTERHEAD[0] in printed[0]
    for number, text in enumerate(printed, 1):
        assert "lot-1" in text
        assert f"{number} / {len(printed)}" in text
    assert "acte 149.pdf" in " ".join(printed)
