"""Recording of discrepancies: what a round has found is held against what the rounds before have found.

1. Read what the register has under the same ids. 2. New, or still there, or back after a time? 3. Write what has changed, each on the
condition that nobody has decided meanwhile; else read and write again.

Every step may be repeated: what is written already is not written again. States and reasons of people stay.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from chalicelib.model.errors import ConflictError, TransientError
from chalicelib.model.reconciliation import Discrepancy
from chalicelib.ports.archive import Archive

_ATTEMPTS: Final = 5
"""Writes of one discrepancy, while people decide on it."""
_AT_ONCE: Final = 100
"""Discrepancies read in one request."""


def record_found(found: Sequence[Discrepancy], archive: Archive, *, round_name: str, month: str) -> int:
    """Write discrepancies that a round has found; return how many it had not found before.

    Args:
        found: without state.
        archive: the ports.
        round_name: of the round.
        month: of the round, as `2026-11`.

    Raises:
        TransientError: people decided on one of them again and again.
    """
    new = 0
    for start in range(0, len(found), _AT_ONCE):
        some = {each.id: each for each in found[start : start + _AT_ONCE]}
        known = archive.discrepancies.many(list(some))
        for name, each in some.items():
            new += _record(replace(each, round=round_name, month=month), known.get(name), archive)
    return new


def mark_gone(seen: Discrepancy, archive: Archive, *, round_name: str, month: str) -> bool:
    """Mark a discrepancy that a round has not found again; False where the round has found it after all."""
    for _ in range(_ATTEMPTS):
        if seen.round == round_name or seen.gone:
            return False
        try:
            archive.discrepancies.put(replace(seen, gone=month, edition=seen.edition + 1), seen=seen)
        except ConflictError:
            seen = archive.discrepancies.many([seen.id])[seen.id]
        else:
            return True
    raise TransientError("busy", "a discrepancy changed too often")


def _record(found: Discrepancy, seen: Discrepancy | None, archive: Archive) -> bool:
    """Write one discrepancy; say whether the month before did not have it."""
    for _ in range(_ATTEMPTS):
        after = merged(found, seen)
        if seen is not None and after == replace(seen, edition=after.edition):
            return False
        try:
            archive.discrepancies.put(after, seen=seen)
        except ConflictError:
            seen = archive.discrepancies.many([found.id]).get(found.id)
        else:
            return after.since == found.month and (seen is None or bool(seen.gone))
    raise TransientError("busy", "a discrepancy changed too often")


def merged(found: Discrepancy, seen: Discrepancy | None) -> Discrepancy:
    """A discrepancy as the register is to have it: what was found now, with what people have decided.

    One that comes back after it was gone is to be looked at again; the reason of that time stays to be read.
    """
    if seen is None:
        return replace(found, since=found.month, edition=1)
    is_back = bool(seen.gone) and seen.gone != found.month
    return replace(
        found,
        since=found.month if is_back else seen.since or found.month,
        state="to_look_at" if is_back else seen.state,
        reason=seen.reason,
        by=seen.by,
        decided_at=seen.decided_at,
        before="to_look_at" if is_back else seen.before,
        edition=seen.edition + 1,
    )
