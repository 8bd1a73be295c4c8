"""Decisions of people on discrepancies: explained, with the reason in words; sent to whom it concerns; the last one undone.

1. Read the discrepancy. 2. Check the state and screen the reason for forbidden mentions. 3. Keep the decision in the vault, from which a
rebuild restores it. 4. Record it in the audit trail. 5. Write the state, on the condition that nobody has decided since the reader's page
was made; else keep in the vault what stands.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from chalicelib.access.consultations import Subject, record_consultation
from chalicelib.analysis.sensitivity.screening import check_words
from chalicelib.model.errors import ConflictError, ReaderError
from chalicelib.model.reader import Reader
from chalicelib.model.reconciliation import LONGEST_REASON, STATES, Discrepancy, DiscrepancyState, KeptDecision, is_discrepancy
from chalicelib.ports.archive import Archive
from chalicelib.reconciliation.listing import role_of_reader

_WORDS: Final[dict[DiscrepancyState, str]] = {"to_look_at": "undone", "explained": "explained", "sent": "sent"}


def decide_discrepancy(  # noqa: PLR0913 - a decision is a state with its reason, on an edition
    reader: Reader, name: str, state: str, reason: str, archive: Archive, *, seen: int
) -> Discrepancy:
    """Set the state of a discrepancy.

    Args:
        reader: who decides.
        name: id of the discrepancy.
        state: `explained`, which needs a reason, or `sent`.
        reason: in the person's words.
        archive: the ports.
        seen: edition that the reader's page shows.

    Raises:
        ReaderError: `not_found`, `invalid`, `forbidden_word`.
        ConflictError: it was decided on, or found anew, since.
        TransientError: the decision could not be recorded.
    """
    found = _found(name, archive, seen=seen)
    wanted = next((each for each in STATES if each == state and each != "to_look_at"), None)
    text = " ".join(reason.split())
    if wanted is None or len(text) > LONGEST_REASON or (wanted == "explained" and not text):
        raise ReaderError("invalid", "state or reason")
    check_words(text, "reason")
    after = replace(
        found, state=wanted, reason=text, by=reader.name, decided_at=archive.clock.now(), before=found.state, edition=found.edition + 1
    )
    return _write(found, after, reader, archive)


def undo_decision(reader: Reader, name: str, archive: Archive, *, seen: int) -> Discrepancy:
    """Take the last decision on a discrepancy back; the state before stands again.

    Raises:
        ReaderError: `not_found`, `nothing_to_undo`.
        ConflictError: it was decided on, or found anew, since.
        TransientError: it could not be recorded.
    """
    found = _found(name, archive, seen=seen)
    if found.state == found.before:
        raise ReaderError("nothing_to_undo", name)
    after = replace(found, state=found.before, by=reader.name, decided_at=archive.clock.now(), edition=found.edition + 1)
    return _write(found, after, reader, archive)


def restore_decisions(archive: Archive, *, after: str = "") -> Iterator[str]:
    """Write the decisions that the vault keeps into the register again, each with its discrepancy as it stood; give the place behind each.

    The next round brings what was found since.
    """
    for place, kept in archive.vault.kept_decisions(after=after):
        stands = archive.discrepancies.many([kept.id]).get(kept.id)
        if stands is None or stands.decided_at is None or stands.decided_at < kept.at:
            base = stands or kept.found
            restored = replace(
                base,
                state=kept.state,
                reason=kept.reason,
                by=kept.by,
                decided_at=kept.at,
                before=kept.found.before,
                edition=(stands.edition if stands else kept.found.edition) + 1,
            )
            archive.discrepancies.put(restored, seen=stands)
        yield place


def _found(name: str, archive: Archive, *, seen: int) -> Discrepancy:
    found = archive.discrepancies.many([name]).get(name) if is_discrepancy(name) else None
    if found is None:
        raise ReaderError("not_found", "no such discrepancy")
    if found.edition != seen:
        raise ConflictError("conflict", "the discrepancy has changed since")
    return found


def _write(seen: Discrepancy, after: Discrepancy, reader: Reader, archive: Archive) -> Discrepancy:
    """Keep a decision in the vault, in the audit trail and in the register, in this order."""
    archive.vault.keep_decision(_kept(after, archive))
    asked = f"{after.kind}, {' '.join(filter(None, (after.matricule, after.other)))}: {_WORDS[after.state]}"
    asked += f": {after.reason}" if after.state == "explained" else ""
    record_consultation("reconciled", reader, Subject(asked=asked), archive, role=role_of_reader(reader))
    try:
        archive.discrepancies.put(after, seen=seen)
    except ConflictError:
        stands = archive.discrepancies.many([after.id]).get(after.id)
        archive.vault.keep_decision(_kept(stands or seen, archive))
        raise
    return after


def _kept(found: Discrepancy, archive: Archive) -> KeptDecision:
    at = found.decided_at or archive.clock.now()
    return KeptDecision(id=found.id, state=found.state, reason=found.reason, by=found.by, at=at, found=found)
