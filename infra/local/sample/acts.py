"""The wording of acts that make and move a career: appointments, ratings, advancement, posting, exit."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Final

from infra.local.sample.french import in_words, long_date, short_date, spell
from infra.local.sample.page import Act, Block, entry, heading, paragraph, row
from infra.local.sample.people import PLACES, Person, invent_first_name, invent_name, invent_people

_CITATIONS: Final = (
    "Vu le Décret n° 100/{a} du {b} portant Structure, Fonctionnement et Missions du Gouvernement ;",
    "Vu le Décret n° 100/{a} du {b} portant Organisation du Ministère {ministry} ;",
    "Vu le Décret-loi n° 1/{c} du {b} portant régime des congés des Fonctionnaires ;",
    "Vu l'Ordonnance Ministérielle n° {number}/{a} du {b} portant conditions de recrutement et de nomination ;",
    "Vu l'Ordonnance Ministérielle n° 570/{a} du {b} portant classification des emplois ;",
    "Vu le dossier administratif et pécuniaire de l'intéressé{e} ;",
    "Vu l'avis de la Commission paritaire en sa séance du {b} ;",
)
_RATINGS: Final = ("Elite", "Très bon", "Très bon", "Bon", "Bon")
_CRITERIA: Final = (
    "Connaissances professionnelles",
    "Qualité du travail",
    "Quantité du travail",
    "Esprit d'initiative",
    "Ponctualité et assiduité",
    "Relations avec le public",
    "Sens de la hiérarchie",
    "Tenue et discipline",
)
_CATEGORIES: Final = ("de Direction", "de Collaboration", "d'Exécution")


def order_number(rng: Random, person: Person, day: date) -> str:
    """Number an order as the gazette does."""
    number = f"{person.ministry.number}/{rng.randint(101, 1960)}"
    return f"{number}/{day.year}" if rng.random() < 1 / 3 else number


def signer(rng: Random, function: str) -> tuple[str, str]:
    """Invent who signs."""
    return function, f"{invent_first_name(rng)} {invent_name(rng)}"


def _citations(rng: Random, person: Person, day: date, count: int) -> list[Block]:
    texts = ["Vu la Constitution de la République du Burundi ;"]
    if day >= date(2006, 8, 23):
        texts.append("Vu la Loi n° 1/28 du 23 août 2006 portant Statut Général des Fonctionnaires ;")
    for text in rng.sample(_CITATIONS, count):
        before = day - timedelta(days=rng.randint(60, 2500))
        facts = {"a": rng.randint(11, 340), "b": long_date(before), "c": rng.randint(1, 40), "number": person.ministry.number}
        texts.append(text.format(**facts, ministry=person.ministry.name, e="e" if person.woman else ""))
    return [paragraph(text, before=5) for text in texts]


def order(  # noqa: PLR0913 - an order's parts
    rng: Random, person: Person, day: date, *, kind: str, name: str, subject: str, articles: list[str]
) -> Act:
    """A ministerial order: title, citations, articles, signature."""
    number = order_number(rng, person, day)
    blocks = [
        heading(f"ORDONNANCE MINISTÉRIELLE N° {number} DU {short_date(day)} {subject.upper()}", before=18),
        paragraph(f"Le Ministre {person.ministry.minister},", before=14),
        *_citations(rng, person, day, rng.randint(2, 5)),
        heading("ORDONNE :", before=12, underline=True),
    ]
    closing = (
        "Toutes dispositions antérieures contraires à la présente ordonnance sont abrogées.",
        f"La présente ordonnance entre en vigueur le {long_date(day)}.",
    )
    for position, text in enumerate((*articles, *closing), start=1):
        blocks.append(Block(text=f"Article {'1er' if position == 1 else position}.", underline=True, before=9, align="left"))
        blocks.append(paragraph(text, before=3))
    return Act(
        type=kind,
        name=name,
        number=number,
        day=day,
        place="Bujumbura",
        head=(f"MINISTÈRE {person.ministry.name.upper()}", "CABINET DU MINISTRE"),
        blocks=tuple(blocks),
        signer=signer(rng, f"Le Ministre {person.ministry.minister}"),
        seal=f"MINISTÈRE {person.ministry.name.upper()[:44]}",
    )


def nomination(rng: Random, person: Person, day: date) -> Act:
    """Appointment as a trainee."""
    step = rng.randint(1, 3)
    e = "e" if person.woman else ""
    articles = [
        (
            f"{person.title}, {person.born_word} à {person.birthplace} le {short_date(person.born)}, matricule {person.matricule}, est "
            f"nommé{e} en qualité de {person.work} stagiaire, catégorie {rng.choice(_CATEGORIES)}, échelle {step}, échelon 1."
        ),
        f"L'intéressé{e} est soumis{e} à un stage probatoire d'une durée de douze mois.",
        "Le traitement de base est celui que fixe le barème en vigueur ; il est imputé au budget de l'État.",
    ]
    subject = f"portant nomination de {person.title}"
    return order(rng, person, day, kind="03.1", name="Ordonnance de nomination", subject=subject, articles=articles)


def titularisation(rng: Random, person: Person, day: date) -> Act:
    """The end of probation."""
    e = "e" if person.woman else ""
    articles = [
        (
            f"{person.title}, matricule {person.matricule}, {person.work} stagiaire, est titularisé{e} dans son grade à compter du "
            f"{in_words(day)}, le rapport de fin de stage lui étant favorable."
        ),
        f"L'intéressé{e} est rangé{e} à l'échelon 2 de son échelle de traitement.",
    ]
    subject = f"portant titularisation de {person.title}"
    return order(rng, person, day, kind="03.3", name="Arrêté de titularisation", subject=subject, articles=articles)


def posting(rng: Random, person: Person, day: date) -> Act:
    """A posting to another office."""
    place = rng.choice(PLACES[rng.choice(list(PLACES))])
    e = "e" if person.woman else ""
    articles = [
        f"{person.title}, matricule {person.matricule}, {person.work}, est affecté{e} : {rng.choice(person.ministry.offices)} {place}.",
        "La remise et reprise se fait dans les quinze jours ; un procès-verbal en est dressé et versé au dossier.",
        "Les frais de route sont à la charge du ministère, conformément aux textes en vigueur.",
    ]
    subject = f"portant affectation de certains cadres et agents du Ministère {person.ministry.name}"
    return order(rng, person, day, kind="05.1", name="Affectation", subject=subject, articles=articles)


def advancement(rng: Random, person: Person, day: date) -> Act:
    """A yearly advancement in pay."""
    step = rng.randint(2, 14)
    since = long_date(date(day.year, 1, 1))
    articles = [
        (
            f"Il est accordé à {person.title}, matricule {person.matricule}, {person.work}, un avancement de traitement "
            f"d'une annale de {rng.choice(('4', '5', '6'))} % : de l'échelon {step} à l'échelon {step + 1}, à compter du {since}."
        ),
        f"La cote d'appréciation retenue pour l'exercice {day.year - 1} est « {rng.choice(_RATINGS)} ».",
    ]
    subject = f"portant avancement de traitement au titre de l'exercice {day.year - 1}"
    return order(rng, person, day, kind="04.2", name=f"Avancement {day.year - 1}", subject=subject, articles=articles)


def secondment(rng: Random, person: Person, day: date) -> Act:
    """A secondment to another body."""
    e = "e" if person.woman else ""
    articles = [
        (
            f"{person.title}, matricule {person.matricule}, {person.work}, est placé{e} en position de détachement auprès "
            f"de l'Administration communale de {person.birthplace} pour une période de {spell(rng.randint(2, 5))} ans, renouvelable."
        ),
        "Pendant cette période, la rémunération est à la charge de l'organisme d'accueil.",
    ]
    subject = f"portant détachement de {person.title}"
    return order(rng, person, day, kind="05.3", name="Mise en détachement", subject=subject, articles=articles)


def retirement(rng: Random, person: Person, day: date) -> Act:
    """The end of a career, at sixty."""
    e = "e" if person.woman else ""
    articles = [
        (
            f"{person.title}, {person.born_word} à {person.birthplace} le {short_date(person.born)}, matricule {person.matricule}, "
            f"{person.work}, ayant atteint l'âge de soixante ans, est mis{e} à la retraite à compter du {in_words(day)}."
        ),
        f"L'intéressé{e} est autorisé{e} à faire valoir ses droits à la pension auprès de l'organisme compétent.",
        "Les services rendus à la Nation lui valent les remerciements du Gouvernement.",
    ]
    subject = f"portant mise à la retraite de {person.title}"
    return order(rng, person, day, kind="11.1", name="Mise à la retraite", subject=subject, articles=articles)


def rating(rng: Random, person: Person, day: date) -> Act:
    """A yearly rating: a form with a table of marks."""
    widths = (0.55, 0.15, 0.3)
    marks = [rng.randint(5, 10) for _ in _CRITERIA]
    blocks = [
        heading(f"BULLETIN DE NOTATION — EXERCICE {day.year}", before=16, larger=2),
        entry("Nom et prénom", person.full_name),
        entry("Matricule", person.matricule),
        entry("Date et lieu de naissance", f"{short_date(person.born)} à {person.birthplace}"),
        entry("Emploi", person.work),
        entry("Service", f"{rng.choice(person.ministry.offices)} {rng.choice(PLACES[person.province])}"),
        entry("Date d'entrée en service", short_date(person.entered)),
        Block(text="I. Appréciation du chef immédiat", bold=True, before=14, align="left"),
        row("Critère", "Note / 10", "Observation", widths=widths, bold=True),
        *(row(text, str(mark), "" if mark < 9 else "Félicitations", widths=widths) for text, mark in zip(_CRITERIA, marks, strict=True)),  # noqa: PLR2004 - a mark
        row("Total", f"{sum(marks)} / 80", "", widths=widths, bold=True),
        paragraph(f"Cote proposée : {rng.choice(_RATINGS)}.", before=12),
        Block(text="II. Observations de l'agent", bold=True, before=12, align="left"),
        paragraph("Je prends connaissance de la présente notation et n'ai pas d'observation à formuler."),
        Block(text="III. Décision de l'autorité de notation", bold=True, before=12, align="left"),
        paragraph(f"Cote définitive : {rng.choice(_RATINGS)}."),
    ]
    return Act(
        type="04.1",
        name=f"Bulletin de notation {day.year}",
        day=day,
        place=rng.choice(PLACES[person.province]),
        head=(f"MINISTÈRE {person.ministry.name.upper()}", "DIRECTION DES RESSOURCES HUMAINES"),
        blocks=tuple(blocks),
        signer=signer(rng, "Le Directeur"),
        seal="DIRECTION DES RESSOURCES HUMAINES",
    )


def colleagues(rng: Random, count: int) -> list[tuple[str, str, str]]:
    """Invent the others whom a collective act names: matricule, name, work."""
    return [(each.matricule, each.full_name, each.work) for each in invent_people(rng, count)]


def collective(rng: Random, person: Person, day: date, others: list[tuple[str, str, str]]) -> Act:
    """A promotion of many servants by one act, their names in a table of several pages."""
    act = order(
        rng,
        person,
        day,
        kind="04.3",
        name="Promotion collective",
        subject="portant avancement de grade de certains fonctionnaires",
        articles=["Les fonctionnaires dont les noms suivent en annexe bénéficient d'un avancement de grade aux dates indiquées."],
    )
    widths = (0.08, 0.17, 0.45, 0.3)
    everybody = sorted([(person.matricule, person.full_name, person.work), *others], key=lambda each: each[1])
    table = [row("N°", "Matricule", "Nom et prénom", "Nouveau grade, échelon", widths=widths, bold=True)]
    for position, (matricule, name, work) in enumerate(everybody, start=1):
        table.append(row(str(position), matricule, name, f"{work[:18]}, {rng.randint(2, 12)}", widths=widths))
    annex = Block(text=f"ANNEXE À L'ORDONNANCE MINISTÉRIELLE N° {act.number}", align="centre", bold=True, new_page=True, before=0)
    return replace(act, blocks=(*act.blocks, annex, *table))
