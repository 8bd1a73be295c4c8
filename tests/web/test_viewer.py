"""The pages of a piece as images: when they come, where something was read, and what is left of them."""

import re

import pytest
from fake_api import ACT, piece
from fake_work import waiting
from playwright.sync_api import expect
from test_safety import KEPT, wait_for_worker

FIRST = piece(0)["piece"]
DATE = {"name": "act_date", "value": "2010-03-03", "raw": "3 MARS 2010", "confidence": 0.95, "page": 1, "box": [0.1, 0.298, 0.6, 0.024]}
PLACE = {"name": "posting", "value": "Gitega", "raw": "Gitega", "confidence": 0.9, "page": 2, "box": [0.1, 0.1, 0.3, 0.024]}
SAVING = "Object.defineProperty(navigator, 'connection', { value: { saveData: true } })"
UNCACHED = "Object.defineProperty(navigator, 'serviceWorker', { value: undefined })"


WIDE = {"width": 1280, "height": 900}


@pytest.fixture
def opened(page, sign_in, api):
    """Have the first piece open, and its pages asked for; `api.shown` tells which were fetched."""

    def opened(*fields):
        api.fields = list(fields)
        sign_in(path=f"/#/piece/{FIRST}")
        page.get_by_role("button", name="Voir les pages").click()
        return page.locator(".viewer")

    return opened


def drawn(viewer, number):
    """Wait for a page's image to be there, bytes and all."""
    image = viewer.get_by_role("img", name=f"Page {number} telle")
    expect(image).to_be_visible()
    expect(viewer.get_by_text(f"Page {number} sur 2")).to_be_visible()
    image.locator("image").evaluate("(image) => image.decode()")
    return image


def test_on_a_phone_the_pages_come_at_a_tap_and_the_strip_leads_to_each(page, sign_in, api):
    sign_in(path=f"/#/piece/{FIRST}")
    page.get_by_role("button", name="Voir les pages").wait_for()
    page.wait_for_timeout(300)
    assert api.shown == []
    page.get_by_role("button", name="Voir les pages").click()
    viewer = page.locator(".viewer")
    image = drawn(viewer, 1)
    assert image.get_attribute("viewBox") == "0 0 1000 1414"
    viewer.get_by_role("button", name="Page suivante").click()
    drawn(viewer, 2)
    viewer.get_by_role("button", name="Page 1", exact=True).click()
    drawn(viewer, 1)

    expect(viewer.get_by_role("button", name="Page 1", exact=True)).to_have_attribute("aria-current", "page")
    assert api.shown == [1, 2, 1]
    assert [each for each in api.seen if "/pages/" in each] == [f"GET /pieces/{FIRST}/pages/{number}" for number in (1, 2, 1)]


def test_a_long_piece_has_a_short_strip(page, opened, api):
    api.texts = [ACT] * 30
    viewer = opened()
    for number in (30, 28, 26, 24, 23):
        viewer.get_by_role("button", name=f"Page {number}", exact=True).click()
        expect(viewer.get_by_text(f"Page {number} sur 30")).to_be_visible()

    assert viewer.locator(".strip").inner_text().split() == ["‹", "1", "…", "21", "22", "23", "24", "25", "…", "30", "›"]


def test_on_a_wide_screen_the_page_stands_beside_what_was_read_and_comes_by_itself(page, sign_in, api):
    page.set_viewport_size(WIDE)
    sign_in(path=f"/#/piece/{FIRST}")
    viewer = page.locator(".viewer")
    drawn(viewer, 1)
    summary = page.locator(".summary-of").bounding_box()

    assert viewer.bounding_box()["x"] > summary["x"] + summary["width"]
    assert viewer.bounding_box()["y"] < summary["y"] + summary["height"]


def test_what_shows_the_pages_comes_when_it_is_asked_for_and_again_when_the_line_is_back(page, sign_in, api):
    api.fields = [DATE]
    asked = []
    page.add_init_script(UNCACHED)
    page.route("**/assets/viewer.*.js", lambda route: (asked.append(route.request.resource_type), route.abort()))
    sign_in(path=f"/#/piece/{FIRST}")
    expect(page.get_by_role("button", name="Afficher l’image de la page 1")).to_be_visible()
    assert asked == []
    page.get_by_role("button", name="Afficher l’image de la page 1").click()
    expect(page.get_by_role("alert")).to_contain_text("Pas de connexion")
    page.unroute("**/assets/viewer.*.js")
    page.get_by_role("button", name="Réessayer").click()

    expect(page.locator(".viewer")).to_have_count(1)
    expect(page.get_by_role("alert")).to_have_count(0)
    assert set(asked) == {"fetch"}


def test_a_screen_that_is_opened_again_is_not_fetched_again(page, sign_in):
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "/assets/" in request.url else None)
    sign_in()
    for _ in range(2):
        page.get_by_role("link", name="Qui a ouvert mon dossier").click()
        page.get_by_role("link", name="Retour au dossier").click()
        page.get_by_role("link", name="Nomination ou engagement").first.click()
        page.get_by_role("link", name="Retour au dossier").click()

    fetched = [url for url in asked if "/assets/who." in url or "/assets/piece." in url]
    assert len(fetched) == 2 * len(set(fetched)) == 4


def test_where_data_are_dear_nothing_comes_before_a_button_is_pressed(page, sign_in, api):
    page.add_init_script(SAVING)
    page.set_viewport_size(WIDE)
    sign_in(path=f"/#/piece/{FIRST}")
    viewer = page.locator(".viewer")
    viewer.wait_for()
    page.wait_for_timeout(300)
    assert api.shown == []
    viewer.get_by_role("button", name="Afficher l’image de la page 1 (60 ko au plus)").click()

    drawn(viewer, 1)


def test_where_a_field_was_read_is_framed_on_its_page_and_said(page, opened, api):
    viewer = opened(DATE, PLACE)
    page.get_by_role("button", name="Voir sur l’image : Date de l’acte").press("Enter")
    expect(viewer.get_by_role("status")).to_have_text("Page 1 sur 2. Encadré : Date de l’acte")
    frame = viewer.locator("rect.on")
    assert [frame.get_attribute(side) for side in ("x", "y", "width", "height")] == ["0.1", "0.298", "0.6", "0.024"]
    page.get_by_role("button", name="Voir sur l’image : Affectation").press("Enter")
    drawn(viewer, 2)

    expect(viewer.get_by_role("status")).to_have_text("Page 2 sur 2. Encadré : Affectation")
    expect(viewer.locator("rect.on")).to_be_in_viewport()
    page.get_by_role("button", name="Voir les pages").press("Enter")
    expect(viewer).to_be_focused()
    page.keyboard.press("+")
    assert magnified(viewer) == 1.5


@pytest.fixture
def held(page):
    """Hold the viewer's script back until `held()` lets it come."""
    routes = []
    page.add_init_script(UNCACHED)

    def hold(route):
        routes.append(route)

    page.route("**/assets/viewer.*.js", hold)

    def come():
        page.wait_for_timeout(100)
        assert routes
        for route in routes:
            route.continue_()
        page.unroute("**/assets/viewer.*.js", hold)

    return come


def test_a_field_that_is_asked_for_before_the_viewer_has_come_is_framed_once_it_comes(page, opened, held):
    viewer = opened(DATE, PLACE)
    page.get_by_role("button", name="Voir sur l’image : Affectation").press("Enter")
    held()

    expect(viewer.get_by_role("status")).to_have_text("Page 2 sur 2. Encadré : Affectation")
    expect(viewer.locator("rect.on")).to_be_in_viewport()


def test_a_viewer_that_comes_late_leaves_the_focus_where_the_reader_has_gone_on(page, opened, held):
    viewer = opened(DATE, PLACE)
    where = page.get_by_role("button", name="Voir sur l’image : Date de l’acte")
    where.focus()
    held()
    drawn(viewer, 1)
    expect(where).to_be_focused()
    page.keyboard.press("Enter")

    expect(viewer.get_by_role("status")).to_have_text("Page 1 sur 2. Encadré : Date de l’acte")


def test_a_field_is_framed_when_the_viewer_comes_at_a_second_trial(page, sign_in, api):
    api.fields = [DATE, PLACE]
    page.add_init_script(UNCACHED)
    page.route("**/assets/viewer.*.js", lambda route: route.abort())
    sign_in(path=f"/#/piece/{FIRST}")
    page.get_by_role("button", name="Voir sur l’image : Affectation").click()
    expect(page.get_by_role("alert")).to_be_in_viewport()
    page.unroute("**/assets/viewer.*.js")
    page.get_by_role("button", name="Réessayer").click()

    expect(page.locator(".viewer").get_by_role("status")).to_have_text("Page 2 sur 2. Encadré : Affectation")


def magnified(viewer):
    """Width of the page's image in widths of the frame that it is moved in."""
    sheet = viewer.locator(".sheet").bounding_box()["width"] - 2
    return round(viewer.get_by_role("img").bounding_box()["width"] / sheet, 2)


def overflow(page):
    return page.evaluate("() => document.documentElement.scrollWidth - innerWidth")


def test_a_page_is_magnified_by_steps_and_never_makes_the_screen_wider(page, opened):
    viewer = opened()
    drawn(viewer, 1)
    assert magnified(viewer) == 1
    found = []
    for _ in range(4):
        viewer.get_by_role("button", name="Agrandir").click()
        found.append(magnified(viewer))
        assert overflow(page) == 0
    expect(viewer.get_by_role("button", name="Agrandir")).to_have_attribute("aria-disabled", "true")
    viewer.get_by_role("button", name="Réduire").click()
    assert [*found, magnified(viewer)] == [1.5, 2, 3, 4, 3]
    sheet = page.get_by_role("region", name="Image de la page").last
    sheet.focus()
    page.keyboard.press("ArrowRight")
    expect(sheet).to_be_focused()
    page.keyboard.press("0")

    assert magnified(viewer) == 1


def test_the_framed_field_stays_in_view_while_the_page_is_magnified_and_turned(page, opened):
    viewer = opened(DATE)
    page.get_by_role("button", name="Voir sur l’image : Date de l’acte").click()
    drawn(viewer, 1)
    for button in ("Agrandir", "Agrandir", "Tourner", "Agrandir", "Réduire", "Tourner"):
        viewer.get_by_role("button", name=button).click()
        expect(viewer.locator("rect.on")).to_be_in_viewport()
        assert overflow(page) == 0


def test_a_turned_piece_stays_turned_on_its_other_pages_and_when_it_is_opened_again(page, opened):
    viewer = opened()
    drawn(viewer, 1)
    viewer.get_by_role("button", name="Tourner").click()
    expect(viewer.get_by_role("img")).to_have_attribute("viewBox", "0 0 1414 1000")
    viewer.get_by_role("button", name="Page suivante").click()
    drawn(viewer, 2)
    expect(viewer.get_by_role("img")).to_have_attribute("viewBox", "0 0 1414 1000")
    page.get_by_role("link", name="Retour au dossier").click()
    page.locator(f".piece a[href$='{FIRST}']").click()
    page.get_by_role("button", name="Voir les pages").click()
    drawn(viewer, 1)

    expect(viewer.get_by_role("img")).to_have_attribute("viewBox", "0 0 1414 1000")


def test_a_mouse_drags_a_magnified_page(page, opened):
    page.set_viewport_size(WIDE)
    viewer = opened()
    drawn(viewer, 1)
    for _ in range(3):
        viewer.get_by_role("button", name="Agrandir").click()
    sheet = viewer.locator(".sheet")
    before = sheet.evaluate("(sheet) => [sheet.scrollLeft, sheet.scrollTop]")
    place = sheet.bounding_box()
    page.mouse.move(place["x"] + 200, place["y"] + 200)
    page.mouse.down()
    page.mouse.move(place["x"] + 120, place["y"] + 150, steps=4)
    page.mouse.up()
    page.mouse.move(place["x"] + 20, place["y"] + 20)

    assert sheet.evaluate("(sheet) => [sheet.scrollLeft, sheet.scrollTop]") == [before[0] + 80, before[1] + 50]


def test_two_fingers_magnify_what_is_between_them_and_nothing_else(page, context, opened):
    viewer = opened()
    image = drawn(viewer, 1)
    image.scroll_into_view_if_needed()
    place = viewer.locator(".sheet").bounding_box()
    x, y = place["x"] + 150, place["y"] + 150
    fingers = context.new_cdp_session(page)

    def touch(kind, apart):
        points = [{"x": x - apart, "y": y, "id": 1}, {"x": x + apart, "y": y, "id": 2}] if apart else []
        fingers.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", 40)
    for apart in (50, 70, 80):
        touch("touchMove", apart)
    page.wait_for_timeout(100)
    touch("touchEnd", 0)

    assert magnified(viewer) == 2
    assert page.evaluate("() => visualViewport.scale") == 1
    assert overflow(page) == 0


def test_a_link_that_has_ended_and_a_line_that_broke_are_told_and_tried_again(page, opened, api):
    api.ended = [True]
    viewer = opened()
    viewer.scroll_into_view_if_needed()
    expect(viewer.get_by_role("alert")).to_have_text("L’image n’a pas été reçue.")
    api.faults[f"GET /pieces/{FIRST}/pages/1"] = ["drop"]
    viewer.get_by_role("button", name="Réessayer").click()
    expect(viewer.get_by_role("alert")).to_contain_text("Pas de connexion")
    viewer.get_by_role("button", name="Réessayer").click()

    drawn(viewer, 1)
    expect(viewer.get_by_role("alert")).to_have_count(0)


def test_no_image_is_left_in_a_cache_and_none_after_signing_out(page, opened):
    came = []
    page.on("response", lambda response: came.append(response))  # noqa: PLW0108 - Playwright refuses the method of a list
    viewer = opened()
    wait_for_worker(page)
    viewer.scroll_into_view_if_needed()
    drawn(viewer, 1)
    viewer.get_by_role("button", name="Page suivante").click()
    drawn(viewer, 2)
    kept = page.evaluate(KEPT)
    page.get_by_role("button", name="Se déconnecter").click()
    expect(page.get_by_text("Vous êtes déconnecté.")).to_be_visible()

    images = [each for each in came if re.search(r"/pages/[12]-?\.webp", each.url)]
    assert len(images) == 2
    assert {each.headers["cache-control"] for each in images} == {"private, no-store"}
    assert not any(each.from_service_worker for each in images)
    assert len(kept) >= 4
    assert not [url for url, _ in kept if "webp" in url or "/pages/" in url]
    assert page.locator("img").count() == 0


def test_the_page_stands_beside_the_form_with_what_was_read_framed(page, sign_in, api):
    api.work.queue, api.work.texts = [waiting(0)], [ACT, ACT[:3]]
    sign_in("archiviste", path=f"/#/check/{waiting(0)['piece']}")
    viewer = page.locator(".viewer")
    viewer.scroll_into_view_if_needed()
    drawn(viewer, 1)
    page.locator("#owner-1").focus()
    expect(viewer.get_by_role("status")).to_have_text("Page 1 sur 2. Encadré : nom lu")
    page.get_by_label("Numéro de l’acte").focus()
    expect(viewer.get_by_role("status")).to_have_text("Page 1 sur 2. Encadré : Numéro de l’acte")
    page.locator("#owner-1").focus()
    page.keyboard.press("p")
    drawn(viewer, 2)
    page.keyboard.press("o")
    drawn(viewer, 1)
    page.keyboard.press("i")

    expect(viewer.get_by_role("button", name="Ajuster")).to_have_attribute("aria-pressed", "false")
    assert magnified(viewer) == 2
    assert page.locator("#owner-1").is_checked()
    assert api.shown == [1, 2, 1]
