"""Corrections: what the archive proposed and what archivists decided instead, exported as examples to measure readings against.

1. Read the decisions of some days.
2. Compare, for each piece, the state before the first decision with the state after the last.
3. Write the pieces that differ to the outbox, a line of JSON each.

A piece that is sealed off, or on which a guardian has ever decided, is never exported.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta

from chalicelib.model.decision import GUARDIAN_DECISIONS, MOST_DECISIONS, StateSummary
from chalicelib.model.errors import PermanentError
from chalicelib.ports.archive import Archive

_MOST_DAYS = timedelta(days=366)


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A piece whose proposed state archivists have changed."""

    digest: str
    """SHA-256 of the original."""
    proposed: StateSummary
    decided: StateSummary


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionsReport:
    """A report of corrections in the outbox."""

    corrections: int
    """Lines of the report."""
    report: str
    """Key in the outbox."""


def export_corrections(archive: Archive, since: date, until: date) -> CorrectionsReport:
    """Write the corrections of some days to the outbox.

    Args:
        archive: the ports.
        since: the first day.
        until: the last day, a year later at most.

    Raises:
        PermanentError: `bad_day`: the last day is before the first, or more than a year after it.
    """
    if not timedelta() <= until - since <= _MOST_DAYS:
        raise PermanentError("bad_day")
    lines = [json.dumps(asdict(each), ensure_ascii=False, sort_keys=True) for each in find_corrections(archive, since, until)]
    key = f"reports/corrections/{since}_{until}.jsonl"
    archive.outbox.put(key, "".join(f"{line}\n" for line in lines), "application/jsonl")
    return CorrectionsReport(corrections=len(lines), report=key)


def find_corrections(archive: Archive, since: date, until: date) -> Iterator[Correction]:
    """Find the pieces that archivists have changed on some days of UTC, each once."""
    seen: set[str] = set()
    day = since
    while day <= until:
        for decision in archive.register.decisions_on(day):
            if decision.piece not in seen:
                seen.add(decision.piece)
                correction = _correction(decision.piece, archive)
                if correction:
                    yield correction
        day += timedelta(days=1)


def _correction(name: str, archive: Archive) -> Correction | None:
    history, piece = archive.register.decisions(name, limit=MOST_DECISIONS), archive.register.piece(name)
    if piece is None or piece.closed_to_all or any(each.decision in GUARDIAN_DECISIONS for each in history):
        return None
    proposed, decided = replace(history[-1].before, decided=()), replace(history[0].after, decided=())
    return Correction(digest=piece.digest, proposed=proposed.summary, decided=decided.summary) if proposed != decided else None
