"""Discrepancies as lines of a French spreadsheet: for the outbox, month by month, and for the page."""

from collections.abc import Iterable, Mapping
from typing import Final

from chalicelib.model.nomenclature import Nomenclature
from chalicelib.model.reconciliation import Discrepancy, DiscrepancyChange, DiscrepancyKind, DiscrepancyState, PieceCitation, RosterCitation

HEADINGS: Final = (
    "constat",
    "matricule",
    "autre matricule",
    "nom",
    "ministère",
    "province",
    "fichier du personnel",
    "archive",
    "ce qui concorde",
    "date qui compte",
    "depuis",
    "changement",
    "état",
    "motif",
    "par",
    "le",
)
KIND_WORDS: Final[Mapping[DiscrepancyKind, str]] = {
    "no_casefile": "Payé(e), aucun dossier dans l'archive",
    "no_pay": "Dossier dans l'archive, aucune ligne au fichier du personnel",
    "same_person": "Deux matricules, peut-être une même personne",
    "number_changed": "Matricule qui semble remplacé par un autre",
    "past_retirement": "Âge de la retraite passé, encore payé(e)",
    "after_exit": "Acte de sortie dans l'archive, encore payé(e)",
}
CHANGE_WORDS: Final[Mapping[DiscrepancyChange, str]] = {"new": "nouveau", "still": "déjà là", "gone": "n'y est plus"}
STATE_WORDS: Final[Mapping[DiscrepancyState, str]] = {"to_look_at": "à regarder", "explained": "expliqué", "sent": "envoyé"}
AGREEMENT_WORDS: Final[Mapping[str, str]] = {
    "name": "nom et prénoms",
    "married_name": "prénoms",
    "birth_date": "date de naissance",
    "birth_year": "année de naissance (jour inconnu)",
    "birth_near": "date de naissance, à un chiffre près",
    "entry_date": "date d'entrée",
    "place": "ministère et province",
    "number_near": "matricule, à un caractère près",
}


def rows_of(found: Iterable[Discrepancy], month: str, nomenclature: Nomenclature) -> Iterable[tuple[object, ...]]:
    """Write discrepancies as lines, under `HEADINGS`.

    Args:
        found: in their order.
        month: of the latest round.
        nomenclature: names the types of pieces.
    """
    return (_row(each, month, nomenclature) for each in found)


def _row(found: Discrepancy, month: str, nomenclature: Nomenclature) -> tuple[object, ...]:
    return (
        KIND_WORDS[found.kind],
        found.matricule,
        found.other,
        found.name,
        found.ministry,
        found.province,
        " ; ".join(map(_roster_words, found.roster)),
        _archive_words(found, nomenclature),
        ", ".join(AGREEMENT_WORDS[each] for each in found.agreements),
        found.due,
        found.since,
        CHANGE_WORDS[found.change(month)],
        STATE_WORDS[found.state],
        found.reason if found.state == "explained" else "",
        found.by,
        f"{found.decided_at:%Y-%m-%d}" if found.decided_at else "",
    )


def _roster_words(line: RosterCitation) -> str:
    """Write a line of the roster, with the generation that has it."""
    servant = line.servant
    facts = [servant.written or servant.matricule, servant.name, servant.first_names]
    facts += [f"naissance {servant.birth_date}" if servant.birth_date else "", servant.status]
    source = f"génération {line.generation}" if line.generation else "un ancien fichier"
    return f"{', '.join(filter(None, facts))} ({source})"


def _archive_words(found: Discrepancy, nomenclature: Nomenclature) -> str:
    """Write what the archive has: number of pieces, and the latest with the page of their date."""
    if not found.filed:
        waiting = f" ; {found.waiting} en attente de vérification" if found.waiting else ""
        return f"aucune pièce classée{waiting}"
    return " ; ".join([f"{found.filed} pièce(s) classée(s)", *(_piece_words(each, nomenclature) for each in found.pieces)])


def _piece_words(piece: PieceCitation, nomenclature: Nomenclature) -> str:
    type_ = nomenclature.named(piece.type) if piece.type else None
    facts = [f"{piece.type} {type_.fr}" if type_ else piece.name, piece.act_date or "sans date", f"p. {piece.page}" if piece.page else ""]
    return ", ".join(filter(None, facts))
