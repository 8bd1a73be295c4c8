"""A roster of three servants, put in force."""

from datetime import date

from chalicelib.model.identifiers import fold, shape
from chalicelib.model.register import RosterPointer
from chalicelib.model.servant import Servant
from tests.fakes import MORNING

JEAN = Servant(matricule="123456", written="12.34.56", name="NDAYISENGA", first_names="Jean-Marie", birth_date=date(1970, 3, 5))
EVE = Servant(matricule="O54321", name="NDAYIZEYE", first_names="Ève")
ZENON = Servant(matricule="987650", name="NIYONKURU", first_names="Zénon", ministry="Santé publique")


def put_in_force(archive, *servants):
    archive.register.put_servants("g1", servants)
    archive.register.put_name_index(servants)
    shapes = frozenset(shape(fold(each.matricule)) for each in servants)
    pointer = RosterPointer(generation="g1", count=len(servants), shapes=shapes, uploaded_at=MORNING)
    archive.register.put_roster_in_force(pointer, seen=archive.register.roster_pointer())
