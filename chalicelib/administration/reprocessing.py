"""Reprocessing: pieces are assessed again, by today's rules on their kept text, or by a new reading.

1. Walk over the lines that an administrator has named: a piece, a batch, a type, a reader, or all.
2. Reassess the piece of each line by its kept transcript; or have its original read anew by Textract.
3. Schedule the closing of each batch that was walked through.
4. Stop when the time is over, or a service is busy; a cursor says where the next call goes on.

After a crash the same call is made again: pieces already changed stay as they are, and are not changed twice.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime

from chalicelib.model.cursor import cursor_of, place_of
from chalicelib.model.errors import ConflictError, PermanentError, ReaderError, TransientError
from chalicelib.model.piece import BatchLine, Original, Outcome, Piece
from chalicelib.ports.archive import Archive
from chalicelib.processing.closing_schedule import schedule_closing
from chalicelib.processing.reassessment import AT_REST, ReadPiece, reassess_piece

UNTYPED = "none"
"""Stands for pieces without a type, in `ReprocessingRequest.type`."""
_BATCHES = 25
"""Read at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReprocessingRequest:
    """Which pieces are reprocessed, and how. All of them only where `all` is set."""

    all: bool = False
    """Allows a request that names no piece, batch, type or reader."""
    piece: str | None = None
    batch: str | None = None
    type: str | None = None
    """Code of the nomenclature, or `UNTYPED`."""
    reader: str | None = None
    """The beginning of a transcript's `reader`."""
    ocr: bool = False
    """Have Textract read the originals anew."""
    dry: bool = False
    """Only count what would change."""
    limit: int | None = None
    """Pieces."""
    cursor: str | None = None

    @property
    def scope(self) -> tuple[str, ...]:
        """Identify the walk: a cursor is valid for the same scope alone."""
        return ("reread", self.batch or "", self.type or "", self.reader or "")


@dataclass(slots=True, kw_only=True)
class _Numbers:
    """Numbers of a walk, counted line by line; fields as in `ReprocessingResult`."""

    seen: int = 0
    changed: int = 0
    to_review: int = 0
    sealed: int = 0
    reading: int = 0
    pages: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ReprocessingResult:
    """Numbers of one call, and where the next goes on."""

    seen: int = 0
    """Pieces at rest that the request names."""
    changed: int = 0
    to_review: int = 0
    """Of the changed, those that now wait for review."""
    sealed: int = 0
    """Of the changed, those that are now sealed off."""
    reading: int = 0
    """Originals queued for a new reading; their pieces are reassessed when it ends."""
    pages: int = 0
    """Of those originals: Textract is paid by the page."""
    busy: bool = False
    """The call ended because a service was busy."""
    next: str | None = None
    """Cursor of the next call; None at the end."""


def reprocess(request: ReprocessingRequest, archive: Archive, *, until: datetime) -> ReprocessingResult:
    """Reprocess the pieces of a request, until the time is over.

    Args:
        request: which pieces, and how.
        archive: the ports.
        until: when to stop, UTC; one line is processed in any case.

    Raises:
        PermanentError: `lacking_what_to_reread` where the request names nothing and `all` is not set; `no_piece`, `no_batch`, `bad_cursor`.
    """
    if not (request.piece or request.batch or request.type or request.reader or request.all):
        raise PermanentError("lacking_what_to_reread")
    return _Walk(request, archive, until).run()


class _Walk:
    """A walk over the lines of a request, batch by batch."""

    def __init__(self, request: ReprocessingRequest, archive: Archive, until: datetime) -> None:
        self._request, self._archive, self._until = request, archive, until
        self._numbers = _Numbers()
        self._reread = set[str]()
        self._last = _place(request)
        self._batch = self._last.rpartition("#")[0].partition("#")[2] if self._last else None

    def run(self) -> ReprocessingResult:
        busy = False
        try:
            is_whole = self._walk()
        except TransientError:
            if self._last is None:
                raise
            busy, is_whole = True, False
        if self._numbers.reading and not self._request.dry:
            self._archive.queues.wake_ocr()
        following = None if is_whole else cursor_of(self._last or "", *self._request.scope)
        return ReprocessingResult(**asdict(self._numbers), busy=busy, next=following)

    def _walk(self) -> bool:
        """Process lines until the end or the time is over; say whether the end was reached."""
        processed = False
        is_whole = True
        for place, line in self._lines():
            if processed and self._is_over():
                is_whole = False
                break
            self._enter(line.batch)
            self._process(line)
            self._last, processed = place, True
        self._enter(None)
        return is_whole

    def _is_over(self) -> bool:
        limit = self._request.limit
        return self._archive.clock.now() >= self._until or (limit is not None and self._numbers.seen >= limit)

    def _enter(self, batch: str | None) -> None:
        """Go on to another batch, and schedule the closing of the last: a worker that crashed after a change has not done so."""
        if self._batch not in {None, batch} and not self._request.dry:
            schedule_closing(self._batch or "", self._archive)
        self._batch = batch

    def _lines(self) -> Iterator[tuple[str, BatchLine]]:
        """Give the lines with their places, from the cursor on."""
        if self._request.piece:
            yield self._line_of(self._request.piece)
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
        """Give the places of the batches to walk over, the one opened first first, and the line after which to begin.

        A batch in which a piece changes is opened again, and so comes a second time, at the end of the walk.
        """
        place, _, line = (self._last or "").rpartition("#")
        found = self._archive.register.batch(self._request.batch) if self._request.batch else None
        if self._request.batch and found is None:
            raise PermanentError("no_batch")
        if place:
            yield place, line
        elif found:
            yield found[0].place, None
        after: str | None = place or None
        while not self._request.batch:
            page = self._archive.register.earliest_batches(after=after, limit=_BATCHES)
            yield from ((batch.place, None) for batch in page)
            if len(page) < _BATCHES:
                return
            after = page[-1].place

    def _process(self, line: BatchLine) -> None:
        """Process the piece of one line, if the request names it."""
        if not line.piece or line.status not in AT_REST or (self._request.type and (line.type or UNTYPED) != self._request.type):
            return
        known = self._archive.register.look_up(line.batch, line.line, line.piece)
        if known.line and known.piece and known.original and known.piece.line == line.line and known.original.status == "transcribed":
            self._process_piece(known.piece, known.line, known.original)

    def _process_piece(self, piece: Piece, line: BatchLine, original: Original) -> None:
        transcript = self._archive.vault.transcript(original.digest)
        if transcript is None or not transcript.reader.startswith(self._request.reader or ""):
            return
        self._numbers.seen += 1
        if self._request.ocr and original.route == "textract":
            self._read_anew(piece, original)
        else:
            read = ReadPiece(piece=piece, line=line, original=original, transcript=transcript)
            self._count(reassess_piece(read, self._archive, dry=self._request.dry))

    def _read_anew(self, piece: Piece, original: Original) -> None:
        """Queue an original for a new reading; until it ends, its pieces stand on the kept transcript."""
        if piece.status == "sealed_off" or original.digest in self._reread:
            return
        if not self._request.dry:
            try:
                self._archive.register.reread_original(original)
            except ConflictError:
                return  # another call has just queued it
        self._reread.add(original.digest)
        self._numbers.reading += 1
        self._numbers.pages += original.pages

    def _count(self, outcome: Outcome | None) -> None:
        if outcome is not None:
            self._numbers.changed += 1
            self._numbers.to_review += outcome.status == "to_review"
            self._numbers.sealed += outcome.status == "sealed_off"


def _place(request: ReprocessingRequest) -> str | None:
    """Read the place after which a walk goes on: `<opened at>#<batch>#<line>`."""
    try:
        return None if request.piece else place_of(request.cursor, *request.scope)
    except ReaderError as error:
        raise PermanentError("bad_cursor") from error
