"""The copy of a case file: every page as it was, a mark below each, and a table of contents that says where each piece begins."""

from ctypes import c_double, c_int, c_ushort

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from chalicelib.formats.binding import STRIP, bind, copy_pages
from chalicelib.formats.pdfium import library, loaded, opened
from chalicelib.model.casefile_copy import CaseFileCopy, CopyPart
from chalicelib.model.errors import Refusal


def copy_of(*titles):
    parts = tuple(CopyPart(digest="0" * 64, extension="pdf", pages=1, title=title, date="3 mars 2010") for title in titles)
    return CaseFileCopy(matricule="12.345", name="Espérance NDAYISHIMIYE", day="30 novembre 2026", parts=parts)


def pdf(path, *, pages=1, rotate=0, size=(300, 400)):
    made = pikepdf.new()
    for _ in range(pages):
        made.add_blank_page(page_size=size)
        made.pages[-1].Rotate = rotate
    made.save(path)
    return path


def text_of(path, index):
    pdfium = library()
    with opened(path) as document, loaded(document, index) as page:
        text = pdfium.FPDFText_LoadPage(page)
        count = pdfium.FPDFText_CountChars(text)
        letters = (c_ushort * (count + 1))()
        pdfium.FPDFText_GetText(text, 0, count, letters)
        pdfium.FPDFText_ClosePage(text)
    return bytes(letters).decode("utf-16-le").rstrip("\0")


def test_the_contents_say_where_each_piece_begins_and_each_page_says_that_it_is_a_copy(tmp_path):
    paths = [pdf(tmp_path / "a.pdf", pages=2), pdf(tmp_path / "b.pdf")]
    lost = bind(paths, tmp_path / "copy.pdf", copy_of("Acte de nomination", "Titularisation"))
    contents = text_of(tmp_path / "copy.pdf", 0)

    assert lost == []
    assert "Espérance NDAYISHIMIYE · matricule 12.345" in contents
    assert "Acte de nomination" in contents
    assert contents.index("Acte de nomination") < contents.index("p. 2") < contents.index("Titularisation") < contents.index("p. 4")
    assert [text_of(tmp_path / "copy.pdf", index).strip() for index in (1, 2, 3)] == [
        "Copie du 30 novembre 2026 · matricule 12.345 · pièce 1 sur 2 · page 1 sur 2",
        "Copie du 30 novembre 2026 · matricule 12.345 · pièce 1 sur 2 · page 2 sur 2",
        "Copie du 30 novembre 2026 · matricule 12.345 · pièce 2 sur 2 · page 1 sur 1",
    ]


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_the_mark_stands_below_the_page_however_it_is_turned_and_covers_nothing(tmp_path, rotate):
    bind([pdf(tmp_path / "a.pdf", rotate=rotate)], tmp_path / "copy.pdf", copy_of("Acte"))
    pdfium = library()
    with opened(tmp_path / "copy.pdf") as document, loaded(document, 1) as page:
        wide, high = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
        text = pdfium.FPDFText_LoadPage(page)
        sides = [c_double() for _ in range(4)]
        pdfium.FPDFText_GetCharBox(text, 0, *sides)
        x, y = c_int(), c_int()
        pdfium.FPDF_PageToDevice(page, 0, 0, 1000, 1000, 0, sides[0].value, sides[2].value, x, y)
        pdfium.FPDFText_ClosePage(text)

    shown = (400, 300) if rotate % 180 else (300, 400)
    assert (wide, high) == (shown[0], shown[1] + STRIP)
    assert x.value < 150
    assert y.value > 1000 * (1 - STRIP / high)


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_what_a_page_hides_beyond_its_edge_is_not_seen_in_the_strip_of_the_mark(tmp_path, rotate):
    original = pikepdf.new()
    original.add_blank_page(page_size=(300, 400))
    page = original.pages[0]
    page.contents_add(b"0 g 0 0 300 400 re f")
    page.CropBox, page.Rotate = [40, 40, 260, 360], rotate
    original.save(tmp_path / "a.pdf")
    copy_pages(tmp_path / "a.pdf", tmp_path / "copy.pdf", (1,))
    with pypdfium2.PdfDocument(tmp_path / "copy.pdf") as document:
        shown = document[0].render(grayscale=True).to_pil()
    strip = shown.crop((0, shown.height - int(STRIP) + 1, shown.width, shown.height))

    assert shown.size == (220 + (100 if rotate % 180 else 0), 320 - (100 if rotate % 180 else 0) + STRIP)
    assert shown.crop((0, 0, shown.width, shown.height - int(STRIP) - 1)).getextrema() == (0, 0)
    assert strip.getpixel((2, 2)) == strip.getpixel((shown.width - 3, 2)) == strip.getpixel((shown.width // 2, strip.height - 1)) == 255


def test_images_keep_their_data(tmp_path):
    photo, scan = Image.effect_noise((200, 300), 60), Image.effect_noise((200, 300), 60).convert("1")
    photo.save(tmp_path / "a.jpg")
    scan.save(tmp_path / "b.tif", compression="group4", save_all=True, append_images=[scan])
    Image.effect_noise((50, 60), 60).convert("RGBA").save(tmp_path / "c.png")
    bind([tmp_path / "a.jpg", tmp_path / "b.tif", tmp_path / "c.png"], tmp_path / "copy.pdf", copy_of("Photo", "Télécopie", "Signature"))
    with pikepdf.open(tmp_path / "copy.pdf") as copy:
        images = [next(iter(page.get_images().values())) for page in list(copy.pages)[1:]]
        jpeg = images[0].read_raw_bytes()
        bilevel = pikepdf.PdfImage(images[1]).as_pil_image()

        assert len(images) == 4
        assert jpeg == (tmp_path / "a.jpg").read_bytes()
        assert bilevel.convert("1").tobytes() == scan.tobytes()


def test_a_piece_that_cannot_be_bound_is_said_and_the_others_are_there(tmp_path):
    (tmp_path / "bad.pdf").write_bytes(b"%PDF-1.4 nothing")
    lost = bind([tmp_path / "bad.pdf", pdf(tmp_path / "b.pdf")], tmp_path / "copy.pdf", copy_of("Abîmée", "Entière"))

    assert lost == [0]
    assert "non jointe" in text_of(tmp_path / "copy.pdf", 0)
    with pytest.raises(Refusal):
        bind([tmp_path / "bad.pdf"], tmp_path / "none.pdf", copy_of("Abîmée"))


def test_a_long_case_file_has_several_pages_of_contents(tmp_path):
    path = pdf(tmp_path / "a.pdf")
    bind([path] * 40, tmp_path / "copy.pdf", copy_of(*(f"Acte {number}" for number in range(1, 41))))

    assert "Acte 36" in text_of(tmp_path / "copy.pdf", 0)
    assert "Acte 40" in text_of(tmp_path / "copy.pdf", 1)
    assert "p. 42" in text_of(tmp_path / "copy.pdf", 1)


def test_some_pages_are_copied_with_a_mark_that_the_original_is_kept_whole(tmp_path):
    copy_pages(pdf(tmp_path / "a.pdf", pages=9), tmp_path / "copy.pdf", [3, 4, 7])

    with pikepdf.open(tmp_path / "copy.pdf") as made:
        assert len(made.pages) == 3
    assert text_of(tmp_path / "copy.pdf", 1).strip() == (
        "Copie des pages 3-4, 7 d'un original que l'archive conserve entier · page 2 sur 3"
    )


@pytest.mark.parametrize("kind", ["pdf", "tiff"])
def test_the_data_of_a_copied_page_are_those_of_the_original(tmp_path, kind):
    sheets = [Image.new("1", (200, 300), color) for color in (0, 1, 1)]
    sheets[1].putpixel((7, 11), 0)
    original = tmp_path / f"scan.{kind}"
    sheets[0].save(original, save_all=True, append_images=sheets[1:], **({"compression": "group4"} if kind == "tiff" else {}))
    copy_pages(original, tmp_path / "copy.pdf", [2])

    with pikepdf.open(tmp_path / "copy.pdf") as made:
        (image,) = made.pages[0].get_images().values()
        copied = pikepdf.PdfImage(image).as_pil_image().convert("1")
    assert (copied.size, copied.getpixel((7, 11)), copied.getpixel((8, 11))) == ((200, 300), 0, 255)


def test_pages_that_are_not_there_are_refused(tmp_path):
    with pytest.raises(Refusal):
        copy_pages(pdf(tmp_path / "a.pdf", pages=2), tmp_path / "copy.pdf", [3])
