"""Where the pieces of a scan begin, mended at the desk: by keys, by touch, taken back, and never lost with a broken line."""

import pytest
from fake_cuts import dossier, of_two_passes, with_closed_pages
from playwright.sync_api import expect
from test_review_pace import CountingKeyboard

from tests.accessibility import accessibility_faults

MOST = 8
"""Keystrokes from the queue to the end, of a scan of forty pages and twelve pieces with one wrong cut."""

WRONG = 18
"""Page before which a piece was proposed to begin, and none does."""


@pytest.fixture
def scan(api):
    api.work.queue = []
    found = dossier()
    api.work.take_in(found)
    return found


def doubted(scan):
    return next(each["piece"] for each in scan.told()["pieces"] if each["reason"] == "cuts")


def opened(sign_in, page, scan):
    sign_in("archiviste", path=f"/#/cuts/{doubted(scan)}")
    page.locator(".place:focus").wait_for()


def test_a_wrong_cut_is_mended_with_eight_keystrokes_at_most(page, sign_in, scan, record_property):
    page.set_viewport_size({"width": 1280, "height": 900})
    sign_in("archiviste", path="/#/review")
    keys = CountingKeyboard(page)
    page.get_by_role("button", name="Commencer").focus()
    keys.press("Enter")
    page.wait_for_url(lambda url: "/#/check/" in url or "/#/cuts/" in url)
    if "/#/check/" in page.url:
        page.locator("a[href^='#/cuts/']").first.wait_for()
        keys.press("Enter")
    page.locator(".place:focus").wait_for()
    keys.press("n")
    page.locator(f"#at-{WRONG}:focus").wait_for()
    keys.press(" ")
    keys.press("Enter")
    page.locator(".result").wait_for()
    record_property("keystrokes", keys.pressed)

    assert scan.pages == 40
    assert len(scan.told()["pieces"]) == 12
    assert scan.starts == scan.proposed - {WRONG}
    assert keys.pressed <= MOST


def test_the_first_doubtful_place_has_the_focus_and_says_why(page, sign_in, scan):
    opened(sign_in, page, scan)

    assert page.locator(".place:focus").get_attribute("id") == f"at-{min(scan.doubtful)}"
    expect(page.locator("#why li").first).to_be_visible()


def test_confirmed_cuts_are_taken_back(page, sign_in, scan):
    before = scan.groups()
    opened(sign_in, page, scan)
    page.locator(".place:focus").press(" ")
    page.keyboard.press("Enter")
    page.locator(".result").wait_for()
    assert scan.groups() != before
    page.locator(".result h1").press("u")
    page.locator(".place:focus").wait_for()

    assert scan.groups() == before


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_everything_is_done_by_touch_and_nothing_is_wider_than_the_screen(page, sign_in, scan, width):
    page.set_viewport_size({"width": width, "height": 740})
    opened(sign_in, page, scan)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert accessibility_faults(page) == []
    page.locator(".here button.second").first.click()
    page.locator("button.confirms").click()
    page.locator(".result").wait_for()

    assert scan.confirmed
    assert accessibility_faults(page) == []


def test_leaving_with_a_change_asks_first(page, sign_in, scan):
    opened(sign_in, page, scan)
    page.locator(".place:focus").press(" ")
    page.keyboard.press("Escape")
    page.locator(".asking").wait_for()
    page.keyboard.press("Escape")

    expect(page.locator(".asking")).to_have_count(0)
    assert "#/cuts/" in page.url


def test_closed_pages_are_not_shown_and_cannot_be_cut(page, sign_in, api):
    api.work.queue = []
    scan = with_closed_pages()
    api.work.take_in(scan)
    sign_in("archiviste", path=f"/#/cuts/{scan.file}")
    page.locator(".place:focus").wait_for()
    inside = next(page_ for page_ in sorted(scan.closed) if page_ - 1 in scan.closed)

    before = scan.groups()
    expect(page.locator(f"#at-{inside}")).to_have_attribute("aria-disabled", "true")
    page.locator(f"#at-{inside}").press(" ")
    page.keyboard.press("Enter")
    page.locator(".result").wait_for()

    assert [group for group in scan.groups() if scan.closed & set(group)] == [group for group in before if scan.closed & set(group)]
    assert page.locator(f"[data-page='{inside}'] img").count() == 0


def test_cuts_that_another_has_changed_are_not_overwritten(page, sign_in, scan):
    opened(sign_in, page, scan)
    scan.edition += 1
    page.locator(".place:focus").press(" ")
    page.keyboard.press("Enter")

    expect(page.get_by_role("alert")).to_be_visible()
    assert not scan.confirmed


def in_two_passes(api):
    """Take in a scan whose backs lie behind its fronts, and nothing else that waits."""
    api.work.queue = []
    found = of_two_passes()
    api.work.take_in(found)
    return found


def test_fronts_and_backs_are_laid_in_the_order_of_their_printed_numbers_by_one_key_and_confirmed(page, sign_in, api):
    scan = in_two_passes(api)
    page.set_viewport_size({"width": 1280, "height": 900})
    opened(sign_in, page, scan)
    expect(page.locator(".order .follows")).to_have_count(6)
    expect(page.locator("#why")).to_contain_text("Rien n’a été mesuré")
    page.keyboard.press("o")
    shown = [int(each) for each in page.locator(".page-of figcaption b").all_inner_texts()]
    page.keyboard.press("Enter")
    page.locator(".result").wait_for()

    assert shown == scan.proposed_order
    assert scan.groups() == [[1, 8, 2, 7], [3, 6, 4, 5]]
    assert scan.confirmed


def test_the_order_proposed_is_left_again_with_the_gesture_or_with_the_cuts(page, sign_in, api):
    scan = in_two_passes(api)
    opened(sign_in, page, scan)
    page.get_by_role("button", name="Prendre cet ordre").click()
    expect(page.get_by_role("button", name="Revenir à l’ordre du fichier")).to_be_visible()
    page.locator(".place:focus").press("u")
    shown = [int(each) for each in page.locator(".page-of figcaption b").all_inner_texts()]
    page.locator(".place:focus").press("o")
    page.keyboard.press("Enter")
    page.locator(".result h1").press("u")
    page.locator(".place:focus").wait_for()

    assert shown == list(range(1, 9))
    assert scan.groups() == [list(range(1, 9))]
    expect(page.get_by_role("button", name="Prendre cet ordre")).to_be_visible()
