"""Printed summary of a batch: described and filed pieces, pieces to review, sealed pieces."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from chalicelib.administration.due_rounds import KIND_WORDS
from chalicelib.model.due import DUE_KINDS, PASSED, UNKNOWN, DueKind, DueSum
from chalicelib.model.nomenclature import Nomenclature
from chalicelib.model.piece import EvidenceKind, Piece
from chalicelib.model.reconciliation import KINDS, DiscrepancySum
from chalicelib.model.wording import REASONS
from chalicelib.reconciliation.spreadsheet import KIND_WORDS as DISCREPANCY_WORDS
from infra.local.run.progress import counted
from infra.terminal import Terminal

EXAMPLES = 3
_WORDS: dict[EvidenceKind, str] = {
    "folder": "dossier",
    "file_name": "nom du fichier",
    "matricule": "matricule",
    "name": "nom",
    "birth_date": "date de naissance",
}

Entry = Mapping[str, Any]
"""A file of a receipt."""
Find = Callable[[str], Piece | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One sentence of the summary, with examples."""

    sentence: str
    examples: Sequence[Sequence[str]]
    """Rows of as many cells each."""


def tell_summary(sections: Iterable[Section], terminal: Terminal) -> None:
    """Write the sections, each with its examples below it."""
    for section in sections:
        terminal.say(section.sentence)
        if section.examples:
            terminal.table([""] * len(section.examples[0]), section.examples)


def summarise(files: Sequence[Entry], find: Find, nomenclature: Nomenclature) -> Iterator[Section]:
    """Summarise the outcomes of a batch's files; of sealed pieces, only how many there are.

    Args:
        files: of the receipt.
        find: from a piece's name to the piece.
        nomenclature: names of types.
    """
    files = [piece for file in files for piece in _pieces(file)]
    filed = [file for file in files if file["status"] == "filed"]
    sealed = [file for file in files if file["reason"] == "sealed_off"]
    review = [file for file in files if file["status"] == "to_review" and file["reason"] != "sealed_off"]
    typed, dated = (sum(1 for file in filed if has(file)) for has in (_is_typed, _is_dated))
    yield Section(
        sentence=f"Comprises : {counted(len(filed), 'pièce')} au dossier d'un agent, dont {typed} avec leur type et {dated} avec leur date",
        examples=[_row(file, find, nomenclature) for file in _chosen(filed)],
    )
    if review:
        rows = [(_path(file), REASONS[file["reason"]][0]) for file in _varied(review)]
        yield Section(sentence=f"À vérifier : {counted(len(review), 'pièce')}", examples=rows)
    if sealed:
        sentence = f"Scellées : {counted(len(sealed), 'pièce')}, que personne ne lit avant la décision d'un gardien"
        yield Section(sentence=sentence, examples=[(_path(file),) for file in sealed[:EXAMPLES]])


def due_section(sums: Sequence[DueSum], year: int) -> Section:
    """Summarise a due list: how many lines of each kind a year has, how many are past, and of how many nobody can tell the day."""
    counts = Counter[tuple[DueKind, str]]()
    for group in (group for each in sums for group in each.groups):
        counts[group.kind, group.month[:4] if group.month[:1].isdigit() else group.month] += group.lines
    rows = [
        (KIND_WORDS[kind], f"{counts[kind, str(year)]} en {year}", f"{counts[kind, PASSED]} passées", f"{counts[kind, UNKNOWN]} inconnues")
        for kind in DUE_KINDS
    ]
    return Section(sentence=f"Échéances de {year} : {counted(sum(counts[kind, str(year)] for kind in DUE_KINDS), 'ligne')}", examples=rows)


def reconciliation_section(sums: Sequence[DiscrepancySum]) -> Section:
    """Summarise a round of the reconciliation: how many discrepancies of each kind there are, and how many are new."""
    counts = Counter[str]()
    for each in sums:
        counts.update(each.counts)
    there = {kind: counts[f"{kind}/new"] + counts[f"{kind}/still"] for kind in KINDS}
    rows = [(DISCREPANCY_WORDS[kind], str(there[kind]), f"depuis ce mois : {counts[f'{kind}/new']}") for kind in KINDS]
    return Section(sentence=f"Rapprochement avec le fichier du personnel : {counted(sum(there.values()), 'constat')}", examples=rows)


def _pieces(file: Entry) -> Iterator[Entry]:
    """Give the pieces of a divided file as files; any other file as it is."""
    pieces = file.get("pieces") or ()
    if len(pieces) < 2:  # noqa: PLR2004 - one piece is told by its file
        yield file
        return
    for piece in pieces:
        yield {**file, **piece, "key": f"{file['key']}, p. {piece['range']}"}


def _is_typed(file: Entry) -> bool:
    return bool(file["type"])


def _is_dated(file: Entry) -> bool:
    return "act_date" in file["fields"]


def _chosen(filed: Sequence[Entry]) -> list[Entry]:
    """Take examples of which most is known, each of another type."""
    best = {file["type"]: file for file in reversed(filed) if _is_typed(file) and _is_dated(file)}
    return list(best.values())[:EXAMPLES]


def _varied(review: Sequence[Entry]) -> list[Entry]:
    """Take examples with as many reasons as there are."""
    first = list({file["reason"]: file for file in reversed(review)}.values())
    return [*first, *(file for file in review if file not in first)][:EXAMPLES]


def _row(file: Entry, find: Find, nomenclature: Nomenclature) -> tuple[str, ...]:
    kind = nomenclature.named(file["type"])
    return _path(file), f"{file['type']} {kind.fr if kind else ''}", file["fields"]["act_date"], _evidence(find(file["piece"]))


def _path(file: Entry) -> str:
    """The file's path below its batch."""
    return str(file["key"]).partition("/")[2]


def _evidence(piece: Piece | None) -> str:
    """Say on what a piece was filed."""
    found = dict.fromkeys(_WORDS[each.kind] + ("" if each.exact else " (approché)") for each in piece.evidence) if piece else {}
    return " + ".join(found)
