"""Division: a scan of several papers becomes several pieces, each some of its pages.

1. Propose where to cut, by the text of the pages and what their images measure; once, and keep the proposal in the vault.
2. Cut a file that waits where the proposal is sure: its own piece is divided, and says which pieces it has become.
3. Register the pieces that a divided file says: they wait to be filed. Set aside those that it no longer says.
4. Tell which pieces hold a place where a cut is doubtful: a person looks at them (`review.cuts`).
5. Tell which pieces hold no paper at all, but blank pages or separator sheets: a person looks at them too.

The original is kept once and read once; its pieces share its transcript. Every step may be repeated.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from chalicelib.analysis.segmentation.segments import role_of, segment
from chalicelib.model.event import Event
from chalicelib.model.identifiers import Claim, file_line_id, normalise, part_line_id, piece_id
from chalicelib.model.piece import CUTS, BatchLine, Original, Outcome, Piece, unchanged_outcome
from chalicelib.model.segmentation import PageSegment, Segmentation
from chalicelib.model.transcript import Transcript
from chalicelib.personnel.directory import forms_of
from chalicelib.ports.archive import Archive

DOUBTED_FROM: Final = 6
"""Pages from which on a doubtful place is asked about: a shorter scan is most likely one act, and only sure cuts are made in it."""
MOST_PIECES: Final = 400
"""Pieces of one file: its proposal, and its item in the register, stay below half of what DynamoDB takes. More are asked about."""
BLANK_PAGES: Final = "blank_pages"
"""Reason to review a piece of blank pages alone: most likely the wrong sides went through the scanner."""
SEPARATORS_ALONE: Final = "separators_alone"
"""Reason to review a piece of separator sheets and their backs alone: the papers between them were left out."""
_MOST_WORDS: Final = 120
"""Words of a page from which on it is neither blank nor a separator sheet, whatever was measured: a sheet has 66 to about 90."""
_OF_FILES: Final = (CUTS, "released", "sealed")
"""What people decide of a file as a whole; what they decided of it as one piece, its owner, type and fields, ends when it is divided."""


def propose(original: Original, archive: Archive, transcript: Transcript | None = None) -> Segmentation | None:
    """Propose where an original is cut; None where nothing was measured of it, its text is not known, or it is a masked copy of one piece.

    Args:
        original: an original that has been read.
        archive: the ports.
        transcript: of all its pages, where the caller has it.
    """
    if original.pages == 1 or original.derived_from is not None:
        return None
    kept = archive.vault.segmentation(original.digest)
    if kept is not None:
        return kept
    facts = archive.vault.page_facts(original.digest)
    transcript = transcript or archive.vault.transcript(original.digest)
    if transcript is None or [page.number for page in transcript.pages] != [fact.page for fact in facts]:
        return None
    forms = forms_of(archive.register.roster_pointer(), archive.settings.matricule_patterns)
    found = segment(transcript, facts, archive.nomenclature, forms)
    archive.vault.keep_segmentation(original.digest, found)
    return found


def sure_segments(proposal: Segmentation) -> tuple[PageSegment, ...]:
    """Join the proposed pieces between which the cut is doubtful; none where another order of the pages is proposed.

    A separator sheet is in no piece, so that one piece may be less than the whole.
    """
    if proposal.reordered:
        return ()
    doubtful = {boundary.page for boundary in proposal.boundaries if boundary.doubtful}
    joined: list[PageSegment] = []
    for each in proposal.segments:
        if joined and not doubtful.isdisjoint(each.pages[: _leading(each, proposal)]):
            joined[-1] = replace(joined[-1], pages=(*joined[-1].pages, *each.pages))
        else:
            joined.append(each)
    return tuple(joined)


def _leading(segment_: PageSegment, proposal: Segmentation) -> int:
    """Count the pages of a piece up to the first with content, before which its boundary stands."""
    contents = (place for place, page in enumerate(segment_.pages, start=1) if proposal.roles[page - 1] == "content")
    return next(contents, 1)


def division_of(original: Original, proposal: Segmentation | None) -> tuple[PageSegment, ...]:
    """Say into which pieces a file is divided without asking anybody; empty where it stays whole, as one does that holds no paper."""
    segments = sure_segments(proposal) if proposal and "content" in proposal.roles else ()
    if len(segments) > MOST_PIECES or (len(segments) == 1 and len(segments[0].pages) == original.pages and not segments[0].type):
        return ()
    return segments


def is_doubtful(piece: Piece, original: Original, proposal: Segmentation | None) -> bool:
    """Say whether a piece may hold several papers, so that a person must look at it first."""
    if proposal is None or original.pages < DOUBTED_FROM or CUTS in piece.decided:
        return False
    if proposal.reordered or len(proposal.segments) > MOST_PIECES:
        return True
    inside = set(piece.pages[1:] if piece.pages else range(2, original.pages + 1))
    return any(boundary.doubtful and boundary.page in inside for boundary in proposal.boundaries)


def no_paper(piece: Piece, transcript: Transcript, archive: Archive) -> str | None:
    """Say why a piece holds no paper: `BLANK_PAGES` or `SEPARATORS_ALONE`; None where it holds one, or its pages were not measured.

    Args:
        piece: as it stands.
        transcript: of its original.
        archive: the ports.
    """
    own = [page for page in transcript.pages if not piece.pages or page.number in piece.pages]
    if not own or any(sum(len(line.text.split()) for line in page.lines) > _MOST_WORDS for page in own):
        return None
    facts = {fact.page: fact for fact in archive.vault.page_facts(piece.digest)}
    roles = {role_of(page, facts[page.number]) if page.number in facts else "content" for page in own}
    if "content" in roles:
        return None
    return SEPARATORS_ALONE if "separator" in roles else BLANK_PAGES


def divided(piece: Piece, division: tuple[PageSegment, ...], original: Original) -> Outcome:
    """Make the outcome of a file's own piece when the file is divided: it is in no case file, and waits for nobody."""
    standing = unchanged_outcome(piece, confidence=original.confidence)
    return replace(
        standing,
        status="divided",
        reason=None,
        matricule=None,
        type=None,
        type_confidence=None,
        fields=(),
        evidence=(),
        folder_alone=False,
        candidates=(),
        duplicate_of=None,
        like=None,
        fingerprint=None,
        ministry=None,
        division=division,
        decided=tuple(each for each in piece.decided if each in _OF_FILES),
    )


def set_aside(piece: Piece, original: Original) -> Outcome:
    """Make the outcome of a piece whose pages are in others by now; what is known of it is kept, should its file say it again."""
    return replace(unchanged_outcome(piece, confidence=original.confidence), status="divided")


def joined(piece: Piece, original: Original) -> Outcome:
    """Make the outcome of a file's own piece when it is one piece again: it waits to be filed."""
    return replace(divided(piece, (), original), status="waiting")


def parts_of(file: Piece, pieces: Iterable[Piece]) -> list[Piece]:
    """Filter the pieces that are pages of a file, those that it no longer says included."""
    return [each for each in pieces if each.pages and each.batch == file.batch and file_line_id(each.line) == file.line]


def new_parts(file: Piece, line: BatchLine, known: Sequence[Piece], archive: Archive) -> list[tuple[Piece, BatchLine, Event]]:
    """Make the pieces that a divided file says and that are not known yet: each with its line and event, waiting to be filed."""
    pages = {each.pages for each in known}
    return [_part(file, line, each, archive) for each in file.division if each.pages not in pages]


def _part(file: Piece, line: BatchLine, said: PageSegment, archive: Archive) -> tuple[Piece, BatchLine, Event]:
    claim = Claim(folders=(normalise(said.matricule),)) if said.matricule else file.claim
    own = part_line_id(line.line, said.pages)
    name = piece_id(file.digest, claim.matricule, own)
    decided = [CUTS] if CUTS in file.decided else []
    piece = Piece(
        piece=name,
        digest=file.digest,
        name=file.name,
        claim=claim,
        batch=file.batch,
        line=own,
        registered_at=file.registered_at,
        pages=said.pages,
        type=said.type,
        type_confidence=1.0 if said.type else None,
        decided=tuple(decided + (["type"] if said.type else [])),
    )
    part = BatchLine(
        line=own,
        batch=line.batch,
        key=line.key,
        version=line.version,
        size=line.size,
        digest=line.digest,
        status="waiting",
        arrived_at=line.arrived_at,
        taken_at=archive.clock.now(),
        piece=name,
        pages=len(said.pages),
        part=said.pages,
    )
    return piece, part, division_event(part)


def division_event(part: BatchLine) -> Event:
    """Make the first event of a piece of a divided file."""
    return Event(type="division", at=part.taken_at, batch=part.batch, line=part.line, piece=part.piece, digest=part.digest)
