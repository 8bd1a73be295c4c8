"""Filed pieces for the tests of careers: each with a type, and fields with their places."""

from datetime import UTC, datetime, timedelta

from chalicelib.model.identifiers import Claim
from chalicelib.model.piece import Field, Piece

JEAN = "123456"
SCANNED = datetime(2026, 11, 2, 8, tzinfo=UTC)
BOX = (0.1, 0.2, 0.3, 0.02)


def filed(code, number=1, *, status="filed", filed_at=None, sure=0.9, **fields):
    """A piece of Jean's case file, the latest number registered last; its fields stand on page 1."""
    digest = f"{number:064x}"
    registered = SCANNED + timedelta(minutes=number)
    return Piece(
        piece=f"{digest}-00000000",
        digest=digest,
        name=f"acte {number}.pdf",
        claim=Claim(name=JEAN),
        batch="lot-1",
        line="0" * 16,
        registered_at=registered,
        filed_at=filed_at or registered,
        status=status,
        matricule=JEAN,
        type=code,
        type_confidence=0.95,
        fields=tuple(Field(name=name, value=value, raw=value, confidence=sure, page=1, box=BOX) for name, value in fields.items()),
    )
