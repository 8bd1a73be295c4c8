"""What has been read is looked at again: by the rules of today on the text that is kept, or on a new one.

An administrator asks, for a piece, a batch, a type or a reader; a walk over many is cut where its time ends, and goes on by its cursor.
Whoever is killed in the middle is asked once more: what has been changed stays as it is then, and nothing is written of it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from chalicelib.model.cursor import cursor_of, place_of
from chalicelib.model.errors import ConflictError, PermanentError, ReaderError, TransientError
from chalicelib.model.piece import BatchLine, Original, Outcome, Piece
from chalicelib.ports.archive import Archive
from chalicelib.processing.filing import schedule_closing
from chalicelib.processing.reassessment import AT_REST, ReadPiece, reassess_piece

UNTYPED = "none"
"""Asks for pieces without a type, as a batch or a reader is asked for."""
_BATCHES = 25
"""Read at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReprocessingRequest:
    """What shall be looked at again; without a word on which, all that the archive holds."""

    piece: str | None = None
    batch: str | None = None
    type: str | None = None
    """Code of the nomenclature, or `UNTYPED`."""
    reader: str | None = None
    """The beginning of a transcript's `reader`."""
    ocr: bool = False
    """Have Textract read it anew first."""
    dry: bool = False
    """Only tell what would change."""
    limit: int | None = None
    """Pieces."""
    cursor: str | None = None

    @property
    def scope(self) -> tuple[str, ...]:
        """Name the walk: a cursor is good for no other."""
        return ("reread", self.batch or "", self.type or "", self.reader or "")


@dataclass(slots=True)
class Reread:
    """What came of it."""

    seen: int = 0
    """Pieces that were meant, and are at rest."""
    changed: int = 0
    to_review: int = 0
    """Of the changed, those that a person must now look at."""
    sealed: int = 0
    """Of the changed, those that nobody may read any more."""
    reading: int = 0
    """Originals that Textract reads anew; what changes by it shows when their text has come."""
    pages: int = 0
    """Of those: what Textract is paid for."""
    busy: bool = False
    """A service was too busy to go on."""
    next: str | None = None
    """Where to go on; None at the end."""


def reread(wish: ReprocessingRequest, archive: Archive, *, until: datetime) -> Reread:
    """Look again at what is meant, until the time is up.

    Args:
        wish: what.
        archive: the ports.
        until: when to stop, UTC; one line is looked at in any case.

    Raises:
        PermanentError: `no_piece`, `no_batch`, `bad_cursor`.
    """
    return _Walk(wish, archive, until).go()


class _Walk:
    """A walk over lines, batch by batch."""

    def __init__(self, wish: ReprocessingRequest, archive: Archive, until: datetime) -> None:
        self._wish, self._archive, self._until = wish, archive, until
        self._done = Reread()
        self._asked = set[str]()
        self._last = _place(wish)
        self._batch = self._last.rpartition("#")[0].partition("#")[2] if self._last else None

    def go(self) -> Reread:
        looked = False
        try:
            for place, line in self._lines():
                if looked and self._is_over():
                    self._done.next = cursor_of(self._last or "", *self._wish.scope)
                    break
                self._enter(line.batch)
                self._look(line)
                self._last, looked = place, True
            self._enter(None)
        except TransientError:
            if self._last is None:
                raise
            self._done.busy, self._done.next = True, cursor_of(self._last, *self._wish.scope)
        if self._done.reading and not self._wish.dry:
            self._archive.queues.wake_ocr()
        return self._done

    def _is_over(self) -> bool:
        limit = self._wish.limit
        return self._archive.clock.now() >= self._until or (limit is not None and self._done.seen >= limit)

    def _enter(self, batch: str | None) -> None:
        """Leave a batch, and have it looked at: whoever was killed after a change has not come to it."""
        if self._batch not in {None, batch} and not self._wish.dry:
            schedule_closing(self._batch or "", self._archive)
        self._batch = batch

    def _lines(self) -> Iterator[tuple[str, BatchLine]]:
        """Give lines with their places, from the cursor on."""
        if self._wish.piece:
            yield self._line_of(self._wish.piece)
            return
        for place, after in self._batches():
            for line in self._archive.register.lines(place.partition("#")[2], after=after):
                yield f"{place}#{line.line}", line

    def _line_of(self, name: str) -> tuple[str, BatchLine]:
        piece = self._archive.register.piece(name)
        line = self._archive.register.line(piece.batch, piece.line) if piece else None
        if line is None:
            raise PermanentError("no_piece")
        return line.line, line

    def _batches(self) -> Iterator[tuple[str, str | None]]:
        """Give the places of the batches that are meant, and behind which line to begin; of a walk over all, the one opened first first.

        A batch that changes is opened again and so comes once more, at the end: better twice than never.
        """
        begun, _, line = (self._last or "").rpartition("#")
        found = self._archive.register.batch(self._wish.batch) if self._wish.batch else None
        if self._wish.batch and found is None:
            raise PermanentError("no_batch")
        if begun:
            yield begun, line
        elif found:
            yield found[0].place, None
        after: str | None = begun or None
        while not self._wish.batch:
            page = self._archive.register.earliest_batches(after=after, limit=_BATCHES)
            yield from ((batch.place, None) for batch in page)
            if len(page) < _BATCHES:
                return
            after = page[-1].place

    def _look(self, line: BatchLine) -> None:
        """Look at one line, if it is meant."""
        if not line.piece or line.status not in AT_REST or (self._wish.type and (line.type or UNTYPED) != self._wish.type):
            return
        known = self._archive.register.look_up(line.batch, line.line, line.piece)
        if known.line and known.piece and known.original and known.piece.line == line.line and known.original.status == "transcribed":
            self._look_at(known.piece, known.line, known.original)

    def _look_at(self, piece: Piece, line: BatchLine, original: Original) -> None:
        transcript = self._archive.vault.transcript(original.digest)
        if transcript is None or not transcript.reader.startswith(self._wish.reader or ""):
            return
        self._done.seen += 1
        if self._wish.ocr and original.route == "textract":
            self._read_anew(piece, original)
        else:
            read = ReadPiece(piece=piece, line=line, original=original, transcript=transcript)
            self._count(reassess_piece(read, self._archive, dry=self._wish.dry))

    def _read_anew(self, piece: Piece, original: Original) -> None:
        """Put an original back to be read; meanwhile its pieces stand on the transcript that is kept."""
        if piece.status == "sealed_off" or original.digest in self._asked:
            return
        if not self._wish.dry:
            try:
                self._archive.register.reread_original(original)
            except ConflictError:
                return  # somebody else has just asked
        self._asked.add(original.digest)
        self._done.reading += 1
        self._done.pages += original.pages

    def _count(self, outcome: Outcome | None) -> None:
        if outcome is not None:
            self._done.changed += 1
            self._done.to_review += outcome.status == "to_review"
            self._done.sealed += outcome.status == "sealed_off"


def _place(wish: ReprocessingRequest) -> str | None:
    """Read where a walk goes on: behind `<opened at>#<batch>#<line>`."""
    try:
        return None if wish.piece else place_of(wish.cursor, *wish.scope)
    except ReaderError as error:
        raise PermanentError("bad_cursor") from error
