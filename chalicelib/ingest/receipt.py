"""The receipt of a batch: every file of it with what became of it, and sums that close or no receipt at all."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import UTC, datetime
from typing import Any

from chalicelib.analysis.sensitivity.names import mask_path, mask_paths
from chalicelib.model.nomenclature import FORBIDDEN
from chalicelib.model.piece import OUTCOMES, Status
from chalicelib.model.segmentation import page_ranges
from chalicelib.model.wording import reason_words
from chalicelib.text.spreadsheet import to_spreadsheet
from chalicelib.text.table import TableProblem

STATUSES: dict[str, tuple[str, str]] = {
    "filed": ("classé", "classés"),
    "to_review": ("à vérifier", "à vérifier"),
    "duplicate": ("doublon", "doublons"),
    "refused": ("refusé", "refusés"),
    "failed": ("échec", "échecs"),
    "missing": ("manquant", "manquants"),
}
"""What each status is called in French: one file, several."""

_CSV_HEADINGS = (
    "fichier",
    "version",
    "taille",
    "empreinte",
    "état",
    "motif",
    "explication",
    "pièce",
    "matricule",
    "pages",
    "confiance",
    "doublon de",
    "doublon du fichier",
    "type",
    "champs",
    "dossier seul",
    "remarque",
    "pièces du fichier",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptPiece:
    """A piece of a file, and what became of it."""

    piece: str
    pages: tuple[int, ...]
    """Numbers of its pages in the file, from 1."""
    status: Status
    """One of `OUTCOMES`."""
    reason: str | None = None
    """A key of `REASONS`."""
    type: str | None = None
    """The nomenclature's code."""
    matricule: str | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    """What it says, value by name."""
    duplicate_of: str | None = None
    """The piece that shows the same act."""
    duplicate_file: str | None = None
    """File of that piece, as `ReceiptFile.duplicate_file`."""
    duplicate_batch: str | None = None
    """Batch of that file; None where it is this one."""
    duplicate_range: str | None = None
    """Pages of that piece in its file, in short; None where it is the whole file."""

    @property
    def is_sealed(self) -> bool:
        """Whether it is sealed off: then only its pages are told, and that a person decides."""
        return self.type == FORBIDDEN

    @property
    def reason_fr(self) -> str | None:
        """The reason in French, as of a file."""
        return reason_words(self.reason)[0]

    @property
    def reason_en(self) -> str | None:
        """The reason in English."""
        return reason_words(self.reason)[1]

    @property
    def range(self) -> str:
        """Its pages, in short.

        >>> ReceiptPiece(piece="a", pages=(3, 4, 5, 9), status="filed").range
        '3-5, 9'
        """
        return page_ranges(self.pages)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptFile:
    """One file of a batch and what became of it."""

    key: str
    """Inbox key, its names masked once published (`with_masked_names`)."""
    version: str | None = None
    """Inbox version; None where nothing came."""
    size: int | None = None
    """Bytes."""
    digest: str | None = None
    """SHA-256, 64 lowercase hex digits: of what came, or as the manifest announced it."""
    status: Status
    """One of `OUTCOMES`."""
    reason: str | None = None
    """A key of `REASONS`."""
    piece: str | None = None
    matricule: str | None = None
    pages: int | None = None
    confidence: float | None = None
    """Of the reading, 0 to 100."""
    duplicate_of: str | None = None
    """The piece that these bytes already are."""
    duplicate_file: str | None = None
    """File of that piece: its inbox key where it came with this batch, else its name alone."""
    duplicate_batch: str | None = None
    """Batch of that file; None where it is this one."""
    type: str | None = None
    """The nomenclature's code."""
    fields: Mapping[str, str] = field(default_factory=dict)
    """What the piece says, value by name."""
    remark: str | None = None
    """What a clerk should know of a file that was taken: a key of `REMARKS`."""
    folder_alone: bool = False
    """Filed by the folder or file name of its key alone: its text, or one act in it, names nobody."""
    attachments: int = 0
    """Documents attached to the file, which are not read."""
    pieces: tuple[ReceiptPiece, ...] = ()
    """The pieces that it holds, in the order of their pages; one, of all its pages, where it was not divided."""

    @property
    def is_divided(self) -> bool:
        """Whether it holds other than one piece of all its pages."""
        return bool(self.pieces) and [len(each.pages) for each in self.pieces] != [self.pages]

    @property
    def pieces_fr(self) -> str:
        """The pieces of a divided file, in French; empty for another file."""
        if not self.is_divided:
            return ""
        return " | ".join(
            f"p. {each.range} : {' '.join(filter(None, [STATUSES[each.status][0], each.type, each.matricule]))}"
            + (f" ({each.reason})" if each.reason else "")
            for each in self.pieces
        )

    @property
    def duplicate_fr(self) -> str | None:
        """Of which file it is the duplicate, in French."""
        return f"{self.duplicate_file}, lot {self.duplicate_batch}" if self.duplicate_batch else self.duplicate_file

    @property
    def remark_fr(self) -> str | None:
        """The remark in French."""
        return reason_words(self.remark)[0]

    @property
    def remark_en(self) -> str | None:
        """The remark in English."""
        return reason_words(self.remark)[1]

    @property
    def reason_fr(self) -> str | None:
        """The reason in French; the stable word itself where nobody has put it into French."""
        return reason_words(self.reason, self.attachments, self.key)[0]

    @property
    def reason_en(self) -> str | None:
        """The reason in English."""
        return reason_words(self.reason, self.attachments, self.key)[1]


FIELDS = tuple(each.name for each in fields(ReceiptFile))
"""Names that a reader of receipts may rely on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """A receipt whose sums close; one that does not cannot be made."""

    batch: str
    revision: int
    """From 1; a later one stands in place of the earlier."""
    opened_at: datetime
    """Aware: of the first revision."""
    reopened_at: datetime | None = None
    """Aware: of this revision; None for the first."""
    closed_at: datetime
    """Aware."""
    files: tuple[ReceiptFile, ...]
    announced: int | None = field(default=None, compare=False)
    """How many files must be accounted for, counted by other means than `files`; None where nobody counted."""
    ignored: tuple[tuple[str, str], ...] = ()
    """Keys that can be no piece, each with a stable word: a key of `ignored_files.IGNORED`."""
    manifest: str | None = None
    """Key of the manifest that announced the batch; None where a listing did."""
    manifest_problems: tuple[TableProblem, ...] = ()

    def __post_init__(self) -> None:
        """Refuse sums that do not close.

        Raises:
            ValueError: this is a bug: some file is lost, counted twice or still in work.
        """
        strange = {file.status for file in self.files} - set(OUTCOMES)
        if strange:
            raise ValueError(f"no outcome of a file: {sorted(strange)}")
        if self.announced not in {None, len(self.files)}:
            raise ValueError(f"{self.announced} files announced, {len(self.files)} accounted for")
        if len({(file.key, file.version) for file in self.files}) != len(self.files):
            raise ValueError("a key and version stands on two lines")
        if self.revision < 1 or self.opened_at.tzinfo is None or self.closed_at.tzinfo is None:
            raise ValueError("a revision from 1 and aware times are wanted")

    @property
    def counts(self) -> dict[str, int]:
        """Files announced, then by outcome; the first is the sum of the rest."""
        by_status = Counter(file.status for file in self.files)
        return {"announced": len(self.files)} | {status: by_status[status] for status in OUTCOMES}

    @property
    def folder_alone(self) -> int:
        """How many of the filed files their folder alone has filed."""
        return sum(file.folder_alone for file in self.files)

    @property
    def seconds(self) -> float:
        """From the opening of this revision to its closing, to a tenth."""
        return round(max((self.closed_at - (self.reopened_at or self.opened_at)).total_seconds(), 0.0), 1)


def with_masked_names(receipt: Receipt) -> Receipt:
    """Mask the names of a receipt that hold a forbidden mention; two files that only their names told apart are numbered."""
    seen: Counter[tuple[str, str | None]] = Counter()
    files = []
    for file, key in zip(receipt.files, mask_paths([file.key for file in receipt.files]), strict=True):
        seen[key, file.version] += 1
        number = seen[key, file.version]
        twin = mask_path(file.duplicate_file) if file.duplicate_file else None
        pieces = tuple(replace(each, duplicate_file=mask_path(each.duplicate_file or "") or None) for each in file.pieces)
        files.append(replace(file, key=key if number == 1 else f"{key} ({number})", duplicate_file=twin, pieces=pieces))
    ignored = zip(mask_paths([key for key, _ in receipt.ignored]), (why for _, why in receipt.ignored), strict=True)
    manifest = mask_path(receipt.manifest) if receipt.manifest else None
    return replace(receipt, files=tuple(files), ignored=tuple(ignored), manifest=manifest)


def to_json(receipt: Receipt) -> str:
    """Write a receipt for machines: one file a line, so that two revisions can be compared line by line."""
    head = {
        "batch": receipt.batch,
        "revision": receipt.revision,
        "opened_at": _stamp(receipt.opened_at),
        "reopened_at": _stamp(receipt.reopened_at) if receipt.reopened_at else None,
        "closed_at": _stamp(receipt.closed_at),
        "seconds": receipt.seconds,
        "counts": receipt.counts,
        "folder_alone": receipt.folder_alone,
    }
    tail = {
        "ignored": [{"key": key, "why": why} for key, why in receipt.ignored],
        "manifest": receipt.manifest,
        "manifest_problems": [
            {"line": each.line, "column": each.column, "reason": each.reason, "reason_fr": each.french, "reason_en": each.english}
            for each in receipt.manifest_problems
        ],
    }
    files = ",\n".join(_dump(_entry(file)) for file in receipt.files)
    return f'{{\n{_members(head)},\n"files": [\n{files}\n],\n{_members(tail)}\n}}\n'


def to_csv(receipt: Receipt) -> str:
    """Write a receipt for French spreadsheets: byte order mark, semicolons, decimal commas, and no cell that is run as a formula."""
    return to_spreadsheet(_CSV_HEADINGS, map(_csv_row, receipt.files))


def _csv_row(file: ReceiptFile) -> Sequence[object]:
    confidence = "" if file.confidence is None else str(file.confidence).replace(".", ",")
    said = (file.key, file.version, file.size, file.digest, STATUSES[file.status][0], file.reason, file.reason_fr)
    rest = (file.piece, file.matricule, file.pages, confidence, file.duplicate_of, file.duplicate_fr, file.type)
    told = " | ".join(f"{name}={value}" for name, value in file.fields.items())
    return (*said, *rest, told, "oui" if file.folder_alone else "", file.remark_fr, file.pieces_fr)


def _entry(file: ReceiptFile) -> dict[str, Any]:
    words = ("reason_fr", "reason_en", "remark_fr", "remark_en")
    pieces = [asdict(each) | {name: getattr(each, name) for name in ("range", "reason_fr", "reason_en")} for each in file.pieces]
    return {name: getattr(file, name) for name in (*FIELDS, *words)} | {"pieces": pieces}


def _members(values: dict[str, Any]) -> str:
    return ",\n".join(f'"{name}": {_dump(value)}' for name, value in values.items())


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _stamp(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")
