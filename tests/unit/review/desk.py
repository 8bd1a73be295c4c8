"""What archivists and guardians do at their screens, for the tests of the review."""

import hashlib
from datetime import date

import pytest

from chalicelib.model.errors import ReaderError
from chalicelib.model.reader import Reader
from chalicelib.model.register import Settlement
from chalicelib.model.review_queue import QueueFilter
from chalicelib.model.servant import Servant
from chalicelib.review.decisions import DecisionRequest, UndoRequest, decide, undo
from chalicelib.review.queue import claim, list_queue
from tests.world import scan

ALINE = Reader(name="aline", roles=frozenset({"archivist"}))
BOB = Reader(name="bob", roles=frozenset({"archivist"}))
OTHER = Servant(matricule="777777", name="NIYONZIMA", first_names="Paul", birth_date=date(1969, 9, 9))
LETTER = "Monsieur le Directeur,\nJ'ai l'honneur de vous demander un entretien.\nVeuillez agréer mes salutations."


def bring(world, key, text):
    """Sync one scan on which a text is written, in a batch of its own, and read what became of it."""
    body = scan(key + text)
    digest = hashlib.sha256(body).hexdigest()
    world.ocr.texts[digest] = text
    world.sync({key: body})
    world.run()
    (piece,) = world.register.pieces_of_original(digest)
    return piece


def now(world, piece):
    return world.register.piece(piece.piece)


def settle(world, piece, decision="file", reader=ALINE, **said):
    """Take a piece in hand and decide."""
    if now(world, piece).status == "to_review":
        claim(reader, piece.piece, world)
    verdict = {"edition": now(world, piece).edition, "decision": decision, "fields": {}} | said
    decide(reader, piece.piece, DecisionRequest(**verdict), world)
    return now(world, piece)


def go_back(world, piece, **how):
    undo(ALINE, piece.piece, UndoRequest(edition=now(world, piece).edition, **how), world)
    return now(world, piece)


def code_of(act, *args, **said):
    with pytest.raises(ReaderError) as refusal:
        act(*args, **said)
    return refusal.value.code


def queued(world, reader=ALINE, *, cursor=None, limit=20, **wanted):
    """Read a page of the review queue."""
    return list_queue(reader, world, QueueFilter(**wanted), cursor=cursor, limit=limit).page


def names_of(page):
    """Name the pieces of a page of the queue."""
    return [each.piece.piece for each in page.entries]


def field_of(piece, name):
    return next((each for each in piece.fields if each.name == name), None)


def file_again_by_force(world, piece):
    """Read a piece again from its kept text, whatever it is."""
    from chalicelib.processing.filing import settle as settle_again  # noqa: PLC0415
    from chalicelib.processing.outcome import assess_kept, outcome_of  # noqa: PLC0415

    stands = now(world, piece)
    original = world.register.original(piece.digest)
    outcome = outcome_of(stands, assess_kept(stands, original, world), world, confidence=original.confidence)
    settle_again(Settlement(piece=stands, outcome=outcome, event="rereading"), world)
    return now(world, piece)
