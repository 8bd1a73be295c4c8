"""A browser, the built site, and a service that the tests can break."""

import pytest
from fake_api import PASSWORD, FakeApi, start
from playwright.sync_api import Page

from tests.browser import PATIENCE, chromium
from web import build


@pytest.fixture(scope="session")
def files():
    return build.build()


@pytest.fixture(scope="session")
def browser():
    with chromium() as browser:
        yield browser


@pytest.fixture
def api(files):
    api = FakeApi()
    site, vault = start(api, files)
    api.site = f"http://127.0.0.1:{site.server_port}"
    yield api
    for server in (site, vault):
        server.shutdown()
        server.server_close()


@pytest.fixture
def context(browser, api):
    context = browser.new_context(base_url=api.site, viewport={"width": 360, "height": 740}, locale="fr", timezone_id="Africa/Bujumbura")
    context.set_default_timeout(PATIENCE)
    yield context
    context.close()


@pytest.fixture
def page(context, api) -> Page:
    page = context.new_page()
    page.faults = []
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    yield page
    assert page.faults == []
    assert api.violations == []
    assert api.lies == []


@pytest.fixture
def sign_in(page):
    def sign_in(username="12345", password=PASSWORD, path="/"):
        page.goto(path)
        page.get_by_role("textbox").first.fill(username)
        page.locator("#password").fill(password)
        page.locator("#signin form button:not([type])").click()

    return sign_in
