"""Masked copies: a copy of a sealed piece on which a guardian has lines or whole pages painted black.

1. Find the boxes of the places to mask, by the transcript.
2. Check that the text left no longer holds a forbidden mention.
3. Have the copy made, in the work bucket.
4. Once the decision is recorded, put the copy into the inbox: it is ingested, read, screened and filed as any scan.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from chalicelib.analysis.sensitivity.names import MASK, mask_path
from chalicelib.analysis.sensitivity.screening import screen
from chalicelib.model.errors import ReaderError
from chalicelib.model.identifiers import copy_key
from chalicelib.model.piece import Original, Piece
from chalicelib.model.transcript import Box, Page, TextLine, Transcript
from chalicelib.ports.archive import Archive


@dataclass(frozen=True, slots=True, kw_only=True)
class MaskedCopy:
    """A masked copy in the work bucket."""

    key: str
    """In the work bucket."""

    @property
    def digest(self) -> str:
        """SHA-256 of its bytes, which is part of its key."""
        return self.key.rpartition("/")[2].partition(".")[0]


MOST_PAGES = 60
"""Of an original that is masked while the guardian waits; measured in docs/mesures.md."""
WHOLE: Box = (0.0, 0.0, 1.0, 1.0)
"""Box of a whole page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MaskedPlace:
    """A line or a page that is painted black."""

    page: int
    """From 1."""
    line: int | None = None
    """From 1, in reading order; None is the whole page."""


def make_copy(piece: Piece, original: Original, hidden: Sequence[MaskedPlace], archive: Archive) -> MaskedCopy:
    """Have a masked copy made; the same places make the same bytes, and so the same key.

    Raises:
        ReaderError: `invalid`: there is no such page or line; `still_forbidden`: it would be sealed off again; `copy_too_long`.
        TransientError: it could not be made in time.
    """
    if piece.count_pages(original) > MOST_PAGES:
        raise ReaderError("copy_too_long")
    transcript = (archive.vault.transcript(original.digest) or Transcript(reader="", pages=())).of_pages(piece.pages)
    boxes = boxes_of(transcript, hidden, pages=piece.count_pages(original))
    in_original = {piece.page_of_original(page): found for page, found in boxes.items()}
    if screen(masked(transcript, hidden)):
        raise ReaderError("still_forbidden")
    return MaskedCopy(key=archive.page_images.make_redacted_copy(original, piece.pages, in_original))


def bring_copy(piece: Piece, copy: MaskedCopy, archive: Archive) -> None:
    """Put a masked copy into the inbox, under a key that names its piece; names with a forbidden mention are replaced."""
    line = archive.register.line(piece.batch, piece.line)
    if line is not None:
        key = mask_path(line.key).replace(MASK, "piece")
        archive.inbox.put_copy(copy.key, copy_key(piece.piece, key, piece.batch))


def boxes_of(transcript: Transcript, hidden: Iterable[MaskedPlace], *, pages: int) -> Mapping[int, Sequence[Box]]:
    """Boxes to paint black, by page; a line without a box on its page masks the whole page.

    >>> boxes_of(Transcript(reader="layer", pages=()), [MaskedPlace(page=2)], pages=2)
    {2: [(0.0, 0.0, 1.0, 1.0)]}

    Raises:
        ReaderError: `invalid`: there is no such page or line.
    """
    read = {page.number: page for page in transcript.pages}
    found: dict[int, list[Box]] = defaultdict(list)
    for place in hidden:
        lines = read[place.page].lines if place.page in read else ()
        if not 1 <= place.page <= pages or not 1 <= (place.line or 1) <= max(1, len(lines)) or (place.line and not lines):
            raise ReaderError("invalid", "no such place")
        box = lines[place.line - 1].box if place.line else WHOLE
        found[place.page].append(box if box[2] > 0 and box[3] > 0 else WHOLE)
    return dict(found)


def masked(transcript: Transcript, hidden: Iterable[MaskedPlace]) -> Transcript:
    """Transcript without the masked places."""
    places = set(hidden)
    whole = {place.page for place in places if place.line is None}
    pages = (replace(page, lines=_left(page, places), pairs=()) for page in transcript.pages if page.number not in whole)
    return replace(transcript, pages=tuple(pages))


def _left(page: Page, places: set[MaskedPlace]) -> tuple[TextLine, ...]:
    return tuple(line for number, line in enumerate(page.lines, 1) if MaskedPlace(page=page.number, line=number) not in places)
