"""Growth: what each gesture costs in requests and capacity units, with 1,000, 100,000 and 1,000,000 pieces in the archive.

Run it as `python -m benchmarks.growth [--write]`; `--write` puts table and plot into docs/echelle.md. The archive's own use cases and
adapters work on a table that makes its items as they are read (`benchmarks.virtual_table`), so that a million pieces are there without
being stored. Queues, S3 and Textract are in memory, and each call to them is one request. The units are those of DynamoDB's prices.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import product
from random import Random
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

from benchmarks.finding import SEED, Counted, servant_of
from benchmarks.matching import renamed
from benchmarks.options import parser_of
from benchmarks.plots import Axis, decades, line_plot
from benchmarks.simulation.page import PAGE, put, table
from benchmarks.virtual_table import Partition, VirtualTable
from chalicelib.access.act_search import act_query, find_acts
from chalicelib.access.batches import list_batches
from chalicelib.access.casefiles import read_casefile
from chalicelib.access.search import find_casefiles
from chalicelib.access.text_search import search_casefile, text_query
from chalicelib.administration.audit import AuditQuestion, find_entries
from chalicelib.administration.backfill import advance_backfill
from chalicelib.administration.sweep import recover_lost
from chalicelib.aws.audit_trail import AuditTrailTable
from chalicelib.aws.consultations import ConsultationsTable
from chalicelib.aws.register import RegisterTable
from chalicelib.aws.table import (
    act_items,
    arrival_item,
    batch_item,
    consultation_item,
    listing_items,
    original_item,
    piece_item,
    servant_key,
    tally_key,
)
from chalicelib.model.audit import Consultation
from chalicelib.model.backfill import CopyOutcome, SourceObject, backfill_batch
from chalicelib.model.batch import Batch
from chalicelib.model.identifiers import Claim, arrival_id
from chalicelib.model.piece import Field, Original, Piece
from chalicelib.model.reader import reader_of
from chalicelib.model.register import Bookmark, RosterPointer
from chalicelib.model.review_queue import QueueFilter
from chalicelib.model.transcript import Page, TextLine, Transcript
from chalicelib.model.upload import Upload
from chalicelib.review.queue import list_queue
from chalicelib.text.names import sound
from infra.local.sample.people import invent_people
from tests.fakes import MORNING
from tests.world import World, scan

if TYPE_CHECKING:
    from chalicelib.ports.archive import Archive

SIZES = (1_000, 100_000, 1_000_000)
CASEFILE, BATCH = 40, 50
"""Pieces of a case file, and of a batch."""
IN_REVIEW, READ_TODAY = 33, 100
"""One piece of so many waits for an archivist; was opened today."""
RARE = 49
"""One act of so many is of the type that is looked for."""
ARCHIVIST = reader_of("aline", "archivist", None)
OTHERS = {"put", "announce_uploads", "job_status"}
"""Calls by which the story plays the ministry, S3 and Textract: nobody is billed for them here."""
PLOT = PAGE.with_name("images") / "echelle-croissance.svg"
BEGIN, END = "<!-- python -m benchmarks.growth --write -->", "<!-- fin de la croissance -->"
BOX = (0.1, 0.1, 0.5, 0.02)
TEXT = Transcript(
    reader="invented",
    pages=tuple(Page(number=each, lines=(TextLine(text="Arrêté n° 550/590", confidence=98.5, box=BOX),) * 40) for each in (1, 2)),
)


MINISTRIES, SERIALS = 26, 1_860
"""Parts of an act's number: 600 to 625, and 101 to 1960; then the numbers begin again, as each year."""
FIRST_ACT, ACT_DAYS = date(1990, 1, 1), 13_000
"""Day of the first piece's act, and days until the last one's."""
SIGNATORIES = [
    f"{one}{other}"
    for one, other in product(
        ("NDAYI", "NIYO", "HAKI", "NKURU", "BARA", "MANI", "NZEYI", "BIGI", "SINDA", "HABO"),
        ("SENGA", "NGABO", "ZIMANA", "RUFYIKIRI", "KANA", "TUNGA", "MUGISHA", "BERA", "FITE", "NDENZA"),
    )
]
"""Surnames of those who sign the acts in turn."""


WHOLE_QUEUE = QueueFilter().selection
"""Partition of the review queue without a filter."""


class Earlier:
    """An archive of many pieces, told from their numbers; `Background` of the virtual table."""

    def __init__(self, size: int) -> None:
        """Plan so many pieces."""
        self._size = size
        self.servants, self.batches = size // CASEFILE, size // BATCH

    def matricule(self, servant: int) -> str:
        """Matricule of a servant."""
        return f"{200_000 + servant}"

    def partition(self, index: str | None, pk: str) -> Partition | None:
        """See `Background`."""
        kind, _, name = pk.partition("#")
        makers: Mapping[tuple[str | None, str], Callable[[str], Partition | None]] = {
            (None, "ORIGINAL"): self._original,
            (None, "ROSTER"): self._roster,
            (None, "BATCH"): self._batch,
            (None, "ARRIVALS"): self._arrivals,
            (None, "ACT"): lambda figures: self._acts(pk, self._numbered(figures)),
            (None, "ACTLIKE"): lambda figures: self._acts(
                pk, [each for whole in _with_a_figure_more(figures) for each in self._numbered(whole)]
            ),
            (None, "SIGNED"): lambda said: self._acts(pk, self._signed(said)),
            (None, "ACTDAY"): lambda decade: self._acts(pk, self._made_in(decade)),
            (None, "ACTTYPE"): lambda said: self._acts(pk, self._typed(*said.split("#"))),
            ("by_casefile", "CASEFILE"): self._casefile,
            ("by_time", "BATCHES"): lambda _: Partition(
                count=self.batches, place=lambda each: self._opened(each).place, item=lambda each: batch_item(self._opened(each))
            ),
            ("by_time", "ACCESS"): self._accesses,
        }
        if (index, pk) == ("by_status", WHOLE_QUEUE):
            return self._queue()
        made = makers.get((index, kind))
        return made(name) if made else None

    def _at(self, number: int) -> datetime:
        return datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=10 * number)

    def _piece(self, number: int) -> Piece:
        digest, matricule = f"{number:064x}", self.matricule(number // CASEFILE)
        waits = number % IN_REVIEW == IN_REVIEW - 1
        return Piece(
            piece=f"{digest}-00000000",
            digest=digest,
            name="acte.pdf",
            claim=Claim(folders=(matricule,)),
            batch=f"lot-{number // BATCH:06}",
            line=f"{number:032x}",
            registered_at=self._at(number),
            status="to_review" if waits else "filed",
            reason="no_mention" if waits else None,
            matricule=matricule,
            type=self.type(number),
            fields=tuple(
                Field(name=name, value=value, raw=value, confidence=0.9, page=1, box=BOX) for name, value in self.act(number).items()
            ),
        )

    def type(self, number: int) -> str:
        """Tell the type of a piece."""
        return "04.1" if number % RARE == 0 else "03.1"

    def act(self, number: int) -> dict[str, str]:
        """Tell the number, day and signatory of a piece's act."""
        round_of = number // MINISTRIES
        return {
            "act_number": f"{600 + number % MINISTRIES}/{101 + round_of % SERIALS}",
            "act_date": (FIRST_ACT + timedelta(days=number * ACT_DAYS // self._size)).isoformat(),
            "signatory": f"Jean {SIGNATORIES[number % len(SIGNATORIES)]}",
        }

    def _numbered(self, figures: str) -> Sequence[int]:
        """List the pieces whose act has a number."""
        ministry, serial = int(figures[:3] or 0) - 600, int(figures[3:] or 0) - 101
        if not 0 <= ministry < MINISTRIES or not 0 <= serial < SERIALS or figures[3:4] == "0":
            return []
        return range(MINISTRIES * serial + ministry, self._size, MINISTRIES * SERIALS)

    def _signed(self, said: str) -> Sequence[int]:
        """List the pieces whose act somebody signed."""
        if said == sound("JEAN"):
            return range(self._size)
        found = [each for each, name in enumerate(SIGNATORIES) if sound(name) == said]
        return range(found[0], self._size, len(SIGNATORIES)) if found else []

    def _made_in(self, decade: str) -> Sequence[int]:
        """List the pieces whose act is of ten years."""
        bounds = (
            bisect_left(range(self._size), f"{each}0", key=lambda number: self.act(number)["act_date"])
            for each in (decade, int(decade) + 1)
        )
        return range(*bounds)

    def _typed(self, code: str, decade: str) -> Sequence[int]:
        """List the pieces of a type whose act is of ten years."""
        return [each for each in self._made_in(decade) if self.type(each) == code]

    def _acts(self, heading: str, numbers: Sequence[int]) -> Partition:
        """Entries of one list of acts, without the pieces that wait."""
        filed = sorted(each for each in numbers if each % IN_REVIEW != IN_REVIEW - 1)

        def item(each: int) -> dict[str, Any]:
            return next(entry for entry in act_items(self._piece(filed[each])) if entry["pk"] == heading)

        return Partition(count=len(filed), place=lambda each: str(item(each)["sk"]), item=item)

    def _pieces(self, numbers: Sequence[int], place: str) -> Partition:
        def item(each: int) -> dict[str, Any]:
            return piece_item(self._piece(numbers[each]))

        return Partition(count=len(numbers), place=lambda each: str(item(each)[place]), item=item)

    def _queue(self) -> Partition:
        """Entries of the whole review queue."""
        waiting = range(IN_REVIEW - 1, self._size, IN_REVIEW)

        def item(each: int) -> dict[str, Any]:
            return next(entry for entry in listing_items(self._piece(waiting[each])) if entry["gsi1pk"] == WHOLE_QUEUE)

        return Partition(count=len(waiting), place=lambda each: str(item(each)["gsi1sk"]), item=item)

    def _casefile(self, matricule: str) -> Partition | None:
        first = (int(matricule) - 200_000) * CASEFILE
        filed = [each for each in range(first, first + CASEFILE) if each % IN_REVIEW != IN_REVIEW - 1]
        return self._pieces(filed, "gsi2sk") if 0 <= first < self._size else None

    def _original(self, digest: str) -> Partition | None:
        if not digest.startswith("0" * 40):
            return None
        piece = self._piece(int(digest, 16))
        said = {"digest": digest, "batch": piece.batch, "registered_at": piece.registered_at}
        original = Original(
            size=60_000, media_type="application/pdf", extension="pdf", pages=1, route="textract", status="transcribed", **said
        )  # type: ignore[arg-type]
        items = (original_item(original), piece_item(piece))
        return Partition(count=2, place=lambda each: str(items[each]["sk"]), item=lambda each: items[each])

    def _roster(self, _: str) -> Partition:
        def item(each: int) -> dict[str, Any]:
            matricule = self.matricule(each)
            return servant_key("g1", matricule) | {"matricule": matricule, "name": "NKURUNZIZA", "first_names": "Jean"}

        return Partition(count=self.servants, place=lambda each: str(item(each)["sk"]), item=item)

    def _opened(self, number: int) -> Batch:
        at = self._at(number * BATCH)
        return Batch(name=f"lot-{number:06}", opened_at=at, status="closed", revision=1, closed_at=at, closed_moves=2 * BATCH)

    def _batch(self, name: str) -> Partition | None:
        if not name.startswith("lot-0"):
            return None
        shard = tally_key(name, "00") | {"lines": BATCH, "filed": BATCH, "moves": 2 * BATCH, "moved_at": self._at(0).isoformat()}
        items = (batch_item(self._opened(int(name.removeprefix("lot-")))), shard)
        return Partition(count=2, place=lambda each: str(items[each]["sk"]), item=lambda each: items[each])

    def _arrivals(self, batch: str) -> Partition | None:
        if not batch.startswith("lot-0"):
            return None
        number = int(batch.removeprefix("lot-"))
        ids = sorted(arrival_id("inbox", self.key(each), "v1") for each in range(number * BATCH, (number + 1) * BATCH))
        return Partition(count=BATCH, place=lambda each: f"ARRIVAL#{ids[each]}", item=lambda each: arrival_item(batch, ids[each], "00"))

    @staticmethod
    def number(key: str) -> int:
        """Piece of an inbox key."""
        return int(key.rpartition("/")[2].removesuffix(".pdf"))

    def key(self, number: int) -> str:
        """Inbox key of a piece."""
        return f"lot-{number // BATCH:06}/{self.matricule(number // CASEFILE)}/{number:07}.pdf"

    def _accesses(self, _: str) -> Partition:
        def item(each: int) -> dict[str, Any]:
            at = MORNING - timedelta(hours=8) + timedelta(milliseconds=500 * each)
            return consultation_item(Consultation(action="piece", at=at, reader="aline", role="archivist", matricule="200000", piece="p"))

        return Partition(count=self._size // READ_TODAY, place=lambda each: str(item(each)["gsi3sk"]), item=item)


def _with_a_figure_more(figures: str) -> set[str]:
    """List the numbers that are this one with a figure put in."""
    return {f"{figures[:place]}{figure}{figures[place:]}" for place in range(len(figures) + 1) for figure in range(10)}


class Counting:
    """A port in memory, each call of which is one request."""

    def __init__(self, port: object, requests: list[str], name: str) -> None:
        """Count the calls of a port under a name."""
        self._port, self._requests, self._name = port, requests, name

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - the port's own
        """Count a method, or give an attribute."""
        found = getattr(self._port, name)
        if not callable(found) or name in OTHERS:
            return found

        def call(*args: Any, **given: Any) -> Any:  # noqa: ANN401 - as above
            self._requests.append(self._name)
            return found(*args, **given)

        return call


class Texts:
    """A vault whose every original has the same transcript; what is new is kept."""

    def __init__(self, vault: object) -> None:
        """Stand before the vault in memory."""
        self._vault = vault

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - the port's own
        """Anything but transcripts is the vault's."""
        return getattr(self._vault, name)

    def transcript(self, digest: str) -> Transcript | None:
        """See `Vault`."""
        return TEXT if digest.startswith("0" * 40) else cast("Any", self._vault).transcript(digest)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What a gesture asks of the services."""

    table: int
    """Requests to DynamoDB."""
    reads: float
    writes: float
    """Units of DynamoDB."""
    s3: int
    sqs: int
    textract: int


class Measured:
    """An archive with a past, and the meters on it."""

    def __init__(self, size: int) -> None:
        """Open an archive in which so many pieces are."""
        self.earlier = Earlier(size)
        self.table = VirtualTable(self.earlier)
        self.others: list[str] = []
        self.world = World()
        client = cast("Any", self.table)
        self.world.register = RegisterTable(client, "register")
        self.world.consultations = ConsultationsTable(client, "register")
        self.world.audit_trail = AuditTrailTable(client, "register")
        for name, service in {"inbox": "s3", "outbox": "s3", "queues": "sqs", "ocr": "textract"}.items():
            setattr(self.world, name, Counting(getattr(self.world, name), self.others, service))
        self.world.vault = Counting(Texts(self.world.vault), self.others, "s3")
        pointer = RosterPointer(generation="g1", count=self.earlier.servants, shapes=frozenset({"999999"}), uploaded_at=MORNING)
        self.world.register.put_roster_in_force(pointer, seen=None)

    def cost(self, gesture: Callable[[], object]) -> Cost:
        """Do a gesture, and count; the roster's pointer is in memory, as in any Lambda that was asked within five seconds."""
        self.world.register.roster_pointer()
        self.table.requests.clear()
        self.table.reads = self.table.writes = 0.0
        self.others.clear()
        gesture()
        table = self.table.requests.total()
        s3, sqs, textract = (self.others.count(name) for name in ("s3", "sqs", "textract"))
        return Cost(table=table, reads=self.table.reads, writes=self.table.writes, s3=s3, sqs=sqs, textract=textract)


def ingested(measured: Measured) -> Cost:
    """Bring one scan into a case file that has pieces, until it is filed."""
    world, matricule = measured.world, measured.earlier.matricule(measured.earlier.servants // 2)

    def bring() -> None:
        world.sync({f"nouveau/{matricule}/acte.pdf": scan(f"nouveau {matricule}")})
        world.drain()

    cost = measured.cost(bring)
    tally = world.register.batch("nouveau")[1]
    assert (tally.lines, tally.waiting) == (1, 0), tally  # noqa: S101 - the cost of something else is worth nothing
    return cost


class Inbox:
    """An inbox in which everything still is, listed from any place."""

    name = "inbox"

    def __init__(self, size: int, earlier: Earlier, requests: list[str]) -> None:
        """List the uploads of so many pieces."""
        self._size, self._earlier, self._requests = size, earlier, requests

    def uploads(self, _: str = "", *, after: str = "") -> Iterator[Upload]:
        """See `Inbox`; a request gives 1,000."""
        first = self._earlier.number(after) + 1
        for number in range(first, self._size):
            self._requests.extend(["s3"] if (number - first) % 1_000 == 0 else [])
            yield Upload(key=self._earlier.key(number), version="v1", size=9, uploaded_at=MORNING - timedelta(days=1))


def swept(measured: Measured, size: int) -> Cost:
    """Compare the next uploads with the register, from the middle of the inbox: the sweep does so for 15 seconds of each minute."""
    world, earlier = measured.world, measured.earlier
    world.inbox = Inbox(size, earlier, measured.others)
    world.register.put_bookmark("inbox", Bookmark(place=earlier.key(max(0, size // 2 - 500)), at=world.clock.now()))
    return measured.cost(lambda: recover_lost(cast("Archive", world), until=world.clock.now()))


class Source:
    """A bucket in which so many files lie, listed from any place."""

    bucket = "anciens-scans"

    def __init__(self, size: int, earlier: Earlier, requests: list[str]) -> None:
        """Keep so many files."""
        self._size, self._earlier, self._requests = size, earlier, requests

    def objects(self, _: str, *, after: str = "") -> Iterator[SourceObject]:
        """See `BackfillSource`; a request gives 1,000."""
        first = self._earlier.number(after) + 1
        for number in range(first, self._size):
            self._requests.extend(["s3"] if (number - first) % 1_000 == 0 else [])
            yield SourceObject(key=self._earlier.key(number), size=9)

    def copy_to_inbox(self, copies: Sequence[tuple[SourceObject, str]]) -> Sequence[CopyOutcome]:
        """See `BackfillSource`."""
        self._requests.extend(["s3"] * len(copies))
        return ["copied"] * len(copies)


def backfilled(measured: Measured, size: int) -> Cost:
    """Begin a batch of a backfill in the middle of a bucket, and copy it whole: what thousand files cost until they lie in the inbox."""
    world, earlier, name = measured.world, measured.earlier, "ancien"
    world.backfill_source = Source(size, earlier, measured.others)
    world.settings = replace(world.settings, pages_per_month=10_000_000)
    at, place = world.clock.now(), earlier.key(max(0, size // 2 - 500))
    counts = {"batch": 1, "left": 0, "size": 100, "began": int((at - timedelta(days=1)).timestamp())}
    for duty, mark in {
        "backfill": Bookmark(place=name, at=at),
        f"backfill-order#{name}": Bookmark(place="", at=at),
        f"backfill-count#{name}": Bookmark(place="", at=at, counts={"files": size, "finished": 1}),
        f"backfill-done#{name}": Bookmark(place=place, at=at, counts=counts),
    }.items():
        world.register.put_bookmark(duty, mark)
    done: list[int] = []
    cost = measured.cost(lambda: done.append(advance_backfill(cast("Archive", world), until=at + timedelta(minutes=1))))
    assert done == [min(1_000, size - max(0, size // 2 - 500) - 1)], done  # noqa: S101 - the cost of something else is worth nothing
    assert world.register.bookmark(f"backfill-done#{name}").counts["batch"] == 2, backfill_batch(name, 2)  # noqa: PLR2004, S101 - as above
    return cost


def found(size: int, ask: Callable[[Any], str]) -> Cost:
    """Find a servant in the list of names (`benchmarks.finding`): the mean of a hundred searches."""
    rng, searches = Random(SEED), 100  # noqa: S311 - no secret
    people = [renamed(rng, each) for each in invent_people(rng, size // CASEFILE)]
    register = Counted(servants={each.matricule: servant_of(each) for each in people})
    register.fill()
    for _ in range(searches):
        find_casefiles(ask(rng.choice(people)), cast("Any", SimpleNamespace(register=register)))
    return Cost(table=round(register.requests / searches), reads=register.units / searches, writes=0, s3=0, sqs=0, textract=0)


def _searching(query: str, world: World, type_: str = "") -> Callable[[], object]:
    """Give the gesture of a search for acts that finds some."""

    def search() -> None:
        world.clock.pause(1)  # each is recorded
        asked = act_query({"q": query, "type": type_})
        assert find_acts(ARCHIVIST, asked, world).entries  # noqa: S101 - the cost of finding nothing is worth nothing

    return search


def costs_of(size: int) -> dict[str, Cost]:
    """Count each gesture."""
    measured = Measured(size)
    world, matricule = measured.world, measured.earlier.matricule(measured.earlier.servants // 3)
    today = MORNING.date()
    question = AuditQuestion(first=today, last=today)
    gestures: dict[str, Callable[[], object]] = {
        "ouvrir un dossier de 40 pièces": lambda: read_casefile(ARCHIVIST, matricule, world),
        "chercher un mot dans un dossier": lambda: search_casefile(ARCHIVIST, matricule, text_query("arrêté", None, None), world),
        "la file « à vérifier », une page": lambda: list_queue(ARCHIVIST, world),
        "la liste des lots, une page": lambda: list_batches(world),
        "le journal d'un jour, une page": lambda: find_entries(question, cast("Any", world), None, 50),
    }
    act = measured.earlier.act(size // 3)
    searches = {
        "trouver un acte par son numéro": act["act_number"],
        "trouver un acte par son numéro et son jour": f"ordonnance {act['act_number']} du {act['act_date']}",
        "les actes d'une année, une page": act["act_date"][:4],
        "les actes d'un signataire, une page": f"signé par {act['signatory']}",
    }
    gestures |= {name: _searching(query, world) for name, query in searches.items()}
    gestures["les actes d'un type rare, une page"] = _searching("", world, "04.1")
    gestures["les actes d'un signataire, d'un type rare, une page"] = _searching(f"signé par {act['signatory']}", world, "04.1")
    costs = {"prendre en charge et classer un fichier": ingested(measured)}
    costs |= {name: measured.cost(gesture) for name, gesture in gestures.items()}
    costs["trouver un agent par son matricule"] = found(size, lambda person: person.matricule)
    costs["trouver un agent par son nom"] = found(size, lambda person: person.full_name)
    costs["le contrôle de chaque minute, pour mille fichiers du dépôt"] = swept(measured, size)
    costs["une reprise, un lot de mille fichiers d'un autre seau"] = backfilled(Measured(size), size)
    return costs


def main() -> None:
    """Count, print, and write the page where that is asked for."""
    parser = parser_of(__doc__)
    parser.add_argument("--write", action="store_true", help="put table and plot into docs/echelle.md")
    asked = parser.parse_args()
    sizes = SIZES[:1] if asked.smoke else SIZES
    ingested(Measured(SIZES[0]))  # what is loaded once takes longer than the roster's pointer is kept
    costs = {size: costs_of(size) for size in sizes}
    print(table_of(costs))
    if asked.write:
        put(f"{table_of(costs)}\n\n![Unités de lecture et d'écriture de chaque geste](images/{PLOT.name})", BEGIN, END)
        PLOT.write_text(plot_of(costs), "utf-8")


def table_of(costs: Mapping[int, Mapping[str, Cost]]) -> str:
    """Write the costs as a table in Markdown, a line for each gesture and size."""
    rows = []
    for name in next(iter(costs.values())):
        for number, size in enumerate(costs):
            each = costs[size][name]
            counts = (each.table, _shown(each.reads), _shown(each.writes), each.s3, each.sqs, each.textract)
            rows.append(["" if number else name, f"{size:,}".replace(",", " "), *map(str, counts)])
    return table(["geste", "pièces", "DynamoDB", "lectures", "écritures", "S3", "SQS", "Textract"], rows)


def plot_of(costs: Mapping[int, Mapping[str, Cost]]) -> str:
    """Draw the units of four gestures over the size of the archive."""
    drawn = {
        "prendre en charge et classer un fichier": "prendre en charge un fichier",
        "ouvrir un dossier de 40 pièces": "ouvrir un dossier",
        "la file « à vérifier », une page": "la file « à vérifier »",
        "trouver un agent par son nom": "trouver un agent par son nom",
    }
    series = {short: [(size / 1_000, _units(costs[size][name])) for size in costs] for name, short in drawn.items()}
    most = max(value for points in series.values() for _, value in points)
    across = Axis(name="milliers de pièces dans l'archive", ticks=decades(1, max(costs) / 1_000, _shown), logarithmic=True)
    up = Axis(name="unités de DynamoDB", ticks={step: f"{step}" for step in range(0, int(most) + 20, 10)})
    return line_plot("Ce que coûte un geste, selon la taille de l'archive", series, across=across, up=up)


def _units(cost: Cost) -> float:
    return cost.reads + cost.writes


def _shown(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".").replace(".", ",")


if __name__ == "__main__":
    main()
