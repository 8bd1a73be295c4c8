"""Readers of two case files, and what they are given or refused."""

import pytest

from chalicelib.access.casefiles import read_casefile
from chalicelib.model.errors import ReaderError
from chalicelib.model.reader import Reader
from tests.world import World, scan

JEAN, MARIE = "123456", "654321"


def servant(matricule):
    return Reader(name=matricule, roles=frozenset({"servant"}), matricule=matricule)


def staff(role):
    return Reader(name=f"{role}-1", roles=frozenset({role}))


ARCHIVIST = staff("archivist")


def pieces_of(world, matricule):
    return [each.piece for each in read_casefile(servant(matricule), matricule, world).pieces.entries]


def unidentified(world):
    return next(piece.piece for piece in world.register.every_piece() if piece.status == "to_review")


def refused(read, *asked, **how):
    with pytest.raises(ReaderError) as refusal:
        read(*asked, **how)
    return refusal.value.code


def journal(world):
    return [(each.action, each.reader, each.role, each.matricule) for each in world.consultations.written.values()]


def world_of_three_pieces():
    world = World(JEAN, MARIE)
    world.sync({f"lot-1/{JEAN}/a.pdf": scan("a"), f"lot-1/{JEAN}/b.pdf": scan("b"), f"lot-1/{MARIE}/c.pdf": scan("c")})
    world.run()
    return world


def piece_of(world, name):
    return next(each for each in world.register.every_piece() if each.name == name)
