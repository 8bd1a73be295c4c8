"""Wording of a contract and its annex."""

from datetime import date
from random import Random
from typing import Final

from infra.local.sample.people import PLACES, Person
from infra.local.sample.typesetting.page import Act, entry, heading, paragraph, part, row
from infra.local.sample.wording.french import in_words, long_date, spell
from infra.local.sample.wording.orders import order_number, signer

_CLAUSES: Final = (
    (
        "Objet",
        (
            "L'employeur engage l'agent, qui accepte, pour exercer les fonctions de {work}. L'agent se consacre à "
            "ses fonctions avec zèle, "
            "discrétion et impartialité ; il ne peut exercer d'activité privée lucrative sans une autorisation écrite de l'autorité."
        ),
    ),
    (
        "Durée",
        (
            "Le présent contrat est conclu pour une durée de deux ans à compter du {day}. Il peut être renouvelé par un "
            "avenant signé des deux "
            "parties, un mois au moins avant son terme. À défaut d'avenant, il prend fin de plein droit et sans préavis."
        ),
    ),
    (
        "Période d'essai",
        (
            "L'agent est soumis à une période d'essai de trois mois, pendant laquelle chacune des parties peut mettre fin au contrat "
            "moyennant un préavis de sept jours, notifié par écrit contre accusé de réception."
        ),
    ),
    (
        "Lieu de travail",
        (
            "L'agent exerce ses fonctions dans la province de {province}. Il peut être affecté dans un autre service par décision "
            "motivée, dans l'intérêt du service ; les frais de déplacement sont alors à la charge de l'employeur."
        ),
    ),
    (
        "Rémunération",
        (
            "L'agent perçoit une rémunération mensuelle brute fixée par le barème des agents sous contrat. Elle est payée "
            "à terme échu, par "
            "virement au compte que l'agent désigne, déduction faite des retenues légales."
        ),
    ),
    (
        "Congés",
        (
            "L'agent a droit à vingt jours ouvrables de congé par an, à prendre en accord avec son chef de service. "
            "Les congés de circonstance "
            "sont accordés dans les conditions que prévoit le règlement."
        ),
    ),
    (
        "Obligations",
        (
            "L'agent observe les horaires du service, tient à jour les dossiers qui lui sont confiés et rend compte de leur "
            "état. Il garde le "
            "secret sur les faits dont il a connaissance dans l'exercice de ses fonctions, même après la fin du contrat."
        ),
    ),
    (
        "Discipline",
        (
            "Tout manquement fait l'objet d'une demande d'explication écrite. L'agent dispose de trois jours ouvrables pour "
            "y répondre ; sa "
            "réponse est versée à son dossier avec la décision qui s'ensuit."
        ),
    ),
    (
        "Sécurité sociale",
        (
            "L'agent est affilié au régime de pension et à la mutuelle par les soins de l'employeur, qui verse la part patronale et "
            "retient la part de l'agent."
        ),
    ),
    (
        "Résiliation",
        (
            "Le contrat prend fin par l'arrivée du terme, l'accord des parties, la démission ou la faute lourde. Hors le "
            "cas de faute lourde, "
            "le préavis est d'un mois ; il est notifié par écrit."
        ),
    ),
    (
        "Horaire",
        (
            "La durée du travail est de quarante heures par semaine, réparties sur cinq jours. Les heures faites au-delà, à la demande "
            "écrite du chef de service, donnent droit à un repos de même durée, pris dans le mois."
        ),
    ),
    (
        "Moyens de travail",
        (
            "Les fournitures, le matériel et les clés remis à l'agent sont inscrits dans un inventaire contradictoire. Il en est "
            "responsable et les restitue en bon état à la fin du contrat, contre décharge."
        ),
    ),
    (
        "Déplacements",
        (
            "Les missions hors du lieu de travail font l'objet d'un ordre de mission signé avant le départ. Les frais sont remboursés "
            "selon les taux en vigueur, sur présentation des pièces, dans les trente jours du retour."
        ),
    ),
    (
        "Évaluation",
        (
            "L'agent est évalué une fois par an par son chef immédiat, sur la base des objectifs fixés en début d'exercice. Il reçoit "
            "copie de son évaluation et peut y joindre ses observations dans les huit jours."
        ),
    ),
    (
        "Formation",
        (
            "L'employeur facilite la participation de l'agent aux formations utiles au service. L'agent qui a suivi une formation de plus "
            "de trois mois à la charge de l'État reste au service pendant une durée au moins égale, ou en rembourse les frais."
        ),
    ),
    (
        "Absences",
        (
            "Toute absence est justifiée dans les quarante-huit heures. L'absence non justifiée de plus de quinze jours vaut abandon de "
            "poste, après une mise en demeure restée sans effet pendant huit jours."
        ),
    ),
    (
        "Cession et invalidité des clauses",
        (
            "Le présent contrat est conclu en considération de la personne de l'agent. La nullité d'une de ses clauses n'entraîne pas "
            "celle des autres ; toute modification fait l'objet d'un avenant écrit."
        ),
    ),
    (
        "Notifications",
        (
            "Les notifications se font par écrit, à l'adresse du service pour l'employeur, à la dernière adresse connue pour l'agent, qui "
            "signale sans délai tout changement de résidence ou de situation de famille."
        ),
    ),
    ("Litiges", "Les différends nés du présent contrat sont soumis à l'inspection du travail, puis à la juridiction compétente."),
)
_TASKS: Final = (
    ("Accueil et orientation des usagers", "Chaque jour", "Registre des visites"),
    ("Réception, enregistrement et distribution du courrier", "Chaque jour", "Registre du courrier"),
    ("Tenue et classement des dossiers du service", "Chaque jour", "Bordereau de classement"),
    ("Rédaction des projets de lettres et de notes", "À la demande", "Minutes visées"),
    ("Suivi des présences et des congés de l'unité", "Chaque semaine", "Fiche de présence"),
    ("Préparation du rapport d'activités", "Chaque mois", "Rapport transmis au chef"),
    ("Gestion du petit matériel et des fournitures", "Chaque mois", "Fiche de stock"),
    ("Inventaire du patrimoine confié à l'unité", "Chaque année", "Procès-verbal d'inventaire"),
    ("Participation à l'élaboration du plan de travail", "Chaque année", "Plan validé"),
    ("Toute autre tâche confiée dans l'intérêt du service", "À la demande", "Ordre écrit"),
)


def _post(rng: Random, person: Person, day: date, number: str) -> Act:
    """The annex that describes the post."""
    widths = (0.5, 0.2, 0.3)
    blocks = (
        heading(f"ANNEXE AU CONTRAT N° {number} : DESCRIPTION DU POSTE", before=4),
        entry("Titulaire", f"{person.full_name}, matricule {person.matricule}"),
        entry("Intitulé du poste", person.work),
        entry("Service", f"{rng.choice(person.ministry.offices)} {rng.choice(PLACES[person.province])}"),
        entry("Supérieur immédiat", "Le Chef de service"),
        entry("Date d'entrée en fonction", long_date(day)),
        part("Attributions et tâches"),
        row("Tâche", "Fréquence", "Preuve", widths=widths, bold=True),
        *(row(*task, widths=widths) for task in _TASKS),
        part("Objectifs de la première année"),
        paragraph(f"1. Traiter les demandes reçues dans un délai de {spell(rng.randint(3, 15))} jours ouvrables.", indent=18),
        paragraph(f"2. Mettre à jour {rng.randint(4, 30) * 10} dossiers du service et en dresser la liste.", indent=18),
        paragraph("3. Remettre les rapports à la date prévue, et rendre compte de toute difficulté.", indent=18),
        paragraph("Lu et approuvé, chaque page étant paraphée par les deux parties.", before=14),
    )
    return Act(
        type="03.4",
        name="Description du poste",
        day=day,
        place="Bujumbura",
        head=(),
        blocks=blocks,
        signer=("L'agent", person.full_name),
        seal="DIRECTION DES RESSOURCES HUMAINES",
        running=f"Suite de l'annexe au contrat n° {number}",
    )


def contract(rng: Random, person: Person, day: date) -> Act:
    """A contract of several pages."""
    number = order_number(rng, person, day)
    e = "e" if person.woman else ""
    blocks = [
        heading(f"CONTRAT D'ENGAGEMENT N° {number}", before=20, larger=3),
        paragraph("Entre les soussignés :", before=16),
        paragraph(f"Le Ministère {person.ministry.name}, ci-après dénommé « l'employeur », d'une part,", indent=24),
        paragraph(
            f"Et {person.title}, {person.born_word} à {person.birthplace} le {long_date(person.born)}, matricule {person.matricule}, "
            f"ci-après dénommé{e} « l'agent », d'autre part,",
            indent=24,
        ),
        paragraph("Il a été convenu et arrêté ce qui suit :"),
    ]
    for position, (title, text) in enumerate(_CLAUSES, start=1):
        blocks.append(part(f"Article {position} : {title}", before=16))
        blocks.append(paragraph(text.format(work=person.work, day=in_words(day), province=person.province), before=5))
    return Act(
        type="03.4",
        name="Contrat d'engagement",
        number=number,
        day=day,
        place="Bujumbura",
        head=(f"MINISTÈRE {person.ministry.name.upper()}", "DIRECTION DES RESSOURCES HUMAINES"),
        blocks=tuple(blocks),
        signer=signer(rng, "Pour l'employeur, le Directeur"),
        seal="DIRECTION DES RESSOURCES HUMAINES",
        running=f"Contrat d'engagement n° {number} - {person.full_name}",
        annexes=(_post(rng, person, day, number),),
    )
