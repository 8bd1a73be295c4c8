"""Scans of many papers with the pages where a piece begins: invented dossiers of forty pages, and real acts laid one behind the other."""

import json
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from pathlib import Path
from random import Random

from benchmarks import read_ink
from benchmarks.options import BUILD, READINGS, SHARED_DATA
from benchmarks.read_ink import legibility_of, with_ink
from benchmarks.reading import chance, read_all, spoilt
from chalicelib.formats.page_measures import measure_page
from chalicelib.formats.validation import inspect
from chalicelib.model.page_facts import PageFacts
from chalicelib.model.separator import separator_of
from chalicelib.model.transcript import Page, Transcript, from_json, rotate, to_json
from infra.local.sample.batch import recipe
from infra.local.sample.people import invent_people
from infra.local.sample.whole_dossiers import BoundDossier, BoundPage, bind, print_back, print_piece, scan_dossier

DOSSIERS = BUILD / "dossiers"
PEOPLE = 200
HELD_APART = (
    "arrete_ppr",
    "arretes_icpe_0003013459_2021-09-24_AP",
    "arretes_icpe_0005302394_2008-12-10_AP",
    "arretes_icpe_0005302394_2012-12-07_AP",
    "arretes_icpe_0005800425_2012-09-03_AP",
)
"""Real acts on which nothing was looked at, chosen or fitted: every other one by name, the ones between are for looking."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanStream:
    """A scan of many papers."""

    transcript: Transcript
    facts: tuple[PageFacts, ...]
    starts: tuple[int, ...]
    """Numbers, from 1, of the pages with which a piece begins."""


def invented(seed: str, count: int, *, pages: int = 40) -> Iterator[ScanStream]:
    """Make invented dossiers whose text is read without a fault; each is kept in build/dossiers until its makers change."""
    DOSSIERS.mkdir(parents=True, exist_ok=True)
    people = invent_people(chance(f"{seed} gens"), PEOPLE)
    makers = sha256(b"".join(Path(each).read_bytes() for each in (__file__, read_ink.__file__)))
    made_with = f"{recipe(pages, 0)[:12]}-{makers.hexdigest()[:12]}"
    for number in range(count):
        kept = DOSSIERS / f"{seed}-{number}-{made_with}.json"
        if not kept.exists():
            rng = chance(f"{seed} {number}")
            kept.write_text(to_text(stream_of(bind(rng, people[number % PEOPLE], people, pages=pages), rng)), "utf-8")
        yield from_text(kept.read_text("utf-8"))


def scanned(seed: str, number: int) -> ScanStream:
    """Print a dossier, scan it, every other one in black and white, and read it with the local reader; what was read is kept."""
    DOSSIERS.mkdir(parents=True, exist_ok=True)
    people = invent_people(chance(f"{seed} gens"), PEOPLE)
    rng = chance(f"{seed} {number}")
    dossier = bind(rng, people[number % PEOPLE], people)
    path = DOSSIERS / f"scan-{seed}-{number}-{recipe(0, 0)[:12]}.pdf"
    if not path.exists():
        path.write_bytes(scan_dossier(dossier, rng, bilevel=number % 2 == 1))
    transcript = read_all([path], again=False)[path.stem]
    facts = tuple(facts_of(path, page.number) for page in transcript.pages)
    return ScanStream(transcript=transcript, facts=facts, starts=dossier.starts)


def misread(stream: ScanStream, noise: float, seed: str) -> ScanStream:
    """Spoil so many of a scan's letters, as a reader would."""
    rng = chance(seed)
    pages = tuple(spoilt(page, noise, rng) for page in stream.transcript.pages)
    return replace(stream, transcript=replace(stream.transcript, pages=pages))


def to_text(stream: ScanStream) -> str:
    """Write a scan as JSON; invented dossiers hold no separator sheets."""
    return json.dumps({"text": to_json(stream.transcript), "facts": [asdict(fact) for fact in stream.facts], "starts": stream.starts})


def from_text(text: str) -> ScanStream:
    """Read what `to_text` wrote."""
    plain = json.loads(text)
    facts = tuple(PageFacts(**fact) for fact in plain["facts"])
    return ScanStream(transcript=from_json(plain["text"]), facts=facts, starts=tuple(plain["starts"]))


def stream_of(dossier: BoundDossier, rng: Random) -> ScanStream:
    """Take the text of the typeset papers for a reading, with what a reader makes of the ink on them."""
    read, legibility = [_read(print_piece(piece, scanned=False)) for piece in dossier.pieces], legibility_of(rng)
    pages, facts = list[Page](), list[PageFacts]()
    for number, bound in enumerate(dossier.pages, start=1):
        piece = dossier.pieces[bound.piece]
        sides = _read(print_back(bound.stamp)) if bound.side is None else read[bound.piece]
        page, fact = sides[bound.side or 0]
        page = page if bound.side is None else with_ink(page, piece.act, legibility, rng, first=bound.side == 0)
        pages.append(replace(_turned(_cut_off(page, piece.height), bound), number=number))
        facts.append(replace(fact, page=number, height=fact.height * piece.height))
    return ScanStream(transcript=Transcript(reader="layer", pages=tuple(pages)), facts=tuple(facts), starts=dossier.starts)


def _read(pdf: bytes) -> list[tuple[Page, PageFacts]]:
    """Read the text layer of a typeset paper, and measure its pages."""
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(pdf)
        file.flush()
        inspection = inspect(Path(file.name))
        text = inspection.transcript or inspection.layer  # a layer that the archive does not believe is still the text that was typeset
        pages = text.pages if text else [Page(number=number + 1) for number in range(inspection.pages)]
        return [(page, facts_of(Path(file.name), page.number)) for page in pages]


def facts_of(path: Path, number: int) -> PageFacts:
    """Measure a page, without the sandbox."""
    found = measure_page(path, number)
    return PageFacts(
        page=number, width=found.width, height=found.height, ink=found.ink, toned=found.toned, separator=separator_of(found.codes)
    )


def _cut_off(page: Page, height: float) -> Page:
    """Give the boxes of a sheet that is less high than a page."""
    if height == 1:
        return page

    def _of(box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
        return box[0], box[1] / height, box[2], box[3] / height

    lines = (replace(line, box=_of(line.box), words=tuple(replace(word, box=_of(word.box)) for word in line.words)) for line in page.lines)
    return replace(page, lines=tuple(lines))


def _turned(page: Page, bound: BoundPage) -> Page:
    """Give the boxes of a page that lay upside down."""
    if not bound.upside_down:
        return page
    lines = (
        replace(line, box=rotate(line.box, 2), words=tuple(replace(word, box=rotate(word.box, 2)) for word in line.words))
        for line in reversed(page.lines)
    )
    return replace(page, lines=tuple(lines))


def real_acts(*, held_apart: bool) -> list[ScanStream]:
    """Give the real acts that `benchmarks.reading` has read: those held apart for measuring, or those for looking."""
    acts = []
    for path in sorted((SHARED_DATA / "arretes_scans" / "pdf").glob("*.pdf")):
        reading = READINGS / f"{path.stem}.json"
        if (path.stem in HELD_APART) is held_apart and reading.exists():
            transcript = from_json(reading.read_text("utf-8"))
            facts = tuple(facts_of(path, page.number) for page in transcript.pages)
            acts.append(ScanStream(transcript=transcript, facts=facts, starts=(1,)))
    return acts


def laid_together(parts: Sequence[ScanStream]) -> ScanStream:
    """Lay scans one behind the other."""
    pages, facts, starts = list[Page](), list[PageFacts](), list[int]()
    for part in parts:
        starts += [len(pages) + start for start in part.starts]
        facts += [replace(fact, page=len(pages) + fact.page) for fact in part.facts]
        pages += [replace(page, number=len(pages) + page.number) for page in part.transcript.pages]
    return ScanStream(transcript=Transcript(reader="", pages=tuple(pages)), facts=tuple(facts), starts=tuple(starts))
