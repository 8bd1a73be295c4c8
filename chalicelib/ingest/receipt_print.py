"""The receipt as a printed page, in French: its counts, what must be seen to, then every file by matricule (receipt.html)."""

from collections.abc import Iterator

from chalicelib.analysis.sensitivity.names import is_masked
from chalicelib.ingest.receipt import STATUSES, Receipt, ReceiptFile, ReceiptPiece
from chalicelib.model.advice import ADVICE, ASK
from chalicelib.model.ignored_files import IGNORED
from chalicelib.model.nomenclature import Nomenclature
from chalicelib.model.piece import Status
from chalicelib.model.settings import Settings
from chalicelib.text.calendar import zone_of
from chalicelib.text.print_page import render

_ATTENTION: tuple[Status, ...] = ("failed", "missing", "refused", "to_review")
"""Statuses that a person must act on, the gravest first."""
_OF_A_PIECE: dict[Status, str] = {"filed": "classée", "refused": "écartée"}
"""What the statuses of a piece are called in French where they agree with « pièce », not with « fichier »."""


def to_html(receipt: Receipt, settings: Settings, nomenclature: Nomenclature) -> str:
    """Render a receipt as a page for printing, in the time zone and with the letterhead of the settings; pieces bear the types' names."""
    divided = [file for file in receipt.files if file.is_divided]
    return render(
        "ingest/receipt.html",
        receipt=receipt,
        letterhead=settings.letterhead,
        zone=zone_of(settings.time_zone),
        attention=list(_needing_attention(receipt)),
        files=sorted(receipt.files, key=lambda file: (file.matricule is None, file.matricule or "", file.key)),
        ignored=IGNORED,
        status_words=_status_words,
        advice=_advice,
        type_name=lambda code: named.fr if (named := nomenclature.named(code or "")) else code,
        pages_of=lambda piece: f"p. {piece.range}",
        piece_words=lambda status: _OF_A_PIECE.get(status) or _status_words(status, 1),
        divided=len(divided),
        pieces=sum(len(file.pieces) for file in divided),
        masked=any(map(is_masked, (file.key for file in receipt.files))),
        name=lambda key: key.removeprefix(f"{receipt.batch}/"),
    )


def _needing_attention(receipt: Receipt) -> Iterator[tuple[Status, list[ReceiptFile]]]:
    for status in _ATTENTION:
        files = [file for file in receipt.files if file.status == status]
        if files:
            yield status, sorted(files, key=lambda file: (file.reason or "", file.key))


def _advice(which: ReceiptFile | ReceiptPiece) -> str:
    return ADVICE.get(which.reason or "", ASK)


def _status_words(status: str, count: int) -> str:
    """The French words for a status of so many files, or for the files announced.

    >>> _status_words("refused", 1), _status_words("refused", 2), _status_words("announced", 2)
    ('refusé', 'refusés', 'annoncés')
    """
    several = count > 1
    return STATUSES[status][several] if status in STATUSES else ("annoncés" if several else "annoncé")
