"""Everybody can use it: axe finds nothing on any screen in three languages, and no mouse is needed."""

import pytest
from fake_api import PASSWORD
from fake_work import waiting
from playwright.sync_api import expect
from screens import BATCH, FIRST, full

from tests.accessibility import accessibility_faults
from web import build

SERVANT = ["casefile", f"piece/{FIRST}", "who", "account", "nowhere"]
ARCHIVIST = ["batches", "batch/2026-12%20sant%C3%A9", f"batch/{BATCH.replace(' ', '%20')}", f"receipt/{BATCH.replace(' ', '%20')}", "find"]


@pytest.fixture
def api(api):
    for name, value in vars(full()).items():
        if name not in {"vault", "seen", "violations"}:
            setattr(api, name, value)
    return api


def stroll(page, home, sign_in, username, screens):
    """Sign in and go from screen to screen."""
    sign_in(username, path=home)
    page.locator("#nav li").first.wait_for()
    for screen in screens:
        page.evaluate("(hash) => { location.hash = hash; }", f"#/{screen}")
        page.locator("#app .waiting").wait_for(state="detached")
        page.locator("#app h1").wait_for()
        yield screen


@pytest.mark.parametrize("language", build.LANGUAGES)
def test_axe_finds_nothing_on_what_is_open_to_all(page, api, language):
    found = {}
    for path in ("", "#/forgotten", "help/"):
        page.goto("about:blank")
        page.goto(f"{api.site}{build.home(language)}{path}")
        page.locator("h1:visible").wait_for()
        found[path] = accessibility_faults(page)
    page.goto(f"{api.site}{build.home(language)}")
    page.locator("[data-show]:visible").wait_for()
    page.locator("#signin form button:not([type])").click()
    page.locator(".summary").wait_for()
    found["problem"] = accessibility_faults(page)

    assert {path: each for path, each in found.items() if each} == {}


@pytest.mark.parametrize("language", build.LANGUAGES)
@pytest.mark.parametrize(
    ("username", "screens"), [("12345", SERVANT), ("archiviste", ARCHIVIST), ("99001", []), ("99002", []), ("directeur", [""])]
)
def test_axe_finds_nothing_behind_the_sign_in(page, sign_in, language, username, screens):
    if username.startswith("99"):
        sign_in(username, path=build.home(language))
        page.locator("#app h1").wait_for()
        found = {username: accessibility_faults(page)}
    else:
        found = {screen: accessibility_faults(page) for screen in stroll(page, build.home(language), sign_in, username, screens)}

    assert {path: each for path, each in found.items() if each} == {}


@pytest.mark.parametrize("scheme", ["dark", "forced"])
def test_axe_finds_nothing_in_the_dark_nor_in_forced_colours(page, sign_in, scheme):
    page.emulate_media(**({"color_scheme": "dark"} if scheme == "dark" else {"forced_colors": "active"}))
    found = {screen: accessibility_faults(page) for screen in stroll(page, "/", sign_in, "12345", SERVANT)}

    assert {path: each for path, each in found.items() if each} == {}


def test_nothing_runs_out_of_a_screen_of_320_pixels(page, sign_in, api):
    api.name = "N" * 60
    page.set_viewport_size({"width": 320, "height": 640})
    wide = {}
    for username, screens in (("12345", SERVANT), ("archiviste", ARCHIVIST)):
        for screen in stroll(page, "/", sign_in, username, screens):
            wide[screen] = page.evaluate("() => document.documentElement.scrollWidth")
        page.locator("#nav button").click()
        page.locator("#signin").wait_for()

    assert {screen: width for screen, width in wide.items() if width > 320} == {}


def test_every_target_is_large_enough_for_a_thumb(page, sign_in):
    small = {}
    measure = """() => [...document.querySelectorAll("main a, main button, main input, nav a, nav button")]
        .filter((each) => each.offsetParent && !each.matches(".unseen") && !each.closest("p, dd, td, th"))
        .filter((each) => each.getBoundingClientRect().height < 24)
        .map((each) => each.outerHTML.slice(0, 80))"""
    for screen in stroll(page, "/", sign_in, "12345", SERVANT):
        small[screen] = page.evaluate(measure)

    assert {screen: each for screen, each in small.items() if each} == {}


def test_a_servant_needs_no_mouse(page, api):
    def press_until(role, name, key="Tab"):
        for _ in range(60):
            page.keyboard.press(key)
            if page.get_by_role(role, name=name).first.evaluate("(each) => each === document.activeElement"):
                return
        pytest.fail(f"no {role} {name} by Tab")

    page.goto("/")
    page.locator("[data-show]:visible").wait_for()
    press_until("textbox", "Matricule")
    page.keyboard.type("12345")
    press_until("textbox", "Mot de passe")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="Mon dossier")).to_be_focused()
    press_until("link", "Nomination ou engagement")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="Nomination ou engagement")).to_be_focused()
    press_until("button", "Télécharger l’original")
    with page.expect_download():
        page.keyboard.press("Enter")
    press_until("link", "Retour au dossier", "Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="Mon dossier")).to_be_visible()
    press_until("button", "Se déconnecter")
    page.keyboard.press("Enter")

    expect(page.get_by_label("Matricule")).to_be_focused()


def test_the_focus_can_be_seen(page):
    page.goto("/")
    page.keyboard.press("Tab")

    expect(page.get_by_role("link", name="Aller au contenu")).to_be_focused()
    assert page.evaluate("() => getComputedStyle(document.activeElement).outlineWidth") == "3px"
    assert page.evaluate("() => document.activeElement.getBoundingClientRect().left") >= 0


def test_what_is_chosen_can_be_read_under_the_pointer(page, sign_in):
    page.set_viewport_size({"width": 1280, "height": 900})
    sign_in("archiviste", path=f"/#/check/{waiting(0)['piece']}")
    chosen = page.locator(".turn [aria-current], .turn [aria-pressed=true]")
    chosen.nth(1).wait_for()
    faults = []
    for each in chosen.all():
        each.hover()
        faults += accessibility_faults(page)

    assert faults == []


def test_the_header_keeps_its_height_until_the_menu_stands_in_it(page):
    held = []

    def hold(route):
        held.append(route)

    page.route("**/assets/inside*", hold)
    page.goto("/")
    header = page.locator("header.top")
    heights = [header.bounding_box()["height"]]
    page.locator("#username").fill("12345")
    page.locator("#password").fill(PASSWORD)
    page.locator("#signin form button:not([type])").click()
    page.locator("#app .waiting").wait_for()
    heights.append(header.bounding_box()["height"])
    for each in held:
        each.continue_()
    page.unroute_all(behavior="ignoreErrors")
    page.locator("#nav a").first.wait_for()
    heights.append(header.bounding_box()["height"])

    assert max(heights) - min(heights) < 2


PLACES = """() => [...document.querySelectorAll("body *:not(link)")].map((each) => {
  const { x, y, width, height } = each.getBoundingClientRect();
  return [each.tagName, each.className, x, y + scrollY, width, height].join(" ");
})"""


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("path", ["casefile", f"piece/{FIRST}", "who", "account"])
def test_nothing_moves_on_a_first_screen_when_the_styles_of_later_ones_have_come(page, sign_in, path, width):
    page.set_viewport_size({"width": width, "height": 800})
    there = ".sheet image" if path.startswith("piece") and width == 1280 else "#app h1"
    sign_in(path=f"/#/{path}")
    page.locator(there).wait_for()
    page.wait_for_load_state("networkidle")
    before = page.evaluate(PLACES)
    page.evaluate("() => { location.hash = '#/complete'; }")
    page.get_by_role("heading", level=1, name="Ce qui manque").wait_for()
    page.go_back()
    page.get_by_role("heading", level=1, name="Ce qui manque").wait_for(state="detached")
    page.locator(there).wait_for()
    page.wait_for_load_state("networkidle")
    after = page.evaluate(PLACES)

    assert page.locator("link[href*='/work-']").count() == 1
    assert [pair for pair in zip(before, after, strict=True) if pair[0] != pair[1]] == []


def test_the_menu_is_skipped_without_leaving_the_screen(page, sign_in):
    for screen in stroll(page, "/", sign_in, "12345", [f"piece/{FIRST}"]):
        page.get_by_role("link", name="Aller au contenu").press("Enter")
        expect(page.locator("#main")).to_be_focused()
        page.reload()

        expect(page.get_by_role("heading", level=1, name="Nomination ou engagement")).to_be_visible()
        assert page.url.endswith(screen)


def test_a_case_file_prints_without_buttons(page, sign_in):
    sign_in()
    page.locator(".years").wait_for()
    page.emulate_media(media="print")

    expect(page.locator(".years")).to_be_visible()
    for hidden in (".acts", "header.top", "footer"):
        expect(page.locator(hidden).first).to_be_hidden()


@pytest.mark.parametrize("path", ["/", "/help/"])
def test_languages_stand_above_the_fold(page, path):
    page.goto(path)

    expect(page.locator("header").get_by_role("link", name="Ikirundi")).to_be_in_viewport()


def test_a_receipt_prints_without_what_is_for_the_screen_alone(page, sign_in):
    for _ in stroll(page, "/", sign_in, "archiviste", [f"receipt/{BATCH.replace(' ', '%20')}"]):
        page.emulate_media(media="print")

        expect(page.get_by_role("table")).to_be_visible()
        expect(page.locator("header.top")).to_be_hidden()
        expect(page.get_by_role("button", name="Imprimer")).to_be_hidden()
