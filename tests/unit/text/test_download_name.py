"""Downloads: file names that lead nowhere else, and the media type of an original."""

import pytest

from chalicelib.text.download_name import MEDIA_TYPES, disposition, file_name


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd", 'a"b', "a\r\nX: y", "", "." * 50, "x" * 500, "é" * 500, "\U0001d538" * 500, "photo\u202efdp.exe", "a\ud800b"],
)
def test_no_name_leads_out_of_a_folder_or_of_a_header(name: str) -> None:
    safe = file_name(name, "pdf")

    assert safe.endswith(".pdf")
    assert not set(safe) & set('/\\":\r\n')
    assert safe.isprintable()
    assert len(safe.encode()) <= 204
    assert "\n" not in disposition(name, "pdf")


@pytest.mark.parametrize("name", ["con", "PRN.pdf", "aux.2010.pdf", "nul .tif", "com1", "LPT9.jpg", "com¹", "CONIN$"])
def test_no_name_is_a_device_of_windows(name: str) -> None:
    assert file_name(name, "pdf").startswith("piece ")
    assert file_name(f"ma {name}", "pdf").startswith("ma ")


@pytest.mark.parametrize("name", ["photo.hta", "photo.hta.jpg", "acte.pdf.exe", "script.js", "page.HTML", "acte", "acte.jpeg ", "acte.PDF"])
@pytest.mark.parametrize("extension", ["pdf", "jpg", "png", "tif"])
def test_a_name_ends_with_the_extension_of_the_bytes_whatever_the_ministry_wrote(name: str, extension: str) -> None:
    for saved in (file_name(name, extension), disposition(name, extension).partition('filename="')[2].partition('"')[0]):
        assert saved.endswith(f".{extension}")
        assert not saved.endswith((f".jpeg.{extension}", f".PDF.{extension}", f".jpg.{extension}", f".pdf.{extension}"))


def test_an_original_has_a_media_type_by_its_extension() -> None:
    assert MEDIA_TYPES == {"pdf": "application/pdf", "jpg": "image/jpeg", "png": "image/png", "tif": "image/tiff"}
