"""A ministry in miniature: rosters month by month, and case files with pieces of given types and days."""

from datetime import UTC, date, datetime, timedelta

from chalicelib.administration.reconciliation_rounds import RECONCILIATION
from chalicelib.administration.rounds import advance_round
from chalicelib.model.identifiers import Claim
from chalicelib.model.piece import Field, Piece
from chalicelib.model.reader import Reader
from chalicelib.model.reconciliation import DiscrepancySelection
from chalicelib.model.register import RosterPointer
from chalicelib.model.servant import Servant
from tests.fakes import FakeArchive

DIRECTOR = Reader(name="directrice", roles=frozenset({"director"}))
ARCHIVIST = Reader(name="archiviste", roles=frozenset({"archivist"}))


def servant(matricule, name="NDAYIZEYE Élie", **facts):
    surname, _, first = name.partition(" ")
    usual = {"ministry": "Santé publique", "province": "Gitega", "status": "actif", "written": matricule}
    return Servant(matricule=matricule, name=surname, first_names=first, **(usual | facts))


class Office:
    """An archive whose rosters and case files are told in a few words."""

    def __init__(self, *servants):
        self.archive = FakeArchive()
        self.numbers = iter(range(1, 10_000))
        self.generation = 0
        self.load(*servants)

    def load(self, *servants):
        """Put a new roster in force."""
        register, before = self.archive.register, self.archive.register.roster_pointer()
        self.generation += 1
        name = f"g{self.generation}"
        register.put_servants(name, servants)
        register.put_name_index(servants)
        pointer = RosterPointer(
            generation=name,
            count=len(servants),
            shapes=frozenset({"999999"}),
            uploaded_at=self.archive.clock.now(),
            previous=before.generation if before else None,
        )
        register.put_roster_in_force(pointer, seen=before)

    def file(self, owner, type_="02.1", day=None, **facts):
        """File a piece of a type, whose act is of a day."""
        digest = f"{next(self.numbers):064x}"
        dated = Field(name="act_date", value=day, raw=day, confidence=0.9, page=1, box=(0.1, 0.2, 0.3, 0.05)) if day else None
        piece = Piece(
            piece=f"{digest}-{digest[-8:]}",
            digest=digest,
            name="scan.pdf",
            claim=Claim(folders=(owner,)),
            batch="lot-1",
            line=digest[-32:],
            registered_at=datetime(2026, 1, 5, tzinfo=UTC),
            **({"status": "filed", "matricule": owner, "type": type_, "fields": (dated,) if dated else ()} | facts),
        )
        self.archive.register.add(piece)
        return piece.piece

    def months_later(self, months=1):
        """Let time pass to the middle of a later month."""
        clock = self.archive.clock
        now = clock.now()
        month = now.month - 1 + months
        then = now.replace(year=now.year + month // 12, month=month % 12 + 1, day=15)
        clock.pause((then - now).total_seconds())

    def reconcile(self):
        """Do a whole round; give the discrepancies that are there, by kind and matricules."""
        advance_round(RECONCILIATION, self.archive, until=self.archive.clock.now() + timedelta(hours=1))
        return sorted(each.id for each in self.archive.discrepancies.found.values() if not each.gone)

    def the(self, name):
        return self.archive.discrepancies.found[name]

    def listed(self, kind, state="to_look_at", **how):
        return [
            each.id for each in self.archive.discrepancies.some(DiscrepancySelection(kind=kind, state=state, **how), after=None, limit=100)
        ]


def born(text):
    return {"birth_date": date.fromisoformat(text)}
