"""The text that a PDF was born with: taken where it is real, left to Textract where it is not."""

from collections.abc import Callable
from pathlib import Path

import pytest

from chalicelib.formats.validation import inspect
from chalicelib.model.file_format import Limits
from chalicelib.model.transcript import Transcript
from tests.unit.files import ACT, act_pdf, image_in_pdf, locked, named, pages_of

Read = Callable[..., Transcript | None]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Give the text layer of some bytes."""

    def layer(data: bytes, **limits: float) -> Transcript | None:
        return inspect(named(tmp_path, "act.pdf", data), limits=Limits(**limits)).transcript  # type: ignore[arg-type]

    return layer


def test_an_act_printed_to_pdf_is_read_without_textract(read: Read) -> None:
    transcript = read(act_pdf(ACT))

    assert transcript is not None
    assert (transcript.reader, transcript.confidence) == ("layer/pdfium", 100.0)
    assert tuple(line.text for line in transcript.pages[0].lines) == ACT
    assert [word.text for word in transcript.pages[0].lines[0].words] == ["RÉPUBLIQUE", "DU", "BURUNDI"]


def test_every_page_of_an_act_is_read_a_blank_one_too(read: Read) -> None:
    transcript = read(act_pdf(ACT, (), ACT))

    assert transcript is not None
    assert [(page.number, len(page.lines)) for page in transcript.pages] == [(1, 5), (2, 0), (3, 5)]


def test_words_stand_where_the_page_shows_them(read: Read) -> None:
    transcript = read(act_pdf(ACT))

    assert transcript is not None
    left, top, width, height = transcript.pages[0].lines[0].words[0].box
    assert left == pytest.approx(72 / 595, abs=0.01)
    assert top == pytest.approx((842 - 770 - 10) / 842, abs=0.02)
    assert 0.1 < width < 0.2
    assert 0.01 < height < 0.03


def test_words_of_a_page_turned_half_round_stand_at_its_other_end(read: Read) -> None:
    transcript = read(act_pdf(ACT, turned=180))

    assert transcript is not None
    words = [word for line in transcript.pages[0].lines for word in line.words if word.text == "RÉPUBLIQUE"]
    assert words[0].box[0] > 0.7
    assert words[0].box[1] > 0.9


def test_a_page_whose_words_run_upwards_is_left_to_textract(read: Read) -> None:
    assert read(act_pdf(ACT, turned=90)) is None


def test_somebodys_ocr_under_a_scan_is_left_to_textract(read: Read) -> None:
    assert read(act_pdf(ACT, scan=True, invisible=True)) is None


def test_visible_words_over_a_scan_are_left_to_textract(read: Read) -> None:
    assert read(act_pdf(ACT, scan=True)) is None


def test_one_scanned_page_leaves_the_whole_file_to_textract(read: Read) -> None:
    assert read(image_in_pdf(200, 200)) is None


def test_letters_in_disorder_are_left_to_textract(read: Read) -> None:
    disorder = tuple("".join(chr(ord(letter) + 3) if letter.isascii() and letter.isalpha() else letter for letter in line) for line in ACT)

    assert read(act_pdf(disorder)) is None


def test_a_blank_file_is_left_to_textract(read: Read) -> None:
    assert read(pages_of(2)) is None


def test_a_locked_act_with_its_own_text_needs_no_copy(tmp_path: Path) -> None:
    found = inspect(named(tmp_path, "act.pdf", locked(act_pdf(ACT), user="")))

    assert (found.transcript is not None, found.working_copy) == (True, "none")


def test_a_text_layer_without_end_is_left_to_textract(read: Read) -> None:
    assert read(act_pdf(ACT, ACT), layer_words=20) is None
    assert read(act_pdf(ACT, ACT), layer_seconds=0.0) is None


def test_columns_are_lines_of_their_own(read: Read) -> None:
    transcript = read(act_pdf(("Nom et prenom de l'agent" + " " * 30 + "Date de naissance de l'agent", *ACT)))

    assert transcript is not None
    assert [line.text for line in transcript.pages[0].lines[:2]] == ["Nom et prenom de l'agent", "Date de naissance de l'agent"]
