"""Due lists: the direction reads what is due by month and place, as of a day; an archivist opens what says so."""

import csv
import io
import re

import pypdfium2
import pytest
from fake_api import piece
from playwright.sync_api import expect

FIRST = piece(0)["piece"]


def rows(page):
    return page.locator("main .list > li")


def test_the_direction_chooses_a_month_and_a_province_and_saves_the_list(page, sign_in, api):
    sign_in("directeur", path="/#/due")
    expect(page.get_by_role("heading", name="Échéances")).to_be_visible()
    expect(page.get_by_text("Situation connue au 1er novembre 2026.")).to_be_visible()
    page.get_by_label("Mois").select_option("2027-04")
    page.get_by_label("Province").select_option("Gitega")
    page.get_by_role("button", name="Filtrer").click()
    expect(rows(page).first).to_contain_text("avril 2027")
    told = rows(page).all_inner_texts()
    places = page.locator("main .found h3").all_inner_texts()
    with page.expect_download() as download:
        page.get_by_role("button", name="Télécharger (CSV)").click()
    lines = list(csv.DictReader(io.StringIO(download.value.path().read_text("utf-8-sig")), delimiter=";"))

    assert places
    assert all(each.endswith("· Gitega") for each in places)
    assert download.value.suggested_filename == "echeances-au-2026-11-01.csv"
    assert len(lines) == len(told) > 0
    assert {(each["province"], each["échéance"], each["du"][:7]) for each in lines} == {("Gitega", "retraite", "2027-04")}
    assert all(each["fichier du personnel"] and each["règles"] for each in lines)


def test_a_birthday_that_nobody_knows_is_told_as_a_year_and_none_as_unknown(page, sign_in):
    sign_in("directeur", path="/#/due")
    page.get_by_label("Mois").select_option("2028-01")
    page.get_by_role("button", name="Filtrer").click()
    sure_of_the_year = rows(page).filter(has_text="seule l’année est sûre").first
    expect(sure_of_the_year).to_contain_text("du 1er janvier 2028 au 31 décembre 2028")
    page.get_by_label("Mois").select_option("unknown")
    page.get_by_role("button", name="Filtrer").click()

    expect(rows(page).first).to_contain_text("Jour inconnu")
    expect(rows(page).first).to_contain_text("pièce qui le dirait : Extrait d’acte de naissance".replace("’", "'"))


def test_what_is_chosen_while_an_answer_is_under_way_stays_chosen(page, sign_in):
    sign_in("directeur", path="/#/due")
    expect(rows(page).first).to_be_visible()
    waiting = []
    page.route("**/due?**", lambda route: route.continue_() if waiting else waiting.append(route))
    page.get_by_label("Mois").select_option("2027-04")
    with page.expect_request("**/due?**"):
        page.get_by_role("button", name="Filtrer").click()
    page.get_by_label("Mois").select_option("unknown")
    waiting[0].continue_()
    expect(rows(page).first).to_contain_text("avril 2027")
    expect(page.get_by_label("Mois")).to_have_value("unknown")
    page.get_by_role("button", name="Filtrer").click()

    expect(rows(page).first).to_contain_text("Jour inconnu")


def test_an_archivist_opens_the_piece_that_says_when_an_advancement_is_due(page, sign_in):
    sign_in("archiviste", path="/#/due/advancement")
    line = rows(page).filter(has_text="passée").first
    line.get_by_text("D’où cela vient").click()
    expect(line).to_contain_text("Règle « temps entre deux avancements », depuis le 23 août 2006")
    line.get_by_role("link", name="Pièce 1, page 1").click()

    expect(page).to_have_url(f"{page.url.partition('#')[0]}#/piece/{FIRST}/1/0.1000,0.1000,0.4000,0.0200")
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_the_direction_reads_citations_and_opens_no_piece(page, sign_in):
    sign_in("directeur", path="/#/due/advancement")
    line = rows(page).filter(has_text="passée").first
    line.get_by_text("D’où cela vient").click()

    expect(line).to_contain_text("Pièce 1, page 1")
    expect(line.get_by_role("link")).to_have_count(0)


def test_as_of_another_day_the_list_of_then_is_shown_with_what_it_cannot_tell(page, sign_in):
    sign_in("directeur", path="/#/due")
    page.get_by_label("Situation au").fill("30/6/2026")
    page.get_by_role("button", name="Filtrer").click()
    expect(page.get_by_text("Situation connue au 31 décembre 2025.")).to_be_visible()
    expect(page.locator(".warn-note")).to_have_count(2)
    page.get_by_label("Situation au").fill("31/02/2026")
    page.get_by_role("button", name="Filtrer").click()
    expect(page.locator(".summary")).to_contain_text("Écrivez la date comme 27/08/2017.")
    page.get_by_label("Situation au").fill("01012020")
    page.get_by_role("button", name="Filtrer").click()

    expect(page.get_by_role("heading", name="Aucune liste pour ce jour.")).to_be_visible()
    expect(page.get_by_text("Listes établies : 1er novembre 2026, 31 décembre 2025.")).to_be_visible()


def test_what_was_chosen_stays_from_one_kind_to_the_next_and_the_list_goes_on(page, sign_in, api):
    sign_in("directeur", path="/#/due")
    page.get_by_label("Ministère").select_option("Justice")
    page.get_by_role("button", name="Filtrer").click()
    page.get_by_role("link", name="Notations manquantes").click()
    expect(page.get_by_label("Ministère")).to_have_value("Justice")
    expect(page.locator("main .found h3").first).to_contain_text("Justice")
    page.get_by_label("Ministère").select_option("")
    page.get_by_role("button", name="Filtrer").click()
    expect(rows(page)).to_have_count(50)
    page.get_by_role("button", name="Afficher la suite").click()

    expect(rows(page)).to_have_count(100)


def test_the_whole_list_is_printed_with_its_citations_open_and_they_are_folded_again_after(page, sign_in):
    sign_in("directeur", path="/#/due/advancement")
    expect(rows(page)).to_have_count(50)
    rows(page).first.get_by_text("D’où cela vient").click()
    page.evaluate("""() => { window.print = () => {
      dispatchEvent(new Event("beforeprint"));
      window.said = [document.querySelectorAll("main .list > li").length, document.querySelectorAll(".cited:not([open])").length];
      dispatchEvent(new Event("afterprint"));
    }; }""")
    page.get_by_role("button", name="Imprimer").click()
    page.wait_for_function("() => window.said")
    lines, folded = page.evaluate("() => window.said")

    assert f"{lines} lignes" in page.locator(".tools h2").inner_text()
    assert lines > 50
    assert folded == 0
    expect(page.locator(".cited[open]")).to_have_count(1)


def test_printed_due_lists_say_what_they_are_and_where_each_line_comes_from(page, sign_in):
    sign_in("directeur", path="/#/due")
    page.get_by_label("Mois").select_option("2027-04")
    page.get_by_role("button", name="Filtrer").click()
    expect(rows(page).first).to_contain_text("avril 2027")
    sheets = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    said = [re.sub(r"\s+", " ", sheet.get_textpage().get_text_range()) for sheet in sheets]

    assert "Retraites · avril 2027" in said[0]
    assert "âge de la retraite" in said[0]
    assert "Filtrer" not in said[0]
    for number, text in enumerate(said, 1):
        assert "Échéances · Retraites · Situation connue au 1er novembre 2026" in text
        assert f"{number} / {len(said)}" in text


@pytest.mark.parametrize("width", [360, 1280])
def test_the_page_fits_its_width(page, sign_in, width):
    page.set_viewport_size({"width": width, "height": 800})
    sign_in("directeur", path="/#/due")
    expect(rows(page).first).to_be_visible()

    assert page.evaluate("() => document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("home", ["/", "/en/", "/rn/"])
@pytest.mark.parametrize(("reader", "screen"), [("directeur", "due"), ("auditeur", "journal"), ("directeur", "plan")])
def test_no_label_runs_out_of_its_column_on_a_phone(page, sign_in, home, reader, screen):
    sign_in(reader, path=f"{home}#/{screen}")
    page.locator(".many label").first.wait_for()
    columns = page.locator(".many label").evaluate_all("""(all) => all.map((label) => {
      const words = document.createRange();
      words.selectNodeContents(label);
      return [words.getBoundingClientRect().right, label.closest(".many > *").getBoundingClientRect().right];
    })""")

    assert len(columns) >= 4
    assert [words for words, column in columns if words > column + 1] == []
