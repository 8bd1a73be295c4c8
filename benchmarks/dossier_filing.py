"""Whole dossiers taken in, cut and filed in memory: which pieces come to their servant, to another, or to a person."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from benchmarks.reading import chance
from benchmarks.scanned_dossiers import PEOPLE, ScanStream, misread
from chalicelib.model.identifiers import fold, normalise, shape
from chalicelib.model.register import RosterPointer
from chalicelib.model.servant import Servant
from chalicelib.text.reading_order import read_in_order
from infra.local.sample.people import Person, invent_people
from infra.local.sample.whole_dossiers import BoundDossier, bind
from tests.fakes import MORNING
from tests.world import World, scan_of


@dataclass(slots=True)
class FilingTally:
    """What became of the pieces of some dossiers."""

    dossiers: int = 0
    untouched: int = 0
    """Dossiers of which no piece waits for a person."""
    right: int = 0
    """Pieces filed with the servant of all their pages."""
    mixed: int = 0
    """Pieces filed with the servant of some of their pages: a stray sheet was not parted from the paper before it."""
    wrong: int = 0
    """Pieces filed with the servant of none of their pages."""
    waiting: Counter[str] = field(default_factory=Counter)
    """Pieces that wait for a person, by reason."""


def file_invented(seed: str, streams: Sequence[ScanStream], *, noise: float, in_folder: bool, pages: int) -> FilingTally:
    """Take invented dossiers in, each a file in its servant's folder or under a name that says nothing."""
    people, tally = invent_people(chance(f"{seed} gens"), PEOPLE), FilingTally()
    for number, stream in enumerate(streams):
        person = people[number % len(people)]
        dossier = bind(chance(f"{seed} {number}"), person, people, pages=pages)
        read = misread(stream, noise, f"{seed} {noise} {number}")
        key = f"lot-1/{person.matricule}/dossier.pdf" if in_folder else f"lot-1/scan {number}.pdf"
        _count(_taken_in(key, read, people), dossier, tally)
    return tally


def tell_filing(tally: FilingTally) -> str:
    """Write a tally as one line."""
    pieces = tally.right + tally.mixed + tally.wrong + tally.waiting.total()
    reasons = ", ".join(f"{reason} {count}" for reason, count in tally.waiting.most_common())
    return (
        f"n={tally.dossiers} dossiers, {pieces} pieces: {tally.right} filed right, {tally.wrong} with another servant, {tally.mixed} with "
        f"a sheet of another; {tally.waiting.total()} to a person ({reasons}); {tally.untouched} dossiers without a touch"
    )


def _taken_in(key: str, stream: ScanStream, people: Sequence[Person]) -> list[tuple[str, str | None, str | None, tuple[int, ...]]]:
    """Play a dossier through the archive, its lines in the order in which the OCR port gives them.

    Returns:
        Status, reason, servant and pages of each piece.
    """
    world, body = World(), scan_of(len(stream.facts), key)
    servants = [Servant(matricule=each.matricule, name=each.name, first_names=each.first_name, birth_date=each.born) for each in people]
    world.register.put_servants("g1", servants)
    world.register.put_name_index(servants)
    shapes = frozenset(shape(fold(each.matricule)) for each in people)
    pointer = RosterPointer(generation="g1", count=len(servants), shapes=shapes, uploaded_at=MORNING)
    world.register.put_roster_in_force(pointer, seen=None)
    facts = {fact.page: fact for fact in stream.facts}
    world.inspector.measure_page = lambda _, page: facts[page]
    world.ocr.result_pages = lambda _: [replace(page, lines=read_in_order(page.lines)) for page in stream.transcript.pages]
    world.sync({key: body})
    world.run()
    every = tuple(range(1, len(stream.facts) + 1))
    pieces = world.register.pieces_of_original(hashlib.sha256(body).hexdigest())
    return [(each.status, each.reason, each.matricule, each.pages or every) for each in pieces if each.status != "divided"]


def _count(pieces: Sequence[tuple[str, str | None, str | None, tuple[int, ...]]], dossier: BoundDossier, tally: FilingTally) -> None:
    owners = dict(_owners(dossier))
    waiting = Counter(reason or status for status, reason, _, _ in pieces if status != "filed")
    tally.dossiers += 1
    tally.untouched += not waiting
    tally.waiting += waiting
    for status, _, matricule, pages in pieces:
        if status == "filed":
            own = {owners[page] == normalise(matricule or "") for page in pages}
            tally.right += own == {True}
            tally.mixed += own == {True, False}
            tally.wrong += own == {False}


def _owners(dossier: BoundDossier) -> Iterator[tuple[int, str]]:
    for number, page in enumerate(dossier.pages, start=1):
        yield number, normalise(dossier.pieces[page.piece].matricule)
