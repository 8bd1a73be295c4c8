"""Wording of career acts: appointments, ratings, advancement, posting, exit."""

from datetime import date
from random import Random
from typing import Final

from infra.local.sample.people import PLACES, Person
from infra.local.sample.typesetting.page import Act, entry, heading, paragraph, part, row
from infra.local.sample.wording.french import in_words, long_date, short_date, spell
from infra.local.sample.wording.orders import colleagues, order, signer, with_table

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
_TASKS: Final = (
    ("Exécuter les tâches prévues à la description du poste", "20 %"),
    ("Tenir à jour les registres et les dossiers confiés", "20 %"),
    ("Traiter les demandes des usagers dans les délais", "20 %"),
    ("Remettre les rapports périodiques à la date prévue", "15 %"),
    ("Participer aux réunions et aux formations du service", "15 %"),
    ("Veiller à l'entretien du matériel et des locaux", "10 %"),
)
_LEVELS: Final = ("A2", "A3", "D6", "D7", "Licence")
_CATEGORIES: Final = ("de Direction", "de Collaboration", "d'Exécution")


def nomination(rng: Random, person: Person, day: date) -> Act:
    """Appointment as a trainee; one in four appoints a whole intake, listed in a table."""
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
    act = order(rng, person, day, kind="03.1", name="Ordonnance de nomination", subject=subject, articles=articles)
    if rng.random() < 3 / 4:
        return act
    intake = [
        (str(position), each.matricule, each.full_name, rng.choice(_LEVELS), f"{each.work} stagiaire")
        for position, each in enumerate(colleagues(rng, person, rng.randint(20, 55)), start=1)
    ]
    return with_table(act, (0.07, 0.15, 0.36, 0.16, 0.26), ("N°", "Matricule", "Nom et prénom", "Niveau", "Qualité"), *intake)


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


def _office(rng: Random, person: Person) -> str:
    """Where such a servant may work."""
    return f"{rng.choice(person.ministry.offices)} {rng.choice(PLACES[rng.choice(list(PLACES))])}"


def posting(rng: Random, person: Person, day: date) -> Act:
    """A movement of staff: who goes where is in a table of one page or two."""
    e = "e" if person.woman else ""
    office = _office(rng, person)
    articles = [
        f"{person.title}, matricule {person.matricule}, {person.work}, est affecté{e} : {office}.",
        "Les autres cadres et agents dont les noms figurent en annexe sont affectés comme il y est dit.",
        "La remise et reprise se fait dans les quinze jours ; un procès-verbal en est dressé et versé au dossier.",
        "Les frais de route sont à la charge du ministère, conformément aux textes en vigueur.",
    ]
    subject = f"portant affectation de certains cadres et agents du Ministère {person.ministry.name}"
    act = order(rng, person, day, kind="05.1", name="Affectation", subject=subject, articles=articles)
    moved = [
        (str(position), each.matricule, each.full_name, _office(rng, each), office if each is person else _office(rng, each))
        for position, each in enumerate(colleagues(rng, person, rng.randint(8, 30)), start=1)
    ]
    columns = ("N°", "Matricule", "Nom et prénom", "Ancienne affectation", "Nouvelle affectation")
    return with_table(act, (0.07, 0.14, 0.25, 0.27, 0.27), columns, *moved)


def advancement(rng: Random, person: Person, day: date) -> Act:
    """A yearly advancement in pay, the servants of a service in a table."""
    step = rng.randint(2, 14)
    since = long_date(date(day.year, 1, 1))
    rating = rng.choice(_RATINGS)
    articles = [
        (
            f"Il est accordé à {person.title}, matricule {person.matricule}, {person.work}, un avancement de traitement "
            f"d'une annale de {rng.choice(('4', '5', '6'))} % : de l'échelon {step} à l'échelon {step + 1}, à compter du {since}."
        ),
        f"La cote d'appréciation retenue pour l'exercice {day.year - 1} est « {rating} ».",
        "Les fonctionnaires du même service dont les noms suivent en annexe bénéficient du même avancement, chacun selon sa cote.",
    ]
    subject = f"portant avancement de traitement au titre de l'exercice {day.year - 1}"
    act = order(rng, person, day, kind="04.2", name=f"Avancement {day.year - 1}", subject=subject, articles=articles)
    columns = ("Matricule", "Nom et prénom", "Ancien échelon", "Nouvel échelon", "Cote")
    advanced = []
    for each in colleagues(rng, person, rng.randint(5, 40)):
        old, mark = (step, rating) if each is person else (rng.randint(2, 14), rng.choice(_RATINGS))
        advanced.append((each.matricule, each.full_name, str(old), str(old + 1), mark))
    return with_table(act, (0.17, 0.38, 0.15, 0.15, 0.15), columns, *advanced)


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
    """A yearly rating: a form with two tables of marks, on a front and a back."""
    widths = (0.55, 0.15, 0.3)
    marks = [rng.randint(5, 10) for _ in _CRITERIA]
    remarks = ("Non atteint", "En partie", "Atteint", "Atteint", "Dépassé")
    blocks = [
        heading(f"BULLETIN DE NOTATION — EXERCICE {day.year}", before=16, larger=2),
        entry("Nom et prénom", person.full_name),
        entry("Matricule", person.matricule),
        entry("Date et lieu de naissance", f"{short_date(person.born)} à {person.birthplace}"),
        entry("Emploi", person.work),
        entry("Service", f"{rng.choice(person.ministry.offices)} {rng.choice(PLACES[person.province])}"),
        entry("Date d'entrée en service", short_date(person.entered)),
        part("I. Tâches et objectifs de l'exercice"),
        row("Tâche ou objectif", "Poids", "Résultat", widths=widths, bold=True),
        *(row(*task, rng.choice(remarks), widths=widths) for task in _TASKS),
        part("II. Appréciation du chef immédiat"),
        row("Critère", "Note / 10", "Observation", widths=widths, bold=True),
        *(row(text, str(mark), "" if mark < 9 else "Félicitations", widths=widths) for text, mark in zip(_CRITERIA, marks, strict=True)),  # noqa: PLR2004 - a mark
        row("Total", f"{sum(marks)} / 80", "", widths=widths, bold=True),
        paragraph(f"Cote proposée : {rng.choice(_RATINGS)}.", before=12),
        part("III. Observations de l'agent"),
        paragraph("Je prends connaissance de la présente notation et n'ai pas d'observation à formuler."),
        part("IV. Avis du supérieur hiérarchique"),
        paragraph("La notation reflète le travail de l'exercice. Les points faibles ont été discutés avec l'agent en entretien."),
        part("V. Décision de l'autorité de notation"),
        paragraph(f"Cote définitive : {rng.choice(_RATINGS)}."),
        paragraph("L'agent peut adresser un recours à la Commission dans les quinze jours de la notification du présent bulletin."),
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
        running=f"Notation {day.year} de {person.full_name}, matricule {person.matricule} (verso)",
    )


def collective(rng: Random, person: Person, day: date, others: int) -> Act:
    """A promotion of many servants by one act, their names in a table of several pages."""
    subject = "portant avancement de grade de certains fonctionnaires"
    articles = ["Les fonctionnaires dont les noms suivent en annexe bénéficient d'un avancement de grade aux dates indiquées."]
    act = order(rng, person, day, kind="04.3", name="Promotion collective", subject=subject, articles=articles)
    promoted = [
        (str(position), each.matricule, each.full_name, f"{each.work[:18]}, {rng.randint(2, 12)}")
        for position, each in enumerate(colleagues(rng, person, others), start=1)
    ]
    return with_table(act, (0.08, 0.17, 0.45, 0.3), ("N°", "Matricule", "Nom et prénom", "Nouveau grade, échelon"), *promoted)
