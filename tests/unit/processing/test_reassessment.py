"""Reassessment: what a second look at a text may change of a piece, and what it never changes by itself."""

from dataclasses import replace

import pytest

from chalicelib.processing.reassessment import ReadPiece, reassess_piece, reassess_pieces
from tests.unit.processing.test_outcome import JEAN, MARIE, act_about, bring
from tests.unit.processing.test_outcome import world as world  # noqa: PLC0414 - a fixture


def read(world, piece, text=None):
    """Read a piece as it stands, with another text where one is given."""
    piece = world.register.piece(piece.piece)
    original, line = world.register.original(piece.digest), world.register.line(piece.batch, piece.line)
    transcript = world.vault.transcript(piece.digest)
    if text is not None:
        (page,) = transcript.pages
        lines = tuple(replace(page.lines[0], text=each) for each in text.splitlines())
        transcript = replace(transcript, pages=(replace(page, lines=lines),))
    return ReadPiece(piece=piece, line=line, original=original, transcript=transcript)


def test_a_piece_that_nothing_changes_is_not_settled(world):
    _, piece = bring(world, f"{JEAN.matricule}/a.pdf", act_about(JEAN))

    assert reassess_piece(read(world, piece), world) is None
    assert world.register.piece(piece.piece) == piece


def test_a_dry_run_returns_the_outcome_and_settles_nothing(world):
    _, piece = bring(world, f"{JEAN.matricule}/a.pdf", act_about(JEAN))
    outcome = reassess_piece(read(world, piece, act_about(MARIE)), world, dry=True)

    assert (outcome.status, outcome.reason, outcome.matricule) == ("to_review", "doubted", None)
    assert world.register.piece(piece.piece) == piece


def test_a_text_about_another_servant_sends_a_filed_piece_to_review_with_both_as_candidates(world):
    _, piece = bring(world, f"{JEAN.matricule}/a.pdf", act_about(JEAN))
    reassess_piece(read(world, piece, act_about(MARIE)), world)
    now = world.register.piece(piece.piece)

    assert (now.status, now.reason, now.matricule) == ("to_review", "doubted", None)
    assert {each.matricule for each in now.candidates} == {JEAN.matricule, MARIE.matricule}
    assert [event.type for event in world.register.batch_events("lot-1")][-1] == "rereading"


@pytest.mark.parametrize("status", ["filed", "to_review", "refused", "duplicate"])
def test_a_text_with_a_forbidden_mention_seals_a_piece_off_whatever_its_status(world, status):
    _, piece = bring(world, f"{JEAN.matricule}/a.pdf", act_about(JEAN))
    seen = read(world, piece, act_about(JEAN) + "Ethnie : Hutu")
    outcome = reassess_piece(replace(seen, piece=replace(seen.piece, status=status)), world, dry=True)

    assert (outcome.status, outcome.fields, outcome.matricule) == ("sealed_off", (), None)


@pytest.mark.parametrize("status", ["waiting", "failed", "sealed_off"])
def test_a_piece_in_work_or_sealed_off_is_not_reassessed(world, status):
    _, piece = bring(world, f"{JEAN.matricule}/a.pdf", act_about(JEAN))
    seen = read(world, piece, act_about(MARIE))

    assert reassess_piece(replace(seen, piece=replace(seen.piece, status=status)), world, dry=True) is None


def test_the_number_of_readings_is_kept_in_the_record_of_a_piece_that_does_not_change(world):
    _, piece = bring(world, f"{JEAN.matricule}/a.pdf", act_about(JEAN))
    again = replace(world.register.original(piece.digest), attempt=2, job="job-2")
    reassess_pieces(again, world)

    record = world.vault.record(world.register.line(piece.batch, piece.line))
    assert (record["original"]["attempt"], record["original"]["job"]) == (2, "job-2")
    assert world.register.piece(piece.piece) == piece
