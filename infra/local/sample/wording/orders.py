"""Form of a ministerial order: citations, reasons, articles, copies, annexed table."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Final

from infra.local.sample.people import Person, invent_first_name, invent_name, invent_people
from infra.local.sample.typesetting.page import Act, Block, heading, paragraph, row
from infra.local.sample.wording.french import long_date, short_date

_CITATIONS: Final = (
    "Vu le Décret n° 100/{a} du {b} portant Structure, Fonctionnement et Missions du Gouvernement ;",
    "Vu le Décret n° 100/{a} du {b} portant Organisation du Ministère {ministry} ;",
    "Vu le Décret-loi n° 1/{c} du {b} portant régime des congés des Fonctionnaires ;",
    "Vu le Décret n° 100/{a} du {b} portant modalités d'application du Statut Général des Fonctionnaires en matière de carrière ;",
    "Vu le Décret n° 100/{a} du {b} portant fixation du barème des traitements et des indemnités du personnel de l'État ;",
    "Vu l'Ordonnance Ministérielle n° {number}/{a} du {b} portant conditions de recrutement et de nomination ;",
    "Vu l'Ordonnance Ministérielle n° {number}/{a} du {b} portant délégation de signature au Secrétaire Permanent ;",
    "Vu l'Ordonnance Ministérielle n° 570/{a} du {b} portant classification des emplois ;",
    "Vu l'Ordonnance Ministérielle conjointe n° {number}/540/{a} du {b} portant cadre organique et prévision des effectifs ;",
    "Vu le dossier administratif et pécuniaire de l'intéressé{e} ;",
    "Vu l'avis de la Commission paritaire en sa séance du {b} ;",
    "Vu la correspondance n° {number}/{a}/CAB du {b} du Ministre des Finances, portant visa de disponibilité des crédits ;",
)
_REASONS: Final = (
    "Considérant les nécessités du service et les postes laissés vacants par les départs à la retraite du dernier exercice ;",
    "Considérant le rapport du chef de service dont relève l'intéressé{e}, transmis par la voie hiérarchique avec avis favorable ;",
    "Considérant que les conditions d'ancienneté, de qualification et de notation que demande le Statut Général sont réunies ;",
    "Considérant le procès-verbal de la réunion de la Commission du {b}, dont les conclusions ont été adoptées à l'unanimité ;",
    "Considérant que les crédits nécessaires sont inscrits au budget général de l'État, chapitre du personnel ;",
    "Considérant la nécessité de pourvoir les services décentralisés en cadres et agents, conformément à la répartition des effectifs ;",
    "Attendu que l'intéressé{e} a été mis{e} en mesure de prendre connaissance de son dossier et de présenter ses observations ;",
)
_CLOSING: Final = (
    (
        "La dépense qui résulte de la présente ordonnance est imputée au budget du ministère, au chapitre des traitements et salaires. Le "
        "service de la solde en tient compte dès la première échéance qui suit la notification."
    ),
    (
        "Les droits acquis avant la date d'entrée en vigueur de la présente ordonnance ne sont pas remis en cause ; les rappels éventuels "
        "sont liquidés sur production des pièces justificatives."
    ),
    (
        "L'intéressé{e} dispose d'un délai de deux mois, à compter de la notification, pour former un recours gracieux devant l'autorité "
        "qui a signé la présente ordonnance, puis, le cas échéant, un recours devant la juridiction administrative."
    ),
    (
        "La présente ordonnance est notifiée à l'intéressé{e} par les soins de son chef de service, qui en retourne le double daté et "
        "signé dans les huit jours. Une copie en est versée au dossier administratif."
    ),
    (
        "Le Directeur Général de la Fonction Publique et le Directeur des Ressources Humaines du Ministère {ministry} sont chargés, chacun "
        "en ce qui le concerne, de l'exécution de la présente ordonnance."
    ),
)
_COPIES: Final = (
    "Direction Générale de la Fonction Publique",
    "Direction du Budget",
    "Service de la solde",
    "Institut des pensions",
    "Intéressé",
    "Dossier",
)


def order_number(rng: Random, person: Person, day: date) -> str:
    """Number an order as the gazette does."""
    number = f"{person.ministry.number}/{rng.randint(101, 1960)}"
    return f"{number}/{day.year}" if rng.random() < 1 / 3 else number


def signer(rng: Random, function: str) -> tuple[str, str]:
    """Invent who signs."""
    return function, f"{invent_first_name(rng)} {invent_name(rng)}"


def _filled(rng: Random, person: Person, day: date, texts: Iterable[str]) -> list[str]:
    """The texts with numbers and dates of earlier acts put in."""
    filled = []
    for text in texts:
        before = day - timedelta(days=rng.randint(60, 2500))
        facts = {"a": rng.randint(11, 340), "b": long_date(before), "c": rng.randint(1, 40), "number": person.ministry.number}
        filled.append(text.format(**facts, ministry=person.ministry.name, e="e" if person.woman else ""))
    return filled


def _preamble(rng: Random, person: Person, day: date) -> list[Block]:
    """What the minister has seen and weighed."""
    texts = ["Vu la Constitution de la République du Burundi ;"]
    if day >= date(2006, 8, 23):
        texts.append("Vu la Loi n° 1/28 du 23 août 2006 portant Statut Général des Fonctionnaires ;")
    seen = sorted(rng.sample(range(len(_CITATIONS)), rng.randint(2, 10)))
    weighed = rng.sample(_REASONS, rng.randint(0, 5))
    texts += _filled(rng, person, day, [*(_CITATIONS[position] for position in seen), *weighed])
    return [paragraph(text, before=6) for text in texts]


def order(  # noqa: PLR0913 - an order's parts
    rng: Random, person: Person, day: date, *, kind: str, name: str, subject: str, articles: list[str]
) -> Act:
    """A ministerial order: title, citations, reasons, articles, signature, copies."""
    number = order_number(rng, person, day)
    blocks = [
        heading(f"ORDONNANCE MINISTÉRIELLE N° {number} DU {short_date(day)} {subject.upper()}", before=18),
        paragraph(f"Le Ministre {person.ministry.minister},", before=14),
        *_preamble(rng, person, day),
        heading("ORDONNE :", before=12, underline=True),
    ]
    common = sorted(rng.sample(range(len(_CLOSING)), rng.randint(0, 5)))
    closing = (
        *_filled(rng, person, day, (_CLOSING[position] for position in common)),
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
        running=f"Suite de l'ordonnance ministérielle n° {number} du {short_date(day)}",
        copies=_COPIES,
    )


def with_table(act: Act, widths: tuple[float, ...], *rows: tuple[str, ...]) -> Act:
    """The order with a table annexed, signed once more; its first row names the columns."""
    reference = f"l'ordonnance ministérielle n° {act.number} du {short_date(act.day)}"
    lines = (row(*cells, widths=widths, bold=position == 0) for position, cells in enumerate(rows))
    seen = paragraph(f"Arrêté à {len(rows) - 1} noms. Vu pour être annexé à {reference}.", before=14)
    annex = replace(
        act,
        head=(),
        blocks=(heading(f"ANNEXE À {reference.upper()}", before=0), *lines, seen),
        running=f"Suite de l'annexe à {reference}",
        copies=(),
    )
    return replace(act, annexes=(annex,))


def colleagues(rng: Random, person: Person, count: int) -> list[Person]:
    """Whom a collective act names: the servant among invented others of the ministry, by name."""
    ministry = person.ministry
    others = (replace(each, ministry=ministry, work=rng.choice(ministry.works)) for each in invent_people(rng, count))
    return sorted([person, *others], key=lambda each: each.full_name)
