"""Measures of a page: its ink, its sides, its codes, however it was scanned."""

import os
from io import BytesIO
from pathlib import Path
from random import Random

import pytest
from PIL import Image, ImageDraw

from chalicelib.formats.page_measures import measure_page
from chalicelib.formats.sandbox import Sandbox, worker_environment
from chalicelib.model.errors import Refusal
from chalicelib.model.page_facts import BLANK_INK, PageFacts
from chalicelib.model.separator import SeparatorSheet, separator_of
from chalicelib.text.nomenclature_file import shipped
from infra.local.sample.typesetting.scanner import fax, render, scan
from tests.unit.files import ACT, act_pdf, named
from web.separator_sheets import print_sheets

SHEET = SeparatorSheet(type="04.1", matricule="123456")
A4 = (1240, 1754)
"""At 150 dots an inch."""


def saved(image: Image.Image, kind: str = "PDF") -> bytes:
    written = BytesIO()
    image.save(written, kind, **({"resolution": 150} if kind == "PDF" else {}))
    return written.getvalue()


def dusty(rng: Random) -> Image.Image:
    """An empty sheet with dust, two punched holes and the shadow of the glass along one edge."""
    page = Image.new("L", A4, "white")
    pen = ImageDraw.Draw(page)
    for _ in range(60):
        x, y = rng.randrange(A4[0]), rng.randrange(A4[1])
        pen.ellipse((x, y, x + rng.randint(0, 3), y + rng.randint(0, 3)), fill=60)
    for down in (640, 1110):
        pen.ellipse((33, down, 67, down + 34), fill=70)
    pen.rectangle((0, 0, 40, A4[1]), fill=90)
    return page


@pytest.fixture(scope="module")
def separator(tmp_path_factory: pytest.TempPathFactory) -> Image.Image:
    """A separator sheet as it is printed."""
    path = tmp_path_factory.mktemp("sheets") / "sheet.pdf"
    print_sheets([SHEET], shipped(), path)
    return render(path.read_bytes())[0]


@pytest.mark.parametrize("how", ["straight", "upside down", "askew", "on its side", "a corner torn off", "a stamp across"])
@pytest.mark.parametrize("bilevel", [True, False], ids=["black and white", "grey"])
def test_a_separator_sheet_is_known_however_it_was_scanned(separator: Image.Image, how: str, bilevel: bool, tmp_path: Path) -> None:  # noqa: FBT001
    rng, page = Random(how), separator.copy()  # noqa: S311 - no secret
    pen = ImageDraw.Draw(page)
    if how == "upside down":
        page = page.transpose(Image.Transpose.ROTATE_180)
    if how == "on its side":
        page = page.transpose(Image.Transpose.ROTATE_90)
    if how == "askew":
        page = page.rotate(3, fillcolor=255)
    if how == "a corner torn off":
        pen.rectangle((0, 0, page.width // 3, page.height // 4), fill=255)
    if how == "a stamp across":
        pen.ellipse((page.width // 12, page.height // 12, page.width // 2, page.height // 3), outline=0, width=9)
    page = fax(scan(page, rng), rng) if bilevel else scan(page, rng)

    assert separator_of(measure_page(named(tmp_path, "sheet.pdf", saved(page)), 1).codes) == SHEET


@pytest.mark.parametrize("kind", ["PDF", "TIFF", "PNG", "JPEG"])
def test_an_empty_sheet_has_no_ink_for_its_dust_holes_and_shadow(kind: str, tmp_path: Path) -> None:
    found = measure_page(named(tmp_path, "back", saved(dusty(Random(1)), kind)), 1)  # noqa: S311 - no secret

    assert found.ink < BLANK_INK
    assert found.codes == ()


def test_a_line_of_text_is_ink_enough(tmp_path: Path) -> None:
    assert measure_page(named(tmp_path, "act.pdf", act_pdf(ACT[:2])), 1).ink > BLANK_INK


def test_a_scan_in_grey_has_tones_and_one_in_black_and_white_has_none(separator: Image.Image, tmp_path: Path) -> None:
    grey = scan(separator, Random(2))  # noqa: S311 - no secret

    assert measure_page(named(tmp_path, "grey.pdf", saved(grey)), 1).toned
    assert not measure_page(named(tmp_path, "fax.pdf", saved(fax(grey, Random(2)))), 1).toned  # noqa: S311 - no secret


def test_the_sides_are_those_of_the_page_as_it_is_shown(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    written = BytesIO()
    Image.new("L", (900, 600), "white").save(written, "JPEG", exif=exif)
    photograph, half = (
        named(tmp_path, "photo.jpg", written.getvalue()),
        named(tmp_path, "half.pdf", saved(Image.new("L", (1240, 877), "white"))),
    )

    assert [(found.width, found.height) for found in [measure_page(photograph, 1)]] == [(600, 900)]
    assert measure_page(half, 1).height == pytest.approx(421, abs=1)


def test_the_sandbox_gives_the_facts_of_a_page_and_refuses_what_has_none(separator: Image.Image, tmp_path: Path) -> None:
    with Sandbox(environment=worker_environment(os.environ)) as sandbox:
        facts = sandbox.measure_page(named(tmp_path, "sheet.pdf", saved(separator)), page=1)
        with pytest.raises(Refusal) as refusal:
            sandbox.measure_page(named(tmp_path, "broken.pdf", b"%PDF-1.4 broken"), page=1)

    assert isinstance(facts, PageFacts)
    assert (facts.page, facts.separator) == (1, SHEET)
    assert refusal.value.code == "corrupt"
