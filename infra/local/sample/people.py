"""Invented servants of the sample, and their roster."""

import csv
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Final

COLUMNS: Final = ("matricule", "nom", "prenom", "date_naissance", "ministere", "province", "date_entree", "statut")

PROVINCES: Final = ("Bujumbura", "Gitega", "Buhumuza", "Burunga", "Butanyerera")
PLACES: Final = {
    "Bujumbura": ("Bubanza", "Isare", "Mukaza", "Muha", "Ntahangwa"),
    "Gitega": ("Bugendana", "Gishubi", "Gitega", "Mwaro", "Muramvya"),
    "Buhumuza": ("Cankuzo", "Butaganzwa", "Muyinga", "Ruyigi", "Butihinda"),
    "Burunga": ("Bururi", "Makamba", "Matana", "Rutana", "Rumonge"),
    "Butanyerera": ("Kayanza", "Kirundo", "Muhanga", "Ngozi", "Kiremba"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ministry:
    """A ministry that signs acts."""

    name: str
    """After « Ministère »."""
    minister: str
    """After « Le Ministre »."""
    number: str
    """First part of the numbers of its orders."""
    works: tuple[str, ...]
    """Occupations."""
    offices: tuple[str, ...]
    """Workplaces; a commune's name follows."""


MINISTRIES: Final = (
    Ministry(
        name="de la Fonction Publique, du Travail et de l'Emploi",
        minister="de la Fonction Publique, du Travail et de l'Emploi",
        number="550",
        works=("Conseiller", "Agent de bureau", "Archiviste", "Secrétaire de direction"),
        offices=("Direction Générale de la Fonction Publique à", "Inspection du Travail de"),
    ),
    Ministry(
        name="de l'Éducation Nationale",
        minister="de l'Éducation Nationale",
        number="620",
        works=("Instituteur", "Professeur de français", "Professeur de mathématiques", "Directeur d'école"),
        offices=("École Fondamentale de", "Lycée communal de", "Direction Communale de l'Enseignement de"),
    ),
    Ministry(
        name="de la Santé Publique",
        minister="de la Santé Publique",
        number="630",
        works=("Infirmier A2", "Technicien de laboratoire", "Sage-femme", "Gestionnaire"),
        offices=("Centre de Santé de", "Hôpital de District de"),
    ),
    Ministry(
        name="des Finances et du Budget",
        minister="des Finances et du Budget",
        number="540",
        works=("Inspecteur des impôts", "Comptable public", "Agent de recouvrement"),
        offices=("Recette communale de", "Direction du Budget à"),
    ),
    Ministry(
        name="de l'Agriculture et de l'Élevage",
        minister="de l'Agriculture et de l'Élevage",
        number="710",
        works=("Moniteur agricole", "Technicien vétérinaire", "Ingénieur agronome"),
        offices=("Bureau Provincial de l'Agriculture de", "Antenne agricole de"),
    ),
)

_FIRST_NAMES: Final = (
    *("Jean-Marie", "Chantal", "Espérance", "Spès-Caritas", "Consolate", "Dieudonné", "Fidèle", "Goreth", "Ildephonse", "Léonidas"),
    *("Médiatrice", "Pascasie", "Révérien", "Thérence", "Vénérand", "Zénon", "Aline", "Bède", "Cyprien", "Émelyne"),
    *("François-Xavier", "Gérard", "Hélène", "Immaculée", "Joséphine", "Onésime", "Séverin", "Odette", "Anicet", "Béatrice"),
)
_WOMEN: Final = frozenset(
    [
        "Chantal",
        "Espérance",
        "Spès-Caritas",
        "Consolate",
        "Goreth",
        "Médiatrice",
        "Pascasie",
        "Aline",
        "Émelyne",
        "Hélène",
        "Immaculée",
        "Joséphine",
        "Odette",
        "Béatrice",
    ]
)
_BEGINNINGS: Final = (
    "Ndayi",
    "Niyo",
    "Nsengi",
    "Haki",
    "Nduwi",
    "Bigiri",
    "Mani",
    "Nzeyi",
    "Ntaka",
    "Kabu",
    "Ruti",
    "Gaha",
    "Baru",
    "Saba",
)
_ENDINGS: Final = (
    *("mvura", "kunda", "garuka", "rembe", "shaka", "tungane", "bonera", "rutwe", "sanga", "komeye", "zigama", "rinzi", "hore", "tabara"),
    *("kengera", "gendo", "vyarire", "shobora"),
)
_SUFFIXES: Final = ("", "", "", "", "A", "C", "E", "K", "P", "T", "CF", "EN")
"""Letters that OCR does not confuse with digits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A servant of the sample."""

    matricule: str
    name: str
    """Family name, in capitals."""
    first_name: str
    born: date
    birthplace: str
    ministry: Ministry
    province: str
    entered: date
    """First day in service."""
    work: str
    state: str
    """Column `statut` of the roster."""

    @property
    def woman(self) -> bool:
        """Whether acts write « Madame »."""
        return self.first_name in _WOMEN

    @property
    def full_name(self) -> str:
        """Name in acts: family name first."""
        return f"{self.name} {self.first_name}"

    @property
    def title(self) -> str:
        """Form of address in acts."""
        return f"{'Madame' if self.woman else 'Monsieur'} {self.full_name}"

    @property
    def born_word(self) -> str:
        """« né » or « née »."""
        return "née" if self.woman else "né"


def invent_name(rng: Random) -> str:
    """Invent a family name."""
    return (rng.choice(_BEGINNINGS) + rng.choice(_ENDINGS)).upper()


def invent_first_name(rng: Random) -> str:
    """Choose a first name."""
    return rng.choice(_FIRST_NAMES)


def _invent_person(rng: Random, matricule: str) -> Person:
    born = date(1957, 1, 1) + timedelta(days=rng.randrange(365 * 42))
    entered = born + timedelta(days=365 * rng.randint(21, 29) + rng.randrange(365))
    ministry = rng.choice(MINISTRIES)
    province = rng.choice(PROVINCES)
    retired = born.year + 60 <= 2025  # noqa: PLR2004 - the statute's age, and the year before the sample's today
    return Person(
        matricule=matricule,
        name=invent_name(rng),
        first_name=invent_first_name(rng),
        born=born,
        birthplace=rng.choice(PLACES[province]),
        ministry=ministry,
        province=province,
        entered=min(entered, date(2023, 9, 4)),
        work=rng.choice(ministry.works),
        state="retraité" if retired else rng.choice(("titulaire", "titulaire", "titulaire", "détaché", "en disponibilité")),
    )


def invent_people(rng: Random, count: int) -> list[Person]:
    """Invent servants with distinct matricules."""
    matricules: dict[str, None] = {}
    while len(matricules) < count:
        matricules[f"{rng.randint(10_000, 999_999)}{rng.choice(_SUFFIXES)}"] = None
    return [_invent_person(rng, matricule) for matricule in matricules]


def plant_discrepancies(people: list[Person]) -> list[Person]:
    """Lines of a roster in which the reconciliation has something to find; no paper of the sample changes.

    1. The first three who are retired are still paid: their case files have acts of exit. 2. Somebody without a dossier has a line under
    two matricules. 3. Somebody without a dossier is paid past the age of retirement.
    """
    rng = Random(len(people))  # noqa: S311 - no secret
    paid = iter([each.matricule for each in people if each.state == "retraité"][:3])
    still = set(paid)
    lines = [replace(each, state="titulaire") if each.matricule in still else each for each in people]
    free = (number for number in range(880_001, 900_000, 1_013) if str(number) not in {each.matricule for each in people})
    twice, old = (replace(_invent_person(rng, str(next(free))), state="titulaire") for _ in range(2))
    twice = replace(twice, name="KANYAMUNEZA", first_name="Euphrasie", born=date(1984, 5, 17), entered=date(2010, 9, 1))
    old = replace(old, name="RUBERINTWARI", first_name="Aloys", born=date(1961, 3, 2), entered=date(1987, 9, 1))
    return [*lines, twice, replace(twice, matricule=str(next(free))), old]


def write_roster(people: list[Person], path: Path) -> None:
    """Write the roster as a payroll system exports it: every servant, sorted by matricule."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(COLUMNS)
        for person in sorted(people, key=lambda each: each.matricule):
            writer.writerow(
                (
                    person.matricule,
                    person.name,
                    person.first_name,
                    person.born.isoformat(),
                    f"Ministère {person.ministry.name}",
                    person.province,
                    person.entered.isoformat(),
                    person.state,
                )
            )
