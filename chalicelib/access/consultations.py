"""Recording of consultations: what a reader is about to be given goes into the audit trail before it leaves the archive."""

from dataclasses import dataclass

from chalicelib.analysis.sensitivity.names import mask_path, mask_paths
from chalicelib.model.audit import Consultation, ConsultationAction
from chalicelib.model.reader import Reader, Role
from chalicelib.ports.archive import Archive


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What a consultation is about: a case file, a piece, a page of it, a batch, or the audit trail itself."""

    matricule: str | None = None
    """Normalised: whose case file; None where a piece is in none."""
    piece: str | None = None
    page: int | None = None
    """Of the piece, from 1."""
    batch: str | None = None
    asked: str = ""
    """`Consultation.asked`."""
    files: tuple[str, ...] | None = None
    """`Consultation.files`."""


def record_consultation(
    action: ConsultationAction, reader: Reader, subject: Subject, archive: Archive, *, role: Role | None = None
) -> None:
    """Record one consultation, now, in the reader's session; names and words with a forbidden mention are masked.

    Args:
        action: what the reader does.
        reader: the signed-in reader.
        subject: what is consulted.
        archive: the ports.
        role: the role that allows it; by default `servant` for the reader's own case file, else `archivist`.

    Raises:
        TransientError: it could not be recorded, and so nothing may leave.
    """
    own = subject.matricule is not None and subject.matricule == reader.matricule
    consultation = Consultation(
        action=action,
        at=archive.clock.now(),
        reader=reader.name,
        role=role or ("servant" if own else "archivist"),
        matricule=subject.matricule,
        piece=subject.piece,
        page=subject.page,
        batch=subject.batch,
        session=reader.session,
        asked=mask_path(subject.asked) if subject.asked else "",
        files=mask_paths(subject.files) if subject.files is not None else None,
    )
    archive.consultations.record(consultation)
