"""Rounds of due lists: what is due for every servant as of a day, kept by month, ministry and province, and one CSV a ministry.

1. For each servant of a page, read the filed pieces and the decisions on the career, and leave out what was not known at the end of the
day. 2. Find what is due (`career.due`), and keep each line. 3. Write the CSV of a ministry, and the sum of its lines. 4. Note the list as
finished. `rounds` does so over the whole roster. A servant costs two reads, and one write for each line.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from chalicelib.administration.rounds import RoundDuty, RoundProgress, advance_round
from chalicelib.career.due import BirthProof, KnownCareer, due_entries
from chalicelib.career.events import known_at
from chalicelib.career.filed_pieces import list_filed
from chalicelib.career.states import states_by_roster
from chalicelib.career.timeline import timeline_of
from chalicelib.model.career import Citation
from chalicelib.model.due import DueDoubt, DueEntry, DueGroup, DueKind, DueLine, DueList, DueState, DueSum
from chalicelib.model.errors import PermanentError
from chalicelib.model.nomenclature import Nomenclature
from chalicelib.model.piece import Piece
from chalicelib.model.roster_round import RosterRound
from chalicelib.model.servant import Servant
from chalicelib.ports.archive import Archive
from chalicelib.text.calendar import day_of, local_day, zone_of
from chalicelib.text.spreadsheet import to_spreadsheet

FOLDER: Final = "reports/echeances"
"""In the outbox; for administrators alone, since the files bear names."""
HEADINGS: Final = (
    "matricule",
    "nom",
    "prénoms",
    "province",
    "échéance",
    "état",
    "du",
    "au",
    "années",
    "prolongation jusqu'au",
    "doute",
    "pièce qui le dirait",
    "pièces citées",
    "fichier du personnel",
    "règles",
)
KIND_WORDS: Final[Mapping[DueKind, str]] = {
    "retirement": "retraite",
    "advancement": "avancement",
    "probation": "fin de stage",
    "position": "fin de position",
    "rating": "notations manquantes",
}
STATE_WORDS: Final[Mapping[DueState, str]] = {"coming": "à venir", "passed": "passée", "unknown": "inconnue"}
DOUBT_WORDS: Final[Mapping[DueDoubt, str]] = {
    "": "",
    "no_birth": "jour de naissance inconnu",
    "birth_year": "né(e) un 1er janvier : seule l'année est sûre",
    "births_differ": "les jours de naissance diffèrent",
    "no_entry": "entrée en service inconnue",
    "no_confirmation": "on ne sait pas si le stage est fini",
    "no_step": "dernier avancement inconnu",
    "no_end": "l'acte ne donne pas de date de fin",
    "frozen": "gel des avancements sans date de fin",
    "status": "le fichier du personnel ne dit pas si la règle s'applique",
    "rating_day": "une notation sans année est peut-être celle qui manque",
}
_KEPT: Final = timedelta(days=400)
"""Time after which lines may be deleted: a year, so that a month can be held against the same one of the year before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DueQuestion:
    """Of which day a servant's due entries are asked."""

    day: date
    end: datetime
    """UTC: the end of the day in the ministry's time zone."""


def advance_due_lists(archive: Archive, *, until: datetime, day: date | None = None) -> RoundProgress:
    """Go on with the due list of today, or of another day; or begin it.

    Args:
        archive: the ports.
        until: when to stop, UTC; at least one page is done.
        day: not after today; its own bookmark keeps the month's round apart.

    Raises:
        PermanentError: `no_roster`, or `bad_day`.
    """
    if day is None:
        return advance_round(DUE_LISTS, archive, until=until)
    if day > local_day(archive.clock.now(), archive.settings.time_zone):
        raise PermanentError("bad_day")
    return advance_round(replace(DUE_LISTS, name="due-lists-asked"), archive, until=until, day=day.isoformat())


def entries_of(servant: Servant, generation: str, day: date, archive: Archive) -> tuple[DueEntry, ...]:
    """Find what is due for one servant as of a day.

    A piece that has left its case file since tells nothing of earlier days, and a former roster is not read again: the list says so.
    """
    end = end_of(day, archive)
    pieces = list(list_filed(servant.matricule, archive))
    decisions = archive.career_decisions.list_for(servant.matricule)
    timeline = timeline_of(servant.matricule, pieces, decisions, archive.nomenclature, born=servant.birth_date, as_of=end)
    known = KnownCareer(
        servant=servant,
        generation=generation,
        states=states_by_roster(servant.status),
        events=timeline.standing,
        births=tuple(_births(pieces, end, archive.nomenclature)),
    )
    return due_entries(known, archive.career_rules, archive.nomenclature, day)


def end_of(day: date, archive: Archive) -> datetime:
    """The end of a day in the ministry's time zone, UTC."""
    midnight = datetime.combine(day + timedelta(days=1), time(), zone_of(archive.settings.time_zone))
    return midnight.astimezone(UTC) - timedelta(microseconds=1)


def _births(pieces: Sequence[Piece], end: datetime, nomenclature: Nomenclature) -> Iterator[BirthProof]:
    """Days of birth in the birth certificates that were filed until then."""
    proving = nomenclature.proving("birth")
    for piece in pieces:
        field = next((each for each in piece.fields if each.name == "birth_date"), None)
        if piece.type not in proving or field is None or known_at(piece) > end:
            continue
        try:
            day = day_of(field.value)
        except ValueError:
            continue
        yield BirthProof(day=day, citation=Citation(piece=piece.piece, page=field.page, box=field.box))


def _keep_lines(round_: RosterRound, _: str, servants: Sequence[Servant], archive: Archive) -> None:
    day = date.fromisoformat(round_.period)
    lines = [_line(each, entry) for each in servants for entry in entries_of(each, round_.generation, day, archive)]
    archive.due_lists.put_lines(round_, lines, until=archive.clock.now() + _KEPT)


def _line(servant: Servant, entry: DueEntry) -> DueLine:
    return DueLine(
        matricule=servant.matricule,
        written=servant.written or servant.matricule,
        name=servant.name,
        first_names=servant.first_names,
        ministry=servant.ministry,
        province=servant.province,
        entry=entry,
    )


def _report(round_: RosterRound, ministry: str, file_name: str, archive: Archive) -> None:
    """Write the CSV of a ministry, and the sum of its lines."""
    counts = Counter[tuple[str, DueKind, str]]()
    lines = [to_spreadsheet(HEADINGS, ())]
    for each in archive.due_lists.lines(round_, ministry):
        counts[each.province, each.entry.kind, each.entry.month] += 1
        lines.append(to_spreadsheet(None, [row_of(each, archive)]))
    key = f"{FOLDER}/{round_.period}/echeances-{file_name}-au-{round_.period}.csv"
    archive.outbox.put(key, "".join(lines), "text/csv; charset=utf-8")
    groups = tuple(DueGroup(province=place, kind=kind, month=month, lines=n) for (place, kind, month), n in sorted(counts.items()))
    archive.due_lists.put_sum(round_, DueSum(ministry=ministry, groups=groups), until=archive.clock.now() + _KEPT)


def _finish(round_: RosterRound, archive: Archive) -> None:
    """Note the list as finished; a roster that came in force meanwhile has begun the round anew."""
    pointer = archive.register.roster_pointer()
    now = archive.clock.now()
    made = DueList(
        day=date.fromisoformat(round_.period),
        generation=round_.generation,
        roster_at=pointer.uploaded_at if pointer else now,
        rules=archive.career_rules.version,
        made_at=now,
    )
    archive.due_lists.put_list(made, until=now + _KEPT)


def row_of(line: DueLine, archive: Archive) -> tuple[object, ...]:
    """Write a line for spreadsheets; `HEADINGS` names the cells."""
    entry = line.entry
    wanted = archive.nomenclature.named(entry.wanted) if entry.wanted else None
    return (
        line.written,
        line.name,
        line.first_names,
        line.province,
        KIND_WORDS[entry.kind],
        STATE_WORDS[entry.state],
        entry.first,
        entry.last if entry.last != entry.first else None,
        " ".join(map(str, entry.years)),
        entry.until,
        DOUBT_WORDS[entry.doubt],
        f"{entry.wanted} {wanted.fr if wanted else ''}".strip(),
        " ; ".join(f"{each.piece} p. {each.page}" for each in entry.pieces),
        " ; ".join(f"{each.column} {each.value or 'vide'} (fichier {each.generation})" for each in entry.roster),
        " ; ".join(f"{each.rule} depuis le {each.first} : {each.source}" for each in entry.rules),
    )


DUE_LISTS: Final = RoundDuty(name="due-lists", folder=FOLDER, keep=_keep_lines, report=_report, finish=_finish, is_of_a_day=True)
