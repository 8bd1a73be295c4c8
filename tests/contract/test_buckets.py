"""What inbox, vault and outbox promise."""

import hashlib
import unicodedata
from dataclasses import replace

import pytest
from botocore.exceptions import ClientError

from chalicelib.model.errors import PermanentError
from chalicelib.model.transcript import Page, TextLine, Transcript
from tests.contract.test_register import a_line

ODD_NAMES = (
    "lot-1/123456/arrêté n° 550.pdf",
    unicodedata.normalize("NFD", "lot-1/123456/arrêté n° 551.pdf"),
    "lot-1/123456/a + b = 100 %.pdf",
    "lot-1/123456/100%25 & ?x=1#y.pdf",
    f"lot-1/123456/{'é' * 200}.pdf",
    "lot-1/123456/ deux  blancs .pdf",
)


@pytest.mark.parametrize("key", ODD_NAMES)
def test_an_upload_is_lent_by_key_and_version_whatever_its_name(ports, key):
    first = ports.put(key, b"first")
    ports.put(key, b"second")
    with ports.inbox.open_upload(first) as (path, digest):
        body = path.read_bytes()

    assert (body, digest) == (b"first", hashlib.sha256(b"first").hexdigest())
    assert not path.exists()
    assert {upload.key for upload in ports.inbox.uploads("lot-1/")} == {key}
    assert sorted(upload.size for upload in ports.inbox.uploads("lot-1/")) == [5, 6]


def test_an_upload_that_is_gone_is_said_to_have_vanished(ports):
    upload = ports.put("lot-1/a.pdf", b"a")
    with pytest.raises(PermanentError, match="vanished"), ports.inbox.open_upload(replace(upload, key="lot-1/b.pdf")):
        pass
    with pytest.raises(PermanentError, match="vanished"):
        ports.inbox.read_object("lot-1/b.pdf")
    ports.inbox.mark_kept(replace(upload, key="lot-1/b.pdf"))


def test_uploads_are_listed_by_key(ports):
    for key in ("lot-1/b.pdf", "lot-1/a.pdf", "lot-2/a.pdf", "lot-10/a.pdf"):
        ports.put(key, b"x")

    assert [upload.key for upload in ports.inbox.uploads("lot-1/")] == ["lot-1/a.pdf", "lot-1/b.pdf"]


def test_an_original_is_kept_once(ports, tmp_path):
    upload, path = ports.put("lot-1/a.pdf", b"scan"), tmp_path / "scan"
    path.write_bytes(b"scan")
    digest = hashlib.sha256(b"scan").hexdigest()
    ports.vault.keep_original(upload, digest, "pdf", path)
    ports.vault.keep_original(upload, digest, "pdf", path)


def test_a_transcript_is_read_back_whole(ports):
    line = TextLine(text="Arrêté n° 550/590", confidence=98.5, box=(0.1, 0.2, 0.3, 0.4))
    transcript = Transcript(reader="textract/1", pages=(Page(number=1, lines=(line,)), Page(number=2)))
    ports.vault.keep_transcript("ab" * 32, transcript)

    assert ports.vault.transcript("ab" * 32) == transcript
    assert ports.vault.transcript("cd" * 32) is None


def test_records_are_kept_by_line_and_all_found(ports):
    kept, refused = a_line(1), a_line(2, status="refused", piece=None, reason="type")
    ports.vault.keep_record(kept, {"line": {"line": kept.line}, "n": 1})
    ports.vault.keep_record(kept, {"line": {"line": kept.line}, "n": 2})
    ports.vault.keep_record(refused, {"line": {"line": refused.line}, "n": 3})

    assert ports.vault.record(kept) == {"line": {"line": kept.line}, "n": 2}
    assert ports.vault.record(a_line(4)) is None
    assert sorted(record["n"] for record in ports.vault.records()) == [2, 3]


def test_receipts_are_found_among_the_reports(ports):
    ports.outbox.put("receipts/lot-1/lot-1-r1.json", '{"é": 1}', "application/json")
    ports.outbox.put("receipts/lot-1/lot-1-r1.html", "<p>", "text/html")
    ports.outbox.put("reports/rosters/x.json", "{}", "application/json")

    assert list(ports.outbox.receipts()) == ['{"é": 1}']


def test_rosters_are_kept_as_they_came(ports):
    ports.vault.keep_roster("g1", b"matricule\r\n123456")

    assert ports.vault.roster("g1") == b"matricule\r\n123456"
    assert ports.vault.roster("g2") is None
    assert ports.vault.roster_pointer() is None


def test_bytes_that_are_not_those_that_were_read_are_not_kept(ports, tmp_path):
    upload, path = ports.put("lot-1/a.pdf", b"scan"), tmp_path / "scan"
    path.write_bytes(b"other bytes")
    with pytest.raises((ClientError, AssertionError), match=r"BadDigest|^$"):
        ports.vault.keep_original(upload, hashlib.sha256(b"scan").hexdigest(), "pdf", path)


def test_an_original_is_lent_as_it_was_kept_and_not_where_it_is_gone_or_altered(ports, tmp_path):
    upload, path = ports.put("lot-1/a.pdf", b"scan"), tmp_path / "scan"
    path.write_bytes(b"scan")
    digest = hashlib.sha256(b"scan").hexdigest()
    ports.vault.keep_original(upload, digest, "pdf", path)
    with ports.vault.open_original(digest, "pdf") as lent:
        assert lent.read_bytes() == b"scan"

    assert not lent.exists()
    with pytest.raises(RuntimeError, match="lost"), ports.vault.open_original("ab" * 32, "pdf"):
        pass


def test_a_blackened_copy_is_named_by_what_it_holds(ports, tmp_path):
    path = tmp_path / "copy.pdf"
    keys = []
    for body in (b"one", b"one", b"two"):
        path.write_bytes(body)
        keys.append(ports.vault.keep_redacted_copy("ab" * 32, path))

    assert keys[0] == keys[1] == f"redacted/{'ab' * 32}/{hashlib.sha256(b'one').hexdigest()}.pdf"
    assert keys[2] != keys[0]


def test_a_blackened_copy_comes_in_as_a_scan_does(ports, tmp_path):
    path = tmp_path / "copy.pdf"
    path.write_bytes(b"copy")
    ports.inbox.put_copy(ports.vault.keep_redacted_copy("ab" * 32, path), "copies-masquees/x/fiche (copie masqu\u00e9e).pdf")
    (upload,) = ports.inbox.uploads("copies-masquees/")

    assert (upload.key, upload.size) == ("copies-masquees/x/fiche (copie masqu\u00e9e).pdf", 4)
    with ports.inbox.open_upload(upload) as (lent, digest):
        assert (lent.read_bytes(), digest) == (b"copy", hashlib.sha256(b"copy").hexdigest())
    with pytest.raises(PermanentError):
        ports.inbox.put_copy("redacted/none.pdf", "copies-masquees/x/y.pdf")
