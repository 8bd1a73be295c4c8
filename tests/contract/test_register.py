"""Contract of the port Register: the schema and the rebuild; its parts have contracts of their own."""

from contextlib import suppress
from dataclasses import replace

from chalicelib.model.errors import ConflictError
from chalicelib.model.piece import Outcome
from chalicelib.model.register import Bookmark
from tests.contract.samples import LATER, a_change, a_line, an_entry, an_original, filed, two_filed, waiting_for_a_person


def test_the_mark_of_a_register_is_raised_and_never_lowered(ports):
    found = [ports.register.schema_version()]
    for version in (2, 2, 1, 3):
        ports.register.mark_schema(version)
        found.append(ports.register.schema_version())

    assert found == [None, 2, 2, 2, 3]


def test_a_long_duty_finds_its_place_again(register):
    assert register.bookmark("inbox") is None
    for place in ("lot-1/a.pdf", ""):
        register.put_bookmark("inbox", Bookmark(place=place, at=LATER))

        assert register.bookmark("inbox") == Bookmark(place=place, at=LATER)
    assert register.bookmark("other") is None


def test_a_long_duty_finds_its_numbers_again_and_the_bookmarks_of_its_parts(register):
    register.put_bookmark("rebuild", Bookmark(place="records ab", at=LATER, counts={"lines": 3, "pieces": 2}))
    for batch in ("lot-2", "lot é#1", "lot-1"):
        register.put_bookmark(f"rebuild/{batch}", Bookmark(place="", at=LATER))

    counts = register.bookmark("rebuild").counts
    assert (counts, {type(each) for each in counts.values()}) == ({"lines": 3, "pieces": 2}, {int})
    assert list(register.bookmarks("rebuild/")) == ["rebuild/lot é#1", "rebuild/lot-1", "rebuild/lot-2"]


def test_what_is_restored_is_what_was_lost(register, ports):
    register.register_arrival(an_entry())
    filed(register)
    line, piece = register.line("lot-1", a_line().line), register.piece(a_line().piece)
    original = replace(an_original(), status="transcribed", confidence=97.5)
    before = register.batch("lot-1")
    values = [line, piece, original, *register.batch_events("lot-1"), ("lot-1", "a1", line.line), register.batch("lot-1")[0]]
    register.restore(values)
    sums = register.recount("lot-1")

    assert sums == before[1]
    assert register.batch("lot-1") == before
    assert list(register.lines("lot-1")) == [line]
    assert register.original(original.digest) == original


def test_sums_that_are_counted_while_a_line_moves_are_right_or_not_written(register):
    register.register_arrival(an_entry())
    events = register.batch_events

    def moved_meanwhile(batch):
        filed(register)
        return events(batch)

    register.batch_events = moved_meanwhile
    with suppress(ConflictError):
        register.recount("lot-1")
    del register.batch_events
    before = register.batch("lot-1")[1]

    assert register.recount("lot-1") == before


def test_a_batch_that_was_restored_is_listed(register):
    batch = replace(register.batch("lot-1")[0], name="lot-2", status="closed", opened_at=LATER)
    register.restore([batch])

    assert [each.name for each, _ in register.latest_batches(before=None, limit=5)] == ["lot-2", "lot-1"]


def test_duplicates_that_were_lost_are_restored(register):
    kept, twin = two_filed(register)
    whole = replace(register.piece(twin.piece), status="duplicate", matricule="123456", duplicate_of=kept.piece)
    register.restore([whole])

    assert register.duplicates_of(kept.piece) == [whole]


def test_changes_that_were_lost_are_restored(register):
    piece = waiting_for_a_person(register)
    change = a_change(piece, Outcome(status="filed", matricule="123456"))
    register.restore([change])
    register.restore([change])

    assert list(register.decisions(piece.piece, limit=9)) == [change]
