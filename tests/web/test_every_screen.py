"""Every screen that screens.py draws, with its states: axe finds nothing, nothing runs out of a narrow phone, no word is wanting."""

import re

import pytest
from screens import SCREENS, full

from tests.accessibility import accessibility_faults
from web import build

KEYS = {key for section in build.words_of("fr").values() for key in section if "." in key}
HEADLESS = ("page-has-heading-one", "09-who-loading")
"""What is on its way has no heading yet."""
NARROW = {"width": 320, "height": 640}
CUT = """() => [...document.querySelectorAll(".scroll")]
    .filter((each) => each.scrollWidth > each.clientWidth + 1).map((each) => each.getAttribute("aria-label"))"""
"""Tables of which a narrow phone shows a part: they are cards there, and nothing of a card may lie beyond its edge."""


@pytest.fixture
def api(api):
    for name, value in vars(full()).items():
        if name not in {"vault", "seen", "violations"}:
            setattr(api, name, value)
    return api


@pytest.mark.parametrize("name", SCREENS)
def test_a_screen_has_no_fault_for_anybody(page, api, name):
    page.set_viewport_size(NARROW)
    SCREENS[name](page, f"{api.site}/")
    faults = [each for each in accessibility_faults(page) if (each[0], name) != HEADLESS]
    width = page.evaluate("() => document.documentElement.scrollWidth")
    cut = page.evaluate(CUT)
    said = set(re.split(r"\s+", page.locator("body").inner_text()))
    page.unroute_all(behavior="ignoreErrors")

    assert faults == []
    assert width <= NARROW["width"]
    assert cut == []
    assert said & KEYS == set()
