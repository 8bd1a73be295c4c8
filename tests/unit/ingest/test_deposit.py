"""What an archivist sends from the page: which files are given a slot, which are there, which are not wanted, and what is written down."""

import hashlib
from datetime import UTC, datetime

import pytest

from chalicelib.ingest.deposit import MANIFEST, MOST, DepositRequest, open_slots
from chalicelib.model.errors import ReaderError, TransientError
from chalicelib.model.reader import RIGHTS, Reader
from chalicelib.model.wording import MESSAGES, UNSENT
from tests.world import World, scan

JEAN, MARIE = "123456", "654321"
ALINE = Reader(name="aline", roles=frozenset({"archivist"}), session="s1")
LARGEST = 500 * 1024 * 1024


def wanted(name, body=None, *, digested=True):
    body = scan(name) if body is None else body
    return DepositRequest(name=name, size=len(body), digest=hashlib.sha256(body).hexdigest() if digested else None)


def asked(world, *files, batch="lot-1"):
    found = open_slots(ALINE, batch, files, world)
    return {each.name: each.reason or each.status for each in found.files}


@pytest.fixture
def world():
    return World(JEAN, MARIE)


def test_a_new_file_is_given_a_slot_of_its_own_key_and_size(world):
    found = open_slots(ALINE, "lot-1", [wanted(f"{JEAN}/acte.pdf")], world)
    (file,) = found.files

    assert world.deposits.signed == [("lot-1", f"lot-1/{JEAN}/acte.pdf", len(scan(f"{JEAN}/acte.pdf")))]
    assert (file.status, file.slot.url, file.slot.fields["key"]) == ("send", "https://inbox.example/", f"lot-1/{JEAN}/acte.pdf")
    assert file.slot.expires_at == datetime(2026, 11, 23, 8, 15, tzinfo=UTC)


def test_who_comes_back_after_a_break_sends_what_is_missing_alone(world):
    names = [f"{JEAN}/{number:02}.pdf" for number in range(6)]
    world.sync({f"lot-1/{name}": scan(name) for name in names[:4]})
    before = asked(world, *map(wanted, names))
    world.drain()
    after = asked(world, *map(wanted, names))

    assert before == after == dict.fromkeys(names[:4], "already") | dict.fromkeys(names[4:], "send")


def test_a_file_whose_digest_is_not_told_is_there_when_one_of_its_size_is(world):
    world.sync({"lot-1/a.pdf": b"12345", "lot-1/a.pdf2": b"123"})
    told = asked(world, DepositRequest(name="a.pdf", size=5), DepositRequest(name="a.pdf2", size=4), DepositRequest(name="b.pdf", size=5))

    assert told == {"a.pdf": "already", "a.pdf2": "send", "b.pdf": "send"}


def test_another_scan_of_the_same_size_under_the_same_name_is_sent(world):
    world.sync({f"lot-1/{JEAN}/acte.pdf": scan("un")})
    world.run()

    assert asked(world, wanted(f"{JEAN}/acte.pdf", scan("un"))) == {f"{JEAN}/acte.pdf": "already"}
    assert asked(world, wanted(f"{JEAN}/acte.pdf", scan("de"))) == {f"{JEAN}/acte.pdf": "send"}


def test_what_is_refused_by_its_name_or_its_size_says_why_and_the_others_go(world):
    odd = {
        "vide.pdf": "empty",
        "Thumbs.db": "litter",
        f"{JEAN}/.DS_Store": "litter",
        "manifest-sha256.txt": "litter",
        "_COMPLETE": "litter",
        "../acte.pdf": "path",
        "/acte.pdf": "path",
        "a//b.pdf": "path",
        "a\\b.pdf": "path",
        "a\nb.pdf": "path",
        "${filename}": "path",
        " acte.pdf": "path",
        f"{JEAN} /acte.pdf": "path",
        "e\u0301te.pdf": "path",
        "é" * 520 + ".pdf": "path",
        "liste hutu.pdf": "forbidden_name",
    }
    files = [DepositRequest(name=name, size=0 if reason == "empty" else 9) for name, reason in odd.items()]
    told = asked(world, *files, DepositRequest(name="grand.pdf", size=LARGEST + 1), DepositRequest(name="entier.pdf", size=LARGEST))

    assert told == {**odd, "grand.pdf": "size", "entier.pdf": "send"}
    assert set(told.values()) - {"send"} == set(UNSENT)


@pytest.mark.parametrize(
    "batch",
    [
        "_roster",
        "_x",
        "lot/1",
        "..",
        "",
        " lot",
        "lot\u2028",
        "a" * 201,
        "e\u0301",
        JEAN,
        "C:",
        "lot\\1",
        "$x",
        "lot*",
        "lot ?",
        "copies-masquees",
        "\U0001d538" * 200,
        "Copies-Masquées",
        "\uff43opies-masquees",
        "lot\u202ebew",
        "lot\u200b",
        "lot.",
        ".",
        "NUL",
        "com1.txt",
    ],
)
def test_a_batch_is_no_roster_and_no_servants_folder(world, batch):
    with pytest.raises(ReaderError) as refusal:
        asked(world, wanted("acte.pdf"), batch=batch)

    assert refusal.value.code == "batch_name"
    assert refusal.value.code in MESSAGES
    assert world.deposits.signed == []


def test_a_name_that_is_no_matricule_may_have_accents_blanks_and_signs(world):
    for batch in ("lot é + 50%", "Gitega n° 3", "2026-11-23", "l'été"):
        assert asked(world, wanted(f"{JEAN}/a.pdf"), batch=batch) == {f"{JEAN}/a.pdf": "send"}


def test_the_page_announces_what_it_has_sent_and_the_receipt_is_written_at_once(world):
    names = [f"{JEAN}/a.pdf", f"{MARIE}/b.pdf"]
    world.sync({f"lot-1/{name}": scan(name) for name in names})
    lines = "".join(f"{name};{wanted(name).digest}\n" for name in names)
    body = f"fichier;sha256\n{lines}".encode()
    slots = [asked(world, DepositRequest(name=MANIFEST, size=len(body))) for _ in range(2)]
    world.sync({f"lot-1/{MANIFEST}": body})
    world.drain()

    assert slots == [{MANIFEST: "send"}] * 2
    assert world.register.batch("lot-1")[0].status == "closed"
    assert world.receipt("lot-1")["counts"]["missing"] == 0


@pytest.mark.parametrize("files", [[], [wanted("a.pdf")] * 2, [wanted(f"{number}.pdf") for number in range(MOST + 1)]])
def test_a_request_names_some_files_each_once(world, files):
    with pytest.raises(ReaderError) as refusal:
        asked(world, *files)

    assert refusal.value.code == "invalid"


def test_it_is_written_down_who_sends_what_before_a_slot_is_given(world):
    world.sync({"lot-1/b.pdf": scan("b.pdf")})
    asked(world, wanted("a.pdf"), wanted("b.pdf"), DepositRequest(name="vide.pdf", size=0))
    (noted,) = world.consultations.written.values()
    (trace,) = world.audit_trail.entries_of_reader("aline")

    assert (noted.action, noted.reader, noted.role, noted.session) == ("deposit", "aline", "archivist", "s1")
    assert (noted.batch, noted.files) == ("lot-1", ("a.pdf",))
    assert (trace.action, trace.detail) == ("deposit", "lot-1 (1)")


def test_nothing_is_signed_that_cannot_be_written_down(world):
    world.consultations.broken = True
    with pytest.raises(TransientError):
        asked(world, wanted("a.pdf"))

    assert world.deposits.signed == []


def test_nothing_is_written_down_where_nothing_is_sent(world):
    world.sync({"lot-1/a.pdf": scan("a.pdf")})
    asked(world, wanted("a.pdf"), DepositRequest(name="vide.pdf", size=0))

    assert world.consultations.written == {}


def test_archivists_alone_deposit():
    assert RIGHTS["deposit"] == {"archivist"}


def test_a_batch_or_a_file_with_a_forbidden_name_is_refused_before_it_is_sent(world):
    with pytest.raises(ReaderError) as refusal:
        asked(world, wanted(f"{JEAN}/acte.pdf"), batch="Liste des Hutu 1972")

    assert refusal.value.code == "forbidden_word"
    assert asked(world, wanted(f"{JEAN}/carte UPRONA.pdf"), wanted(f"{JEAN}/acte.pdf")) == {
        f"{JEAN}/carte UPRONA.pdf": "forbidden_name",
        f"{JEAN}/acte.pdf": "send",
    }
    assert "UPRONA" not in repr(world.consultations.written)
