"""An archivist's keystrokes at forty mixed pieces, ten of them alike: counted, and at most two for a right proposal."""

import pytest
from fake_api import ACT
from fake_work import homonyms, waiting
from playwright.sync_api import Page, expect

ALIKE = 10
PLAIN = 18
AMBIGUOUS = 12
"""Homonyms, of whom the archivist chooses one."""
MOST = 2


class CountingKeyboard:
    """The page's keyboard, which counts what is pressed."""

    def __init__(self, page: Page) -> None:
        self.page, self.pressed = page, 0

    def press(self, key: str) -> None:
        self.pressed += 1
        self.page.keyboard.press(key)


@pytest.fixture
def pieces(api):
    """Eighteen pieces with a proposal of their own, twelve homonyms, ten alike, in turn."""
    api.work.texts = [ACT]
    reasons = ("conflicting_text", "conflicting_matricules")
    plain = [waiting(number, reason=reasons[number % 2], type=f"0{1 + number % 9}.1") for number in range(PLAIN)]
    several = [homonyms(100 + number) for number in range(AMBIGUOUS)]
    alike = [waiting(200 + number, reason="folder_alone", type="10.1") for number in range(ALIKE)]
    mixed = [each for group in zip(plain, several + plain, strict=False) for each in group]
    api.work.queue = list({each["piece"]: each for each in (*mixed[:9], *alike[:4], *mixed[9:], *alike[4:], *plain, *several)}.values())
    return api.work


def test_forty_pieces_take_two_keystrokes_each_at_most(page, sign_in, pieces, record_property):
    page.set_viewport_size({"width": 1280, "height": 900})  # a desk; a phone shows no keys
    total = len(pieces.queue)
    sign_in("archiviste", path="/#/review")
    page.get_by_role("button", name="Commencer").click()
    keys = CountingKeyboard(page)
    while pieces.waits():
        page.locator(".desk input[name=owner]:focus").wait_for()
        one = pieces.one(page.url.rpartition("/")[2])
        before = page.url
        if one["reason"] == "homonyms":
            keys.press("1")
        elif one["reason"] == "folder_alone" and len(pieces.alike(one, "archiviste")):
            page.locator(".desk .note kbd", has_text="G").wait_for()
            keys.press("g")
            page.locator(".panel.alike button:focus").wait_for()
        keys.press("Enter")
        page.wait_for_url(lambda url, before=before: url != before)
    record_property("keystrokes", keys.pressed)

    expect(page.get_by_role("heading", name="Rien à vérifier.")).to_be_visible()
    assert total == PLAIN + AMBIGUOUS + ALIKE == len(pieces.verdicts)
    assert {each["matricule"] for each in pieces.verdicts} == {"12345"}
    assert keys.pressed <= MOST * total
