"""What `make run` takes in, in which order, and how its receipt reads in a pipe."""

import io
from pathlib import Path
from typing import Any

import pytest

from infra.local.__main__ import FIRST_NAME, SAMPLE_NAME, _plan
from infra.local.options import parse
from infra.local.run.receipt import tell_receipt
from infra.local.run.sync import Intake
from infra.local.sample.batch import locate
from infra.local.sample.first_batch import locate_first
from infra.terminal import Terminal


def planned(*arguments: str) -> tuple[list[str], Path | None]:
    folders, roster = _plan(parse(list(arguments)), Terminal(io.StringIO()))
    return [each.batch for each in folders], roster


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder in which both batches have been made."""
    out = tmp_path / "sample"
    for made in (locate(out), locate_first(out)):
        made.expected.parent.mkdir(parents=True)
        made.expected.touch()
    return tmp_path


def test_the_first_batch_comes_before_the_fifty_dossiers_with_one_roster(data: Path) -> None:
    assert planned("--data", str(data)) == ([FIRST_NAME, SAMPLE_NAME], data / "sample" / "roster.csv")
    assert planned("--data", str(data), "--once", "--name", "essai")[0] == [FIRST_NAME, "essai"]


def test_a_folder_of_one_s_own_is_the_only_batch(data: Path) -> None:
    assert planned("--data", str(data), "--batch", str(data)) == ([data.name.strip("-._")], None)


def test_nothing_is_taken_in_where_nothing_should_be(data: Path) -> None:
    assert planned("--data", str(data), "--idle") == ([], None)


def test_a_wrong_option_is_said_in_french_with_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        parse(["--workers", "0"])

    assert capsys.readouterr().err == "Erreur : --workers : au moins 1\n  → python -m infra.local --help montre ce qui est permis\n"


def test_a_receipt_is_one_line_with_its_sums_and_names_what_never_came() -> None:
    counts = {"announced": 3, "filed": 1, "to_review": 1, "duplicate": 0, "refused": 0, "failed": 0, "missing": 1}
    files: list[dict[str, Any]] = [
        {"status": "filed", "key": "lot-1/a.pdf"},
        {"status": "to_review", "key": "lot-1/b.pdf"},
        {"status": "missing", "key": "lot-1/c.pdf"},
    ]
    out = io.StringIO()
    receipt = {"batch": "lot-1", "revision": 2, "counts": counts, "files": files}
    tell_receipt(Intake(receipt=receipt, uploaded=2, seconds=61.4, first_filed=9.0), Terminal(out))

    assert out.getvalue().splitlines() == [
        "",
        "Récépissé lot-1, révision 2 : 3 fichiers = 1 classé, 1 à vérifier, 0 doublon, 0 refusé, 0 échec, 1 manquant",
        "  manquant  lot-1/c.pdf",
        "2 envois, 61 s du premier au récépissé, première pièce en 9 s",
    ]
