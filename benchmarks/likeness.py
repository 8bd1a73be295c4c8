"""Near duplicates: likeness of two readings of one act, and of two acts of one kind in one dossier.

Run it as `python -m benchmarks.likeness`. Real scans come first: another reader's text of each (shared data) beside ours
(`build/readings`, written by `benchmarks.reading`); then invented papers, misread at random, from a seed that no test uses.
"""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import combinations
from pathlib import Path
from random import Random

from benchmarks.matching import misread
from benchmarks.options import READINGS, SHARED_DATA, parser_of
from chalicelib.analysis.linkage.near_duplicates import SAME_ACT, Fingerprint, fingerprint_of, likeness
from chalicelib.model.servant import Servant
from chalicelib.model.transcript import Page, TextLine, Transcript, from_json
from infra.local.sample.people import invent_people
from infra.local.sample.plan import page_texts
from infra.local.sample.typesetting.page import Act
from infra.local.sample.typesetting.setting import set_act
from infra.local.sample.wording import acts, papers

SEED = 7301
PEOPLE = 60
NOISE = (0.005, 0.01, 0.03, 0.06)
KINDS = (acts.rating, acts.advancement, acts.posting, papers.leave, papers.pay, papers.training, acts.titularisation)


def main() -> None:
    """Measure and print."""
    asked = parser_of(__doc__).parse_args()
    _on_scans()
    _on_papers(1 if asked.smoke else PEOPLE)


def _on_scans() -> None:
    ours = {path.stem: _kept(path) for path in sorted(READINGS.glob("arrete*.json"))}
    theirs = {path.name.split(".")[0]: _text(path.read_text("utf-8")) for path in (SHARED_DATA / "arretes_scans" / "ref").glob("*.md")}
    same = {name: likeness(ours[name], theirs[name]) for name in ours if name in theirs}
    if not same:
        print("Real scans: skipped, no readings of them in build/readings, or no shared data")
        return
    everything = [
        *((f"{name} ours", found) for name, found in ours.items()),
        *((f"{name} theirs", found) for name, found in theirs.items()),
    ]
    other = [
        (likeness(one, two), first, second)
        for (first, one), (second, two) in combinations(everything, 2)
        if first.split()[0] != second.split()[0]
    ]
    print(f"Real scans, two readers of one act: {_spread(list(same.values()))}")
    for name, value in sorted(same.items(), key=lambda each: each[1]):
        print(f"    {value:.2f} {name}")
    print(f"Real scans, two acts: {_spread([value for value, _, _ in other])}")
    for value, first, second in sorted(other, reverse=True)[:5]:
        print(f"    {value:.2f} {first} / {second}")


def _on_papers(people: int) -> None:
    rng = Random(SEED)  # noqa: S311 - no secret
    twins: dict[float, list[float]] = {noise: [] for noise in NOISE}
    siblings: dict[str, list[float]] = {kind.__name__: [] for kind in KINDS}
    for person in invent_people(rng, people):
        servant = Servant(matricule=person.matricule, birth_date=person.born, entry_date=person.entered)
        for kind in KINDS:
            made = [_pages(kind(rng, person, date(year, rng.randint(1, 12), rng.randint(1, 28))), rng) for year in (2011, 2012)]
            for noise in NOISE:
                twins[noise].append(likeness(*(_fingerprint(_misread(made[0], noise, rng), servant) for _ in range(2))))
            siblings[kind.__name__].append(likeness(*(_fingerprint(_misread(pages, 0.005, rng), servant) for pages in made)))
    for noise, found in twins.items():
        print(f"Papers, one act read twice, {noise:.1%} of letters misread: {_spread(found)}")
    for kind, found in siblings.items():
        print(f"Papers, two acts of one kind, one person ({kind}): {_spread(found)}")


def _spread(found: Sequence[float]) -> str:
    ordered = sorted(found)
    alike = sum(value >= SAME_ACT for value in found)
    return (
        f"n={len(found)}, least {ordered[0]:.2f}, middle {ordered[len(found) // 2]:.2f}, most {ordered[-1]:.2f}; {alike} from {SAME_ACT} on"
    )


def _kept(path: Path) -> Fingerprint:
    plain = json.loads(path.read_text("utf-8"))
    return _known(from_json(json.dumps(plain)))


def _text(text: str) -> Fingerprint:
    return _fingerprint([text.splitlines()])


def _fingerprint(pages: Sequence[Sequence[str]], servant: Servant | None = None) -> Fingerprint:
    box = (0.0, 0.0, 1.0, 1.0)
    made = (
        Page(number=number, lines=tuple(TextLine(text=text, confidence=90.0, box=box) for text in lines))
        for number, lines in enumerate(pages, 1)
    )
    return _known(Transcript(reader="invented", pages=tuple(made)), servant)


def _known(transcript: Transcript, servant: Servant | None = None) -> Fingerprint:
    found = fingerprint_of(transcript, servant)
    if found is None:
        raise ValueError("a text too short to be known by")
    return found


def _misread(pages: Sequence[Sequence[str]], noise: float, rng: Random) -> list[list[str]]:
    return [[misread(text, noise, rng) for text in lines] for lines in pages]


def _pages(act: Act, rng: Random) -> list[list[str]]:
    return [page.splitlines() for page in page_texts(set_act(replace(act, typed=False), rng, scanned=False))]


if __name__ == "__main__":
    main()
