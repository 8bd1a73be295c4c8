"""What those at work do beside the review, and what a servant asks: finding, the counter, the journal, figures, reports."""

import csv
import io
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fake_api import piece
from fake_roadmap import roadmap_archive
from fake_work import at_work, sealed, waiting
from playwright.sync_api import expect
from pypdfium2 import PdfDocument

from chalicelib.access.letter import letter_of, letters_html
from chalicelib.model.completeness import CaseFileFinding, Lacking
from chalicelib.model.settings import Settings
from chalicelib.text import roadmap_file
from chalicelib.text.nomenclature_file import shipped
from tests.accessibility import accessibility_faults
from web import build

SCREENS = {
    "archiviste": [
        "review",
        f"check/{waiting(0)['piece']}",
        f"check/{waiting(2)['piece']}",
        "find",
        "find/610%2F558",
        "find/zzz",
        "counter/12345",
        "career/12345",
        "reports",
        "deposit",
    ],
    "gardien": ["sealed", f"sealed/{sealed(1)['piece']}"],
    "auditeur": ["journal", "journal/sign_ins", "journal/unusual"],
    "directeur": ["figures", "due", "roadmap", "plan", "reconciliation", "reconciliation/number_changed"],
    "12345": [
        "search",
        "news",
        "complete",
        "career",
        "statement",
        "letter",
        "copy",
        "report",
        "report/me/missing/04.1",
        "casefile/me/types",
        "who/me/others",
    ],
}


LINE = "Nom, matricule, numéro ou date d’un acte"


@pytest.fixture
def work(api):
    at_work(api.work)
    return api.work


def test_an_archivist_finds_a_case_file_by_a_name(page, sign_in, work):
    sign_in("archiviste", path="/#/find")
    page.get_by_label(LINE).fill("ndayi")
    page.get_by_role("button", name="Chercher").click()
    expect(page.get_by_role("heading", name="Agents trouvés")).to_be_visible()
    rows = page.locator(".list").first.locator(".piece").all_inner_texts()

    assert len(rows) == 2
    assert "12.345" in rows[0]
    assert "plus dans le fichier du personnel" in rows[1]


def test_an_archivist_finds_an_act_by_its_number_and_narrows_it_by_days_and_signatory(page, sign_in, work):
    sign_in("archiviste", path="/#/find")
    page.get_by_label(LINE).fill("610/55")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Actes trouvés")).to_be_visible()
    first = " ".join(page.locator(".list .piece").first.inner_text().split())
    page.get_by_role("button", name="Afficher la suite").click()
    expect(page.get_by_role("heading", name="Actes de numéro, de date ou de nom voisins")).to_be_visible()
    page.locator("summary", has_text="Filtrer les actes").press("Enter")
    page.get_by_label("Du", exact=True).fill("1990-01-01")
    page.get_by_label("Au", exact=True).fill("2000-12-31")
    page.get_by_label("Signataire").fill("niyonkuru")
    page.get_by_label(LINE).fill("")
    page.keyboard.press("Enter")
    expect(page.locator(".list .piece")).to_have_count(1)

    assert all(each in first for each in ("n° 610/558", "12 mars 2010", "signé par Zénon NIYONKURU", "NDAYISHIMIYE Espérance (12.345)"))
    assert "Matricule 99999" in page.locator(".list .piece").inner_text()
    assert page.url.endswith("#/find/-/1990-01-01/2000-12-31/niyonkuru")


def test_an_archivist_lists_the_acts_of_one_type_and_the_choice_stands_in_the_address(page, sign_in, work):
    sign_in("archiviste", path="/#/find")
    page.locator("summary", has_text="Filtrer les actes").press("Enter")
    page.get_by_label("Type de pièce").select_option("04.1")
    page.get_by_role("button", name="Chercher").click()
    expect(page.locator(".list .piece")).to_have_count(1)

    assert page.url.endswith("#/find/-/-/-/-/04.1")
    page.reload()
    expect(page.get_by_label("Type de pièce")).to_have_value("04.1")
    expect(page.locator(".list .piece b")).to_have_text("Bulletin de notation")


def test_filtered_acts_stand_in_the_address_and_days_out_of_order_are_said(page, sign_in, work):
    sign_in("archiviste", path="/#/find/-/1990-01-01/2000-12-31/niyonkuru")
    expect(page.get_by_label("Signataire")).to_have_value("niyonkuru")
    expect(page.locator(".list .piece")).to_have_count(1)
    page.get_by_label("Au", exact=True).fill("1980-01-01")
    page.get_by_role("button", name="Chercher").click()

    expect(page.locator(".summary")).to_contain_text("Le premier jour vient après le dernier.")


def test_what_can_be_asked_for_is_said_before_and_when_nothing_was_found(page, sign_in, work):
    sign_in("archiviste", path="/#/find")
    page.get_by_role("link", name="ordonnance 610/558 du 12 mars 2010").click()
    expect(page.get_by_label(LINE)).to_have_value("ordonnance 610/558 du 12 mars 2010")
    expect(page.get_by_text("Rien ne correspond.")).to_be_visible()

    expect(page.get_by_role("link", name="signé par Ndayisenga, 2009-2011")).to_be_visible()


def test_what_was_found_stands_in_the_address_and_a_case_file_leads_back_to_it(page, sign_in, work, api):
    sign_in("archiviste", path="/#/batches")
    page.get_by_role("link", name="Dossiers", exact=True).click()
    expect(page.get_by_label(LINE)).to_be_focused()
    page.get_by_label(LINE).fill("ndayi")
    page.keyboard.press("Enter")
    page.locator(".list .piece a").first.click()
    expect(page.get_by_role("heading", level=1, name="Dossier d’Espérance NDAYISHIMIYE")).to_be_visible()
    head = page.locator(".head").inner_text()
    page.get_by_role("link", name="Retour à la recherche").click()

    expect(page.locator(".list").first.locator(".piece")).to_have_count(2)
    expect(page.get_by_label(LINE)).to_have_value("ndayi")
    assert page.url.endswith("#/find/ndayi")
    assert all(each in head for each in ("né(e) le 17\N{NO-BREAK SPACE}mai 1980", "Éducation nationale", "Gitega", "titulaire"))


def test_a_piece_is_added_to_the_case_file_that_is_open(page, sign_in, work):
    sign_in("archiviste", path="/#/casefile/12345")
    page.get_by_role("link", name="Ajouter une pièce à ce dossier").click()
    page.locator("#files").set_input_files([{"name": "nomination.pdf", "mimeType": "", "buffer": b"%PDF-1.4" + bytes(900)}])

    expect(page.locator("#matricule")).to_have_value("12345")
    expect(page.locator("#batch")).not_to_have_value("-")


def test_nothing_of_that_name_is_said(page, sign_in, work):
    sign_in("archiviste", path="/#/find")
    page.get_by_label(LINE).fill("zzz")
    page.get_by_role("button", name="Chercher").click()

    expect(page.get_by_text("Rien ne correspond.")).to_be_visible()


def test_a_search_stands_as_it_was_after_a_piece_was_read_and_is_gone_with_its_reader(page, sign_in, work, api):
    work.hits[0]["piece"] = piece(0)["piece"]
    sign_in()
    page.get_by_role("link", name="Chercher").click()
    api.faults["GET /casefiles/me/search"] = ["drop"]
    page.get_by_label("Mots du texte").fill("nomination")
    page.get_by_label("Type de pièce").select_option("03.1")
    page.get_by_role("button", name="Chercher").click()
    expect(page.locator(".summary")).to_contain_text("Pas de connexion")
    page.get_by_role("button", name="Chercher").click()
    expect(page.get_by_role("status").filter(has_text="1 pièce trouvée")).to_be_visible()
    expect(page.get_by_text("PORTANT NOMINATION A TITRE DEFINITIF")).to_be_visible()
    page.locator(".list .piece a").click()
    page.locator(".text-of").wait_for()
    page.go_back()
    expect(page.get_by_label("Mots du texte")).to_have_value("nomination")
    expect(page.get_by_label("Type de pièce")).to_have_value("03.1")
    expect(page.get_by_text("1 pièce trouvée")).to_be_visible()
    page.get_by_role("button", name="Se déconnecter").click()
    page.locator("#signin").wait_for()
    sign_in(path="/#/search")

    expect(page.get_by_label("Mots du texte")).to_have_value("")
    expect(page.locator(".list")).to_have_count(0)


def test_a_new_first_password_is_printed_on_a_slip_of_its_own_and_nothing_of_it_runs(page, sign_in, work):
    sign_in("archiviste", path="/#/counter/12345")
    page.get_by_role("button", name="Préparer la fiche").click()
    expect(page.locator(".summary")).to_contain_text("Indiquez le motif")
    page.locator("#reset-reason").fill("Fiche perdue")
    page.get_by_label("Retirer aussi le code à six chiffres").check()
    page.get_by_role("button", name="Préparer la fiche").click()
    expect(page.get_by_role("heading", name="NDAYISHIMIYE & Espérance")).to_be_visible()
    expect(page.locator(".tongues")).to_have_css("display", "grid")
    expect(page.get_by_text("efgh")).to_have_css("font-size", "24px")
    page.emulate_media(media="print")

    expect(page.get_by_role("button", name="Imprimer la fiche")).to_be_hidden()
    expect(page.get_by_text("efgh")).to_be_visible()
    assert page.evaluate("() => window.hacked") is None
    assert work.verdicts == [{"reason": "Fiche perdue", "remove_totp": True}]


def test_a_slip_does_not_outlive_its_page(page, sign_in, work):
    sign_in("archiviste", path="/#/counter/12345")
    page.locator("#reset-reason").fill("Fiche perdue")
    page.get_by_role("button", name="Préparer la fiche").click()
    expect(page.get_by_text("efgh")).to_be_visible()
    page.get_by_role("link", name="Lots").click()
    expect(page.get_by_role("heading", level=1, name="Lots")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", level=1, name="Guichet : compte d’Espérance NDAYISHIMIYE")).to_be_visible()

    expect(page.get_by_text("efgh")).to_have_count(0)


def test_an_account_is_closed_with_a_word_why_and_may_be_opened_again(page, sign_in, work):
    sign_in("archiviste", path="/#/counter/12345")
    page.get_by_role("button", name="Fermer le compte").click()
    page.get_by_role("link", name="Indiquez le motif, en quelques mots.").click()
    page.keyboard.type("Départ")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Le compte est fermé.")).to_be_visible()

    expect(page.get_by_role("button", name="Ouvrir et préparer la fiche")).to_be_visible()
    assert work.verdicts == [{"reason": "Départ"}]


def test_an_auditor_filters_the_journal_and_takes_it_along(page, sign_in, work, api):
    sign_in("auditeur")
    expect(page.get_by_role("row")).to_have_count(4)
    expect(page.get_by_label("Du", exact=True)).to_have_value("22/11/2026")
    page.get_by_role("textbox", name="Identifiant", exact=True).fill("g.nkurunziza")
    page.get_by_label("Du", exact=True).fill("31/11/2026")
    page.get_by_role("button", name="Filtrer").click()
    expect(page.locator("#from-error")).to_have_text("Écrivez la date comme 27/08/2017.")
    page.get_by_label("Du", exact=True).fill("22.11.2026")
    with page.expect_request("**/api/journal?from=2026-11-22&to=2026-11-22&reader=g.nkurunziza*"):
        page.get_by_role("button", name="Filtrer").click()
    expect(page.get_by_role("row")).to_have_count(3)
    with page.expect_download() as download:
        page.get_by_role("button", name="Télécharger (CSV)").click()

    assert download.value.suggested_filename == "journal-2026-11-22.csv"
    assert download.value.path().read_bytes().startswith(b"\xef\xbb\xbfnature;")
    assert "GET /journal.csv" in api.seen


def test_the_journal_and_its_csv_speak_the_same_words(page, sign_in, work):
    sign_in("auditeur")
    expect(page.get_by_role("row")).to_have_count(4)
    shown = page.locator("tbody tr").all_inner_texts()
    with page.expect_download() as download:
        page.get_by_role("button", name="Télécharger (CSV)").click()
    rows = csv.reader(io.StringIO(download.value.path().read_text("utf-8-sig")), delimiter=";")
    saved = [[cell.replace("'", "’") for cell in row[1:]] for row in list(rows)[1:]]

    assert len(saved) == len(shown) == 3
    for words, cells in zip(shown, saved, strict=True):
        assert [cell for cell in cells if cell not in words] == []


def test_an_auditor_sees_names_and_reasons_and_goes_on_to_a_reader_and_a_case_file(page, sign_in, work):
    sign_in("auditeur")
    decided = page.locator("tbody tr").nth(1)
    expect(decided).to_contain_text("Gaspard NKURUNZIZA")
    expect(decided).to_contain_text("Espérance NDAYISHIMIYE")
    expect(decided).to_contain_text("Lu sur le cachet.")
    expect(decided).to_contain_text("à vérifier → classée")
    expect(page.get_by_label("Du", exact=True)).to_have_value("22/11/2026")
    decided.get_by_role("link", name="g.nkurunziza").click()
    expect(page.get_by_role("textbox", name="Identifiant", exact=True)).to_have_value("g.nkurunziza")
    expect(page.get_by_label("Du", exact=True)).to_have_value("")
    expect(page.get_by_role("row")).to_have_count(3)
    page.get_by_role("link", name="12345").first.click()

    expect(page.locator("#matricule")).to_have_value("12345")


def test_sign_ins_stand_apart(page, sign_in, work):
    sign_in("auditeur")
    page.get_by_role("link", name="Connexions").click()
    expect(page.get_by_role("row")).to_have_count(2)

    expect(page.locator("tbody tr")).to_contain_text("connexion refusée")


def test_unusual_openings_are_listed_with_their_rules(page, sign_in, work):
    sign_in("auditeur", path="/#/journal/unusual")
    expect(page.get_by_text("plus de 60 dossiers ouverts par une personne en un jour")).to_be_visible()
    rows = page.locator(".list .piece").all_inner_texts()

    assert "hors des heures de bureau" in rows[0]
    assert "2 dossiers, 9 consultations" in rows[0]
    assert "Espérance NDAYISHIMIYE" in rows[0]
    assert "…" in rows[1]


def test_days_too_far_apart_are_refused_before_they_are_asked(page, sign_in, work, api):
    sign_in("auditeur")
    page.get_by_label("Du", exact=True).fill("2026-09-01")
    page.get_by_label("Au", exact=True).fill("2026-11-01")
    asked = api.seen.count("GET /journal")
    page.get_by_role("button", name="Filtrer").click()

    expect(page.locator(".summary")).to_contain_text("31 jours")
    assert api.seen.count("GET /journal") == asked


def test_a_director_sees_plan_and_actual_and_the_chart_says_what_its_table_says(page, sign_in, work):
    sign_in("directeur")
    expect(page.get_by_text("Dossiers commencés\N{NO-BREAK SPACE}: 1 204 sur 115 000")).to_be_visible()
    expect(page.get_by_text("182 dossiers de moins que les 1 386 prévus")).to_be_visible()
    columns = page.locator(".chart rect").count()

    assert columns == page.locator(".days tbody tr").count() == len(work.figures["days"])
    expect(page.get_by_role("img", name="Pages lues chaque jour")).to_be_visible()
    page.get_by_role("button", name="dossiers", exact=True).click()
    expect(page.get_by_role("img", name="Dossiers commencés chaque jour")).to_be_visible()
    expect(page.locator("figcaption")).to_contain_text("66, le 22 novembre 2026")


def test_a_director_sees_what_remains_by_ministry_and_by_province_and_saves_it(page, sign_in, work):
    sign_in("directeur")
    table = page.get_by_role("region", name="Ministères")
    expect(table.locator("tbody tr").first).to_have_text(re.compile("Éducation nationale.*8.000.*700.*7.300"))
    expect(table.locator("tbody tr").last).to_contain_text("Ministère inconnu")
    page.get_by_role("button", name="Provinces", exact=True).click()
    expect(page.get_by_role("region", name="Provinces").locator("tbody tr").nth(1)).to_contain_text("Gitega")
    expect(page.get_by_text("la moitié depuis 7 jours ou plus")).to_be_visible()
    compared = page.locator("section.card", has_text="Par rapport aux 30 jours précédents")
    expect(compared).to_contain_text(re.compile("2.640 contre 2.710"))
    expect(compared).to_contain_text(re.compile("−3.%"))
    expect(compared).to_contain_text(re.compile(r"\+49.%"))
    with page.expect_download() as download:
        page.get_by_role("button", name="Télécharger ministères et provinces").click()

    assert download.value.suggested_filename == "ministeres-et-provinces-2026-11-22.csv"


def test_a_servant_reports_a_missing_piece_and_reads_the_answer_to_another(page, sign_in, work):
    sign_in()
    page.get_by_role("link", name="Signaler").click()
    expect(page.get_by_text("La pièce est arrivée hier.")).to_be_visible()
    page.get_by_role("button", name="Envoyer le signalement").click()
    expect(page.locator(".summary")).to_contain_text("Écrivez votre message.")
    page.get_by_label("Quelle pièce (facultatif)").select_option("04.1")
    page.get_by_label("Votre message").fill("La notation de 2019 manque.")
    page.get_by_role("button", name="Envoyer le signalement").click()
    expect(page.get_by_text("Votre signalement est envoyé.")).to_be_visible()

    assert {name: work.reports[0][name] for name in ("kind", "type", "text")} == {
        "kind": "missing",
        "type": "04.1",
        "text": "La notation de 2019 manque.",
    }


def test_a_report_that_does_not_arrive_keeps_what_was_written(page, sign_in, work, api):
    api.faults["POST /casefiles/me/reports"] = ["drop", 401]
    sign_in(path="/#/report")
    page.get_by_label("Votre message").fill("La notation de 2019 manque.")
    page.get_by_label("Quelle pièce").select_option("04.1")
    page.get_by_role("button", name="Envoyer le signalement").click()
    expect(page.locator(".summary")).to_contain_text("Pas de connexion")
    expect(page.get_by_label("Votre message")).to_have_value("La notation de 2019 manque.")
    api.sessions.clear()
    page.get_by_role("button", name="Envoyer le signalement").click()
    expect(page.get_by_text("Votre session est terminée.")).to_be_visible()
    sign_in(path="/#/report")
    expect(page.get_by_label("Votre message")).to_have_value("La notation de 2019 manque.")
    expect(page.get_by_label("Quelle pièce")).to_have_value("04.1")
    page.get_by_role("button", name="Se déconnecter").click()
    sign_in(path="/#/report")

    expect(page.get_by_label("Votre message")).to_have_value("")


def test_an_archivist_answers_a_report(page, sign_in, work):
    sign_in("archiviste", path="/#/reports")
    page.get_by_label("Votre réponse").fill("Nous la cherchons.")
    page.get_by_role("button", name="Répondre").click()
    expect(page.get_by_text("La réponse est envoyée.")).to_be_visible()

    assert work.reports[0]["answer"] == "Nous la cherchons."


def test_what_is_missing_is_told_calmly_and_what_is_there_is_linked(page, sign_in, work):
    sign_in()
    page.get_by_role("link", name="Ce qui manque").click()
    expect(page.get_by_role("heading", level=1, name="Ce qui manque")).to_be_visible()
    rows = page.locator("#app > .list > .piece")
    said = rows.all_inner_texts()

    assert ["pas encore dans le dossier" in each for each in said] == [True, True, False, False]
    assert "Pas encore ici\N{NO-BREAK SPACE}: 2019, 2021–2023" in said[1]
    assert "Prouve ce qu’il faut." in said[0]
    expect(rows.nth(3).get_by_role("link", name="Acte du 3 mars 2010")).to_have_attribute("href", "#/piece/" + "0" * 64 + "-00000001")
    expect(page.get_by_text("Une pièce du dossier n’a pas été reconnue.")).to_be_visible()
    expect(page.get_by_role("link", name="photo 7.jpg")).to_be_visible()
    expect(page.locator(".sums li").last).to_have_text("1 présente")
    assert page.locator("#app .tag.missing, #app .bad").count() == 0


def test_a_piece_that_is_missing_is_reported_from_its_own_row(page, sign_in, work):
    sign_in(path="/#/complete")
    page.get_by_role("link", name="J’ai cette pièce : signaler : Bulletin de notation").click()
    expect(page.get_by_label("Quelle pièce (facultatif)")).to_have_value("04.1")
    page.get_by_label("Votre message").fill("J’ai la note de 2019.")
    page.get_by_role("button", name="Envoyer le signalement").click()
    expect(page.get_by_text("Votre signalement est envoyé.")).to_be_visible()

    assert {name: work.reports[0][name] for name in ("kind", "type", "piece")} == {"kind": "missing", "type": "04.1", "piece": None}


def test_a_servant_prints_the_list_of_what_to_bring_and_only_the_letter_is_on_the_paper(page, sign_in, work):
    sign_in(path="/#/complete")
    page.get_by_role("link", name="Lettre à imprimer").click()
    letter = page.locator(".slip-of article")
    expect(letter).to_contain_text("Matricule 12.345")
    expect(letter).to_contain_text("Pour les années : 2019, 2021\u20132023")
    expect(page.get_by_role("button", name="Imprimer")).to_be_visible()
    page.emulate_media(media="print")

    expect(letter).to_be_visible()
    expect(page.get_by_role("button", name="Imprimer")).to_be_hidden()
    assert "&nbsp;" not in letter.inner_text()


@pytest.mark.parametrize("entries", [1, 6, 7, 12])
def test_a_letter_stays_on_one_page_of_a4_with_as_many_entries_as_the_shipped_nomenclature_can_ask_for(page, entries):
    once = [each for each in shipped().types if each.mandatory not in {"never", "if_any", "each_year"}]
    yearly = Lacking(type="04.1", years=tuple(range(1996, 2026, 3)))
    missing = (yearly, *(Lacking(type=each.code) for each in once[: entries - 1]))
    finding = CaseFileFinding(matricule="1", written="1", name="N" * 40, ministry="M" * 60, province="Gitega", missing=missing)
    letters = [letter_of(finding, shipped())] * 2
    page.set_content(letters_html(letters, Settings(counter="Bureau 12, " * 6), shipped(), at=datetime(2026, 11, 22, tzinfo=UTC)))

    assert len(PdfDocument(page.pdf(prefer_css_page_size=True))) == 2


def test_years_are_told_by_lists_that_begin_with_what_is_there(page, sign_in, work):
    sign_in(path="/#/complete")
    row = page.locator(".piece", has_text="Bulletin de notation").inner_text()

    told = ["Déjà là\u00a0: 2018, 2020", "Pas encore ici\u00a0: 2019, 2021\u20132023", "À vérifier\u00a0: 2024"]
    assert sorted(told, key=row.index) == told


def test_an_archivist_sees_the_piece_that_waits_and_may_be_the_one(page, sign_in, work):
    waits = {"piece": work.queue[0]["piece"], "name": "diplôme scan.pdf", "date": None}
    work.complete["types"][0] |= {"state": "unknown", "why": "waiting", "waiting": [waits]}
    sign_in("archiviste", path="/#/casefile/12345")
    page.get_by_role("link", name="Ce qui manque").click()
    expect(page.get_by_text("Situation : titulaire")).to_be_visible()
    page.get_by_role("link", name="Attend d’être vérifiée : diplôme scan.pdf").click()

    expect(page).to_have_url(re.compile(f"#/check/{waits['piece']}"))


def test_the_direction_reads_the_share_of_complete_case_files_of_each_ministry(page, sign_in, work):
    sign_in("directeur", path="/#/figures")
    first = page.get_by_role("region", name="Dossiers complets, par ministère").locator("tbody tr").first
    expect(first).to_contain_text("Éducation nationale")
    cells = first.locator("th, td").all_inner_texts()

    assert "8\u202f000" in cells[1]
    assert "210" in cells[2]
    assert re.fullmatch(r"Part\s: 2\s%", cells[3])
    assert "Bulletin de notation (7\u202f400)" in cells[4]
    with page.expect_download() as download:
        page.get_by_role("button", name="Télécharger les dossiers complets par ministère").click()
    assert download.value.suggested_filename == "completude-par-ministere-2026-11-01.csv"
    assert download.value.path().read_text("utf-8-sig").startswith("ministère;agents")


def test_the_direction_changes_the_plan_and_goes_back_to_the_version_before(page, sign_in, api):
    sign_in("directeur", path="/#/roadmap")
    expect(page.get_by_role("heading", level=1, name="Feuille de route")).to_be_visible()
    expect(page.locator(".card .big")).to_contain_text("huit chances sur dix")
    page.get_by_role("link", name="Changer le plan").click()
    expect(page.get_by_label("Premier jour")).to_have_value("04/01/2027")
    expect(page.get_by_label("Jours fériés")).to_have_value(re.compile(r"^01/01 05/02 06/04 01/05 01/07 "))
    page.get_by_label("Jours fériés").fill("01/07, 31/02")
    page.get_by_role("button", name="Enregistrer le plan").click()
    expect(page.locator("#holidays-error")).to_contain_text(re.compile("31/02.*n’est pas un jour"))
    page.get_by_label("Jours fériés").fill("01/07, 06/05/2027")
    page.get_by_label("Dossiers à atteindre").fill("120 000")
    page.get_by_role("button", name="Enregistrer le plan").click()
    expect(page.locator(".summary")).to_contain_text("n'apportent que")
    expect(page.get_by_label("Dossiers à atteindre")).to_have_attribute("aria-invalid", "true")
    page.get_by_role("button", name="Supprimer la phase 4").click()
    page.get_by_label("Dossiers par mois").nth(2).fill("1200,5")
    page.get_by_role("button", name="Enregistrer le plan").click()
    expect(page.get_by_label("Dossiers par mois").nth(2)).to_have_attribute("aria-invalid", "true")
    page.get_by_label("Dossiers par mois").nth(2).fill("1200")
    page.get_by_label("Pourquoi cette version").fill("Davantage de dossiers")
    page.get_by_role("button", name="Enregistrer le plan").click()
    expect(page.locator("#notice")).to_contain_text("Le plan est enregistré")
    expect(page.get_by_text("120\u202f000 dossiers")).to_be_visible()
    page.get_by_text("Versions du plan").click()
    page.get_by_role("button", name=re.compile("Revenir à celle-ci")).first.click()
    expect(page.locator("#notice")).to_contain_text("de nouveau en vigueur")

    kept = api.roadmap.plans.current().saved
    assert [each.plan.casefiles for each in kept] == [115_000, 120_000, 115_000, 115_000]
    assert len(kept[1].plan.phases) == 3
    assert kept[1].plan.holidays == ("07-01", "2027-05-06")


def test_a_plan_with_problems_in_the_vault_is_told_with_its_lines_beside_the_plan_in_force(page, sign_in, api):
    shipped = Path(roadmap_file.__file__).with_name("roadmap.yaml").read_text("utf-8")
    api.roadmap = roadmap_archive()
    api.roadmap.plans.save(shipped.replace("casefiles: 115000", "casefiles: beaucoup").encode())
    sign_in("directeur", path="/#/roadmap")
    told = page.locator(".warn-note")

    expect(told).to_contain_text("le précédent reste en vigueur")
    expect(told.locator("li").first).to_contain_text(re.compile(r"ligne \d+ \(casefiles\)\s: "))
    expect(page.get_by_role("link", name="Changer le plan")).to_be_visible()


def test_an_archivist_reads_the_roadmap_and_changes_nothing(page, sign_in, work):
    sign_in("archiviste", path="/#/roadmap")
    expect(page.get_by_role("heading", level=1, name="Feuille de route")).to_be_visible()
    page.get_by_text("Les mêmes chiffres, mois par mois").click()
    expect(page.get_by_role("region", name="Dossiers à la fin de chaque mois").locator("tbody tr")).to_have_count(63)

    assert page.get_by_role("link", name="Changer le plan").count() == 0


def test_the_direction_explains_a_discrepancy_and_takes_it_back(page, sign_in, api):
    sign_in("directeur", path="/#/reconciliation")
    expect(page.get_by_role("heading", level=1, name="Rapprochement")).to_be_visible()
    expect(page.get_by_text("Mois\N{NO-BREAK SPACE}: décembre 2026")).to_be_visible()
    card = page.locator("li.leaf").filter(has_text="BUKURU Aline").first
    expect(card).to_contain_text("Aucune pièce classée")
    expect(card).to_contain_text("Depuis novembre 2026")
    card.get_by_role("button", name="Marquer comme expliqué").click()
    expect(card.locator(".summary")).to_contain_text("Écrivez le motif")
    card.get_by_label("Motif, en quelques mots").fill("Dossier encore à Ngozi")
    card.get_by_role("button", name="Marquer comme expliqué").click()
    expect(card.get_by_role("status")).to_contain_text("Expliqué, directeur")
    expect(card).to_contain_text("Dossier encore à Ngozi")
    card.get_by_role("button", name="Annuler la décision").click()
    expect(card.get_by_role("status")).to_contain_text("À regarder")
    card.get_by_role("button", name="Marquer comme envoyé").click()
    expect(card.get_by_role("status")).to_contain_text("Envoyé")

    sent = [each.matricule for each in api.office.archive.discrepancies.found.values() if each.state == "sent"]
    assert len(sent) == 1
    assert [each.action for each in api.office.archive.consultations.written.values()].count("reconciled") == 3


def test_discrepancies_are_filtered_by_kind_ministry_and_change_and_saved(page, sign_in, api):
    sign_in("archiviste", path="/#/reconciliation")
    page.get_by_role("link", name="Acte de sortie dans l’archive").click()
    expect(page.locator("li.leaf")).to_have_count(1)
    expect(page.locator("li.leaf")).to_contain_text("Sortie le 30 juin 2025")
    expect(page.locator("li.leaf").get_by_role("link", name=re.compile("11.1"))).to_have_attribute("href", re.compile("#/piece/"))
    page.get_by_role("link", name="Payé(e), aucun dossier").click()
    page.get_by_label("Ministère").select_option("Justice")
    page.get_by_label("Évolution").select_option("still")
    page.get_by_role("button", name="Afficher", exact=True).click()
    expect(page.locator("li.leaf")).to_have_count(5)
    with page.expect_download() as saved:
        page.get_by_role("button", name="Télécharger (CSV)").click()

    text = Path(saved.value.path()).read_text("utf-8-sig")
    assert [line.split(";")[4] for line in text.splitlines()[1:]] == ["Justice"] * 5
    assert "fantôme" not in page.locator("body").inner_text().lower()


def test_a_whole_case_file_is_saved_as_one_file_whose_size_was_told(page, sign_in, work, api):
    sign_in()
    page.get_by_role("link", name="Tout en un PDF").click()
    expect(page.get_by_role("heading", level=1, name="Tout le dossier en un PDF")).to_be_visible()
    expect(page.get_by_text("14 pièces")).to_be_visible()
    expect(page.get_by_text("Une pièce n’y sera pas")).to_be_visible()
    with page.expect_download():
        page.get_by_role("button", name="Préparer et télécharger").click()
    expect(page.get_by_role("status")).to_contain_text("Le PDF est prêt")

    assert "POST /casefiles/me/copy" in api.seen
    page.get_by_role("button", name="Se déconnecter").click()
    expect(page.locator("#notice")).to_contain_text("1 fichier téléchargé")


def test_a_case_file_too_large_for_one_file_says_how_to_have_it(page, sign_in, work, api):
    api.too_large = True
    sign_in(path="/#/copy")

    expect(page.get_by_text("Téléchargez ses pièces une à une")).to_be_visible()
    expect(page.get_by_role("button", name="Préparer")).to_have_count(0)


def test_what_is_new_is_told_since_the_visit_before(page, sign_in, work):
    sign_in()
    page.get_by_role("link", name="Nouveautés").click()

    expect(page.get_by_text("1 réponse à vos signalements")).to_be_visible()
    expect(page.locator(".list .piece")).to_have_count(1)


@pytest.mark.parametrize("language", build.LANGUAGES)
@pytest.mark.parametrize("username", SCREENS)
def test_axe_finds_nothing_and_nothing_runs_out_of_320_pixels(page, sign_in, work, language, username):
    page.set_viewport_size({"width": 320, "height": 640})
    sign_in(username, path=build.home(language))
    page.locator("#nav li").first.wait_for()
    found = {}
    for screen in SCREENS[username]:
        page.evaluate("(hash) => { location.hash = hash; }", f"#/{screen}")
        page.locator("#app .waiting").wait_for(state="detached")
        page.locator("#app h1").wait_for()
        faults = accessibility_faults(page)
        width = page.evaluate("() => document.documentElement.scrollWidth")
        found[screen] = (faults, width)

    assert {screen: each for screen, each in found.items() if each[0] or each[1] > 320} == {}
