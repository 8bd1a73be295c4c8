"""The sum of all ports, and the clock."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    # Named in annotations alone: a cold start need not create every port's class.
    from datetime import datetime

    from chalicelib.model.career_rules import CareerRules
    from chalicelib.model.nomenclature import Nomenclature
    from chalicelib.model.settings import Settings
    from chalicelib.ports.account_ledger import AccountLedger
    from chalicelib.ports.accounts import Accounts
    from chalicelib.ports.audit_trail import AuditTrail
    from chalicelib.ports.backfill_source import BackfillSource
    from chalicelib.ports.career_decisions import CareerDecisions
    from chalicelib.ports.casefile_copies import CaseFileCopyService
    from chalicelib.ports.consultations import Consultations
    from chalicelib.ports.deposits import Deposits
    from chalicelib.ports.discrepancies import Discrepancies
    from chalicelib.ports.due_lists import DueLists
    from chalicelib.ports.findings import Findings
    from chalicelib.ports.identities import Identities
    from chalicelib.ports.inbox import Inbox
    from chalicelib.ports.inspection import FileInspector, PageRenderer
    from chalicelib.ports.links import Links
    from chalicelib.ports.mail import Mail
    from chalicelib.ports.notices import Notices
    from chalicelib.ports.ocr import OcrEngine
    from chalicelib.ports.outbox import Outbox
    from chalicelib.ports.page_images import PageImageService
    from chalicelib.ports.plans import Plans
    from chalicelib.ports.queues import Queues
    from chalicelib.ports.rectifications import Rectifications
    from chalicelib.ports.register import Register
    from chalicelib.ports.report_photos import ReportPhotos
    from chalicelib.ports.sessions import Sessions
    from chalicelib.ports.sign_in_attempts import SignInAttempts
    from chalicelib.ports.statistics import Statistics
    from chalicelib.ports.vault import Vault


class Clock(Protocol):
    """The current time, and pauses."""

    def now(self) -> datetime:
        """Return the time: UTC, aware."""

    def pause(self, seconds: float) -> None:
        """Wait."""


class Archive(Protocol):
    """All ports together; an adapter connects when it is first used."""

    @property
    def inbox(self) -> Inbox:
        """The bucket in which scans arrive."""

    @property
    def backfill_source(self) -> BackfillSource:
        """The bucket from which files that lie there already are taken in."""

    @property
    def vault(self) -> Vault:
        """The bucket that keeps originals, transcripts and records."""

    @property
    def outbox(self) -> Outbox:
        """The bucket of receipts and reports."""

    @property
    def register(self) -> Register:
        """Rosters, batches, readings, pieces and reviews."""

    @property
    def consultations(self) -> Consultations:
        """The record of consultations."""

    @property
    def accounts(self) -> Accounts:
        """The user pool's administration."""

    @property
    def account_ledger(self) -> AccountLedger:
        """Servants' accounts as the register records them."""

    @property
    def identities(self) -> Identities:
        """Sign-in by the user pool."""

    @property
    def sign_in_attempts(self) -> SignInAttempts:
        """Sign-in attempts, by account and by address."""

    @property
    def sessions(self) -> Sessions:
        """Open sessions."""

    @property
    def audit_trail(self) -> AuditTrail:
        """The audit trail, read as a whole."""

    @property
    def statistics(self) -> Statistics:
        """The statistics."""

    @property
    def findings(self) -> Findings:
        """Findings of completeness, by round and ministry."""

    @property
    def discrepancies(self) -> Discrepancies:
        """Discrepancies between roster and archive."""

    @property
    def due_lists(self) -> DueLists:
        """The due lists, by round and ministry."""

    @property
    def plans(self) -> Plans:
        """The roadmap's plan, as the direction has saved it."""

    @property
    def rectifications(self) -> Rectifications:
        """Rectification requests of servants."""

    @property
    def career_decisions(self) -> CareerDecisions:
        """Decisions of archivists on the events of careers."""

    @property
    def report_photos(self) -> ReportPhotos:
        """Photos that servants send with their reports."""

    @property
    def notices(self) -> Notices:
        """Servants who want mail about their case file."""

    @property
    def mail(self) -> Mail:
        """Outgoing mail."""

    @property
    def links(self) -> Links:
        """Signed links to originals and page images."""

    @property
    def deposits(self) -> Deposits:
        """Signed upload slots."""

    @property
    def queues(self) -> Queues:
        """The queues between functions."""

    @property
    def ocr(self) -> OcrEngine:
        """The OCR engine."""

    @property
    def inspector(self) -> FileInspector:
        """The inspection of uploaded files."""

    @property
    def renderer(self) -> PageRenderer:
        """The rendering and redaction of pages."""

    @property
    def page_images(self) -> PageImageService:
        """The function that renders pages for the API."""

    @property
    def casefile_copies(self) -> CaseFileCopyService:
        """The function that binds copies of case files."""

    @property
    def clock(self) -> Clock:
        """The clock."""

    @property
    def settings(self) -> Settings:
        """The settings of the administrators."""

    @property
    def nomenclature(self) -> Nomenclature:
        """The nomenclature in force: the ministry's, or the one that ships."""

    @property
    def career_rules(self) -> CareerRules:
        """The dated rules of careers in force: the ministry's, or those that ship."""
