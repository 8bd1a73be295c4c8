"""Page images: rendered once, kept, and linked for readers."""

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from chalicelib.model.errors import Refusal
from chalicelib.model.page_image import PageImage
from chalicelib.model.transcript import Box
from chalicelib.ports.archive import Archive

LARGE = 16 * 1024 * 1024
"""Bytes of an original from which its fetching costs more than the drawing of a page."""
AHEAD = 7
"""Pages of such an original that are drawn with the one that was asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """An original, as far as drawing needs to know it."""

    digest: str
    extension: str
    pages: int


def illustrate(scan: Scan, page: int, archive: Archive, *, until: datetime) -> list[PageImage]:
    """Draw a page; of a large original the next ones too, while there is time.

    What cannot be drawn is kept as a picture of no bytes.

    Args:
        scan: the original.
        page: from 1.
        archive: the ports.
        until: no further page is begun after this.

    Raises:
        TransientError: a service was busy.
    """
    with archive.vault.open_original(scan.digest, scan.extension) as path, tempfile.TemporaryDirectory(prefix="page-") as folder:
        last = min(scan.pages, page + AHEAD) if path.stat().st_size > LARGE else page
        pictures: list[PageImage] = []
        for number in range(page, last + 1):
            if pictures and archive.clock.now() > until:
                break
            target = Path(folder, f"{number}.webp")
            pictures.append(_drawn(path, target, number, archive))
            archive.vault.keep_page_image(scan.digest, pictures[-1], target)
        return pictures


def _drawn(path: Path, target: Path, number: int, archive: Archive) -> PageImage:
    try:
        return archive.renderer.render_page(path, target, page=number)
    except Refusal:
        target.write_bytes(b"")
        return PageImage(page=number, width=0, height=0, size=0)


def make_redacted(scan: Scan, boxes: Mapping[int, Sequence[Box]], archive: Archive) -> str:
    """Make a PDF of all pages with places painted black, in the work bucket; tell its name there.

    The same places give the same bytes, and so the same name. Nothing is registered: whoever asked decides what becomes of the copy.

    Raises:
        Refusal: a page cannot be drawn.
        TransientError: a service was busy.
    """
    with archive.vault.open_original(scan.digest, scan.extension) as path, tempfile.TemporaryDirectory(prefix="copy-") as folder:
        target = Path(folder, "copy.pdf")
        archive.renderer.redact(path, target, pages=scan.pages, boxes=boxes)
        return archive.vault.keep_redacted_copy(scan.digest, target)
