"""A servant adds a photo to a report on a phone; an archivist sees it beside the report and adds it to the case file."""

import io

import pytest
from fake_work import a_photo, at_work, report
from PIL import Image
from playwright.sync_api import expect

from tests.accessibility import accessibility_faults
from tests.unit.files import ACT, act_pdf

PHONE = {"width": 360, "height": 740}
DRAFT = "photo-drafts/12345"


@pytest.fixture
def work(api):
    at_work(api.work)
    return api.work


@pytest.fixture
def camera(tmp_path):
    """A photograph of 12 megapixels, as a phone held upright takes it, with the place where it was taken."""
    picture = Image.effect_noise((1000, 750), 90).convert("RGB").resize((4000, 3000))
    about = Image.Exif()
    about[0x0112] = 6  # turned: shown 3000 wide and 4000 high
    about.get_ifd(0x8825)[1] = "S"
    path = tmp_path / "IMG_0001.jpg"
    picture.save(path, quality=92, exif=about)
    return path


@pytest.fixture
def phone(page, sign_in, work):
    page.set_viewport_size(PHONE)
    sign_in(path="/#/report")
    page.get_by_label("Votre message").fill("Mon diplôme manque, le voici.")
    return page


def choose(page, path):
    page.locator("#photo").set_input_files(path)


def send(page):
    page.get_by_role("button", name="Envoyer le signalement").click()


def width_of(page):
    return page.evaluate("() => document.documentElement.scrollWidth")


def test_a_photo_is_made_small_on_the_phone_shown_and_sent_with_the_report(phone, api, work, camera):
    choose(phone, camera)
    expect(phone.get_by_text("Photo prête")).to_be_visible(timeout=30_000)
    expect(phone.get_by_role("img", name="Aperçu de la photo")).to_be_visible()
    assert (width_of(phone), accessibility_faults(phone)) == (360, [])
    send(phone)
    expect(phone.get_by_text("Votre signalement est envoyé.")).to_be_visible(timeout=30_000)
    sent = Image.open(io.BytesIO(api.inbox[DRAFT]))

    assert len(api.inbox[DRAFT]) <= 300 * 1024 < camera.stat().st_size
    assert sent.height > sent.width >= 700
    assert dict(sent.getexif()) == {}
    assert work.reports[0]["photo"]["size"] == len(api.inbox[DRAFT])
    expect(phone.get_by_text("avec une photo")).to_be_visible()
    assert api.violations == []


def test_a_photo_can_be_removed_again_and_a_report_goes_without(phone, api, work, camera):
    choose(phone, camera)
    phone.get_by_role("button", name="Retirer").click(timeout=30_000)
    expect(phone.locator("#photo")).to_be_focused()
    expect(phone.get_by_role("img", name="Aperçu")).to_have_count(0)
    send(phone)
    expect(phone.get_by_text("Votre signalement est envoyé.")).to_be_visible()

    assert (api.inbox, work.reports[0]["photo"]) == ({}, None)


def test_a_pdf_goes_as_it_is_and_a_large_or_an_unreadable_file_is_not_sent(phone, api, work, tmp_path):
    large, broken, short = (tmp_path / name for name in ("grand.pdf", "photo.heic", "acte.pdf"))
    large.write_bytes(act_pdf(ACT) + bytes(2 * 1024 * 1024))
    broken.write_bytes(b"\0\0\0\x18ftypheic")
    short.write_bytes(act_pdf(ACT))
    choose(phone, large)
    expect(phone.get_by_text("Ce PDF dépasse 2 Mo.")).to_be_visible()
    choose(phone, broken)
    expect(phone.get_by_text("Ce fichier ne s’ouvre pas comme une photo.")).to_be_visible()
    assert accessibility_faults(phone) == []
    choose(phone, short)
    expect(phone.get_by_text("PDF prêt")).to_be_visible()
    expect(phone.locator("#photo-error")).to_have_count(0)
    send(phone)
    expect(phone.get_by_text("Votre signalement est envoyé.")).to_be_visible()

    assert api.inbox[DRAFT] == short.read_bytes()
    assert work.reports[0]["photo"]["kind"] == "pdf"


def test_a_line_that_breaks_keeps_message_and_photo_and_what_has_arrived_is_not_sent_twice(phone, api, work, camera):
    api.faults["POST /inbox"] = [500]
    api.faults["POST /casefiles/me/reports"] = ["drop"]
    choose(phone, camera)
    expect(phone.get_by_text("Photo prête")).to_be_visible(timeout=30_000)
    send(phone)
    expect(phone.locator(".summary")).to_be_visible()
    expect(phone.get_by_text("Photo prête")).to_be_visible()
    send(phone)
    expect(phone.locator(".summary")).to_contain_text("Pas de connexion")
    arrived = api.inbox[DRAFT]
    api.faults["POST /inbox"] = [500]
    send(phone)
    expect(phone.get_by_text("Votre signalement est envoyé.")).to_be_visible()

    assert api.inbox[DRAFT] is arrived
    assert api.faults["POST /inbox"] == [500]
    assert len([each for each in work.reports if each["photo"]]) == 1


def test_a_photo_that_another_has_replaced_is_sent_again(phone, api, work, camera):
    choose(phone, camera)
    api.faults["POST /casefiles/me/reports"] = ["drop"]
    expect(phone.get_by_text("Photo prête")).to_be_visible(timeout=30_000)
    send(phone)
    expect(phone.locator(".summary")).to_contain_text("Pas de connexion")
    api.inbox[DRAFT] = b"another"
    send(phone)
    expect(phone.locator(".summary")).to_contain_text("La photo n’est pas arrivée entière.")
    send(phone)
    expect(phone.get_by_text("Votre signalement est envoyé.")).to_be_visible()

    assert work.reports[0]["photo"]["size"] == len(api.inbox[DRAFT])


def test_the_session_may_end_on_the_way_and_the_photo_is_still_there(phone, api, sign_in, camera):
    choose(phone, camera)
    expect(phone.get_by_text("Photo prête")).to_be_visible(timeout=30_000)
    api.faults["POST /casefiles/me/reports/photo"] = [401]
    api.sessions.clear()
    send(phone)
    expect(phone.get_by_text("Votre session est terminée.")).to_be_visible()
    sign_in(path="/#/report")
    expect(phone.get_by_text("Photo prête")).to_be_visible()
    phone.get_by_role("button", name="Se déconnecter").click()
    sign_in(path="/#/report")

    expect(phone.locator("#photo")).to_have_count(1)
    expect(phone.get_by_text("Photo prête")).to_have_count(0)


@pytest.mark.parametrize("width", [360, 1280])
def test_an_archivist_sees_the_photo_when_they_ask_and_adds_it_to_the_case_file(page, sign_in, work, api, width):
    page.set_viewport_size({"width": width, "height": 800})
    work.reports[:] = [report(1, photo=a_photo(pages=1)), report(2, photo=a_photo(until="2026-01-01T08:00:00Z"))]
    sign_in("archiviste", path="/#/reports")
    expect(page.get_by_text("La photo envoyée a été effacée le 1er janvier 2026.")).to_be_visible()
    beside = page.get_by_role("group", name="Photo envoyée par l’agent").first
    assert api.shown == []
    beside.get_by_role("button", name="Afficher l’image").click()
    expect(beside.locator("svg image, img").first).to_be_visible()
    assert (width_of(page), accessibility_faults(page)) == (width, [])
    page.get_by_role("button", name="Ajouter au dossier").click()
    expect(page.get_by_text("elle est lue, contrôlée et classée comme toute pièce")).to_be_visible()
    expect(page.get_by_role("button", name="Ajouter au dossier")).to_have_count(0)
    expect(page.get_by_role("button", name="Répondre").first).to_be_visible()

    assert work.reports[0]["photo"]["added_at"]
    assert len(api.shown) == 1
