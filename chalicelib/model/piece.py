"""What the register holds of a scan: the original, the pieces it is, and the line of its batch."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from typing import Literal

from chalicelib.model.identifiers import Claim, normalise
from chalicelib.model.transcript import Box, Route

ReadingStatus = Literal["waiting", "reading", "transcribed", "failed"]
"""Of an original: its one reading, whatever the number of case files it is in."""

Status = Literal["waiting", "filed", "to_review", "sealed_off", "duplicate", "refused", "failed", "missing"]
"""Of a batch's line, and (the first four and `failed`) of a piece; `sealed_off` is class 99, which nobody reads."""

OUTCOMES: tuple[Status, ...] = ("filed", "to_review", "duplicate", "refused", "failed", "missing")
"""What can become of a file, in the receipt's order."""

LOST: tuple[Status, ...] = ("refused", "failed")
"""What comes into no case file, by the file's fault or by ours."""

FOLLOWS: dict[Status | None, frozenset[Status]] = {
    None: frozenset({"waiting", "duplicate", "refused", "failed"}),
    "waiting": frozenset({"filed", "to_review", "duplicate", "failed"}),
    "failed": frozenset({"waiting"}),
    "to_review": frozenset({"filed", "to_review", "failed", "duplicate", "refused"}),
    "filed": frozenset({"filed", "to_review", "duplicate", "refused"}),
    "duplicate": frozenset({"filed", "to_review", "duplicate"}),
    "refused": frozenset({"filed", "to_review"}),
}
"""Of a line, what may follow what; None is "not yet registered". A person's decision may be undone; a duplicate may become that of a third.
`missing` stands on receipts alone."""


DECIDED = ("status", "like", "released", "sealed", "redact")
"""What a person may have decided beside whose a piece is and what it says: that it is refused or a duplicate; that it is no
duplicate; of a guardian's, that it may be read, that it may not whatever the guard finds, that a copy without the words is to come."""


REREADINGS = ""
"""Stands where a batch's name stands, in the queue of what is read anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """Bytes that the vault keeps once, and their reading."""

    digest: str
    """SHA-256, 64 lowercase hex digits."""
    size: int
    """Bytes."""
    media_type: str
    extension: str
    """Of the vault's object: `pdf`, `jpg`, `png`, `tif`."""
    pages: int
    """Counted before anything is read."""
    route: Route
    copied: bool = False
    """Textract reads a working copy, not the original."""
    batch: str
    """The batch that brought it first, in whose turn it is read."""
    registered_at: datetime
    """UTC, aware."""
    status: ReadingStatus = "waiting"
    attempt: int = 1
    """Of the reading, from 1."""
    job: str | None = None
    """Textract's JobId of this attempt; of the one before, while it waits to be read anew."""
    started_at: datetime | None = None
    confidence: float | None = None
    """Mean confidence of the reading, 0 to 100."""
    derived_from: str | None = None
    """Of a copy with places painted black: the digest of the original that it was made of (PREMIS: has source)."""
    again: bool = False
    """It is being read anew: its pieces stand on the transcript that is kept until the next one comes."""

    @property
    def turn(self) -> str:
        """Tell in whose turn it is read: its batch's; after all batches, where it has been read before."""
        return REREADINGS if self.again else self.batch


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One thing that a piece says, and where it says it."""

    name: str
    """`act_number`, `act_date`, ..."""
    value: str
    """Dates in ISO 8601."""
    raw: str
    """As it was read."""
    confidence: float
    """0 to 1."""
    page: int
    """From 1."""
    box: Box


EvidenceKind = Literal["folder", "file_name", "matricule", "name", "birth_date"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One thing that speaks for a servant, and where it stands."""

    kind: EvidenceKind
    exact: bool = True
    """False where it is only near: a figure misread, a first name missing."""
    page: int | None = None
    """None for what the key says."""
    box: Box | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A servant whose piece it may be."""

    matricule: str
    """As the roster writes it."""
    name: str = ""
    first_names: str = ""
    rank: float
    """0 to 1; the first is the likeliest."""
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """An original as a document of one case file."""

    piece: str
    """`identifiers.piece_id`."""
    digest: str
    name: str
    """The file's own name, as the ministry gave it."""
    claim: Claim
    batch: str
    line: str
    """The line that says in its batch's receipt what became of this piece."""
    registered_at: datetime
    """UTC, aware."""
    status: Status = "waiting"
    matricule: str | None = None
    """Whose case file it is in, once filed."""
    reason: str | None = None
    type: str | None = None
    """Code of the nomenclature."""
    type_confidence: float | None = None
    """0 to 1."""
    fields: tuple[Field, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    """What it was filed on; a folder alone says that the text names nobody."""
    candidates: tuple[Candidate, ...] = ()
    """Whose it may be, the likeliest first, where a person must say."""
    edition: int = 0
    """How often it has been settled: of two who settle what they read at the same time, one is told to read it again."""
    decided: tuple[str, ...] = ()
    """What a person has decided (`matricule`, `type`, a field's name, or one of `DECIDED`): no later reading changes it."""
    duplicate_of: str | None = None
    """The piece whose act this one shows again, once a person has said so."""
    like: str | None = None
    """The piece of the same case file that this one seems to show again."""
    fingerprint: str | None = None
    """What its text is known again by, once filed (`near_duplicates.Fingerprint`)."""

    @property
    def released(self) -> bool:
        """Whether a guardian has decided that it may be read, whatever the guard finds."""
        return "released" in self.decided

    @property
    def closed_to_all(self) -> bool:
        """Whether nobody reads it: sealed off, or withdrawn by a guardian."""
        return self.status == "sealed_off" or (self.status == "refused" and self.reason == "withdrawn")

    @property
    def awaited(self) -> Status | None:
        """Tell in which queue it waits for a person; one that seems to show another again is filed and waits all the same."""
        if self.status in ("to_review", "sealed_off"):
            return self.status
        return "to_review" if self.status == "filed" and self.like and "like" not in self.decided else None

    @property
    def place(self) -> str:
        """Tell where it stands in its case file: by the time of its registration."""
        return f"{self.registered_at.isoformat()}#{self.piece}"


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchLine:
    """One file of a batch, as its receipt will say it."""

    line: str
    """`identifiers.line_id`."""
    batch: str
    key: str
    """Inbox key."""
    version: str
    """Inbox version that was taken."""
    size: int
    """Bytes."""
    digest: str | None = None
    """None where the bytes were never read."""
    status: Status
    arrived_at: datetime
    """UTC, aware: when the upload ended."""
    taken_at: datetime
    """UTC, aware: when the archive took it in; the time of its first event."""
    reason: str | None = None
    piece: str | None = None
    matricule: str | None = None
    pages: int | None = None
    confidence: float | None = None
    duplicate_of: str | None = None
    """The piece that these bytes already are."""
    type: str | None = None
    """Code of the nomenclature."""
    fields: Mapping[str, str] = field(default_factory=dict)
    """What the piece says, value by name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a piece becomes."""

    status: Status
    reason: str | None = None
    matricule: str | None = None
    confidence: float | None = None
    type: str | None = None
    type_confidence: float | None = None
    fields: tuple[Field, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    duplicate_of: str | None = None
    like: str | None = None
    fingerprint: str | None = None
    decided: tuple[str, ...] | None = None
    """What is decided from now on; None changes nothing."""


def status_on_line(status: Status) -> Status:
    """Tell how a batch counts a piece: one that is sealed off waits for a person, as what is to be reviewed does."""
    return "to_review" if status == "sealed_off" else status


def settled_pages(line: BatchLine) -> int:
    """Tell the pages of a line that is no longer in work."""
    return 0 if line.status == "waiting" else line.pages or 0


def settled_piece(piece: Piece, outcome: Outcome) -> Piece:
    """Make the piece that an outcome leaves behind."""
    facts = {each.name: getattr(outcome, each.name) for each in fields(Outcome) if each.name != "confidence"}
    decided = piece.decided if outcome.decided is None else outcome.decided
    return replace(piece, **(facts | {"decided": decided}), edition=piece.edition + 1)


def stands_for(kept: Piece | None, twin: Piece) -> bool:
    """Say whether a piece is in the case file out of which another was left as its duplicate."""
    return kept is not None and kept.status == "filed" and normalise(kept.matricule or "") == normalise(twin.matricule or "")


def leaves(before: Piece, after: Piece) -> bool:
    """Say whether a piece that was in a case file no longer is: its duplicates can then not stay out of it."""
    return before.status == "filed" and not stands_for(after, before)


def outcome_standing(piece: Piece, *, confidence: float | None) -> Outcome:
    """Tell what a piece is as an outcome that changes nothing."""
    facts = {each.name: getattr(piece, each.name) for each in fields(Outcome) if each.name != "confidence"}
    return Outcome(**facts, confidence=confidence)


def settled_line(line: BatchLine, outcome: Outcome) -> BatchLine:
    """Make the line that an outcome leaves behind."""
    return replace(
        line,
        status=status_on_line(outcome.status),
        reason=outcome.reason,
        matricule=outcome.matricule,
        confidence=outcome.confidence,
        duplicate_of=outcome.duplicate_of,
        type=outcome.type,
        fields={each.name: each.value for each in outcome.fields},
    )
