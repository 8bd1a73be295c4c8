"""Identifiers: matricules, the roles and batches of S3 keys, and the stable ids of arrivals, lines, pieces and receipts."""

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from chalicelib.model.ignored_files import ignored_kind

ROSTER_PREFIX = "_roster/"
"""Prefix of rosters in the inbox."""
COPIES = "copies-masquees"
"""Batch of masked copies, written by the archive alone."""
PHOTOS = "signalements"
"""Batch of photos that servants sent with reports and archivists added to their case files, written by the archive alone."""
LONGEST_MATRICULE = 32
"""Letters and digits; as `custom:matricule` in `infra/readers.yaml`."""
_EXTENSION = re.compile(r"\.(pdf|jpe?g|png|tiff?)$", re.IGNORECASE)
_LONGEST_KEY = 1024
"""Bytes of an S3 key."""

KeyRole = Literal["scan", "roster", "manifest", "marker", "ignored"]

_CONFUSED = str.maketrans("OILSB", "01158")
_MANIFESTS = {"manifest-sha256.txt", "_manifest.csv", "_manifest.txt"}
_MARKERS = {"_complete", "_complete.txt"}
_BAG_FILE = re.compile(r"bagit\.txt|bag-info\.txt|fetch\.txt|(tag)?manifest-(?!sha256)\w+\.txt|tagmanifest-sha256\.txt", re.IGNORECASE)
"""Files at the root of a BagIt bag (RFC 8493) that announce nothing which the archive compares."""
_DAY = re.compile(r"(19|20)\d\d([-_. ]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?!\d)")
_PIECE = re.compile(r"[0-9a-f]{64}-[0-9a-f]{8}")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_PART = re.compile(r"([\W_]*)([^\W_]+)")
"""A word of a folder or file name, after the signs that part it from the word before."""
_RAISED = re.compile(r"(?<=[^\W_])(?=[²³¹⁰-₉①-⓿])")
"""Before a raised or circled figure, which numbers a copy."""
_MAY_PART = re.compile(r"[\s_\-.,'\u2010-\u2015\u2019]*")
"""Signs that may stand within a matricule; with any other, as in `(1)` or `~1`, the number of a copy begins."""
_COPY_OF = re.compile(r"^\W*(?:copie|copy)\s*(?:\(\d+\)\s*)?(?:de|of)\s+", re.IGNORECASE)
"""What Windows writes before the name of a copy."""
_MOST_PARTS, _GROUP = 6, 3
"""Words that one matricule is written in at most; figures of a group."""


def normalise(text: str) -> str:
    """Canonical form of a matricule: capital letters and digits only.

    >>> normalise(" ab-12.345 ")
    'AB12345'
    """
    folded = unicodedata.normalize("NFKD", text).upper()
    return "".join(letter for letter in folded if letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")


def fold(matricule: str) -> str:
    """Fold the characters that typing and OCR confuse (O/0, I/1, L/1, S/5, B/8); for comparison only.

    >>> fold("ol2345") == fold("012345")
    True
    """
    return normalise(matricule).translate(_CONFUSED)


def shape(matricule: str) -> str:
    """Shape of a matricule: `A` for each letter, `9` for each digit.

    >>> shape("AB-0123")
    'AA9999'
    """
    return re.sub(r"[A-Z]", "A", re.sub(r"[0-9]", "9", normalise(matricule)))


def role_of(key: str) -> KeyRole:
    """Role of an inbox key; only a scan can become a piece.

    >>> role_of("lot-1/12345/Thumbs.db"), role_of("lot-1/_COMPLETE"), role_of("_roster/agents.csv")
    ('ignored', 'marker', 'roster')
    """
    if key.endswith("/") or ignored_as(key):
        return "ignored"
    if key.startswith(ROSTER_PREFIX):
        return "roster"
    folder, _, name = key.rpartition("/")
    if "/" not in folder:
        if name.lower() in _MANIFESTS:
            return "manifest"
        if name.lower() in _MARKERS:
            return "marker"
    return "scan"


def ignored_as(key: str) -> str | None:
    """Why the file of an inbox key is ignored: a key of `IGNORED`; None where it is not.

    >>> ignored_as("lot-1/bagit.txt"), ignored_as("lot-1/.stversions/12345/acte.pdf"), ignored_as("lot-1/12345/acte.pdf")
    ('bag', 'version', None)
    """
    folder, _, name = key.rpartition("/")
    return ignored_kind(key) or ("bag" if "/" not in folder and _BAG_FILE.fullmatch(name) else None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Forms:
    """Forms of a matricule: the shapes of the roster's, and the patterns of the settings."""

    shapes: frozenset[str] = frozenset()
    """Folded shapes of the roster's matricules, such as `999999`."""
    patterns: tuple[str, ...] = ()
    """Regular expressions, matched against a whole normalised matricule."""

    def admit(self, text: str) -> bool:
        """Whether a text has the form of a matricule.

        >>> Forms(patterns=("[0-9]{5,7}",)).admit("12 345")
        True
        """
        matricule = normalise(text)
        if not any(letter.isdigit() for letter in matricule):
            return False
        return shape(fold(matricule)) in self.shapes or any(re.fullmatch(pattern, matricule) for pattern in self.patterns)

    def lead(self, segment: str) -> str | None:
        """The likeliest normalised matricule that a folder or file name begins with; None without one.

        >>> Forms(patterns=("[0-9]{5,7}",)).lead("12-345 arrêté.pdf")
        '12345'
        """
        return next(iter(self.readings(segment)), None)

    def readings(self, segment: str) -> tuple[str, ...]:
        """Every normalised matricule that a folder or file name may begin with, the likeliest first.

        What follows a matricule may be the number of a copy, so the shortest reading is the likeliest. A longer one is where its words
        are one number by their spelling: groups of three figures, or letters behind the figures. What stands before a word that is a
        matricule by itself may be the number of a sheet.

        >>> six_or_seven = Forms(patterns=("[0-9]{6,7}",))
        >>> six_or_seven.readings("123456-1.pdf"), six_or_seven.readings("1.234.561.pdf"), six_or_seven.readings("123456 (1).pdf")
        (('123456', '1234561'), ('1234561',), ('123456',))
        >>> six_or_seven.readings("1-123456.pdf")
        ('1123456', '123456')
        """
        segment = _RAISED.sub("~", _COPY_OF.sub("", segment.strip()))
        day = _DAY.match(segment)
        if day and day[2]:
            return ()
        parts = _parts_of(segment)
        joined = {count: normalise("".join(word for _, word in parts[:count])) for count in range(1, len(parts) + 1)}
        admitted = [count for count, matricule in joined.items() if self.admit(matricule)]
        if not admitted:
            return ()
        shortest = admitted[0]
        likeliest = max(count for count in admitted if count == shortest or _is_one_number(parts[:count], shortest))
        numbered = [normalise(word) for _, word in parts[1:shortest] if self.admit(word)]
        return tuple(dict.fromkeys((joined[likeliest], *(joined[count] for count in admitted), *numbered)))


def _parts_of(segment: str) -> list[tuple[str, str]]:
    """The first words of a name that may be parts of one matricule, each with the signs before it."""
    parts: list[tuple[str, str]] = []
    for found in _PART.finditer(segment):
        if parts and not _MAY_PART.fullmatch(found[1]):
            break
        parts.append((found[1], found[2]))
    return parts[:_MOST_PARTS]


def _is_one_number(parts: Sequence[tuple[str, str]], shortest: int) -> bool:
    """Whether words are one number by their spelling, although the first of them (`shortest`) would do.

    >>> _is_one_number([("", "1"), (".", "234"), (".", "561")], 1), _is_one_number([("", "123456"), ("_", "1")], 1)
    (True, False)
    """
    if all(any(map(str.isalpha, word)) for _, word in parts[shortest:]):
        return True
    (_, first), *others = parts
    signs = {sign for sign, _ in others}
    in_threes = len(first) <= _GROUP and all(word.isdigit() and len(word) == _GROUP for _, word in others)
    return in_threes and len(signs) == 1 and not signs & {"-", "_"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Matricules that an inbox key claims for a scan; the roster decides whether they exist."""

    folders: tuple[str, ...] = ()
    """Normalised matricules of the folders, nearest folder first."""
    name: str | None = None
    """Normalised matricule of the file name."""
    others: tuple[str, ...] = ()
    """Other readings of the same folders and name: the number of a copy may belong to the matricule, or not."""

    @property
    def matricule(self) -> str | None:
        """Matricule of the nearest folder, else of the file name."""
        return self.folders[0] if self.folders else self.name


def claim_of(key: str, batch: str, forms: Forms) -> Claim:
    """Parse the claim of an inbox key.

    Where a folder or name has several readings, one that another says without doubt holds.

    >>> claim_of("lot-1/12345/acte.pdf", "lot-1", Forms(patterns=("[0-9]{5,7}",))).matricule
    '12345'
    """
    *folders, name = key.split("/")
    if folders and folders[0] == batch:
        folders = folders[1:]
    *said, named = (forms.readings(segment) for segment in (*reversed(folders), name))
    certain = {readings[0] for readings in (*said, named) if len(readings) == 1}
    *said, named = (tuple(each for each in readings if each in certain) or readings for readings in (*said, named))
    first = tuple(dict.fromkeys(readings[0] for readings in said if readings))
    others = dict.fromkeys(each for readings in (*said, named) for each in readings[1:])
    return Claim(folders=first, name=next(iter(named), None), others=tuple(others))


def batch_of(key: str, arrived_on: date, forms: Forms) -> str:
    """Batch of an inbox key: its first folder, or the day of arrival where matricules are the top folders.

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
        return first  # a manifest or marker makes its folder a batch
    top = forms.lead(first)
    if top is None:
        return first
    *folders, name = rest.split("/")
    places = [*folders, name] if _DAY.match(first) else folders
    below = (forms.lead(place) for place in places)
    return first if any(said and fold(said) != fold(top) for said in below) else arrived_on.isoformat()


def arrival_id(bucket: str, key: str, version: str) -> str:
    """Id of one write of one object: 64 hex digits, the same for each announcement by S3."""
    return _digest_of(bucket, key, version)


def line_id(key: str, content: str) -> str:
    """Id of a line of a batch: 32 hex digits.

    Args:
        key: inbox key.
        content: SHA-256 of the bytes, or the object version where the bytes were never read.
    """
    return _digest_of(key, content)[:32]


def part_line_id(line: str, pages: Sequence[int]) -> str:
    """Id of the line of a piece of a divided file: the file's line, a dot, the first page and a mark of all of them.

    Sorted, the lines of its pieces follow the line of a file.

    >>> part_line_id("ab" * 16, (3, 4, 5)).partition(".")[0] == "ab" * 16
    True
    """
    return f"{line}.{pages[0]:05}-{_digest_of(*map(str, pages))[:8]}"


def file_line_id(line: str) -> str:
    """Id of the line of a file: of its own line, or of that of one of its pieces.

    >>> file_line_id(part_line_id("ab" * 16, (3, 4, 5))) == "ab" * 16
    True
    """
    return line.partition(".")[0]


def piece_id(digest: str, matricule: str | None, line: str = "") -> str:
    """Id of a piece, one original in one case file: the digest, a dash, 8 hex digits.

    The matricule is not folded: two servants may have numbers that typing confuses, and each needs a piece of a circular.

    Args:
        digest: of the original.
        matricule: that its key claims.
        line: of its batch, for a piece that is looked at though the same bytes have a piece for the same servant.

    >>> piece_id("ab" * 32, "12.345") == piece_id("ab" * 32, "12345")
    True
    """
    return f"{digest}-{_digest_of(digest, normalise(matricule or ''), *filter(None, (line,)))[:8]}"


def is_piece(text: str) -> bool:
    """Whether a text has the form of a piece id.

    >>> is_piece("ab" * 32 + "-01234567"), is_piece("AB" * 32 + "-01234567"), is_piece("ab" * 32)
    (True, False, False)
    """
    return _PIECE.fullmatch(text) is not None


def is_digest(text: str) -> bool:
    """Whether a text has the form of an original's digest.

    >>> is_digest("ab" * 32), is_digest("AB" * 32), is_digest("ab/../cd" * 8)
    (True, False, False)
    """
    return _DIGEST.fullmatch(text) is not None


def digest_of_piece(piece: str) -> str:
    """Digest of the original of a piece."""
    return piece.partition("-")[0]


def copy_key(piece: str, key: str, batch: str) -> str:
    """Inbox key of a masked copy of a piece; it claims the same matricules as the key of the piece.

    >>> copy_key("ab" * 32 + "-01234567", "lot-1/12345/fiche.JPG", "lot-1").rpartition("ab-")[2]
    '01234567/12345/fiche (copie masquée).pdf'
    """
    begun, end = f"{COPIES}/{piece}/".encode(), " (copie masquée).pdf"
    below = _EXTENSION.sub("", key.removeprefix(f"{batch}/")).encode()[: _LONGEST_KEY - len(begun) - len(end.encode())]
    return (begun + below).decode(errors="ignore") + end


def added_photo_key(matricule: str, digest: str, extension: str) -> str:
    """Inbox key of a report's photo that is added to a case file; the same bytes have the same key.

    >>> added_photo_key("12345", "ab" * 32, "jpg")
    'signalements/12345/signalement abababababab.jpg'
    """
    return f"{PHOTOS}/{matricule}/signalement {digest[:12]}.{extension}"


def source_of(key: str) -> str | None:
    """Id of the piece of which an inbox key holds a masked copy; None for any other key.

    >>> source_of(copy_key("ab" * 32 + "-01234567", "lot-1/a.pdf", "lot-1")) == "ab" * 32 + "-01234567", source_of("lot-1/a.pdf")
    (True, None)
    """
    batch, _, rest = key.partition("/")
    piece = rest.partition("/")[0]
    return piece if batch == COPIES and is_piece(piece) else None


def start_token(digest: str, attempt: int, *where: str) -> str:
    """Textract's ClientRequestToken: one job for each attempt, however often its start is repeated.

    Args:
        digest: of the original.
        attempt: from 1.
        where: bucket and other names of the request; two stacks of one AWS account may hold the same scan.
    """
    return _digest_of(digest, str(attempt), *where)


def batch_mark(batch: str) -> str:
    """Pseudonym of a batch for logs, 16 hex digits: a folder may bear a person's name."""
    return _digest_of(batch)[:16]


def _digest_of(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
