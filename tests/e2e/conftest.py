"""One emulator for the tests of what we take for granted of it, and one whole archive for all that readers do."""

import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from house import House
from playwright.sync_api import Browser, BrowserContext, Page

from infra.local.emulator.process import Emulator
from tests.browser import PATIENCE, chromium


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@pytest.hookimpl(tryfirst=True)  # before pytest chooses by marks
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of the house: the gate gives them one process, and those that start stacks of their own another.

    The benchmarks come last: they bring pieces in, which other tests count.
    """
    items.sort(key=lambda item: item.path.stem == "test_benchmarks")
    for item in items:
        if "house" in getattr(item, "fixturenames", ()):
            item.add_marker("house")


@pytest.fixture(scope="session")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    running = Emulator(tmp_path_factory.mktemp("emulator"), port=free_port())
    running.start()
    yield running
    running.stop()


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The archive, open, with its fifty servants' pieces in it."""
    opened = House(tmp_path_factory.mktemp("house"), port=free_port(), web_port=free_port())
    try:
        opened.wait_for_start()
        opened.take_in()
        yield opened
    finally:
        opened.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def window(browser: Browser, house: House) -> Iterator[Callable[..., Page]]:
    """Open a device of its own at the site, whose console stays silent: no script fails, nothing is stopped by the policy."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_window(width: int = 1280) -> Page:
        contexts.append(browser.new_context(base_url=house.state["web"], viewport={"width": width, "height": 740}, locale="fr"))
        page = contexts[-1].new_page()
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if "Content Security Policy" in said.text else None)
        return page

    yield open_window
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """A scan of one page with two lines on it."""
    from PIL import Image, ImageDraw  # noqa: PLC0415 - heavy, and only here

    sheet = Image.new("L", (827, 1170), "white")
    draw = ImageDraw.Draw(sheet)
    draw.text((80, 100), "ORDONNANCE MINISTERIELLE", fill="black", font_size=36)
    draw.text((80, 200), "portant nomination", fill="black", font_size=36)
    path = tmp_path / "page.png"
    sheet.save(path)
    return path
