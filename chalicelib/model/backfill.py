"""Backfill: files that lie in a bucket of the ministry are taken into the inbox, batch after batch, behind the batches of the day."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

FOLDER: Final = "reprise-"
"""Beginning of the names of these batches; the sweep may write to the inbox under no other (`.chalice/policies/sweep.json`)."""
LARGEST_COPY: Final = 5 * 1024**3
"""Bytes that S3 copies in one request (CopyObject); Textract and the inspection end far below."""

CopyOutcome = Literal["copied", "vanished", "too_large", "archived", "denied"]
"""What became of one copy: made; the object is gone; it is larger than `LARGEST_COPY`; it lies in Glacier; its reading is refused."""
BackfillStatus = Literal["none", "counting", "running", "paused", "finished"]

WAITS: Final[Mapping[str, str]] = {
    "": "",
    "paused": "La reprise est suspendue : le formulaire qui l'a lancée, avec le même nom, la continue.",
    "denied": "La lecture du seau a été refusée, et la reprise s'est suspendue : donner le droit, puis remplir à nouveau le formulaire.",
    "rebuilding": "Le registre est en reconstruction.",
    "pace": "Le lot suivant part à la cadence du réglage « backfill-rate ».",
    "day_batch": "Un lot du jour est en cours : il passe d'abord.",
    "backlog": "Les lots déjà repris ont encore trop de fichiers en attente.",
    "ceiling": "Le plafond de pages ou de dollars du mois est proche : ce qui en reste est pour les lots du jour.",
    "no_ceiling": "Aucun plafond du mois n'est fixé.",
    "readings_paused": "Les lectures sont suspendues.",
}
"""Why no batch is begun, in French, by its word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceObject:
    """One object of the bucket that is taken in."""

    key: str
    size: int
    """Bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BackfillProgress:
    """How far a backfill has got."""

    name: str
    """That its batches bear; empty where none was ever started."""
    bucket: str
    prefix: str
    status: BackfillStatus
    waits_for: str = ""
    """Why no further batch is begun at present: a key of `WAITS`."""
    explanation: str = ""
    """The same in French."""
    files: int = 0
    """Files found; while they are being counted, so far."""
    bytes: int = 0
    """Their size."""
    done: int = 0
    """Files that have had their turn."""
    batches: int = 0
    """Batches begun."""
    files_per_hour: float = 0.0
    """The pace that the settings allow."""
    outcomes: Mapping[str, int] = field(default_factory=dict)
    """Files that have had their turn, by what became of them: a `CopyOutcome`, or `ignored`, or `key_too_long`."""


def is_backfill(batch: str) -> bool:
    """Say whether a batch is one of a backfill: it gives way to the batches of the day.

    >>> is_backfill("reprise-gitega-0001"), is_backfill("2026-03-gitega-01")
    (True, False)
    """
    return batch.startswith(FOLDER)


def backfill_batch(name: str, number: int) -> str:
    """Name a batch of a backfill.

    >>> backfill_batch("gitega", 12)
    'reprise-gitega-0012'
    """
    return f"{FOLDER}{name}-{number:04}"
