"""Older acts: pieces that were filed before acts were listed, or listed by type, are listed too, some thousand each minute, once for all.

The duty keeps its place in the register, and has nothing to do once it has come to its end: what is filed since is listed when it is filed.
"""

import json
from collections.abc import Iterable
from datetime import datetime

from chalicelib.administration.portions import in_portions
from chalicelib.model.piece import BatchLine
from chalicelib.model.register import Bookmark
from chalicelib.ports.archive import Archive
from chalicelib.processing.closing_schedule import is_being_rebuilt

_DUTY = "acts-by-type"
"""Bookmark of the duty; its place is the place of the last batch that is done, the name of the next one, and the last line of it."""
_LINES = 100
"""Lines whose pieces are read in one request: DynamoDB returns at most 100 items of a BatchGetItem."""


def list_older_acts(archive: Archive, *, until: datetime) -> int:
    """List the acts of pieces that earlier code filed, from where the last call stopped; return how many pieces were looked at.

    A rebuild lists them itself, and its batches are whole only at its end.

    Args:
        archive: the ports.
        until: when to stop, UTC; one portion is done in any case.
    """
    last = archive.register.bookmark(_DUTY)
    if (last and not last.place) or is_being_rebuilt(archive):
        return 0
    place, begun, line = json.loads(last.place) if last else ("", "", "")
    looked = 0
    while batch := next(iter(archive.register.earliest_batches(after=place or None, limit=1)), None):
        after = line if batch.name == begun else None  # another one where that batch has opened again since, and comes later
        for lines in in_portions(archive.register.lines(batch.name, after=after), _LINES):
            looked += _list(lines, archive)
            _keep(json.dumps([place, batch.name, lines[-1].line]), archive)
            if archive.clock.now() >= until:
                return looked
        place = batch.place
    _keep("", archive)
    return looked


def _list(lines: Iterable[BatchLine], archive: Archive) -> int:
    """List the acts of some lines that are filed."""
    filed = [line.piece for line in lines if line.status == "filed" and line.piece]
    archive.register.list_acts(archive.register.listed_pieces(filed).values())
    return len(filed)


def _keep(place: str, archive: Archive) -> None:
    archive.register.put_bookmark(_DUTY, Bookmark(place=place, at=archive.clock.now()))
