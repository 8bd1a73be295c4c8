"""Due lists: precision and recall against a gold that another program counted, and what a month's round costs.

Run it as `python -m benchmarks.due_lists [--smoke]`. Careers are lived day by day: a birthday is a birthday, a frozen day is not counted, a
clerk files acts late or loses some. The gold of a day is counted the same way, from what was filed by then; no rule's code is asked. The
round's own use cases and adapters work on a table that makes its items as they are read (`benchmarks.virtual_table`), with 40 pieces a case
file. Units are DynamoDB's, seconds this machine's processor's.
"""

import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, cast

from benchmarks.completeness import MINISTRIES, SERVANTS, Careers
from benchmarks.cost import TABLE_READ, TABLE_WRITE
from benchmarks.growth import Measured
from benchmarks.options import parser_of
from benchmarks.virtual_table import VirtualTable
from chalicelib.administration.due_rounds import DUE_LISTS, advance_due_lists
from chalicelib.aws.career_decisions import CareerDecisionsTable
from chalicelib.aws.due_lists import DueListsTable
from chalicelib.aws.register import RegisterTable
from chalicelib.career.due import BirthProof, KnownCareer, due_entries
from chalicelib.career.states import states_by_roster
from chalicelib.career.timeline import timeline_of
from chalicelib.model.career import Citation
from chalicelib.model.due import DueEntry
from chalicelib.model.identifiers import Claim
from chalicelib.model.piece import Field, Piece
from chalicelib.model.servant import Servant
from chalicelib.text.career_rules_file import shipped_rules
from chalicelib.text.nomenclature_file import shipped

DAY = timedelta(days=1)
BOX = (0.1, 0.1, 0.5, 0.02)
LOST, LATE = 0.1, 400
"""Share of acts that nobody files, and days within which the others are."""
CERTIFIED = 0.7
"""Share of servants with a birth certificate in the archive."""
FREEZE = (date(2016, 1, 1), date(2023, 6, 30))
SIZES = (1_000, 10_000)
"""Servants of an archive."""
WALKED = 1_000
"""Servants of a measured round: all of the smallest archive, and as many of each other one."""
COSTS = ("ms of processor", "requests", "reads", "writes")
Due = tuple[str, str, str]
"""Kind, state (`coming`, `passed`, `unknown`), and days or years."""


@dataclass
class Life:
    """One career as it was lived, with the day on which each act was filed; None for an act that nobody filed."""

    matricule: str
    born: date
    told_born: date | None
    """As the roster has it."""
    entered: date
    status: str
    certificate: date | None = None
    acts: list[tuple[str, date, dict[str, str], date | None]] = field(default_factory=list)
    """Type of piece, day, other fields, day of filing."""

    def known(self, day: date, *types: str) -> list[tuple[date, dict[str, str]]]:
        """Acts of some types that were filed by a day, in the order of time."""
        return sorted(
            ((on, said) for type_, on, said, filed in self.acts if type_ in types and filed and filed <= day), key=lambda each: each[0]
        )


def live(number: int, draws: random.Random) -> Life:
    """Live one career up to 2026; what is rare comes round by its number."""

    def comes(every: int) -> bool:
        return number % every == every // 2

    born = date(1968, 2, 29) if comes(50) else date(draws.randint(1955, 1998), 1, 1) + draws.randint(0, 364) * DAY
    told_born = None if comes(40) else born.replace(month=1, day=1) if comes(7) else born
    entered = date(max(2004, born.year + 22), draws.randint(1, 12), 1)
    life = Life(matricule=f"{300_000 + number}", born=born, told_born=told_born, entered=entered, status="titulaire")
    if comes(9):
        life.status, life.entered = "stagiaire", date(2025, draws.randint(1, 12), draws.randint(1, 28))

    def file(type_: str, on: date, **said: str) -> None:
        filed = None if draws.random() < LOST else on + draws.randint(0, LATE) * DAY
        life.acts.append((type_, on, said, filed))

    file("03.2", life.entered)
    life.certificate = life.entered + draws.randint(0, LATE) * DAY if draws.random() < CERTIFIED else None
    if life.status == "titulaire":
        _serve(file, life.entered)
        if comes(6):
            begun = date(draws.randint(2020, 2024), 9, 1)
            file("05.3", begun, position="détachement", end_date=(_birthday(begun, 2) - DAY).isoformat())
            if draws.randint(0, 1):
                file("05.3", _birthday(begun, 2), position="réintégration")
        if comes(17):
            file("11.1", date(2024, 5, 1) + draws.randint(0, 700) * DAY)
    return life


def _serve(file: Callable[..., None], entered: date) -> None:
    """Be confirmed, advance every two years that count, be rated each year."""
    step = _birthday(entered, 1)
    file("03.3", step)
    while (step := _two_counted_years(step)) <= date(2026, 6, 1):
        file("04.2", step)
    for year in range(entered.year + 1, 2026):
        file("04.1", date(year, 12, 1), rating_year=str(year))


def gold(life: Life, day: date) -> set[Due]:
    """Count by days what is due, from what was filed by a day."""
    if any(on <= day for on, _ in life.known(day, "11.1")):
        return set()
    entries = [on for on, _ in life.known(day, "03.2")]
    entered = entries[0] if entries else life.entered
    found = {("retirement", *_gold_retirement(life, day))}
    if life.status == "stagiaire":
        if not life.known(day, "03.3"):
            found.add(("probation", *_when(_birthday(entered, 1), day)))
    else:
        found.add(("advancement", *_gold_advancement(life, day)))
    found |= {("position", *each) for each in _gold_position(life, day)}
    rated = {said["rating_year"] for _, said in life.known(day, "04.1")}
    lacking = [str(year) for year in range(max(entered.year + 1, 2007), day.year) if str(year) not in rated]
    if lacking:
        found.add(("rating", "passed", " ".join(lacking)))
    return {each for each in found if each[1]}


def _gold_retirement(life: Life, day: date) -> tuple[str, str]:
    """The day on which a sixtieth year is full; of a year alone, its two ends."""
    certified = life.certificate is not None and life.certificate <= day
    if life.told_born is None and not certified:
        return "unknown", ""
    exact = certified or life.told_born == life.born
    if exact and (life.born.month, life.born.day) != (1, 1):
        return _when(_birthday(life.born, 60), day)
    first, last = date(life.born.year + 60, 1, 1), date(life.born.year + 60, 12, 31)
    if first > _birthday(day, 2):
        return "", ""
    return ("passed" if last < day else "coming"), f"{first}..{last}"


def _gold_advancement(life: Life, day: date) -> tuple[str, str]:
    steps = [on for on, _ in life.known(day, "04.2") if on <= day] or [on for on, _ in life.known(day, "03.3") if on <= day]
    return _when(_two_counted_years(steps[-1]), day) if steps else ("unknown", "")


def _gold_position(life: Life, day: date) -> Iterator[tuple[str, str]]:
    opened: dict[str, str] | None = None
    for on, said in life.known(day, "05.3"):
        if on <= day:
            opened = said if "end_date" in said else None
    if opened:
        yield _when(date.fromisoformat(opened["end_date"]), day)


def _when(due: date, day: date) -> tuple[str, str]:
    """Tell a day; nothing of one beyond two years."""
    return ("passed" if due < day else "coming" if due <= _birthday(day, 2) else ""), str(due)


def _birthday(day: date, years: int) -> date:
    """Walk to the day that has the same place in a later year, or the one behind the end of February."""
    wanted = (day.month, day.day)
    walked = date(day.year + years, day.month, 1)
    while (walked.month, walked.day) < wanted:
        walked += DAY
    return walked


def _two_counted_years(step: date) -> date:
    """Walk over as many days as two years have, without counting frozen ones."""
    left, walked = (_birthday(step, 2) - step).days, step
    while left or FREEZE[0] <= walked <= FREEZE[1]:
        left -= not FREEZE[0] <= walked <= FREEZE[1]
        walked += DAY
    return walked


def pieces_of(life: Life) -> list[Piece]:
    """Write the filed acts of a career as pieces."""
    acts = [(type_, {"effective_date": str(on), **said}, filed) for type_, on, said, filed in life.acts if filed]
    if life.certificate:
        acts.append(("01.1", {"birth_date": str(life.born)}, life.certificate))
    return [_piece(life.matricule, number, *act) for number, act in enumerate(acts)]


def _piece(matricule: str, number: int, type_: str, said: dict[str, str], filed: date) -> Piece:
    digest = f"{int(matricule) * 1_000 + number:064x}"
    at = datetime(filed.year, filed.month, filed.day, 8, tzinfo=UTC)
    return Piece(
        piece=f"{digest}-00000000",
        digest=digest,
        name="acte.pdf",
        claim=Claim(folders=(matricule,)),
        batch="lot-1",
        line=f"{number:032x}",
        registered_at=at,
        filed_at=at,
        status="filed",
        matricule=matricule,
        type=type_,
        type_confidence=0.9,
        fields=tuple(Field(name=name, value=value, raw=value, confidence=0.9, page=1, box=BOX) for name, value in said.items()),
    )


def told(life: Life, pieces: list[Piece], day: date) -> set[Due]:
    """Ask the archive what is due as of a day."""
    end = datetime(day.year, day.month, day.day, 21, 59, 59, tzinfo=UTC)
    servant = Servant(matricule=life.matricule, birth_date=life.told_born, entry_date=life.entered, status=life.status)
    timeline = timeline_of(life.matricule, pieces, (), shipped(), born=life.told_born, as_of=end)
    certified = (each for each in pieces if each.type == "01.1" and each.registered_at <= end)
    births = [BirthProof(day=life.born, citation=Citation(piece=each.piece)) for each in certified]
    states = states_by_roster(life.status)
    known = KnownCareer(servant=servant, generation="g1", states=states, events=timeline.standing, births=tuple(births))
    entries = due_entries(known, shipped_rules(), shipped(), day)
    assert all(each.pieces or each.roster for each in entries)  # noqa: S101 - no line without its citation
    return {(each.kind, each.state, _days_of(each)) for each in entries}


def _days_of(entry: DueEntry) -> str:
    if entry.years:
        return " ".join(map(str, entry.years))
    if entry.first is None:
        return ""
    return str(entry.first) if entry.first == entry.last else f"{entry.first}..{entry.last}"


def tell_quality(servants: int, days: int) -> None:
    """Print precision and recall by kind, over servants and days."""
    draws = random.Random(16)  # noqa: S311 - invented lives
    hits, wrong, missed = Counter[str](), Counter[str](), Counter[str]()
    whole = Counter[str]()
    for number in range(servants):
        life = live(number, draws)
        pieces = pieces_of(life)
        for _ in range(days):
            day = date(2012, 1, 1) + draws.randint(0, 5_400) * DAY
            expected, answer = gold(life, day), told(life, pieces, day)
            for counter, some in ((hits, expected & answer), (wrong, answer - expected), (missed, expected - answer)):
                counter.update(kind for kind, *_ in some)
            truth = gold(_all_filed(life), day)
            whole.update(kind for kind, *_ in expected & truth)
            whole.update(f"all {kind}" for kind, *_ in truth)
    print(
        f"{servants:,} careers, {days} days each from 2012 to 2026; {LOST:.0%} of the acts never filed, the others up to {LATE} days late"
    )
    for kind in sorted(hits | wrong | missed):
        found, bad, lost = hits[kind], wrong[kind], missed[kind]
        known = whole[kind] / whole[f"all {kind}"] if whole[f"all {kind}"] else 1
        quality = f"precision {found / (found + bad or 1):.4f}, recall {found / (found + lost or 1):.4f}"
        print(f"{kind:>12}: {found + lost:>6,} in the gold, {quality}; {known:.2f} of what was truly due is in it")


def _all_filed(life: Life) -> Life:
    """The same life with every act filed on its day: what was truly due."""
    return replace(life, told_born=life.born, acts=[(type_, on, said, on) for type_, on, said, _ in life.acts])


class Meter:
    """An archive with a past, and a round of due lists in it."""

    def __init__(self, servants: int) -> None:
        """Open an archive with so many servants, of forty pieces each."""
        self.earlier = Careers(servants * 40, MINISTRIES)
        measured = Measured(servants * 40)
        self.table, self.world = VirtualTable(self.earlier), measured.world
        pointer = self.world.register.roster_pointer()
        client = cast("Any", Timed(self.table))
        self.timed: Timed = client
        self.world.register, self.world.due_lists = RegisterTable(client, "register"), DueListsTable(client, "register")
        self.world.career_decisions = CareerDecisionsTable(client, "register")
        self.world.register.put_roster_in_force(pointer, seen=None)
        self.table.requests.clear()
        self.table.reads = self.table.writes = 0.0

    def round(self, servants: int) -> None:
        """Make a list of so many servants, the first of the roster, as if it ended behind them; and the CSVs of their ministries."""
        world, left = self.world, servants
        while left > 0:
            left -= advance_due_lists(world, until=world.clock.now()).servants
        stopped = world.register.bookmark(DUE_LISTS.name)
        period, generation, _ = stopped.place.split("#", 2)
        world.register.put_bookmark(DUE_LISTS.name, replace(stopped, place=f"{period}#{generation}#M#"))
        done = advance_due_lists(world, until=world.clock.now() + timedelta(days=1))
        assert done.finished, done  # noqa: S101 - the cost of something else is worth nothing


class Timed:
    """A client whose calls are timed: what the table takes to make its items is no work of the round."""

    def __init__(self, client: VirtualTable) -> None:
        """Time the calls of a client."""
        self._client = client
        self.seconds = 0.0

    def __getattr__(self, name: str) -> Callable[..., Any]:
        """Give a call that is timed."""
        call = getattr(self._client, name)

        def timed(**asked: Any) -> Any:  # noqa: ANN401 - AWS's own
            began = time.process_time()
            try:
                return call(**asked)
            finally:
                self.seconds += time.process_time() - began

        return timed


def tell_costs(sizes: tuple[int, ...]) -> None:
    """Print what a round costs at each size, a servant, and its slope."""
    told_: list[tuple[float, ...]] = []
    for servants in sizes:
        meter, walked = Meter(servants), min(servants, WALKED)
        began = time.process_time()
        meter.round(walked)
        seconds = time.process_time() - began - meter.timed.seconds
        lines = sum(group.lines for each in meter.world.due_lists.sums(meter.world.due_lists.finished()[0].round) for group in each.groups)
        table = meter.table
        counted = (seconds * 1000, table.requests.total(), table.reads, table.writes)
        each = tuple(value / walked for value in counted)
        told_.append((servants, *each))
        size = sum(len(body.encode()) for body in meter.world.outbox.objects.values())
        costs = ", ".join(f"{value:.2f} {name}" for name, value in zip(COSTS, each, strict=True))
        print(f"{servants:>7,} servants: {costs} each; {lines / walked:.2f} lines, {size / walked:,.0f} bytes of CSV", flush=True)
    (first, *small), (last, *large) = told_[0], told_[-1]
    if last > first:
        slopes = ", ".join(f"{name} {100 * (b / a - 1):+.1f} %" for name, a, b in zip(COSTS, small, large, strict=True))
        print(f"slope from {first:,} to {last:,}, per servant: {slopes}")
    milliseconds, requests, reads, writes = large
    seconds, dollars = SERVANTS * (milliseconds / 1000 + requests * 0.005), SERVANTS * (reads * TABLE_READ + writes * TABLE_WRITE)
    print(f"{SERVANTS:,} servants: {SERVANTS * requests:,.0f} requests, {SERVANTS * reads:,.0f} reads, {SERVANTS * writes:,.0f} writes,")
    print(f"  {dollars:.2f} $; {seconds / 60:.0f} minutes at 5 ms a request, {seconds / 8 / 60:.1f} hours at 8 s of each minute")


def main() -> None:
    """Print the figures."""
    asked = parser_of(__doc__).parse_args()
    tell_quality(40 if asked.smoke else 1_000, 2 if asked.smoke else 4)
    tell_costs((100,) if asked.smoke else SIZES)


if __name__ == "__main__":
    main()
