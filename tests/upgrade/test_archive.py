"""An archive of the released code under today's: everything is answered as before, and work that was under way goes on."""

from dataclasses import replace

import pytest

from chalicelib.aws.attributes import to_attributes
from chalicelib.aws.table import piece_item
from chalicelib.model import schema
from chalicelib.model.piece import Field
from tests.faults.test_rebuild import lose, memory
from tests.stage import TABLE
from tests.upgrade import released
from tests.upgrade.load import load
from tests.upgrade.play import JEAN, MARIE, OPEN, answers, ask, stage_of


@pytest.fixture
def stage():
    with stage_of() as stage:
        load(stage, released("archive"))
        yield stage


SENTENCES = {"message", "reason_fr", "reason_en"}
"""Members of answers whose words are the code's, and no data."""


def differences(before, after, place=""):
    """Places where an answer lacks or changes what it said before; what it says besides is no difference."""
    if isinstance(before, dict) and isinstance(after, dict):
        return [
            found
            for name, value in before.items()
            if name not in SENTENCES
            for found in differences(value, after.get(name), f"{place}/{name}")
        ]
    if isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        pairs = enumerate(zip(before, after, strict=True))
        return [found for number, (one, other) in pairs for found in differences(one, other, f"{place}/{number}")]
    return [] if before == after else [f"{place}: {before!r} was said, and now {after!r}"]


def test_everything_that_the_released_code_answered_is_answered_alike(stage):
    assert differences(released("answers"), answers(released("archive")["day"])) == []


def test_a_changed_answer_would_be_found():
    said = released("answers")
    changed = said | {"review": said["review"] | {"pieces": []}}

    assert len(differences(said, changed)) == 1
    assert differences(said, said | {"more": 1}) == []


def test_the_batch_that_was_in_work_is_finished_and_nothing_is_taken_in_twice(stage):
    stage.clock.pause(1_860)  # after half an hour the sweep asks Textract, which knows the job no more
    stage.run()

    (receipt,) = stage.receipts(OPEN)
    assert [(file["key"].rpartition("/")[2], file["status"]) for file in receipt["files"]] == [("e.pdf", "filed"), ("f.pdf", "refused")]
    assert stage.dead_letters() == {}
    assert stage.jobs() == [line.digest for line in stage.known.register.lines(OPEN) if line.matricule == MARIE]


def test_the_register_is_marked_anew_and_every_piece_stays_all_pages_of_its_file(stage):
    before = {line.line: line for name in ("lot-1", "lot-2", OPEN) for line in stage.known.register.lines(name)}
    stage.clock.pause(1_860)
    stage.run()
    after = {line.line: line for name in ("lot-1", "lot-2", OPEN) for line in stage.known.register.lines(name)}

    assert stage.known.register.schema_version() == schema.REGISTER
    assert after.keys() == before.keys()
    pieces = [stage.known.register.piece(line.piece) for line in after.values() if line.piece]
    assert {(piece.pages, piece.division) for piece in pieces} == {((), ())}


def test_an_act_that_the_released_code_filed_is_found_after_some_minutes(stage):
    number = Field(name="act_number", value="610/558", raw="610/558", confidence=0.9, page=1, box=(0.1, 0.1, 0.2, 0.02))
    piece = replace(stage.known.register.casefile_pieces(JEAN, after=None, limit=1)[0], fields=(number,))
    stage.tools["dynamodb"].put_item(TableName=TABLE, Item=to_attributes(piece_item(piece)))
    before = ask("aline archivist", "GET", "/acts", query={"q": "610/558"})["acts"]
    stage.clock.pause(1_860)
    stage.run()
    after = ask("aline archivist", "GET", "/acts", query={"q": "610/558"})["acts"]

    assert (before, [each["piece"] for each in after]) == ([], [piece.piece])


def test_the_register_is_rebuilt_from_the_released_records(stage):
    stage.clock.pause(1_860)
    stage.run()
    before = memory(stage.known.register, "lot-1", "lot-2", OPEN)
    lose(stage)
    stage.rebuild()
    stage.run()
    after = memory(stage.known.register, "lot-1", "lot-2", OPEN)

    for each in (before, after):
        del each["batches"]["lot-2"]  # its manifest is announced again, and a further revision says the same
    assert after == before
