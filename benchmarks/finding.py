"""Cost of a search among 1,000, 100,000 and 1,000,000 case files: requests and read units, counted.

Run it as `python -m benchmarks.finding [--most 1000000]` (a million takes two minutes and 2 GB). The lists stand in memory,
in order, and are read as DynamoDB reads them: a request a question, half a unit for each 4 KB begun. Searches and slips come from a
seed that no test uses. Then: what a search within one case file costs in requests and in time for reading its texts.
"""

import json
import math
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from random import Random
from time import perf_counter
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

from benchmarks.matching import renamed
from benchmarks.options import parser_of
from chalicelib.access.search import find_casefiles
from chalicelib.access.text_search import search_casefile, text_query
from chalicelib.model.codec import to_plain
from chalicelib.model.errors import ReaderError
from chalicelib.model.identifiers import Claim
from chalicelib.model.piece import Piece
from chalicelib.model.reader import reader_of
from chalicelib.model.register import NameIndexEntry, RosterPointer
from chalicelib.model.servant import Servant
from chalicelib.model.transcript import Page, TextLine, Transcript, Word, from_json, to_json
from chalicelib.text.names import headings_of, spellings_of, words_of
from infra.local.sample.people import Person, invent_people

if TYPE_CHECKING:
    from chalicelib.ports.archive import Archive

SEED = 7411
SIZES = (1_000, 100_000, 1_000_000)
SEARCHES = 300
PIECES, PAGES, LINES = 40, 3, 45
"""Of a case file; 40 pages is the assumption of the roadmap, three a piece is more."""
_LETTERS = "ABCDEFGHIKLMNORSTUVYZ"


@dataclass
class Counted:
    """The register's lists of names, which count what is asked of them."""

    servants: Mapping[str, Servant]
    requests: int = 0
    units: float = 0
    _places: list[str] = field(default_factory=list)
    _words: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def fill(self) -> None:
        """Write everybody in the lists."""
        self._places = sorted(f"{heading}#{each.matricule}" for each in self.servants.values() for heading in headings_of(each))
        words = {word for each in self.servants.values() for word in (*words_of(each.name), *words_of(each.first_names))}
        for word in sorted(words):
            for key in spellings_of(word):
                self._words[key].append(word)

    def roster_pointer(self) -> RosterPointer:
        """See `Register`; the real one keeps it in memory for some seconds."""
        self._count([])
        return RosterPointer(generation="g", count=len(self.servants), shapes=frozenset(), uploaded_at=datetime(2026, 1, 1, tzinfo=UTC))

    def find_names(self, beginning: str, *, after: str | None, limit: int) -> Sequence[NameIndexEntry]:
        """See `Register`."""
        at = bisect_right(self._places, after) if after else bisect_left(self._places, beginning)
        places = [place for place in self._places[at : at + limit] if place.startswith(beginning)]
        found = [NameIndexEntry(heading=place.rpartition("#")[0], servant=self.servants[place.rpartition("#")[2]]) for place in places]
        self._count([(each.place, to_plain(each.servant)) for each in found])
        return found

    def find_spellings(self, keys: Iterable[str], *, limit: int) -> Sequence[str]:
        """See `Register`."""
        found = set[str]()
        for key in keys:
            words = self._words.get(key, [])[:limit]
            self._count([(key, word) for word in words])
            found.update(words)
        return sorted(found)

    def servants_by_matricule(self, _: str, matricules: Sequence[str]) -> Mapping[str, Servant]:
        """See `Register`; a bulk read counts each item by itself."""
        self.requests += 1
        self.units += 0.5 * len(matricules)
        return {matricule: self.servants[matricule] for matricule in matricules}

    def _count(self, items: Sequence[object]) -> None:
        self.requests += 1
        self.units += 0.5 * max(1, math.ceil(sum(len(json.dumps(item, default=str)) + 40 for item in items[:500]) / 4096))


def main() -> None:
    """Count and print."""
    parser = parser_of(__doc__)
    parser.add_argument("--most", type=int, default=SIZES[-1], help=f"servants at most (default: {SIZES[-1]})")
    asked = parser.parse_args()
    most, searches = (SIZES[0], 1) if asked.smoke else (asked.most, SEARCHES)
    print(f"Finding a case file, {searches} searches of each kind: found on the first page; requests and read units, mean (most)")
    for size in (each for each in SIZES if each <= most):
        _measure(size, searches)
    _within()


def _measure(size: int, searches: int) -> None:
    rng = Random(SEED)  # noqa: S311 - no secret
    people = [renamed(rng, each) for each in invent_people(rng, size)]
    servants = {each.matricule: servant_of(each) for each in people}
    register = Counted(servants=servants)
    register.fill()
    archive = cast("Archive", SimpleNamespace(register=register))
    print(f"\n{size} servants")
    for kind, ask in KINDS.items():
        found, costs = 0, list[tuple[int, float]]()
        for _ in range(searches):
            person = rng.choice(people)
            register.requests, register.units = 0, 0.0
            try:
                hits = find_casefiles(ask(rng, person), archive).entries
            except ReaderError:
                hits = []
            found += any(hit.servant.matricule == person.matricule for hit in hits)
            costs.append((register.requests, register.units))
        requests, units = [each for each, _ in costs], [each for _, each in costs]
        print(
            f"  {kind:34}{found / searches:7.1%}   {sum(requests) / searches:5.1f} ({max(requests)}) requests"
            f"   {sum(units) / searches:5.1f} ({max(units):.1f}) units"
        )


def slip(rng: Random, word: str) -> str:
    """Mistype one letter after the first: another in its place, lost, doubled, or exchanged with the next."""
    at = rng.randrange(1, len(word) - 1)
    swapped = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return rng.choice((word[:at] + rng.choice(_LETTERS) + word[at + 1 :], word[:at] + word[at + 1 :], word[: at + 1] + word[at:], swapped))


KINDS: dict[str, Callable[[Random, Person], str]] = {
    "matricule": lambda _, person: person.matricule,
    "whole name": lambda _, person: person.full_name,
    "surname": lambda _, person: person.name,
    "half a surname and a first name": lambda _, person: f"{person.first_name} {person.name[:7]}",
    "surname with one slip": lambda rng, person: slip(rng, person.name),
    "whole name with one slip": lambda rng, person: f"{slip(rng, person.name)} {person.first_name}",
    "four letters": lambda _, person: person.name[:4],
}


def servant_of(person: Person) -> Servant:
    """The servant of an invented person."""
    return Servant(matricule=person.matricule, name=person.name, first_names=person.first_name, birth_date=person.born)


def _within() -> None:
    """Search one case file whose texts stand compressed as S3 gives them; the way to S3 and back is not in it."""
    rng = Random(SEED)  # noqa: S311 - no secret
    archive = _CaseFile({f"{number:064x}": to_json(_text(rng)) for number in range(PIECES)})
    began = perf_counter()
    found = search_casefile(reader_of("123456", "", "123456"), "123456", text_query("notation", None, None), cast("Archive", archive))
    took = perf_counter() - began
    size = sum(map(len, archive.texts.values())) / 1e6
    print(f"\nSearch in one case file of {PIECES} pieces x {PAGES} pages ({size:.1f} MB of text with boxes): {archive.requests} requests")
    print(f"  {took:.2f} s to read and look through the texts here; {len(found.entries)} pieces found")


class _CaseFile:
    """The ports that a search in one case file uses; each method is one request."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self.texts = texts
        """JSON of the transcripts by digest."""
        self.requests = 0
        self.clock = self.consultations = self.register = self.vault = self

    def now(self) -> datetime:
        """See `Clock`."""
        return datetime(2026, 1, 1, tzinfo=UTC)

    def record(self, *_: Any) -> None:  # noqa: ANN401 - a port's signature
        """See `Consultations`."""
        self.requests += 1

    def casefile_pieces(self, _: str, **__: Any) -> Sequence[Piece]:  # noqa: ANN401 - a page's bounds
        """See `Register`."""
        self.requests += 1
        at = self.now()
        blank = Piece(
            piece="", digest="", name="", claim=Claim(), batch="b", line="l", registered_at=at, status="filed", matricule="123456"
        )
        return [replace(blank, piece=f"{each}-00000000", digest=each) for each in self.texts]

    def pieces_with_originals(self, pieces: Sequence[str]) -> Mapping[str, tuple[Piece, None]]:
        """See `Register`."""
        own = {each.piece: each for each in self.casefile_pieces("123456")}
        return {each: (own[each], None) for each in pieces}

    def transcript(self, digest: str) -> Transcript:
        """See `Vault`."""
        self.requests += 1
        return from_json(self.texts[digest])


def _text(rng: Random) -> Transcript:
    words = ("agent", "ministère", "ordonnance", "échelon", "notation", "service", "traitement", "province", "Gitega")
    box = (0.1, 0.1, 0.1, 0.01)

    def line() -> TextLine:
        said = [rng.choice(words[:4]) for _ in range(9)] + ([words[4]] if rng.random() < 1 / 400 else [])
        return TextLine(
            text=" ".join(said), confidence=99.1, box=box, words=tuple(Word(text=each, confidence=99.1, box=box) for each in said)
        )

    pages = (Page(number=number, lines=tuple(line() for _ in range(LINES))) for number in range(1, PAGES + 1))
    return Transcript(reader="invented", pages=tuple(pages))


if __name__ == "__main__":
    main()
