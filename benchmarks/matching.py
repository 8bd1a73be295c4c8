"""Linkage: share of pieces filed without a person, and share filed wrongly, on invented papers with OCR noise.

Run it as `python -m benchmarks.matching [--papers 300] [--seed 7001]`. Papers come from the sample's wordings, set on real
pages; people, papers and noise come from a seed that no test uses.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from random import Random
from time import perf_counter

from benchmarks.options import parser_of
from chalicelib.analysis.description.classification import describe
from chalicelib.analysis.linkage.directory import Directory
from chalicelib.analysis.linkage.matching import OwnerDecision, decide_owner
from chalicelib.model.identifiers import Claim, Forms, claim_of, fold, shape
from chalicelib.model.servant import Servant
from chalicelib.model.transcript import Page, TextLine, Transcript
from chalicelib.personnel.directory import ASKED
from chalicelib.processing.outcome import evidence_of
from chalicelib.text.names import headings_of
from chalicelib.text.nomenclature_file import shipped
from infra.local.sample.people import Person, invent_people
from infra.local.sample.plan import page_texts
from infra.local.sample.typesetting.page import Act, entry
from infra.local.sample.typesetting.setting import set_act
from infra.local.sample.wording import acts, careers, minutes, papers
from infra.local.sample.wording.french import day_in_words, long_date, short_date
from infra.local.sample.wording.orders import order

SERVANTS = 100_000
"""In the roster."""
SMALLEST = 1_000
"""A roster in which some servants still bear one name."""
HOMONYMS = 0.05
"""Share of servants whose name some other bears; how many do in Burundi is not known."""
NOISE = (0.0, 0.01, 0.03, 0.06)
"""Shares of letters misread: none, a good scan, an office copier, a bad copy."""
DAY = {
    "right folder": 87,
    "right, rated by another": 3,
    "slip in the folder": 2,
    "no folder": 3,
    "another's folder": 2,
    "homonym's folder": 1,
    "evaluator's folder": 0.5,
    "signatory's folder": 0.5,
    "replaced one's folder": 0.5,
    "mixed pages": 0.5,
    "glued words": 0,
    "glued, another's folder": 0,
    "glued, mixed pages": 0,
    "a copy's number": 0,
}
"""An assumed hundred pieces of a day; no figure of a real one was found. The last kinds are measured apart."""
GLUED = 0.4
"""Share of the blanks of a glued text that are lost."""
_COPIES = (
    *(" (1).pdf", "(2).pdf", "_1.pdf", "-1.pdf", " 2.pdf", "-001.pdf", "~1.pdf", " - Copie.pdf", " copy 2.pdf", "_v2.pdf"),
    *(" (1)/acte.pdf", "-2/acte.pdf"),
)
"""How programs number the copies of a file."""
_RATERS = (
    "Évaluateur",
    "Notateur",
    "Noté par",
    "Chef immédiat",
    "Supérieur hiérarchique",
    "Responsable direct",
    "Proposé par",
    "Vu par le chef",
)
"""How forms say who rates; the last three are in no rule."""
_REPLACING = (
    "{subject}, matricule {number}, est affecté en remplacement de {other}, matricule {theirs}.",
    "{subject}, matricule {number}, succède à {other}, matricule {theirs}, admis à la retraite.",
    "{subject}, matricule {number}, assure l'intérim de {other}, empêché.",
    "Sur proposition de {other}, matricule {theirs}, {subject}, matricule {number}, est nommé chef de service.",
)
_ALIKE = (
    *("O0", "0O", "I1", "Il", "1I", "1l", "l1", "lI", "S5", "5S", "B8", "8B", "83", "68", "6G", "38", "9g", "71", "4A", "2Z", "NM", "NH"),
    *("MN", "UV", "VY", "YV", "EF", "GC", "DO", "RK", "ée", "éè", "èe", "êe", "ec", "ce", "nu", "un", "ao", "il", "hb", "rt", "mn"),
)
"""What is read for what."""
_CONFUSED = {letter: [pair[1] for pair in _ALIKE if pair[0] == letter] for letter in {pair[0] for pair in _ALIKE}}

Pages = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One piece, and where it belongs."""

    kind: str
    claim: Claim
    pages: Pages
    truths: frozenset[str]
    """Matricules of the case files it may stand in; empty where only a person can say."""
    telling: bool = True
    """The text names whom it is about, so that an attentive clerk who has the roster would notice."""


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
    parser = parser_of(__doc__)
    parser.add_argument("--papers", type=int, default=300)
    parser.add_argument("--seed", type=int, default=7001)
    parser.add_argument("--show", action="store_true", help="print each piece that was misfiled, or sent to a person for nothing")
    options = parser.parse_args()
    servants, papers_ = (SMALLEST, 1) if options.smoke else (SERVANTS, options.papers)
    rng = Random(options.seed)  # noqa: S311 - no secret
    roster = Roster([renamed(rng, person) for person in invent_people(rng, servants)])
    cases = list(_cases(rng, roster, papers_))
    print(f"{len(cases)} pieces made of {papers_} papers; {servants} servants; seed {options.seed}")
    for noise in NOISE:
        _measure(cases, roster, noise, Random(options.seed + 1), show=options.show)  # noqa: S311 - no secret


def _measure(cases: Sequence[Case], roster: Roster, noise: float, rng: Random, *, show: bool) -> None:
    began, before = perf_counter(), roster.asked
    decided = [(case, _decide(case, roster, noise, rng)) for case in cases]
    took, asked = perf_counter() - began, roster.asked - before
    print(f"\nLetters misread: {noise:.0%}   ({1000 * took / len(cases):.1f} ms and {asked / len(cases):.1f} questions a piece)")
    print(f"{'':26}{'n':>6}{'filed':>8}{'of them marked':>16}{'misfiled':>10}{'of them untellable':>20}{'of them marked':>16}")
    for kind in DAY:
        own = [(case, decision) for case, decision in decided if case.kind == kind]
        wrong = [(case, decision) for case, decision in own if _is_misfiled(case, decision)]
        filed, marked = sum(each.status == "filed" for _, each in own), sum(each.folder_alone for _, each in own)
        untellable, seen = sum(not case.telling for case, _ in wrong), sum(each.folder_alone for _, each in wrong)
        share = f"{filed / max(len(own), 1):.1%}"
        print(f"{kind:26}{len(own):6}{share:>8}{marked / max(len(own), 1):16.1%}{len(wrong):10}{untellable:20}{seen:16}")
        if show:
            _show(own)
    for setting in ("file", "review"):
        kept = [(case, each) for case, each in decided if setting == "file" or not each.folder_alone]
        filed = _of_a_day(decided, [(case, each) for case, each in kept if each.status == "filed"])
        wrong = _of_a_day(decided, [(case, each) for case, each in kept if _is_misfiled(case, each)])
        marked = _of_a_day(decided, [(case, each) for case, each in kept if each.folder_alone])
        print(f"a day's hundred, folder-alone={setting}: filed {filed:.1f}, of them marked {marked:.1f}; misfiled {wrong:.2f}")
    untold = sum(DAY[case.kind] / _count(decided, case.kind) for case, each in decided if not case.telling and _is_misfiled(case, each))
    print(f"of the misfiled share, papers that name nobody or do not tell namesakes apart: {untold:.2f} %")
    print("curve, weighed as a day's hundred (least rank: filed, misfiled): " + "; ".join(_curve(decided)))


def _of_a_day(decided: Sequence[tuple[Case, OwnerDecision]], chosen: Sequence[tuple[Case, OwnerDecision]]) -> float:
    """Count some pieces as shares of a day's hundred."""
    return sum(DAY[case.kind] / _count(decided, case.kind) for case, _ in chosen)


def _count(decided: Sequence[tuple[Case, OwnerDecision]], kind: str) -> int:
    return sum(case.kind == kind for case, _ in decided)


def _curve(decided: Sequence[tuple[Case, OwnerDecision]]) -> Iterator[str]:
    for least in (0.0, 0.5, 0.6, 0.75, 0.95):
        filed = wrong = 0.0
        for kind, weight in DAY.items():
            own = [(case, decision) for case, decision in decided if case.kind == kind]
            kept = [(case, each) for case, each in own if each.status == "filed" and _rank(each) >= least]
            filed += weight * len(kept) / max(len(own), 1)
            wrong += weight * sum(_is_misfiled(*pair) for pair in kept) / max(len(own), 1)
        yield f"{least}: {filed:.1f} %, {wrong:.2f} %"


def _rank(decision: OwnerDecision) -> float:
    return next((each.rank for each in decision.candidates if each.matricule == decision.matricule), 0)


def _is_misfiled(case: Case, decision: OwnerDecision) -> bool:
    return decision.status == "filed" and decision.matricule not in case.truths


def _show(own: Sequence[tuple[Case, OwnerDecision]]) -> None:
    for case, decision in own:
        if _is_misfiled(case, decision) or (case.kind.startswith("right") and decision.status != "filed"):
            evidence = [each.kind for each in decision.evidence]
            print("   ", case.kind, case.claim.matricule, decision.matricule, decision.reason, evidence, case.pages[0][:14])


def _decide(case: Case, roster: Roster, noise: float, rng: Random) -> OwnerDecision:
    pages = tuple(
        Page(number=number, lines=tuple(_line(text, at, noise, rng) for at, text in enumerate(lines)))
        for number, lines in enumerate(case.pages, start=1)
    )
    transcript = Transcript(reader="invented", pages=pages)
    description = describe(transcript, shipped(), patterns=roster.forms)
    return decide_owner(case.claim, evidence_of(transcript, description, roster.forms), roster.directory)


def _line(text: str, at: int, noise: float, rng: Random) -> TextLine:
    return TextLine(text=misread(text, noise, rng), confidence=90.0, box=(0.1, at / 100, 0.8, 0.01))


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
    apart = Random(rng.random())  # noqa: S311 - no secret
    for number in range(count):
        person, other = rng.choice(roster.people), rng.choice(roster.people)
        act = _act(rng, person, number)
        pages = _pages(act, rng)
        own, names = frozenset({person.matricule}), _names(person, pages)
        yield Case(kind="right folder", claim=Claim(folders=(person.matricule,)), pages=pages, truths=own)
        yield Case(kind="slip in the folder", claim=Claim(folders=(_slip(rng, person.matricule),)), pages=pages, truths=own, telling=names)
        yield Case(kind="no folder", claim=Claim(), pages=pages, truths=own)
        yield Case(kind="another's folder", claim=Claim(folders=(other.matricule,)), pages=pages, truths=own, telling=names)
        yield _of_namesakes(rng, roster, number)
        yield from _with_another(rng, person, other, number)
        stray = _pages(_act(rng, other, number + 1), rng)
        mixed = (*pages, *stray) if number % 2 else (*stray, *pages)
        claim = Claim(folders=(person.matricule,))
        yield Case(kind="mixed pages", claim=claim, pages=mixed, truths=frozenset(), telling=_names(other, stray))
        yield from _glued(apart, person, other, pages, stray)
        key = f"lot/{person.matricule}{_COPIES[number % len(_COPIES)]}"
        yield Case(kind="a copy's number", claim=claim_of(key, "lot", roster.forms), pages=pages, truths=own)


def _glued(rng: Random, person: Person, other: Person, pages: Pages, stray: Pages) -> Iterator[Case]:
    """A paper that has lost blanks, in its own folder, in another's, and between another's pages."""
    own, claim = frozenset({person.matricule}), Claim(folders=(person.matricule,))
    yield Case(kind="glued words", claim=claim, pages=_glue(pages, rng), truths=own)
    theirs = Claim(folders=(other.matricule,))
    yield Case(kind="glued, another's folder", claim=theirs, pages=_glue(pages, rng), truths=own, telling=_names(person, pages))
    mixed = (*pages, *_glue(stray, rng))
    yield Case(kind="glued, mixed pages", claim=claim, pages=mixed, truths=frozenset(), telling=_names(other, stray))


def _glue(pages: Pages, rng: Random) -> Pages:
    return tuple(tuple("".join(sign for sign in line if sign != " " or rng.random() >= GLUED) for line in page) for page in pages)


def _of_namesakes(rng: Random, roster: Roster, number: int) -> Case:
    """A paper of somebody in the folder of another who bears the same name."""
    namesake = rng.choice(roster.namesakes)
    homonym, pages = roster.homonym(namesake), _pages(_act(rng, namesake, number), rng)
    claim = Claim(folders=(homonym.matricule,) if homonym else ())
    names, told = _names(namesake, pages), _told_apart(namesake, pages)
    return Case(kind="homonym's folder", claim=claim, pages=pages, truths=frozenset({namesake.matricule}), telling=names and told)


def _with_another(rng: Random, person: Person, other: Person, number: int) -> Iterator[Case]:
    """Papers that name somebody beside whom they are about: who rates, who signs, who is replaced."""
    day, own, theirs = date(2021, 3, 1 + number % 28), frozenset({person.matricule}), Claim(folders=(other.matricule,))
    form = acts.rating(rng, person, day)
    rater = (entry(rng.choice(_RATERS), other.full_name), entry("Matricule", other.matricule))
    rated = _pages(replace(form, blocks=(*form.blocks[:6], *rater, *form.blocks[6:])), rng)
    yield Case(kind="right, rated by another", claim=Claim(folders=(person.matricule,)), pages=rated, truths=own)
    yield Case(kind="evaluator's folder", claim=theirs, pages=rated, truths=own)
    signed = replace(rng.choice(_WORDINGS)(rng, person, day), signer=("Le Directeur", other.full_name))
    pages = _pages(signed, rng)
    yield Case(kind="signatory's folder", claim=theirs, pages=pages, truths=own, telling=_names(person, pages))
    said = {"subject": person.title, "number": person.matricule, "other": other.title, "theirs": other.matricule}
    articles = [rng.choice(_REPLACING).format(**said)]
    replacing = order(rng, person, day, kind="05.1", name="Affectation", subject="portant affectation d'un agent", articles=articles)
    yield Case(kind="replaced one's folder", claim=theirs, pages=_pages(replacing, rng), truths=own)


def _names(person: Person, pages: Sequence[Sequence[str]]) -> bool:
    """Say whether a text names somebody, or says the matricule."""
    text = " ".join(line for page in pages for line in page)
    return person.full_name.upper() in text.upper() or person.matricule in text


def _told_apart(person: Person, pages: Sequence[Sequence[str]]) -> bool:
    """Say whether a text tells somebody from who bears the same name: by the matricule or the day of birth."""
    text = " ".join(line for page in pages for line in page)
    return any(said in text for said in (person.matricule, *_days(person.born)))


def _days(day: date) -> tuple[str, ...]:
    return short_date(day), long_date(day), day_in_words(day)


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


def _pages(act: Act, rng: Random) -> Pages:
    return tuple(tuple(page.splitlines()) for page in page_texts(set_act(act, rng, scanned=False)))


def _slip(rng: Random, matricule: str) -> str:
    at = rng.randrange(5)
    return matricule[:at] + rng.choice([figure for figure in "0123456789" if figure != matricule[at]]) + matricule[at + 1 :]


if __name__ == "__main__":
    main()
