"""The browser in which the tests open the site."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, expect, sync_playwright

from infra.chromium import find_chromium

PATIENCE = 20_000
"""Milliseconds that a page is waited for on a busy machine; a page that is ready costs none."""


class NoBrowserError(Exception):
    """Chromium is not installed."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """Run a Chromium without a window.

    Raises:
        NoBrowserError: there is none on this machine.
    """
    command = find_chromium()
    if command is None:
        raise NoBrowserError("run `make setup`, which installs Chromium or says what to type")
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=command, args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield browser
        browser.close()
