"""An archivist sends files from the page: what arrives, what goes on after a break, what is refused, and what is kept whatever happens."""

import csv
import hashlib

import pytest
from playwright.sync_api import expect

from chalicelib.formats.page_measures import measure_page
from chalicelib.model.separator import separator_of
from tests.accessibility import accessibility_faults
from tests.world import scan
from web import build

BATCH = "Gitega 3"


@pytest.fixture
def folder(tmp_path):
    """A batch as it comes from the scanner, with what systems leave in it."""
    top = tmp_path / BATCH
    for name in ("12345/nomination.pdf", "12345/arrêté n° 5.pdf", "12345/a.pdf", "54321/b.pdf", "54321/c.pdf"):
        path = top / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(scan(name))
    (top / "Thumbs.db").write_bytes(b"x")
    return top


@pytest.fixture
def desk(page, sign_in):
    sign_in("archiviste", path="/#/deposit")
    expect(page.get_by_role("heading", level=1, name="Déposer des fichiers")).to_be_visible()
    return page


def choose(page, *paths):
    page.locator("#files").set_input_files(list(paths))


def choose_folder(page, folder):
    page.locator("#folder").set_input_files(folder)


def send(page):
    page.get_by_role("button", name="Envoyer").click()


def arrived(page, done, total):
    expect(page.locator("#app .card .big")).to_have_text(f"Fichiers reçus\N{NO-BREAK SPACE}: {done} sur {total}")


def opened(batch):
    """A batch that ingest has just come to know."""
    times = {"opened_at": "2026-11-22T09:55:00Z", "closed_at": None, "moved_at": "2026-11-22T10:00:00Z"}
    return {"batch": batch, "status": "open", "revision": 0, "announced": 5, "pages": 0, "counts": {}, **times}


def states(page):
    return dict(text.split("\n")[:2] for text in page.locator(".list .piece").all_inner_texts())


def keys(folder):
    return {f"{BATCH}/{BATCH}/{path.relative_to(folder)}" for path in folder.rglob("*.pdf")}


def test_a_folder_is_sent_three_files_at_a_time_and_its_batch_is_announced_complete(desk, api, folder):
    api.faults["POST /inbox"] = ["slow"] * 5
    choose_folder(desk, folder)
    expect(desk.get_by_label("Nom du lot")).to_have_value(BATCH)
    send(desk)
    arrived(desk, 5, 5)
    desk.get_by_role("button", name="Terminer le lot").click()
    expect(desk.get_by_text("Le dépôt est déclaré complet")).to_be_visible()
    manifest = api.inbox.pop(f"{BATCH}/_manifest.csv").decode()

    assert set(api.inbox) == keys(folder)
    assert api.busiest == 3
    assert {row["fichier"]: row["sha256"] for row in csv.DictReader(manifest.splitlines(), delimiter=";")} == {
        key.removeprefix(f"{BATCH}/"): hashlib.sha256(body).hexdigest() for key, body in api.inbox.items()
    }
    desk.get_by_role("link", name="Suivre le lot").click()
    desk.wait_for_timeout(500)
    api.batches.append({**opened(BATCH), "lines": 5, "waiting": 5})
    expect(desk.get_by_role("heading", level=1, name=BATCH)).to_be_visible()


def test_files_that_are_dropped_go_into_the_folder_of_the_matricule_that_is_typed(desk, api):
    desk.get_by_label("Matricule, pour").fill("12.345")
    desk.evaluate("""() => {
      const carried = new DataTransfer();
      carried.items.add(new File(["%PDF-1.4 un"], "acte.pdf"));
      carried.items.add(new File(["%PDF-1.4 deux"], "acte.pdf"));
      document.querySelector(".drop").dispatchEvent(new DragEvent("drop", { dataTransfer: carried, bubbles: true, cancelable: true }));
    }""")
    desk.get_by_label("Nom du lot").fill("lot à la main")
    send(desk)
    arrived(desk, 2, 2)

    assert api.inbox == {"lot à la main/12.345/acte.pdf": b"%PDF-1.4 un", "lot à la main/12.345/acte (2).pdf": b"%PDF-1.4 deux"}


def test_a_dropped_folder_is_walked_to_its_last_file_part_by_part(desk, api):
    desk.evaluate("""() => {
      const leaf = (path) => ({
        isFile: true, fullPath: path, file: (done) => done(new File([`%PDF-1.4 ${path}`], path.split("/").pop())),
      });
      const branch = (path, ...parts) => ({
        isFile: false, fullPath: path, createReader: () => ({ readEntries: (done) => done(parts.shift() || []) }),
      });
      const below = branch("/Gitega 3/12345", [leaf("/Gitega 3/12345/b.pdf")]);
      const top = branch("/Gitega 3", [leaf("/Gitega 3/a.pdf")], [below, leaf("/Gitega 3/.DS_Store")]);
      const event = new Event("drop", { bubbles: true, cancelable: true });
      event.dataTransfer = { items: [{ webkitGetAsEntry: () => top }], files: [] };
      document.body.dispatchEvent(event);
    }""")
    send(desk)
    arrived(desk, 2, 2)

    assert set(api.inbox) == {f"{BATCH}/{BATCH}/a.pdf", f"{BATCH}/{BATCH}/12345/b.pdf"}


def test_who_comes_back_with_the_same_folder_sends_what_is_missing_alone(desk, api, folder):
    choose_folder(desk, folder)
    send(desk)
    arrived(desk, 5, 5)
    del api.inbox[f"{BATCH}/{BATCH}/54321/c.pdf"]
    desk.once("dialog", lambda dialog: dialog.accept())
    desk.reload()
    expect(desk.get_by_role("heading", level=1, name="Déposer des fichiers")).to_be_visible()
    choose_folder(desk, folder)
    send(desk)
    arrived(desk, 5, 5)

    assert sorted(states(desk).values()) == ["déjà arrivé"] * 4 + ["envoyé"]
    assert set(api.inbox) == keys(folder)


def test_a_line_that_breaks_loses_nothing_and_is_gone_on_with(desk, api, folder):
    api.faults["POST /inbox"] = ["drop"] * 40  # a browser tries again by itself before it tells
    choose_folder(desk, folder)
    send(desk)
    expect(desk.get_by_text("La connexion est coupée")).to_be_visible()
    assert set(states(desk).values()) == {"en attente"}
    api.faults["POST /inbox"].clear()
    desk.get_by_role("button", name="Réessayer").click()
    arrived(desk, 5, 5)

    assert set(api.inbox) == keys(folder)


def test_a_slot_that_is_no_longer_good_is_asked_for_again_and_what_never_goes_says_so(desk, api, folder):
    api.faults["POST /inbox"] = [403]
    choose(desk, folder / "12345/a.pdf")
    send(desk)
    arrived(desk, 1, 1)
    api.faults["POST /inbox"] = [403] * 4
    choose(desk, folder / "54321/b.pdf")
    desk.get_by_role("button", name="Reprendre l’envoi").click()
    expect(desk.get_by_text("Le fichier n’a pas pu être envoyé.")).to_be_visible()
    expect(desk.get_by_text("1 fichier n’a pas été envoyé")).to_be_visible()
    desk.get_by_role("button", name="Réessayer b.pdf").click()
    arrived(desk, 2, 2)

    assert api.seen.count("POST /deposits") >= 5


def test_what_cannot_be_a_piece_is_not_sent_and_says_why(desk, api, folder, tmp_path):
    word, nothing = tmp_path / "lettre.pdf", tmp_path / "rien.pdf"
    word.write_bytes(b"PK\x03\x04 un document de Word")
    nothing.write_bytes(b"")
    choose(desk, word, nothing, folder / "12345/a.pdf")
    send(desk)
    arrived(desk, 1, 1)
    expect(desk.get_by_text("Ni PDF, ni JPEG, ni PNG, ni TIFF")).to_be_visible()
    expect(desk.get_by_text("Le fichier est vide.")).to_be_visible()
    desk.get_by_role("button", name="Retirer lettre.pdf").click()

    arrived(desk, 1, 1)
    assert len(api.inbox) == 1


def test_a_name_that_does_not_do_is_told_at_its_field_and_may_be_changed(desk, api, folder):
    choose(desk, folder / "12345/a.pdf")
    desk.get_by_label("Nom du lot").fill("")
    send(desk)
    expect(desk.get_by_label("Nom du lot")).to_be_focused()
    expect(desk.get_by_text("Indiquez le nom du lot.")).to_be_visible()
    desk.get_by_label("Nom du lot").fill("_roster")
    send(desk)
    expect(desk.locator("#batch-error")).to_contain_text("batch_name")
    desk.get_by_label("Nom du lot").fill("lot 7")
    send(desk)
    arrived(desk, 1, 1)

    assert set(api.inbox) == {"lot 7/a.pdf"}


def test_a_paused_deposit_waits_and_another_screen_does_not_end_it(desk, api, folder):
    api.faults["POST /inbox"] = ["slow"] * 3
    choose_folder(desk, folder)
    send(desk)
    desk.get_by_role("button", name="Mettre en pause").click()
    desk.get_by_role("link", name="Tous les lots").click()
    expect(desk.get_by_role("heading", level=1, name="Lots")).to_be_visible()
    desk.get_by_role("link", name="Déposer des fichiers").click()
    expect(desk.get_by_label("Nom du lot")).to_have_value(BATCH)
    desk.get_by_role("button", name="Reprendre l’envoi").click()
    desk.get_by_role("link", name="Tous les lots").click()
    expect(desk.get_by_role("heading", level=1, name="Lots")).to_be_visible()
    desk.get_by_role("link", name="Déposer des fichiers").click()

    arrived(desk, 5, 5)
    assert set(api.inbox) == keys(folder)


def test_signing_out_ends_a_deposit_and_forgets_its_names(desk, api, folder, sign_in):
    api.faults["POST /inbox"] = ["slow"] * 3
    choose_folder(desk, folder)
    send(desk)
    desk.locator("#nav").get_by_role("button", name="Se déconnecter").click()
    expect(desk.locator("#username")).to_be_visible()
    desk.wait_for_timeout(800)
    before = len(api.inbox)
    sign_in("collegue", path="/#/deposit")
    expect(desk.get_by_role("heading", level=1, name="Déposer des fichiers")).to_be_visible()

    expect(desk.locator(".list")).to_have_count(0)
    assert before == len(api.inbox) < 5
    assert "nomination" not in desk.content()


def test_closing_the_page_is_warned_of_until_the_batch_is_finished(desk, folder):
    asked = []
    desk.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    choose(desk, folder / "12345/a.pdf")
    send(desk)
    arrived(desk, 1, 1)
    desk.reload()
    expect(desk.get_by_role("heading", level=1, name="Déposer des fichiers")).to_be_visible()
    choose(desk, folder / "12345/a.pdf")
    send(desk)
    desk.get_by_role("button", name="Terminer le lot").click()
    expect(desk.get_by_text("Le dépôt est déclaré complet")).to_be_visible()
    desk.reload()

    assert asked == ["beforeunload"]


def test_axe_finds_nothing_in_a_deposit_and_the_keyboard_reaches_all_of_it(page, desk, api, folder, tmp_path):
    page.set_viewport_size({"width": 320, "height": 640})
    page.locator("#files").focus()
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.id") == "folder"
    (tmp_path / "lettre.pdf").write_bytes(b"PK\x03\x04")
    choose(page, tmp_path / "lettre.pdf", folder / "12345/a.pdf", folder / "12345/arrêté n° 5.pdf")
    api.faults["POST /inbox"] = ["drop"] * 40
    page.keyboard.press("Tab")
    page.locator("#app .card button").first.press("Enter")
    page.locator(".tag.refused").wait_for()
    page.locator(".warn-note").wait_for()
    faults = accessibility_faults(page)
    width = page.evaluate("() => document.documentElement.scrollWidth")

    assert faults == []
    assert width <= 320


def test_an_archivist_prints_separator_sheets_from_the_page_without_a_command(page, sign_in, tmp_path):
    build.build(dist=tmp_path / "dist")
    sign_in("archiviste", path="/#/deposit")
    link = page.get_by_role("link", name="Imprimer des intercalaires (PDF)")
    expect(link).to_have_attribute("target", "_blank")
    path = tmp_path / "dist" / link.get_attribute("href").lstrip("/")
    first, second = (separator_of(measure_page(path, number).codes) for number in (1, 2))

    assert (first.type, first.matricule, second.type) == (None, None, "01.1")
