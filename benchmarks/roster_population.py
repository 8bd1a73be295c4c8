"""A ministry of any size, invented: discrepancies of every kind are planted in its rosters and case files, with every trap beside them.

The names, births, entries and posts of 115,000 people are drawn so that homonyms are as common as a few hundred surnames and first names
with unequal weights make them; three births in ten are a first of January, which stands for an unknown day.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import product
from random import Random
from typing import Final

from chalicelib.model.servant import Servant

TODAY: Final = date(2026, 11, 23)
_FIRST_ENTRIES: Final = (date(1990, 9, 1), date(2026, 1, 1))
_UNKNOWN_DAY: Final = 0.3
_HEADS: Final = (
    *("NDAYI", "NIYO", "HAKIZI", "NSHIMIRI", "BIGIRI", "HABONI", "IRA", "MUHI", "NKURU", "NTAKA", "SINDAYI", "NIZI"),
    *("NDUWA", "NSABI", "BARA", "GAHU", "KABU", "MANI", "NAHI", "RUGE", "SINA", "TUYI", "UWI", "NGENDA"),
)
_TAILS: Final = (
    *("ZEYE", "NKURU", "MANA", "SENGA", "RAGIJE", "NGABO", "KOZE", "RUKIYE", "TERA", "MBONA", "NZIZA", "GABA", "KUMANA", "REMERA"),
    *("YIZIGIYE", "SHIMIYE", "RUTWE", "BONEYE", "GARUKA", "KENGURUKA", "TUNGANE", "ZIGAMA", "HIMBAZA", "SANGWA", "VUGA", "DUSHIMA"),
    *("BIZIMANA", "CUBAHIRO", "FURAHA", "HORIMBERE", "KUNDWA", "NDIKUMANA", "RIVUZE", "SABUSHIMIKE", "TOYI", "WIMANA", "YAMUREMYE"),
    *("MUGISHA", "NTORE", "GWIZA"),
)
"""960 surnames together."""
_FIRSTS: Final = (
    *("Jean", "Marie", "Jean Claude", "Jeanne", "Pierre", "Espérance", "Emmanuel", "Claudine", "Gaspard", "Aline", "Élie", "Odette"),
    *("Jean Bosco", "Marie Claire", "Salvator", "Divine", "Innocent", "Béatrice", "Dieudonné", "Goreth", "Célestin", "Fidès", "Pascal"),
    *("Léonidas", "Consolate", "Évariste", "Spès", "Jean Marie", "Marie Rose", "Anne Marie", "Audace", "Bella", "Cyriaque", "Daphrose"),
)
_MINISTRIES: Final = ("Éducation nationale", *("Santé publique",) * 2, "Justice", "Intérieur", "Agriculture", "Finances", "Travail")
_PROVINCES: Final = ("Buhumuza", "Bujumbura", "Burunga", "Butanyerera", "Gitega")


@dataclass(slots=True)
class CaseFilePlan:
    """What lies in a case file."""

    acts: list[tuple[str, date | None]] = field(default_factory=list)
    """Type and day of each piece."""


@dataclass(slots=True)
class Population:
    """Two rosters, the case files, and the discrepancies that are planted in them."""

    before: dict[str, Servant] = field(default_factory=dict)
    now: dict[str, Servant] = field(default_factory=dict)
    files: dict[str, CaseFilePlan] = field(default_factory=lambda: defaultdict(CaseFilePlan))
    planted: dict[str, str] = field(default_factory=dict)
    """Case by the id of its discrepancy."""
    traps: Counter[str] = field(default_factory=Counter)
    """Number of traps, by what they are."""


class Planter:
    """Draws a population."""

    def __init__(self, servants: int, *, seed: int = 7) -> None:
        """Plan so many servants; of each case one in a thousand is planted, ten at least."""
        self.rng, self.population = Random(seed), Population()  # noqa: S311 - invented people
        self.each = max(10, servants // 1_000)
        self._numbers = iter(self.rng.sample(range(100_000, 100_000 + 9 * max(servants, 2_000)), k=servants + 60 * self.each))
        self._surnames = [f"{head}{tail}" for head, tail in product(_HEADS, _TAILS)]
        for _ in range(servants):
            self.live(self.person())

    def person(self, **facts: object) -> Servant:
        """Draw somebody."""
        rng, number = self.rng, str(next(self._numbers))
        year = rng.randrange(1968, 2003)
        birth = date(year, 1, 1) if rng.random() < _UNKNOWN_DAY else date(year, 1, 2) + timedelta(days=rng.randrange(363))
        first, last = _FIRST_ENTRIES
        entry = rng.randrange(max(first.year, year + 20), last.year + 1)
        surname = rng.choices(self._surnames, weights=[1 / (1 + place) ** 0.7 for place in range(len(self._surnames))])[0]
        drawn = Servant(
            matricule=number,
            written=number,
            name=surname,
            first_names=rng.choices(_FIRSTS, weights=[1 / (1 + place) ** 0.6 for place in range(len(_FIRSTS))])[0],
            birth_date=birth,
            entry_date=date(entry, rng.choice((1, 3, 9, 9, 9, 10)), 1),
            ministry=rng.choices(_MINISTRIES, weights=(9, 3, 2, 1, 1, 1, 1, 1))[0],
            province=rng.choice(_PROVINCES),
            status="actif",
        )
        return replace(drawn, **facts)  # type: ignore[arg-type]

    def live(self, servant: Servant, *, filed: bool = True) -> Servant:
        """Let somebody be on both rosters, with two pieces."""
        self.population.before[servant.matricule] = self.population.now[servant.matricule] = servant
        if filed:
            self.file(servant)
        return servant

    def file(self, servant: Servant, *acts: tuple[str, date | None]) -> None:
        """Put pieces into a case file; two ordinary ones without any."""
        entry = servant.entry_date or TODAY
        self.population.files[servant.matricule].acts += acts or (("02.1", entry), ("03.1", entry))

    def plant(self, kind: str, case: str, *matricules: str) -> None:
        """Note what is to be found."""
        names = sorted(matricules) if kind == "same_person" else matricules
        self.population.planted["-".join((kind, *names))] = case

    def known_birth(self) -> date:
        """Draw a day of birth that is known."""
        return date(self.rng.randrange(1968, 2003), 1, 2) + timedelta(days=self.rng.randrange(363))

    def all(self) -> Population:
        """Plant every case and every trap."""
        for _ in range(self.each):
            self._lines()
            self._former()
            self._pairs()
            self._traps()
        return self.population

    def _lines(self) -> None:
        nobody = self.live(self.person(), filed=False)
        self.plant("no_casefile", "paid, no piece", nobody.matricule)
        old = self.live(self.person(birth_date=TODAY.replace(year=1963)))
        self.plant("past_retirement", "known day", old.matricule)
        year = self.live(self.person(birth_date=date(1964, 1, 1)))
        self.plant("past_retirement", "year alone", year.matricule)
        gone = self.live(self.person(entry_date=date(2009, 9, 1)))
        self.file(gone, ("11.1", date(2025, 6, 1)))
        self.plant("after_exit", "dated act", gone.matricule)
        undated = self.live(self.person())
        self.file(undated, ("11.1", None))
        self.plant("after_exit", "act without a day", undated.matricule)

    def _former(self) -> None:
        left = self.person()
        self.population.before[left.matricule] = left
        self.file(left)
        self.plant("no_pay", "left the roster, no exit", left.matricule)
        for case, filed, change in (
            ("with a case file", True, {}),
            ("without a case file", False, {}),
            ("a figure mended, birth a year", True, {"birth_date": date(1980, 1, 1)}),
        ):
            before = self.person(**({"birth_date": self.known_birth()} | change))
            self.population.before[before.matricule] = before
            if filed:
                self.file(before)
            number = self.slip(before.matricule) if change else str(next(self._numbers))
            now = self.population.now[number] = replace(before, matricule=number, written=number)
            self.file(now)
            self.plant("number_changed", case, now.matricule, before.matricule)

    def _pairs(self) -> None:
        for case, change in self.second_lines():
            one = self.live(self.person(birth_date=self.known_birth(), first_names="Marie Claire"))
            other = self.live(self.person(**({name: getattr(one, name) for name in _SHARED} | change(one))))
            self.plant("same_person", case, one.matricule, other.matricule)
        one = self.live(self.person(birth_date=date(1975, 1, 1)))
        number = self.slip(one.matricule)
        self.live(replace(one, matricule=number, written=number, entry_date=None))
        self.plant("same_person", "number misread, birth a year", one.matricule, number)

    def second_lines(self) -> Iterator[tuple[str, object]]:
        """Give the cases of one person under two numbers, each with what the second line has otherwise."""
        yield "same name, same day", lambda _: {"ministry": "Travail"}
        yield "a letter mistyped", lambda one: {"name": f"{one.name[:3]}X{one.name[4:]}"}
        yield "names in another order", lambda one: {"first_names": one.name, "name": one.first_names.upper()}
        yield "married name beside the maiden one", lambda one: {"name": f"{one.name} épouse NKURUNZIZA"}
        yield "married name alone", lambda _: {"name": "NKURUNZIZA"}
        yield "day unknown, same entry", lambda one: {"birth_date": date(one.birth_date.year, 1, 1)}
        yield "a figure of the birth, same entry", lambda one: {"birth_date": one.birth_date.replace(year=one.birth_date.year + 1)}
        yield "day unknown, same entry, other ministry", lambda one: {"birth_date": date(one.birth_date.year, 1, 1), "ministry": "Travail"}
        yield (
            "a figure of the birth, a letter, other entry",
            lambda one: {
                "birth_date": one.birth_date.replace(year=one.birth_date.year + 1),
                "name": f"{one.name[:3]}X{one.name[4:]}",
                "entry_date": date(2001, 3, 1),
            },
        )

    def _traps(self) -> None:
        """Plant what looks like a discrepancy and is none."""
        birth, count = self.known_birth(), self.population.traps
        one = self.live(self.person(birth_date=birth))
        self.live(self.person(birth_date=birth, name="BUTOYI", first_names="Claudine", entry_date=one.entry_date, ministry=one.ministry))
        self.live(self.person(birth_date=birth, name=one.name, first_names="Cyprien"))
        count.update(["twins, two surnames", "twins, one surname"])
        year = self.live(self.person(birth_date=date(1981, 1, 1)))
        shared = {"birth_date": year.birth_date, "name": year.name, "first_names": year.first_names}
        self.live(self.person(**shared, entry_date=_other(year.entry_date)))
        count["homonyms of one year, day unknown"] += 1
        back = self.live(self.person(entry_date=date(2009, 9, 1)))
        self.file(back, ("11.1", date(2020, 6, 1)), ("05.3", date(2021, 3, 1)))
        soon = self.live(self.person())
        self.file(soon, ("11.1", TODAY - timedelta(days=20)))
        count.update(["exit and return", "exit of this month"])
        self.live(self.person(status="retraité", birth_date=date(1960, 5, 5)))
        self.live(self.person(status="en disponibilité"), filed=False)
        self.live(self.person(birth_date=date(1966, 1, 1)))
        count.update(["retired and called so", "not in activity, no case file", "sixty this year, day unknown"])
        left = self.person()
        self.population.before[left.matricule] = left
        self.file(left, ("02.1", left.entry_date), ("11.1", date(2026, 1, 15)))
        count["left with an act of exit"] += 1

    def slip(self, matricule: str) -> str:
        """Change one figure of a matricule, to one that nobody bears."""
        population = self.population
        while True:
            at = self.rng.randrange(len(matricule))
            other = matricule[:at] + self.rng.choice("123456789") + matricule[at + 1 :]
            if other != matricule and other not in population.now and other not in population.before:
                return other


_SHARED: Final = ("name", "first_names", "birth_date", "entry_date", "ministry", "province")


def _other(entry: date | None) -> date:
    return date(2004, 3, 1) if entry != date(2004, 3, 1) else date(2005, 3, 1)
