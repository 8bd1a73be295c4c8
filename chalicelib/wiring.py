"""The composition root: connects each port to its AWS adapter, and is the only module that reads the environment.

An adapter is imported and made when its port is first used: a function's cold start pays for the ports it uses, not for all of them.
"""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime
from functools import cache, cached_property, partial
from typing import TYPE_CHECKING, Any

import boto3
from aws_lambda_powertools.utilities import parameters
from botocore.config import Config

from chalicelib.aws.latest_calls import missing_calls
from chalicelib.model import schema

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mypy_boto3_s3 import S3Client

    from chalicelib.aws.invocation import InvokedFunction
    from chalicelib.aws.ministry_files import MinistryObject
    from chalicelib.model.career_rules import CareerRules
    from chalicelib.model.nomenclature import Nomenclature
    from chalicelib.model.settings import Settings
    from chalicelib.model.upload import Arrival
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

__all__ = ["SystemClock", "Wiring", "archive", "missing_calls"]

_RENDERING_MEMORY = 1536 << 20
"""Bytes: a page of ten thousand pixels a side is decoded before it is scaled down."""
_SETTINGS_AGE = 60
"""Seconds for which settings and the nomenclature are kept in memory."""


class SystemClock:
    """The machine's time."""

    def now(self) -> datetime:
        """See `Clock`."""
        return datetime.now(UTC)

    def pause(self, seconds: float) -> None:
        """See `Clock`."""
        time.sleep(seconds)


class Wiring:
    """Every port on AWS, each connected when it is first used: a client takes tens of milliseconds of a cold start."""

    clock = SystemClock()

    @cached_property
    def inbox(self) -> Inbox:
        """The inbox."""
        from chalicelib.aws.inbox import InboxBucket

        return InboxBucket(self._s3, os.environ["INBOX_BUCKET"], os.environ["WORK_BUCKET"])

    @cached_property
    def backfill_source(self) -> BackfillSource:
        """The bucket of a backfill, which the installation names."""
        from chalicelib.aws.backfill_source import BackfillBucket

        return BackfillBucket(self._s3, os.environ["BACKFILL_BUCKET"], os.environ["INBOX_BUCKET"])

    @cached_property
    def vault(self) -> Vault:
        """The vault."""
        from chalicelib.aws.vault import VaultBucket

        return VaultBucket(self._s3, os.environ["VAULT_BUCKET"], os.environ["WORK_BUCKET"], lambda: self.settings.retention)

    @cached_property
    def outbox(self) -> Outbox:
        """The outbox."""
        from chalicelib.aws.outbox import OutboxBucket

        return OutboxBucket(self._s3, os.environ["OUTBOX_BUCKET"])

    @cached_property
    def register(self) -> Register:
        """The register."""
        from chalicelib.aws.register import RegisterTable

        return RegisterTable(_client("dynamodb"), os.environ["REGISTER_TABLE"])

    @cached_property
    def known_schema(self) -> int:
        """Version of the register, which this code knows; asked once by each process.

        Raises:
            NewerDataError: a later release has changed the register.
        """
        found = self.register.schema_version()
        schema.refuse_newer("register", found or schema.REGISTER, schema.REGISTER)
        return found or schema.REGISTER

    @cached_property
    def accounts(self) -> Accounts:
        """Servants' accounts in the user pool."""
        from chalicelib.aws.accounts import PoolAccounts

        return PoolAccounts(_client("cognito-idp"), os.environ["USER_POOL_ID"])

    @cached_property
    def account_ledger(self) -> AccountLedger:
        """The ledger of accounts, in the register's table."""
        from chalicelib.aws.account_ledger import AccountLedgerTable

        return AccountLedgerTable(_client("dynamodb"), os.environ["REGISTER_TABLE"])

    @cached_property
    def identities(self) -> Identities:
        """Sign-in, by the user pool."""
        from chalicelib.aws.identities import CognitoIdentities

        return CognitoIdentities(_client("cognito-idp"), os.environ["USER_POOL_ID"], os.environ["USER_POOL_CLIENT_ID"])

    @cached_property
    def sign_in_attempts(self) -> SignInAttempts:
        """Sign-in attempts, in the register's table."""
        from chalicelib.aws.sign_in_attempts import SignInAttemptsTable

        return SignInAttemptsTable(_client("dynamodb"), os.environ["REGISTER_TABLE"])

    @cached_property
    def sessions(self) -> Sessions:
        """Open sessions, in the register's table."""
        from chalicelib.aws.sessions import SessionsTable

        return SessionsTable(_client("dynamodb"), os.environ["REGISTER_TABLE"])

    @cached_property
    def consultations(self) -> Consultations:
        """Consultations of case files, in the register's table."""
        from chalicelib.aws.consultations import ConsultationsTable

        return ConsultationsTable(_client("dynamodb"), os.environ["REGISTER_TABLE"])

    @cached_property
    def audit_trail(self) -> AuditTrail:
        """The whole audit trail, in the register's table."""
        from chalicelib.aws.audit_trail import AuditTrailTable

        return AuditTrailTable(_client("dynamodb"), os.environ["REGISTER_TABLE"])

    @cached_property
    def statistics(self) -> Statistics:
        """The statistics, in the register's table."""
        from chalicelib.aws.statistics import StatisticsTable

        return StatisticsTable(_client("dynamodb"), os.environ["REGISTER_TABLE"])

    @cached_property
    def discrepancies(self) -> Discrepancies:
        """Discrepancies between roster and archive, in the register's table."""
        from chalicelib.aws.discrepancies import DiscrepanciesTable

        return DiscrepanciesTable(_client("dynamodb"), os.environ["REGISTER_TABLE"])

    @cached_property
    def findings(self) -> Findings:
        """Findings of completeness, in the register's table."""
        from chalicelib.aws.findings import FindingsTable

        return FindingsTable(_client("dynamodb"), os.environ["REGISTER_TABLE"])

    @cached_property
    def due_lists(self) -> DueLists:
        """The due lists, in the register's table."""
        from chalicelib.aws.due_lists import DueListsTable

        return DueListsTable(_client("dynamodb"), os.environ["REGISTER_TABLE"])

    @cached_property
    def rectifications(self) -> Rectifications:
        """Requests for rectification, in the register's table."""
        from chalicelib.aws.rectifications import RectificationsTable

        return RectificationsTable(_client("dynamodb"), os.environ["REGISTER_TABLE"])

    @cached_property
    def career_decisions(self) -> CareerDecisions:
        """Decisions on events of careers, in the register's table."""
        from chalicelib.aws.career_decisions import CareerDecisionsTable

        return CareerDecisionsTable(_client("dynamodb"), os.environ["REGISTER_TABLE"])

    @cached_property
    def notices(self) -> Notices:
        """Servants who want mail, in the register's table."""
        from chalicelib.aws.notices import NoticesTable

        return NoticesTable(_client("dynamodb"), os.environ["REGISTER_TABLE"])

    @cached_property
    def mail(self) -> Mail:
        """Mail by SES, in the region of the address that writes."""
        from chalicelib.aws.mail import SesMail

        return SesMail(cache(lambda region: _client("sesv2", region_name=region)), os.environ["EMAIL_SOURCE_ARN"])

    @cached_property
    def report_photos(self) -> ReportPhotos:
        """Photos of reports, in the work bucket."""
        from chalicelib.aws.report_photos import ReportPhotosBucket

        return ReportPhotosBucket(self._s3, os.environ["WORK_BUCKET"], os.environ["INBOX_BUCKET"])

    @cached_property
    def links(self) -> Links:
        """Signed links to originals and page images: a role of its own, at the regional address of the vault."""
        from chalicelib.aws.links import SignedLinks
        from chalicelib.aws.role_session import SIGNING

        s3 = partial(_client, "s3", **SIGNING)
        buckets = {"vault": os.environ["VAULT_BUCKET"], "work": os.environ["WORK_BUCKET"]}
        return SignedLinks(_client("sts"), s3, role=os.environ["LINKS_ROLE_ARN"], clock=self.clock, **buckets)

    @cached_property
    def deposits(self) -> Deposits:
        """Signed slots for files from the page: a role of its own, at the regional addresses of the inbox and the work bucket."""
        from chalicelib.aws.deposits import SignedDeposits
        from chalicelib.aws.role_session import SIGNING

        s3 = partial(_client, "s3", **SIGNING)
        buckets = {"inbox": os.environ["INBOX_BUCKET"], "work": os.environ["WORK_BUCKET"]}
        return SignedDeposits(_client("sts"), s3, role=os.environ["DEPOSITS_ROLE_ARN"], clock=self.clock, **buckets)

    @cached_property
    def queues(self) -> Queues:
        """The queues."""
        from chalicelib.aws.queues import QueueUrls, SqsQueues

        urls = QueueUrls(
            arrivals=os.environ["ARRIVALS_QUEUE_URL"],
            ingest_small=os.environ["INGEST_SMALL_QUEUE_URL"],
            ingest_large=os.environ["INGEST_LARGE_QUEUE_URL"],
            rosters=os.environ["ROSTERS_QUEUE_URL"],
            readings=os.environ["READINGS_QUEUE_URL"],
            transcripts=os.environ["TRANSCRIPTS_QUEUE_URL"],
            closings=os.environ["CLOSINGS_QUEUE_URL"],
        )
        return SqsQueues(_client("sqs"), urls, inbox=os.environ["INBOX_BUCKET"], small_bytes=lambda: self.settings.small_bytes)

    @staticmethod
    def arrival_of(message: str) -> Arrival:
        """Arrival in a message of the ingest queues or of the roster queue."""
        from chalicelib.aws.queues import read_arrival

        return read_arrival(message)

    @cached_property
    def ocr(self) -> OcrEngine:
        """Textract; the paced starter sees each refused start, so the SDK repeats none."""
        from chalicelib.aws.ocr import JobOutput, Textract

        client = _client("textract", retries={"total_max_attempts": 1, "mode": "standard"})
        notice = {"topic": os.environ["TEXTRACT_TOPIC_ARN"], "role": os.environ["TEXTRACT_ROLE_ARN"]}
        output = JobOutput(bucket=os.environ["WORK_BUCKET"], key=os.environ["KEY_ARN"], **notice)
        return Textract(client, self._s3, vault=os.environ["VAULT_BUCKET"], output=output)

    @cached_property
    def inspector(self) -> FileInspector:
        """The file inspector, in a process of its own."""
        from chalicelib.formats.sandbox import Sandbox, worker_environment

        return Sandbox(environment=worker_environment(os.environ))

    @cached_property
    def renderer(self) -> PageRenderer:
        """The page renderer, in a process of its own with more memory."""
        from chalicelib.formats.sandbox import Bounds, Sandbox, worker_environment

        return Sandbox(environment=worker_environment(os.environ), bounds=Bounds(memory=_RENDERING_MEMORY))

    @cached_property
    def page_images(self) -> PageImageService:
        """The function that renders pages."""
        from chalicelib.aws.page_images import LambdaPageImages

        return LambdaPageImages(self._function("ILLUSTRATE_FUNCTION"))

    @cached_property
    def casefile_copies(self) -> CaseFileCopyService:
        """The function that binds copies of case files."""
        from chalicelib.aws.casefile_copies import LambdaCaseFileCopies

        return LambdaCaseFileCopies(self._function("BIND_FUNCTION"))

    @property
    def nomenclature(self) -> Nomenclature:
        """The nomenclature in force, at most a minute old."""
        return self.nomenclatures.current().value

    @cached_property
    def nomenclatures(self) -> MinistryObject[Nomenclature]:
        """The ministry's nomenclature in the vault."""
        from chalicelib.aws.ministry_files import NOMENCLATURE, MinistryObject

        return MinistryObject(self._s3, os.environ["VAULT_BUCKET"], NOMENCLATURE, age=_SETTINGS_AGE)

    @property
    def career_rules(self) -> CareerRules:
        """The rules of careers in force, at most a minute old."""
        return self.career_rule_files.current().value

    @cached_property
    def career_rule_files(self) -> MinistryObject[CareerRules]:
        """The ministry's rules of careers in the vault."""
        from chalicelib.aws.ministry_files import CAREER_RULES, MinistryObject

        return MinistryObject(self._s3, os.environ["VAULT_BUCKET"], CAREER_RULES, age=_SETTINGS_AGE)

    @cached_property
    def plans(self) -> Plans:
        """The roadmap's plan in the vault."""
        from chalicelib.aws.plans import PlanObject

        return PlanObject(self._s3, os.environ["VAULT_BUCKET"])

    @property
    def settings(self) -> Settings:
        """The administrators' settings, at most a minute old."""
        return self._settings[0]

    def refused_settings(self) -> list[str]:
        """Names of the parameters that cannot be read, and in whose place the defaults apply."""
        return self._settings[1]

    @property
    def _settings(self) -> tuple[Settings, list[str]]:
        path = os.environ["SETTINGS_PATH"].rstrip("/") + "/"
        found = parameters.get_parameters(path, max_age=_SETTINGS_AGE)
        return _read_settings(tuple(sorted(found.items())))

    @staticmethod
    def _function(variable: str) -> InvokedFunction:
        """The function that a variable names; it may take as long as API Gateway waits for the API."""
        from chalicelib.aws.invocation import InvokedFunction

        client = _client("lambda", retries={"total_max_attempts": 1, "mode": "standard"}, read_timeout=26)
        return InvokedFunction(client, os.environ[variable])

    @cached_property
    def _s3(self) -> S3Client:
        client: S3Client = _client("s3", signature_version="s3v4")
        return client


@cache
def _read_settings(found: tuple[tuple[str, str], ...]) -> tuple[Settings, list[str]]:
    from chalicelib.settings import read_settings

    return read_settings(dict(found))


def _client(service: str, keys: Mapping[str, str] | None = None, **options: Any) -> Any:  # noqa: ANN401 - boto3 makes its clients' types at run time
    """Make a client; unless said otherwise it repeats throttled calls, gives up after some seconds, and has the function's own rights."""
    common: dict[str, Any] = {"retries": {"total_max_attempts": 5, "mode": "standard"}, "connect_timeout": 5, "read_timeout": 30}
    return boto3.client(service, config=Config(**(common | options)), **(keys or {}))  # type: ignore[call-overload]


archive = Wiring()
"""The ports of this process."""
