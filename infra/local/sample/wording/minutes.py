"""Wording of minutes (recruitment board, handover) and of a circular."""

from datetime import date, timedelta
from random import Random
from typing import Final

from infra.local.sample.people import MINISTRIES, PLACES, Person, invent_first_name, invent_name
from infra.local.sample.typesetting.page import Act, Block, entry, heading, paragraph, part, row
from infra.local.sample.wording.french import day_in_words, long_date, short_date, spell
from infra.local.sample.wording.orders import signer

_PLACES_OPEN: Final = 12
_SITTINGS: Final = (
    (
        "Le Président ouvre la séance, vérifie que le quorum est atteint et rappelle que les délibérations sont secrètes. Les membres "
        "signent la liste des présences et déclarent n'être parents ou alliés d'aucun des candidats."
    ),
    (
        "Le secrétaire donne lecture de l'avis de vacance, publié pendant trente jours aux valves du ministère et de chaque bureau "
        "provincial. Les candidatures reçues hors délai, au nombre de {late}, ont été écartées et leurs auteurs avertis par écrit."
    ),
    (
        "L'épreuve écrite comprenait une dissertation et une étude de cas. Les copies, rendues anonymes par un numéro, ont été corrigées "
        "deux fois ; lorsque les deux notes s'écartaient de plus de quatre points, un troisième correcteur a été désigné."
    ),
    (
        "L'épreuve orale a porté sur la connaissance du métier, l'organisation de l'administration et la déontologie. Chaque candidat a "
        "disposé de dix minutes de préparation et de vingt minutes d'entretien."
    ),
    (
        "La moyenne est celle des deux épreuves, l'écrit comptant pour deux tiers. Les anonymats ont été levés en présence de tous les "
        "membres, puis les totaux vérifiés par le secrétaire et un assesseur."
    ),
)
_GOODS: Final = (
    *(
        "Armoire métallique à deux battants",
        "Bureau en bois à trois tiroirs",
        "Chaise de bureau",
        "Chaise de visiteur",
        "Classeur à levier",
    ),
    *("Registre du courrier reçu", "Registre du courrier expédié", "Registre des présences", "Cachet rond du service", "Dateur"),
    *("Unité centrale et écran", "Imprimante", "Onduleur", "Machine à écrire", "Agrafeuse de bureau", "Perforateur", "Coffre à clés"),
    *("Carton d'archives, exercices clos", "Dossiers individuels du personnel", "Recueil de textes officiels", "Carte administrative"),
    *("Trousseau de clés", "Extincteur", "Table de réunion", "Étagère en bois", "Téléphone fixe", "Ventilateur", "Horloge murale"),
)


def _names(rng: Random, count: int) -> list[str]:
    return [f"{invent_name(rng)} {invent_first_name(rng)}" for _ in range(count)]


def _percent(mark: float) -> str:
    return f"{mark:.1f} %".replace(".", ",")


def _ranking(rng: Random, person: Person, count: int) -> list[tuple[str, ...]]:
    """The candidates with their marks, the best first; the servant is one of the first six."""
    results = []
    for _ in range(count):
        written, oral = rng.randint(380, 930) / 10, rng.randint(400, 940) / 10
        results.append(((2 * written + oral) / 3, written, oral))
    names = _names(rng, count)
    names[rng.randrange(6)] = person.full_name
    return [
        (str(rank), name, _percent(written), _percent(oral), _percent(mean), "Admis" if rank <= _PLACES_OPEN else "Ajourné")
        for rank, (name, (mean, written, oral)) in enumerate(zip(names, sorted(results, reverse=True), strict=True), start=1)
    ]


def board(rng: Random, person: Person, day: date) -> Act:
    """The minutes of a recruitment board, with who sat, what was said, and the list of candidates."""
    widths, seats = (0.08, 0.37, 0.13, 0.13, 0.14, 0.15), (0.42, 0.36, 0.22)
    ranking = _ranking(rng, person, rng.randint(38, 70))
    members = zip(_names(rng, 5), ("Président", "Vice-président", "Assesseur", "Assesseur", "Secrétaire"), strict=True)
    titles = ("Ouverture", "Candidatures", "Épreuve écrite", "Épreuve orale", "Calcul des moyennes")
    texts = (text.format(late=spell(rng.randint(2, 9))) for text in _SITTINGS)
    sittings = zip(titles, texts, strict=True)
    blocks = (
        heading("PROCÈS-VERBAL DU CONCOURS DE RECRUTEMENT", before=18, larger=2),
        paragraph(
            f"L'an {spell(day.year)}, le {day_in_words(day)}, s'est réunie à Bujumbura la commission chargée de délibérer sur "
            f"le concours ouvert pour douze postes de {person.work} au Ministère {person.ministry.name}.",
            before=14,
        ),
        entry("Candidats inscrits", str(len(ranking) + rng.randint(3, 20))),
        entry("Candidats présents", str(len(ranking))),
        entry("Places à pourvoir", str(_PLACES_OPEN)),
        part("Étaient présents :", before=12),
        row("Nom et prénom", "Qualité", "Signature", widths=seats, bold=True),
        *(row(name, quality, "", widths=seats) for name, quality in members),
        *(
            block
            for number, (title, text) in enumerate(sittings, start=1)
            for block in (part(f"{number}. {title}", before=12), paragraph(text))
        ),
        paragraph("Après en avoir délibéré, la commission arrête le classement suivant :", before=12),
        row("Rang", "Nom et prénom", "Écrit", "Oral", "Moyenne", "Décision", widths=widths, bold=True),
        *(row(*line, widths=widths) for line in ranking),
        paragraph(
            "La commission recommande l'engagement des candidats admis, dans l'ordre du classement et dans la limite des crédits. Aucune "
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
        running=f"Suite du procès-verbal du concours du {short_date(day)}",
    )


def handover(rng: Random, person: Person, day: date) -> Act:
    """The minutes of a handover between two servants, with the inventory of two pages or so."""
    place = rng.choice(PLACES[person.province])
    office = f"{rng.choice(person.ministry.offices)} {place}"
    widths = (0.08, 0.46, 0.14, 0.32)
    states = ("Bon état", "Bon état", "Bon état", "Usagé", "À réparer", "Manquant, signalé par lettre")
    stock = [f"{thing} (bureau n° {room})" for room in range(1, 4) for thing in _GOODS]
    goods = [(stock[at], str(rng.randint(1, 6)), rng.choice(states)) for at in sorted(rng.sample(range(len(stock)), rng.randint(24, 60)))]
    blocks = (
        heading("PROCÈS-VERBAL DE REMISE ET REPRISE", before=18, larger=2),
        paragraph(
            f"L'an {spell(day.year)}, le {day_in_words(day)}, il a été procédé à la remise et reprise du poste « {person.work} » entre "
            f"{_names(rng, 1)[0]}, agent sortant, et {person.title}, matricule {person.matricule}, agent entrant.",
            before=14,
        ),
        paragraph("La remise a porté sur les dossiers en cours, les archives, le mobilier et le matériel dont l'inventaire suit."),
        row("N°", "Désignation", "Quantité", "Observation", widths=widths, bold=True),
        *(row(str(number), *line, widths=widths) for number, line in enumerate(goods, start=1)),
        part("Dossiers en cours"),
        paragraph(
            f"{rng.randint(3, 40)} demandes en instance, dont {rng.randint(1, 3)} urgentes ; la liste en est remise à l'agent entrant."
        ),
        part("Observations des parties"),
        paragraph(
            "L'agent entrant reconnaît avoir reçu ce qui précède. L'agent sortant est déchargé à compter de ce jour, sous réserve des "
            "objets manquants, dont il rend compte dans les quinze jours."
        ),
        paragraph("Le présent procès-verbal est dressé en trois exemplaires, dont un pour le dossier de chacun des agents.", before=10),
    )
    return Act(
        type="05.1",
        name="PV de remise et reprise",
        day=day,
        place=place,
        head=(f"MINISTÈRE {person.ministry.name.upper()}", office.upper()),
        blocks=blocks,
        signer=signer(rng, "Le Chef de service, témoin"),
        seal=office.upper(),
        running=f"Suite du procès-verbal de remise et reprise du {short_date(day)}",
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
        part(f"Circulaire n° {number} du {short_date(day)}", before=16),
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
