"""How batches stand, as an archivist sees them."""

import json

import pytest

from chalicelib.access.batches import ReceiptFilter, list_batches, read_batch, read_receipt, read_receipt_spreadsheet
from chalicelib.model.errors import ReaderError, TransientError
from chalicelib.model.reader import Reader
from functions.representations.batches import batch_details_json
from tests.world import World, scan

JEAN = "123456"
ARCHIVIST = Reader(name="archivist-1", roles=frozenset({"archivist"}))
ODD_NAMES = ("lot 1 + é = 100 %", "a%20b", "lot\u00a02", "#?&;\u2028", "é" * 300)


@pytest.fixture
def world():
    return World(JEAN)


def closed(world, *names):
    for name in names:
        world.sync({f"{name}/{JEAN}/a.pdf": scan(name), f"{name}/{JEAN}/Thumbs.db": b"x", f"{name}/{JEAN}/{'b' * 9}.txt": b"no scan"})
        world.run()


def test_batches_are_listed_the_one_opened_last_first(world):
    closed(world, "lot-1", "lot-2", "lot-3")
    first = list_batches(world, limit=2)
    rest = list_batches(world, limit=2, cursor=first.next)

    assert [each.batch.name for each in first.entries + rest.entries] == ["lot-3", "lot-2", "lot-1"]
    assert rest.next is None
    assert {(each.batch.status, each.tally.lines, each.tally.waiting, each.tally.counts["filed"]) for each in first.entries} == {
        ("closed", 2, 0, 1)
    }


@pytest.mark.parametrize("name", ODD_NAMES)
def test_a_batch_is_found_by_its_name_whatever_is_in_it(world, name):
    closed(world, name)

    assert read_batch(ARCHIVIST, name, world).batch.name == name
    assert read_receipt(ARCHIVIST, name, world).head["counts"]["announced"] == 2


@pytest.mark.parametrize("name", ["", "lot", "LOT-1", "lot-1\0", "é" * 2000, "lot-1/"])
def test_what_is_no_batch_is_not_found(world, name):
    closed(world, "lot-1")
    for read in (lambda: read_batch(ARCHIVIST, name, world), lambda: read_receipt(ARCHIVIST, name, world)):
        with pytest.raises(ReaderError, match="not_found"):
            read()


def test_a_receipt_is_read_page_by_page_and_stays_with_its_revision(world):
    world.sync({f"lot-1/{JEAN}/{number}.pdf": scan(str(number)) for number in range(7)} | {f"lot-1/{JEAN}/Thumbs.db": b"x"})
    world.run()
    first = read_receipt(ARCHIVIST, "lot-1", world, limit=4)
    world.sync({f"lot-1/{JEAN}/more.pdf": scan("more")})
    world.run()
    rest = read_receipt(ARCHIVIST, "lot-1", world, limit=4, cursor=first.files.next)

    assert (first.head["revision"], rest.head["revision"], rest.files.next) == (1, 1, None)
    assert [file["key"] for file in first.files.entries + rest.files.entries] == [f"lot-1/{JEAN}/{number}.pdf" for number in range(7)]
    assert (first.ignored, [each["why"] for each in rest.ignored]) == ((), ["litter"])
    assert read_receipt(ARCHIVIST, "lot-1", world).head["revision"] == 2


def test_a_receipt_is_filtered_by_outcome_and_by_a_part_of_a_path_or_matricule(world):
    world.sync({f"lot-1/{JEAN}/{number} ACTE.pdf": scan(str(number)) for number in range(5)} | {f"lot-1/{JEAN}/note.txt": b"no scan"})
    world.run()
    wanted = ReceiptFilter(status="filed", text=" acte ")
    first = read_receipt(ARCHIVIST, "lot-1", world, wanted=wanted, limit=2)
    second = read_receipt(ARCHIVIST, "lot-1", world, wanted=wanted, limit=3, cursor=first.files.next)
    refused = read_receipt(ARCHIVIST, "lot-1", world, wanted=ReceiptFilter(status="refused"))

    assert [file["key"][-10:] for file in first.files.entries + second.files.entries] == [f"{number} ACTE.pdf" for number in range(5)]
    assert second.files.next is None
    assert [file["key"] for file in refused.files.entries] == [f"lot-1/{JEAN}/note.txt"]
    assert len(read_receipt(ARCHIVIST, "lot-1", world, wanted=ReceiptFilter(text=JEAN)).files.entries) == 6
    assert read_receipt(ARCHIVIST, "lot-1", world, wanted=ReceiptFilter(text="lot-1")).files.entries == ()
    with pytest.raises(ReaderError, match="invalid"):
        read_receipt(ARCHIVIST, "lot-1", world, cursor=first.files.next)


@pytest.mark.parametrize("asked", [{"status": "waiting"}, {"text": "a" * 201}])
def test_a_filter_of_no_outcome_or_of_a_text_longer_than_any_is_refused(asked):
    with pytest.raises(ReaderError, match="invalid"):
        ReceiptFilter(**asked)


def test_a_filter_that_finds_few_files_ends_its_page_early(world):
    closed(world, "lot-1")
    lines = [json.dumps({"key": f"lot-1/{number}.pdf", "matricule": None, "status": "filed"}) for number in range(45_000)]
    tail = '"ignored": [],\n"manifest": null,\n"manifest_problems": []'
    world.outbox.put("receipts/lot-1/lot-1-r1.json", '{\n"revision": 1,\n"files": [\n' + ",\n".join(lines) + f"\n],\n{tail}\n}}\n", "")
    wanted, cursor, found, pages = ReceiptFilter(text="44999.pdf"), None, [], 0
    while pages == 0 or cursor:
        page = read_receipt(ARCHIVIST, "lot-1", world, wanted=wanted, cursor=cursor)
        found, cursor, pages = found + [file["key"] for file in page.files.entries], page.files.next, pages + 1

    assert (found, pages) == (["lot-1/44999.pdf"], 3)


def test_a_receipt_is_read_as_the_csv_of_the_outbox_part_by_part(world):
    closed(world, "lot-1")
    written = "\ufefffichier;version\r\n" + "".join(f"{number}.pdf;v\r\n" for number in range(2_500))
    world.outbox.put("receipts/lot-1/lot-1-r1.csv", written, "")
    first = read_receipt_spreadsheet(ARCHIVIST, "lot-1", world)
    rest = read_receipt_spreadsheet(ARCHIVIST, "lot-1", world, cursor=first.next)

    assert first.text + rest.text == written
    assert (first.name, rest.next) == ("recepisse-lot-1-r1", None)
    assert [each.action for each in world.consultations.written.values()] == ["receipt"]  # both at the same moment of the clock


def test_a_batch_without_a_receipt_has_none_yet(world):
    world.sync({f"lot-1/{JEAN}/a.pdf": scan()})
    world.drain()
    with pytest.raises(ReaderError, match="not_found"):
        read_receipt(ARCHIVIST, "lot-1", world)

    assert read_batch(ARCHIVIST, "lot-1", world).batch.status == "open"


def test_a_batch_in_work_says_what_it_has_read_and_what_was_refused_and_why(world):
    world.sync({f"lot-1/{JEAN}/a.pdf": scan(), f"lot-1/{JEAN}/note.txt": b"no scan"})
    world.drain()
    progress = read_batch(ARCHIVIST, "lot-1", world)

    assert (progress.batch.status, progress.tally.pages) == ("open", 1)
    assert [(each.key, each.status, each.reason) for each in progress.refused] == [(f"lot-1/{JEAN}/note.txt", "refused", "type")]
    assert batch_details_json(progress)["refused"][0]["reason_fr"].startswith("Ce")


def test_who_reads_the_names_of_refused_files_is_written_down_once_an_hour(world):
    closed(world, "lot-1")
    world.sync({f"lot-2/{JEAN}/a.pdf": scan()})
    world.run()
    other = Reader(name="archivist-2", roles=frozenset({"archivist"}))
    for minutes, reader in ((0, ARCHIVIST), (1, ARCHIVIST), (1, other), (57, other), (3, ARCHIVIST)):
        world.clock.pause(minutes * 60)
        read_batch(reader, "lot-1", world)
        read_batch(reader, "lot-2", world)  # nothing of it was refused
    noted = [(each.action, each.batch, each.reader) for each in world.consultations.written.values()]

    assert noted == [("refused_files", "lot-1", name) for name in ("archivist-1", "archivist-2", "archivist-1")]


def test_a_receipt_is_written_down_before_it_is_given(world):
    closed(world, "lot-1")
    read_receipt(ARCHIVIST, "lot-1", world)
    noted = [(each.action, each.batch, each.reader) for each in world.consultations.written.values()]
    world.consultations.broken = True
    with pytest.raises(TransientError):
        read_receipt(ARCHIVIST, "lot-1", world)

    assert noted == [("receipt", "lot-1", "archivist-1")]


def test_a_cursor_of_another_list_is_refused(world):
    closed(world, "lot-1", "lot-2")
    cursor = list_batches(world, limit=1).next
    for read in (lambda: read_receipt(ARCHIVIST, "lot-1", world, cursor=cursor), lambda: list_batches(world, cursor="A" * 40)):
        with pytest.raises(ReaderError, match="invalid"):
            read()
