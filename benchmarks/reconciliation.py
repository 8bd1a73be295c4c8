"""Reconciliation: what a round finds of planted cases, beside traps, and what it costs in time, requests and memory.

Run it as `python -m benchmarks.reconciliation [--smoke] [--servants 100000] [--splink [--labelled]]`. The round is the archive's; rosters,
names and case files are in memory, discrepancies in a file. `--splink` measures splink on the lines of the roster in force, for « one
person twice » alone; it is in no lock: install it in an environment of its own (`pip install splink==5.0.0 pyarrow`) and run this module
with that Python, with PYTHONPATH naming this folder and the site-packages of the archive's environment.
"""

import importlib
import pickle
import resource
import sqlite3
import tempfile
import time
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, cast

from benchmarks.options import parser_of
from benchmarks.roster_population import TODAY, Planter, Population
from chalicelib.administration.reconciliation_rounds import RECONCILIATION
from chalicelib.administration.rounds import advance_round
from chalicelib.model.errors import ConflictError
from chalicelib.model.identifiers import Claim, fold
from chalicelib.model.piece import Field, Piece
from chalicelib.model.reconciliation import KINDS, Discrepancy, DiscrepancySelection
from chalicelib.model.register import Bookmark, NameIndexEntry, RosterPointer
from chalicelib.model.servant import Servant
from chalicelib.text.names import headings_of
from tests.fakes import FakeArchive, FakeClock

_AT = datetime(TODAY.year, TODAY.month, TODAY.day, 8, tzinfo=UTC)


class MemoryRegister:
    """What a round asks of the register, of a population, in time that does not grow with it; requests are counted."""

    def __init__(self, population: Population) -> None:
        """Index the rosters as the register does."""
        self.requests = Counter[str]()
        self._bookmarks: dict[str, Bookmark] = {}
        self._rosters = {"g1": population.before, "g2": population.now}
        self._order = sorted((f"{fold(each.matricule)}#{each.matricule}", each) for each in population.now.values())
        self._places = [place for place, _ in self._order]
        names: dict[str, list[tuple[str, Servant]]] = defaultdict(list)
        born: dict[date, dict[str, Servant]] = defaultdict(dict)
        for each in (population.before | population.now).values():
            told = replace(each, ministry="", province="", entry_date=None, status="")
            for heading in headings_of(each):
                names[heading[:2]].append((f"{heading}#{each.matricule}", told))
            if each.birth_date:
                born[each.birth_date][each.matricule] = told
        self._names = {beginning: sorted(found, key=lambda each: each[0]) for beginning, found in names.items()}
        self._keys = {beginning: [place for place, _ in found] for beginning, found in self._names.items()}
        self._born, self._files = born, population.files

    def roster_pointer(self) -> RosterPointer:
        """See `Rosters`."""
        return RosterPointer(generation="g2", count=len(self._order), shapes=frozenset({"999999"}), uploaded_at=_AT, previous="g1")

    def roster_page(self, _: str, after: str | None, limit: int) -> tuple[Sequence[Servant], str | None]:
        """See `Rosters`."""
        self.requests["Query"] += 1
        start = bisect_right(self._places, after) if after else 0
        page = self._order[start : start + limit]
        return [each for _, each in page], page[-1][0] if len(page) == limit else None

    def servants_by_matricule(self, generation: str, matricules: Sequence[str]) -> Mapping[str, Servant]:
        """See `Rosters`."""
        self.requests["BatchGetItem"] += 1
        roster = self._rosters[generation]
        return {each: roster[each] for each in matricules if each in roster}

    def find_names(self, beginning: str, *, after: str | None, limit: int) -> Sequence[NameIndexEntry]:
        """See `Rosters`."""
        self.requests["Query"] += 1
        keys = self._keys.get(beginning[:2], [])
        start = max(bisect_left(keys, beginning), bisect_right(keys, after) if after else 0)
        found = self._names.get(beginning[:2], [])[start : start + limit]
        return [NameIndexEntry(heading=key.rpartition("#")[0], servant=each) for key, each in found if key.startswith(beginning)]

    def find_born_on(self, day: date, *, limit: int) -> Sequence[Servant]:
        """See `Rosters`."""
        self.requests["Query"] += 1
        return list(self._born.get(day, {}).values())[:limit]

    def casefile_pieces(self, matricule: str, *, after: str | None, limit: int) -> Sequence[Piece]:
        """See `Pieces`."""
        self.requests["Query"] += 1
        acts = self._files[matricule].acts if matricule in self._files and not after else []
        return [_piece(matricule, number, type_, day) for number, (type_, day) in enumerate(acts[:limit])]

    def queued_pieces(self, *_: object, **__: object) -> Sequence[object]:
        """See `Reviews`."""
        self.requests["Query"] += 1
        return []

    def bookmark(self, duty: str) -> Bookmark | None:
        """See `Register`."""
        return self._bookmarks.get(duty)

    def put_bookmark(self, duty: str, bookmark: Bookmark) -> None:
        """See `Register`."""
        self.requests["PutItem"] += 1
        self._bookmarks[duty] = bookmark


class FiledDiscrepancies:
    """Discrepancies in a file, so that the memory of the round is its own."""

    def __init__(self, path: Path, requests: Counter[str]) -> None:
        """Begin an empty file."""
        self._requests = requests
        self._file = sqlite3.connect(path, isolation_level=None)
        self._file.execute("PRAGMA synchronous = OFF")
        self._file.execute("CREATE TABLE found (id TEXT PRIMARY KEY, heading TEXT, place TEXT, edition INT, value BLOB)")
        self._file.execute("CREATE INDEX lists ON found (heading, place)")

    def many(self, names: Sequence[str]) -> Mapping[str, Discrepancy]:
        """See `Discrepancies`."""
        self._requests["BatchGetItem"] += 1
        marks = ",".join("?" * len(names))
        rows = self._file.execute(f"SELECT value FROM found WHERE id IN ({marks})", list(names))  # noqa: S608 - marks alone
        found = (pickle.loads(value) for (value,) in rows)  # noqa: S301 - our own
        return {each.id: each for each in found}

    def put(self, value: Discrepancy, *, seen: Discrepancy | None) -> None:
        """See `Discrepancies`."""
        self._requests["PutItem"] += 1
        row = self._file.execute("SELECT edition FROM found WHERE id = ?", (value.id,)).fetchone()
        if (row[0] if row else None) != (seen.edition if seen else None):
            raise ConflictError("conflict", value.id)
        listed = DiscrepancySelection(kind=value.kind, state=value.state, gone=bool(value.gone)).heading
        kept = (value.id, listed, value.place, value.edition, pickle.dumps(value))
        self._file.execute("INSERT OR REPLACE INTO found VALUES (?, ?, ?, ?, ?)", kept)

    def some(self, selection: DiscrepancySelection, *, after: str | None, limit: int) -> Sequence[Discrepancy]:
        """See `Discrepancies`."""
        self._requests["Query"] += 1
        prefix = f"{selection.ministry}#" if selection.ministry is not None else ""
        words = "SELECT value FROM found WHERE heading = ? AND place > ? AND place >= ? AND place < ? ORDER BY place LIMIT ?"
        rows = self._file.execute(words, (selection.heading, after or "", prefix, f"{prefix}\U0010ffff", limit))
        return [pickle.loads(value) for (value,) in rows]  # noqa: S301 - our own

    def put_sum(self, *_: object) -> None:
        """See `Discrepancies`."""

    def sums(self, _: str) -> Sequence[object]:
        """See `Discrepancies`."""
        return []

    def ids(self) -> set[str]:
        """All that are there."""
        return {name for (name,) in self._file.execute("SELECT id FROM found WHERE heading NOT LIKE '%#gone'")}


def main() -> None:
    """Print what is found, and what it costs."""
    asked = parser_of(__doc__)
    asked.add_argument("--servants", type=int, default=100_000)
    asked.add_argument("--splink", action="store_true", help="measure splink 5 instead")
    asked.add_argument("--labelled", action="store_true", help="train splink with the planted pairs")
    options = asked.parse_args()
    servants = 1_500 if options.smoke else options.servants
    begun = time.process_time()
    population = Planter(servants).all()
    lines = f"{len(population.now):,} lines, {len(population.before):,} in the roster before, {len(population.files):,} case files"
    print(f"{lines}; drawn in {time.process_time() - begun:.0f} s")
    if options.splink:
        _tell_splink(population, labelled=options.labelled)
    else:
        _tell_round(population)


def _tell_round(population: Population) -> None:
    register, archive = MemoryRegister(population), FakeArchive()
    with tempfile.TemporaryDirectory() as folder:
        found = FiledDiscrepancies(Path(folder, "found"), register.requests)
        archive.clock, archive.register, archive.discrepancies = FakeClock(_AT), cast("Any", register), cast("Any", found)
        for month in ("first month", "same rosters, next month"):
            before, begun = _peak(), time.process_time()
            register.requests.clear()
            advance_round(RECONCILIATION, cast("Any", archive), until=archive.clock.now() + timedelta(days=1))
            spent, requests = time.process_time() - begun, register.requests.total()
            print(f"{month}: {spent:.0f} s of this processor, {requests:,} requests ({requests / len(population.now):.2f} a line; ", end="")
            print(f"at 5 ms {requests * 0.005 / 60:.0f} minutes), {_peak() - before:.0f} MB beside the population")
            if month == "first month":
                _tell(found.ids(), population)
            archive.clock.pause(31 * 24 * 3600)


def _peak() -> float:
    """Most memory of this process so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _tell(found: set[str], population: Population, kinds: Iterable[str] = KINDS) -> None:
    """Print recall by case, and recall and precision by kind; a changed number also has a case file of its own to come."""
    gold = population.planted
    for kind in kinds:
        wanted, had = {each for each in gold if each.startswith(kind)}, {each for each in found if each.startswith(kind)}
        right = len(wanted & had)
        share = f"recall {right / len(wanted):.1%}, precision {right / len(had):.1%}" if had else "nothing found"
        print(f"{kind:>16}: {share} ({len(wanted)} planted, {len(had)} found)")
        for case in sorted({gold[each] for each in wanted}):
            of = [each for each in wanted if gold[each] == case]
            print(f"{'':>18}{case}: {sum(each in had for each in of)} of {len(of)}")
    print("traps: " + ", ".join(f"{name} {count}" for name, count in sorted(population.traps.items())))


def _tell_splink(population: Population, *, labelled: bool) -> None:
    """Link the roster with itself by splink on duckdb; print recall and precision at some thresholds.

    Args:
        population: whose roster in force is looked at.
        labelled: train it with the planted pairs, which no ministry has; else without labels, by expectation maximisation.
    """
    splink, comparisons = importlib.import_module("splink"), importlib.import_module("splink.comparison_library")
    rows = [
        {
            "unique_id": each.matricule,
            "surname": each.name,
            "first_names": each.first_names,
            "birth": each.birth_date.isoformat() if each.birth_date else None,
            "entry": each.entry_date.isoformat() if each.entry_date else None,
            "ministry": each.ministry,
            "province": each.province,
        }
        for each in population.now.values()
    ]
    begun = time.process_time()
    columns = ("surname", "first_names", "ministry", "province")
    settings = splink.SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            *(comparisons.JaroWinklerAtThresholds(name, [0.92]) for name in columns[:2]),
            comparisons.DateOfBirthComparison("birth", input_is_string=True),
            *(comparisons.ExactMatch(name) for name in ("entry", *columns[2:])),
        ],
        blocking_rules_to_generate_predictions=[splink.block_on("birth"), splink.block_on("surname", "first_names")],
    )
    backend = splink.DuckDBAPI()
    arrow = importlib.import_module("pyarrow").Table
    linker = splink.Linker(backend.register(arrow.from_pylist(rows)), settings)
    linker.training.estimate_probability_two_random_records_match([splink.block_on("birth", "surname", "first_names")], recall=0.6)
    linker.training.estimate_u_using_random_sampling(max_pairs=2_000_000, seed=1)
    if labelled:
        pairs = [name.split("-")[1:] for name in population.planted if name.startswith("same_person")]
        labels = arrow.from_pylist([{"unique_id_l": one, "unique_id_r": other} for one, other in pairs])
        linker.training.estimate_m_from_pairwise_labels(backend.register(labels))
    for rule in () if labelled else (("birth",), ("surname", "first_names")):
        linker.training.estimate_parameters_using_expectation_maximisation(splink.block_on(*rule))
    found = linker.inference.predict(threshold_match_probability=0.01).as_record_list()
    print(f"splink {splink.__version__}: {time.process_time() - begun:.0f} s, {len(found):,} pairs above 1 %")
    for threshold in (0.5, 0.9, 0.99, 0.999):
        print(f"threshold {threshold}")
        close = [each for each in found if each["match_probability"] >= threshold]
        ids = {"-".join(("same_person", *sorted((each["unique_id_l"], each["unique_id_r"])))) for each in close}
        _tell(ids, population, ["same_person"])


def _piece(matricule: str, number: int, type_: str, day: date | None) -> Piece:
    digest = f"{int(matricule):032x}{number:032x}"
    said = day.isoformat() if day else ""
    dated = Field(name="act_date", value=said, raw=said, confidence=0.9, page=1, box=(0.1, 0.1, 0.5, 0.02)) if day else None
    return Piece(
        piece=f"{digest}-{number:08x}",
        digest=digest,
        name=f"{number}.pdf",
        claim=Claim(folders=(matricule,)),
        batch="lot",
        line=digest[:32],
        registered_at=_AT,
        status="filed",
        matricule=matricule,
        type=type_,
        fields=(dated,) if dated else (),
    )


if __name__ == "__main__":
    main()
