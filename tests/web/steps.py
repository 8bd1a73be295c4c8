"""The steps to a screen that many take: to sign in and open it, to press a button in the page's language, to find nothing there."""

from collections.abc import Callable

from fake_api import PASSWORD, piece
from playwright.sync_api import Page, Route

from web import build

FIRST = piece(0)["piece"]


def at(path: str, username: str = "12345") -> Callable[[Page, str], None]:
    """Open a screen as a reader."""

    def go(page: Page, home: str) -> None:
        page.goto(f"{home}#/{path}")
        page.locator("#username").fill(username)
        page.locator("#password").fill(PASSWORD)
        page.locator("#signin form button:not([type])").click()
        page.locator("#app h1, #app .empty").first.wait_for()
        page.wait_for_timeout(150)

    return go


def opened(path: str) -> Callable[[Page, str], None]:
    """Open a page that asks for no sign-in."""

    def go(page: Page, home: str) -> None:
        page.goto(f"{home}{path}")
        page.locator("h1:visible").first.wait_for()
        page.wait_for_timeout(150)

    return go


def press(page: Page, section: str, key: str, *, which: int = 0) -> None:
    """Press a button by what it says in the page's language."""
    said = build.words_of(page.locator("html").get_attribute("lang") or "fr")[section][key]
    page.get_by_role("button", name=said).nth(which).click()


def sent(path: str, seen: str, username: str = "12345", **typed: str) -> Callable[[Page, str], None]:
    """Open a screen, fill its form in, by the fields' ids, and send it; what comes of it is seen."""

    def go(page: Page, home: str) -> None:
        at(path, username)(page, home)
        for field, text in typed.items():
            page.locator(f"#{field}").fill(text)
        page.locator("#app form button").last.click()
        page.locator(seen).wait_for()

    return go


def bare(path: str, username: str, asked: str, **answer: object) -> Callable[[Page, str], None]:
    """Open a screen for which there is nothing."""

    def go(page: Page, home: str) -> None:
        page.route(f"**/api/{asked}", lambda route: route.fulfill(json={"next": None, **answer}))
        at(path, username)(page, home)

    return go


def altered(path: str, asked: str, username: str = "12345", **more: object) -> Callable[[Page, str], None]:
    """Open a screen to which the service says something else."""

    def go(page: Page, home: str) -> None:
        def changed(route: Route) -> None:
            answer = route.fetch()
            route.fulfill(response=answer, json={**answer.json(), **more})

        page.route(f"**/api/{asked}", changed)
        at(path, username)(page, home)

    return go


def pressed(path: str, section: str, key: str, seen: str, username: str = "12345") -> Callable[[Page, str], None]:
    """Open a screen and press one of its buttons; what comes of it is seen."""

    def go(page: Page, home: str) -> None:
        at(path, username)(page, home)
        press(page, section, key)
        page.locator(seen).first.wait_for()
        page.wait_for_timeout(150)

    return go
