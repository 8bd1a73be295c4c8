"""What a second reading changes of a piece that has come to rest: nothing, or what it says and is, never silently whose it is."""

from dataclasses import replace

from chalicelib.model.codec import to_plain
from chalicelib.model.identifiers import normalise
from chalicelib.model.piece import BatchLine, Candidate, Original, Outcome, Piece, line_after, piece_after
from chalicelib.model.transcript import Transcript
from chalicelib.personnel.directory import servant_in_force
from chalicelib.ports.archive import Archive
from chalicelib.processing.filing import look_at, settle
from chalicelib.processing.outcome import DOUBTED, Assessment, assess, outcome_of
from chalicelib.processing.vault_record import mend_record

AT_REST = ("filed", "to_review")
"""What a second reading may move; what is sealed off waits for a person."""
GUARDED = (*AT_REST, "refused", "duplicate")
"""What the guard looks at again: archivists may read what they refused and what they set apart."""
_SILENT = {"no_matricule", "unknown_matricule", "no_roster"}
"""Reasons that speak against nobody."""


def revise(  # noqa: PLR0913 - what is known of one piece
    piece: Piece, line: BatchLine, transcript: Transcript, original: Original, archive: Archive, *, dry: bool = False
) -> Outcome | None:
    """Settle a piece again by what its text says, if that changes anything.

    Args:
        piece: as it stands.
        line: as it stands.
        transcript: of its original.
        original: as it stands.
        archive: the ports.
        dry: only tell what it would become.

    Returns:
        What it became; None where it stays as it is, or somebody moved it meanwhile.
    """
    if piece.status not in GUARDED or piece.closed_to_all:
        return None
    appraisal = assess(transcript, archive, released=piece.released)
    outcome = _become(piece, appraisal, original, archive)
    if not _changes(piece, line, outcome):
        return None
    return outcome if dry or settle(piece, outcome, archive, original, kind="rereading") else None


def revise_pieces(original: Original, archive: Archive) -> None:
    """Settle every piece again that stands on an earlier reading of an original; repeatable."""
    transcript = archive.vault.transcript(original.digest)
    for piece in archive.register.pieces_of_original(original.digest):
        line = archive.register.line(piece.batch, piece.line)
        if transcript is None or line is None or piece.status == "waiting":
            continue
        if revise(piece, line, transcript, original, archive) is None:
            _note_attempt(line, original, archive)
        look_at(piece.batch, archive)  # again: a worker may have died between the settling and this


def _become(piece: Piece, appraisal: Assessment, original: Original, archive: Archive) -> Outcome:
    """Tell what a reading makes of a piece; of a filed one it may say more, but not that it is somebody else's."""
    outcome = outcome_of(piece, appraisal, archive, confidence=original.confidence)
    if piece.status == "filed" and "matricule" not in piece.decided and outcome.status in AT_REST:
        outcome = _of_filed(piece, outcome, archive)
    same = outcome.fingerprint == piece.fingerprint and outcome.matricule == piece.matricule
    return replace(outcome, like=piece.like) if same else outcome  # which of several is likest changes with each that comes


def _of_filed(piece: Piece, outcome: Outcome, archive: Archive) -> Outcome:
    if outcome.status == "filed" and normalise(outcome.matricule or "") == normalise(piece.matricule or ""):
        return replace(outcome, matricule=piece.matricule)
    if outcome.reason in _SILENT and not outcome.candidates and servant_in_force(piece.matricule or "", archive.register) is None:
        # The servant has left: the roster can confirm nothing, and the text speaks for nobody else.
        told = {name: getattr(piece, name) for name in ("matricule", "evidence", "candidates", "like", "fingerprint")}
        return replace(outcome, status="filed", reason=None, **told)
    candidates = _both(
        outcome.candidates, piece.candidates or (Candidate(matricule=piece.matricule or "", rank=0, evidence=piece.evidence),)
    )
    return replace(
        outcome, status="to_review", reason=DOUBTED, matricule=None, evidence=(), candidates=candidates, like=None, fingerprint=None
    )


def _both(now: tuple[Candidate, ...], before: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
    """Offer whoever the text speaks for, and whoever's it was until now."""
    known = {each.matricule for each in now}
    found = [*now, *(each for each in before if each.matricule not in known)]
    return tuple(sorted(found, key=lambda each: (-each.rank, each.matricule)))


def _changes(piece: Piece, line: BatchLine, outcome: Outcome) -> bool:
    """Whether anything that is kept would be different."""
    become = replace(piece_after(piece, outcome), edition=piece.edition)
    return become != piece or line_after(line, outcome) != line


def _note_attempt(line: BatchLine, original: Original, archive: Archive) -> None:
    """Keep in the record how often an original was read: after a loss, a token that Textract knows would give no second reading."""
    record = archive.vault.record(line)
    if record is None or record.get("original") == to_plain(original):
        return
    archive.vault.keep_record(line, record | {"original": to_plain(original)})
    if archive.register.line(line.batch, line.line) != line:
        mend_record(line.batch, line.line, archive)
