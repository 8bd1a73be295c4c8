"""Completeness: what comparing one servant's case file costs a round, and what a ministry's CSV and letters cost.

Run it as `python -m benchmarks.completeness [--smoke]`. The rounds' own use cases and adapters work on a table that makes its items as they
are read (`benchmarks.virtual_table`), with 40 pieces a case file. Units are DynamoDB's, seconds this machine's processor's.
"""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any, cast

from benchmarks.cost import TABLE_READ, TABLE_WRITE
from benchmarks.growth import CASEFILE, Earlier, Measured
from benchmarks.options import parser_of
from benchmarks.virtual_table import Partition, VirtualTable
from chalicelib.access.completeness import compare, contents_of
from chalicelib.access.letter import letter_of, letters_html
from chalicelib.administration.completeness_rounds import COMPLETENESS
from chalicelib.administration.ministry_letters import REAM
from chalicelib.administration.rounds import advance_round, latest_round
from chalicelib.aws.findings import FindingsTable
from chalicelib.aws.register import RegisterTable
from chalicelib.aws.table import servant_key
from chalicelib.model.piece import Field, Piece
from chalicelib.model.register import Bookmark
from chalicelib.model.servant import Servant
from tests.fakes import MORNING

SIZES = (4_000, 400_000, 4_600_000)
"""Pieces; the largest has 115,000 servants."""
SERVANTS, MINISTRIES = 115_000, 40
TYPES = ("01.1", "02.1", "03.1", "03.2", *("04.1",) * 16, *("04.2",) * 8, *("05.1",) * 4, *("06.1",) * 8)
ROUNDS = 50


class Careers(Earlier):
    """An archive of case files with forty pieces of many types, dated, in some ministries."""

    def __init__(self, size: int, ministries: int) -> None:
        """Plan so many pieces and ministries."""
        super().__init__(size)
        self.ministries = ministries

    def _piece(self, number: int) -> Piece:
        at = number % CASEFILE
        day = f"{2000 + at % 16}-06-30"
        names = ("act_date", "act_number", "matricule", "name", "signatory")
        fields = tuple(Field(name=name, value=day, raw=f"le {day}", confidence=0.9, page=1, box=(0.1, 0.1, 0.5, 0.02)) for name in names)
        return replace(super()._piece(number), type=TYPES[at], fields=fields)

    def _roster(self, _: str) -> Partition:
        def item(each: int) -> dict[str, Any]:
            matricule = self.matricule(each)
            told = {
                "ministry": f"Ministère {each % self.ministries:02}",
                "province": "Gitega",
                "entry_date": "1998-09-01",
                "status": "actif",
            }
            return servant_key("g1", matricule) | {"matricule": matricule, "name": "NKURUNZIZA", "first_names": "Jean"} | told

        return Partition(count=self.servants, place=lambda each: str(item(each)["sk"]), item=item)


class Meter:
    """An archive with a past, and a round in it."""

    def __init__(self, size: int, ministries: int = MINISTRIES) -> None:
        """Open an archive in which so many pieces are."""
        self.earlier = Careers(size, ministries)
        self.measured = Measured(size)
        self.measured.earlier = self.earlier
        self.table = self.measured.table = VirtualTable(self.earlier)
        self.world = self.measured.world
        pointer = self.world.register.roster_pointer()
        client = cast("Any", self.table)
        self.world.register, self.world.findings = RegisterTable(client, "register"), FindingsTable(client, "register")
        self.world.register.put_roster_in_force(pointer, seen=None)

    def page(self) -> None:
        """Compare one page of servants, from the middle of the roster."""
        advance_round(COMPLETENESS, self.world, until=MORNING)

    def begin_in_the_middle(self) -> None:
        """Put the bookmark there."""
        middle = servant_key("g1", self.earlier.matricule(max(0, self.earlier.servants // 2 - 60)))["sk"]
        self.world.register.put_bookmark("completeness", Bookmark(place=f"{MORNING:%Y-%m}#g1#S#{middle}", at=MORNING))


def main() -> None:
    """Print the costs."""
    asked = parser_of(__doc__).parse_args()
    for size in SIZES[:1] if asked.smoke else SIZES:
        _tell_servants(size)
    _tell_ministry(100 if asked.smoke else 1_000)


def _tell_servants(size: int) -> None:
    meter = Meter(size)
    meter.begin_in_the_middle()
    meter.page()  # what is loaded once
    before = servants_of(meter)
    cost = meter.measured.cost(meter.page)
    servants = servants_of(meter) - before
    each = {"requests": cost.table / servants, "reads": cost.reads / servants, "writes": cost.writes / servants}
    print(f"{size:>9,} pieces: " + ", ".join(f"{value:.2f} {name}" for name, value in each.items()) + " a servant")
    dollars = SERVANTS * (each["reads"] * TABLE_READ + each["writes"] * TABLE_WRITE)
    requests = SERVANTS * each["requests"]
    print(
        f"{'':>18} {SERVANTS:,} servants: {requests:,.0f} requests, {dollars:.2f} $; at 5 ms a request {requests * 0.005 / 60:.0f} minutes"
    )


def servants_of(meter: Meter) -> int:
    """Servants compared so far."""
    found = meter.world.register.bookmark("completeness")
    return sum(found.counts.values())


def _tell_ministry(servants: int) -> None:
    """Compare a whole small archive of two ministries, then tell what its steps cost: half of each page is one ministry's."""
    meter = Meter(servants * CASEFILE, ministries=2)
    world, ministries = meter.world, ["Ministère 00", "Ministère 01"]
    _tell_processor(meter)
    done = advance_round(COMPLETENESS, world, until=world.clock.now() + timedelta(hours=1))
    assert done.finished, done  # noqa: S101 - the cost of something else is worth nothing
    latest = latest_round(COMPLETENESS, world)
    assert latest is not None  # noqa: S101 - likewise
    round_, _ = latest
    findings = [each for ministry in ministries for part in world.findings.parts(round_, ministry) for each in part.findings]
    key = {":pk": {"S": f"FINDINGS#{round_.name}#{ministries[0]}"}}
    answer = meter.table.query(KeyConditionExpression="pk = :pk", ExpressionAttributeValues=key)
    answer.pop("LastEvaluatedKey", None)
    table = FindingsTable(cast("Any", SimpleNamespace(query=lambda **_: answer)), "register")
    told = sum(part.servants for _, part in table.reports(round_, ministries[0]))
    read = _seconds(lambda: [list(table.reports(round_, ministries[0])) for _ in range(ROUNDS)]) / ROUNDS
    size = sum(len(body.encode()) for body in world.outbox.objects.values())
    print(f"CSV: {size / len(findings):,.0f} bytes a servant; put together at {told / read:,.0f} servants a second of processor")
    letters = [letter_of(each, world.nomenclature) for each in findings][:REAM]
    html: list[str] = []
    written = _seconds(lambda: html.append(letters_html(letters, world.settings, world.nomenclature, at=MORNING)))
    print(f"letters: {len(letters) / written:,.0f} a second, {len(html[0].encode()) / len(letters):,.0f} bytes each")


def _tell_processor(meter: Meter) -> None:
    """Tell the processor's time of one servant: to decode the pieces, and to compare them."""
    key = {":pk": {"S": f"CASEFILE#{meter.earlier.matricule(0)}"}}
    answer = meter.table.query(KeyConditionExpression="gsi2pk = :pk", ExpressionAttributeValues=key, IndexName="by_casefile")
    register = RegisterTable(cast("Any", SimpleNamespace(query=lambda **_: answer)), "register")
    pieces = register.casefile_pieces("", after=None, limit=CASEFILE)
    servant = Servant(matricule="200000", entry_date=date(1998, 9, 1), status="actif")
    nomenclature = meter.world.nomenclature
    decode = _seconds(lambda: [register.casefile_pieces("", after=None, limit=CASEFILE) for _ in range(ROUNDS)]) / ROUNDS
    work = _seconds(lambda: [compare("200000", servant, contents_of(pieces), nomenclature, year=2026) for _ in range(ROUNDS)]) / ROUNDS
    print(f"processor: {1000 * decode:.1f} ms a servant to decode {len(pieces)} pieces, {1000 * work:.2f} ms to compare them")


def _seconds(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


if __name__ == "__main__":
    main()
