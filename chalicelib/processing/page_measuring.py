"""Measuring: what the image of each page of a file measures, by which a scan of several papers is cut."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from chalicelib.model.errors import Refusal
from chalicelib.model.page_facts import PageFacts
from chalicelib.ports.archive import Archive


def measure_pages(path: Path, pages: int, archive: Archive, *, within: timedelta) -> Iterator[PageFacts]:
    """Measure the images of the pages of a file; one that cannot be rendered, or is not reached in time, is a page with content.

    Args:
        path: the file.
        pages: of the file.
        archive: the ports.
        within: after which no further page is rendered.
    """
    until = archive.clock.now() + within
    for page in range(1, pages + 1):
        unknown = PageFacts(page=page, width=0.0, height=0.0, ink=1.0)
        try:
            in_time = archive.clock.now() <= until
            yield archive.inspector.measure_page(path, page=page) if in_time else unknown
        except Refusal:
            yield unknown
