"""The wording of long papers: a contract, the minutes of a recruitment board, a circular to all services."""

from datetime import date, timedelta
from random import Random
from typing import Final

from infra.local.sample.acts import order_number, signer
from infra.local.sample.french import day_in_words, in_words, long_date, short_date, spell
from infra.local.sample.page import Act, Block, entry, heading, paragraph, row
from infra.local.sample.people import MINISTRIES, Person, invent_first_name, invent_name

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
    ("Litiges", "Les différends nés du présent contrat sont soumis à l'inspection du travail, puis à la juridiction compétente."),
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
        blocks.append(Block(text=f"Article {position} : {title}", bold=True, before=16, align="left"))
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
    )


def board(rng: Random, person: Person, day: date) -> Act:
    """The minutes of a recruitment board, with the list of candidates."""
    widths = (0.1, 0.5, 0.2, 0.2)
    marks = sorted((rng.randint(402, 918) / 10 for _ in range(38)), reverse=True)
    names = [f"{invent_name(rng)} {invent_first_name(rng)}" for _ in marks]
    names[rng.randrange(6)] = person.full_name
    table = (
        row(str(rank), name, f"{mark:.1f} %".replace(".", ","), "Admis" if rank <= 12 else "Ajourné", widths=widths)  # noqa: PLR2004 - places
        for rank, (name, mark) in enumerate(zip(names, marks, strict=True), start=1)
    )
    blocks = (
        heading("PROCÈS-VERBAL DU CONCOURS DE RECRUTEMENT", before=18, larger=2),
        paragraph(
            f"L'an {spell(day.year)}, le {day_in_words(day)}, s'est réunie à Bujumbura la commission chargée de délibérer sur "
            f"le concours ouvert pour douze postes de {person.work} au Ministère {person.ministry.name}.",
            before=14,
        ),
        entry("Candidats inscrits", str(len(marks) + rng.randint(3, 20))),
        entry("Candidats présents", str(len(marks))),
        entry("Places à pourvoir", "12"),
        paragraph(
            "Après correction des épreuves écrites sous anonymat et audition, la commission arrête le classement suivant :", before=12
        ),
        row("Rang", "Nom et prénom", "Moyenne", "Décision", widths=widths, bold=True),
        *table,
        paragraph(
            "La commission recommande l'engagement des candidats admis, dans l'ordre du classement et dans la "
            "limite des crédits. Aucune "
            "réclamation n'a été consignée. La séance est levée à seize heures trente.",
            before=14,
        ),
    )
    return Act(
        type="02.4",
        name="PV de concours",
        day=day,
        place="Bujumbura",
        head=(f"MINISTÈRE {person.ministry.name.upper()}", "COMMISSION DE RECRUTEMENT"),
        blocks=blocks,
        signer=signer(rng, "Le Président de la commission"),
        seal="COMMISSION DE RECRUTEMENT",
    )


def circular(rng: Random, day: date) -> Act:
    """A circular that ends up in more than one dossier."""
    ministry = MINISTRIES[0]
    number = f"{ministry.number}/{rng.randint(1001, 2900)}/{day.year}"
    texts = (
        (
            "Il m'a été donné de constater que des dossiers administratifs ne comportent pas l'attestation de prise de service "
            "ni les bulletins de "
            "notation des derniers exercices."
        ),
        f"Je vous demande de faire compléter ceux des agents placés sous votre autorité avant le {long_date(day + timedelta(days=60))}.",
        "Copie de la présente est versée au dossier de chacun des agents concernés.",
    )
    blocks = (
        Block(text=f"Circulaire n° {number} du {short_date(day)}", bold=True, before=16, align="left"),
        Block(text="À Mesdames et Messieurs les Directeurs (Tous)", align="left", before=10),
        Block(text="Objet : Complément des dossiers administratifs", underline=True, before=12, align="left"),
        *(paragraph(text, before=12) for text in texts),
    )
    return Act(
        type="12.1",
        name="Circulaire",
        number=number,
        day=day,
        place="Bujumbura",
        head=(f"MINISTÈRE {ministry.name.upper()}", "CABINET DU MINISTRE"),
        blocks=blocks,
        signer=signer(rng, f"Le Ministre {ministry.minister}"),
        seal="MINISTÈRE DE LA FONCTION PUBLIQUE",
    )
