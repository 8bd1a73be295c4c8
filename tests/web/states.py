"""What a servant sees when something is under way, is not there, or goes wrong; drawn by screens.py."""

from collections.abc import Callable

from fake_api import PASSWORD
from playwright.sync_api import Page, Route
from steps import FIRST, altered, at, bare, opened, press, pressed, sent

Screen = Callable[[Page, str], None]


def cut_off(path: str, asked: str, seen: str) -> Screen:
    """Open a screen of which something does not come."""

    def go(page: Page, home: str) -> None:
        page.route(asked, lambda route: route.abort())
        at(path)(page, home)
        page.locator(seen).first.wait_for()

    return go


def textless(page: Page, home: str) -> None:
    """Open a piece whose text could not be read just then."""
    page.route("**/pieces/*?text=true", lambda route: route.fulfill(json={**route.fetch().json(), "text": None}))
    at(f"piece/{FIRST}")(page, home)
    page.locator(".more .bad").wait_for()


def loading(page: Page, home: str) -> None:
    """Wait for a list that is long in coming."""
    page.route("**/consultations", lambda _: None)
    at("")(page, home)
    page.evaluate("() => { location.hash = '#/who'; }")
    page.locator("#app .waiting").wait_for()


def empty(page: Page, home: str) -> None:
    """Sign in to a case file in which nothing is yet."""

    def bared(route: Route) -> None:
        answer = route.fetch()
        said = answer.json()
        said["casefile"]["pieces"] = []
        route.fulfill(response=answer, json=said)

    page.route("**/api/session", bared)
    at("")(page, home)


def warned(page: Page, home: str) -> None:
    """Go away for thirteen minutes, far down the page."""
    page.clock.install()
    at("")(page, home)
    page.evaluate("() => scrollTo(0, 600)")
    page.clock.run_for(13 * 60 * 1000 + 10_000)
    page.locator("#notice .warn").wait_for()


def ended(page: Page, home: str) -> None:
    """Ask for a page after the session has ended."""
    at("")(page, home)
    page.route("**/api/casefiles/me/consultations", lambda route: route.fulfill(status=401, json={"code": "not_signed_in"}))
    page.route("**/api/session/refresh", lambda route: route.fulfill(status=401, json={"code": "not_signed_in"}))
    page.evaluate("() => { location.hash = '#/who'; }")
    page.locator("#notice .warn").wait_for()


def code_sent(page: Page, home: str) -> None:
    """Have a code sent for a forgotten password."""
    opened("#/forgotten")(page, home)
    page.locator("#account").fill("12345")
    page.locator("#app form button").last.click()
    page.locator("#code").wait_for()


def changed(page: Page, home: str) -> None:
    """Change the password."""
    at("account")(page, home)
    page.locator("#current").fill(PASSWORD)
    page.locator("#chosen").fill("Panier-Nuage-7-Vache")
    press(page, "extra", "password.submit")
    page.locator(".note[role=status]").wait_for()


def half(page: Page, home: str) -> None:
    """Lose the line in the midst of a download."""
    at(f"piece/{FIRST}")(page, home)
    page.route("**/original?*", lambda route: route.abort())
    page.locator(".original button").click()
    page.locator(".original .bad").wait_for()


def imageless(page: Page, home: str) -> None:
    """Lose the line before a page's image."""
    page.route("**/pages/*.webp*", lambda route: route.abort())
    at(f"piece/{FIRST}")(page, home)
    press(page, "piece", "image.see")
    page.locator(".viewer .bad").wait_for()


def unfound(page: Page, home: str) -> None:
    """Look for a word that is nowhere."""
    page.route("**/search?*", lambda route: route.fulfill(json={"pieces": [], "next": None}))
    sent("search", ".empty", words="zzz")(page, home)


def chosen(page: Page, home: str) -> None:
    """Write a first password of one's own that lacks a capital and a figure."""
    at("", "99001")(page, home)
    page.locator("#chosen").fill("panier-nuage-vache")
    page.locator("#app form > p > button").click()
    page.locator(".summary").wait_for()


STATES: dict[str, Screen] = {
    "03-own-password-weak": chosen,
    "07-piece-masked": altered(f"piece/{FIRST}", "pieces/*?text=true", masked=True),
    "41-news-first": altered("news", "casefiles/me/news", since=None),
    "42-copy-too-large": altered("copy", "casefiles/me/copy", too_large=True),
    "42-copy-none": altered("copy", "casefiles/me/copy", pieces=0, pages=0, size=0, left_out=[]),
    "42-copy-made": pressed("copy", "contents", "copy.make", ".soft[role=status]:not(:empty)"),
    "05-forgotten-code": code_sent,
    "06-casefile-empty": empty,
    "06-casefile-warned": warned,
    "06-casefile-ended": ended,
    "07-piece-textless": textless,
    "08-download-cut": half,
    "16-imageless": imageless,
    "09-who-loading": loading,
    "09-who-nobody": bare("who", "12345", "casefiles/me/consultations", consultations=[]),
    "09-who-offline": cut_off("who", "**/consultations", "#app .bad"),
    "10-account-changed": changed,
    "40-search-nothing": unfound,
    "41-news-none": bare("news", "12345", "casefiles/me/news", since="2026-11-12T08:00:00Z", pieces=[], answers=0, more=False),
    "43-report-unwritten": sent("report", ".summary"),
    "43-reported": sent("report", ".note[role=status]", text="La notation de 2019 manque."),
}
