"""The line is cut while a screen is fetched: the screen says so, and comes by its button or with the network."""

import re

import pytest
from fake_api import FakeApi
from fake_cuts import dossier
from fake_work import sealed, waiting
from playwright.sync_api import Page, expect
from screens import BATCH, FIRST, full

from web import build

BATCH_PATH = BATCH.replace(" ", "%20")
SCREENS = {
    "casefile": ("archiviste", "casefile/12345"),
    "piece": ("12345", f"piece/{FIRST}"),
    "who": ("12345", "who"),
    "account": ("12345", "account"),
    "home": ("archiviste", "home"),
    "batches": ("archiviste", "batches"),
    "batch": ("archiviste", f"batch/{BATCH_PATH}"),
    "deposit": ("archiviste", "deposit"),
    "receipt": ("archiviste", f"receipt/{BATCH_PATH}"),
    "review": ("archiviste", "review"),
    "check": ("archiviste", f"check/{waiting(0)['piece']}"),
    "cuts": ("archiviste", f"cuts/{dossier().file}"),
    "sealed": ("gardien", "sealed"),
    "find": ("archiviste", "find"),
    "search": ("12345", "search"),
    "counter": ("archiviste", "counter/12345"),
    "journal": ("auditeur", "journal"),
    "figures": ("directeur", "figures"),
    "due": ("directeur", "due"),
    "roadmap": ("directeur", "roadmap"),
    "plan": ("directeur", "plan"),
    "reconciliation": ("directeur", "reconciliation"),
    "reports": ("archiviste", "reports"),
    "report": ("12345", f"report/me/{FIRST}"),
    "news": ("12345", "news"),
    "complete": ("12345", "complete"),
    "copy": ("12345", "copy"),
    "letter": ("12345", "letter"),
    "career": ("12345", "career"),
    "statement": ("12345", "statement"),
    "nothing": ("12345", "nothing"),
}
"""Each screen with a reader and an address."""
CASES = [*SCREENS.items(), ("sealed", ("gardien", f"sealed/{sealed(1)['piece']}"))]
DATALESS = {"deposit", "find", "nothing", "search"}
"""Screens that ask for nothing before they are shown: what may not come is their script."""
HOMES = {"archiviste": "casefile/none", "gardien": "account", "auditeur": "account", "directeur": "account", "12345": "nowhere"}
"""A screen from which nothing of the one asked for is known yet."""


@pytest.fixture
def api(api: FakeApi) -> FakeApi:
    for name, value in vars(full()).items():
        if name not in {"vault", "seen", "violations", "lies"}:
            setattr(api, name, value)
    return api


@pytest.fixture(params=CASES, ids=lambda case: case[1][1].partition("/")[0])
def cut(request: pytest.FixtureRequest, page: Page, sign_in) -> Page:
    """A page on which a screen did not come, for want of its data or, where it has none, of its script."""
    name, (reader, address) = request.param
    sign_in(reader, path=f"/#/{HOMES[reader]}")
    page.locator("#app h1").wait_for()
    what = re.compile(rf"/assets/{name}\.\w+-" if name in DATALESS else r"/api/(?!session(/refresh)?$)")
    page.route(what, lambda route: route.abort())
    page.evaluate("(hash) => { location.hash = hash; }", f"#/{address}")
    expect(page.get_by_role("heading", level=1, name="La page n’a pas pu s’ouvrir")).to_be_visible()
    page.unroute(what)
    return page


def arrived(page: Page) -> None:
    """Expect the screen in place of the error, with its own title."""
    expect(page.locator("#app .bad, #app .waiting")).to_have_count(0)
    expect(page).not_to_have_title(re.compile("La page n’a pas pu s’ouvrir"))
    heading = page.locator("#app h1")
    expect(heading).to_have_count(1)
    expect(heading).not_to_have_text("Page introuvable")


def test_a_screen_that_was_cut_off_comes_when_it_is_asked_for_again(cut: Page) -> None:
    cut.get_by_role("button", name="Réessayer").click()

    arrived(cut)


def test_a_screen_that_was_cut_off_comes_by_itself_with_the_network(cut: Page) -> None:
    cut.evaluate("() => window.dispatchEvent(new Event('online'))")

    arrived(cut)


def test_every_screen_is_cut_off_here() -> None:
    registered = {
        name
        for path in ("inside.js", "screens/work.js")
        for name in re.findall(r"^  (\w+): (?:\(\)|\(reader\)) =>", (build.SOURCE / path).read_text("utf-8"), re.MULTILINE)
    }

    assert registered == set(SCREENS)
