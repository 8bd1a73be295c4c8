"""The whole archive in a browser: what a servant does at the first sign-in, and an archivist with a batch."""

import hashlib
import re
import shutil
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from house import BATCH, NEWCOMER, OTHER, PASSWORD, SERVANTS, House
from playwright.sync_api import Browser, Page, expect, sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
READER = SERVANTS[11]
CHOSEN = "Panier-Nuage-7-Vache"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium here: the browser's tests want one")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser, house: House) -> Iterator[Page]:
    """A small phone, whose console stays silent: no script fails, nothing is stopped by the policy."""
    context = browser.new_context(base_url=house.state["web"], viewport={"width": 360, "height": 740}, locale="fr")
    page = context.new_page()
    page.set_default_timeout(20_000)
    expect.set_options(timeout=20_000)
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if "Content Security Policy" in said.text else None)
    yield page
    context.close()
    assert complaints == []


def sign_in(page: Page, name: str, password: str) -> None:
    page.goto("/")
    page.locator("[data-show]:visible").wait_for()
    page.get_by_label("Matricule").fill(name)
    page.locator("#password").fill(password)
    page.get_by_role("button", name="S’identifier").click()


def stands(page: Page, title: str | re.Pattern[str]) -> None:
    """A screen is there, and everybody can use it."""
    expect(page.get_by_role("heading", level=1, name=title)).to_be_visible()
    expect(page.locator("#app .waiting")).to_have_count(0)
    found = Axe().run(page, options=RULES).response["violations"]

    assert [(each["id"], each["nodes"][0]["html"][:120]) for each in found] == []


def test_a_servant_signs_in_with_a_first_password_and_reads_their_own_file(page: Page, house: House) -> None:
    sign_in(page, f"{NEWCOMER[:3]} {NEWCOMER[3:]}", house.user(NEWCOMER)["password"])
    stands(page, "Choisissez votre mot de passe")
    page.get_by_label("Nouveau mot de passe").fill(CHOSEN)
    page.get_by_role("button", name="Enregistrer et continuer").click()
    stands(page, "Mon dossier")
    expect(page.get_by_text(f"NOM{NEWCOMER}")).to_be_visible()
    (title,) = page.locator(".piece a").all_inner_texts()
    page.locator(".piece a").click()
    stands(page, title)
    expect(page.locator(".leaf")).to_contain_text("Page 1")
    with page.expect_download() as coming:
        page.get_by_role("button", name="Télécharger l’original").click()
    digest = hashlib.sha256(coming.value.path().read_bytes()).hexdigest()
    expect(page.get_by_text("Original téléchargé")).to_be_visible()
    expect(page.get_by_text(digest)).to_be_visible()
    page.get_by_role("link", name="Retour au dossier").click()
    page.get_by_role("link", name="Qui a ouvert mon dossier").click()
    stands(page, "Qui a ouvert mon dossier")
    said = " ".join(page.locator(".events").inner_text().split())
    page.get_by_role("link", name="Mon compte").click()
    stands(page, "Mon compte")
    expect(page.get_by_text("Connexion réussie").first).to_be_visible()
    page.locator("#nav").get_by_role("button", name="Se déconnecter").click()
    expect(page.get_by_text("Rien de votre dossier n’est resté sur cet appareil.")).to_be_visible()

    assert f"Vous avez téléchargé {title}" in said
    assert f"Vous avez lu le texte de {title}" in said
    assert f"NOM{NEWCOMER}" not in page.content()
    assert page.context.cookies() == []
    sign_in(page, NEWCOMER, house.user(NEWCOMER)["password"])
    expect(page.get_by_role("alert").filter(has_text="Il y a un problème")).to_contain_text("n’est pas le bon")


def test_a_wrong_password_opens_nothing_and_says_so(page: Page) -> None:
    sign_in(page, OTHER, "pas le bon")
    alert = page.get_by_role("alert").filter(has_text="Il y a un problème")

    expect(alert).to_contain_text("Le matricule ou le mot de passe n’est pas le bon.")
    stands(page, "Votre dossier de carrière")
    assert page.context.cookies() == []


def test_a_page_opened_again_needs_no_password_and_shows_no_other_servants_piece(page: Page, house: House) -> None:
    theirs = house.piece(OTHER)
    house.token(READER)  # which opens the account
    sign_in(page, READER, PASSWORD)
    stands(page, "Mon dossier")
    page.reload()
    stands(page, "Mon dossier")
    page.goto(f"/#/piece/{theirs}")

    stands(page, "Page introuvable")


def test_an_archivist_opens_a_batch_and_prints_its_receipt(page: Page, house: House) -> None:
    user = house.user("archivist")
    sign_in(page, user["name"], user["password"])
    page.locator("#nav").get_by_role("link", name="Lots").click()
    stands(page, "Lots")
    page.get_by_role("link", name=BATCH).click()
    stands(page, BATCH)
    page.get_by_role("link", name="Voir le récépissé").click()
    stands(page, f"Récépissé du lot {BATCH}")
    rows = page.get_by_role("table").locator("tbody tr").all_inner_texts()
    sums = " ".join(page.locator(".sums").inner_text().split())
    page.get_by_role("link", name=SERVANTS[9], exact=True).first.click()

    stands(page, f"Dossier de Aline NOM{SERVANTS[9]}")
    assert len(rows) == len(SERVANTS) + 2
    assert "à vérifier" in rows[0]
    assert re.search(r"1 à vérifier", sums)
