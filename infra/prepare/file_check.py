"""Check of one file: whether the archive will take it, and which of its pages a person must look at.

1. Validate it as the archive does. 2. Measure its pages. 3. Write the copy to send, lightened where that is worth it.
"""

import hashlib
import os
import shutil
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Final

from PIL import Image

from chalicelib.formats.validation import inspect
from chalicelib.model.errors import Refusal
from infra.prepare.page_quality import PageQuality, measure
from infra.prepare.scans import ScannedPage, pages_of
from infra.prepare.shrinking import shrink_file

NOTES: Final = frozenset({"blank", "no_matricule", "same_bytes", "ignored"})
"""Findings that a person may leave as they are."""
_BLANK = 0.0008
"""Share of ink of an empty page: specks and the paper's grain. The emptiest of 46 real pages with text has 0.004."""
_UPSIDE_DOWN = -0.2
"""Of 314 upright pages, 74 of them real, none is below; of the same pages turned, 284 are."""
_ASKEW = 2.5
"""Degrees."""
_DARK = 150
"""Tone of the paper; that of the darkest of 46 real pages is 171."""
_FAINT = 65
"""Tones between paper and ink; the palest of 46 real pages has 71."""
_COARSE = 150
"""Dots per inch; below, small letters are less than ten pixels high."""
_THUMBNAIL = 360
"""Pixels of the longer side of a page's picture in the report."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something that was found."""

    code: str
    """A reason of a refusal (`wording.REASONS`), or a key of `words.toml`."""
    page: int | None = None
    """From 1; None where it is about the file."""
    thumbnail: bytes = b""
    """WebP, of a page that a person must look at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileCheck:
    """What was found of one file."""

    path: str
    """Below the folder, with slashes."""
    size: int
    """Bytes."""
    digest: str
    """SHA-256 of the file as it is sent."""
    sent_size: int
    """Bytes as it is sent."""
    sent_path: str
    """Below the folder that is sent: a lightened picture is a PDF."""
    pages: int = 0
    findings: tuple[Finding, ...] = ()
    is_refused: bool = False

    @property
    def must_be_seen(self) -> bool:
        """Whether a person must look at it."""
        return self.is_refused or any(finding.code not in NOTES for finding in self.findings)


def check_file(folder: Path, path: str, target: Path | None, *, shrink: bool) -> FileCheck:
    """Check one file, and write its copy.

    Args:
        folder: that is checked.
        path: of the file below it, with slashes.
        target: folder of the copies; None to check alone.
        shrink: whether the copy may be lightened.
    """
    source = folder / path
    findings: tuple[Finding, ...] = ()
    refusal, pages = "", 0
    try:
        pages = inspect(source).pages
        findings = _look_at_pages(source)
    except Refusal as error:
        refusal = error.code
    made = shrink_file(source) if target and shrink and not refusal else None
    sent_path = _free_name(folder, path) if made else path
    if target:
        _write(source, target / sent_path, made)
    return FileCheck(
        path=path,
        size=source.stat().st_size,
        digest=hashlib.sha256(made).hexdigest() if made else _digest(source),
        sent_size=len(made) if made else source.stat().st_size,
        sent_path=sent_path,
        pages=pages,
        findings=(Finding(code=refusal), *findings) if refusal else findings,
        is_refused=bool(refusal),
    )


def findings_of(quality: PageQuality, dots_per_inch: int | None) -> tuple[str, ...]:
    """Say what is wrong with a page; a blank page has no other fault."""
    if quality.ink < _BLANK:
        return ("blank",)
    found = []
    if quality.paper < _DARK:
        found.append("dark")
    elif quality.contrast < _FAINT:
        found.append("faint")
    if quality.sideways:
        found.append("sideways")
    elif quality.upright < _UPSIDE_DOWN:
        found.append("upside_down")
    if abs(quality.skew) >= _ASKEW:
        found.append("skewed")
    if dots_per_inch is not None and dots_per_inch < _COARSE:
        found.append("coarse")
    return tuple(found)


def _look_at_pages(source: Path) -> tuple[Finding, ...]:
    findings: list[Finding] = []
    number = 0
    try:
        for page in pages_of(source):
            number = page.number
            findings += _look_at_page(page)
    except (Refusal, OSError, ValueError, SyntaxError, RuntimeError):
        findings.append(Finding(code="unreadable", page=number + 1))
    return tuple(findings)


def _look_at_page(page: ScannedPage) -> list[Finding]:
    codes = findings_of(measure(page.image), page.dots_per_inch)
    thumbnail = _thumbnail(page.image) if codes else b""
    return [Finding(code=code, page=page.number, thumbnail=b"" if at else thumbnail) for at, code in enumerate(codes)]


def _thumbnail(image: Image.Image) -> bytes:
    small, out = image.copy(), BytesIO()
    small.thumbnail((_THUMBNAIL, _THUMBNAIL))
    small.save(out, "WEBP", quality=60)
    return out.getvalue()


def _free_name(folder: Path, path: str) -> str:
    """Name of a lightened file: a PDF, whose name no other file has."""
    stem = path.rpartition(".")[0] if "." in path.rpartition("/")[2] else path
    name = f"{stem}.pdf"
    return name if name == path or not (folder / name).exists() else f"{path}.pdf"


def _write(source: Path, copy: Path, made: bytes | None) -> None:
    """Write a copy that has the time of its original: a second sync sends what has changed alone."""
    copy.parent.mkdir(parents=True, exist_ok=True)
    if made is None:
        shutil.copy2(source, copy)
        return
    copy.write_bytes(made)
    times = source.stat()
    os.utime(copy, ns=(times.st_atime_ns, times.st_mtime_ns))


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
