"""Manifest of a batch, which announces its files: a BagIt manifest (RFC 8493) or a table of two columns.

Which file a line means is settled only beside the listing: a bag holds its files under `data/` and a sync may leave that out, some
tools write the batch's own name in front, Windows writes backslashes, and few follow the RFC in writing `%` as `%25`.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from chalicelib.model.errors import PermanentError
from chalicelib.text.table import TableProblem, decode, open_table

_HEADINGS = dict.fromkeys(
    ("fichier", "fichiers", "chemin", "nomdufichier", "key", "path", "name", "filename", "file"), "fichier"
) | dict.fromkeys(("sha256", "empreinte", "empreintesha256", "digest"), "empreinte")
_LINE = re.compile(r"(\\?)(\w+)[ \t]+\*?(.*\S)\s*")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_ESCAPED = re.compile(r"%(0[AaDd]|25)")
_ENDS = re.compile(r"\r\n|\n|\r")
_ROOT = re.compile(r"[A-Za-z]:|[a-z0-9]+:$")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_LONGEST_KEY = 1024
"""Bytes; S3's own limit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Announced:
    """One file that a manifest announces."""

    path: str
    """Below the batch, accents composed, as the manifest writes it."""
    digest: str | None = None
    """SHA-256, 64 lowercase hex digits, where the manifest says it."""
    line: int
    """Of the manifest, from 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """All that a batch announces, each path once."""

    announced: tuple[Announced, ...]
    problems: tuple[TableProblem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ManifestMatch:
    """A manifest laid beside what is there."""

    found: Mapping[str, Announced]
    """Path as the listing writes it -> the line that announces it."""
    missing: tuple[Announced, ...]
    """Announced and not there."""
    unannounced: tuple[str, ...]
    """There and not announced, as the listing writes it."""


def read_manifest(name: str, data: bytes) -> Manifest:
    r"""Read a manifest; a bad line is reported and the rest taken.

    >>> read_manifest("_manifest.csv", b"fichier;sha256\n12345/acte.pdf;\n").announced
    (Announced(path='12345/acte.pdf', digest=None, line=2),)

    Args:
        name: of the file, or its key: `.csv` is a table, anything else a BagIt manifest.
        data: the file.

    Raises:
        PermanentError: `manifest_unreadable`, `manifest_columns` or `manifest_empty`: it announces nothing, which must not be
            taken for a batch of no files.
    """
    announced: dict[str, Announced] = {}
    problems: list[TableProblem] = []
    for line in _table(data) if name.lower().endswith(".csv") else _bag(data):
        if isinstance(line, TableProblem):
            problems.append(line)
        elif announced.setdefault(line.path, line).digest != line.digest:
            problems.append(TableProblem(line=line.line, reason="repeated", column="empreinte"))
    if not announced:
        raise PermanentError("manifest_empty", f"{len(problems)} bad lines")
    return Manifest(announced=tuple(announced.values()), problems=tuple(problems))


def match(manifest: Manifest, batch: str, present: Collection[str]) -> ManifestMatch:
    """Match the lines of a manifest with the files that are there.

    >>> said = Manifest(announced=(Announced(path="data/1/a.pdf", line=1), Announced(path="1/b.pdf", line=2)))
    >>> match(said, "lot-1", ["1/a.pdf"]).missing
    (Announced(path='1/b.pdf', digest=None, line=2),)

    Args:
        manifest: what the batch announces.
        batch: the batch's name, which some tools write in front of every path.
        present: paths of the files that are there, below the batch.
    """
    listed: dict[str, list[str]] = {}
    for path in present:
        listed.setdefault(compose(path), []).append(path)
    meant = {line.path: line for line in manifest.announced if line.path in listed}
    missing: list[Announced] = []
    for line in manifest.announced:
        if line.path in listed:
            continue
        reading = next((each for each in _readings(line.path, batch) if each in listed and each not in meant), None)
        if reading is None:
            missing.append(line)
        else:
            meant[reading] = line
    found = {written: line for path, line in meant.items() for written in listed[path]}
    return ManifestMatch(found=found, missing=tuple(missing), unannounced=tuple(path for path in present if path not in found))


def compose(path: str) -> str:
    """Write accents one way: a Macintosh writes `e` and its accent apart, everybody else together."""
    return unicodedata.normalize("NFC", path)


def _readings(path: str, batch: str) -> Iterator[str]:
    """Give the paths that a line may mean, the nearest first."""
    own = f"{compose(batch)}/"
    for spelling in dict.fromkeys((path, unescape(path), path.replace("\\", "/"))):
        payload, inner = spelling.removeprefix("data/"), spelling.removeprefix(own)
        yield from (spelling, payload, inner, inner.removeprefix("data/"), payload.removeprefix(own), f"data/{spelling}", f"data/{inner}")


def unescape(path: str) -> str:
    """Undo what RFC 8493 has escaped: line ends and the percent sign, nothing else.

    >>> unescape("100%25 à 50%.pdf")
    '100% à 50%.pdf'
    """
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), path)


def _bag(data: bytes) -> Iterator[Announced | TableProblem]:
    text, _ = decode(data)
    if "\0" in text:
        raise PermanentError("manifest_unreadable", "not a text file")
    for number, line in enumerate(_ENDS.split(text), 1):
        if not line.strip():
            continue
        found = _LINE.fullmatch(line)
        if not found:
            yield TableProblem(line=number, reason="manifest_line")
            continue
        # sha256sum begins a line with a backslash where it had to escape one.
        path = found[3].replace("\\\\", "\\") if found[1] else found[3]
        yield _announce(number, path, found[2])


def _table(data: bytes) -> Iterator[Announced | TableProblem]:
    for row in open_table(data, _HEADINGS, needed="fichier", kind="manifest").rows():
        yield row if isinstance(row, TableProblem) else _announce(row[0], *row[1])


def _announce(number: int, path: str, digest: str) -> Announced | TableProblem:
    path, digest = compose(path), digest.lower()
    while path.startswith(("./", ".\\")):
        path = path[2:]
    if digest and not _DIGEST.fullmatch(digest):
        return TableProblem(line=number, reason="digest", column="empreinte")
    if not is_inside(path):
        return TableProblem(line=number, reason="path", column="fichier")
    return Announced(path=path, digest=digest or None, line=number)


def is_inside(path: str) -> bool:
    """Say whether a path names a file below the batch, however its tool writes separators."""
    steps = path.replace("\\", "/").split("/")
    foreign = _ROOT.match(steps[0]) or _CONTROL.search(path)
    return not foreign and not {"", ".", ".."} & set(steps) and len(path.encode()) <= _LONGEST_KEY
