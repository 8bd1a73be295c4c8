"""Cards of the courses: each fits on one A4 page, everybody can read it, and its words are those of the site."""

import json
import re
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Browser

from tests.accessibility import accessibility_faults

ROOT = Path(__file__).parents[2]
CARDS = sorted((ROOT / "docs/formation/cartes").glob("*.html"))
ARCHIVIST = ROOT / "docs/formation/cartes/archiviste.html"


def words() -> set[str]:
    """Every text of the site, in French."""
    sections = json.loads((ROOT / "web/src/words/fr.json").read_text(encoding="utf-8"))
    return {text for section in sections.values() for text in section.values()}


def test_each_role_has_its_card() -> None:
    assert [path.stem for path in CARDS] == ["administrateur", "archiviste", "auditeur", "numerisation"]


@pytest.mark.parametrize("path", CARDS, ids=lambda path: path.stem)
def test_a_card_fits_on_one_a4_page_with_all_of_it(path: Path, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(path.as_uri())
    faults = accessibility_faults(page)
    wanted = page.locator("footer span").last.inner_text()
    with pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True)) as printed:
        sizes = [tuple(map(round, sheet.get_size())) for sheet in printed]
        text = printed[0].get_textpage().get_text_range()
    page.close()

    assert sizes == [(595, 842)]
    assert faults == []
    assert " ".join(wanted.split()) in " ".join(text.split())


def test_the_archivists_keys_do_what_the_site_says() -> None:
    card = ARCHIVIST.read_text(encoding="utf-8").replace("\N{NO-BREAK SPACE}", " ")
    does = re.findall(r"<dt>(?:<kbd>[^<]+</kbd>)</dt><dd>([^<]+)</dd>", card)

    assert len(does) >= 10
    assert [each for each in does if not any(word.startswith(each) for word in words())] == []


def test_the_reasons_for_which_a_piece_waits_are_the_sites() -> None:
    card = ARCHIVIST.read_text(encoding="utf-8")
    (section,) = re.findall(r"<h2>Pourquoi elle attend</h2>(.*?)</section>", card, re.DOTALL)
    reasons = re.findall(r"<dt>([^<]+)</dt>", section)

    assert len(reasons) >= 6
    assert set(reasons) <= words()
