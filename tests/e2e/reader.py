"""Steps of a reader on the site: sign-in, and the checks that every screen must pass."""

import re

from playwright.sync_api import Page, expect

from tests.accessibility import accessibility_faults


def sign_in(page: Page, name: str, password: str, screen: str = "") -> None:
    """Type a name and a password, and send them."""
    page.goto(f"/{screen}")
    page.locator("[data-show]:visible").wait_for()
    page.get_by_label("Matricule").fill(name)
    page.locator("#password").fill(password)
    page.get_by_role("button", name="S’identifier").click()


def stands(page: Page, title: str | re.Pattern[str]) -> None:
    """A screen is there, and everybody can use it."""
    expect(page.get_by_role("heading", level=1, name=title)).to_be_visible()
    expect(page.locator("#app .waiting")).to_have_count(0)

    assert accessibility_faults(page) == []
