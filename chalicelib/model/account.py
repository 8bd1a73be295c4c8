"""A servant's account: its states, its events, and the rule that entitles a servant to one."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from chalicelib.model.identifiers import normalise

AccountStatus = Literal["opening", "open", "closed"]
"""State in the ledger. `opening`: created in the user pool, its slip not yet written."""

AccountState = Literal["none", "first_password", "open", "closed"]
"""State that the counter shows. `first_password`: the servant has not chosen a password yet."""

Deed = Literal["opened", "reset", "closed", "reopened"]

Closer = Literal["roster", "person"]
"""What closed an account: the roster, which may reopen it, or a person, whose decision the roster does not change."""


CONSOLE = "administer"
"""`AccountEvent.by` of an action in the console or by a command; CloudTrail names the administrator."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A servant's account in the ledger; passwords are kept by the user pool alone."""

    matricule: str
    """Normalised; also the user name."""
    status: AccountStatus
    changed_at: datetime
    """UTC, aware."""
    password_at: datetime | None = None
    """When the latest first password was issued, UTC; None for an account created in the console."""
    closer: Closer | None = None
    """Only for a closed account."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountEvent:
    """An action on an account, as the audit trail keeps it."""

    matricule: str
    at: datetime
    """UTC, aware."""
    deed: Deed
    by: str
    """The user name of the archivist, `administer` or `roster`."""
    reason: str = ""
    """In the archivist's words, or the roster's status."""
    totp_removed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolAccount:
    """An account's attributes in the user pool."""

    enabled: bool
    must_change: bool
    """The servant has not yet replaced the first password."""
    matricule: str | None
    """`custom:matricule`, normalised: the case file that the account opens."""
    totp: bool
    groups: frozenset[str]
    """Cognito groups; a servant's account has none."""
    email: str | None = field(default=None, repr=False)
    """The address, if it is verified; in no log."""

    @property
    def state(self) -> AccountState:
        """State that the counter shows."""
        if not self.enabled:
            return "closed"
        return "first_password" if self.must_change else "open"


def entitled(status: str, closing: Iterable[str]) -> bool:
    """Whether a servant of this roster status may have an account; accents, case and gender endings are ignored.

    >>> closing = ("révoqué", "décédé")
    >>> entitled("Retraitée", closing), entitled("REVOQUEE", closing), entitled("", closing), entitled("non révoqué", closing)
    (True, False, True, True)

    Args:
        status: as the roster writes it.
        closing: statuses that close an account, compared as a whole (setting `closing-statuses`).
    """
    return _bare(status) not in {_bare(word) for word in closing}


def _bare(word: str) -> str:
    """Status without accents, case, and feminine or plural endings.

    >>> _bare("Révoquée"), _bare("démissionnaires")
    ('REVOQU', 'DEMISSIONNAIR')
    """
    return normalise(word).rstrip("ES")
