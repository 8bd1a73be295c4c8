"""What leaves for a reader's machine: file names, spreadsheets, days in French."""

from datetime import UTC, datetime

import pytest

from chalicelib.text.calendar import moment, zone_of
from chalicelib.text.download_name import MEDIA_TYPES, disposition, file_name
from chalicelib.text.spreadsheet import harmless, to_spreadsheet


@pytest.mark.parametrize("name", ["../../etc/passwd", 'a"b', "a\r\nX: y", "", "." * 50, "x" * 500])
def test_no_name_leads_out_of_a_folder_or_of_a_header(name: str) -> None:
    safe = file_name(name, "pdf")

    assert safe.endswith(".pdf")
    assert not set(safe) & set('/\\":\r\n')
    assert len(safe) <= 124
    assert "\n" not in disposition(name, "pdf")


def test_an_original_has_a_media_type_by_its_extension() -> None:
    assert MEDIA_TYPES == {"pdf": "application/pdf", "jpg": "image/jpeg", "png": "image/png", "tif": "image/tiff"}


@pytest.mark.parametrize("cell", ["=1+1", " +1", "-1", "@SUM(A1)", "\uff1d1"])
def test_no_cell_runs_as_a_formula(cell: str) -> None:
    assert harmless(cell).startswith("'")


def test_a_list_that_goes_on_has_no_second_mark() -> None:
    assert to_spreadsheet(["nom"], [["Ève"]]) + to_spreadsheet(None, [["Jean;Marie"]]) == '\ufeffnom\r\nÈve\r\n"Jean;Marie"\r\n'


def test_a_moment_is_written_in_the_zone_of_the_settings() -> None:
    assert moment(datetime(2026, 7, 31, 23, 5, tzinfo=UTC), zone_of("Africa/Bujumbura")) == "1er août 2026 à 1 h 05"
    assert zone_of("Afrique/Bujumbura") is UTC
