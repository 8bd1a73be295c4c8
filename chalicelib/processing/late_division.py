"""Late division: a scan that came in before scans were divided is measured, and cut as it would be cut today.

1. Measure the images of its pages, once, and keep what they measure beside the transcript.
2. Propose where to cut, by the kept transcript: nothing is read again.
3. Cut what is sure, where no person has decided anything of the piece; ask a person about everything else.

Every step may be repeated. A piece that was cut, or of which a person has decided the cuts, stays as it is.
"""

from dataclasses import replace
from datetime import timedelta
from typing import Final, Literal

from chalicelib.model.piece import CUTS, Candidate, Original, Outcome, Piece, unchanged_outcome
from chalicelib.model.register import Settlement
from chalicelib.ports.archive import Archive
from chalicelib.processing.division import divided, division_of, is_doubtful, propose
from chalicelib.processing.filing import file_pieces, settle
from chalicelib.processing.page_measuring import measure_pages
from chalicelib.processing.reassessment import AT_REST

LateDivision = Literal["cut", "asked", "whole", "skipped"]
"""What became of a scan: cut into pieces, given to a person, left whole, or not to be divided at all."""
DIVIDE: Final = "DIVIDE"
"""Status of a notice that asks for it, among those of readings that have ended."""
_MEASURING: Final = timedelta(seconds=20)
"""For the pages of one scan: five come with one call, which ends after 120 s."""
_LARGEST: Final = 400_000_000
"""Bytes of an original that fits into a function's temporary storage of 512 MB with what is made of it."""


def divide_late(digest: str, archive: Archive) -> LateDivision:
    """Measure and cut a scan that is filed already; no reading is started.

    Args:
        digest: of the original.
        archive: the ports.

    Raises:
        TransientError: ask again.
    """
    original = archive.register.original(digest)
    if original is None or original.pages == 1 or original.status != "transcribed" or original.derived_from is not None:
        return "skipped"
    if not _is_measured(original, archive):
        return "skipped"
    own = [each for each in archive.register.pieces_of_original(digest) if not each.pages and each.status in AT_REST]
    done = [_divide(piece, original, archive) for piece in own if not _is_guarded(piece) and CUTS not in piece.decided]
    file_pieces(original, archive)  # of an earlier call too, which a crash ended
    return next((each for each in ("cut", "asked", "whole") if each in done), "skipped")


def _is_guarded(piece: Piece) -> bool:
    """Whether a guardian has decided of a piece, or must: its pages stay together."""
    return piece.closed_to_all or not {"released", "sealed"}.isdisjoint(piece.decided)


def _is_measured(original: Original, archive: Archive) -> bool:
    """Measure a scan of which nothing was measured; say whether its measures are known."""
    if archive.vault.page_facts(original.digest):
        return True
    if original.size > _LARGEST:
        return False
    with archive.vault.open_original(original.digest, original.extension) as path:
        facts = list(measure_pages(path, original.pages, archive, within=_MEASURING))
    archive.vault.keep_page_facts(original.digest, facts)
    return True


def _divide(piece: Piece, original: Original, archive: Archive) -> LateDivision:
    """Cut a file's own piece, or ask a person about it."""
    proposal = propose(original, archive)
    division = division_of(original, proposal)
    asks = bool(division and piece.decided) or is_doubtful(piece, original, proposal)
    if division and not piece.decided:
        settle(Settlement(piece=piece, outcome=divided(piece, division, original), original=original, event="division"), archive)
        return "cut"
    if asks and piece.reason != CUTS:
        settle(Settlement(piece=piece, outcome=_asked(piece, original), original=original), archive)
    return "asked" if asks else "whole"


def _asked(piece: Piece, original: Original) -> Outcome:
    """Make the outcome of a piece whose cuts a person is asked about: what people decided of it stands, its servant is proposed."""
    standing = unchanged_outcome(piece, confidence=original.confidence)
    owner = Candidate(matricule=piece.matricule, rank=1.0, evidence=piece.evidence) if piece.matricule else None
    candidates = (owner, *(each for each in piece.candidates if each.matricule != owner.matricule)) if owner else piece.candidates
    kept = piece.matricule if "matricule" in piece.decided else None
    return replace(standing, status="to_review", reason=CUTS, matricule=kept, folder_alone=False, candidates=candidates, like=None)
