"""Change of roster: a roster comes into force, then pieces and accounts follow it.

1. Load the roster, or put the confirmed or the previous one in force.
2. File again what the roster before did not know: pieces of open batches.
3. Close and reopen accounts as the roster says.

Every step may be repeated. After a crash between two steps the message comes again, finds the roster in force, and goes on.
"""

from dataclasses import dataclass
from datetime import datetime

from chalicelib.identity.deprovisioning import AccountChanges, settle_accounts
from chalicelib.model.register import RosterPointer
from chalicelib.model.upload import Upload
from chalicelib.personnel.loading import confirm_roster, load_roster, undo_roster
from chalicelib.personnel.loading_report import LoadingReport
from chalicelib.ports.archive import Archive
from chalicelib.processing.filing import file_again


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterChange:
    """Result of putting a roster in force."""

    pointer: RosterPointer
    accounts: AccountChanges


def change_roster(upload: Upload, archive: Archive, *, until: datetime) -> tuple[LoadingReport, AccountChanges | None]:
    """Load a roster that was uploaded; once it is in force, let pieces and accounts follow it.

    Args:
        upload: the roster's CSV in the inbox.
        archive: the ports.
        until: when to stop closing and reopening accounts, UTC.

    Returns:
        The loading report, and the accounts' changes; None where the roster is not in force.

    Raises:
        TransientError: a service was busy, or another roster came into force meanwhile; ask again.
    """
    report = load_roster(upload, archive)
    return report, _follow(archive, until) if report.status == "in_force" else None


def confirm_change(generation: str, archive: Archive, *, until: datetime) -> RosterChange:
    """Put in force the roster that waits for a confirmation; pieces and accounts follow it.

    Raises:
        PermanentError: `roster_not_waiting`, `roster_gone`.
    """
    return RosterChange(pointer=confirm_roster(generation, archive), accounts=_follow(archive, until))


def undo_change(archive: Archive, *, until: datetime) -> RosterChange:
    """Put the previous roster back in force; pieces and accounts follow it.

    Raises:
        PermanentError: `roster_none_before`, `roster_gone`.
    """
    return RosterChange(pointer=undo_roster(archive), accounts=_follow(archive, until))


def _follow(archive: Archive, until: datetime) -> AccountChanges:
    for batch in archive.register.open_batches():
        file_again(batch, archive)
    return settle_accounts(archive, until=until)
