"""What every journal of reading promises, and what the register and the buckets promise to readers."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.model.audit import Consultation
from chalicelib.model.errors import ConflictError
from chalicelib.model.piece import Field, Outcome
from tests.contract.test_register import AT, LATER, a_line, a_piece, an_entry, an_event, an_original, filed

JEAN = "123456"


def a_consultation(second=0, **facts):
    said = {"action": "text", "at": AT + timedelta(seconds=second), "reader": "archivist-1", "role": "archivist", "matricule": JEAN}
    return Consultation(**(said | {"piece": a_line().piece, "session": "s"} | facts))


@pytest.fixture
def journal(ports):
    return ports.consultations


@pytest.fixture
def register(ports):
    ports.register.open_batch("lot-1", AT)
    return ports.register


def test_a_consultation_is_written_once_however_often_its_writing_is_repeated(journal):
    for _ in range(3):
        journal.record(a_consultation())

    assert list(journal.list_for(JEAN, before=None, limit=10)) == [a_consultation()]


def test_who_opened_a_case_file_is_told_page_by_page_the_latest_first(journal):
    written = [a_consultation(second, action=action) for second, action in enumerate(("casefile", "text", "download", "piece"))]
    for each in [*written, a_consultation(9, matricule="654321"), a_consultation(9, matricule="12345")]:
        journal.record(each)
    first = journal.list_for(JEAN, before=None, limit=3)

    assert list(first) == written[:0:-1]
    assert list(journal.list_for(JEAN, before=first[-1].place, limit=3)) == written[:1]


def test_what_is_in_no_case_file_is_written_down_too(journal):
    loose, whole = a_consultation(matricule=None), a_consultation(1, action="receipt", matricule=None, piece=None, batch="lot é+%")
    journal.record(loose)
    journal.record(whole)

    assert list(journal.list_for(loose.piece, before=None, limit=10)) == [loose]
    assert list(journal.list_for("lot é+%", before=None, limit=10)) == [whole]


def test_accesses_are_read_by_time_over_midnight_from_one_moment_and_before_another(journal):
    seconds = (0, 3600 * 20, 3600 * 20 + 1, 3600 * 40)
    for second in seconds:
        journal.record(a_consultation(second))
    found = list(journal.access_records(AT, AT + timedelta(seconds=seconds[-1])))

    assert [at for at, _ in found] == [AT + timedelta(seconds=second) for second in seconds[:-1]]
    assert list(journal.access_records(AT + timedelta(days=9), AT + timedelta(days=10))) == []


def test_what_was_lost_is_restored_from_what_was_read(journal, ports):
    journal.record(a_consultation())
    journal.record(a_consultation(1, matricule=None, piece=None, batch="é"))
    accesses = [access for _, access in journal.access_records(AT, LATER)]
    ports.vault.keep_access_records(AT, accesses)
    ports.vault.keep_access_records(AT, accesses)
    kept = list(ports.vault.access_records())
    journal.restore(kept)

    assert kept == accesses
    assert list(journal.list_for(JEAN, before=None, limit=10)) == [a_consultation()]
    assert [access for _, access in journal.access_records(AT, LATER)] == accesses


def test_how_far_the_vault_has_them_is_moved_on_by_one(journal):
    assert journal.archived_until() is None
    journal.set_archived_until(AT, seen=None)
    with pytest.raises(ConflictError):
        journal.set_archived_until(AT, seen=None)
    journal.set_archived_until(LATER, seen=AT)
    with pytest.raises(ConflictError):
        journal.set_archived_until(LATER, seen=AT)

    assert journal.archived_until() == LATER


def test_a_case_file_lists_its_filed_pieces_in_the_order_of_their_registration(register):
    for number in (3, 1, 2, 4):
        line = a_line(number)
        register.register_arrival(an_entry(number, piece=replace(a_piece(line), registered_at=AT + timedelta(seconds=number))))
        if number != 4:
            register.settle_piece(
                register.piece(line.piece), line, Outcome(status="filed", matricule="12.34-56"), an_event(line, "filing", LATER)
            )
    first = register.casefile_pieces(JEAN, after=None, limit=2)

    assert [piece.piece for piece in first] == [a_line(1).piece, a_line(2).piece]
    assert [piece.piece for piece in register.casefile_pieces(JEAN, after=first[-1].place, limit=2)] == [a_line(3).piece]
    assert list(register.casefile_pieces("12345", after=None, limit=2)) == []


def test_pieces_are_read_with_their_originals(register):
    for number in (1, 2):
        register.register_arrival(an_entry(number))
    wanted = [a_line(2).piece, "0" * 64 + "-00000000", a_line(1).piece]

    assert dict(register.pieces_with_originals(wanted)) == {a_line(n).piece: (a_piece(a_line(n)), an_original(n)) for n in (1, 2)}
    assert dict(register.pieces_with_originals([])) == {}


def test_a_piece_keeps_the_fields_that_were_found_in_it(register):
    field = Field(name="act_date", value="2010-03-01", raw="1er mars 2010", confidence=0.93, page=1, box=(0.1, 0.25, 0.3, 0.0123))
    piece = replace(a_piece(a_line()), type="03.1", type_confidence=0.75, fields=(field,))
    register.register_arrival(an_entry(piece=piece))

    assert register.piece(piece.piece) == piece


def test_batches_are_listed_with_their_sums_the_one_opened_last_first(register):
    for minute in range(1, 15):
        register.open_batch(f"lot {minute} é+%", AT + timedelta(minutes=minute))
    register.register_arrival(an_entry())
    filed(register)
    closing = register.close_batch(register.batch("lot-1")[0], moves=2, at=LATER)
    register.record_receipt(closing, moves=2)
    names = [batch.name for batch, _ in register.latest_batches(before=None, limit=30)]
    place = register.latest_batches(before=None, limit=14)[-1][0].place
    register.reopen_batch(register.batch("lot-1")[0], AT + timedelta(hours=1))

    assert names == [*(f"lot {minute} é+%" for minute in range(14, 0, -1)), "lot-1"]
    assert [batch.name for batch, _ in register.latest_batches(before=place, limit=30)] == []
    assert list(register.latest_batches(before=None, limit=1)) == [register.batch("lot-1")]
    assert register.batch("lot-1")[1].counts["filed"] == 1


def test_a_batch_that_was_restored_is_listed(register):
    batch = replace(register.batch("lot-1")[0], name="lot-2", status="closed", opened_at=LATER)
    register.restore([batch])

    assert [each.name for each, _ in register.latest_batches(before=None, limit=5)] == ["lot-2", "lot-1"]


def test_a_report_is_read_line_by_line(ports):
    ports.outbox.put("receipts/lot é+%/x.json", '{\n"é": "\u2028"\n}\n', "application/json")

    assert "\n".join(ports.outbox.report_lines("receipts/lot é+%/x.json")).strip() == '{\n"é": "\u2028"\n}'
    assert ports.outbox.report_lines("receipts/other.json") is None
