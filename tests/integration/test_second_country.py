"""A second country (docs/transfert): its roster, matricules, nomenclature and settings, by the same handlers, without a code change."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from chalicelib.personnel.directory import servant_in_force
from tests.stage import ENVIRONMENT
from tests.stage.lambdas import Lambdas, lambdas
from tests.unit.files import act_pdf
from tests.world import scan

COUNTRY = Path(__file__).parents[2] / "docs" / "transfert"
KOSSI = "T204117K"


def settings() -> dict[str, str]:
    """What an administrator sets, by name."""
    lines = (COUNTRY / "reglages.ini").read_text(encoding="utf-8").splitlines()
    pairs = (line.partition("=")[::2] for line in lines if line and not line.startswith("#"))
    return {name.strip().replace("-", "_"): value.strip() for name, value in pairs}


def paper(name: str) -> bytes:
    """An act of that country, as an office program prints it."""
    return act_pdf(tuple((COUNTRY / "actes" / f"{name}.txt").read_text(encoding="utf-8").splitlines()))


@pytest.fixture
def stage() -> Iterator[Lambdas]:
    """The archive with that country's files in it, put where its administrators put them."""
    with lambdas(**settings()) as stage:
        for name in ("nomenclature.yaml", "career_rules.yaml"):
            place = {"Bucket": ENVIRONMENT["VAULT_BUCKET"], "Key": f"settings/{name}"}
            stage.tools["s3"].put_object(**place, Body=(COUNTRY / name).read_bytes())
        stage.announce([stage.upload("_roster/agents.csv", (COUNTRY / "agents.csv").read_bytes())])
        stage.run()
        yield stage


def test_its_nomenclature_is_in_force(stage: Lambdas) -> None:
    told = stage.administer(action="nomenclature")

    assert told["ok"]
    assert (told["version"], told["types"], told["shipped"], told["refused"]) == ("tamerie-2027", 8, False, [])


def test_its_career_rules_are_in_force(stage: Lambdas) -> None:
    told = stage.administer(action="career_rules")

    assert told["ok"]
    assert (told["version"], told["shipped"], told["refused"]) == ("tamerie-2027", False, [])


def test_its_roster_is_read_under_its_own_column_names(stage: Lambdas) -> None:
    servant = servant_in_force(KOSSI, stage.known.register)

    assert servant is not None
    assert (servant.name, servant.first_names, servant.province) == ("ADOTÉ", "Kossi", "Littoral")
    assert (str(servant.birth_date), str(servant.entry_date), servant.status) == ("1978-03-12", "2004-09-01", "en activité")


def test_its_acts_are_filed_with_its_types_by_folder_and_by_text(stage: Lambdas) -> None:
    stage.sync({"lot-1/T-204 117 K/arrêté.pdf": paper("titularisation"), "lot-1/divers/scan 12.pdf": paper("affectation")})
    stage.run()
    (receipt,) = stage.receipts("lot-1")
    files = {each["key"].rpartition("/")[2]: each for each in receipt["files"]}

    assert [(each["status"], each["matricule"], each["type"]) for each in files.values()] == [
        ("filed", "T-204 117 K", "20.2"),
        ("filed", "T-198 540 B", "40.1"),
    ]
    assert files["arrêté.pdf"]["fields"]["act_number"] == "0457/MFPDS/DGFP"
    assert files["arrêté.pdf"]["fields"]["act_date"] == "2006-03-12"


def test_a_matricule_of_its_form_that_the_roster_lacks_waits_for_a_person(stage: Lambdas) -> None:
    stage.sync({"lot-2/T-999 999 Z/acte.pdf": scan("acte")})
    stage.run()
    (receipt,) = stage.receipts("lot-2")

    assert [(each["status"], each["reason"]) for each in receipt["files"]] == [("to_review", "unknown_matricule")]


def test_its_letterhead_and_its_time_stand_on_the_receipt(stage: Lambdas) -> None:
    stage.sync({"lot-3/T-204 117 K/acte.pdf": paper("titularisation")})
    stage.run()
    (printed,) = [key for key in stage.known.outbox.receipts() if "lot-3" in key]
    page = "\n".join(stage.known.outbox.report_lines(printed.replace(".json", ".html")))

    assert "République de Tamérie" in page
    assert "Burundi" not in page
