"""Readers of two case files, and what they are given or refused."""

from dataclasses import replace

import pytest

from chalicelib.access.casefiles import read_casefile
from chalicelib.career.filed_pieces import read_all_filed
from chalicelib.model.errors import ReaderError
from chalicelib.model.piece import Field
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


def field(name, value):
    return Field(name=name, value=value, raw=value, confidence=0.9, page=1, box=(0.1, 0.2, 0.3, 0.02))


def world_with_a_career():
    """Jean's case file has a recruitment and a posting."""
    world = world_of_three_pieces()
    first, second = read_all_filed(JEAN, world)
    recruited = (field("act_number", "610/12"), field("act_date", "1990-02-01"))
    posted = (field("act_date", "1995-09-01"), field("effective_date", "1995-10-01"), field("posting", "Lycée de Ngozi"))
    types = {"type_confidence": 0.9}
    world.register.restore([replace(first, type="03.1", fields=recruited, **types), replace(second, type="05.1", fields=posted, **types)])
    return world
