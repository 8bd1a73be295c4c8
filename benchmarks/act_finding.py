"""Finding acts though their letters were misread: how many are found as they were asked for, how many nearly so, and what else is found.

Run it as `python -m benchmarks.act_finding [--people 60]`. Real orders first: the copier scans whose number stands in their title, read
by the local reader. Then invented acts, whose text layer is spoilt letter by letter and figure by figure; their fields are read from the
spoilt text as in production, and their entries stand in the archive's own lists. Searches say what the act says, spelt rightly.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from benchmarks.options import READINGS, SHARED_DATA, has_shared_data, parser_of
from benchmarks.reading import FORMS, chance, invented, misread
from benchmarks.virtual_table import Partition, VirtualTable
from chalicelib.access.act_search import act_query, find_acts
from chalicelib.analysis.description.classification import describe
from chalicelib.aws.register import RegisterTable
from chalicelib.model.errors import ReaderError
from chalicelib.model.identifiers import Claim
from chalicelib.model.piece import Piece
from chalicelib.model.reader import reader_of
from chalicelib.model.transcript import TextLine, Transcript, from_json, to_json
from chalicelib.text.act_headings import figures_of
from chalicelib.text.act_query import ANY_DAY
from chalicelib.text.letters import plain
from chalicelib.text.nomenclature_file import shipped
from infra.local.ocr.pool import Pool
from tests.fakes import MORNING, FakeArchive

NOISES = (0.0, 0.01, 0.03, 0.06)
"""Shares of letters and figures that are misread."""
FIGURES = ("3", "8"), ("5", "6"), ("1", "7"), ("0", "8"), ("4", "9"), ("2", "7")
"""What readers take for what, beside the letters of `reading.CONFUSED`."""
NUMBERED = {
    "arrete_ppr": "2025-860",
    "arretes_icpe_0005800425_2005-11-08_AP": "DAI/B4/05-35",
    "arretes_icpe_0005800425_2010-03-29_AP": "D1/B1/10/204",
    "arretes_icpe_0005800425_2012-09-03_AP": "D1-B1-12-467",
}
"""Numbers in the titles of real orders, read by eye; the others have none."""
ARCHIVIST = reader_of("aline", "archivist", None)
PAGES = 3
"""Pages of 50 acts that are looked through for the one that was asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """What an act says, and its spoilt reading."""

    number: str
    day: str
    """In ISO 8601."""
    signer: str
    transcript: Transcript


class Nothing:
    """A table in which nothing was before; `Background` of the virtual table."""

    def partition(self, index: str | None, pk: str) -> Partition | None:  # noqa: ARG002 - its protocol's
        """See `Background`."""
        return None


def main() -> None:
    """Measure and print."""
    parser = parser_of(__doc__)
    parser.add_argument("--people", type=int, default=60, help="whose acts are invented (default: 60)")
    parser.add_argument("--seed", default="actes", help="of the invented acts, which no test uses (default: actes)")
    parser.add_argument("--wrong", action="store_true", help="name each act that its number did not find")
    asked = parser.parse_args()
    if has_shared_data():
        measure("real orders, first page read by the local reader", list(real(1 if asked.smoke else None)), tell=asked.wrong)
    acts = [(act, transcript) for _, act, transcript in invented(1 if asked.smoke else asked.people, 0.0, asked.seed)]
    for noise in NOISES:
        rng = chance(f"{asked.seed} {noise}")
        truths = [
            Truth(number=act.number or "", day=act.day.isoformat(), signer=act.signer[1], transcript=spoilt(transcript, noise, rng))
            for act, transcript in acts
        ]
        measure(f"invented acts, {noise:.0%} of letters and figures misread", truths, tell=asked.wrong)


def real(most: int | None) -> Iterator[Truth]:
    """Read the first pages of the real orders, or take what was read before."""
    paths = sorted((SHARED_DATA / "arretes_scans" / "pdf").glob("*.pdf"), key=lambda path: path.stat().st_size)[:most]
    pool: Pool | None = None
    READINGS.mkdir(parents=True, exist_ok=True)
    try:
        for path in paths:
            kept = READINGS / f"{path.stem}.first.json"
            if not kept.exists():
                pool = pool or started()
                kept.write_text(to_json(Transcript(reader="rapidocr", pages=(pool.read(path, 0, due=0).result(),))), "utf-8")
            yield Truth(number=NUMBERED.get(path.stem, ""), day="", signer="", transcript=from_json(kept.read_text("utf-8")))
    finally:
        if pool:
            pool.close()


def started() -> Pool:
    """Start the local reader."""
    pool = Pool()
    pool.start()
    return pool


def spoilt(transcript: Transcript, noise: float, rng: Any) -> Transcript:  # noqa: ANN401 - of `chance`
    """Misread some letters and figures of a text."""
    table = {one: other for pair in FIGURES for one, other in (pair, pair[::-1])}

    def line(each: TextLine) -> TextLine:
        words = tuple(replace(word, text=misread(figures(word.text), noise, rng)) for word in each.words)
        return replace(each, text=" ".join(word.text for word in words), words=words)

    def figures(text: str) -> str:
        return "".join(table.get(letter, letter) if rng.random() < noise else letter for letter in text)

    return replace(transcript, pages=tuple(replace(page, lines=tuple(map(line, page.lines))) for page in transcript.pages))


def measure(title: str, truths: Sequence[Truth], *, tell: bool) -> None:
    """File the acts, ask for each, and print."""
    pieces = [filed(number, truth) for number, truth in enumerate(truths)]
    archive = FakeArchive()
    archive.register = RegisterTable(cast("Any", VirtualTable(Nothing())), "register")
    archive.register.restore(pieces)
    print(f"\n{title} (n={len(truths)})")
    print(f"  {'asked by':34}{'n':>5}{'read right':>12}{'found exact':>13}{'with near':>11}{'false, exact':>14}{'false, near':>13}")
    for kind, (field, ask, value) in KINDS.items():
        asked = [(truth, piece) for truth, piece in zip(truths, pieces, strict=True) if value(truth) and ask(truth)]
        if asked:
            tried(kind, field, [(ask(truth), value, truth, piece) for truth, piece in asked], (truths, pieces), archive, tell=tell)


def tried(kind: str, field: str, searches: Iterable[Any], whole: Any, archive: Any, *, tell: bool) -> None:  # noqa: ANN401, PLR0913 - a table's row
    """Make the searches of one kind, and print their line."""
    sums, count = Counter[str](), 0
    of = {piece.piece: truth for truth, piece in zip(*whole, strict=True)}
    for query, value, truth, piece in searches:
        count += 1
        hits = list(hits_of(query, archive))
        exact, near = ({hit.piece for hit in hits if hit.near is is_near} for is_near in (False, True))
        said = {each.name: each.value for each in piece.fields}.get(field, "")
        sums["read"] += even(field, said) == even(field, value(truth))
        sums["exact"] += piece.piece in exact
        sums["found"] += piece.piece in exact | near
        sums["wrong"] += sum(not is_asked(query, of[each]) for each in exact)
        sums["off"] += sum(not is_asked(query, of[each]) for each in near)
        if tell and piece.piece not in exact | near:
            print(f"    {query!r}: {said!r}")
    shares = (f"{sums[name] / count:.1%}" for name in ("read", "exact", "found"))
    print("  {:34}{:>5}{:>12}{:>13}{:>11}{:>14}{:>13}".format(kind, count, *shares, sums["wrong"], sums["off"]))


def hits_of(query: str, archive: Any) -> Iterator[Any]:  # noqa: ANN401 - ports
    """Give what is found on the first pages."""
    cursor: str | None = None
    for _ in range(PAGES):
        try:
            page = find_acts(ARCHIVIST, act_query({"q": query}), archive, cursor=cursor, limit=50)
        except ReaderError:
            return
        yield from page.entries
        cursor = page.next
        if cursor is None:
            return


def is_asked(query: str, truth: Truth) -> bool:
    """Whether an act is one that was asked for, by what it truly says."""
    wanted = act_query({"q": query})
    said = plain(truth.signer).upper()
    is_day = wanted.days == ANY_DAY or truth.day in wanted.days
    return (not wanted.figures or figures_of(truth.number)[0] == wanted.figures) and is_day and all(name in said for name in wanted.names)


def even(field: str, value: str) -> str:
    """Write a value as searches compare it."""
    return figures_of(value)[0] if field == "act_number" else plain(value)


def filed(number: int, truth: Truth) -> Piece:
    """File an act with the fields that its text says."""
    digest = f"{number:064x}"
    said = describe(truth.transcript, shipped(), patterns=FORMS)
    where = {"piece": f"{digest}-00000000", "digest": digest, "name": "acte.pdf", "batch": "lot", "line": f"{number:032x}"}
    return Piece(**where, claim=Claim(), registered_at=MORNING, status="filed", matricule="123456", type=said.type, fields=said.fields)


def day_of(truth: Truth) -> str:
    """Day of an act as a clerk writes it."""
    return "/".join(reversed(truth.day.split("-")))


KINDS: dict[str, tuple[str, Callable[[Truth], str], Callable[[Truth], str]]] = {
    "number": ("act_number", lambda truth: f"n° {truth.number}", lambda truth: truth.number),
    "number and day": (
        "act_number",
        lambda truth: f"n° {truth.number} du {day_of(truth)}" if truth.day else "",
        lambda truth: truth.number,
    ),
    "day": ("act_date", day_of, lambda truth: truth.day),
    "signatory": ("signatory", lambda truth: f"signé par {truth.signer}", lambda truth: truth.signer),
    "signatory and year": ("signatory", lambda truth: f"signé par {truth.signer} en {truth.day[:4]}", lambda truth: truth.signer),
}
"""Field that is asked for, the query, and the value that the act says of it."""


if __name__ == "__main__":
    main()
