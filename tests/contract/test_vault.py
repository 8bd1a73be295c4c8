"""Contract of the port Vault."""

import hashlib
from datetime import timedelta

import pytest
from botocore.exceptions import ClientError

from chalicelib.model.reconciliation import Discrepancy, KeptDecision
from chalicelib.model.transcript import Page, TextLine, Transcript
from chalicelib.ports.vault import NO_RECORD
from tests.contract.samples import AT, a_line


def test_an_original_is_kept_once(ports, tmp_path):
    upload, path = ports.put("lot-1/a.pdf", b"scan"), tmp_path / "scan"
    path.write_bytes(b"scan")
    digest = hashlib.sha256(b"scan").hexdigest()
    ports.vault.keep_original(upload, digest, "pdf", path)
    ports.vault.keep_original(upload, digest, "pdf", path)

    assert ports.versions(digest) == 1
    with ports.vault.open_original(digest, "pdf") as kept:
        assert kept.read_bytes() == b"scan"


def test_a_transcript_is_read_back_whole(ports):
    line = TextLine(text="Arrêté n° 550/590", confidence=98.5, box=(0.1, 0.2, 0.3, 0.4))
    transcript = Transcript(reader="textract/1", pages=(Page(number=1, lines=(line,)), Page(number=2)))
    ports.vault.keep_transcript("ab" * 32, transcript)

    assert ports.vault.transcript("ab" * 32) == transcript
    assert ports.vault.transcript("cd" * 32) is None


def test_a_text_layer_stands_beside_the_transcript(ports):
    layer, transcript = (Transcript(reader=reader, pages=(Page(number=1),)) for reader in ("layer/pdfium", "textract/1"))
    ports.vault.keep_layer("ab" * 32, layer)
    ports.vault.keep_transcript("ab" * 32, transcript)

    assert (ports.vault.layer("ab" * 32), ports.vault.transcript("ab" * 32)) == (layer, transcript)
    assert ports.vault.layer("cd" * 32) is None


def test_records_are_kept_by_line_and_all_found(ports):
    kept, refused = a_line(1), a_line(2, status="refused", piece=None, reason="type")

    assert ports.vault.is_empty()
    ports.vault.keep_record(refused, {"line": {"line": refused.line}, "n": 3})
    assert not ports.vault.is_empty()
    ports.vault.keep_record(kept, {"line": {"line": kept.line}, "n": 1})
    ports.vault.keep_record(kept, {"line": {"line": kept.line}, "n": 2})

    assert ports.vault.record(kept) == {"line": {"line": kept.line}, "n": 2}
    assert ports.vault.record(a_line(4)) is None
    assert [record["n"] for _, record in ports.vault.records()] == [2, 3], "those beside an original come first"


def test_a_first_record_is_written_by_one_worker_and_replaced_only_as_it_was_seen(ports):
    line, other = a_line(1), a_line(2)
    first = ports.vault.keep_record(line, {"n": 1}, over=NO_RECORD)

    assert ports.vault.record_mark(other) == NO_RECORD
    assert ports.vault.record_mark(line) == first
    assert ports.vault.keep_record(line, {"n": 2}, over=NO_RECORD) is None
    second = ports.vault.keep_record(line, {"n": 3}, over=first)
    assert second not in {None, first}
    assert ports.vault.keep_record(line, {"n": 4}, over=first) is None
    assert ports.vault.keep_record(other, {"n": 5}, over=first) is None
    assert (ports.vault.record(line), ports.vault.record(other)) == ({"n": 3}, None)


def test_records_of_one_original_come_together_and_are_read_on_from_any_place(ports):
    lines = [a_line(number, digest=letter * 64) for number, letter in enumerate("baba", 1)]
    for line in [*lines, a_line(5, digest=None, status="failed", piece=None, reason="vanished")]:
        ports.vault.keep_record(line, {"line": {"line": line.line, "digest": line.digest}})
    found = list(ports.vault.records())
    places = [place for place, _ in found]

    assert [record["line"]["digest"] for _, record in found] == ["a" * 64, "a" * 64, "b" * 64, "b" * 64, None]
    assert all(record["line"]["digest"] in place for place, record in found[:4])
    for number, place in enumerate(places, 1):
        assert list(ports.vault.records(after=place)) == found[number:]


def test_pages_of_access_records_are_read_on_from_any_place(ports):
    for minutes in (10, 0, 5):
        ports.vault.keep_access_records(AT + timedelta(minutes=minutes), [{"at": str(minutes)}, {"at": f"{minutes}.5"}])
    pages = list(ports.vault.access_pages())

    assert [page for _, page in pages] == [[{"at": each}, {"at": f"{each}.5"}] for each in ("0", "5", "10")]
    for number, (place, _) in enumerate(pages, 1):
        assert list(ports.vault.access_pages(after=place)) == pages[number:]


def test_rosters_are_kept_as_they_came(ports):
    ports.vault.keep_roster("g1", b"matricule\r\n123456")

    assert ports.vault.roster("g1") == b"matricule\r\n123456"
    assert ports.vault.roster("g2") is None
    assert ports.vault.roster_pointer() is None
    assert list(ports.vault.rosters()) == ["g1"]


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


def test_a_record_of_what_a_person_refused_stays_beside_its_original(ports):
    line = a_line(status="refused", reason="by_review")
    ports.vault.keep_record(a_line(), {"line": {"status": "to_review"}})
    ports.vault.keep_record(line, {"line": {"status": "refused"}})

    assert ports.vault.record(a_line()) == {"line": {"status": "refused"}}
    assert [record for _, record in ports.vault.records()] == [{"line": {"status": "refused"}}]


def test_the_latest_decision_on_a_discrepancy_is_kept_and_read_on_from_any_place(ports):
    found = Discrepancy(kind="no_casefile", matricule="123456")
    for name, state in (("no_casefile-2", "sent"), ("no_casefile-1", "explained"), ("no_casefile-1", "sent")):
        ports.vault.keep_decision(KeptDecision(id=name, state=state, reason="écrit", by="directrice", at=AT, found=found))
    kept = list(ports.vault.kept_decisions())

    assert [(decision.id, decision.state, decision.found) for _, decision in kept] == [
        ("no_casefile-1", "sent", found),
        ("no_casefile-2", "sent", found),
    ]
    assert list(ports.vault.kept_decisions(after=kept[0][0])) == kept[1:]
