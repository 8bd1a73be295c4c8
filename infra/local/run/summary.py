"""What was made of a batch, in a short table: what was understood and filed, what waits for a person, what nobody may read."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from chalicelib.model.nomenclature import Nomenclature
from chalicelib.model.piece import EvidenceKind, Piece
from chalicelib.model.wording import REASONS
from infra.local.run.progress import counted

EXAMPLES = 3
_NAME, _TYPE, _DATE = 34, 40, 10
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


def findings(files: Sequence[Entry], find: Find, nomenclature: Nomenclature) -> Iterator[str]:
    """Tell what a batch has come to, some lines to each; of what is sealed off nothing but that it is.

    Args:
        files: of the receipt.
        find: from a piece's name to the piece.
        nomenclature: names of types.
    """
    filed = [file for file in files if file["status"] == "filed"]
    sealed = [file for file in files if file["reason"] == "sealed_off"]
    review = [file for file in files if file["status"] == "to_review" and file["reason"] != "sealed_off"]
    typed, dated = (sum(1 for file in filed if has(file)) for has in (_is_typed, _is_dated))
    yield f"Comprises : {counted(len(filed), 'pièce')} au dossier d'un agent, dont {typed} avec leur type et {dated} avec leur date"
    for file in _chosen(filed):
        yield _line(file, nomenclature) + "  " + _evidence(find(file["piece"]))
    if review:
        yield f"À vérifier : {counted(len(review), 'pièce')}"
        yield from (f"  {_short(file)}  {REASONS[file['reason']][0]}" for file in _varied(review))
    if sealed:
        yield f"Scellées : {counted(len(sealed), 'pièce')}, que personne ne lit avant la décision d'un gardien"
        yield from (f"  {_short(file)}" for file in sealed[:EXAMPLES])


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


def _line(file: Entry, nomenclature: Nomenclature) -> str:
    kind = nomenclature.named(file["type"])
    said = f"{file['type']} {kind.fr if kind else ''}"
    return f"  {_short(file)}  {_cut(said, _TYPE)}  {file['fields']['act_date']:<{_DATE}}"


def _short(file: Entry) -> str:
    return _cut(str(file["key"]).partition("/")[2], _NAME)


def _cut(text: str, width: int) -> str:
    """Make a text as wide as its column.

    >>> _cut("nomination", 6), _cut("acte", 6)
    ('nomin…', 'acte  ')
    """
    return f"{text[: width - 1]}…" if len(text) > width else f"{text:<{width}}"


def _evidence(piece: Piece | None) -> str:
    """Say on what a piece was filed."""
    found = dict.fromkeys(_WORDS[each.kind] + ("" if each.exact else " (approché)") for each in piece.evidence) if piece else {}
    return " + ".join(found)
