"""A career on the screen: an archivist goes through its events, a servant follows one to its place in the piece and prints them all."""

import re

from playwright.sync_api import expect

DESK = "/#/career/12345"


def row(page, day):
    """The first event of a day."""
    return page.locator("#app > .list > .piece").filter(has_text=day).first


def test_a_servant_sees_each_event_with_its_piece_and_gets_to_the_place_in_one_tap(page, sign_in):
    sign_in()
    page.get_by_role("link", name="Ma carrière").click()
    expect(page.get_by_role("heading", level=1, name="Ma carrière")).to_be_visible()
    recruited = row(page, "1er octobre 2009")
    expect(recruited).to_contain_text("Recrutement")
    expect(recruited).to_contain_text("Acte n° 550/590 du 3 mars 2010")
    expect(page.locator(".warn-note p")).to_have_text("Deux recrutements à des dates différentes : 1er octobre 2009 et 3 mars 2011.")
    expect(page.locator("#app > .list button")).to_have_count(0)
    recruited.get_by_role("link", name=re.compile("Voir acte 1.pdf, page 1")).click()
    expect(page.locator(".viewer .on")).to_be_visible()

    assert re.search(r"#/piece/[0-9a-f-]+/1/0\.1000,", page.url)
    expect(page.locator(".viewer [role=status]")).to_contain_text("endroit cité")


def test_an_archivist_confirms_and_takes_it_back_by_the_keyboard(page, sign_in):
    sign_in("archiviste", path=DESK)
    event = row(page, "1er octobre 2010")
    event.get_by_role("button", name="Confirmer").press("Enter")
    expect(event.get_by_role("status")).to_have_text("L’événement est confirmé.")
    expect(event.get_by_role("status")).to_be_focused()
    expect(event.locator(".tag")).to_have_text("confirmé")
    event.get_by_role("button", name="Annuler la décision").press("Enter")
    expect(event.locator(".tag")).to_have_text("lu, à vérifier")


def test_an_archivist_corrects_a_day_and_the_conflict_is_gone_with_it(page, sign_in, api):
    sign_in("archiviste", path=DESK)
    event = row(page, "3 mars 2011")
    event.get_by_role("button", name="Corriger").click()
    page.get_by_label("Date", exact=True).fill("31/02/2010")
    page.get_by_role("button", name="Enregistrer la correction").click()
    expect(page.get_by_role("alert")).to_contain_text("Écrivez la date comme 27/08/2017.")
    page.get_by_label("Date", exact=True).fill("01/10/2009")
    page.get_by_label("Pourquoi (facultatif)").fill("Copie mal datée.")
    page.get_by_role("button", name="Enregistrer la correction").click()
    expect(page.get_by_text("L’événement est corrigé.")).to_be_visible()
    expect(page.get_by_text("Deux recrutements")).to_have_count(0)
    (kept,) = api.career.career_decisions.written

    assert (kept.decision, str(kept.facts.day), kept.note) == ("correct", "2009-10-01", "Copie mal datée.")


def test_what_is_set_aside_stays_in_sight_of_archivists_and_leaves_the_statement(page, sign_in, api):
    sign_in("archiviste", path=DESK)
    sanction = row(page, "3 février 2021")
    sanction.get_by_role("button", name="Écarter").click()
    expect(sanction.locator(".tag")).to_have_text("écarté")
    page.get_by_role("link", name="État des services").click()
    expect(page.locator(".slip-of article")).to_contain_text("ne vaut pas décision")
    expect(page.locator(".slip-of article")).to_contain_text("Acte n° 550/590 du 03/03/2010")

    assert "blâme" not in page.locator(".slip-of article").inner_text()


def test_another_archivist_was_quicker_and_the_career_is_read_again(page, sign_in, api):
    sign_in("archiviste", path=DESK)
    page.route(
        "**/career/*", lambda route: route.fulfill(status=409, json={"code": "conflict", "message": "Quelqu'un a décidé entre-temps."})
    )
    row(page, "1er octobre 2010").get_by_role("button", name="Confirmer").click()
    expect(page.get_by_role("alert")).to_contain_text("Quelqu’un a décidé entre-temps.")
    page.get_by_role("alert").get_by_role("button").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Carrière de")


def test_the_statement_is_printed_alone(page, sign_in):
    sign_in(path="/#/statement")
    expect(page.locator(".slip-of article")).to_be_visible()
    page.emulate_media(media="print")

    expect(page.get_by_role("button", name="Imprimer")).to_be_hidden()
    expect(page.locator(".slip-of article")).to_be_visible()
