"""`make separators`: sheets that people can read too, and a refusal of what no sheet can say."""

from pathlib import Path

import pypdfium2
import pytest

from infra.separators import main


def words_of(path: Path) -> list[str]:
    with pypdfium2.PdfDocument(path) as document:
        return [page.get_textpage().get_text_range() for page in document]


def test_a_sheet_says_in_three_languages_what_it_is_for(tmp_path: Path) -> None:
    assert main(["--type", "04.1", "--matricule", "123.456", "--out", str(tmp_path / "sheets.pdf")]) == 0
    (words,) = words_of(tmp_path / "sheets.pdf")

    for said in ("Intercalaire", "Urupapuro rutandukanya", "Separator sheet", "04.1 Bulletin de notation", "123456"):
        assert said in words


def test_a_sheet_with_a_matricule_alone_opens_a_case_file(tmp_path: Path) -> None:
    main(["--matricule", "123456", "--out", str(tmp_path / "sheets.pdf")])

    assert "Début de dossier" in words_of(tmp_path / "sheets.pdf")[0]


def test_each_type_gets_as_many_sheets_as_are_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["--each-type", "--copies", "2", "--out", str(tmp_path / "new" / "sheets.pdf")])
    pages = words_of(tmp_path / "new" / "sheets.pdf")

    assert len(pages) == len(set(pages)) * 2 > 40
    assert f"{len(pages)} intercalaires" in capsys.readouterr().out


@pytest.mark.parametrize("type_", ["99", "77.7", "<b>"])
def test_a_type_that_the_nomenclature_has_not_is_refused(type_: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--type", type_, "--out", str(tmp_path / "sheets.pdf")]) != 0

    assert f"n'a pas de type {type_}" in capsys.readouterr().err
    assert not (tmp_path / "sheets.pdf").exists()


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("", "utf-8")

    assert main(["--out", str(tmp_path / "file" / "sheets.pdf")]) != 0
    assert "ne peut pas être écrit" in capsys.readouterr().err
