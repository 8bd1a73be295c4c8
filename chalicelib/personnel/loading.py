"""Loading of a roster: an uploaded CSV becomes the roster in force.

1. Read the file; a generation is named by its bytes.
2. Keep the file in the vault.
3. Compare it with the roster in force.
4. Write its servants and the name index in the register.
5. Put it in force by its pointer; where it loses or changes too many servants, it waits for a confirmation.
6. Write the report to the outbox.

Every step may be repeated, and the previous roster can be put back in force.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from itertools import pairwise

from chalicelib.analysis.sensitivity.names import mask_path
from chalicelib.model.errors import PermanentError
from chalicelib.model.identifiers import fold, shape
from chalicelib.model.register import RosterPointer
from chalicelib.model.servant import Servant
from chalicelib.model.statistics import PlaceCount
from chalicelib.model.upload import Upload
from chalicelib.personnel.comparison import Difference, difference
from chalicelib.personnel.loading_report import LoadingReport, report_html, report_json
from chalicelib.personnel.roster import Roster, read_roster
from chalicelib.ports.archive import Archive

_PLACES = 2_000
"""Ministries in provinces that are counted, the largest first: at 150 bytes each, within DynamoDB's 400 kB of an item."""


def load_roster(upload: Upload, archive: Archive) -> LoadingReport:
    """Load a roster that was uploaded to the inbox; repeatable: the same bytes are the same generation.

    Raises:
        TransientError: a service was busy, or another roster came into force meanwhile; ask again.
    """
    data = archive.inbox.read_object(upload.key, upload.version)
    generation = hashlib.sha256(data).hexdigest()[:16]
    report = LoadingReport(key=mask_path(upload.key), generation=generation, at=upload.uploaded_at, status="refused")
    try:
        roster = read_roster(data)
    except PermanentError as refusal:
        return _reported(replace(report, refusal=refusal.code), archive)
    if roster.refusal is not None:
        return _reported(replace(report, roster=roster, refusal=roster.refusal), archive)
    archive.vault.keep_roster(generation, data)
    seen = archive.register.roster_pointer()
    before = _kept(seen.generation, archive) if seen and seen.generation else None
    changes = _changes(roster, before, seen, archive)
    report = replace(report, roster=roster, before=seen.count if seen else None, changes=changes)
    if seen is not None and _is_late(upload, generation, seen):
        return _reported(replace(report, status="late"), archive)
    if seen is None or seen.generation != generation:
        _put_servants(generation, roster, archive)
        archive.register.put_name_index(_changed(roster, before))
    if seen is not None and changes is not None and seen.generation != generation:
        questions = changes.questions(seen.count, archive.settings.roster_shrink_percent)
        if questions:
            _write_pointer(replace(seen, pending=generation, pending_at=upload.uploaded_at), seen, archive)
            return _reported(replace(report, status="waiting", questions=questions), archive)
    _write_pointer(_loaded(upload, generation, roster, seen), seen, archive)
    return _reported(replace(report, status="in_force"), archive)


def _is_late(upload: Upload, generation: str, seen: RosterPointer) -> bool:
    """Say whether a later roster was uploaded already, or an administrator has undone this upload since."""
    if generation == seen.generation:
        return False
    return upload.uploaded_at < _latest(seen) or (upload.uploaded_at == seen.uploaded_at and generation == seen.previous)


def _latest(seen: RosterPointer) -> datetime:
    """Upload of the latest roster, in force or waiting."""
    return max(seen.uploaded_at, seen.pending_at or seen.uploaded_at)


def _changes(roster: Roster, before: Roster | None, seen: RosterPointer | None, archive: Archive) -> Difference | None:
    """Compare a roster with the one in force; of one that the vault has lost, only the number of servants is known."""
    if before is not None:
        return difference(before.servants, roster.servants, archive.settings.closing_statuses)
    return Difference(removed=max(0, seen.count - len(roster.servants))) if seen else None


def _loaded(upload: Upload, generation: str, roster: Roster, seen: RosterPointer | None) -> RosterPointer:
    """Pointer to a roster that comes into force; an upload that is announced again takes nothing from the roster that waits."""
    if seen is None or seen.generation != generation:
        return _pointer(generation, roster, at=upload.uploaded_at, previous=seen.generation if seen else None)
    if upload.uploaded_at <= _latest(seen):
        return seen
    return _pointer(generation, roster, at=upload.uploaded_at, previous=seen.previous)


def confirm_roster(generation: str, archive: Archive) -> RosterPointer:
    """Put in force the roster that waits for a confirmation.

    Raises:
        PermanentError: `roster_not_waiting`, `roster_gone`.
    """
    seen = archive.register.roster_pointer()
    if seen is None or seen.pending != generation:
        raise PermanentError("roster_not_waiting", generation)
    pointer = _pointer(generation, _needed(generation, archive), at=_latest(seen), previous=seen.generation)
    _write_pointer(pointer, seen, archive)
    return pointer


def undo_roster(archive: Archive) -> RosterPointer:
    """Put the previous roster back in force; undone once more, the other one. A roster that waits goes on waiting.

    Raises:
        PermanentError: `roster_none_before`, `roster_gone`.
    """
    seen = archive.register.roster_pointer()
    if seen is None or seen.previous is None:
        raise PermanentError("roster_none_before")
    pointer = _pointer(seen.previous, _needed(seen.previous, archive), at=seen.uploaded_at, previous=seen.generation)
    if seen.pending != seen.previous:
        pointer = replace(pointer, pending=seen.pending, pending_at=seen.pending_at)
    _write_pointer(pointer, seen, archive)
    return pointer


def restore_former_servants(archive: Archive, *, after: str = "") -> Iterator[tuple[str, int]]:
    """Index again the names of those who have left the roster, or stood in it otherwise, from all rosters that the vault keeps.

    The oldest comes first: what a later roster says of somebody replaces what an earlier one said, as when they were loaded.

    Args:
        archive: the ports.
        after: generation behind which to go on; empty from the beginning.

    Yields:
        Each generation that is done, and how many of its servants the next one does not have as they were.
    """
    kept = list(archive.vault.rosters())
    begun = kept.index(after) + 1 if after in kept else 0
    roster: Roster | None = None
    for generation, following in pairwise(kept[begun:]):
        roster, then = roster or _kept(generation, archive), _kept(following, archive)
        gone = list(_changed(roster, then)) if roster else []
        archive.register.put_name_index(gone)
        yield generation, len(gone)
        roster = then


def restore_roster(archive: Archive) -> int:
    """Write the roster in force again from the vault; return its number of servants."""
    pointer = archive.vault.roster_pointer()
    if pointer is None:
        return 0
    for generation in filter(None, (pointer.previous, pointer.pending, pointer.generation)):
        roster = _kept(generation, archive)
        if roster is not None:
            _put_servants(generation, roster, archive)
            archive.register.put_name_index(roster.servants.values())
    archive.register.put_roster_in_force(pointer, seen=archive.register.roster_pointer())
    return pointer.count


def _put_servants(generation: str, roster: Roster, archive: Archive) -> None:
    """Write a generation, and how many servants each ministry has in each province."""
    archive.register.put_servants(generation, roster.servants.values())
    counts = Counter((each.ministry, each.province) for each in roster.servants.values()).most_common(_PLACES)
    places = [PlaceCount(ministry=ministry, province=province, count=count) for (ministry, province), count in counts]
    archive.statistics.expect_places(generation, places)


def _changed(roster: Roster, before: Roster | None) -> Iterable[Servant]:
    """Servants of a roster who are new, or differ from the roster before."""
    known = before.servants if before else {}
    return (servant for matricule, servant in roster.servants.items() if known.get(matricule) != servant)


def _needed(generation: str, archive: Archive) -> Roster:
    roster = _kept(generation, archive)
    if roster is None:
        raise PermanentError("roster_gone", generation)
    return roster


def _write_pointer(pointer: RosterPointer, seen: RosterPointer | None, archive: Archive) -> None:
    """Write the pointer: first in the register, whose condition decides, then in the vault, for a rebuild."""
    archive.register.put_roster_in_force(pointer, seen=seen)
    archive.vault.keep_roster_pointer(pointer)


def _pointer(generation: str, roster: Roster, *, at: datetime, previous: str | None) -> RosterPointer:
    shapes = frozenset(shape(fold(matricule)) for matricule in roster.servants)
    return RosterPointer(generation=generation, count=len(roster.servants), shapes=shapes, uploaded_at=at, previous=previous)


def _kept(generation: str, archive: Archive) -> Roster | None:
    """Read a roster again from the vault; None where it has none, or one of which an older reader could use more."""
    data = archive.vault.roster(generation)
    try:
        roster = read_roster(data) if data is not None else None
    except PermanentError:
        return None
    return roster if roster is not None and roster.refusal is None else None


def _reported(report: LoadingReport, archive: Archive) -> LoadingReport:
    """Write the report to the outbox, and return it."""
    place = f"reports/rosters/{report.at:%Y-%m-%dT%H%M%S}-{report.generation}"
    archive.outbox.put(f"{place}.html", report_html(report, time_zone=archive.settings.time_zone), "text/html; charset=utf-8")
    archive.outbox.put(f"{place}.json", report_json(report), "application/json")
    return report
