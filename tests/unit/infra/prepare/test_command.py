"""The command of the scanning room, from a folder to its copy, its manifest and its report."""

import hashlib
import io
import json
import os
import shutil

import pytest

from chalicelib.ingest.manifest import read_manifest
from infra.prepare.__main__ import main
from infra.prepare.file_check import check_file
from infra.prepare.folder_check import FolderRequest, check_folder
from infra.prepare.words import LANGUAGES, _words, sentence
from infra.terminal import Terminal

from .pages import stamped, typed_page

ROSTER = "matricule,nom,prenom,date_naissance,ministere,province,date_entree,statut\n123456,NKURUNZIZA,Alice,1980-02-03,,,,\n"


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    """Three servants' scans: a good one, one upside down, and files that the archive will refuse or ignore."""
    scans = tmp_path_factory.mktemp("scans") / "lot-1"
    (scans / "123456").mkdir(parents=True)
    (scans / "999999").mkdir()
    stamped(typed_page()).save(scans / "123456" / "acte.pdf", resolution=200, quality=95)
    typed_page().convert("L").rotate(180).save(scans / "123456" / "envers.png", dpi=(200, 200))
    typed_page().convert("L").save(scans / "999999" / "note.png", dpi=(200, 200))
    (scans / "123456" / "lisez-moi.txt").write_text("bonjour")
    (scans / "123456" / "Thumbs.db").write_bytes(b"x")
    return scans


@pytest.fixture
def folder(drawn, tmp_path):
    return shutil.copytree(drawn, tmp_path / "lot-1")


@pytest.fixture(scope="module")
def prepared(drawn, tmp_path_factory):
    """A folder that was prepared once: where it stands, what it was before, what the command said."""
    place = tmp_path_factory.mktemp("prepared")
    folder = shutil.copytree(drawn, place / "lot-1")
    before = state(folder)
    roster = place / "agents.csv"
    roster.write_text(ROSTER)
    status, said, _ = run(folder, "--to", place / "pret", "--roster", roster, "--jobs", 2)
    return place, before, status, said


def run(*arguments):
    out, err = io.StringIO(), io.StringIO()
    status = main([str(each) for each in arguments], Terminal(out, err))
    return status, out.getvalue(), err.getvalue()


def state(folder):
    return {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in folder.rglob("*") if path.is_file()}


def test_a_folder_is_checked_copied_announced_and_reported(prepared):
    place, before, status, said = prepared

    assert status == 1
    assert state(place / "lot-1") == before
    sent = place / "pret"
    assert sorted(path.relative_to(sent).as_posix() for path in sent.rglob("*") if path.is_file()) == [
        "123456/acte.pdf",
        "123456/envers.pdf",
        "123456/lisez-moi.txt",
        "999999/note.pdf",
        "_manifest.csv",
    ]
    manifest = read_manifest((sent / "_manifest.csv").read_bytes())
    assert manifest.problems == ()
    assert {each.path: each.digest for each in manifest.announced} == {
        path.relative_to(sent).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sent.rglob("*.*")
        if path.name != "_manifest.csv"
    }
    for words in (
        "lisez-moi.txt",
        sentence("type", "fr"),
        sentence("upside_down", "fr"),
        sentence("unknown_matricule", "fr"),
        "% de moins",
    ):
        assert words in said
    report = (place / "lot-1-report.html").read_text()
    assert report.count("data:image/webp;base64,") == 1
    assert "Thumbs.db" in report


def test_a_second_time_sends_nothing_again(prepared):
    place, *_ = prepared
    before = {path: seen for path, seen in state(place / "pret").items() if path.name != "_manifest.csv"}

    run(place / "lot-1", "--to", place / "pret", "--roster", place / "agents.csv", "--jobs", 1)

    assert before
    assert {path: seen for path, seen in state(place / "pret").items() if path.name != "_manifest.csv"} == before


def test_a_folder_without_a_fault_ends_with_nought(folder):
    for path in (folder / "123456" / "envers.png", folder / "123456" / "lisez-moi.txt"):
        path.unlink()

    status, said, _ = run(folder, "--language", "en", "--jobs", 1)

    assert status == 0
    assert "Nothing to look at: the folder can be sent." in said


def test_a_file_that_ends_the_process_is_named_and_the_others_are_checked(folder, monkeypatch):
    (folder / "123456" / "envers.png").unlink()
    (folder / "123456" / "lisez-moi.txt").unlink()
    monkeypatch.setattr("infra.prepare.folder_check.check_file", end_the_process)

    checks = {check.path: check for check in check_folder(FolderRequest(folder=folder, jobs=1))}

    assert checks["123456/acte.pdf"].is_refused
    assert not checks["999999/note.png"].is_refused


def end_the_process(folder, path, target, *, shrink):
    if path.endswith("acte.pdf"):
        os._exit(1)
    return check_file(folder, path, target, shrink=shrink)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [(["absent"], "n'est pas un dossier"), (["lot-1", "--to", "lot-1/copie"], "ne peut être ni dans"), (["lot-1", "--roster", "x"], "x")],
)
def test_what_cannot_be_done_is_said_and_nothing_is_written(folder, monkeypatch, arguments, words):
    monkeypatch.chdir(folder.parent)
    before = state(folder.parent)

    status, said, error = run(*arguments)

    assert (status, said) == (2, "")
    assert words in error
    assert state(folder.parent) == before


def test_every_word_is_there_in_both_languages():
    words = _words()

    for each in (*words["findings"].values(), *words["texts"].values()):
        assert sorted(each) == sorted(LANGUAGES)
    assert json.dumps(words).count('""') == 0
