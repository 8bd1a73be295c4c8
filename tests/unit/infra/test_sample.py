"""The sample's own promises: the same papers from the same seed, every file what it is said to be."""

import csv
import json
from datetime import date
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any

import pypdfium2
import pytest
from PIL import Image, ImageSequence

from chalicelib.analysis.linkage.matching import decide_owner
from chalicelib.analysis.sensitivity.screening import screen
from chalicelib.formats.validation import inspect
from chalicelib.model.errors import Refusal
from chalicelib.model.identifiers import claim_of
from chalicelib.model.transcript import Page, TextLine, Transcript
from chalicelib.personnel.directory import directory_of, forms_of
from chalicelib.personnel.loading import load_roster
from chalicelib.processing.outcome import assess
from infra.local.sample.batch import Sample, invent_servants, make_sample, plan_sheets
from infra.local.sample.bulk import make_large, make_pile
from infra.local.sample.expectations import differences
from infra.local.sample.file_names import LONGEST
from infra.local.sample.first_batch import make_first_batch
from infra.local.sample.people import COLUMNS, invent_people, plant_discrepancies
from infra.local.sample.plan import make, page_texts
from infra.local.sample.typesetting.scanner import with_backs
from infra.local.sample.typesetting.setting import set_act
from infra.local.sample.wording.acts import collective
from infra.local.sample.wording.careers import write_career
from infra.local.sample.wording.french import in_words, spell
from tests.fakes import FakeArchive


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    return make_sample(tmp_path_factory.mktemp("sample"), dossiers=2)


@pytest.fixture
def expected(sample: Sample) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(sample.expected.read_text("utf-8"))
    return content


def chance(seed: str) -> Random:
    return Random(seed)  # noqa: S311 - no secret


def named(expected: dict[str, Any], **facts: str) -> dict[str, Any]:
    return next(file for file in expected["files"] if all(file[fact] == value for fact, value in facts.items()))


def receipt_of(expected: dict[str, Any]) -> dict[str, Any]:
    return {"batch": "essai", "files": [{**file, "key": f"essai/{file['path']}"} for file in expected["files"]]}


def transcript_of(texts: list[str]) -> Transcript:
    """What a perfect reader would make of a file."""
    pages = [
        [TextLine(text=text, confidence=99.0, box=(0.1, 0.9 * at / 90, 0.8, 0.007)) for at, text in enumerate(page.splitlines())]
        for page in texts
    ]
    return Transcript(reader="test", pages=tuple(Page(number=number, lines=tuple(lines)) for number, lines in enumerate(pages, 1)))


def archive_with(roster: Path) -> FakeArchive:
    """An archive where the sample's roster is in force."""
    archive = FakeArchive()
    load_roster(archive.inbox.put("roster/agents.csv", roster.read_bytes()), archive)
    return archive


def page_count(path: Path) -> int:
    if path.read_bytes()[:4] == b"%PDF":
        with pypdfium2.PdfDocument(path) as document:
            return len(document)
    with Image.open(path) as image:
        return sum(1 for _ in ImageSequence.Iterator(image))


def test_every_file_of_the_batch_is_expected_and_every_expected_file_is_there(sample: Sample, expected: dict[str, Any]) -> None:
    there = {path.relative_to(sample.batch).as_posix() for path in sample.batch.rglob("*") if path.is_file()}

    assert there == {file["path"] for file in expected["files"]} | set(expected["ignored"])


def test_the_counts_are_those_of_the_files(expected: dict[str, Any]) -> None:
    counts = dict(expected["counts"])

    assert counts.pop("announced") == sum(counts.values()) == len(expected["files"])


def test_a_piece_has_as_many_pages_as_expected(sample: Sample, expected: dict[str, Any]) -> None:
    counted = {file["path"]: page_count(sample.batch / file["path"]) for file in expected["files"] if file["pages"]}

    assert counted == {file["path"]: file["pages"] for file in expected["files"] if file["pages"]}


def judged(path: Path) -> tuple[int | None, str | None]:
    """The pages that the archive counts, or its reason to refuse."""
    try:
        return inspect(path).pages, None
    except Refusal as refusal:
        return None, refusal.code


def test_the_archive_judges_each_file_as_expected(sample: Sample, expected: dict[str, Any]) -> None:
    files = expected["files"]
    refused = {file["path"]: file["reason"] for file in files if file["status"] == "refused"}

    assert {file["path"]: judged(sample.batch / file["path"]) for file in files} == {
        file["path"]: (file["pages"], refused.get(file["path"])) for file in files
    }


def test_a_long_act_says_on_every_page_what_it_continues_and_its_signature_does_not_stand_alone() -> None:
    person = invent_people(chance("10"), 1)[0]
    act = collective(chance("10"), person, date(2010, 3, 3), 60)
    pages = page_texts(set_act(act, chance("10"), scanned=True))
    annex = next(number for number, text in enumerate(pages) if text.startswith("ANNEXE"))

    assert all(text.startswith("Suite de l'ordonnance") for text in pages[1:annex])
    assert all(text.startswith("Suite de l'annexe") and "Matricule" in text for text in pages[annex + 1 :])
    assert "Article" in pages[annex - 1]
    assert "Vu pour être annexé" in pages[-1]


def test_the_back_of_a_last_sheet_is_empty_but_only_where_it_was_not_printed() -> None:
    assert with_backs(["1", "2", "3"], "", "duplex") == ["1", "2", "3", ""]
    assert with_backs(["1", "2"], "", "duplex") == ["1", "2"]


def test_every_page_s_words_are_known(sample: Sample, expected: dict[str, Any]) -> None:
    texts = json.loads(sample.texts.read_text("utf-8"))
    nomination = named(expected, type="03.1", status="filed")

    assert nomination["matricule"] in "".join(texts[nomination["path"]])
    assert {path: len(pages) for path, pages in texts.items()} == {
        file["path"]: file["pages"] for file in expected["files"] if file["pages"]
    }


def test_the_roster_names_every_servant_but_the_stranger(sample: Sample, expected: dict[str, Any]) -> None:
    with sample.roster.open(encoding="utf-8", newline="") as stream:
        lines = list(csv.DictReader(stream))
    stranger = named(expected, reason="unknown_matricule")["path"].split("/")[0]

    assert tuple(lines[0]) == COLUMNS
    assert {file["matricule"] for file in expected["files"] if file["matricule"]} <= {line["matricule"] for line in lines}
    assert stranger not in {line["matricule"] for line in lines}


def test_the_roster_of_the_sample_has_something_to_reconcile() -> None:
    """Three are paid though their case files have an act of exit; one is there twice, one is past the age and paid."""
    people, _ = invent_servants(50, 1)
    lines = plant_discrepancies(people)
    changed = [after.state for before, after in zip(people, lines, strict=False) if before != after]
    twice, again, old = lines[len(people) :]

    assert changed == ["titulaire"] * 3
    assert (twice.name, twice.first_name, twice.born) == (again.name, again.first_name, again.born)
    assert twice.matricule != again.matricule
    assert (old.born.year, old.state) == (1961, "titulaire")
    assert not {each.name for each in lines[len(people) :]} & {each.name for each in people}, "no paper is about them"


Decided = dict[str, tuple[str, str | None, str | None]]
"""Status, reason and matricule of papers, by their paths."""


def decided_and_expected(sample: Sample, expected: dict[str, Any]) -> tuple[Decided, Decided]:
    """What the archive decides by a perfect reading, and what is expected, of each paper that is not sealed off."""
    archive = archive_with(sample.roster)
    texts = json.loads(sample.texts.read_text("utf-8"))
    pointer = archive.register.roster_pointer()
    decided: Decided = {}
    wanted: Decided = {}
    for file in expected["files"]:
        if file["status"] in {"filed", "to_review"} and file["reason"] != "sealed_off":
            claim = claim_of(file["path"], "", forms_of(pointer, ()))
            assessment = assess(transcript_of(texts[file["path"]]), archive)
            decision = decide_owner(claim, assessment.text, directory_of(archive.register, pointer))
            decided[file["path"]] = (decision.status, decision.reason, decision.matricule)
            wanted[file["path"]] = (file["status"], file["reason"], file["matricule"])
    return decided, wanted


def test_whose_each_paper_is_follows_from_its_words_or_waits_for_a_person(sample: Sample, expected: dict[str, Any]) -> None:
    decided, wanted = decided_and_expected(sample, expected)

    assert decided == wanted
    assert {reason for _, reason, _ in decided.values()} == {None, "unknown_matricule", "conflicting_text", "homonyms"}


def test_two_papers_say_what_no_file_may_hold_and_the_guard_sees_no_other(sample: Sample, expected: dict[str, Any]) -> None:
    texts = json.loads(sample.texts.read_text("utf-8"))
    sealed = {file["path"] for file in expected["files"] if file["reason"] == "sealed_off"}

    assert {path for path, pages in texts.items() if screen(transcript_of(pages))} == sealed
    assert len(sealed) == 2


def test_the_twin_has_the_bytes_of_its_first_and_the_circular_is_in_two_dossiers(sample: Sample, expected: dict[str, Any]) -> None:
    twin = named(expected, status="duplicate")
    circulars = {(sample.batch / file["path"]).read_bytes() for file in expected["files"] if file["path"].endswith("/Circulaire.pdf")}

    assert (sample.batch / twin["path"]).read_bytes() == (sample.batch / twin["duplicate_of"]).read_bytes()
    assert len(circulars) == 1


def test_the_locked_file_asks_for_a_password_and_the_cut_one_does_not_open(sample: Sample, expected: dict[str, Any]) -> None:
    with pytest.raises(pypdfium2.PdfiumError, match="password"):
        pypdfium2.PdfDocument(sample.batch / named(expected, reason="encrypted")["path"])
    with pytest.raises(pypdfium2.PdfiumError, match="format"):
        pypdfium2.PdfDocument(sample.batch / named(expected, reason="corrupt")["path"])


def test_the_same_seed_gives_the_same_bytes(sample: Sample, tmp_path: Path) -> None:
    people = invent_people(Random(1), 2 + 12 + 1)  # noqa: S311 - no secret
    for sheet in plan_sheets(people[:2], people[-1], people[2], 1)[-3:]:
        make(sheet, tmp_path)

        assert (tmp_path / sheet.path).read_bytes() == (sample.batch / sheet.path).read_bytes()


def test_a_sample_that_is_there_is_not_made_again(sample: Sample) -> None:
    before = sample.expected.stat().st_mtime_ns
    make_sample(sample.expected.parent, dossiers=2)

    assert sample.expected.stat().st_mtime_ns == before


def test_a_receipt_as_expected_has_no_differences(expected: dict[str, Any]) -> None:
    assert differences(expected, receipt_of(expected)) == []


def test_a_receipt_that_forgets_a_file_or_refuses_a_good_one_is_told(expected: dict[str, Any]) -> None:
    receipt = receipt_of(expected)
    lost = receipt["files"].pop()
    wrong = next(line for line in receipt["files"] if line["status"] == "filed")
    wrong.update(status="refused", reason="corrupt")

    assert differences(expected, receipt) == sorted(
        [
            f"{lost['path']}: no line",
            f"{wrong['path']}: status is 'refused', expected 'filed'",
            f"{wrong['path']}: reason is 'corrupt', expected None",
        ]
    )


def test_a_duplicate_that_came_first_may_be_the_one_that_is_filed(expected: dict[str, Any]) -> None:
    receipt = receipt_of(expected)
    twin = next(line for line in receipt["files"] if line["status"] == "duplicate")
    first = next(line for line in receipt["files"] if line["path"] == twin["duplicate_of"])
    twin["status"], first["status"] = "filed", "duplicate"

    assert differences(expected, receipt) == []


def test_fifty_servants_have_fifty_matricules_and_no_paper_is_younger_than_today() -> None:
    people = invent_people(chance("7"), 50)
    acts = [act for person in people[3:] for act in write_career(chance(person.matricule), person, people)]

    assert len({person.matricule for person in people}) == 50
    assert max(act.day for act in acts) <= date(2026, 12, 31)


def test_nobody_advances_in_the_frozen_years() -> None:
    people = invent_people(chance("8"), 200)
    acts = [act for person in people[3:] for act in write_career(chance(person.matricule), person, people)]

    assert not [act.day for act in acts if act.type == "04.2" and 2016 <= act.day.year <= 2023]


def test_the_longest_name_has_two_hundred_characters_and_fits_a_file_system() -> None:
    people = invent_people(chance("9"), 9)
    longest = max((Path(sheet.path).name for sheet in plan_sheets(people[:-1], people[-1], people[-1], 9)), key=len)

    assert len(longest) == LONGEST
    assert len(longest.encode()) <= 255


def test_a_pile_of_one_page_files_has_no_twins(tmp_path: Path) -> None:
    pile = make_pile(tmp_path, files=45)
    scans = [path.read_bytes() for path in pile.batch.rglob("*.pdf")]

    assert len(scans) == len(set(scans)) == 45


def test_a_pile_of_longer_files_has_the_pages_that_were_asked_for(tmp_path: Path) -> None:
    pile = make_pile(tmp_path, files=9, pages=4)
    scans = list(pile.batch.rglob("*.pdf"))

    assert [page_count(path) for path in scans] == [4] * 9
    assert len({path.read_bytes() for path in scans}) == 9
    assert json.loads(pile.expected.read_text("utf-8"))["pages"] == 36


def test_a_large_pdf_has_its_pages_and_its_weight(tmp_path: Path) -> None:
    path = make_large(tmp_path / "registre.pdf", pages=5, megabytes=3)

    assert page_count(path) == 5
    assert path.stat().st_size == pytest.approx(3_000_000, rel=0.01)


@pytest.mark.parametrize(
    ("number", "words"),
    [(1, "un"), (21, "vingt et un"), (80, "quatre-vingts"), (81, "quatre-vingt-un"), (1999, "mille neuf cent quatre-vingt-dix-neuf")],
)
def test_a_number_is_spelled_as_the_french_do(number: int, words: str) -> None:
    assert spell(number) == words


def test_the_first_of_a_month_is_premier() -> None:
    assert in_words(date(2010, 8, 1)) == "premier août deux mille dix"


@pytest.fixture(scope="module")
def first(sample: Sample) -> Sample:
    return make_first_batch(sample.expected.parent, dossiers=2)


def test_the_first_batch_is_five_short_dossiers_in_which_a_receipt_s_outcomes_are_seen(first: Sample) -> None:
    expected = json.loads(first.expected.read_text("utf-8"))
    dossiers = {path.name for path in first.batch.iterdir()}

    assert len(dossiers) == 5
    assert 12 <= len(expected["files"]) <= 20
    assert expected["pages"] <= 20, "with 2 cores its receipt comes within two minutes"
    assert [expected["counts"][status] for status in ("to_review", "duplicate", "refused")] == [2, 1, 1]


def test_the_first_batch_is_of_servants_of_the_roster_of_whom_the_sample_s_own_holds_nothing(sample: Sample, first: Sample) -> None:
    with sample.roster.open(encoding="utf-8", newline="") as stream:
        known = {line["matricule"] for line in csv.DictReader(stream)}
    dossiers = {path.name for path in first.batch.iterdir()}

    assert first.roster == sample.roster
    assert dossiers <= known
    assert not dossiers & {path.name for path in sample.batch.iterdir()}


def test_the_archive_judges_each_file_of_the_first_batch_as_expected(first: Sample) -> None:
    files = json.loads(first.expected.read_text("utf-8"))["files"]
    refused = {file["path"]: file["reason"] for file in files if file["status"] == "refused"}
    there = {path.relative_to(first.batch).as_posix() for path in first.batch.rglob("*") if path.is_file()}

    assert there == {file["path"] for file in files}
    assert {path: judged(first.batch / path) for path in there} == {
        file["path"]: (file["pages"], refused.get(file["path"])) for file in files
    }


def test_whose_each_paper_of_the_first_batch_is_follows_from_its_words_or_waits_for_a_person(first: Sample) -> None:
    decided, wanted = decided_and_expected(first, json.loads(first.expected.read_text("utf-8")))

    assert decided == wanted
    assert {reason for _, reason, _ in decided.values()} == {None, "conflicting_text"}


def test_no_paper_is_in_both_batches(sample: Sample, first: Sample) -> None:
    digests = [{sha256(path.read_bytes()).digest() for path in each.batch.rglob("*.*") if path.is_file()} for each in (sample, first)]

    assert digests[0].isdisjoint(digests[1])
