"""Wording of other papers of a dossier: certificates, letters, forms, contracts, minutes."""

from datetime import date, timedelta
from random import Random

from infra.local.sample.people import PLACES, Person, invent_first_name, invent_name
from infra.local.sample.typesetting.page import Act, Block, entry, heading, paragraph, row
from infra.local.sample.wording.french import day_in_words, in_words, long_date, short_date, spell
from infra.local.sample.wording.orders import order_number, signer


def birth(rng: Random, person: Person, day: date) -> Act:
    """An extract of a birth record."""
    father, mother = (f"{invent_name(rng)} {invent_first_name(rng)}" for _ in range(2))
    text = (
        f"L'an {spell(person.born.year)}, le {day_in_words(person.born)}, est {person.born_word} à "
        f"{person.birthplace}, province de {person.province}, {person.full_name}, "
        f"{'fille' if person.woman else 'fils'} de {father} et de {mother}, de nationalité burundaise."
    )
    blocks = (
        heading("EXTRAIT D'ACTE DE NAISSANCE", before=22, larger=3, underline=True),
        Block(text=f"Volume {rng.randint(1, 40)}   Acte n° {rng.randint(1, 980)}", align="centre", before=8),
        paragraph(text, before=20),
        paragraph("Le présent extrait est délivré pour servir et valoir ce que de droit.", before=12),
        paragraph("Pour extrait certifié conforme au registre de l'état civil.", before=12),
    )
    return Act(
        type="01.1",
        name="Extrait d'acte de naissance",
        day=day,
        place=person.birthplace,
        head=(f"PROVINCE {person.province.upper()}", f"COMMUNE {person.birthplace.upper()}", "BUREAU DE L'ÉTAT CIVIL"),
        blocks=blocks,
        signer=signer(rng, "L'Officier de l'État Civil"),
        seal=f"COMMUNE {person.birthplace.upper()} ÉTAT CIVIL",
    )


def diploma(rng: Random, person: Person, day: date) -> Act:
    """A diploma."""
    school = rng.choice(("École Normale", "Institut Technique", "École Secondaire d'Administration"))
    blocks = (
        heading("DIPLÔME", before=46, larger=12),
        heading(f"DE L'{school.upper()}", before=8, larger=3),
        paragraph(f"Le jury, vu les procès-verbaux des examens de la session de {day.year}, confère à", before=34),
        heading(person.full_name, before=16, larger=4),
        Block(text=f"{person.born_word} à {person.birthplace} le {long_date(person.born)}", align="centre", before=8),
        paragraph(
            f"le diplôme de fin d'études, section {rng.choice(('Administration', 'Pédagogie', 'Lettres', 'Sciences'))}, "
            f"avec la mention {rng.choice(('Satisfaction', 'Distinction', 'Grande Distinction'))}.",
            before=16,
        ),
        paragraph(f"Diplôme enregistré sous le n° {rng.randint(100, 9999)}/{day.year}.", before=26),
    )
    return Act(
        type="02.1",
        name="Diplôme",
        day=day,
        place="Gitega",
        head=("MINISTÈRE DE L'ÉDUCATION NATIONALE",),
        blocks=blocks,
        signer=signer(rng, "Le Président du jury"),
        seal="MINISTÈRE DE L'ÉDUCATION NATIONALE",
    )


def _certificate(  # noqa: PLR0913 - a certificate's parts
    rng: Random, person: Person, day: date, *, kind: str, name: str, title: str, texts: list[str]
) -> Act:
    """A short paper that says one thing."""
    place = rng.choice(PLACES[person.province])
    office = f"{rng.choice(person.ministry.offices)} {place}"
    return Act(
        type=kind,
        name=name,
        day=day,
        place=place,
        head=(f"MINISTÈRE {person.ministry.name.upper()}", office.upper()),
        blocks=(heading(title, before=40, larger=3, underline=True), *(paragraph(text, before=16) for text in texts)),
        signer=signer(rng, "Le Chef de service"),
        seal=office.upper(),
    )


def arrival(rng: Random, person: Person, day: date) -> Act:
    """A certificate that somebody began to work."""
    texts = [
        (
            f"Je soussigné atteste que {person.title}, matricule {person.matricule}, {person.work}, a pris service ce "
            f"{in_words(day)} dans l'établissement dont j'ai la charge."
        ),
        "En foi de quoi la présente attestation lui est délivrée pour compléter son dossier administratif.",
    ]
    title = "ATTESTATION DE PRISE DE SERVICE"
    return _certificate(rng, person, day, kind="03.2", name="Attestation de prise de service", title=title, texts=texts)


def training(rng: Random, person: Person, day: date) -> Act:
    """A certificate of training."""
    weeks = rng.randint(1, 12)
    texts = [
        (
            f"Il est certifié que {person.title}, matricule {person.matricule}, a suivi du {long_date(day - timedelta(weeks=weeks))} au "
            f"{long_date(day)} la formation « {rng.choice(('Tenue des archives', 'Bureautique', 'Gestion des marchés publics'))} » "
            f"et a satisfait à l'épreuve finale avec {rng.randint(60, 92)} %."
        ),
        "Le présent certificat lui est remis pour servir et valoir ce que de droit.",
    ]
    return _certificate(rng, person, day, kind="07.1", name="Attestation de formation", title="CERTIFICAT DE PARTICIPATION", texts=texts)


def praise(rng: Random, person: Person, day: date) -> Act:
    """A letter of praise."""
    texts = [
        f"Objet : Lettre de félicitations à {person.title}, matricule {person.matricule}",
        f"{'Madame' if person.woman else 'Monsieur'},",
        (
            f"Il m'a été donné de constater le zèle que vous avez montré pendant l'exercice {day.year - 1}. Les dossiers qui vous "
            "étaient confiés ont été tenus à jour, et les administrés servis sans retard."
        ),
        "Je vous adresse mes félicitations et vous encourage à persévérer. Une copie de la présente est versée à votre dossier.",
    ]
    return _certificate(rng, person, day, kind="09.1", name="Lettre de félicitations", title="LETTRE DE FÉLICITATIONS", texts=texts)


def leave(rng: Random, person: Person, day: date) -> Act:
    """A leave form."""
    days = rng.choice((10, 15, 20))
    number = order_number(rng, person, day)
    blocks = (
        heading(f"TITRE DE CONGÉ ANNUEL N° {number}", before=26, larger=2),
        entry("Nom et prénom", person.full_name),
        entry("Matricule", person.matricule),
        entry("Emploi", person.work),
        entry("Durée", f"{days} ({spell(days)}) jours ouvrables"),
        entry("Date de départ", short_date(day + timedelta(days=7))),
        entry("Date de reprise", short_date(day + timedelta(days=7 + days + 2 * (days // 5)))),
        entry("Lieu de jouissance", person.birthplace),
        paragraph("L'intérim est assuré par un agent du même service, que désigne le chef hiérarchique.", before=14),
    )
    return Act(
        type="06.1",
        name="Titre de congé",
        number=number,
        day=day,
        place="Bujumbura",
        head=(f"MINISTÈRE {person.ministry.name.upper()}", "DIRECTION DES RESSOURCES HUMAINES"),
        blocks=blocks,
        signer=signer(rng, "Le Directeur des Ressources Humaines"),
        seal="DIRECTION DES RESSOURCES HUMAINES",
    )


def request(rng: Random, person: Person, day: date) -> Act:
    """A servant's letter."""
    blocks = (
        Block(text=person.full_name, align="left", before=10),
        Block(text=f"Matricule : {person.matricule}", align="left", before=2),
        Block(text=f"{person.work} à {rng.choice(PLACES[person.province])}", align="left", before=2),
        Block(text=f"À Monsieur le Ministre {person.ministry.minister}", align="right", before=22),
        Block(text="à BUJUMBURA", align="right", before=2, bold=True),
        Block(
            text=f"Objet : {rng.choice(('Demande de mutation', 'Demande de régularisation', 'Demande de relevé'))}",
            underline=True,
            before=22,
        ),
        paragraph("Monsieur le Ministre,", before=18),
        paragraph(
            f"J'ai l'honneur de solliciter de votre haute bienveillance la suite favorable à l'objet ci-dessus. En effet, je suis "
            f"en service depuis le {long_date(person.entered)} et ma situation administrative n'a pas été revue depuis "
            f"{spell(rng.randint(2, 6))} ans. Mon dossier comprend les pièces que la réglementation demande.",
            before=10,
        ),
        paragraph("Dans l'espoir d'une suite favorable, je vous prie d'agréer l'expression de ma haute considération.", before=10),
    )
    return Act(
        type="12.1",
        name="Demande",
        day=day,
        place=rng.choice(PLACES[person.province]),
        head=(),
        blocks=blocks,
        signer=("", person.full_name),
        seal="REÇU AU SECRÉTARIAT",
    )


def pay(rng: Random, person: Person, day: date) -> Act:
    """A pay slip."""
    widths = (0.14, 0.5, 0.18, 0.18)
    base = rng.randint(180, 620) * 500
    lines = (
        ("100", "Traitement de base", base, 0),
        ("140", "Indemnité de logement", base * 3 // 5, 0),
        ("150", "Prime de fonction", 25_000, 0),
    )
    held = (
        ("310", "Pension (part de l'agent)", 0, base * 4 // 100),
        ("320", "Mutuelle", 0, base * 4 // 100),
        ("400", "Impôt", 0, base // 10),
    )
    gross, kept = sum(line[2] for line in lines), sum(line[3] for line in held)
    blocks = (
        heading("BULLETIN DE PAIE", before=12, larger=3),
        entry("Période", f"{day.month:02}/{day.year}"),
        entry("Matricule", person.matricule),
        entry("Nom et prénom", person.full_name),
        entry("Emploi", person.work),
        row("Code", "Libellé", "Gain", "Retenue", widths=widths, bold=True),
        *(
            row(code, label, f"{gain:,}".replace(",", " ") if gain else "", f"{loss:,}".replace(",", " ") if loss else "", widths=widths)
            for code, label, gain, loss in (*lines, *held)
        ),
        row("", "Net à payer (FBU)", f"{gross - kept:,}".replace(",", " "), "", widths=widths, bold=True),
        paragraph("Document produit par le système de paie ; à conserver sans limitation de durée.", before=14),
    )
    return Act(
        type="10.1",
        name=f"Bulletin de paie {day.year}-{day.month:02}",
        day=day,
        place="Bujumbura",
        head=(f"MINISTÈRE {person.ministry.name.upper()}",),
        blocks=blocks,
        signer=("Le Service de la paie", ""),
        seal="SERVICE DE LA PAIE",
    )
