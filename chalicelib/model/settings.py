"""Settings that administrators change without a deployment."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Settings (SSM parameters) with their defaults."""

    quiet: timedelta = timedelta(seconds=300)
    """Quiet time after which a batch without a manifest closes."""
    marked_quiet: timedelta = timedelta(seconds=30)
    """Quiet time once the `_COMPLETE` marker has arrived."""
    start_rate: float = 5.0
    """Textract jobs started per second; 0: none is started, and readings wait."""
    open_jobs: int = 100
    """Textract jobs open at the same time."""
    pages_per_month: int | None = None
    """Pages that Textract may be asked for in a month; None: no ceiling."""
    dollars_per_month: float | None = None
    """Price of these pages, likewise."""
    dollars_per_thousand_pages: float = 1.5
    """Textract's price of text detection, the same in all regions where it exists (aws.amazon.com/textract/pricing)."""
    roster_shrink_percent: int = 5
    """A roster that loses, renames or bars a larger share of the servants in force waits for a confirmation."""
    matricule_patterns: tuple[str, ...] = ("[0-9]{5,7}[A-Z]{0,2}",)
    """Forms of a matricule until a roster is in force."""
    folder_alone: Literal["file", "review"] = "file"
    """What becomes of a piece that only its folder files, for its text names nobody: filed and marked, or sent to review."""
    small_bytes: int = 32 * 1024 * 1024
    """Largest file of the fast ingest queue, in bytes."""
    retention: timedelta = timedelta(days=3650)
    """Object lock of an original in the vault."""
    stale: timedelta = timedelta(minutes=30)
    """Age at which the sweep asks Textract about a job without a notice."""
    grace: timedelta = timedelta(seconds=120)
    """Age up to which the sweep leaves an upload to S3's own event."""
    patience: timedelta = timedelta(minutes=15)
    """Age at which an upload that was announced again, and not taken in, is reported as failed."""
    time_zone: str = "Africa/Bujumbura"
    """Time zone of batch names and of the times on receipts."""
    letterhead: tuple[str, ...] = ("République du Burundi", "Ministère de la Fonction publique, du Travail et de l'Emploi")
    """Lines at the head of printed papers, the State first."""
    idle: timedelta = timedelta(minutes=30)
    """Idle time after which a session ends."""
    site_url: str = ""
    """Address of the site, printed on slips."""
    counter: str | None = None
    """Where and when the counter is open, as servants read it; None: the site does not say."""
    notices: bool = False
    """Whether servants with a verified address may be told by mail that a piece was added to their case file."""
    account_rate: float = 15.0
    """Accounts opened or closed per second."""
    many_casefiles: int = 60
    """Case files of one reader and day above which auditors are shown them."""
    office_hours: tuple[int, int] = (7, 18)
    """First hour of work, and the hour at which it ends; auditors are shown openings outside them, and at weekends."""
    closing_statuses: tuple[str, ...] = ("révoqué", "démissionnaire", "décédé", "licencié")
    """Roster statuses that close an account; retired servants keep theirs."""
    backfill_rate: float = 2_000.0
    """Files an hour that a backfill takes in, at most."""
    roadmap_start: date | None = None
    """First day of the roadmap; None: no comparison with a plan."""
    roadmap_casefiles: int = 115_000
    """Case files at the end of the roadmap."""
    roadmap_years: int = 5
    roadmap_days: int = 220
    """Working days per year."""
