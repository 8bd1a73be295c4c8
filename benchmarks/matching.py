"""Whose a piece is: how many pieces are filed without a person, and how many of them wrongly, on invented papers and a noisy reader.

Run it as `.venv/bin/python -m benchmarks.matching [--papers 300] [--seed 7001]`. Papers come from the sample's wordings, set on real
pages; people, papers and noise come from a seed that no test uses.
"""

import argparse
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from random import Random
from time import perf_counter

from chalicelib.identifiers import Claim, Forms, fold, shape
from chalicelib.matching import ASKED, Decision, Directory, decide
from chalicelib.mentions import read_evidence
from chalicelib.names import headings_of
from chalicelib.roster import Servant
from chalicelib.transcript import Line, Page, Transcript
from infra.local.sample import acts, careers, minutes, papers
from infra.local.sample.page import Act
from infra.local.sample.people import Person, invent_people
from infra.local.sample.setting import set_act
from infra.local.sample.sheets import page_texts

SERVANTS = 100_000
"""In the roster."""
HOMONYMS = 0.05
"""Share of servants whose name some other bears; how many do in Burundi is not known."""
NOISE = (0.0, 0.01, 0.03, 0.06)
"""Shares of letters misread: none, a good scan, an office copier, a bad copy."""
DAY = {"right folder": 90, "slip in the folder": 2, "no folder": 3, "another's folder": 3, "homonym's folder": 1, "mixed pages": 1}
"""An assumed hundred pieces of a day; no figure of a real one was found."""
_ALIKE = (
    *("O0", "0O", "I1", "Il", "1I", "1l", "l1", "lI", "S5", "5S", "B8", "8B", "83", "68", "6G", "38", "9g", "71", "4A", "2Z", "NM", "NH"),
    *("MN", "UV", "VY", "YV", "EF", "GC", "DO", "RK", "ée", "éè", "èe", "êe", "ec", "ce", "nu", "un", "ao", "il", "hb", "rt", "mn"),
)
"""What is read for what."""
_CONFUSED = {letter: [pair[1] for pair in _ALIKE if pair[0] == letter] for letter in {pair[0] for pair in _ALIKE}}


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One piece, and where it belongs."""

    kind: str
    claim: Claim
    pages: tuple[tuple[str, ...], ...]
    truths: frozenset[str]
    """Matricules of the case files it may stand in; empty where only a person can say."""
    telling: bool = True
    """The text says something that an attentive clerk would notice."""


class Roster:
    """All servants, as the register would find them."""

    def __init__(self, people: Sequence[Person]) -> None:
        """Index them."""
        self.people = people
        self.asked = 0
        self._by_number, self._by_birth = defaultdict[str, list[Servant]](list), defaultdict[date, list[Servant]](list)
        self._by_name = defaultdict[str, list[Person]](list)
        headings: list[tuple[str, Servant]] = []
        for person in people:
            servant = Servant(matricule=person.matricule, name=person.name, first_names=person.first_name, birth_date=person.born)
            self._by_number[fold(person.matricule)].append(servant)
            self._by_birth[person.born].append(servant)
            self._by_name[person.full_name].append(person)
            headings += [(heading, servant) for heading in headings_of(servant)]
        self._headings = sorted(headings, key=lambda each: (each[0], each[1].matricule))
        self._keys = [heading for heading, _ in self._headings]
        self.namesakes = [person for person in people if len(self._by_name[person.full_name]) > 1]
        self.forms = Forms(shapes=frozenset(shape(fold(person.matricule)) for person in people))

    def homonym(self, person: Person) -> Person | None:
        """Somebody else of the same name."""
        return next((each for each in self._by_name[person.full_name] if each is not person), None)

    def bears(self, matricule: str) -> bool:
        """Say whether somebody bears a number."""
        return bool(self._by_number.get(fold(matricule)))

    @property
    def directory(self) -> Directory:
        """The questions that the rules may ask, counted."""
        return Directory(find=self._find, named=self._named, born=self._born)

    def _find(self, folded: str) -> Sequence[Servant]:
        self.asked += 1
        return self._by_number.get(folded, [])

    def _named(self, beginning: str) -> Sequence[Servant]:
        self.asked += 1
        at = bisect_left(self._keys, beginning)
        return [servant for heading, servant in self._headings[at : at + ASKED] if heading.startswith(beginning)]

    def _born(self, day: date) -> Sequence[Servant]:
        self.asked += 1
        return self._by_birth.get(day, [])


def main() -> None:
    """Make the papers, decide, and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--papers", type=int, default=300)
    parser.add_argument("--seed", type=int, default=7001)
    parser.add_argument("--show", action="store_true", help="print each piece that was misfiled, or sent to a person for nothing")
    options = parser.parse_args()
    rng = Random(options.seed)  # noqa: S311 - no secret
    roster = Roster([renamed(rng, person) for person in invent_people(rng, SERVANTS)])
    cases = list(_cases(rng, roster, options.papers))
    print(f"{len(cases)} pieces made of {options.papers} papers; {SERVANTS} servants; seed {options.seed}")
    for noise in NOISE:
        _measure(cases, roster, noise, Random(options.seed + 1), show=options.show)  # noqa: S311 - no secret


def _measure(cases: Sequence[Case], roster: Roster, noise: float, rng: Random, *, show: bool) -> None:
    began, before = perf_counter(), roster.asked
    decided = [(case, _decide(case, roster, noise, rng)) for case in cases]
    took, asked = perf_counter() - began, roster.asked - before
    print(f"\nLetters misread: {noise:.0%}   ({1000 * took / len(cases):.1f} ms and {asked / len(cases):.1f} questions a piece)")
    print(f"{'':26}{'n':>6}{'filed':>8}{'misfiled':>10}{'of them untellable':>20}")
    for kind in DAY:
        own = [(case, decision) for case, decision in decided if case.kind == kind]
        wrong = [case for case, decision in own if _is_misfiled(case, decision)]
        filed = sum(decision.status == "filed" for _, decision in own)
        print(f"{kind:26}{len(own):6}{filed / max(len(own), 1):8.1%}{len(wrong):10}{sum(not case.telling for case in wrong):20}")
        if show:
            _show(own)
    print("curve, weighed as a day's hundred (least rank: filed, misfiled): " + "; ".join(_curve(decided)))


def _curve(decided: Sequence[tuple[Case, Decision]]) -> Iterator[str]:
    for least in (0.0, 0.5, 0.6, 0.75, 0.95):
        filed = wrong = 0.0
        for kind, weight in DAY.items():
            own = [(case, decision) for case, decision in decided if case.kind == kind]
            kept = [(case, each) for case, each in own if each.status == "filed" and _rank(each) >= least]
            filed += weight * len(kept) / max(len(own), 1)
            wrong += weight * sum(_is_misfiled(*pair) for pair in kept) / max(len(own), 1)
        yield f"{least}: {filed:.1f} %, {wrong:.2f} %"


def _rank(decision: Decision) -> float:
    return next((each.rank for each in decision.candidates if each.matricule == decision.matricule), 0)


def _is_misfiled(case: Case, decision: Decision) -> bool:
    return decision.status == "filed" and decision.matricule not in case.truths


def _show(own: Sequence[tuple[Case, Decision]]) -> None:
    for case, decision in own:
        if _is_misfiled(case, decision) or (case.kind == "right folder" and decision.status != "filed"):
            evidence = [each.kind for each in decision.evidence]
            print("   ", case.kind, case.claim.matricule, decision.matricule, decision.reason, evidence, case.pages[0][:14])


def _decide(case: Case, roster: Roster, noise: float, rng: Random) -> Decision:
    pages = tuple(
        Page(number=number, lines=tuple(_line(text, at, noise, rng) for at, text in enumerate(lines)))
        for number, lines in enumerate(case.pages, start=1)
    )
    return decide(case.claim, read_evidence(Transcript(reader="invented", pages=pages), roster.forms), roster.directory)


def _line(text: str, at: int, noise: float, rng: Random) -> Line:
    return Line(text=misread(text, noise, rng), confidence=90.0, box=(0.1, at / 100, 0.8, 0.01))


def misread(text: str, share: float, rng: Random) -> str:
    """Misread a share of the letters: mostly for one that looks alike, some lost, some parted by a blank."""
    read = []
    for letter in text:
        if letter == " " or rng.random() >= share:
            read.append(letter)
            continue
        fate = rng.random()
        if fate < 0.8:  # noqa: PLR2004 - most slips
            read.append(rng.choice(_CONFUSED.get(letter, letter)))
        elif fate > 0.9:  # noqa: PLR2004 - the rest are lost
            read.append(letter + " ")
    return "".join(read)


def _cases(rng: Random, roster: Roster, count: int) -> Iterator[Case]:
    """Every paper in its own folder, and each mishap that can befall it."""
    for number in range(count):
        person = rng.choice(roster.people)
        act = _act(rng, person, number)
        pages = _pages(act, rng)
        text = " ".join(line for page in pages for line in page)
        names_nobody = person.full_name.upper() not in text.upper() and person.matricule not in text
        own = frozenset({person.matricule})
        yield Case(kind="right folder", claim=Claim(folders=(person.matricule,)), pages=pages, truths=own)
        slip = _slip(rng, person.matricule)
        yield Case(kind="slip in the folder", claim=Claim(folders=(slip,)), pages=pages, truths=own, telling=not names_nobody)
        yield Case(kind="no folder", claim=Claim(), pages=pages, truths=own)
        other = rng.choice(roster.people)
        yield Case(kind="another's folder", claim=Claim(folders=(other.matricule,)), pages=pages, truths=own, telling=not names_nobody)
        namesake = rng.choice(roster.namesakes)
        homonym, theirs = roster.homonym(namesake), _pages(_act(rng, namesake, number), rng)
        if homonym is not None:
            telling = any(namesake.name in line.upper() for page in theirs for line in page)
            claim = Claim(folders=(homonym.matricule,))
            yield Case(kind="homonym's folder", claim=claim, pages=theirs, truths=frozenset({namesake.matricule}), telling=telling)
        stray = _pages(_act(rng, other, number + 1), rng)
        yield Case(kind="mixed pages", claim=Claim(folders=(person.matricule,)), pages=(*pages, *stray), truths=frozenset())


def renamed(rng: Random, person: Person) -> Person:
    """Most surnames are made rarer than the sample's few."""
    if rng.random() < HOMONYMS:
        return person
    middle = "".join(rng.choice("bdgkmnrstvyz") + rng.choice("aeiou") for _ in range(3)).upper()
    return replace(person, name=person.name[:4] + middle + person.name[-4:])


_MIX = careers._ORDINARY  # noqa: SLF001 - the sample's own
_WORDINGS: tuple[Callable[[Random, Person, date], Act], ...] = tuple(wording for wording, weight in _MIX for _ in range(weight))


def _act(rng: Random, person: Person, number: int) -> Act:
    day = date(rng.randint(person.entered.year + 1, 2025), rng.randint(1, 12), rng.randint(1, 28))
    if number % 25 == 0:
        return minutes.circular(rng, day)
    wording = rng.choice((*_WORDINGS, acts.nomination, acts.retirement, papers.birth))
    act = wording(rng, person, day)
    return replace(act, typed=number % 4 == 0)


def _pages(act: Act, rng: Random) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(page.splitlines()) for page in page_texts(set_act(act, rng, scanned=False)))


def _slip(rng: Random, matricule: str) -> str:
    at = rng.randrange(5)
    return matricule[:at] + rng.choice([figure for figure in "0123456789" if figure != matricule[at]]) + matricule[at + 1 :]


if __name__ == "__main__":
    main()
