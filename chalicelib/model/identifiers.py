"""Names and numbers: whom a key speaks of, which batch it belongs to, and what each thing is called for ever."""

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Literal

ROSTER_PREFIX = "_roster/"
"""Where the ministry drops its roster in the inbox."""
COPIES = "copies-masquees"
"""Batch of the copies in which a guardian has had places painted black: the archive alone writes it."""
_EXTENSION = re.compile(r"\.(pdf|jpe?g|png|tiff?)$", re.IGNORECASE)
_LONGEST_KEY = 1024
"""Bytes of an S3 key."""

KeyRole = Literal["scan", "roster", "manifest", "marker", "ignored"]

_CONFUSED = str.maketrans("OILSB", "01158")
_LITTER = re.compile(
    r"(^|/)(thumbs\.db|ehthumbs\.db|desktop\.ini|\.ds_store|\.apdisk|icon\r|\._[^/]*|~\$[^/]*|\.~lock\.[^/]*#|"
    r"(\.spotlight-v100|\.trashes|\.fseventsd|\.temporaryitems|__macosx|\$recycle\.bin|system volume information|@eadir|\.git)/.*)$",
    re.IGNORECASE,
)
_MANIFESTS = {"manifest-sha256.txt", "_manifest.csv", "_manifest.txt"}
_MARKERS = {"_complete", "_complete.txt"}
_BAGIT = {"bagit.txt", "bag-info.txt", "tagmanifest-sha256.txt"}
_DAY = re.compile(r"(19|20)\d\d([-_. ]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?!\d)")
_LONGEST_NAME = 400
"""Bytes of a batch's name that fit twice into a key of 1,024."""
_PIECE = re.compile(r"[0-9a-f]{64}-[0-9a-f]{8}")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_BLANKS = re.compile(r"[\s_\-.]+")


def normalise(text: str) -> str:
    """Write a matricule the one way the archive does: capitals and digits, nothing else.

    >>> normalise(" ab-12.345 ")
    'AB12345'
    """
    folded = unicodedata.normalize("NFKD", text).upper()
    return "".join(letter for letter in folded if letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")


def fold(matricule: str) -> str:
    """Make alike what typing and OCR confuse (O/0, I/1, L/1, S/5, B/8), for comparing only.

    >>> fold("ol2345") == fold("012345")
    True
    """
    return normalise(matricule).translate(_CONFUSED)


def shape(matricule: str) -> str:
    """Tell the form of a matricule, so that a folder's name can be known for one.

    >>> shape("AB-0123")
    'AA9999'
    """
    return re.sub(r"[A-Z]", "A", re.sub(r"[0-9]", "9", normalise(matricule)))


def role_of(key: str) -> KeyRole:
    """Tell what an inbox key is for; only a scan ever becomes a piece.

    >>> role_of("lot-1/12345/Thumbs.db"), role_of("lot-1/_COMPLETE"), role_of("_roster/agents.csv")
    ('ignored', 'marker', 'roster')
    """
    if key.startswith(ROSTER_PREFIX):
        return "roster" if not key.endswith("/") else "ignored"
    if key.endswith("/") or _LITTER.search(key):
        return "ignored"
    folder, _, name = key.rpartition("/")
    if "/" not in folder:
        if name.lower() in _MANIFESTS:
            return "manifest"
        if name.lower() in _MARKERS:
            return "marker"
        if name.lower() in _BAGIT:
            return "ignored"
    return "scan"


@dataclass(frozen=True, slots=True, kw_only=True)
class Forms:
    """What a matricule looks like here: the forms seen in the roster, and the patterns of the settings."""

    shapes: frozenset[str] = frozenset()
    """Forms of the roster's matricules, folded: `999999`."""
    patterns: tuple[str, ...] = ()
    """Regular expressions for whole normalised matricules."""

    def admit(self, text: str) -> bool:
        """Say whether a text has the form of a matricule.

        >>> Forms(patterns=("[0-9]{5,7}",)).admit("12 345")
        True
        """
        matricule = normalise(text)
        if not any(letter.isdigit() for letter in matricule):
            return False
        return shape(fold(matricule)) in self.shapes or any(re.fullmatch(pattern, matricule) for pattern in self.patterns)

    def lead(self, segment: str) -> str | None:
        """Find the matricule that a folder's or a file's name begins with, written as `normalise` does.

        The longest reading wins: `12 345 acte.pdf` says 12345 where 12345 has a known form.

        >>> Forms(patterns=("[0-9]{5,7}",)).lead("12-345 arrêté.pdf")
        '12345'
        """
        day = _DAY.match(segment.strip())
        if day and day[2]:
            return None
        words = [word for word in _BLANKS.split(segment) if word]
        for count in range(min(len(words), 6), 0, -1):
            candidate = normalise("".join(words[:count]))
            if candidate and self.admit(candidate):
                return candidate
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Whom a key says a scan is about; the roster decides whether that is anybody."""

    folders: tuple[str, ...] = ()
    """Normalised matricules that folders begin with, the nearest first."""
    name: str | None = None
    """Normalised matricule that the file's name begins with."""

    @property
    def matricule(self) -> str | None:
        """The nearest folder's word, else the name's."""
        return self.folders[0] if self.folders else self.name


def claim_of(key: str, batch: str, forms: Forms) -> Claim:
    """Read the claim out of a key.

    >>> claim_of("lot-1/12345/acte.pdf", "lot-1", Forms(patterns=("[0-9]{5,7}",))).matricule
    '12345'
    """
    *folders, name = key.split("/")
    if folders and folders[0] == batch:
        folders = folders[1:]
    said = (forms.lead(folder) for folder in reversed(folders))
    return Claim(folders=tuple(dict.fromkeys(matricule for matricule in said if matricule)), name=forms.lead(name))


def batch_of(key: str, arrived_on: date, forms: Forms) -> str:
    """Name the batch of a key: its first folder, or the day when the matricules stand at the top.

    >>> six = Forms(patterns=("[0-9]{6}",))
    >>> batch_of("lot-1/123456/acte.pdf", date(2026, 11, 22), six)
    'lot-1'
    >>> batch_of("123456/acte.pdf", date(2026, 11, 22), six)
    '2026-11-22'
    """
    first, slash, rest = key.partition("/")
    if not slash or not first:
        return arrived_on.isoformat()
    if role_of(key) in {"manifest", "marker"}:
        return first  # whoever puts one there says that the folder is a batch
    top = forms.lead(first)
    if top is None:
        return first
    *folders, name = rest.split("/")
    places = [*folders, name] if _DAY.match(first) else folders
    below = (forms.lead(place) for place in places)
    return first if any(said and fold(said) != fold(top) for said in below) else arrived_on.isoformat()


def arrival_id(bucket: str, key: str, version: str) -> str:
    """Name one write of one object: 64 hex digits, the same however often S3 announces it."""
    return _digest_of(bucket, key, version)


def line_id(key: str, content: str) -> str:
    """Name a line of a batch: 32 hex digits.

    Args:
        key: inbox key.
        content: the SHA-256 of the bytes, or the version where the bytes were never read.
    """
    return _digest_of(key, content)[:32]


def piece_id(digest: str, matricule: str | None) -> str:
    """Name a piece: one original in one case file. URL-safe, and it leads to its original.

    Not folded: two servants of the roster may bear numbers that typing confuses, and both have a right to their circular.

    >>> piece_id("ab" * 32, "12.345") == piece_id("ab" * 32, "12345")
    True
    """
    return f"{digest}-{_digest_of(digest, normalise(matricule or ''))[:8]}"


def is_piece(text: str) -> bool:
    """Say whether a text could be the name of a piece.

    >>> is_piece("ab" * 32 + "-01234567"), is_piece("AB" * 32 + "-01234567"), is_piece("ab" * 32)
    (True, False, False)
    """
    return _PIECE.fullmatch(text) is not None


def is_digest(text: str) -> bool:
    """Say whether a text could be the digest of an original.

    >>> is_digest("ab" * 32), is_digest("AB" * 32), is_digest("ab/../cd" * 8)
    (True, False, False)
    """
    return _DIGEST.fullmatch(text) is not None


def digest_of_piece(piece: str) -> str:
    """Tell the original of a piece."""
    return piece.partition("-")[0]


def copy_key(piece: str, key: str, batch: str) -> str:
    """Tell under which inbox key a copy of a piece comes in; its folders and its name say what the piece's own say.

    >>> copy_key("ab" * 32 + "-01234567", "lot-1/12345/fiche.JPG", "lot-1").rpartition("ab-")[2]
    '01234567/12345/fiche (copie masquée).pdf'
    """
    begun, end = f"{COPIES}/{piece}/".encode(), " (copie masquée).pdf"
    below = _EXTENSION.sub("", key.removeprefix(f"{batch}/")).encode()[: _LONGEST_KEY - len(begun) - len(end.encode())]
    return (begun + below).decode(errors="ignore") + end


def source_of(key: str) -> str | None:
    """Name the piece that an inbox key's file is a copy of; None where it is none.

    >>> source_of(copy_key("ab" * 32 + "-01234567", "lot-1/a.pdf", "lot-1")) == "ab" * 32 + "-01234567", source_of("lot-1/a.pdf")
    (True, None)
    """
    batch, _, rest = key.partition("/")
    piece = rest.partition("/")[0]
    return piece if batch == COPIES and is_piece(piece) else None


def start_token(digest: str, attempt: int, *where: str) -> str:
    """Make Textract's ClientRequestToken: repeats of one attempt are one job, a new attempt is a new one.

    Args:
        digest: of the original.
        attempt: from 1.
        where: what else the request names; tokens are an account's, which may hold two stacks with the same scan.
    """
    return _digest_of(digest, str(attempt), *where)


def batch_mark(batch: str) -> str:
    """Name a batch where its own name must not stand, since a folder may be called after a person: 16 hex digits."""
    return _digest_of(batch)[:16]


def receipt_place(batch: str, revision: int) -> str:
    """Tell where a receipt stands in the outbox, less its extension; an S3 key has room for a long batch's name but once.

    >>> receipt_place("lot-1", 2)
    'receipts/lot-1/lot-1-r2'
    """
    name = batch if len(batch.encode()) <= _LONGEST_NAME else batch_mark(batch)
    return f"receipts/{batch}/{name}-r{revision}"


def _digest_of(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
