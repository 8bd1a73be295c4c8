"""All ports together, and the clock."""

from datetime import datetime
from typing import Protocol

from chalicelib.model.nomenclature import Nomenclature
from chalicelib.model.settings import Settings
from chalicelib.ports.account_ledger import AccountLedger
from chalicelib.ports.accounts import Accounts
from chalicelib.ports.audit_trail import AuditTrail
from chalicelib.ports.consultations import Consultations
from chalicelib.ports.deposits import Deposits
from chalicelib.ports.identities import Identities
from chalicelib.ports.inbox import Inbox
from chalicelib.ports.inspection import FileInspector, PageRenderer
from chalicelib.ports.links import Links
from chalicelib.ports.ocr import OcrEngine
from chalicelib.ports.outbox import Outbox
from chalicelib.ports.page_images import PageImageService
from chalicelib.ports.queues import Queues
from chalicelib.ports.rectifications import Rectifications
from chalicelib.ports.register import Register
from chalicelib.ports.sessions import Sessions
from chalicelib.ports.sign_in_attempts import SignInAttempts
from chalicelib.ports.statistics import Statistics
from chalicelib.ports.vault import Vault


class Clock(Protocol):
    """Time."""

    def now(self) -> datetime:
        """UTC, aware."""

    def pause(self, seconds: float) -> None:
        """Wait."""


class Archive(Protocol):
    """All ports together; an adapter connects when it is first asked."""

    @property
    def inbox(self) -> Inbox:
        """Where scans arrive."""

    @property
    def vault(self) -> Vault:
        """Where they are kept."""

    @property
    def outbox(self) -> Outbox:
        """Where receipts leave."""

    @property
    def register(self) -> Register:
        """What is known."""

    @property
    def consultations(self) -> Consultations:
        """Who opened what."""

    @property
    def accounts(self) -> Accounts:
        """Who checks passwords."""

    @property
    def account_ledger(self) -> AccountLedger:
        """What is known of accounts."""

    @property
    def identities(self) -> Identities:
        """Who lets readers in."""

    @property
    def sign_in_attempts(self) -> SignInAttempts:
        """What is known of the door."""

    @property
    def sessions(self) -> Sessions:
        """What is known of open sessions."""

    @property
    def audit_trail(self) -> AuditTrail:
        """The journal as a whole."""

    @property
    def statistics(self) -> Statistics:
        """The figures."""

    @property
    def rectifications(self) -> Rectifications:
        """What servants report."""

    @property
    def links(self) -> Links:
        """Who signs links."""

    @property
    def deposits(self) -> Deposits:
        """Who signs for files that come from the page."""

    @property
    def queues(self) -> Queues:
        """What waits."""

    @property
    def ocr(self) -> OcrEngine:
        """Who reads."""

    @property
    def inspector(self) -> FileInspector:
        """Who judges."""

    @property
    def renderer(self) -> PageRenderer:
        """Who draws."""

    @property
    def page_images(self) -> PageImageService:
        """Who has pages drawn."""

    @property
    def clock(self) -> Clock:
        """When it is."""

    @property
    def settings(self) -> Settings:
        """What administrators have set."""

    @property
    def nomenclature(self) -> Nomenclature:
        """What a piece can be: the ministry's table, or the one that ships."""
