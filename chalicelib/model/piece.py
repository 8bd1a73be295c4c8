"""Originals, pieces and batch lines: what the register holds of a scan, and the table of their statuses."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from typing import Literal

from chalicelib.model.identifiers import Claim, normalise
from chalicelib.model.segmentation import PageSegment
from chalicelib.model.transcript import Box, TextSource

ReadingStatus = Literal["waiting", "reading", "transcribed", "failed"]
"""Status of an original's OCR; an original is read once, however many pieces it has."""

Status = Literal["waiting", "filed", "to_review", "sealed_off", "duplicate", "refused", "failed", "missing", "divided"]
"""Status of a piece or of a batch line. `sealed_off`: class 99, closed to all readers; `missing`: receipts only; `divided`: its pages are
in other pieces."""

OUTCOMES: tuple[Status, ...] = ("filed", "to_review", "duplicate", "refused", "failed", "missing")
"""Outcomes of a file, in the order of the receipt."""

LOST: tuple[Status, ...] = ("refused", "failed")
"""Outcomes that put a file in no case file."""

CUTS = "cuts"
"""Reason to review a piece: it may hold several papers, and where one ends is not sure."""

FOLLOWS: dict[Status | None, frozenset[Status]] = {
    None: frozenset({"waiting", "duplicate", "refused", "failed"}),
    "waiting": frozenset({"filed", "to_review", "duplicate", "failed", "divided"}),
    "failed": frozenset({"waiting"}),
    "to_review": frozenset({"filed", "to_review", "failed", "duplicate", "refused", "waiting", "divided"}),
    "filed": frozenset({"filed", "to_review", "duplicate", "refused", "waiting", "divided"}),
    "duplicate": frozenset({"filed", "to_review", "duplicate", "waiting", "divided"}),
    "refused": frozenset({"filed", "to_review", "waiting", "divided"}),
    "divided": frozenset({"waiting"}),
}
"""Statuses that may follow a status of a line; None: not registered yet. Decisions may be undone; a duplicate may become the
duplicate of a third piece; a file that is cut anew waits until its pieces are filed."""


DECIDED = ("status", "like", "cuts", "released", "sealed", "redact")
"""Decisions beside owner, type and fields: refused or duplicate; not a duplicate; where the file is cut; and of guardians: readable,
sealed whatever the screening finds, replaced by a masked copy."""


REREADINGS = ""
"""Batch name of originals that are read again, in the queue of readings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """An original: bytes that the vault keeps once, and the status of their OCR."""

    digest: str
    """SHA-256, 64 lowercase hex digits."""
    size: int
    """Bytes."""
    media_type: str
    extension: str
    """Extension in the vault: `pdf`, `jpg`, `png`, `tif`."""
    pages: int
    """Pages, counted by the validation."""
    route: TextSource
    copied: bool = False
    """Whether Textract reads a working copy."""
    batch: str
    """First batch with these bytes; its OCR is started in this batch's turn."""
    registered_at: datetime
    """UTC, aware."""
    status: ReadingStatus = "waiting"
    attempt: int = 1
    """Attempt of the OCR, from 1."""
    job: str | None = None
    """Textract's JobId of this attempt; of the previous one while a new reading waits."""
    started_at: datetime | None = None
    confidence: float | None = None
    """Mean confidence of the transcript, 0 to 100."""
    derived_from: str | None = None
    """Of a masked copy: digest of its source (PREMIS: has source)."""
    remark: str | None = None
    """What a clerk should know of the file, though it is taken: a key of `wording.REMARKS`."""
    layered: bool = False
    """Whether the vault keeps a text layer that is not its transcript: it is screened too."""
    hides_text: bool = False
    """Whether that layer holds words that the pages do not show: servants get page images, and not the file."""
    attachments: int = 0
    """Documents attached to the file, which are not read."""
    again: bool = False
    """Whether it is read again; until the new transcript arrives, its pieces keep the old one."""

    @property
    def ocr_queue(self) -> str:
        """Queue in which it waits for OCR: its batch's, or `REREADINGS`, which comes after all batches, where it is read again."""
        return REREADINGS if self.again else self.batch


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field of a piece, with its place on the page."""

    name: str
    """`act_number`, `act_date`, ..."""
    value: str
    """Dates in ISO 8601."""
    raw: str
    """Text as the transcript has it."""
    confidence: float
    """0 to 1."""
    page: int
    """From 1."""
    box: Box


EvidenceKind = Literal["folder", "file_name", "matricule", "name", "birth_date"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Evidence for a servant as the owner of a piece, with its place on the page."""

    kind: EvidenceKind
    exact: bool = True
    """False for a near match: a misread digit, a missing first name."""
    page: int | None = None
    """None for evidence of the inbox key."""
    box: Box | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A servant who may own a piece."""

    matricule: str
    """As the roster writes it."""
    name: str = ""
    first_names: str = ""
    rank: float
    """0 to 1."""
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A piece: an original, or some pages of it, in one case file."""

    piece: str
    """`identifiers.piece_id`."""
    digest: str
    name: str
    """File name in the inbox."""
    claim: Claim
    batch: str
    line: str
    """Id of its line in the batch."""
    registered_at: datetime
    """UTC, aware."""
    status: Status = "waiting"
    matricule: str | None = None
    """Owner's matricule as the roster writes it, once filed."""
    reason: str | None = None
    type: str | None = None
    """Code of the nomenclature."""
    type_confidence: float | None = None
    """0 to 1."""
    fields: tuple[Field, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    """Evidence for the owner."""
    folder_alone: bool = False
    """Filed by the folder or file name of its key, and its text, or one act in it, names nobody."""
    candidates: tuple[Candidate, ...] = ()
    """Possible owners, likeliest first, where a person must decide."""
    edition: int = 0
    """Number of outcomes so far; of two concurrent outcomes on the same edition, one fails with `ConflictError`."""
    decided: tuple[str, ...] = ()
    """What people decided: `matricule`, `type`, a field's name, or one of `DECIDED`; later readings do not change it."""
    duplicate_of: str | None = None
    """Piece of the same act, once a person has confirmed the duplicate."""
    like: str | None = None
    """Piece of the same case file of which this one is a likely duplicate."""
    fingerprint: str | None = None
    """Fingerprint of its text, once filed (`near_duplicates.Fingerprint`)."""
    ministry: str | None = None
    """Ministry of the likely owner, as the roster in force wrote it when the piece came into the review queue."""
    masked_copy: str | None = None
    """Of a sealed piece: SHA-256 of the masked copy that a guardian had made."""
    pages: tuple[int, ...] = ()
    """Pages of the original, from 1, in reading order; empty: all of them."""
    filed_at: datetime | None = None
    """UTC: when it came into the case file that it is in; None where it is in none, and for pieces that earlier code filed."""
    division: tuple[PageSegment, ...] = ()
    """Of a divided file: its pieces. Page numbers of every other fact count the piece's own pages, from 1."""

    @property
    def likely_owner(self) -> str:
        """Normalised matricule of the owner, else of the likeliest candidate, else of its key; empty where none is known."""
        said = self.matricule or (self.candidates[0].matricule if self.candidates else self.claim.matricule)
        return normalise(said or "")

    @property
    def review_reason(self) -> str | None:
        """Reason of the review; a filed piece waits because it likely duplicates another."""
        return "near_duplicate" if self.awaited and self.status == "filed" else self.reason

    @property
    def released(self) -> bool:
        """Whether a guardian has released it, whatever the screening finds."""
        return "released" in self.decided

    @property
    def closed_to_all(self) -> bool:
        """Whether no reader may open it: sealed off, or withdrawn by a guardian."""
        return self.status == "sealed_off" or (self.status == "refused" and self.reason == "withdrawn")

    @property
    def awaited(self) -> Status | None:
        """Review queue in which it waits; a likely duplicate is filed and waits for review too."""
        if self.status in ("to_review", "sealed_off"):
            return self.status
        return "to_review" if self.status == "filed" and self.like and "like" not in self.decided else None

    @property
    def place(self) -> str:
        """Sort key in its case file: time of registration; pieces of one file stand in the order of their pages."""
        order = f"{self.digest}-{self.pages[0]:05}{self.piece.removeprefix(self.digest)}" if self.pages else self.piece
        return f"{self.registered_at.isoformat()}#{order}"

    def count_pages(self, original: Original) -> int:
        """Count its pages."""
        return len(self.pages) or original.pages

    def count_bytes(self, original: Original) -> int:
        """Count the bytes of its pages, by their share of the original's."""
        return round(original.size * self.count_pages(original) / original.pages)

    def page_of_original(self, page: int) -> int:
        """Number in the original of one of its pages, both from 1."""
        return self.pages[page - 1] if self.pages else page

    def shares_pages(self, other: "Piece") -> bool:
        """Whether a piece of the same original has a page of this one."""
        return not (self.pages and other.pages) or not set(self.pages).isdisjoint(other.pages)


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchLine:
    """A line of a batch: one file, as the receipt shows it, or one piece of a divided file."""

    line: str
    """`identifiers.line_id`, or of a piece of a divided file `identifiers.part_line_id`."""
    batch: str
    key: str
    """Inbox key."""
    version: str
    """Inbox object version."""
    size: int
    """Bytes."""
    digest: str | None = None
    """SHA-256; None where the bytes were never read."""
    status: Status
    arrived_at: datetime
    """UTC, aware: when the upload ended."""
    taken_at: datetime
    """UTC, aware: time of its first event."""
    reason: str | None = None
    piece: str | None = None
    matricule: str | None = None
    pages: int | None = None
    confidence: float | None = None
    attachments: int = 0
    """Documents attached to the file, which are not read."""
    duplicate_of: str | None = None
    """Piece that has the same bytes in the same case file."""
    type: str | None = None
    """Code of the nomenclature."""
    fields: Mapping[str, str] = field(default_factory=dict)
    """Field values by name."""
    remark: str | None = None
    """As `Original.remark`."""
    folder_alone: bool = False
    """As `Piece.folder_alone`."""
    part: tuple[int, ...] = ()
    """Of a piece of a divided file: its pages, as `Piece.pages`; empty for a file."""
    divided: bool = False
    """Whether the file is divided: each of its pieces has a line of its own."""
    edition: int = 0
    """Of a file that is or was divided: number of times that it or one of its pieces was settled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceFacts:
    """The facts of a piece that an outcome sets and a decision can change."""

    status: Status
    reason: str | None = None
    matricule: str | None = None
    """As the roster writes it."""
    type: str | None = None
    type_confidence: float | None = None
    fields: tuple[Field, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    folder_alone: bool = False
    candidates: tuple[Candidate, ...] = ()
    duplicate_of: str | None = None
    like: str | None = None
    division: tuple[PageSegment, ...] = ()
    """As `Piece.division`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome(PieceFacts):
    """Outcome for a piece: what it becomes."""

    confidence: float | None = None
    """Of the reading, 0 to 100."""
    fingerprint: str | None = None
    ministry: str | None = None
    """As `Piece.ministry`; filing sets it."""
    filed_at: datetime | None = None
    """As `Piece.filed_at`; filing sets it."""
    masked_copy: str | None = None
    decided: tuple[str, ...] | None = None
    """New value of `Piece.decided`; None leaves it."""


def piece_after(piece: Piece, outcome: Outcome) -> Piece:
    """The piece after an outcome."""
    facts = {each.name: getattr(outcome, each.name) for each in fields(Outcome) if each.name != "confidence"}
    decided = piece.decided if outcome.decided is None else outcome.decided
    return replace(piece, **(facts | {"decided": decided}), edition=piece.edition + 1)


def is_filed_with(kept: Piece | None, twin: Piece) -> bool:
    """Whether a piece is filed in the case file of its duplicate."""
    return kept is not None and kept.status == "filed" and normalise(kept.matricule or "") == normalise(twin.matricule or "")


def comes_into_casefile(before: Piece, after: Piece) -> bool:
    """Whether a change brings a piece with a text into a case file, or gives it another text there: it must be compared with the others."""
    compared = after.status == "filed" and after.fingerprint is not None
    return compared and (not is_filed_with(before, after) or before.fingerprint != after.fingerprint)


def leaves_casefile(before: Piece, after: Piece) -> bool:
    """Whether a change takes a piece out of its case file, so that its duplicates must be looked at again."""
    return before.status == "filed" and not is_filed_with(after, before)


def unchanged_outcome(piece: Piece, *, confidence: float | None) -> Outcome:
    """Outcome that leaves a piece as it is."""
    facts = {each.name: getattr(piece, each.name) for each in fields(Outcome) if each.name != "confidence"}
    return Outcome(**facts, confidence=confidence)
