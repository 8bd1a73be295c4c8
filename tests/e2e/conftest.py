"""One emulator for the tests of what we take for granted of it, and one whole archive for all that readers do."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from house import House

from infra.local.emulator import Emulator


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


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
