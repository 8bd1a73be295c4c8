"""Events of careers, read from acts: `python -m benchmarks.timeline` prints precision, recall and F1 of each kind, with its n.

Invented case files first, at 0, 1, 3 and 6 % of wrong letters: each has the papers of a whole career, and acts that the sample has not
(ends of positions, sanctions, promotions, requests for explanation, reasons of exit). What an act says is told by those who wrote it: an
event is right where kind and day are, and where nothing is said, nothing may be found. Day and kind are also judged apart: a day that
is not told is not a wrong one. Then real orders of other people, none of which is an act of a career: every event there is a wrong one.
"""

import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path
from random import Random
from time import process_time
from typing import Final

from benchmarks.options import READINGS, has_shared_data, parser_of
from benchmarks.reading import FORMS, chance, spoilt
from chalicelib.analysis.description.classification import describe
from chalicelib.career.timeline import timeline_of
from chalicelib.formats.validation import inspect
from chalicelib.model.career import KINDS, EventKind
from chalicelib.model.identifiers import Claim
from chalicelib.model.piece import Piece
from chalicelib.model.transcript import Transcript, from_json
from chalicelib.text.nomenclature_file import shipped
from infra.local.sample.people import Person, invent_people
from infra.local.sample.typesetting.page import Act
from infra.local.sample.typesetting.setting import set_act
from infra.local.sample.wording.careers import typewritten, write_whole_career
from infra.local.sample.wording.french import long_date
from infra.local.sample.wording.orders import order

SEED: Final = "carrière"
"""On which nothing was fitted."""
NOISES: Final = (0.0, 0.01, 0.03, 0.06)
PEOPLE: Final = 30
PAPERS: Final = 12
"""Papers of a career, beside those of `_FURTHER`."""
_SCANNED: Final = datetime(2026, 11, 2, 8, tzinfo=UTC)

Told = tuple[EventKind, date | None]
Event = tuple[Told, ...]
Wording = Callable[[Random, Person, date], tuple[Act, Event]]


@dataclass(slots=True)
class Tally:
    """Events of one kind."""

    right: int = 0
    wrong: int = 0
    """Found, with a kind or a day that the acts do not say."""
    missed: int = 0
    undated: int = 0
    """Of the missed ones: found, and without a day."""

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.right / max(1, 2 * self.right + self.wrong + self.missed)


@dataclass(frozen=True, slots=True, kw_only=True)
class CareerFile:
    """A case file whose events are known."""

    transcripts: tuple[Transcript, ...]
    told: tuple[Told, ...]


def main() -> None:
    """Measure what was asked for."""
    parser = parser_of(__doc__)
    parser.add_argument("--people", type=int, default=PEOPLE, help=f"invented case files (default: {PEOPLE})")
    parser.add_argument("--seed", default=SEED, help=f"of the invented acts (default: {SEED})")
    parser.add_argument("--wrong", action="store_true", help="name what is wrong or missing")
    asked = parser.parse_args()
    files = [
        _made(each, asked.seed, papers=3 if asked.smoke else PAPERS) for each in _people(asked.seed, 1 if asked.smoke else asked.people)
    ]
    for noise in NOISES:
        measure_invented(files, noise, asked.seed, tell=asked.wrong)
    if has_shared_data() and not asked.smoke:
        measure_real()


def measure_invented(files: Sequence[CareerFile], noise: float, seed: str, *, tell: bool) -> None:
    """Print what is found of invented careers."""
    tallies: dict[EventKind, Tally] = {kind: Tally() for kind in KINDS}
    begun, pages = process_time(), 0
    for number, each in enumerate(files):
        rng = chance(f"{seed} {noise} {number}")
        read = [replace(one, pages=tuple(spoilt(page, noise, rng) for page in one.pages)) for one in each.transcripts]
        pages += sum(len(one.pages) for one in read)
        found = events_of(read)
        _count(each.told, found, tallies)
        if tell:
            _name(number, each.told, found)
    seconds = (process_time() - begun) / max(1, pages)
    papers = sum(len(each.transcripts) for each in files)
    print(
        f"invented careers, {noise:.0%} of letters wrong (n={len(files)} case files, {papers} papers, {pages} pages, "
        f"{sum(len(set(each.told)) for each in files)} events; {1000 * seconds:.0f} ms of processor a page):"
    )
    for kind, tally in tallies.items():
        if tally.right + tally.wrong + tally.missed:
            print(f"    {kind}: {_figures(tally)}")
    print(f"    all: {_figures(_sum(tallies.values()))}")


def measure_real() -> None:
    """Print how many events are found in real orders and pages that are no acts of a career."""
    paths = sorted(READINGS.glob("*.json"))
    found = [events_of([from_json(path.read_text("utf-8"))]) for path in paths]
    wrong = sum(map(len, found))
    print(f"real orders and pages, none of which is an act of a career (n={len(paths)}): {wrong} events found, all of them wrong")


def events_of(transcripts: Sequence[Transcript]) -> tuple[Told, ...]:
    """Read papers as the archive does, and give the events of the case file that they are filed in."""
    pieces = [_piece(number, each) for number, each in enumerate(transcripts)]
    events = timeline_of("1", pieces, (), shipped()).standing
    return tuple((each.kind, each.day) for each in events)


def _piece(number: int, transcript: Transcript) -> Piece:
    described = describe(transcript, shipped(), patterns=FORMS)
    digest = f"{number:064x}"
    return Piece(
        piece=f"{digest}-00000000",
        digest=digest,
        name=f"{number}.pdf",
        claim=Claim(name="1"),
        batch="lot",
        line="0" * 16,
        registered_at=_SCANNED + timedelta(seconds=number),
        status="filed",
        matricule="1",
        type=described.type,
        type_confidence=described.type_confidence,
        fields=described.fields,
    )


def _count(told: Sequence[Told], found: Sequence[Told], tallies: dict[EventKind, Tally]) -> None:
    """Count events by kind; two papers that tell one kind on one day are one event."""
    known, seen = set(told), set(found)
    for kind in KINDS:
        days, read = ({day for each, day in some if each == kind} for some in (known, seen))
        undated = sum(each == (kind, None) for each in found)
        tally, missed = tallies[kind], len(days - read)
        tally.right += len(days & read)
        tally.missed += missed
        tally.undated += min(missed, undated)
        tally.wrong += len(read - days - {None}) + max(0, undated - missed)


def _name(number: int, told: Sequence[Told], found: Sequence[Told]) -> None:
    """Name what is missed and what is wrong in one case file."""
    for word, some in (("missed", set(told) - set(found)), ("wrong", set(found) - set(told))):
        for kind, day in sorted(some, key=str):
            print(f"    {number}: {word} {kind} {day}")


def _sum(tallies: Iterable[Tally]) -> Tally:
    total = Tally()
    for each in tallies:
        total.right += each.right
        total.wrong += each.wrong
        total.missed += each.missed
        total.undated += each.undated
    return total


def _figures(tally: Tally) -> str:
    precision, recall = tally.right / max(1, tally.right + tally.wrong), tally.right / max(1, tally.right + tally.missed)
    return (
        f"F1 {tally.f1:.3f}, precision {precision:.3f}, recall {recall:.3f} "
        f"(n={tally.right + tally.missed}: {tally.wrong} wrong, {tally.missed} missed, of which {tally.undated} found without a day)"
    )


def _people(seed: str, count: int) -> list[Person]:
    return invent_people(chance(f"{seed} gens"), count)


def _made(person: Person, seed: str, *, papers: int) -> CareerFile:
    """Write, typeset and read without a fault the papers of one career."""
    rng = chance(f"{seed} {person.matricule}")
    written = [(act, _told(act)) for act in islice(write_whole_career(rng, person), papers)]
    after = person.entered + timedelta(days=2000)
    for place, wording in enumerate(_FURTHER):
        act, told = wording(rng, person, after + timedelta(days=97 * place + rng.randrange(90)))
        written.append((typewritten(act), told))
    read = [(_read(act, rng), told) for act, told in written]
    kept = [(transcript, told) for transcript, told in read if transcript is not None]
    return CareerFile(transcripts=tuple(each for each, _ in kept), told=tuple(one for _, told in kept for one in told))


def _read(act: Act, rng: Random) -> Transcript | None:
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(set_act(act, rng, scanned=False))
        file.flush()
        return inspect(Path(file.name)).transcript


def _told(act: Act) -> Event:
    """What a paper of the sample says, as its wording has it; papers that change no career say nothing."""
    kinds: dict[str, EventKind] = {
        "03.1": "recruitment",
        "03.2": "entry",
        "03.3": "confirmation",
        "03.4": "recruitment",
        "04.1": "rating",
        "04.2": "advancement",
        "04.3": "promotion",
        "05.1": "posting",
        "05.3": "position_start",
        "11.1": "exit",
    }
    if act.type not in kinds:
        return ()
    day = date(act.day.year, 1, 1) if act.type == "04.2" else act.day
    return ((kinds[act.type], day),)


def _further(kind: EventKind | None, code: str, subject: str, article: str, *, effect: bool) -> Wording:
    """An act that the sample has not, with the event that it says."""

    def write(rng: Random, person: Person, day: date) -> tuple[Act, Event]:
        taken = day + timedelta(days=rng.randint(3, 60)) if effect else day
        text = article.format(who=f"{person.title}, matricule {person.matricule}, {person.work}", day=long_date(taken))
        act = order(rng, person, day, kind=code, name=subject, subject=f"{subject} {person.title}", articles=[text])
        return act, ((kind, taken),) if kind else ()

    return write


_FURTHER: Final[tuple[Wording, ...]] = (
    _further(
        "position_end", "05.3", "portant fin de détachement de", "Il est mis fin au détachement de {who}, à compter du {day}.", effect=True
    ),
    _further(
        "position_end",
        "05.3",
        "portant réintégration de",
        "{who}, est réintégré dans son service d'origine à compter du {day}.",
        effect=True,
    ),
    _further(
        "position_start", "05.3", "portant mise en disponibilité de", "{who}, est placé en disponibilité à compter du {day}.", effect=True
    ),
    _further(
        "position_start",
        "05.2",
        "portant mise à disposition de",
        "{who}, est mis à la disposition de la Commune à compter du {day}.",
        effect=True,
    ),
    _further(
        "promotion", "04.3", "portant avancement de grade de", "{who}, est promu au grade de Conseiller à compter du {day}.", effect=True
    ),
    _further(
        "discipline", "08.1", "portant blâme infligé à", "Un blâme est infligé à {who}, pour manquement à ses obligations.", effect=False
    ),
    _further(None, "08.1", "portant demande d'explication à", "{who}, s'explique par écrit dans les trois jours.", effect=False),
    _further("exit", "11.1", "portant acceptation de démission de", "La démission de {who}, est acceptée à compter du {day}.", effect=True),
)


if __name__ == "__main__":
    main()
