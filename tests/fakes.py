"""The world in memory: every port, keeping the promises that `contract/` also asks of AWS's."""

import hashlib
import json
import shutil
import tempfile
import threading
from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from chalicelib.access.page_images import Scan, illustrate, make_redacted
from chalicelib.formats.validation import inspect
from chalicelib.model.account import PoolAccount
from chalicelib.model.audit import Consultation
from chalicelib.model.batch import Batch, Tally
from chalicelib.model.codec import from_plain, to_plain
from chalicelib.model.decision import Decision
from chalicelib.model.errors import ConflictError, PermanentError, ReadingError, Refusal, TransientError
from chalicelib.model.event import Event
from chalicelib.model.identifiers import digest_of_piece, fold, normalise
from chalicelib.model.page_image import PageImage
from chalicelib.model.piece import (
    LOST,
    OUTCOMES,
    BatchLine,
    Original,
    Piece,
    counted_pages,
    leaves_casefile,
    line_after,
    line_status,
    piece_after,
)
from chalicelib.model.register import ExistingEntries, NameIndexEntry
from chalicelib.model.servant import Servant
from chalicelib.model.settings import Settings
from chalicelib.model.transcript import Page, TextLine
from chalicelib.model.upload import Link, Slot, Upload
from chalicelib.text.download_name import file_name
from chalicelib.text.names import headings_of, spellings_of, words_of
from chalicelib.text.nomenclature_file import shipped
from tests.door import FakeIdentities, FakeSessions, FakeSignInAttempts
from tests.watchers import FakeAuditTrail, FakeRectifications, FakeStatistics

MORNING = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


class FakeClock:
    """Time that passes only when somebody waits."""

    def __init__(self, now=MORNING):
        self._now = now

    def now(self):
        return self._now

    def pause(self, seconds):
        self._now += timedelta(seconds=seconds)


class FakeInbox:
    name = "inbox"

    def __init__(self, clock, copies=None):
        self._clock = clock
        self._copies = copies if copies is not None else {}
        self._objects = {}
        self.kept = set()

    def put(self, key, body):
        """Upload one object, as the ministry does."""
        version = f"v{len(self._objects) + 1}"
        upload = Upload(key=key, version=version, size=len(body), uploaded_at=self._clock.now())
        self._objects[key, version] = (upload, body)
        return upload

    def put_copy(self, copy, key):
        if copy not in self._copies:
            raise PermanentError("vanished", copy)
        self.put(key, self._copies[copy])

    def remove(self, upload):
        del self._objects[upload.key, upload.version]

    @contextmanager
    def open_upload(self, upload):
        body = self._body(upload.key, upload.version)
        folder = tempfile.mkdtemp()
        try:
            path = Path(folder, "scan")
            path.write_bytes(body)
            yield path, hashlib.sha256(body).hexdigest()
        finally:
            shutil.rmtree(folder)

    def read_object(self, key, version=None):
        return self._body(key, version)

    def uploads(self, prefix=""):
        return iter([upload for (key, _), (upload, _) in sorted(self._objects.items()) if key.startswith(prefix)])

    def mark_kept(self, upload):
        self.kept.add((upload.key, upload.version))

    def _body(self, key, version):
        found = [body for (held, number), (_, body) in self._objects.items() if held == key and version in {None, number}]
        if not found:
            raise PermanentError("vanished", key)
        return found[-1]


class FakeVault:
    def __init__(self):
        self._accesses, self.busy, self.pictures, self.redacted = {}, set(), {}, {}
        self.originals, self.copies, self._transcripts, self._records, self._rosters, self._pointer = {}, {}, {}, {}, {}, None

    def keep_original(self, upload, digest, extension, path):
        body = path.read_bytes()
        if hashlib.sha256(body).hexdigest() != digest:
            raise AssertionError("BadDigest")
        self.originals.setdefault(digest, body)

    def keep_working_copy(self, digest, path):
        self.copies[digest] = path.read_bytes()

    @contextmanager
    def open_original(self, digest, extension):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "original")
            if hashlib.sha256(self.originals.get(digest, b"")).hexdigest() != digest:
                raise RuntimeError(f"the vault has lost the original {digest}")
            path.write_bytes(self.originals[digest])
            yield path

    def keep_page_image(self, digest, picture, path):
        self.pictures[digest, picture.page] = (picture, path.read_bytes())

    def keep_redacted_copy(self, digest, path):
        key = f"redacted/{digest}/{hashlib.sha256(path.read_bytes()).hexdigest()}.pdf"
        self.redacted[key] = path.read_bytes()
        return key

    def keep_transcript(self, digest, transcript):
        self._transcripts[digest] = transcript

    def transcript(self, digest):
        if digest in self.busy:
            self.busy.remove(digest)
            raise TransientError("busy", "SlowDown")
        return self._transcripts.get(digest)

    def keep_record(self, line, record):
        self._records[line.batch, line.line] = record

    def record(self, line):
        return self._records.get((line.batch, line.line))

    def records(self):
        return iter(list(self._records.values()))

    def keep_roster(self, generation, data):
        self._rosters[generation] = data

    def roster(self, generation):
        return self._rosters.get(generation)

    def keep_roster_pointer(self, pointer):
        self._pointer = pointer

    def roster_pointer(self):
        return self._pointer

    def keep_access_records(self, begun, accesses):
        text = "\n".join(json.dumps(each, sort_keys=True) for each in accesses)
        self._accesses[begun, text] = list(accesses)

    def access_records(self):
        return iter([access for _, page in sorted(self._accesses.items()) for access in page])


class FakeRenderer:
    """Draws every page as its number; can be told that a page cannot be drawn."""

    def __init__(self):
        self.undrawable, self.blackened = set(), []

    def render_page(self, path, target, *, page):
        if page in self.undrawable:
            raise Refusal("corrupt", f"page {page}")
        target.write_bytes(b"RIFF" + str(page).encode())
        return PageImage(page=page, width=1000, height=1414, size=target.stat().st_size)

    def redact(self, path, target, *, pages, boxes):
        self.blackened.append(boxes)
        return target.write_bytes(b"%PDF-1.4 " + json.dumps([pages, boxes]).encode())


class FakeOutbox:
    def __init__(self):
        self.objects, self.broken = {}, False

    def put(self, key, body, media_type):
        if self.broken:
            raise TransientError("busy", "SlowDown")
        self.objects[key] = body

    def report_lines(self, key):
        body = self.objects.get(key)
        return None if body is None else iter(body.split("\n"))

    def receipts(self):
        return iter([body for key, body in self.objects.items() if key.startswith("receipts/") and key.endswith(".json")])


class FakeOcr:
    """Reads every page as one line; can be told to be busy, to fail, to lose pages, or to refuse."""

    def __init__(self):
        self.started, self.jobs, self.busy, self.failing, self.short, self.refusing = [], {}, 0, 0, 0, False
        self.texts = {}
        """What is written on the first page of an original, by digest."""

    def start(self, original):
        if self.busy:
            self.busy -= 1
            raise TransientError("busy", "ProvisionedThroughputExceededException")
        if self.refusing:
            raise ReadingError("reading_refused", "UnsupportedDocumentException")
        job = f"job-{original.digest[:8]}-{original.attempt}"
        if job not in self.jobs:
            self.started.append(original.digest)
        self.jobs[job] = original
        return job

    def result_pages(self, job):
        count = self.jobs[job].pages - (1 if self.short else 0)
        self.short = max(0, self.short - 1)
        written = self.texts.get(self.jobs[job].digest, "Arrêté n° 550/590").splitlines()
        boxes = [(0.1, 0.05 + 0.03 * place, 0.5, 0.02) for place in range(len(written))]
        lines = [TextLine(text=text, confidence=98.5, box=box) for text, box in zip(written, boxes, strict=True)]
        return [Page(number=number, lines=tuple(lines)) for number in range(1, count + 1)]

    def job_status(self, job):
        if self.failing:
            self.failing -= 1
            return "FAILED"
        return "SUCCEEDED" if job in self.jobs else "UNKNOWN"


class FakeQueues:
    """Queues as lists; `world.run` empties them."""

    def __init__(self):
        self.arrivals, self.ingest, self.rosters, self.readings, self.transcripts, self.closings = [], [], [], [], [], []

    def send_arrivals(self, arrivals):
        self.ingest += list(arrivals)

    def announce_uploads(self, uploads):
        self.arrivals += list(uploads)

    def send_roster(self, upload):
        self.rosters.append(upload)

    def wake_ocr(self, digest=None):
        self.readings.append(digest)

    def schedule_closing(self, batch, *, moves=None, after=timedelta()):
        self.closings.append((batch, moves, after))

    def send_ocr_notice(self, digest, job, standing):
        self.transcripts.append((digest, job, standing))


class FakeInspector:
    """The real judgement, without a process of its own."""

    def inspect(self, path):
        return inspect(path)

    def make_working_copy(self, path, target):
        target.write_bytes(b"%PDF-1.7 copy of " + path.read_bytes()[:8])


class FakeRegister:
    """One lock, several dictionaries, the table's conditions."""

    def __init__(self):
        self._lock = threading.RLock()
        self._pointer, self._servants = None, defaultdict(list)
        self._names, self._births, self._words = {}, {}, set()
        self._batches, self._arrivals, self._lines, self._originals, self._pieces, self._events = {}, {}, {}, {}, {}, []
        self._leases, self._changes, self._left = {}, [], {}

    def schema_version(self):
        return 1

    def roster_pointer(self):
        return self._pointer

    def find_servants(self, generation, folded):
        return [servant for servant in self._servants[generation] if fold(servant.matricule) == folded]

    def roster_page(self, generation, after, limit):
        found = sorted((f"{fold(each.matricule)}#{each.matricule}", each) for each in self._servants[generation])
        page = [(place, each) for place, each in found if place > (after or " ")][:limit]
        return [each for _, each in page], page[-1][0] if len(page) == limit else None

    def put_servants(self, generation, servants):
        self._servants[generation] = list(servants)

    def servants_by_matricule(self, generation, matricules):
        return {each.matricule: each for each in self._servants[generation] if each.matricule in matricules}

    def put_name_index(self, servants):
        for servant in servants:
            told = Servant(
                matricule=servant.matricule,
                name=servant.name,
                first_names=servant.first_names,
                birth_date=servant.birth_date,
                written=servant.written,
            )
            headings = [NameIndexEntry(heading=heading, servant=told) for heading in headings_of(servant) if len(heading) > 1]
            self._names |= {each.place: each for each in headings}
            if servant.birth_date is not None:
                self._births[servant.birth_date, servant.matricule] = told
            self._words |= {*words_of(servant.name), *words_of(servant.first_names)}

    def find_names(self, beginning, *, after, limit):
        found = [each for place, each in sorted(self._names.items()) if place.startswith(beginning) and place > (after or "")]
        return found[:limit]

    def find_born_on(self, day, *, limit):
        return [servant for (born, _), servant in sorted(self._births.items(), key=lambda each: each[0]) if born == day][:limit]

    def find_spellings(self, keys, *, limit):
        found = {key: sorted(word for word in self._words if key in spellings_of(word))[:limit] for key in keys}
        return sorted({word for words in found.values() for word in words})

    def put_roster_in_force(self, pointer, *, seen):
        if seen != self._pointer:
            raise ConflictError("conflict")
        self._pointer = pointer

    def open_batch(self, name, at):
        self._batches.setdefault(name, Batch(name=name, opened_at=at))

    def record_manifest(self, name, key, announced):
        self._batches[name] = replace(self._batches[name], manifest_key=key, announced=announced)

    def record_marker(self, name, at):
        self._batches[name] = replace(self._batches[name], marked_at=at)

    def batch(self, name):
        if name not in self._batches:
            return None
        lines, events = list(self.lines(name)), list(self.batch_events(name))
        tally = Tally(
            lines=len(lines),
            waiting=sum(line.status == "waiting" for line in lines),
            moves=len(events),
            moved_at=max((event.at for event in events), default=None),
            pages=sum(counted_pages(line) for line in lines),
            counts={status: sum(line.status == status for line in lines) for status in OUTCOMES},
        )
        return self._batches[name], tally

    def open_batches(self):
        return sorted(name for name, batch in self._batches.items() if batch.status != "closed")

    def reopen_batch(self, batch, at):
        self._turn(batch, "closed", replace(batch, status="open", opened_at=at, marked_at=None))

    def close_batch(self, batch, *, moves, at):
        self._turn(batch, "open", replace(batch, status="closing", revision=batch.revision + 1, closed_at=at, closed_moves=moves))
        return self._batches[batch.name]

    def record_receipt(self, batch, *, moves):
        self._turn(batch, "closing", replace(batch, status="closed", closed_moves=moves))

    def _turn(self, batch, was, then):
        with self._lock:
            now = self._batches[batch.name]
            if now.status != was or now.revision != batch.revision:
                raise ConflictError("conflict")
            self._batches[batch.name] = then

    def arrivals(self, batch):
        return {arrival: line for (name, arrival), line in self._arrivals.items() if name == batch}

    def line_of_arrival(self, batch, arrival):
        return self._arrivals.get((batch, arrival))

    def line(self, batch, line):
        return self._lines.get((batch, line))

    def lines(self, batch, *, after=None):
        return iter([line for (name, each), line in sorted(self._lines.items()) if name == batch and each > (after or "")])

    def refused_lines(self, batch, *, limit):
        found = [line for line in self.lines(batch) if line.status in LOST]
        return sorted(found, key=lambda line: (line.taken_at, line.line), reverse=True)[:limit]

    def look_up(self, batch, line, piece):
        return ExistingEntries(line=self.line(batch, line), original=self.original(digest_of_piece(piece)), piece=self.piece(piece))

    def original(self, digest):
        return self._originals.get(digest)

    def originals(self, digests):
        return [self._originals[digest] for digest in digests if digest in self._originals]

    def pieces_of_original(self, digest):
        return [piece for piece in self._pieces.values() if piece.digest == digest]

    def piece(self, piece):
        return self._pieces.get(piece)

    def register_arrival(self, entry):
        line = entry.line
        with self._lock:
            before = self._lines.get((line.batch, line.line))
            stale = entry.original is None and entry.seen is not None and self._originals[entry.seen.digest].status != entry.seen.status
            again = (
                (line.batch, entry.arrival) in self._arrivals or before is not None
                if not entry.revives
                else before is None or before.status != "failed"
            )
            known = entry.original is not None and entry.original.digest in self._originals
            if stale or again or known or (entry.piece is not None and entry.piece.piece in self._pieces):
                raise ConflictError("conflict")
            self._arrivals[line.batch, entry.arrival] = line.line
            self._lines[line.batch, line.line] = line
            self._events.append(entry.event)
            if entry.original is not None:
                self._originals[entry.original.digest] = entry.original
            if entry.piece is not None:
                self._pieces[entry.piece.piece] = entry.piece

    def record_repeated_arrival(self, batch, arrival, line):
        self._arrivals[batch, arrival] = line

    def waiting_readings(self, batch, limit):
        found = [o for o in self._originals.values() if o.status == "waiting" and o.route == "textract" and o.turn == batch]
        return [each.digest for each in sorted(found, key=lambda each: (each.registered_at, each.digest))][:limit]

    def reading_count(self):
        return sum(each.status == "reading" for each in self._originals.values())

    def stale_readings(self, before):
        return [each.digest for each in self._originals.values() if each.status == "reading" and each.started_at < before]

    def reading_started(self, original, job, at):
        now = self._originals[original.digest]
        if now.status == "waiting" and now.attempt == original.attempt:
            self._originals[original.digest] = replace(now, status="reading", job=job, started_at=at)

    def reading_succeeded(self, original, confidence):
        return self._move(original, {"waiting", "reading"}, status="transcribed", confidence=confidence, again=False)

    def retry_reading(self, original):
        self._move(original, {"waiting", "reading", "failed"}, status="waiting", attempt=original.attempt + 1, job=None, started_at=None)

    def reread_original(self, original):
        self._move(original, {"transcribed"}, status="waiting", attempt=original.attempt + 1, again=True, started_at=None)

    def rereading_failed(self, original):
        return self._move(original, {"waiting", "reading"}, status="transcribed", again=False)

    def reading_failed(self, original):
        self._move(original, {"waiting", "reading"}, status="failed")

    def _move(self, original, was, **facts):
        with self._lock:
            now = self._originals[original.digest]
            if now.status not in was or now.attempt != original.attempt:
                raise ConflictError("conflict")
            self._originals[original.digest] = replace(now, **facts)
            return self._originals[original.digest]

    def settle_piece(self, piece, line, outcome, event, change=None):
        with self._lock:
            if change is not None and not self._is_free(piece.piece, change.by, change.at):
                return False
            line = self._lines[piece.batch, piece.line]
            stands = self._pieces[piece.piece]
            if (stands.status, stands.edition, line.status) != (piece.status, piece.edition, line_status(piece.status)):
                return False
            twin = self._pieces.get(outcome.duplicate_of)
            if outcome.status == "duplicate" and (twin is None or (twin.status, twin.matricule) != ("filed", outcome.matricule)):
                return False
            self._pieces[piece.piece] = piece_after(stands, outcome)
            if leaves_casefile(stands, self._pieces[piece.piece]):
                self._left[piece.piece] = event.at
            self._lines[piece.batch, piece.line] = line_after(line, outcome)
            self._events.append(event)
            if change is not None:
                self._changes.append(change)
                self._leases.pop(piece.piece, None)
            return True

    def duplicates_of(self, piece):
        return [each for each in self._pieces.values() if each.status == "duplicate" and each.duplicate_of == piece]

    def find_orphaning_pieces(self, before):
        return [piece for piece, at in self._left.items() if at < before]

    def record_duplicates_restored(self, piece):
        if self._pieces[piece.piece].edition == piece.edition:
            self._left.pop(piece.piece, None)

    def pieces_awaiting_review(self, status, *, after, limit):
        found = sorted((each for each in self._pieces.values() if each.awaited == status), key=lambda each: each.place)
        return [(each, self._leases.get(each.piece)) for each in found if each.place > (after or "")][:limit]

    def piece_with_lease(self, piece):
        return (self._pieces[piece], self._leases.get(piece)) if piece in self._pieces else None

    def acquire_lease(self, piece, lease, *, now):
        with self._lock:
            stands = self._pieces[piece.piece]
            if (stands.status, stands.edition) != (piece.status, piece.edition) or not self._is_free(piece.piece, lease.by, now):
                raise ConflictError("conflict")
            self._leases[piece.piece] = lease

    def release_lease(self, piece, by):
        with self._lock:
            if piece in self._leases and self._leases[piece].by == by:
                del self._leases[piece]

    def _is_free(self, piece, by, now):
        lease = self._leases.get(piece)
        return lease is None or lease.by == by or lease.until <= now

    def decisions(self, piece, *, limit):
        found = sorted((each for each in self._changes if each.piece == piece), key=lambda each: each.place, reverse=True)
        return found[:limit]

    def decisions_on(self, day):
        return iter(sorted((each for each in self._changes if each.at.date() == day), key=lambda each: each.place))

    def retry_piece(self, piece, event):
        with self._lock:
            line = self._lines[piece.batch, piece.line]
            if line.status != "failed" or self._pieces[piece.piece].status != "failed":
                raise ConflictError("conflict")
            self._lines[piece.batch, piece.line] = replace(line, status="waiting", reason=None)
            self._pieces[piece.piece] = replace(self._pieces[piece.piece], status="waiting", reason=None)
            self._events.append(event)

    def batch_events(self, batch):
        return iter(sorted((event for event in self._events if event.batch == batch), key=lambda event: (event.at, event.line)))

    def line_events(self, batch, line):
        return (event for event in self.batch_events(batch) if event.line == line)

    def every_change(self):
        return list(self._changes)

    def every_piece(self):
        """Read all pieces, as no archive can."""
        return list(self._pieces.values())

    def alter(self, piece, **facts):
        """Have a piece stand otherwise, as a later decision would."""
        self._pieces[piece] = replace(self._pieces[piece], **facts)

    def casefile_pieces(self, matricule, *, after, limit):
        own = [each for each in self._pieces.values() if each.status == "filed" and normalise(each.matricule) == matricule]
        return [each for each in sorted(own, key=lambda each: each.place) if each.place > (after or "")][:limit]

    def pieces_with_originals(self, pieces):
        found = {piece: self._pieces[piece] for piece in pieces if piece in self._pieces}
        return {name: (piece, self._originals[piece.digest]) for name, piece in found.items()}

    def latest_batches(self, *, before, limit):
        found = sorted(self._batches.values(), key=lambda each: each.place, reverse=True)
        return [self.batch(each.name) for each in found if before is None or each.place < before][:limit]

    def earliest_batches(self, *, after, limit):
        found = sorted(self._batches.values(), key=lambda each: each.place)
        return [each for each in found if each.place > (after or "")][:limit]

    def restore(self, values):
        for value in values:
            match value:
                case Batch():
                    self._batches[value.name] = value
                case Original():
                    self._originals[value.digest] = value
                case Piece():
                    self._pieces[value.piece] = value
                case BatchLine():
                    self._lines[value.batch, value.line] = value
                case Event() | Decision():
                    written = self._events if isinstance(value, Event) else self._changes
                    written += [value] if value not in written else []
                case (batch, arrival, line):
                    self._arrivals[batch, arrival] = line


class FakeConsultations:
    """Who opened what; can be told to be out of order."""

    def __init__(self):
        self.written, self.broken, self._kept = {}, False, None

    def record(self, consultation):
        if self.broken:
            raise TransientError("unjournalled", "told to be out of order")
        self.written.setdefault((consultation.subject, consultation.place), consultation)

    def list_for(self, subject, *, before, limit):
        own = sorted((each for each in self.written.values() if each.subject == subject), key=lambda each: each.place, reverse=True)
        return [each for each in own if before is None or each.place < before][:limit]

    def access_records(self, since, until):
        found = sorted(self.written.values(), key=lambda each: each.place)
        return iter([(each.at, to_plain(each)) for each in found if since <= each.at < until])

    def restore(self, accesses):
        for each in (from_plain(Consultation, access) for access in accesses):
            self.written[each.subject, each.place] = each

    def archived_until(self):
        return self._kept

    def set_archived_until(self, at, *, seen):
        if seen != self._kept:
            raise ConflictError("conflict")
        self._kept = at


class FakeLinks:
    """Signs with nothing but what a link must say."""

    def __init__(self, clock, vault):
        self._clock, self._vault = clock, vault
        self.signed = []

    def page_image_link(self, digest, page):
        if (digest, page) not in self._vault.pictures:
            return None
        link = Link(url=f"https://work.example/{digest}/{page}", expires_at=self._clock.now() + timedelta(minutes=5))
        return self._vault.pictures[digest, page][0], link

    def original_link(self, original, name):
        self.signed.append(original.digest)
        url = f"https://vault.example/{original.digest}?as={file_name(name, original.extension)}"
        return Link(url=url, expires_at=self._clock.now() + timedelta(minutes=5))


class FakeDeposits:
    """Signs with nothing but what a slot must say."""

    def __init__(self, clock):
        self._clock = clock
        self.signed = []

    def upload_slot(self, batch, key, size):
        self.signed.append((batch, key, size))
        fields = {"key": key, "Content-Type": "application/octet-stream", "x-amz-signature": f"{size}"}
        return Slot(url="https://inbox.example/", fields=fields, expires_at=self._clock.now() + timedelta(minutes=15))


class FakePageImages:
    """The other function, in this process; can be told to be busy."""

    def __init__(self, archive):
        self._archive, self.busy, self.asked = archive, False, []

    def render_page(self, original, page):
        if self.busy:
            raise TransientError("undrawn", "Sandbox.Timedout")
        self.asked.append(page)
        scan = Scan(digest=original.digest, extension=original.extension, pages=original.pages)
        illustrate(scan, page, self._archive, until=self._archive.clock.now() + timedelta(seconds=5))

    def make_redacted_copy(self, original, boxes):
        scan = Scan(digest=original.digest, extension=original.extension, pages=original.pages)
        return make_redacted(scan, boxes, self._archive)


@dataclass
class FakeUser:
    """Somebody who can sign in with the password."""

    password: str
    matricule: str | None
    enabled: bool = True
    must_change: bool = True
    totp: bool = False
    groups: frozenset = frozenset()
    signed_out: int = 0


class FakeAccounts:
    """A pool of users; each call is counted, since each costs."""

    def __init__(self):
        self.users, self.calls, self.busy, self.busy_after = {}, [], 0, None

    def first_password_lifetime(self):
        return timedelta(days=30)

    def open_account(self, matricule, password):
        self._call("open", matricule)
        if matricule in self.users:
            return False
        self.users[matricule] = FakeUser(password=password, matricule=matricule)
        return True

    def reset_password(self, matricule, password, *, forget_totp=False):
        self._call("renew", matricule)
        user = self.users.get(matricule)
        if user is None:
            raise PermanentError("no_account")
        user.password, user.must_change = password, True
        user.totp = user.totp and not forget_totp
        user.signed_out += 1

    def disable(self, matricule):
        self._call("close", matricule)
        if matricule in self.users:
            self.users[matricule].enabled = False
            self.users[matricule].signed_out += 1

    def enable(self, matricule):
        self._call("reopen", matricule)
        if matricule in self.users:
            self.users[matricule].enabled = True

    def look_up(self, matricule):
        self._call("standing", matricule)
        user = self.users.get(matricule)
        if user is None:
            return None
        return PoolAccount(enabled=user.enabled, must_change=user.must_change, matricule=user.matricule, totp=user.totp, groups=user.groups)

    def _call(self, name, matricule):
        if self.busy_after is not None:
            self.busy_after -= 1
            self.busy, self.busy_after = (1, None) if self.busy_after < 0 else (self.busy, self.busy_after)
        if self.busy:
            self.busy -= 1
            raise TransientError("busy", "TooManyRequestsException")
        self.calls.append((name, matricule))


class FakeAccountLedger:
    def __init__(self):
        self._accounts, self.events, self.broken = {}, [], False

    def account(self, matricule):
        return self._accounts.get(matricule)

    def accounts(self, matricules):
        return {each: self._accounts[each] for each in matricules if each in self._accounts}

    def all_accounts(self):
        return iter(sorted(self._accounts.values(), key=lambda each: each.matricule))

    def record(self, accounts, events=()):
        self.events += [event for event in events if event not in self.events]
        self._accounts |= {each.matricule: each for each in accounts}

    def record_if_unchanged(self, account, event, *, seen):
        if self.broken or self._accounts.get(account.matricule) != seen:
            raise ConflictError("conflict")
        self.record([account], [event])

    def history(self, matricule, limit):
        found = [event for event in self.events if event.matricule == matricule]
        return sorted(found, key=lambda event: (event.at, event.deed), reverse=True)[:limit]


class FakeArchive:
    """All ports together."""

    def __init__(self, **settings):
        self.clock = FakeClock()
        self.vault = FakeVault()
        self.inbox = FakeInbox(self.clock, self.vault.redacted)
        self.outbox = FakeOutbox()
        self.register = FakeRegister()
        self.consultations = FakeConsultations()
        self.identities = FakeIdentities(self.clock)
        self.sign_in_attempts = FakeSignInAttempts()
        self.sessions = FakeSessions()
        self.links = FakeLinks(self.clock, self.vault)
        self.deposits = FakeDeposits(self.clock)
        self.accounts = FakeAccounts()
        self.account_ledger = FakeAccountLedger()
        self.rectifications = FakeRectifications()
        self.statistics = FakeStatistics(self.register)
        self.audit_trail = FakeAuditTrail(self)
        self.queues = FakeQueues()
        self.ocr = FakeOcr()
        self.inspector = FakeInspector()
        self.renderer = FakeRenderer()
        self.page_images = FakePageImages(self)
        self.settings = Settings(start_rate=1000, **settings)
        self.nomenclature = shipped()
