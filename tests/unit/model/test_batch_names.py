"""Where the receipts of a batch stand: never where another batch's do, on any disk, whatever a folder is called."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.model.batch_names import is_legible, is_plain, outbox_name, receipt_place
from tests.world import World, scan

JEAN = "123456"
ALIKE = [
    "lot-web",
    "Lot-Web",
    "LOT-WEB",
    "lot-web.",
    "lot-web ",
    " lot-web",
    "lot-web..",
    ".lot-web",
    "l\u043et-web",  # a Cyrillic o
    "\uff4cot-web",  # a full-width l
    "lot\u2010web",  # another hyphen
    "lot-web\u200b",  # a blank of no width
    "lot-\u202ebew",  # written from right to left
    "lot-web\n",
]
HOSTILE = [
    *(".", "..", "...", " ", "\u202e", "~", "Copies-masquees", "é" * 300),
    *("CON", "nul", "com1", "LPT9.txt", "aux .pdf", "a:b", 'a"b', "a<b>|?*", "a\\b"),
]


def on_windows(path: str) -> str:
    """The file that Windows writes for a path, in one spelling: case does not count, nor dots and blanks at the end of a name."""
    return "/".join(step.casefold().rstrip(" .") for step in path.split("/"))


def is_written_on_windows(path: str) -> bool:
    """Whether Windows can write and open a path (learn.microsoft.com, Naming Files, Paths, and Namespaces)."""
    steps = path.split("/")
    devices = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)( *\..*)?", re.IGNORECASE)
    plain = all(step and not re.search(r'[\x00-\x1f<>:"|?*\\]', step) and step == step.rstrip(" .") for step in steps)
    return plain and not any(map(devices.fullmatch, steps)) and len(path) < 200


@pytest.mark.parametrize("batch", ["lot-1", "2026-03-gitega-01", "lot é", "lot-masque-425e9575", "2026.03", "l'école (2)"])
def test_a_name_in_small_latin_letters_stays_as_it_is(batch: str) -> None:
    assert outbox_name(batch) == batch
    assert receipt_place(batch, 2) == f"receipts/{batch}/{batch}-r2"


def test_names_that_are_alike_have_receipts_apart() -> None:
    places = [receipt_place(batch, 1) for batch in (*ALIKE, *HOSTILE)]

    assert len(set(map(on_windows, places))) == len(places)


@pytest.mark.parametrize("batch", [*ALIKE, *HOSTILE])
def test_a_receipt_can_be_written_and_opened_on_windows(batch: str) -> None:
    place = f"{receipt_place(batch, 1)}.html"

    assert is_written_on_windows(place)
    assert is_legible(outbox_name(batch))


@given(st.text(min_size=1, max_size=100).filter(lambda name: "/" not in name))
def test_any_name_can_be_written_on_windows_and_plain_ones_are_never_taken_for_others(batch: str) -> None:
    name = outbox_name(batch)

    assert is_written_on_windows(f"receipts/{name}/{name}-r1.html")
    assert is_plain(batch) == (name == batch) == ("~" not in name)


def test_batches_that_differ_by_case_have_a_receipt_each() -> None:
    world = World(JEAN)
    world.sync({f"{batch}/{JEAN}/{number}.pdf": scan(batch) for number, batch in enumerate(ALIKE)})
    world.run()

    assert [set(world.outcomes(batch).values()) for batch in ALIKE] == [{"filed"}] * len(ALIKE)
    assert len(set(map(on_windows, world.outbox.objects))) == 3 * len(ALIKE)


@pytest.mark.parametrize("batch", HOSTILE)
def test_the_files_of_a_batch_with_a_hostile_name_are_in_a_receipt(batch: str) -> None:
    world = World(JEAN)
    world.sync({f"{batch}/{JEAN}/a.pdf": scan()})
    world.run()

    assert [(file["key"], file["status"]) for file in world.receipt(batch)["files"]] == [(f"{batch}/{JEAN}/a.pdf", "filed")]
    assert world.receipt(batch)["batch"] == batch
