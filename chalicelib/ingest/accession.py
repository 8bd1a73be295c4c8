"""Accession: an uploaded scan becomes a registered piece, and its reading begins.

1. Fetch the upload and its digest.
2. Propose whose piece it is, by its key and the roster in force.
3. Validate the file; refuse, with a reason, what cannot be a piece.
4. Keep the original in the vault, with its working copy, its text layer and what the images of its pages measure.
5. Write the line's record in the vault.
6. Register arrival, line, piece and original in one transaction.
7. Queue the OCR; where the text is known, file the piece.

Every step may be repeated: S3 announces an upload at least once, late and out of order. The next step follows from the
status in the register, never from the order of announcements.
"""

from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from chalicelib.analysis.linkage.key_matching import match_key
from chalicelib.analysis.sensitivity.names import mask_path
from chalicelib.ingest.inbox import folder_of
from chalicelib.model.errors import ConflictError, PermanentError, Refusal
from chalicelib.model.event import Event, EventType
from chalicelib.model.file_format import Inspection, WorkingCopy
from chalicelib.model.identifiers import arrival_id, claim_of, digest_of_piece, line_id, piece_id, source_of
from chalicelib.model.piece import BatchLine, Original, Piece, Status
from chalicelib.model.register import AccessionEntry, ExistingEntries
from chalicelib.model.upload import Arrival, Upload
from chalicelib.personnel.directory import forms_of, roster_of
from chalicelib.ports.archive import Archive
from chalicelib.processing.closing_schedule import schedule_closing
from chalicelib.processing.filing import file_pieces, retry_pieces
from chalicelib.processing.outcome import standing_twin
from chalicelib.processing.page_measuring import measure_pages
from chalicelib.processing.vault_record import check_record, keep_first_record, mend_record, record_of

MAX_BYTES = 500 * 1024 * 1024
"""Textract's limit for a PDF or TIFF read asynchronously."""
_MEASURING = timedelta(seconds=45)
"""Time in which the pages of a file are measured: some 1,000 pages on one core; on Lambda, where a small file has less than 120 s, 400."""
_TRIES = 4
"""Transactions tried for one arrival, where other workers move the same original."""
_EVENTS: dict[Status, EventType] = {"waiting": "ingestion", "duplicate": "duplication", "refused": "refusal", "failed": "failure"}
"""First event of a line, by its status."""


def ingest(arrival: Arrival, archive: Archive) -> BatchLine | None:
    """Ingest one arrived scan.

    Returns:
        The line of its batch; None where the same bytes under the same key had arrived before.

    Raises:
        TransientError: a service was busy, or other workers kept moving the same original; ask again.
    """
    known = arrival_id(archive.inbox.name, arrival.upload.key, arrival.upload.version)
    archive.register.open_batch(arrival.batch, arrival.upload.uploaded_at)
    taken = archive.register.line_of_arrival(arrival.batch, known)
    line = archive.register.line(arrival.batch, taken) if taken else None
    if line is None:
        return _Accession(arrival, known, archive).run()
    if line.status == "failed" and line.digest is None:
        return _Accession(arrival, known, archive, revived=line).run()
    check_record(line, archive)
    _continue_from_status(line, arrival.upload, archive)
    return line


class _Accession:
    """Accession of one arrival that has no line yet, or whose line failed unread."""

    def __init__(self, arrival: Arrival, known: str, archive: Archive, revived: BatchLine | None = None) -> None:
        self._arrival, self._known, self._archive, self._revived = arrival, known, archive, revived

    def run(self) -> BatchLine | None:
        """Fetch the upload, then register it as what it is."""
        if self._arrival.upload.size > MAX_BYTES:
            return self._reject(None, "refused", "size")
        try:
            with self._archive.inbox.open_upload(self._arrival.upload) as (path, digest):
                return self._admit(path, digest)
        except PermanentError as gone:
            return self._reject(None, "failed", gone.code)

    def _admit(self, path: Path, digest: str) -> BatchLine | None:
        """Keep and register a file that can be a piece; refuse, with a reason, one that cannot."""
        proposed = self._proposed(digest)
        known = self._known_of(digest, proposed)
        if known.line is not None:
            self._repeat(known.line)
            return None
        if known.original is not None:
            if known.original.copied and known.original.status in {"waiting", "failed"}:
                kind = self._archive.inspector.inspect(path).working_copy
                self._copy(path, digest, kind)  # the work bucket may have been cleared since
            return self._register(digest, None, proposed, known)
        try:
            inspection = self._archive.inspector.inspect(path)
            self._keep(path, digest, inspection)
        except Refusal as refusal:
            return self._reject(digest, "refused", refusal.code)
        return self._register(digest, inspection, proposed, known)

    def _proposed(self, digest: str) -> Piece:
        """Propose a piece, with the servant that its key and the roster in force name."""
        register, upload = self._archive.register, self._arrival.upload
        pointer = register.roster_pointer()
        folder = folder_of(self._arrival.batch, upload.key)
        claim = claim_of(upload.key, folder, forms_of(pointer, self._archive.settings.matricule_patterns))
        found = match_key(claim, roster_of(register, pointer))
        return Piece(
            piece=piece_id(digest, found.matricule or claim.matricule),
            digest=digest,
            name=mask_path(upload.key).rpartition("/")[2],
            claim=claim,
            batch=self._arrival.batch,
            line=self._line_id(digest),
            registered_at=upload.uploaded_at,
            matricule=found.matricule,
            reason=found.reason,
        )

    def _known_of(self, digest: str, proposed: Piece) -> ExistingEntries:
        return self._archive.register.look_up(self._arrival.batch, line_id(self._arrival.upload.key, digest), proposed.piece)

    def _repeat(self, before: BatchLine) -> None:
        """Register a repetition: the same bytes under the same key. Only a failed line is started again."""
        if before.status == "failed" and before.digest:
            self._retry(before.digest)  # first: once the arrival is registered, it is no longer new
        self._archive.register.record_repeated_arrival(self._arrival.batch, self._known, before.line)
        check_record(before, self._archive)
        _continue_from_status(before, self._arrival.upload, self._archive)

    def _keep(self, path: Path, digest: str, inspection: Inspection) -> None:
        """Keep the original in the vault, with its working copy and its text layer, which is its transcript or is screened only."""
        vault = self._archive.vault
        if inspection.working_copy != "none":
            self._copy(path, digest, inspection.working_copy)  # it may refuse the file: before the vault locks anything
        vault.keep_original(self._arrival.upload, digest, inspection.extension, path)
        if inspection.transcript is not None:
            vault.keep_transcript(digest, inspection.transcript)
        if inspection.layer is not None:
            vault.keep_layer(digest, inspection.layer)
        vault.keep_page_facts(digest, list(measure_pages(path, inspection.pages, self._archive, within=_MEASURING)))

    def _copy(self, path: Path, digest: str, kind: WorkingCopy) -> None:
        """Make the working copy, which Textract reads in place of the original."""
        target = path.with_suffix(".copy.pdf")
        self._archive.inspector.make_working_copy(path, target, kind)
        self._archive.vault.keep_working_copy(digest, target)
        target.unlink()

    def _register(self, digest: str, inspection: Inspection | None, proposed: Piece, known: ExistingEntries) -> BatchLine:
        """Register arrival, line, sums, journal and, where they are new, piece and original, in one transaction."""
        for _ in range(_TRIES):
            entry = self._entry(digest, inspection, proposed, known)
            if entry.line.duplicate_of:
                self._retry(digest)
            mark = self._keep_record(entry)
            try:
                self._archive.register.register_arrival(entry)
            except ConflictError:
                standing = self._archive.register.line(self._arrival.batch, entry.line.line)
                if standing is not None and self._revived is None:
                    _settle_record(standing, mark, self._archive)
                    _continue_from_status(standing, self._arrival.upload, self._archive)
                    self._archive.register.record_repeated_arrival(self._arrival.batch, self._known, standing.line)
                    return standing
                known = self._known_of(digest, proposed)
                continue  # the original moved: decide again
            _continue_from_status(entry.line, self._arrival.upload, self._archive, entry.original)
            return entry.line
        raise ConflictError("conflict", "other workers moved the original too often")

    def _entry(self, digest: str, inspection: Inspection | None, proposed: Piece, known: ExistingEntries) -> AccessionEntry:
        """Decide what the bytes are: a new original, one more piece of a known one, or a duplicate."""
        twin = self._standing(proposed, known)
        if twin is not None:
            same = {"pages": known.original.pages, "remark": known.original.remark} if known.original else {}
            return self._entry_of(self._line(digest, "duplicate", duplicate_of=twin.piece, matricule=proposed.matricule, **same))
        if known.piece is not None:  # refused, in review, in work or moved: these bytes are looked at again
            proposed = replace(proposed, piece=piece_id(digest, proposed.matricule or proposed.claim.matricule, proposed.line))
        original = known.original or self._original(digest, inspection)
        facts = {"pages": original.pages, "remark": original.remark, "attachments": original.attachments}
        line = self._line(digest, "waiting", piece=proposed.piece, **facts)
        fresh = original if known.original is None else None
        return self._entry_of(line, piece=proposed, original=fresh, seen=known.original)

    def _standing(self, proposed: Piece, known: ExistingEntries) -> Piece | None:
        """Find the piece that stands in the proposed case file for the same bytes; of bytes that claim no servant, where they are filed."""
        if known.original is None:
            return None
        if proposed.matricule is None:
            return known.piece if known.piece is not None and known.piece.status == "filed" else None
        return standing_twin(proposed, self._archive.register.pieces_of_original(known.original.digest), self._archive)

    def _reject(self, digest: str | None, status: Status, reason: str) -> BatchLine:
        """Register an arrival that becomes no piece: refused, or failed."""
        entry = self._entry_of(self._line(digest, status, reason=reason))
        mark = self._keep_record(entry)
        try:
            self._archive.register.register_arrival(entry)
        except ConflictError:
            standing = self._archive.register.line(self._arrival.batch, entry.line.line)
            if standing is None:
                raise
            _settle_record(standing, mark, self._archive)
            self._archive.register.record_repeated_arrival(self._arrival.batch, self._known, standing.line)
        schedule_closing(self._arrival.batch, self._archive)
        return entry.line

    def _keep_record(self, entry: AccessionEntry) -> str | None:
        """Write the first record of the entry's line, or the next one of a line that had failed; None where another worker's stands."""
        keep = self._archive.vault.keep_record if entry.revives else partial(keep_first_record, archive=self._archive)
        return keep(entry.line, _record(entry))

    def _retry(self, digest: str) -> None:
        """Retry the failed pieces of an original that was uploaded again."""
        original = self._archive.register.original(digest)
        if original is not None:
            retry_pieces(original, self._archive)

    def _line(self, digest: str | None, status: Status, **facts: Any) -> BatchLine:  # noqa: ANN401 - the line's own fields
        upload = self._arrival.upload
        return BatchLine(
            line=self._line_id(digest or upload.version),
            batch=self._arrival.batch,
            key=upload.key,
            version=upload.version,
            size=upload.size,
            digest=digest,
            status=status,
            arrived_at=upload.uploaded_at,
            taken_at=self._archive.clock.now(),
            **facts,
        )

    def _line_id(self, content: str) -> str:
        return self._revived.line if self._revived else line_id(self._arrival.upload.key, content)

    def _original(self, digest: str, inspection: Inspection | None) -> Original:
        if inspection is None:
            raise ConflictError("conflict", "the original has gone")
        return Original(
            digest=digest,
            size=self._arrival.upload.size,
            media_type=inspection.media_type,
            extension=inspection.extension,
            pages=inspection.pages,
            route="textract" if inspection.transcript is None else "layer",
            copied=inspection.working_copy != "none",
            layered=inspection.layer is not None,
            hides_text=inspection.hides_text,
            attachments=inspection.attachments,
            batch=self._arrival.batch,
            registered_at=self._arrival.upload.uploaded_at,
            derived_from=digest_of_piece(source) if (source := source_of(self._arrival.upload.key)) else None,
            confidence=inspection.transcript.confidence if inspection.transcript else None,
            remark=inspection.remark,
        )

    def _entry_of(self, line: BatchLine, **more: Any) -> AccessionEntry:  # noqa: ANN401 - the entry's own fields
        event = Event(
            type=_EVENTS[line.status],
            at=line.taken_at,
            batch=line.batch,
            line=line.line,
            piece=line.piece or line.duplicate_of,
            digest=line.digest,
            detail=line.reason,
        )
        return AccessionEntry(arrival=self._known, line=line, event=event, revives=self._revived is not None, **more)


def _continue_from_status(line: BatchLine, upload: Upload, archive: Archive, original: Original | None = None) -> None:
    """Do the next step for a line, by its status in the register; repeated announcements come here too."""
    if line.status != "refused" and line.digest:
        archive.inbox.mark_kept(upload)
    if original is None and line.digest and line.status == "waiting":
        original = archive.register.original(line.digest)
    if line.status == "failed" and line.digest:
        _resume_retry(line.digest, archive)
    if original is None:
        return schedule_closing(line.batch, archive)
    if original.status == "waiting" and original.route == "textract":
        return archive.queues.wake_ocr(original.digest)
    if original.status == "waiting":
        original = archive.register.reading_succeeded(original, original.confidence)
    if original.status == "transcribed":
        file_pieces(original, archive)
    if original.status == "failed":
        retry_pieces(original, archive)
    return None


def _resume_retry(digest: str, archive: Archive) -> None:
    """Put the failed pieces of an original back to waiting, where a crash has ended a retry after the original alone."""
    original = archive.register.original(digest)
    if original is not None and original.status == "waiting":
        retry_pieces(original, archive)


def _settle_record(standing: BatchLine, mark: str | None, archive: Archive) -> None:
    """Make the record of a line that another worker has registered say what the register says: ours, which has the mark, does not."""
    if mark is None:
        check_record(standing, archive)
    else:
        mend_record(standing.batch, standing.line, archive, over=mark)


def _record(entry: AccessionEntry) -> dict[str, Any]:
    return record_of(entry.arrival, entry.line, entry.piece, entry.original or entry.seen, [entry.event])
