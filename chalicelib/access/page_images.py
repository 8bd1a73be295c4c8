"""Rendering of page images and redacted copies, in the function that holds pdfium; readers get links to them from `links`."""

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
"""Bytes of an original above which fetching it takes longer than rendering one of its pages."""
AHEAD = 7
"""Pages of a large original that are rendered after the requested one, while the original is there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """An original, as far as rendering needs to know it."""

    digest: str
    extension: str
    pages: int
    selection: tuple[int, ...] = ()
    """Of a masked copy: numbers of the pages that it has; empty: all of them."""


def render_pages(scan: Scan, page: int, archive: Archive, *, until: datetime) -> list[PageImage]:
    """Render the image of a page, and of a large original those of the next pages while there is time.

    1. Fetch the original. 2. Render a page; one that cannot be rendered becomes an image of no bytes. 3. Keep it. 4. Go on to the
    next page.

    Args:
        scan: the original.
        page: from 1.
        archive: the ports.
        until: no further page is begun after this time.

    Raises:
        TransientError: a service was busy.
    """
    with archive.vault.open_original(scan.digest, scan.extension) as path, tempfile.TemporaryDirectory(prefix="page-") as folder:
        last = min(scan.pages, page + AHEAD) if path.stat().st_size > LARGE else page
        images: list[PageImage] = []
        for number in range(page, last + 1):
            if images and archive.clock.now() > until:
                break
            target = Path(folder, f"{number}.webp")
            images.append(_rendered(path, target, number, archive))
            archive.vault.keep_page_image(scan.digest, images[-1], target)
        return images


def _rendered(path: Path, target: Path, number: int, archive: Archive) -> PageImage:
    try:
        return archive.renderer.render_page(path, target, page=number)
    except Refusal:
        target.write_bytes(b"")
        return PageImage(page=number, width=0, height=0, size=0)


def make_redacted_copy(scan: Scan, boxes: Mapping[int, Sequence[Box]], archive: Archive) -> str:
    """Make a PDF of pages with some boxes painted black, keep it in the work bucket, and give its key.

    The same boxes give the same bytes, and so the same key. Nothing is registered: that is up to the caller.

    Args:
        scan: the original.
        boxes: by page, from 1.
        archive: the ports.

    Raises:
        Refusal: a page cannot be rendered.
        TransientError: a service was busy.
    """
    with archive.vault.open_original(scan.digest, scan.extension) as path, tempfile.TemporaryDirectory(prefix="copy-") as folder:
        target = Path(folder, "copy.pdf")
        archive.renderer.redact(path, target, pages=scan.selection or range(1, scan.pages + 1), boxes=boxes)
        return archive.vault.keep_redacted_copy(scan.digest, target)
