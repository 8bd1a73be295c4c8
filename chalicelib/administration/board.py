"""Tables of batches on the administrators' dashboard: those that are open, and those with refused or failed files, each linked to the site.

CloudWatch calls a function for such a table and shows the HTML that it returns; a graph can hold no names and no links.
"""

from collections.abc import Sequence
from typing import Literal
from urllib.parse import quote

from chalicelib.access.batches import CountedBatch
from chalicelib.model.piece import LOST
from chalicelib.ports.archive import Archive
from chalicelib.text.calendar import zone_of
from chalicelib.text.print_page import render

Choice = Literal["open", "lost"]
"""Batches that are not closed; or those with files that came into no case file."""

ROWS = 20
"""Batches in a table; the site lists all of them."""
_LATEST = 50
"""Batches looked at for refused and failed files, those opened last: some weeks of work."""


def board_html(choice: Choice, archive: Archive, *, site: str) -> str:
    """Render a table of batches (board.html).

    Args:
        choice: which batches.
        archive: the ports.
        site: address of the site, ending in a slash.
    """
    found = _open_batches(archive) if choice == "open" else _batches_with_losses(archive)
    rows = [(each, f"{site}#/batch/{quote(each.batch.name, safe='')}") for each in found[:ROWS]]
    zone = zone_of(archive.settings.time_zone)
    return render("administration/board.html", choice=choice, rows=rows, more=len(found) - len(rows), site=site, zone=zone)


def _open_batches(archive: Archive) -> Sequence[CountedBatch]:
    """Batches that are not closed, the one opened first at the top."""
    found = (archive.register.batch(name) for name in archive.register.open_batches())
    counted = [CountedBatch(batch=each[0], tally=each[1]) for each in found if each]
    return sorted(counted, key=lambda each: each.batch.place)


def _batches_with_losses(archive: Archive) -> Sequence[CountedBatch]:
    """Batches with refused or failed files, the one opened last at the top."""
    latest = archive.register.latest_batches(before=None, limit=_LATEST)
    return [CountedBatch(batch=batch, tally=tally) for batch, tally in latest if any(batch.counts(tally).get(each) for each in LOST)]
