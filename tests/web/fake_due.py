"""Due lists of the play: the archive's own rules and use cases over some invented careers."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any

from fake_work import Refused, Text

from chalicelib.administration.due_lists import due_query, export_due, read_due
from chalicelib.career.due import KnownCareer, due_entries
from chalicelib.model.career import CareerEvent, Citation, EventKind
from chalicelib.model.due import DueGroup, DueLine, DueList, DueSum
from chalicelib.model.errors import ReaderError
from chalicelib.model.reader import Reader
from chalicelib.model.servant import Servant
from functions.representations.due import due_page_json
from tests.fakes import FakeArchive

DAY = date(2026, 11, 1)
EARLIER = date(2025, 12, 31)
MADE = datetime(2026, 11, 1, 4, tzinfo=UTC)
READER = Reader(name="directeur", roles=frozenset({"director"}))
NAMES = ("NDAYISHIMIYE", "NIYONZIMA", "HAKIZIMANA", "NKURUNZIZA", "BARANYIZIGIYE", "MANIRAKIZA")
MINISTRIES = ("Éducation nationale", "Santé publique", "Justice")
PROVINCES = ("Gitega", "Ngozi", "")


def due_archive(piece: str) -> FakeArchive:
    """An archive with two due lists, whose acts all stand on one piece.

    Args:
        piece: id of a piece that readers of the play may open.
    """
    archive = FakeArchive()
    archive.clock.pause((datetime(2026, 11, 22, 9, tzinfo=UTC) - archive.clock.now()).total_seconds())
    for day in (DAY, EARLIER):
        made = DueList(day=day, generation="8c1f0a2b9d3e4f56", roster_at=MADE - timedelta(hours=9), rules="2026-1 (projet)", made_at=MADE)
        lines = [line for number in range(130) for line in lines_of(number, day, piece, archive)]
        archive.due_lists.put_lines(made.round, lines, until=MADE)
        for ministry in MINISTRIES:
            counts = Counter((each.province, each.entry.kind, each.entry.month) for each in lines if each.ministry == ministry)
            groups = tuple(DueGroup(province=place, kind=kind, month=month, lines=n) for (place, kind, month), n in sorted(counts.items()))
            archive.due_lists.put_sum(made.round, DueSum(ministry=ministry, groups=groups), until=MADE)
        archive.due_lists.put_list(made, until=MADE)
    return archive


def lines_of(number: int, day: date, piece: str, archive: FakeArchive) -> list[DueLine]:
    """Invent a servant, and find what is due."""
    born = (date(1967 + number % 3, 1 + number % 12, 1 + number % 28), date(1968, 1, 1), None)[number % 11 // 5]
    servant = Servant(
        matricule=f"{12_345 + number}",
        written=f"12.{345 + number}",
        name=NAMES[number % len(NAMES)],
        first_names="Espérance" if number % 2 else "Jean-Bosco",
        birth_date=born,
        ministry=MINISTRIES[number % 3],
        province=PROVINCES[number % 7 % 3],
        entry_date=date(2018 + number % 7, 3, 1),
        status="titulaire" if number % 5 else "actif",
    )

    def event(kind: EventKind, on: date, **details: str) -> CareerEvent:
        cited = (Citation(piece=piece, page=1, box=(0.1, 0.1, 0.4, 0.02)),)
        return CareerEvent(
            id=piece,
            kind=kind,
            type="05.3" if kind == "position_start" else "04.2",
            day=on,
            day_is="effect",
            details=details,
            citations=cited,
            confidence=1,
            known_at=MADE,
        )

    acts = [event("advancement", date(2014 + number % 12, 7, 1))] if number % 3 else []
    acts += [event("position_start", date(2024, 9, 1), end_date="2026-08-31")] if number % 13 == 1 else []
    states = frozenset({"permanent"} if number % 5 else {"permanent", "on_probation", "contract"})
    known = KnownCareer(servant=servant, generation="8c1f0a2b9d3e4f56", states=states, events=tuple(acts))
    told = {name: getattr(servant, name) for name in ("matricule", "written", "name", "first_names", "ministry", "province")}
    return [DueLine(**told, entry=entry) for entry in due_entries(known, archive.career_rules, archive.nomenclature, day)]


def asked_of_the_due_lists(archive: FakeArchive, path: str, query: dict[str, str]) -> Any:
    """Answer a question of the due lists."""
    cursor = query.get("cursor")
    try:
        asked = due_query(query)
        if path == "/due.csv":
            page = export_due(READER, asked, archive, cursor=cursor)
            return Text(page.text, name=page.name, next=page.next)
        return due_page_json(read_due(READER, asked, archive, cursor=cursor), archive.nomenclature)
    except ReaderError as error:
        raise Refused(404 if error.code == "not_found" else 400, error.code) from error
