"""The text layer of a PDF is taken where the page shows it; OCR reads the others, and what their layers say is screened only."""

import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from chalicelib.formats.validation import inspect
from chalicelib.model.file_format import Inspection, Limits
from chalicelib.model.transcript import Transcript
from tests.unit.files import (
    ACT,
    HELVETICA,
    act_pdf,
    drawn_pdf,
    image_in_pdf,
    locked,
    mapped,
    named,
    pages_of,
    picture,
    stream,
    typed,
    with_attachments,
)

Look = Callable[..., Inspection]
FOOTER = typed("Bordereau d'envoi : veuillez trouver ci-dessus la copie de la décision.", top=40)
SECRET = typed("Mention : betterave", top=400)
DARK, PALE = b"0 g 50 392 300 24 re f\n", b"1 g 50 392 300 24 re f\n"


@pytest.fixture
def look(tmp_path: Path) -> Look:
    """Inspect some bytes."""

    def inspected(data: bytes, **limits: float) -> Inspection:
        return inspect(named(tmp_path, "act.pdf", data), limits=Limits(**limits))  # type: ignore[arg-type]

    return inspected


def lines_of(text: Transcript | None) -> list[str]:
    """Lines of the first page."""
    return [line.text for line in text.pages[0].lines] if text else []


def scanned_act(size: tuple[int, int] = (620, 877)) -> Image.Image:
    """Paint an act in black on white, as a scanner would."""
    image = Image.new("L", size, "white")
    draw = ImageDraw.Draw(image)
    for row, line in enumerate(ACT * 3):
        draw.text((40, 40 + 40 * row), line, fill="black", font_size=18)
    return image


def raw_image(image: Image.Image, words: bytes = b"/Type/XObject/Subtype/Image") -> bytes:
    """Write an image as a PDF object."""
    size = b"/Width %d/Height %d/BitsPerComponent 8/ColorSpace/DeviceGray/Filter/FlateDecode" % image.size
    return stream(words + size, zlib.compress(image.tobytes()))


# --- what is taken ---------------------------------------------------------------------------------------------------


def test_an_act_printed_to_pdf_is_read_without_textract(look: Look) -> None:
    found = look(act_pdf(ACT))

    assert found.transcript is not None
    assert (found.transcript.reader, found.transcript.confidence) == ("layer/pdfium", 100.0)
    assert (found.layer, found.hides_text, found.working_copy) == (None, False, "none")
    assert tuple(lines_of(found.transcript)) == ACT
    assert [word.text for word in found.transcript.pages[0].lines[0].words] == ["RÉPUBLIQUE", "DU", "BURUNDI"]


def test_every_page_of_an_act_is_read_a_blank_one_too(look: Look) -> None:
    transcript = look(act_pdf(ACT, (), ACT)).transcript

    assert transcript is not None
    assert [(page.number, len(page.lines)) for page in transcript.pages] == [(1, 5), (2, 0), (3, 5)]


def test_words_stand_where_the_page_shows_them(look: Look) -> None:
    transcript = look(act_pdf(ACT)).transcript

    assert transcript is not None
    left, top, width, height = transcript.pages[0].lines[0].words[0].box
    assert left == pytest.approx(72 / 595, abs=0.01)
    assert top == pytest.approx((842 - 770 - 10) / 842, abs=0.02)
    assert 0.1 < width < 0.2
    assert 0.01 < height < 0.03


def test_words_written_along_a_page_that_is_turned_stand_upright_and_are_read(look: Look) -> None:
    drawing = b"0 1 -1 0 595 0 cm\n" + typed(*ACT, top=500)

    assert lines_of(look(drawn_pdf(drawing, page=b"/Rotate 90")).transcript) == list(ACT)


def test_columns_are_lines_of_their_own(look: Look) -> None:
    transcript = look(act_pdf(("Nom et prenom de l'agent" + " " * 30 + "Date de naissance de l'agent", *ACT))).transcript

    assert lines_of(transcript)[:2] == ["Nom et prenom de l'agent", "Date de naissance de l'agent"]


def test_a_locked_act_with_its_own_text_needs_no_copy(look: Look) -> None:
    found = look(locked(act_pdf(ACT), user=""))

    assert (found.transcript is not None, found.working_copy) == (True, "none")


@pytest.mark.parametrize("offset", [0, 0.4, 1.5])
def test_an_act_printed_twice_over_itself_says_each_word_once(look: Look, offset: float) -> None:
    found = look(drawn_pdf(typed(*ACT) + typed(*ACT, left=60 + offset)))

    assert lines_of(found.transcript) == list(ACT)


def test_accents_apart_from_their_letters_and_ligatures_are_the_letters_that_readers_search(look: Look) -> None:
    apart = HELVETICA % b"/ToUnicode 6 0 R"
    composed = drawn_pdf(typed("Décision d'affectation", "du 12 août 1971"), b"", mapped(xE9="e\u0301", xFB="u\u0302"), font=apart)
    ligature = drawn_pdf(typed("ofµciel"), b"", mapped(xB5="\ufb01"), font=apart.replace(b"/WinAnsiEncoding", LIGATURE))

    assert lines_of(look(composed).transcript) == ["Décision d'affectation", "du 12 août 1971"]
    assert lines_of(look(ligature).transcript) == ["officiel"]


LIGATURE = b"<</BaseEncoding/WinAnsiEncoding/Differences[181/fi]>>"


def test_a_ligature_that_says_its_letters_in_its_own_text_is_read(look: Look) -> None:
    data = drawn_pdf(typed(*ACT) + b"/Span<</ActualText(ffi)>>BDC\n" + typed("ffi", top=400) + b"EMC\n")

    assert lines_of(look(data).transcript) == [*ACT, "ffi"]


OVERPRINTED = {
    "the accent first, as TeX does": rb"BT /F1 12 Tf 60 770 Td [(D)-111(\264)444(ecision re)-111(\350)(gu)-111(\270)389(c)(u)]TJ ET",
    "the accent in a drawing of its own": rb"BT /F1 12 Tf 60 770 Td (Decision re\350gucu) Tj ET BT /F1 12 Tf 70.1 770 Td (\264) Tj ET "
    rb"BT /F1 12 Tf 142.1 770 Td (\270) Tj ET",
}


@pytest.mark.parametrize("drawing", OVERPRINTED.values(), ids=OVERPRINTED)
def test_an_accent_that_is_printed_over_a_letter_is_the_letters(look: Look, drawing: bytes) -> None:
    assert lines_of(look(drawn_pdf(drawing)).transcript) == ["Décision reèguçu"]


def test_rules_frames_bullets_and_one_emblem_are_no_text(look: Look) -> None:
    frame = b"0 g 1 w 55 560 480 230 re S 55 700 m 535 700 l S 300 560 m 300 790 l S [2 3] 0 d 55 540 m 535 540 l S []0 d\n"
    emblem = b"q 60 0 0 60 60 770 cm /I Do Q\n0 g 300 200 5 3 re 306 204 4 3 re f\n"  # and dust
    seal = Image.new("L", (200, 200), "white")
    ImageDraw.Draw(seal).ellipse((10, 10, 190, 190), outline="black", width=8)
    data = drawn_pdf(typed(*ACT, top=740) + frame + emblem, b"/XObject<</I 6 0 R>>", raw_image(seal))

    assert lines_of(look(data).transcript) == list(ACT)


def test_white_words_on_a_dark_band_are_read(look: Look) -> None:
    found = look(drawn_pdf(b"0 g 50 765 400 20 re f 1 g\n" + typed(ACT[0]) + b"0 g\n" + typed(*ACT[1:], top=740)))

    assert lines_of(found.transcript) == list(ACT)


# --- words that the page does not show ---------------------------------------------------------------------------------

OFF = b"/Properties<</L 6 0 R>>"
LAYER = b"<</Type/OCG/Name(Calque)>>"
HIDDEN = {
    "under a black bar": drawn_pdf(typed(*ACT) + SECRET + DARK),
    "half under a black bar": drawn_pdf(typed(*ACT) + SECRET + b"0 g 110 392 300 24 re f\n"),
    "with its upper half under white": drawn_pdf(typed(*ACT) + SECRET + b"1 g 50 403 300 12 re f\n"),
    "with its lower half under white": drawn_pdf(typed(*ACT) + SECRET + b"1 g 50 392 300 13 re f\n"),
    "seen through": drawn_pdf(typed(*ACT) + b"/G gs\n" + SECRET, b"/ExtGState<</G<</ca 0/CA 0>>>>"),
    "too small to be read": drawn_pdf(typed(*ACT) + typed("Mention : betterave", top=400, size=0.3)),
    "under a bar in a form": drawn_pdf(
        typed(*ACT) + SECRET + b"/X Do\n", b"/XObject<</X 6 0 R>>", stream(b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]", DARK)
    ),
    "under white": drawn_pdf(typed(*ACT) + SECRET + PALE),
    "under another act": drawn_pdf(
        typed(*(line.replace("Ndayizeye", "Hakizimana") for line in ACT)) + b"1 g 40 600 515 200 re f 0 g\n" + typed(*ACT)
    ),
    "under a picture": drawn_pdf(
        typed(*ACT) + SECRET + b"q 300 0 0 24 50 392 cm /I Do Q\n", b"/XObject<</I 6 0 R>>", raw_image(picture("L", (300, 24)))
    ),
    "white on white": drawn_pdf(typed(*ACT) + b"1 g\n" + SECRET),
    "nearly white on white": drawn_pdf(typed(*ACT) + b"0.97 g\n" + SECRET),
    "blue on the same blue": drawn_pdf(typed(*ACT) + b"0 0 0.6 rg 50 392 300 24 re f\n" + SECRET),
    "clipped away": drawn_pdf(typed(*ACT) + b"q 0 0 10 10 re W n\n" + SECRET + b"Q\n"),
    "beyond the page": drawn_pdf(typed(*ACT) + typed("Mention : betterave", left=700, top=400)),
    "in the place of the letters shown": drawn_pdf(
        typed(*ACT) + b"/Span<</ActualText(Mention : betterave)>>BDC\n" + typed("Sans observation", top=400) + b"EMC\n"
    ),
    "without ink": drawn_pdf(typed(*ACT) + b"3 Tr\n" + SECRET),
    "on a layer that is switched off": drawn_pdf(typed(*ACT) + b"/OC /L BDC\n" + SECRET + b"EMC\n", OFF, LAYER).replace(
        b"/Type/Catalog", b"/Type/Catalog/OCProperties<</OCGs[6 0 R]/D<</OFF[6 0 R]>>>>"
    ),
}


@pytest.mark.parametrize("data", HIDDEN.values(), ids=HIDDEN)
def test_words_that_the_page_does_not_show_are_screened_and_never_taken(look: Look, data: bytes) -> None:
    found = look(data)

    assert found.transcript is None
    assert found.hides_text
    assert {"betterave", "Hakizimana"} & {word.text for line in found.layer.pages[0].lines for word in line.words}  # type: ignore[union-attr]


@pytest.mark.parametrize("name", [name for name in HIDDEN if name != "without ink"])
def test_ocr_reads_such_a_file_from_images_of_its_pages(look: Look, name: str) -> None:
    assert look(HIDDEN[name]).working_copy == "rendered"


def test_a_layer_that_is_not_read_to_its_end_may_hide_anything(look: Look) -> None:
    for limits in ({"layer_words": 20}, {"layer_seconds": 0.0}):
        found = look(act_pdf(ACT, ACT), **limits)

        assert (found.transcript, found.working_copy) == (None, "none")
    assert look(act_pdf(ACT, ACT), layer_words=20).hides_text


# --- text that is not in the layer ------------------------------------------------------------------------------------


def as_form(drawing: bytes, resources: bytes = b"") -> bytes:
    return stream(b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<<%s>>" % resources, drawing)


def in_curves(image: Image.Image) -> bytes:
    """Draw the ink of an image as small squares, 0.4 points each."""
    dots = [(x, y) for y in range(image.height) for x in range(image.width) if image.getpixel((x, y)) < 128]  # type: ignore[operator]
    return b"0 g\n" + b"".join(b"%g %g .5 .5 re " % (100 + x * 0.45, 700 - y * 0.45) for x, y in dots) + b"f\n"


def type3(image: Image.Image) -> bytes:
    glyph = b"1000 0 0 0 1000 1000 d1 1000 0 0 1000 0 0 cm BI /W %d /H %d /BPC 1 /IM true ID " % image.size
    glyph += image.convert("1").tobytes() + b" EI"
    return glyph


PLACED = b"q 267 0 0 378 160 320 cm /I Do Q\n"
SMALL = scanned_act().resize((310, 438))
INLINE = b"q 267 0 0 378 160 320 cm BI /W 310 /H 438 /BPC 8 /CS /G /F /AHx ID " + SMALL.tobytes().hex().encode() + b"> EI Q\n"
TILE = b"/Type/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 267 378]/XStep 267/YStep 378/Resources<</XObject<</I 7 0 R>>>>"
TYPE3 = (
    b"<</Type/Font/Subtype/Type3/FontBBox[0 0 1000 1000]/FontMatrix[.001 0 0 .001 0 0]/CharProcs<</a 7 0 R>>/Encoding<</Differences[%d/a]>>"
    % 97
)
TYPE3 += b"/FirstChar 97/LastChar 97/Widths[1000]%s>>"
UNSAID = {
    "a scan on a fifth of the page": drawn_pdf(FOOTER + PLACED, b"/XObject<</I 6 0 R>>", raw_image(scanned_act())),
    "a negative of one": drawn_pdf(FOOTER + PLACED, b"/XObject<</I 6 0 R>>", raw_image(Image.eval(scanned_act(), lambda tone: 255 - tone))),
    "a scan as a pattern": drawn_pdf(
        FOOTER + b"/Pattern cs /P scn 0 378 267 378 re f\n",
        b"/Pattern<</P 6 0 R>>",
        stream(TILE, b"267 0 0 378 0 0 cm /I Do"),
        raw_image(scanned_act()),
    ),
    "a scan in a form": drawn_pdf(
        FOOTER + b"/X Do\n", b"/XObject<</X 6 0 R>>", as_form(PLACED, b"/XObject<</I 7 0 R>>"), raw_image(scanned_act())
    ),
    "a scan within the drawing": drawn_pdf(FOOTER + INLINE),
    "an act in curves": drawn_pdf(FOOTER + in_curves(scanned_act())),
    "an act as one glyph": drawn_pdf(
        FOOTER + b"BT /F2 300 Tf 100 300 Td (a) Tj ET\n", b"/Font<</F1 5 0 R/F2 6 0 R>>", TYPE3 % b"", stream(b"", type3(scanned_act()))
    ).replace(b"/Font<</F1 5 0 R>>", b"", 1),
    "a line that somebody pasted": drawn_pdf(
        typed(*ACT) + b"q 120 0 0 16 60 300 cm /I Do Q\n", b"/XObject<</I 6 0 R>>", raw_image(scanned_act().crop((36, 76, 336, 106)))
    ),
    "a wholly scanned page": image_in_pdf(200, 200),
    "words over a scan": act_pdf(ACT, scan=True),
}


@pytest.mark.parametrize("data", UNSAID.values(), ids=UNSAID)
def test_a_line_of_text_does_not_vouch_for_a_picture_of_words(look: Look, data: bytes) -> None:
    assert look(data).transcript is None


def test_words_that_another_ocr_engine_laid_under_a_scan_are_left_to_textract_and_hide_nothing(look: Look) -> None:
    found = look(act_pdf(ACT, scan=True, invisible=True))

    assert (found.transcript, found.hides_text, found.working_copy) == (None, False, "none")
    assert lines_of(found.layer) == list(ACT)


def test_words_that_run_upwards_or_upside_down_are_left_to_textract(look: Look) -> None:
    for turned in (90, 180, 270):
        assert look(act_pdf(ACT, turned=turned)).transcript is None
    assert look(drawn_pdf(typed(*ACT) + b"q 0 1 -1 0 500 0 cm\n" + typed("Copie", left=300, top=-20) + b"Q\n")).transcript is None
    assert look(drawn_pdf(typed(*ACT) + typed("Copie", left=300, top=400, size=-12))).transcript is None
    assert look(drawn_pdf(typed(*ACT) + b"q 1 0 0 -1 0 842 cm\n" + typed("Copie", top=400) + b"Q\n")).transcript is None


MUTE, SHUFFLED = HELVETICA % b"/ToUnicode 6 0 R", dict(zip((f"x3{digit}" for digit in range(10)), "7012345689", strict=True))
CONSONANTS = "bcdfghjklmnpqrstvwxz"
WRONG = {
    "an accent that stands over nothing": drawn_pdf(typed("D\u00b4ecision", *ACT)),
    "a glyph without a letter": drawn_pdf(typed("Décision d'affectation"), b"", mapped(x66="\0"), font=MUTE),
    "a digit that is a blank": drawn_pdf(typed(*ACT), b"", mapped(x31=" "), font=MUTE),
    "a ligature that is a blank": drawn_pdf(typed(*ACT, "ofµciel"), b"", mapped(xB5=" "), font=MUTE.replace(b"/WinAnsiEncoding", LIGATURE)),
    "digits in another order": drawn_pdf(typed(*ACT), b"", mapped(**SHUFFLED), font=MUTE),
    "two digits exchanged": drawn_pdf(typed(*ACT, "1234567890"), b"", mapped(x34="9", x39="4"), font=MUTE),
    "letters in another order": drawn_pdf(
        typed(*ACT), b"", mapped(**{f"x{code:02X}": chr(97 + (code - 97 + 3) % 26) for code in range(97, 123)}), font=MUTE
    ),
    "two letters exchanged in a whole act": drawn_pdf(typed(*ACT), b"", mapped(x6D="n", x6E="m"), font=MUTE),
    "consonants in another order": drawn_pdf(
        typed(*ACT),
        b"",
        mapped(**{f"x{ord(one):02X}": other for one, other in zip(CONSONANTS, CONSONANTS[1:] + "b", strict=True)}),
        font=MUTE,
    ),
    "a title in another order": drawn_pdf(
        typed("Affectation"), b"", mapped(**{f"x{code:02X}": chr(97 + (code - 97 + 3) % 26) for code in range(97, 123)}), font=MUTE
    ),
}


@pytest.mark.parametrize("data", WRONG.values(), ids=WRONG)
def test_a_font_that_says_other_letters_than_it_shows_is_left_to_textract(look: Look, data: bytes) -> None:
    assert look(data).transcript is None


def test_a_form_is_read_from_an_image_that_shows_its_values(look: Look) -> None:
    field = b"<</Type/Annot/Subtype/Widget/FT/Tx/T(nom)/V(NIYONZIMA)/Rect[200 690 500 712]/F 4/DA(/F1 12 Tf 0 g)>>"
    form = b"/Type/Catalog/AcroForm<</Fields[6 0 R]/NeedAppearances true/DA(/F1 12 Tf 0 g)/DR<</Font<</F1 5 0 R>>>>>>"
    found = look(drawn_pdf(typed("Nom :", top=695), b"", field, page=b"/Annots[6 0 R]").replace(b"/Type/Catalog", form))

    assert (found.transcript, found.working_copy) == (None, "rendered")


def test_a_blank_file_is_left_to_textract(look: Look) -> None:
    assert look(pages_of(2)).transcript is None


def test_attached_documents_are_counted(look: Look) -> None:
    assert (look(act_pdf(ACT)).attachments, look(with_attachments(act_pdf(ACT), 2)).attachments) == (0, 2)
