"""Manifest of a batch, which announces its files: a BagIt manifest (RFC 8493), a table, or another list (`manifest_formats`).

Which file a line means is settled only beside the listing: a bag holds its files under `data/` and a sync may leave that out, some
tools write the batch's own name in front or the whole way from the disk, Windows writes backslashes, browsers write `%20` for a blank,
and few follow the RFC in writing `%` as `%25`.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import unquote

from chalicelib.ingest.manifest_formats import entries
from chalicelib.model.errors import PermanentError
from chalicelib.text.table import TableProblem

_DIGEST = re.compile(r"[0-9a-f]{64}")
_ESCAPED = re.compile(r"%(0[AaDd]|25)")
_ROOT = re.compile(r"[A-Za-z]:|[a-z0-9]+:$")
_PROVIDER = re.compile(r"[\w.\\]+::(?=[A-Za-z]:|\\\\)")
r"""What PowerShell writes before some paths: `Microsoft.PowerShell.Core\FileSystem::`."""
_ABSOLUTE = re.compile(r"/|\\\\|[A-Za-z]:[\\/]|[A-Za-z][A-Za-z0-9+.-]+://")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_LONGEST_KEY = 1024
"""Bytes; S3's own limit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Announced:
    """One file that a manifest announces."""

    path: str
    """Below the batch, accents composed, as the manifest writes it; from the root of a disk, with slashes, where it begins with one."""
    digest: str | None = None
    """SHA-256, 64 lowercase hex digits, where the manifest says it."""
    line: int
    """Of the manifest, from 1."""

    @property
    def is_absolute(self) -> bool:
        """Whether its place in the batch is known only beside the listing."""
        return self.path.startswith("/")


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
    problems: tuple[TableProblem, ...] = ()
    """Absolute paths outside of the synced folder."""


def read_manifest(data: bytes) -> Manifest:
    r"""Read a manifest.

    >>> read_manifest(b"fichier;sha256\n12345/acte.pdf;\n").announced
    (Announced(path='12345/acte.pdf', digest=None, line=2),)

    Returns:
        What it announces, and what is wrong with it: a manifest that announces nothing has at least one problem, and must not be taken for
        a batch of no files.
    """
    announced: dict[str, Announced] = {}
    problems: list[TableProblem] = []
    try:
        for entry in entries(data):
            line = entry if isinstance(entry, TableProblem) else _announce(*entry)
            if isinstance(line, TableProblem):
                problems.append(line)
            elif announced.setdefault(line.path, line).digest != line.digest:
                problems.append(TableProblem(line=line.line, reason="repeated", column="empreinte"))
    except PermanentError as unreadable:
        problems.append(TableProblem(line=1, reason=unreadable.code))
    if not announced and not problems:
        problems.append(TableProblem(line=1, reason="manifest_empty"))
    return Manifest(announced=tuple(announced.values()), problems=tuple(problems))


def joined(manifests: Sequence[Manifest]) -> Manifest:
    """Join the manifests of a batch: a file is announced once; of two digests for it, the first counts and the second is a problem."""
    announced: dict[str, Announced] = {}
    problems = [problem for each in manifests for problem in each.problems]
    for line in (line for each in manifests for line in each.announced):
        first = announced.setdefault(line.path, line)
        if first.digest is None:
            announced[line.path] = line
        elif line.digest not in (None, first.digest):
            problems.append(TableProblem(line=line.line, reason="repeated", column="empreinte"))
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
    placed = [*_placed(manifest.announced, batch, listed)]
    problems = [line for line in placed if isinstance(line, TableProblem)]
    lines = [line for line in placed if isinstance(line, Announced)]
    meant = {line.path: line for line in lines if line.path in listed}
    missing: list[Announced] = []
    for line in lines:
        if line.path in listed:
            continue
        reading = next((each for each in _readings(line.path, batch) if each in listed and each not in meant), None)
        if reading is None:
            missing.append(replace(line, path=_below(line.path.replace("\\", "/"), batch)))
        else:
            meant[reading] = line
    found = {written: line for path, line in meant.items() for written in listed[path]}
    unannounced = tuple(path for path in present if path not in found)
    return ManifestMatch(found=found, missing=tuple(missing), unannounced=unannounced, problems=tuple(problems))


def _placed(announced: Sequence[Announced], batch: str, listed: Collection[str]) -> Iterator[Announced | TableProblem]:
    """Cut each absolute path at the folder that was synced; one that does not begin there leads out of the batch."""
    root = _root_of([line.path for line in announced if line.is_absolute], batch, listed)
    for line in announced:
        if not line.is_absolute:
            yield line
        elif root and line.path.startswith(root):
            yield replace(line, path=line.path.removeprefix(root))
        else:
            yield TableProblem(line=line.line, reason="path", column="fichier")


def _root_of(paths: Sequence[str], batch: str, listed: Collection[str]) -> str | None:
    """Find the synced folder of absolute paths: the one below which most are there; where none is, the one named like the batch."""
    found: Counter[str] = Counter()
    named: Counter[str] = Counter()
    for path in paths:
        at = 0
        while at >= 0:
            root = path[: at + 1]
            found[root] += path[at + 1 :] in listed
            named[root] += _step(root.rstrip("/").rpartition("/")[2]) == _step(batch)
            at = path.find("/", at + 1)
    likeliest = max(found, key=lambda root: (found[root], named[root], -len(root)), default=None)
    return likeliest if likeliest and (found[likeliest] or named[likeliest]) else None


def _step(folder: str) -> str:
    return compose(folder).casefold()


def compose(path: str) -> str:
    """Write accents one way: a Macintosh writes `e` and its accent apart, everybody else together."""
    return unicodedata.normalize("NFC", path)


def _readings(path: str, batch: str) -> Iterator[str]:
    """Give the paths that a line may mean, the nearest first."""
    own = f"{compose(batch)}/"
    for spelling in dict.fromkeys((path, unescape(path), path.replace("\\", "/"), compose(unquote(path)))):
        payload, inner = spelling.removeprefix("data/"), _below(spelling, batch)
        yield from (spelling, payload, inner, inner.removeprefix("data/"), payload.removeprefix(own), f"data/{spelling}", f"data/{inner}")


def _below(path: str, batch: str) -> str:
    """Cut a path below the batch's name, where it has it."""
    return f"/{path}".partition(f"/{compose(batch)}/")[2] or path


def unescape(path: str) -> str:
    """Undo what RFC 8493 has escaped: line ends and the percent sign, nothing else.

    >>> unescape("100%25 à 50%.pdf")
    '100% à 50%.pdf'
    """
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), path)


def _announce(number: int, path: str, digest: str) -> Announced | TableProblem:
    path, digest = compose(_PROVIDER.sub("", path)), digest.lower()
    while path.startswith(("./", ".\\")):
        path = path[2:]
    if digest and not _DIGEST.fullmatch(digest):
        return TableProblem(line=number, reason="digest", column="empreinte")
    below = path
    while root := _ABSOLUTE.match(below):
        below = below[root.end() :]
    if not is_inside(below):
        return TableProblem(line=number, reason="path", column="fichier")
    absolute = "/" + below.replace("\\", "/")
    return Announced(path=path if below == path else absolute, digest=digest or None, line=number)


def is_inside(path: str) -> bool:
    """Say whether a path names a file below the batch, however its tool writes separators."""
    steps = path.replace("\\", "/").split("/")
    foreign = _ROOT.match(steps[0]) or _CONTROL.search(path)
    return not foreign and not {"", ".", ".."} & set(steps) and len(path.encode()) <= _LONGEST_KEY
