"""Reassessment: a piece is settled again by its text, read anew or by newer rules.

1. Assess the transcript: type, fields, whom it is about.
2. Decide the outcome. A filed piece may change in type and fields; where the text no longer confirms its servant, it goes to review.
3. Settle the piece, if anything that is kept would change.
4. Where its text is another one, or was never compared, compare it with what came into its case file at the same time.
"""

from dataclasses import dataclass, replace

from chalicelib.model.batch_line import line_after
from chalicelib.model.codec import to_plain
from chalicelib.model.errors import ConflictError
from chalicelib.model.identifiers import normalise
from chalicelib.model.piece import BatchLine, Candidate, Original, Outcome, Piece, piece_after
from chalicelib.model.register import Settlement
from chalicelib.model.transcript import Transcript
from chalicelib.personnel.directory import servant_in_force
from chalicelib.ports.archive import Archive
from chalicelib.processing.closing_schedule import schedule_closing
from chalicelib.processing.division import BLANK_PAGES, SEPARATORS_ALONE
from chalicelib.processing.filing import mark_simultaneous_duplicates, settle
from chalicelib.processing.outcome import DOUBTED, Assessment, assess, outcome_of
from chalicelib.processing.vault_record import mend_record

AT_REST = ("filed", "to_review")
"""Statuses that a reassessment may move; a piece that is sealed off waits for a guardian."""
SCREENED = (*AT_REST, "refused", "duplicate")
"""Statuses in which a piece is screened again for forbidden mentions: archivists can still read what they refused or set apart."""
_SILENT = {"no_matricule", "unknown_matricule", "no_roster"}
"""Reasons of an outcome that names no other servant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadPiece:
    """A piece with the line, the original and the transcript that it stands on."""

    piece: Piece
    line: BatchLine
    original: Original
    transcript: Transcript


def reassess_piece(read: ReadPiece, archive: Archive, *, dry: bool = False) -> Outcome | None:
    """Settle a piece again by its text, if that changes anything.

    Args:
        read: the piece as it stands.
        archive: the ports.
        dry: only return the outcome, and settle nothing.

    Returns:
        The outcome; None where the piece stays as it is, or was moved meanwhile.
    """
    piece, original = read.piece, read.original
    if piece.status not in SCREENED or piece.closed_to_all:
        return None
    assessment = assess(read.transcript, archive, original=original, piece=piece)
    outcome = _outcome(piece, assessment, original, archive)
    if not _changes(piece, read.line, outcome):
        return None
    settlement = Settlement(piece=piece, outcome=outcome, original=original, event="rereading")
    if dry:
        return outcome
    if not settle(settlement, archive):
        return None
    if outcome.fingerprint != piece.fingerprint:
        mark_simultaneous_duplicates([piece_after(piece, outcome)], archive)
    return outcome


def reassess_pieces(original: Original, archive: Archive) -> None:
    """Reassess every piece of an original that has been read anew; repeatable."""
    transcript = archive.vault.transcript(original.digest)
    for piece in archive.register.pieces_of_original(original.digest):
        line = archive.register.line(piece.batch, piece.line)
        if transcript is None or line is None or piece.status == "waiting":
            continue
        read = ReadPiece(piece=piece, line=line, original=original, transcript=transcript)
        if reassess_piece(read, archive) is None:
            _record_attempt(line, original, archive)
        schedule_closing(piece.batch, archive)  # again: a worker may have crashed between settling and scheduling


def _outcome(piece: Piece, assessment: Assessment, original: Original, archive: Archive) -> Outcome:
    """Decide the outcome of a piece; a filed piece is never moved to another servant's case file without a review."""
    outcome = outcome_of(piece, assessment, archive, confidence=original.confidence)
    if piece.status == "filed" and "matricule" not in piece.decided and outcome.status in AT_REST:
        outcome = _of_filed(piece, outcome, archive)
    same = outcome.fingerprint == piece.fingerprint and outcome.matricule == piece.matricule
    return replace(outcome, like=piece.like) if same else outcome  # the nearest duplicate changes with each new piece of the case file


def _of_filed(piece: Piece, outcome: Outcome, archive: Archive) -> Outcome:
    if outcome.status == "filed" and normalise(outcome.matricule or "") == normalise(piece.matricule or ""):
        return replace(outcome, matricule=piece.matricule)
    if outcome.reason in _SILENT and not outcome.candidates and servant_in_force(piece.matricule or "", archive.register) is None:
        # The servant has left: the roster cannot confirm the matricule, and the text names no other servant.
        kept = {name: getattr(piece, name) for name in ("matricule", "evidence", "folder_alone", "candidates", "like", "fingerprint")}
        return replace(outcome, status="filed", reason=None, **kept)
    before = piece.candidates or (Candidate(matricule=piece.matricule or "", rank=0, evidence=piece.evidence),)
    candidates = _merged(outcome.candidates, before)
    reason = outcome.reason if outcome.reason in (BLANK_PAGES, SEPARATORS_ALONE) else DOUBTED
    return replace(
        outcome, status="to_review", reason=reason, matricule=None, evidence=(), candidates=candidates, like=None, fingerprint=None
    )


def _merged(now: tuple[Candidate, ...], before: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
    """Join the candidates that the text names now with those until now, the likeliest first."""
    known = {each.matricule for each in now}
    found = [*now, *(each for each in before if each.matricule not in known)]
    return tuple(sorted(found, key=lambda each: (-each.rank, each.matricule)))


def _changes(piece: Piece, line: BatchLine, outcome: Outcome) -> bool:
    """Say whether the piece or its line would differ."""
    after = replace(piece_after(piece, outcome), edition=piece.edition, ministry=piece.ministry, filed_at=piece.filed_at)  # by `settle`
    return after != piece or line_after(line, outcome) != line


def _record_attempt(line: BatchLine, original: Original, archive: Archive) -> None:
    """Keep the number of readings in the record: after a rebuild, a token that Textract knows would give no new reading."""
    seen, record = archive.vault.record_mark(line), archive.vault.record(line)
    if record is None or record.get("original") == to_plain(original):
        return
    mark = archive.vault.keep_record(line, record | {"original": to_plain(original)}, over=seen)
    if mark is None:
        raise ConflictError("conflict", "another worker has written the record")
    if archive.register.line(line.batch, line.line) != line:
        mend_record(line.batch, line.line, archive, over=mark)
