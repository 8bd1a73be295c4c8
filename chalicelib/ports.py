"""What the archive asks of the world; `aws/` answers with AWS, the tests with fakes that keep the same promises."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Literal, Protocol

from chalicelib.access import Consultation
from chalicelib.account import Account, AccountEvent, Standing
from chalicelib.batch import Batch, Tally
from chalicelib.change import Change, Lease
from chalicelib.inspection import Inspection
from chalicelib.journal import Event
from chalicelib.nomenclature import Nomenclature
from chalicelib.picture import Picture
from chalicelib.piece import Line, Original, Outcome, Piece, Status
from chalicelib.reader import Reader
from chalicelib.reports import Report, ReportEvent, ReportStatus
from chalicelib.roster import Servant
from chalicelib.signin import SignIn
from chalicelib.sums import Book, Counted, Holding, Queue, Reached, Sum, Turn
from chalicelib.trace import Trace
from chalicelib.transcript import Box, Page, Transcript


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """One version of one object in the inbox."""

    key: str
    """As S3 holds it, URL-decoded."""
    version: str
    size: int
    """Bytes."""
    uploaded_at: datetime
    """UTC, aware."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """An upload that somebody announced, in its batch."""

    upload: Upload
    batch: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the register knows of some bytes before they are taken in, read at once."""

    line: Line | None = None
    """The line of the same bytes under the same key."""
    original: Original | None = None
    piece: Piece | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """All that one arrival changes in the register, in one transaction."""

    arrival: str
    """`identifiers.arrival_id`."""
    line: Line
    event: Event
    piece: Piece | None = None
    """A new piece."""
    original: Original | None = None
    """A new original; without it, the one that the piece speaks of must stand as `seen`."""
    seen: Original | None = None
    """The original as it was read before deciding."""
    revives: bool = False
    """The line stood as failed and unread; it is begun again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterPointer:
    """Which roster is in force."""

    generation: str
    count: int
    """Servants in it."""
    shapes: frozenset[str]
    """Forms of its matricules, folded."""
    uploaded_at: datetime
    """Of the CSV: an older one that arrives late changes nothing."""
    previous: str | None = None
    """The generation before, for undo."""
    pending: str | None = None
    """A generation that waits for a confirmation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """What somebody is given who has signed in."""

    token: str = field(repr=False)
    """The ID token: the page shows it to the API."""
    access: str = field(repr=False)
    """The access token: Cognito asks for it before it changes an account; it never leaves us."""
    refresh: str | None = field(default=None, repr=False)
    """The next refresh token; None where the one before goes on."""
    expires_in: int
    """Seconds that the ID token is good for."""
    reader: Reader


@dataclass(frozen=True, slots=True, kw_only=True)
class Challenge:
    """What is still asked of somebody whose password was right."""

    kind: Literal["new_password", "totp"]
    name: str
    """The user name, as Cognito wants it back."""
    session: str = field(repr=False)
    """Cognito's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """An open session, as the register keeps it."""

    name: str
    """The account's user name."""
    refresh: str = field(repr=False)
    """Cognito's refresh token, of no use without the client's secret."""
    used_at: datetime
    """UTC, aware: when its reader last went on with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tries:
    """How often somebody tried, as it is remembered."""

    count: int
    since: datetime
    """UTC, aware: from here attempts are forgotten one by one."""
    free_at: datetime
    """UTC, aware: before it nobody is let try."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A servant under one word of the name, as a list of names has them."""

    heading: str
    """One of `names.headings_of`."""
    servant: Servant
    """As the roster told when it was last different: only the roster in force says who exists now."""

    @property
    def place(self) -> str:
        """Tell where it stands in the list."""
        return f"{self.heading}#{self.servant.matricule}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What administrators may set without a deployment."""

    quiet: timedelta = timedelta(seconds=300)
    """A batch without a manifest closes after this rest."""
    marked_quiet: timedelta = timedelta(seconds=30)
    """The same, once `_COMPLETE` has come."""
    start_rate: float = 5.0
    """Textract starts a second."""
    open_jobs: int = 100
    """Textract jobs open at once."""
    roster_shrink_percent: int = 5
    """A roster that loses more than this waits for a confirmation."""
    matricule_patterns: tuple[str, ...] = ("[0-9]{5,7}[A-Z]{0,2}",)
    """Used until a roster tells the forms of its matricules."""
    small_bytes: int = 32 * 1024 * 1024
    """Up to here a file takes the fast lane."""
    retention: timedelta = timedelta(days=3650)
    """How long the vault locks an original."""
    stale: timedelta = timedelta(minutes=30)
    """A reading without an answer for so long is asked after."""
    grace: timedelta = timedelta(seconds=120)
    """An upload this young may yet be announced by S3 itself."""
    patience: timedelta = timedelta(minutes=15)
    """An upload that was announced again for so long, and never taken, is said to have failed."""
    time_zone: str = "Africa/Bujumbura"
    """Of the days that name batches, and of the hours on receipts."""
    idle: timedelta = timedelta(minutes=30)
    """A session that nobody used for so long has ended."""
    site_url: str = ""
    """The site's address, as slips say it."""
    account_rate: float = 15.0
    """Accounts opened or closed a second."""
    closing_statuses: tuple[str, ...] = ("révoqué", "démissionnaire", "décédé", "licencié")
    """Statuses of the roster that close an account; the retired keep theirs."""
    roadmap_start: date | None = None
    """First day of the plan; without it nothing is compared with one."""
    roadmap_casefiles: int = 115_000
    """Case files to be there at its end."""
    roadmap_years: int = 5
    roadmap_days: int = 220
    """Working days of a year."""


Access = Mapping[str, Any]
"""A consultation or a sign-in as the register holds it, keys and all, in values that JSON knows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link that serves whoever holds it, for some minutes."""

    url: str
    expires_at: datetime
    """UTC, aware."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """Where one file may be put, for some minutes, by whoever holds it: a form that S3 takes."""

    url: str
    fields: Mapping[str, str] = field(repr=False)
    """Of the form, before the file."""
    expires_at: datetime
    """UTC, aware."""


Restored = Batch | Line | Original | Piece | Event | Change | tuple[str, str, str]
"""What a rebuild writes; a triple is an arrival: batch, arrival, line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recount:
    """What one step of counting writes, all of it or nothing."""

    standing: Reached
    book: Book = field(default_factory=Book)
    turn: Turn | None = None


class Clock(Protocol):
    """Time."""

    def now(self) -> datetime:
        """UTC, aware."""

    def pause(self, seconds: float) -> None:
        """Wait."""


class Inspector(Protocol):
    """Judges a file before it is kept."""

    def inspect(self, path: Path) -> Inspection:
        """Say what a file is, or raise `Refusal`."""

    def copy_for_reading(self, path: Path, target: Path) -> None:
        """Write the PDF that Textract reads in place of an original it would refuse."""


class Artist(Protocol):
    """Draws pages, in a process of its own: an original is a stranger's."""

    def draw(self, path: Path, target: Path, *, page: int) -> Picture:
        """Write the picture of a page, as readers see it; raise `Refusal` where it cannot be drawn."""

    def redact(self, path: Path, target: Path, *, pages: int, boxes: Mapping[int, Sequence[Box]]) -> int:
        """Write a PDF of all pages with places painted black, and tell its bytes; raise `Refusal`."""


class Illustrator(Protocol):
    """Who has pages drawn for the API: a function of its own."""

    def draw(self, original: Original, page: int) -> None:
        """Have a page drawn, and wait until it is there; raise `TransientError` where it is not."""

    def redact(self, original: Original, boxes: Mapping[int, Sequence[Box]]) -> str:
        """Have a PDF made of all pages with places painted black; tell its key in the work bucket, or raise `TransientError`."""


class Inbox(Protocol):
    """Where the ministry's scans arrive."""

    @property
    def name(self) -> str:
        """The bucket."""

    def fetched(self, upload: Upload) -> AbstractContextManager[tuple[Path, str]]:
        """Lend the bytes as a file, with their SHA-256; raise `PermanentError("vanished")` where they are gone."""

    def text(self, key: str, version: str | None = None) -> bytes:
        """Read a small object: a manifest, a roster."""

    def uploads(self, prefix: str = "") -> Iterator[Upload]:
        """List every version below a prefix, oldest key first."""

    def bring(self, copy: str, key: str) -> None:
        """Put a copy that was made here, by its key in the work bucket, where it arrives as a scan does."""

    def mark_kept(self, upload: Upload) -> None:
        """Let the lifecycle expire an upload that is safe in the vault."""


class Vault(Protocol):
    """Archival storage: originals, their transcripts and records."""

    def keep(self, upload: Upload, digest: str, extension: str, path: Path) -> None:
        """Keep an original once, and prove that what was kept is what was read."""

    def keep_copy(self, digest: str, path: Path) -> None:
        """Put a working copy where Textract can read it."""

    def lent(self, digest: str, extension: str) -> AbstractContextManager[Path]:
        """Lend an original as a file, once its bytes are proved to be those that were kept."""

    def keep_picture(self, digest: str, picture: Picture, path: Path) -> None:
        """Put the picture of a page where links lead to it."""

    def keep_redacted(self, digest: str, path: Path) -> str:
        """Put a copy with places painted black where it can be fetched for some days, and tell its key."""

    def keep_transcript(self, digest: str, transcript: Transcript) -> None:
        """Keep the text beside its original."""

    def transcript(self, digest: str) -> Transcript | None:
        """Read it back."""

    def keep_record(self, line: Line, record: Mapping[str, Any]) -> None:
        """Keep what is known of a line beside its original."""

    def record(self, line: Line) -> dict[str, Any] | None:
        """Read it back."""

    def records(self) -> Iterator[dict[str, Any]]:
        """Read every record."""

    def keep_roster(self, generation: str, data: bytes) -> None:
        """Keep a roster as it came."""

    def roster(self, generation: str) -> bytes | None:
        """Read a roster back."""

    def keep_pointer(self, pointer: RosterPointer) -> None:
        """Keep which roster is in force."""

    def pointer(self) -> RosterPointer | None:
        """Read it back."""

    def keep_accesses(self, begun: datetime, accesses: Sequence[Access]) -> None:
        """Keep a page of who opened what and who signed in; the same page is kept once, and none is ever written over."""

    def accesses(self) -> Iterator[Access]:
        """Read every page back."""


class Outbox(Protocol):
    """What the ministry reads back."""

    def put(self, key: str, body: str, media_type: str) -> None:
        """Write one report."""

    def receipts(self) -> Iterator[str]:
        """Read every receipt's JSON."""

    def lines(self, key: str) -> Iterator[str] | None:
        """Read one report line by line; None where there is none."""


class OcrEngine(Protocol):
    """Textract, or what stands in for it."""

    def start(self, original: Original) -> str:
        """Begin a reading and return its job; raise `TransientError` when too busy, `ReadingError` when it will not."""

    def pages(self, job: str) -> Sequence[Page]:
        """Read what a finished job wrote, all parts in order."""

    def standing(self, job: str) -> str:
        """Ask how a job stands: `IN_PROGRESS`, `SUCCEEDED`, `FAILED`, `PARTIAL_SUCCESS`; `UNKNOWN` when it is forgotten."""


class Lanes(Protocol):
    """The queues."""

    def take_in(self, arrivals: Iterable[Arrival]) -> None:
        """Send arrivals on to ingest, each in its batch's turn and its size's lane."""

    def announce(self, uploads: Iterable[Upload]) -> None:
        """Announce uploads again, as S3 would."""

    def load(self, upload: Upload) -> None:
        """Have a roster loaded."""

    def wake(self, digest: str | None = None) -> None:
        """Wake the starter of readings."""

    def check(self, batch: str, *, moves: int | None = None, after: timedelta = timedelta()) -> None:
        """Have a batch looked at for closing, later; `moves` lets the look be dropped when something happened since."""

    def finish(self, digest: str, job: str, standing: str) -> None:
        """Send a notice that Textract owed us."""


class Register(Protocol):
    """The one table."""

    def schema(self) -> int:
        """Tell the version of the table's keys, and write ours into a table that has none."""

    def settings_roster(self) -> RosterPointer | None:
        """Tell which roster is in force."""

    def servants(self, generation: str, folded: str) -> Sequence[Servant]:
        """Find the servants whose folded matricule is this."""

    def roster_page(self, generation: str, after: str | None, limit: int) -> tuple[Sequence[Servant], str | None]:
        """Read some servants of a generation in a fixed order; then the place to go on `after`, None at the end."""

    def put_servants(self, generation: str, servants: Iterable[Servant]) -> None:
        """Write a generation; repeatable."""

    def servants_of(self, generation: str, matricules: Sequence[str]) -> Mapping[str, Servant]:
        """Read up to a hundred servants by their exact matricules, in one request; who is not in the roster is left out."""

    def put_names(self, servants: Iterable[Servant]) -> None:
        """Write servants in the lists of names, which outlive rosters: who has left is still found; repeatable."""

    def named(self, beginning: str, *, after: str | None, limit: int) -> Sequence[Heading]:
        """Read some headings that begin so (two letters or more), in their order; `after` is a heading's `place`."""

    def born(self, day: date, *, limit: int) -> Sequence[Servant]:
        """Read some servants who were born on a day."""

    def spelt(self, keys: Iterable[str], *, limit: int) -> Sequence[str]:
        """Read words of names that have one of the spellings (`names.spellings_of`), at most so many a spelling."""

    def point(self, pointer: RosterPointer, *, seen: RosterPointer | None) -> None:
        """Put a roster in force; raise `ConflictError` if the pointer is no longer as seen."""

    def open_batch(self, name: str, at: datetime) -> None:
        """Open a batch unless it exists."""

    def note_manifest(self, name: str, key: str, announced: int) -> None:
        """Remember what a batch announces."""

    def note_marker(self, name: str, at: datetime) -> None:
        """Remember that a batch was said to be complete."""

    def batch(self, name: str) -> tuple[Batch, Tally] | None:
        """Read a batch and its sums."""

    def batches(self) -> Sequence[str]:
        """Name the batches that are not closed."""

    def reopen(self, batch: Batch, at: datetime) -> None:
        """Begin a new revision of a closed batch."""

    def close(self, batch: Batch, *, moves: int, at: datetime) -> Batch:
        """Fix the next revision; raise `ConflictError` if another did."""

    def closed(self, batch: Batch, *, moves: int) -> None:
        """Say that the receipt of the revision is written, and of which moves it speaks; raise `ConflictError` if that was said before."""

    def arrivals(self, batch: str) -> Mapping[str, str]:
        """Read every arrival of a batch: its id and its line."""

    def arrival(self, batch: str, arrival: str) -> str | None:
        """Tell the line that took an arrival."""

    def line(self, batch: str, line: str) -> Line | None:
        """Read one line."""

    def lines(self, batch: str, *, after: str | None = None) -> Iterator[Line]:
        """Read every line of a batch, in the order of their ids; those behind one, where it is named."""

    def refused(self, batch: str, *, limit: int) -> Sequence[Line]:
        """Read some files of a batch that were refused or failed, the latest first; what has just happened may be left out."""

    def known(self, batch: str, line: str, piece: str) -> Known:
        """Read a line, a piece and its original in one request."""

    def original(self, digest: str) -> Original | None:
        """Read one original."""

    def originals(self, digests: Sequence[str]) -> Sequence[Original]:
        """Read many originals in few requests, in the order asked for."""

    def pieces(self, digest: str) -> Sequence[Piece]:
        """Read every piece that an original is."""

    def piece(self, piece: str) -> Piece | None:
        """Read one piece."""

    def take(self, entry: Entry) -> None:
        """Register one arrival; raise `ConflictError` if anything it relied on has moved."""

    def remember(self, batch: str, arrival: str, line: str) -> None:
        """Take an arrival that brought nothing new."""

    def waiting(self, batch: str, limit: int) -> Sequence[str]:
        """Digests whose reading has not begun, oldest first."""

    def reading_count(self) -> int:
        """Count the readings under way."""

    def stale(self, before: datetime) -> Sequence[str]:
        """Digests whose reading began before a time and has not ended."""

    def begin(self, original: Original, job: str, at: datetime) -> None:
        """Note that a reading has begun; nothing happens if it has already ended."""

    def transcribed(self, original: Original, confidence: float | None) -> Original:
        """Note that a reading has ended well, and tell what stands now."""

    def reread(self, original: Original) -> None:
        """Put an original back to be read in a new attempt."""

    def read_anew(self, original: Original) -> None:
        """Put an original that has been read back to be read once more, in its own queue; raise `ConflictError` if it is in work."""

    def stand(self, original: Original) -> Original:
        """Note that a reading anew has ended badly: what was read before stands; tell what stands now."""

    def give_up(self, original: Original) -> None:
        """Note that a reading has ended badly."""

    def settle(self, piece: Piece, line: Line, outcome: Outcome, event: Event, change: Change | None = None) -> bool:
        """Move a piece that stands as given, its line, the sums and the journal at once; False when it had been moved already.

        A person's change is written with it and ends their lease; False also where somebody else has one, and where a piece becomes the
        duplicate of one that is not filed in that case file.
        """

    def twins(self, piece: str) -> Sequence[Piece]:
        """Read every piece that is a duplicate of one, as it stands."""

    def left(self, before: datetime) -> Sequence[str]:
        """Name the pieces that left a case file before a time, and whose duplicates have not been looked at since."""

    def brought_back(self, piece: Piece) -> None:
        """Note that the duplicates of a piece that stands as given have been looked at; nothing where it has moved."""

    def retry(self, piece: Piece, event: Event) -> None:
        """Put a failed piece and its line back to waiting."""

    def journal(self, batch: str) -> Iterator[Event]:
        """Read the events of a batch."""

    def casefile(self, matricule: str, *, after: str | None, limit: int) -> Sequence[Piece]:
        """Read some pieces of a case file, in the order of their registration; `after` is a piece's `place`."""

    def held(self, pieces: Sequence[str]) -> Mapping[str, tuple[Piece, Original]]:
        """Read up to fifty pieces with their originals, in one request; what is not there is left out."""

    def latest_batches(self, *, before: str | None, limit: int) -> Sequence[tuple[Batch, Tally]]:
        """Read some batches with their sums, the one opened last first; `before` is a batch's `place`."""

    def awaiting(self, status: Status, *, after: str | None, limit: int) -> Sequence[tuple[Piece, Lease | None]]:
        """Read some pieces that wait for a person (`Piece.awaited`), the oldest first; `after` is a piece's `place`."""

    def leased(self, piece: str) -> tuple[Piece, Lease | None] | None:
        """Read one piece, and who has it in hand or had it last."""

    def lease(self, piece: Piece, lease: Lease, *, now: datetime) -> None:
        """Put a piece that stands as given in somebody's hand; raise `ConflictError` where it has moved or is in another's."""

    def free(self, piece: str, by: str) -> None:
        """Take a piece out of somebody's hand; nothing where it is not in it."""

    def changes(self, piece: str, *, limit: int) -> Sequence[Change]:
        """Read what people changed of a piece, the latest first."""

    def changes_on(self, day: date) -> Iterator[Change]:
        """Read what people changed on a day of UTC, in time."""

    def earliest_batches(self, *, after: str | None, limit: int) -> Sequence[Batch]:
        """Read some batches, the one opened first first; `after` is a batch's `place`."""

    def restore(self, values: Iterable[Restored]) -> None:
        """Write what a rebuild found: values, and arrivals as (batch, arrival, line); the sums follow from lines and events."""


class Consultations(Protocol):
    """Who opened what."""

    def note(self, consultation: Consultation) -> None:
        """Write one consultation, once however often it is asked; raise `TransientError` where it cannot be written."""

    def of(self, subject: str, *, before: str | None, limit: int) -> Sequence[Consultation]:
        """Read who opened a case file, the latest first; `before` is a consultation's `place`."""

    def accesses(self, since: datetime, until: datetime) -> Iterator[tuple[datetime, Access]]:
        """Read who opened what, who signed in, and what was done to accounts and reports, from a time on and before another.

        With the last comes how accounts and reports stand. Some are very new and may yet be missing.
        """

    def restore(self, accesses: Iterable[Access]) -> None:
        """Write again what `accesses` gave."""

    def kept_until(self) -> datetime | None:
        """Tell up to when the vault has them."""

    def keep_until(self, at: datetime, *, seen: datetime | None) -> None:
        """Remember up to when the vault has them; raise `ConflictError` if that is no longer as seen."""


class Links(Protocol):
    """Who signs links to originals."""

    def link(self, original: Original, name: str) -> Link:
        """Sign a link to the one version of an original, saved under its piece's name."""

    def picture(self, digest: str, page: int) -> tuple[Picture, Link] | None:
        """Sign a link to the picture of a page; None where it is not drawn."""


class Deposits(Protocol):
    """Who signs what lets a browser put a file into the inbox."""

    def slot(self, batch: str, key: str, size: int) -> Slot:
        """Sign for one key of a batch, and so many bytes."""


class Accounts(Protocol):
    """Who checks passwords: Cognito's pool, as its administrators see it."""

    def validity(self) -> timedelta:
        """Tell how long a first password is good."""

    def open(self, matricule: str, password: str) -> bool:
        """Make an account with a first password; False, and nothing changed, where there is one."""

    def renew(self, matricule: str, password: str, *, forget_totp: bool = False) -> None:
        """Give a new first password and end every session; raise `PermanentError("no_account")`."""

    def close(self, matricule: str) -> None:
        """Let nobody in and end every session; nothing where there is no account."""

    def reopen(self, matricule: str) -> None:
        """Let in again; nothing where there is no account."""

    def standing(self, matricule: str) -> Standing | None:
        """Look at one account: it counts as active that month and is paid for, so never ask in bulk."""


class Ledger(Protocol):
    """What the register knows of accounts."""

    def account(self, matricule: str) -> Account | None:
        """Read one."""

    def accounts(self, matricules: Sequence[str]) -> Mapping[str, Account]:
        """Read many in few requests, by matricule; those that are there."""

    def every(self) -> Iterator[Account]:
        """Read all."""

    def note(self, accounts: Sequence[Account], events: Sequence[AccountEvent] = ()) -> None:
        """Write many, and what was done to them; repeatable."""

    def turn(self, account: Account, event: AccountEvent, *, seen: Account | None) -> None:
        """Write one and what was done to it at once; raise `ConflictError` if it is no longer as seen."""

    def history(self, matricule: str, limit: int) -> Sequence[AccountEvent]:
        """Read what was done to an account, the latest first."""


class Identities(Protocol):
    """Who lets readers in: Cognito's pool, through the door."""

    def key(self) -> bytes:
        """Give a secret of this archive's, for marks that only we can make."""

    def sign_in(self, name: str, password: str) -> Tokens | Challenge:
        """Try a password; raise `ReaderError("sign_in_refused")`, whatever the reason."""

    def answer(self, challenge: Challenge, answer: str) -> Tokens | Challenge:
        """Answer a challenge; raise `ReaderError`: `wrong_code`, `weak_password`, `challenge_over`."""

    def refresh(self, refresh: str) -> Tokens:
        """Go on; raise `ReaderError("not_signed_in")`."""

    def revoke(self, refresh: str) -> None:
        """End one session; nothing where it has ended."""

    def sign_out(self, name: str) -> None:
        """End every session of an account."""

    def change_password(self, access: str, old: str, new: str) -> None:
        """Change the own password; raise `ReaderError`: `wrong_password`, `weak_password`, `too_many_attempts`."""

    def begin_totp(self, access: str) -> str:
        """Make a secret for an authenticator; nothing is asked of the reader before it was confirmed."""

    def confirm_totp(self, access: str, code: str) -> None:
        """Ask for a code at each sign-in from now on; raise `ReaderError("wrong_code")`."""

    def drop_totp(self, access: str) -> None:
        """Ask for none any more."""

    def send_code(self, name: str) -> None:
        """Send a code to an account's verified address; nothing, and the same silence, where there is none."""

    def reset_password(self, name: str, code: str, password: str) -> None:
        """Set a new password by a code; raise `ReaderError`: `wrong_code`, `weak_password`, `too_many_attempts`."""


class Attempts(Protocol):
    """What the register knows of the door: who tried how often, and what became of it."""

    def tries(self, key: str) -> Tries | None:
        """Read how often was tried."""

    def move(self, key: str, tries: Tries, *, seen: Tries | None, until: datetime) -> None:
        """Count; raise `ConflictError` if it is no longer as seen. It may be forgotten after `until`."""

    def spend(self, mark: str, until: datetime) -> None:
        """Use up what is good once; raise `ConflictError` if it was used before."""

    def note(self, sign_in: SignIn) -> None:
        """Write into the journal; what has one place is counted together."""

    def sign_ins(self, name: str, *, before: str | None, limit: int) -> Sequence[SignIn]:
        """Read an account's part, the latest first; `before` is a `place`."""


class Sessions(Protocol):
    """What the register knows of open sessions, each under a mark of its cookie."""

    def session(self, mark: str) -> Session | None:
        """Read one; None where there is none, or it was ended."""

    def keep(self, mark: str, session: Session, *, seen: Session | None, until: datetime) -> None:
        """Write one; raise `ConflictError` if its refresh token is no longer the one seen. It may be forgotten after `until`.

        Nothing is seen of one that begins: its mark is new.
        """

    def end(self, mark: str, at: datetime) -> None:
        """Leave nothing of one."""


class Trail(Protocol):
    """The journal as a whole, the latest first. `since` is where it ends, `before` where it begins: places, or the beginnings of such."""

    def on(self, day: date, *, since: str = "", before: str = "~") -> Iterator[Trace]:
        """Read what happened on a day of UTC."""

    def of_reader(self, name: str, *, since: str = "", before: str = "~") -> Iterator[Trace]:
        """Read what one reader did."""

    def of_casefile(self, matricule: str, *, since: str = "", before: str = "~") -> Iterator[Trace]:
        """Read who opened a case file, and what was done to its servant's account and reports; not what was decided of pieces."""


class Sums(Protocol):
    """The figures, kept up to date by one counting at a time."""

    def standing(self) -> Reached:
        """Read the sums of all days, and how far they go."""

    def turns(self) -> Sequence[str]:
        """Name the batches that are not counted to their end."""

    def turn(self, batch: str) -> Turn | None:
        """Tell how far a batch is counted."""

    def events(self, batch: str, *, after: str, limit: int) -> Sequence[tuple[str, Event]]:
        """Read some events of a batch, in time, each with its place; `after` is a place, or the beginning of one."""

    def lines(self, batch: str, lines: Sequence[str]) -> Sequence[Line]:
        """Read lines of a batch as they stand; those that are there."""

    def counted(self, batch: str, lines: Sequence[str]) -> Mapping[str, Counted]:
        """Read what lines of a batch added."""

    def holdings(self, matricules: Sequence[str]) -> Mapping[str, Holding]:
        """Read how many pieces are counted in case files."""

    def queues(self) -> Sequence[Queue]:
        """Read what waits for a person, by ministry."""

    def days(self, first: date, last: date) -> Sequence[tuple[date, Sum]]:
        """Read the sums of days, in order; those on which something came in."""

    def write(self, recount: Recount, *, seen: int) -> None:
        """Write one step; raise `ConflictError` if the edition is no longer as seen."""


class Reports(Protocol):
    """What servants report of their case files."""

    def file(self, report: Report, event: ReportEvent, *, most: int) -> bool:
        """Write a new one; False where so many of the same servant's are open already."""

    def of(self, matricule: str, *, before: str | None, limit: int) -> Sequence[Report]:
        """Read a servant's reports, the latest first; `before` is the name of one."""

    def named(self, report: str) -> Report | None:
        """Read one."""

    def standing(self, status: ReportStatus, *, after: str | None, limit: int) -> Sequence[Report]:
        """Read reports of a status, the oldest first; `after` is a report's `place`."""

    def move(self, report: Report, event: ReportEvent, *, seen: Report) -> None:
        """Write what became of one; raise `ConflictError` if it no longer stands as seen."""


class Archive(Protocol):
    """All ports together; an adapter connects when it is first asked."""

    @property
    def inbox(self) -> Inbox:
        """Where scans arrive."""

    @property
    def vault(self) -> Vault:
        """Where they are kept."""

    @property
    def outbox(self) -> Outbox:
        """Where receipts leave."""

    @property
    def register(self) -> Register:
        """What is known."""

    @property
    def consultations(self) -> Consultations:
        """Who opened what."""

    @property
    def accounts(self) -> Accounts:
        """Who checks passwords."""

    @property
    def ledger(self) -> Ledger:
        """What is known of accounts."""

    @property
    def identities(self) -> Identities:
        """Who lets readers in."""

    @property
    def attempts(self) -> Attempts:
        """What is known of the door."""

    @property
    def sessions(self) -> Sessions:
        """What is known of open sessions."""

    @property
    def trail(self) -> Trail:
        """The journal as a whole."""

    @property
    def sums(self) -> Sums:
        """The figures."""

    @property
    def reports(self) -> Reports:
        """What servants report."""

    @property
    def links(self) -> Links:
        """Who signs links."""

    @property
    def deposits(self) -> Deposits:
        """Who signs for files that come from the page."""

    @property
    def lanes(self) -> Lanes:
        """What waits."""

    @property
    def engine(self) -> OcrEngine:
        """Who reads."""

    @property
    def inspector(self) -> Inspector:
        """Who judges."""

    @property
    def artist(self) -> Artist:
        """Who draws."""

    @property
    def illustrator(self) -> Illustrator:
        """Who has pages drawn."""

    @property
    def clock(self) -> Clock:
        """When it is."""

    @property
    def settings(self) -> Settings:
        """What administrators have set."""

    @property
    def nomenclature(self) -> Nomenclature:
        """What a piece can be: the ministry's table, or the one that ships."""
