"""A browser, the built site, and a service that the tests can break."""

import shutil

import pytest
from fake_api import PASSWORD, FakeApi, start
from playwright.sync_api import Page, sync_playwright

from web import build

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


def pytest_collection_modifyitems(items):
    if CHROMIUM is None:
        for item in items:
            item.add_marker(pytest.mark.skip(reason="no chromium here: the pages' tests want one"))


@pytest.fixture(scope="session")
def files():
    return build.build()


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield browser
        browser.close()


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
    context.set_default_timeout(8000)
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
