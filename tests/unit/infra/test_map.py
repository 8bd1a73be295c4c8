"""The map tells the truth: what docs/carte.md names exists, and every room is on it."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
MAP = (ROOT / "docs" / "carte.md").read_text("utf-8")


@pytest.mark.parametrize("path", sorted(set(re.findall(r"`((?:chalicelib|functions|web|infra|tests|benchmarks|docs)/[\w./]*)`", MAP))))
def test_a_file_that_the_map_names_exists(path):
    assert (ROOT / path).exists()


@pytest.mark.parametrize("room", sorted(each.stem for each in (ROOT / "chalicelib").iterdir() if not each.stem.startswith("_")))
def test_every_room_is_on_the_map(room):
    assert re.search(rf"\b{room}(/|\.py)", MAP)
