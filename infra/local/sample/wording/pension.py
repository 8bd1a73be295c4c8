"""Wording of a pension file: letter, state of services, family, calculation."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Final

from infra.local.sample.people import PLACES, Person, invent_first_name, invent_name
from infra.local.sample.typesetting.page import Act, Block, entry, heading, paragraph, part, row
from infra.local.sample.wording.french import in_words, long_date, short_date, spell
from infra.local.sample.wording.orders import order_number, signer

_OF_AGE: Final = 21


def _identity(person: Person) -> tuple[Block, ...]:
    """The lines with which every form begins."""
    return (
        entry("Nom et prénom", person.full_name),
        entry("Matricule", person.matricule),
        entry("Date et lieu de naissance", f"{short_date(person.born)} à {person.birthplace}"),
        entry("Emploi", person.work),
        entry("Date d'entrée en service", short_date(person.entered)),
    )


def _form(rng: Random, person: Person, day: date, *, name: str, blocks: tuple[Block, ...]) -> Act:
    """A form of the personnel office."""
    office = "DIRECTION DES RESSOURCES HUMAINES"
    return Act(
        type="11.2",
        name=name,
        day=day,
        place="Bujumbura",
        head=(f"MINISTÈRE {person.ministry.name.upper()}", office),
        blocks=(heading(name.upper(), before=18, larger=2), *blocks),
        signer=signer(rng, "Le Directeur des Ressources Humaines"),
        seal=office,
        running=f"{name} - {person.full_name}, matricule {person.matricule} (suite)",
    )


def _periods(rng: Random, person: Person, until: date) -> Iterator[tuple[str, ...]]:
    """A career, one line for each act that changed it."""
    start, step = person.entered, 1
    while start < until:
        end = min(start + timedelta(days=rng.randint(250, 700)), until)
        months = max((end - start).days // 30, 1)
        act = f"O.M. n° {order_number(rng, person, start)} du {short_date(start)}"
        office = f"{rng.choice(person.ministry.offices)} {rng.choice(PLACES[person.province])}"
        length = f"{months // 12} an(s) {months % 12} mois"
        yield short_date(start), short_date(end), act, f"{person.work}, échelon {step} ; {office}", length
        start, step = end + timedelta(days=1), step + rng.randint(0, 1)


def services(rng: Random, person: Person, day: date) -> Act:
    """The state of services: every period of a career, in a table of one to three pages."""
    widths = (0.13, 0.13, 0.26, 0.33, 0.15)
    months = (day - person.entered).days * 12 // 365
    blocks = (
        *_identity(person),
        part("I. Périodes de service"),
        row("Du", "Au", "Acte", "Grade, échelon et service", "Durée", widths=widths, bold=True),
        *(row(*period, widths=widths) for period in _periods(rng, person, day)),
        part("II. Interruptions"),
        paragraph("Les périodes de disponibilité et de suspension, s'il en est, ne sont pas comptées dans le total qui suit."),
        part("III. Total des services effectifs"),
        paragraph(
            f"Le total des services effectifs au {long_date(day)} est de {spell(months // 12)} ans et {spell(months % 12)} mois, sous "
            "réserve de vérification par l'organisme de pension. Le présent état est dressé d'après les pièces du dossier administratif."
        ),
    )
    return _form(rng, person, day, name="État des services", blocks=blocks)


def _family(rng: Random, person: Person, day: date) -> Act:
    """The family of who retires."""
    widths = (0.08, 0.44, 0.22, 0.26)
    born = [person.born + timedelta(days=365 * (25 + 2 * number) + rng.randrange(600)) for number in range(rng.randint(2, 7))]
    children = [
        (f"{person.name} {invent_first_name(rng)}", short_date(birth), "Majeur" if birth.year + _OF_AGE < day.year else "Scolarisé")
        for birth in born
    ]
    blocks = (
        *_identity(person),
        entry("Conjoint", f"{invent_name(rng)} {invent_first_name(rng)}"),
        entry("Résidence", f"Commune {person.birthplace}, province {person.province}"),
        part("Enfants à charge ou l'ayant été"),
        row("N°", "Nom et prénom", "Né(e) le", "Situation", widths=widths, bold=True),
        *(row(str(number), *child, widths=widths) for number, child in enumerate(children, start=1)),
        paragraph("Les extraits d'acte de naissance et les attestations de scolarité sont joints.", before=12),
        paragraph("La présente attestation est délivrée sur la foi des registres de l'état civil et de deux témoins majeurs."),
    )
    return _form(rng, person, day, name="Attestation de composition de famille", blocks=blocks)


def _reckoning(rng: Random, person: Person, day: date) -> Act:
    """How the pension is reckoned, and where it is to be paid."""
    base, years = rng.randint(220, 640) * 500, (day - person.entered).days // 365
    widths = (0.66, 0.34)
    lines = (
        ("Traitement moyen des trois dernières années (FBU par mois)", f"{base:,}".replace(",", " ")),
        ("Années de service retenues", str(years)),
        ("Taux par année", "2 %"),
        ("Taux de la pension", f"{2 * years} %"),
        ("Pension mensuelle (FBU)", f"{base * years // 50:,}".replace(",", " ")),
    )
    blocks = (
        *_identity(person),
        part("I. Décompte"),
        row("Élément", "Valeur", widths=widths, bold=True),
        *(row(*line, widths=widths) for line in lines),
        part("II. Paiement"),
        entry("Banque ou poste", rng.choice(("Régie nationale des postes", "Banque populaire", "Caisse coopérative"))),
        entry("Agence", person.birthplace),
        entry("Compte", f"{rng.randint(100, 999)} {rng.randint(10_000, 99_999)} {rng.randint(10, 99)}"),
        part("III. Cadre réservé à l'organisme de pension"),
        entry("Dossier reçu le", "." * 40),
        entry("Numéro attribué", "." * 40),
        entry("Visa du vérificateur", "." * 40),
    )
    return _form(rng, person, day, name="Décompte de pension", blocks=blocks)


def pension(rng: Random, person: Person, day: date) -> Act:
    """The whole file of a pension: its letter, then three papers."""
    e = "e" if person.woman else ""
    blocks = (
        Block(text=person.full_name, align="left", before=10),
        Block(text=f"Matricule : {person.matricule}", align="left", before=2),
        Block(text="À Monsieur le Directeur de l'organisme de pension", align="right", before=22),
        Block(text="Objet : Demande de liquidation de pension", underline=True, before=22, align="left"),
        paragraph("Monsieur le Directeur,", before=18),
        paragraph(
            f"Ayant été admis{e} à faire valoir mes droits à la retraite, j'ai l'honneur de vous demander la liquidation de ma pension, "
            f"à compter du {in_words(day)}. Je joins les pièces que voici :",
            before=10,
        ),
        paragraph("1. l'état de mes services ;", indent=18),
        paragraph("2. l'attestation de composition de famille ;", indent=18),
        paragraph("3. le décompte visé par mon employeur.", indent=18),
        paragraph(
            "Je déclare sur l'honneur ne percevoir aucune autre pension à la charge de l'État et n'exercer aucun emploi rémunéré par le "
            "Trésor. Je m'engage à signaler tout changement, et sais qu'une fausse déclaration expose à restituer les sommes reçues.",
            before=12,
        ),
        paragraph("Je vous prie d'agréer, Monsieur le Directeur, l'expression de ma considération distinguée.", before=14),
    )
    return Act(
        type="11.2",
        name="Dossier de pension",
        day=day,
        place=person.birthplace,
        head=(),
        blocks=blocks,
        signer=("", person.full_name),
        seal="REÇU AU SECRÉTARIAT",
        annexes=(services(rng, person, day), _family(rng, person, day), _reckoning(rng, person, day)),
    )
