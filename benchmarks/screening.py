"""Quality of the screening: recall by kind and noise, and wrong seals, on real texts first.

Run it as `python -m benchmarks.screening`; it takes half a minute. Real texts are looked for in UBUBIKO_SHARED_DATA (default
../shared/data), and real scans as the local reader read them where `benchmarks.reading` keeps them; without them, it says so. What was
missed or wrongly sealed is printed for invented pages alone.

`--list PATH` measures a list of sentences by another hand instead: a TOML file of tables `mention` (text, category, language) and
`ordinary` (text). Such a list counts once, before its words are in prohibition.toml.
"""

import re
import time
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pypdfium2

from benchmarks.options import READINGS, SHARED_DATA, has_shared_data, parser_of
from chalicelib.analysis.sensitivity.screening import screen
from chalicelib.model.transcript import Page, TextLine, Transcript, from_json
from infra.local.sample.people import PLACES, Person, invent_people
from infra.local.sample.typesetting.page import Act
from infra.local.sample.wording.careers import write_career

SEED = 20_260_4
"""Tests use others."""
NOISES = (0.0, 0.016, 0.04, 0.08)
"""Shares of wrong characters; 1.6 % is what the local reader measures on real typewritten pages."""
ROUNDS = 12
"""Pages for each mention and noise."""
PEOPLE = 300
"""Whose careers are invented, to count what is sealed for nothing."""
WIDTH, HEIGHT = 95, 45
"""Characters of a line and lines of a page, where a text came without."""
LOOKS: dict[str, str] = {
    "o": "0ce", "0": "o", "i": "l1!", "l": "1i|", "t": "lfr", "e": "cé", "c": "eo", "a": "ao", "n": "unh", "u": "nv", "h": "bn", "m": "nw",
    "s": "5z", "r": "tn", "b": "h8", "g": "q9", "q": "gp", "f": "t",
    "v": "uy", "d": "cl", "p": "o", "é": "eè", "I": "l1", "O": "0Q", "S": "5",
    "B": "8", "H": "N",
    "T": "I7", "U": "VO", "E": "FL", "N": "M", "D": "O",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """An invented page."""

    kind: str
    language: str
    lines: tuple[str, ...]


def main() -> None:
    """Measure and print."""
    parser = parser_of(__doc__)
    parser.add_argument("--examples", type=int, default=12, help="how many misses and false seals to print (invented pages only)")
    parser.add_argument("--list", type=Path, help="a list of sentences to measure instead of the benchmark's own")
    chosen = parser.parse_args()
    if chosen.list:
        measure_list(chosen.list, chosen.examples)
        return
    print("## False seals on real texts, none of which is a servant's\n")
    report_readings()
    for name, pages in real_texts():
        sealed, count, seconds = seal(pages)
        print(f"{name}: {sealed} of {count} pages sealed ({seconds / max(count, 1) * 500:.2f} s of CPU for 500 pages)")
    rounds, people = (1, 5) if chosen.smoke else (ROUNDS, PEOPLE)
    acts = list(act_pages(people))
    for noise in NOISES:
        rng = Random(SEED)  # noqa: S311 - no secret
        sealed, count, seconds = seal([[distort(line, noise, rng) for line in lines] for lines in acts])
        print(f"the sample's acts, {noise:.1%} wrong characters: {sealed} of {count} pages sealed")
    told(chosen.examples, rounds)


def measure_list(path: Path, examples: int) -> None:
    """Count what is sealed of a list's mentions, by category, and of its ordinary sentences; each alone on the page of a letter."""
    listed = tomllib.loads(path.read_text("utf-8"))
    rng = Random(SEED)  # noqa: S311 - no secret
    found: Counter[str] = Counter()
    wrong: list[str] = []
    for each in (*listed["mention"], *listed["ordinary"]):
        category = each.get("category", "ordinary")
        sample = Sample(kind=category, language=each.get("language", ""), lines=tuple(each["text"].splitlines()))
        is_sealed = screen(transcript([surround(sample, rng)])) is not None
        found[category] += is_sealed
        if is_sealed == (category == "ordinary"):
            wrong.append(f"{category}: {' / '.join(sample.lines)}")
    counts = Counter(each["category"] for each in listed["mention"]) | {"ordinary": len(listed["ordinary"])}
    for category, count in counts.items():
        print(f"{category:<20} {found[category]} of {count} sealed")
    print(f"all mentions: {found.total() - found['ordinary']} of {len(listed['mention'])} sealed")
    print("\n" + "\n".join(wrong[:examples]))


def report_readings() -> None:
    """Count what is sealed of the real scans as the local reader read them, with their true boxes."""
    readings = [from_json(path.read_bytes()) for path in sorted(READINGS.glob("*.json"))]
    if not readings:
        print(f"no readings of real scans in {READINGS}: run benchmarks.reading first")
        return
    screenings = [screen(reading) for reading in readings]
    sealed = sum(len(screening.pages) for screening in screenings if screening)
    print(f"real scans, local reader: {sealed} of {sum(len(reading.pages) for reading in readings)} pages sealed, in {len(readings)} files")


def told(examples: int, rounds: int) -> None:
    """Print recall by kind and noise, and what was missed."""
    mentions = tomllib.loads((Path(__file__).parent / "mentions.toml").read_text("utf-8"))
    wrong: list[str] = []
    print(f"\n## Invented pages (seed {SEED}; {rounds} a mention and noise)\n")
    print(f"{'kind':<20} {'':<3} {'n':>5}  " + "  ".join(f"{noise:>6.1%}" for noise in NOISES))
    found: Counter[tuple[str, str, float]] = Counter()
    counts: Counter[tuple[str, str]] = Counter()
    for noise in NOISES:
        rng = Random(f"{SEED} {noise}")  # noqa: S311 - no secret
        counts.clear()
        for sample in invented(mentions, rng, rounds):
            lines = [distort(line, noise, rng) for line in surround(sample, rng)]
            is_sealed = screen(transcript([lines])) is not None
            counts[sample.kind, sample.language] += 1
            found[sample.kind, sample.language, noise] += is_sealed
            if is_sealed == (sample.kind == "clean"):
                wrong.append(f"{noise:.1%} {sample.kind}: {' / '.join(lines[3:-2])}")
    for (kind, language), count in counts.items():
        print(f"{kind:<20} {language:<3} {count:>5}  " + "  ".join(f"{found[kind, language, noise] / count:>6.1%}" for noise in NOISES))
    for noise in NOISES:
        total = sum(count for (kind, _), count in counts.items() if kind != "clean")
        right = sum(found[kind, language, noise] for kind, language in counts if kind != "clean")
        print(f"all forbidden at {noise:.1%}: {right} of {total} sealed, {right / total:.2%}")
    print("\n" + "\n".join(wrong[:examples]))


def invented(mentions: dict[str, dict[str, list[list[str]]]], rng: Random, rounds: int) -> Iterator[Sample]:
    """Fill every mention's slots, several times."""
    slots = mentions["slots"]
    people = invent_people(rng, 60)
    for kind, languages in mentions.items():
        for language, templates in languages.items():
            for template in templates if kind != "slots" else ():
                for _ in range(rounds):
                    lines = tuple(re.sub(r"\{(\w+)\}", lambda slot: fill(slot[1], slots, people, rng), line) for line in template)
                    yield Sample(kind=kind, language=language, lines=lines)


def fill(slot: str, slots: dict[str, list[list[str]]], people: list[Person], rng: Random) -> str:
    """Put something in a slot."""
    if slot in slots:
        return str(rng.choice(slots[slot]))
    person = rng.choice(people)
    return {
        "name": person.full_name,
        "place": person.birthplace,
        "day": f"{rng.randint(1, 28):02}/{rng.randint(1, 12):02}/20{rng.randint(10, 24)}",
    }[slot]


def surround(sample: Sample, rng: Random) -> list[str]:
    """Put a mention on a page of a letter."""
    place = rng.choice(PLACES[rng.choice(list(PLACES))])
    head = ["RÉPUBLIQUE DU BURUNDI", f"COMMUNE DE {place.upper()}", f"N° {rng.randint(100, 999)}/{rng.randint(2001, 2024)}"]
    return [*head, *sample.lines, f"Fait à {place}, le {rng.randint(1, 28)} juin 2019", "Le Chef de service"]


def distort(text: str, noise: float, rng: Random) -> str:
    """Read a text as badly as asked: letters of the same shape mostly; some lost, some added, some blanks wrong."""
    read: list[str] = []
    for letter in text:
        chance = rng.random()
        if chance >= noise:
            read.append(letter)
        elif chance < 0.7 * noise:
            read.append(rng.choice(LOOKS.get(letter, letter)))
        elif chance < 0.8 * noise:
            read.append(rng.choice("abcdefghijklmnopqrstuvwxyz") if letter.isalpha() else letter)
        elif chance < 0.9 * noise:
            read.append("")
        else:
            read.append(letter + rng.choice((" ", " ", ".", letter)))
    return "".join(read)


def transcript(pages: list[list[str]]) -> Transcript:
    """A transcript of plain lines, with the boxes that they would have."""
    return Transcript(
        reader="benchmark", pages=tuple(Page(number=number, lines=tuple(boxed(lines))) for number, lines in enumerate(pages, 1))
    )


def boxed(lines: list[str]) -> Iterator[TextLine]:
    """Give lines their places, down the page."""
    step = 0.9 / max(len(lines), HEIGHT)
    for position, text in enumerate(lines):
        width = min(0.84 * len(text) / WIDTH, 0.84)
        yield TextLine(text=text, confidence=90.0, box=(0.08, 0.05 + step * position, width, 0.6 * step))


def seal(pages: list[list[str]]) -> tuple[int, int, float]:
    """Count the pages that are sealed; and the CPU seconds it took."""
    whole = transcript(pages)
    began = time.process_time()
    screening = screen(whole)
    return len(screening.pages) if screening else 0, len(pages), time.process_time() - began


def real_texts() -> Iterator[tuple[str, list[list[str]]]]:
    """Texts that nobody wrote for this: human transcriptions, another reader's, PDFs' own layers."""
    if not has_shared_data():
        return
    yield (
        "typewritten pages, human truth",
        [lines_of(path.read_text("utf-8")) for path in sorted(SHARED_DATA.glob("typed_french_gt/*.gt.txt"))],
    )
    references = (path.read_text("utf-8") for path in sorted(SHARED_DATA.glob("arretes_scans/ref/*.md")))
    yield "arrêtés, another reader's text", [page for text in references for page in paged(lines_of(text))]
    yield "PDF files' own text layers", [lines for path in sorted(SHARED_DATA.rglob("*.pdf")) for lines in layers(path)]


def lines_of(text: str) -> list[str]:
    """A text's lines, wrapped as a page would."""
    lines: list[str] = []
    for line in text.splitlines():
        lines += re.findall(rf".{{1,{WIDTH}}}(?:\s+|$)|\S+", line)
    return [line.strip() for line in lines if line.strip()]


def paged(lines: list[str]) -> Iterator[list[str]]:
    """Cut a long text into pages."""
    return (lines[start : start + HEIGHT] for start in range(0, len(lines), HEIGHT))


def layers(path: Path) -> Iterator[list[str]]:
    """The text of each page of a PDF that opens and has one."""
    try:
        with pypdfium2.PdfDocument(path) as document:
            for page in document:
                lines = lines_of(page.get_textpage().get_text_range())
                if lines:
                    yield lines
    except pypdfium2.PdfiumError:
        return


def act_pages(count: int) -> Iterator[list[str]]:
    """The text of clean acts, invented with a seed of its own."""
    rng = Random(SEED)  # noqa: S311 - no secret
    people = invent_people(rng, count)
    for person in people:
        for act in write_career(rng, person, people):
            yield from paged(lines_of("\n".join(act_lines(act))))


def act_lines(act: Act) -> Iterator[str]:
    """An act's words, as its page would show them."""
    yield from ("RÉPUBLIQUE DU BURUNDI", *act.head)
    for block in act.blocks:
        yield " ".join(block.cells) or block.text
    yield f"Fait à {act.place}"
    yield from act.signer
    for annex in act.annexes:
        yield from act_lines(annex)


if __name__ == "__main__":
    main()
