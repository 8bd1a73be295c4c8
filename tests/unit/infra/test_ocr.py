"""The local reader: RapidOCR's networks with Latin characters alone, and what is made of their results."""

import sys
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw
from reportlab.pdfgen.canvas import Canvas

from infra.local.ocr.detection import find_lines, to_image
from infra.local.ocr.engine import Engine
from infra.local.ocr.networks import BLANK, ModelError, Networks, find_weights, keep_columns, load_networks
from infra.local.ocr.raster import LONGEST_SIDE, PageError, count_pages, read_pixels
from infra.local.ocr.recognition import is_tall, read_line
from tests.unit.files import image_bytes, mpo_bytes, named, old_jpeg_tiff, picture, tiff_bytes

CHARACTERS = (BLANK, "a", "b", " ")


def network_of(name: str) -> Any:
    sys.modules["openvino_telemetry"] = None  # type: ignore[assignment]
    openvino = pytest.importorskip("openvino")
    return openvino.Core().read_model(find_weights(name))


def drawn(text: str, size: tuple[int, int] = (640, 48)) -> np.ndarray:
    sheet = Image.new("RGB", size, "white")
    ImageDraw.Draw(sheet).text((8, 2), text, fill="black", font_size=34)
    return np.asarray(sheet)


@pytest.fixture(scope="module")
def networks() -> Networks:
    return load_networks(threads=1)


def playing(steps: str, maps: np.ndarray | None = None) -> Networks:
    """Networks that always see the same: `-` is the blank."""
    columns = ["-ab ".index(step) for step in steps]
    said = np.full((1, len(columns), len(CHARACTERS)), 0.05, np.float32)
    said[0, range(len(columns)), columns] = 0.9
    return Networks(
        detector=lambda _: np.zeros((1, 1, 32, 32), np.float32) if maps is None else maps[None, None],
        recogniser=lambda _: said,
        characters=CHARACTERS,
        name="play",
        warning="",
    )


def quad(left: float, top: float, right: float, bottom: float) -> np.ndarray:
    return np.array(((left, top), (right, top), (right, bottom), (left, bottom)), np.float32)


def test_the_cut_recogniser_shares_out_the_same_probability_among_latin_characters(networks: Networks) -> None:
    openvino = pytest.importorskip("openvino")
    whole = openvino.Core().compile_model(network_of("rec"), "CPU", {"INFERENCE_PRECISION_HINT": "f32"})
    dictionary = network_of("rec").get_rt_info(["framework", "character"]).value
    every = (BLANK, *dictionary.splitlines(), " ")
    kept = [every.index(character) for character in networks.characters]
    cut = network_of("rec")
    keep_columns(cut, kept)
    image = to_image(drawn("Vu la loi n° 1/28, l'intéressé"))

    before = whole([image])[0][0][:, kept]
    after = openvino.Core().compile_model(cut, "CPU", {"INFERENCE_PRECISION_HINT": "f32"})([image])[0][0]

    assert networks.warning == ""
    assert len(kept) < len(every) / 20
    assert after == pytest.approx(before / before.sum(axis=1, keepdims=True), abs=1e-3)


def test_a_network_that_ends_otherwise_is_not_cut() -> None:
    with pytest.raises(ModelError, match="ends with"):
        keep_columns(network_of("det"), [0])


def test_french_office_words_have_all_their_characters_left(networks: Networks) -> None:
    kept = set(networks.characters)

    assert set("ÀÂÇÉÈÊËÎÏÔŒÙÛÜàâæçéèêëîïôœùûüÿ«»—…°²³§€½ 0123456789%/()") <= kept


def test_a_line_is_read_by_the_networks_of_the_wheel(networks: Networks) -> None:
    page = np.full((400, 900, 3), 255, np.uint8)
    page[100:148, 100:740] = drawn("portant nomination")

    (line,) = Engine(networks).read(page)

    assert "nomination" in line.text
    assert 0.05 < line.box[0] < 0.15
    assert [word.text for word in line.words] == line.text.split()


def test_a_page_upside_down_is_read_the_other_way_round(networks: Networks) -> None:
    page = np.full((400, 900, 3), 255, np.uint8)
    page[100:148, 100:740] = drawn("portant nomination")
    engine = Engine(networks)

    (upright,), (turned,) = engine.read(page), engine.read(cv2.rotate(page, cv2.ROTATE_180))

    assert turned.text == upright.text
    assert turned.box == pytest.approx(
        (1 - upright.box[0] - upright.box[2], 1 - upright.box[1] - upright.box[3], *upright.box[2:]), abs=0.02
    )


def test_lines_come_row_by_row_without_specks_and_doubtful_ones() -> None:
    seen = np.zeros((320, 320), np.float32)
    for left, top, width, height, probability in (
        (200, 104, 60, 10, 0.9),
        (20, 100, 60, 10, 0.9),
        (20, 40, 200, 10, 0.9),
        (20, 200, 60, 10, 0.4),
        (20, 250, 2, 2, 0.9),
    ):
        seen[top : top + height, left : left + width] = probability
    page = np.full((320, 320, 3), 255, np.uint8)

    quads = find_lines(lambda _: seen[None, None], page)

    assert [(round(float(each[0, 0]), -1), round(float(each[:, 1].mean()), -1)) for each in quads] == [(10, 40), (10, 100), (190, 110)]


def test_a_character_that_holds_is_said_once_and_the_blank_parts_doubles() -> None:
    page = np.full((100, 400, 3), 255, np.uint8)

    line = read_line(playing("--aa-a-bb  -b--"), page, quad(0, 0, 300, 30))

    assert ["".join(each.text for each in word) for word in line.words] == ["aab", "b"]
    assert line.score == pytest.approx(0.9)
    assert [each.place for each in line.characters] == sorted(each.place for each in line.characters)


def test_words_stand_where_their_characters_do() -> None:
    seen = np.zeros((320, 960), np.float32)
    seen[100:110, 100:400] = 0.9
    page = np.full((320, 960, 3), 255, np.uint8)

    (line,) = Engine(playing("-" + "a-" * 8 + " -" + "b-" * 8 + "-" * 9, seen)).read(page)

    first, second = line.words
    assert (first.text, second.text) == ("a" * 8, "b" * 8)
    assert line.box[0] <= first.box[0] < first.box[0] + first.box[2] < second.box[0]
    assert first.box[2] == pytest.approx(second.box[2], rel=0.1)


def test_a_tall_line_is_read_from_top_to_bottom(networks: Networks) -> None:
    page = np.full((900, 400, 3), 255, np.uint8)
    page[100:740, 100:148] = cv2.rotate(drawn("portant nomination"), cv2.ROTATE_90_CLOCKWISE)

    (found,) = find_lines(networks.detector, page)
    (line,) = Engine(networks).read(page)

    assert is_tall(found)
    assert "nomination" in line.text
    assert line.words[0].box[1] < line.words[-1].box[1]


def test_a_page_of_a_pdf_and_an_image_have_the_same_pixels(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "page.pdf"), pagesize=(595, 842))
    canvas.setFillColorRGB(1, 0, 0)
    canvas.rect(0, 421, 595, 421, stroke=0, fill=1)
    canvas.save()
    sheet = Image.new("RGB", (2480, 3508), "white")
    sheet.paste((255, 0, 0), (0, 0, 2480, 1754))
    sheet.save(tmp_path / "page.png")

    pdf, png = (read_pixels(tmp_path / name, 0) for name in ("page.pdf", "page.png"))

    for pixels in (pdf, png):
        assert abs(max(pixels.shape) - LONGEST_SIDE) <= 1
        assert pixels[100, 100].tolist() == [0, 0, 255]
        assert pixels[-100, 100].tolist() == [255, 255, 255]


@pytest.mark.parametrize(
    ("data", "pages"),
    [
        (mpo_bytes(), 1),
        (image_bytes("PNG", save_all=True, append_images=[picture(), picture()]), 1),
        (tiff_bytes(3), 3),
    ],
    ids=["photograph of several images", "animated", "fax"],
)
def test_only_a_tiff_or_pdf_has_several_pages(tmp_path: Path, data: bytes, pages: int) -> None:
    assert count_pages(named(tmp_path, "scan", data)) == pages


@pytest.mark.parametrize(
    "data", [old_jpeg_tiff(image_bytes("JPEG")), image_bytes("GIF"), image_bytes("WEBP")], ids=["old JPEG", "GIF", "WebP"]
)
def test_what_textract_does_not_list_is_not_read(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(PageError):
        count_pages(named(tmp_path, "scan", data))
