"""Wording of two papers with forbidden mentions: an old information sheet, a doctor's certificate."""

from datetime import date
from random import Random

from infra.local.sample.people import PLACES, Person
from infra.local.sample.typesetting.page import Act, Block, entry, heading, paragraph
from infra.local.sample.wording.french import long_date, short_date
from infra.local.sample.wording.orders import signer


def information(rng: Random, person: Person, day: date) -> Act:
    """An old information sheet that asks for forbidden data."""
    blocks = (
        heading("FICHE INDIVIDUELLE DE RENSEIGNEMENTS", before=22, larger=2, underline=True),
        entry("1. Nom et prénom", person.full_name),
        entry("2. Matricule", person.matricule),
        entry("3. Date de naissance", short_date(person.born)),
        entry("4. Sexe", "F" if person.woman else "M"),
        entry("5. Nationalité", "burundaise"),
        entry("6. Ethnie", rng.choice(("Hutu", "Tutsi", "Twa"))),
        entry("7. Religion", rng.choice(("catholique", "protestante", "musulmane"))),
        entry("8. Emploi", person.work),
        entry("9. Lieu d'affectation", rng.choice(PLACES[person.province])),
        paragraph("Je certifie sincères et complets les renseignements ci-dessus.", before=18),
    )
    return Act(
        type="99",
        name="Fiche de renseignements",
        day=day,
        place=person.birthplace,
        head=(f"MINISTÈRE {person.ministry.name.upper()}", "SERVICE DU PERSONNEL"),
        blocks=blocks,
        signer=("", person.full_name),
        seal="SERVICE DU PERSONNEL",
    )


def certificate(rng: Random, person: Person, day: date) -> Act:
    """A certificate that names the illness beside the days of rest, which alone concern the administration."""
    illness = rng.choice(("tuberculose pulmonaire", "paludisme grave", "hypertension artérielle", "hépatite B"))
    place = rng.choice(PLACES[person.province])
    blocks = (
        heading("CERTIFICAT MÉDICAL", before=40, larger=3, underline=True),
        paragraph(
            f"Je soussigné, médecin traitant, certifie avoir examiné {person.title}, matricule {person.matricule}, et avoir constaté que "
            f"l'intéressé{'e' if person.woman else ''} souffre de {illness}.",
            before=20,
        ),
        paragraph(f"Un repos médical de {rng.choice((15, 21, 30))} jours est accordé à partir du {long_date(day)}.", before=12),
        Block(text="Délivré pour servir et valoir ce que de droit.", before=12),
    )
    return Act(
        type="99",
        name="Certificat médical",
        day=day,
        place=place,
        head=("MINISTÈRE DE LA SANTÉ PUBLIQUE ET DE LA LUTTE CONTRE LE SIDA", f"HÔPITAL DE DISTRICT DE {place.upper()}"),
        blocks=blocks,
        signer=signer(rng, "Le Médecin traitant"),
        seal=f"HÔPITAL DE DISTRICT {place.upper()}",
    )
