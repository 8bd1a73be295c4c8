"""Settings that administrators change without a deployment."""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What administrators may set without a deployment."""

    quiet: timedelta = timedelta(seconds=300)
    """A batch without a manifest closes after this rest."""
    marked_quiet: timedelta = timedelta(seconds=30)
    """The same, once `_COMPLETE` has come."""
    start_rate: float = 5.0
    """Textract starts a second."""
    open_jobs: int = 100
    """Textract jobs open at once."""
    roster_shrink_percent: int = 5
    """A roster that loses more than this waits for a confirmation."""
    matricule_patterns: tuple[str, ...] = ("[0-9]{5,7}[A-Z]{0,2}",)
    """Used until a roster tells the forms of its matricules."""
    small_bytes: int = 32 * 1024 * 1024
    """Up to here a file takes the fast lane."""
    retention: timedelta = timedelta(days=3650)
    """How long the vault locks an original."""
    stale: timedelta = timedelta(minutes=30)
    """A reading without an answer for so long is asked after."""
    grace: timedelta = timedelta(seconds=120)
    """An upload this young may yet be announced by S3 itself."""
    patience: timedelta = timedelta(minutes=15)
    """An upload that was announced again for so long, and never taken, is said to have failed."""
    time_zone: str = "Africa/Bujumbura"
    """Of the days that name batches, and of the hours on receipts."""
    idle: timedelta = timedelta(minutes=30)
    """A session that nobody used for so long has ended."""
    site_url: str = ""
    """The site's address, as slips say it."""
    account_rate: float = 15.0
    """Accounts opened or closed a second."""
    closing_statuses: tuple[str, ...] = ("révoqué", "démissionnaire", "décédé", "licencié")
    """Statuses of the roster that close an account; the retired keep theirs."""
    roadmap_start: date | None = None
    """First day of the plan; without it nothing is compared with one."""
    roadmap_casefiles: int = 115_000
    """Case files to be there at its end."""
    roadmap_years: int = 5
    roadmap_days: int = 220
    """Working days of a year."""
