"""Downloads: file names that lead nowhere else, and the media type of an original."""

import pytest

from chalicelib.text.download_name import MEDIA_TYPES, disposition, file_name


@pytest.mark.parametrize("name", ["../../etc/passwd", 'a"b', "a\r\nX: y", "", "." * 50, "x" * 500])
def test_no_name_leads_out_of_a_folder_or_of_a_header(name: str) -> None:
    safe = file_name(name, "pdf")

    assert safe.endswith(".pdf")
    assert not set(safe) & set('/\\":\r\n')
    assert len(safe) <= 124
    assert "\n" not in disposition(name, "pdf")


def test_an_original_has_a_media_type_by_its_extension() -> None:
    assert MEDIA_TYPES == {"pdf": "application/pdf", "jpg": "image/jpeg", "png": "image/png", "tif": "image/tiff"}
