"""Builds the adapters once per sandbox, each when it is first asked for; the only module that reads the environment."""

import os
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache, cached_property, partial
from typing import TYPE_CHECKING, Any

import boto3
from aws_lambda_powertools.utilities import parameters
from botocore.config import Config

from chalicelib.aws.account_ledger import AccountLedgerTable
from chalicelib.aws.accounts import PoolAccounts
from chalicelib.aws.audit_trail import AuditTrailTable
from chalicelib.aws.consultations import ConsultationsTable
from chalicelib.aws.deposits import SignedDeposits
from chalicelib.aws.identities import CognitoIdentities
from chalicelib.aws.inbox import InboxBucket
from chalicelib.aws.links import S3, SignedLinks
from chalicelib.aws.nomenclature import NomenclatureObject
from chalicelib.aws.ocr import Textract
from chalicelib.aws.outbox import OutboxBucket
from chalicelib.aws.page_images import LambdaPageImages
from chalicelib.aws.queues import QueueUrls, SqsQueues
from chalicelib.aws.rectifications import RectificationsTable
from chalicelib.aws.register import RegisterTable
from chalicelib.aws.sessions import SessionsTable
from chalicelib.aws.sign_in_attempts import SignInAttemptsTable
from chalicelib.aws.statistics import StatisticsTable
from chalicelib.aws.vault import VaultBucket
from chalicelib.formats.sandbox import Bounds, Sandbox, worker_environment
from chalicelib.model.nomenclature import Nomenclature
from chalicelib.model.settings import Settings
from chalicelib.settings import read_settings

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

_FOR_DRAWING = Bounds(memory=1536 << 20)
"""A page of ten thousand pixels a side is unpacked before it is made small."""
_SETTINGS_AGE = 60
"""Seconds for which what an administrator has set may stand in memory."""


class SystemClock:
    """The machine's time."""

    def now(self) -> datetime:
        """See `Clock`."""
        return datetime.now(UTC)

    def pause(self, seconds: float) -> None:
        """See `Clock`."""
        time.sleep(seconds)


class Wiring:
    """Every port on AWS, connected lazily: a client costs tens of milliseconds of a cold start."""

    clock = SystemClock()

    @cached_property
    def inbox(self) -> InboxBucket:
        """The inbox."""
        return InboxBucket(self._s3, os.environ["INBOX_BUCKET"], os.environ["WORK_BUCKET"])

    @cached_property
    def vault(self) -> VaultBucket:
        """The vault."""
        return VaultBucket(self._s3, os.environ["VAULT_BUCKET"], os.environ["WORK_BUCKET"], lambda: self.settings.retention)

    @cached_property
    def outbox(self) -> OutboxBucket:
        """The outbox."""
        return OutboxBucket(self._s3, os.environ["OUTBOX_BUCKET"])

    @cached_property
    def register(self) -> RegisterTable:
        """The register."""
        return RegisterTable(_client("dynamodb"), os.environ["REGISTER_TABLE"])

    @cached_property
    def accounts(self) -> PoolAccounts:
        """Servants' accounts, as an administrator of Cognito sees them."""
        return PoolAccounts(_client("cognito-idp"), os.environ["USER_POOL_ID"])

    @cached_property
    def account_ledger(self) -> AccountLedgerTable:
        """What is known of accounts, in the same table."""
        return AccountLedgerTable(_client("dynamodb"), os.environ["REGISTER_TABLE"])

    @cached_property
    def identities(self) -> CognitoIdentities:
        """Who lets readers in."""
        return CognitoIdentities(_client("cognito-idp"), os.environ["USER_POOL_ID"], os.environ["USER_POOL_CLIENT_ID"])

    @cached_property
    def sign_in_attempts(self) -> SignInAttemptsTable:
        """What is known of the door, in the same table."""
        return SignInAttemptsTable(_client("dynamodb"), os.environ["REGISTER_TABLE"])

    @cached_property
    def sessions(self) -> SessionsTable:
        """What is known of open sessions, in the same table."""
        return SessionsTable(_client("dynamodb"), os.environ["REGISTER_TABLE"])

    @cached_property
    def consultations(self) -> ConsultationsTable:
        """Who opened what, in the same table."""
        return ConsultationsTable(_client("dynamodb"), os.environ["REGISTER_TABLE"])

    @cached_property
    def audit_trail(self) -> AuditTrailTable:
        """The journal as a whole, in the same table."""
        return AuditTrailTable(_client("dynamodb"), os.environ["REGISTER_TABLE"])

    @cached_property
    def statistics(self) -> StatisticsTable:
        """The figures, in the same table."""
        return StatisticsTable(_client("dynamodb"), os.environ["REGISTER_TABLE"])

    @cached_property
    def rectifications(self) -> RectificationsTable:
        """What servants report, in the same table."""
        return RectificationsTable(_client("dynamodb"), os.environ["REGISTER_TABLE"])

    @cached_property
    def links(self) -> SignedLinks:
        """Who signs links: a role of its own, at the vault's own region's address."""
        s3 = partial(_client, "s3", **S3)
        buckets = {"vault": os.environ["VAULT_BUCKET"], "work": os.environ["WORK_BUCKET"]}
        return SignedLinks(_client("sts"), s3, role=os.environ["LINKS_ROLE_ARN"], clock=self.clock, **buckets)

    @cached_property
    def deposits(self) -> SignedDeposits:
        """Who signs for files from the page: another role of its own, at the inbox's own region's address."""
        s3 = partial(_client, "s3", **S3)
        return SignedDeposits(_client("sts"), s3, role=os.environ["DEPOSITS_ROLE_ARN"], inbox=os.environ["INBOX_BUCKET"], clock=self.clock)

    @cached_property
    def queues(self) -> SqsQueues:
        """The queues."""
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

    @cached_property
    def ocr(self) -> Textract:
        """Textract; each refused start is for the starter to see, so the SDK repeats none."""
        client = _client("textract", retries={"total_max_attempts": 1, "mode": "standard"})
        channel = {"SNSTopicArn": os.environ["TEXTRACT_TOPIC_ARN"], "RoleArn": os.environ["TEXTRACT_ROLE_ARN"]}
        return Textract(client, self._s3, vault=os.environ["VAULT_BUCKET"], work=os.environ["WORK_BUCKET"], channel=channel)

    @cached_property
    def inspector(self) -> Sandbox:
        """The judge of files, in a process of its own."""
        return Sandbox(environment=worker_environment(os.environ))

    @cached_property
    def renderer(self) -> Sandbox:
        """Who draws pages, in a process of its own too, and with more memory."""
        return Sandbox(environment=worker_environment(os.environ), bounds=_FOR_DRAWING)

    @cached_property
    def page_images(self) -> LambdaPageImages:
        """Who has pages drawn; the answer is waited for as long as API Gateway waits for ours."""
        client = _client("lambda", retries={"total_max_attempts": 1, "mode": "standard"}, read_timeout=26)
        return LambdaPageImages(client, os.environ["ILLUSTRATE_FUNCTION"])

    @property
    def nomenclature(self) -> Nomenclature:
        """What a piece can be, as was last in force a minute ago or less."""
        return self.nomenclatures.current().nomenclature

    @cached_property
    def nomenclatures(self) -> NomenclatureObject:
        """Where the ministry's nomenclature is."""
        return NomenclatureObject(self._s3, os.environ["VAULT_BUCKET"], age=_SETTINGS_AGE)

    @property
    def settings(self) -> Settings:
        """What administrators have set, at most a minute old."""
        path = os.environ["SETTINGS_PATH"].rstrip("/") + "/"
        found = parameters.get_parameters(path, max_age=_SETTINGS_AGE)
        settings, _ = _read_settings(tuple(sorted(found.items())))
        return settings

    @cached_property
    def _s3(self) -> "S3Client":
        client: S3Client = _client("s3", signature_version="s3v4")
        return client


@cache
def _read_settings(found: tuple[tuple[str, str], ...]) -> tuple[Settings, list[str]]:
    return read_settings(dict(found))


def _client(service: str, keys: Mapping[str, str] | None = None, **options: Any) -> Any:  # noqa: ANN401 - boto3 makes its clients' types at run time
    """Make a client; unless said otherwise it repeats throttled calls, gives up after some seconds, and has the function's own rights."""
    common: dict[str, Any] = {"retries": {"total_max_attempts": 5, "mode": "standard"}, "connect_timeout": 5, "read_timeout": 30}
    return boto3.client(service, config=Config(**(common | options)), **(keys or {}))  # type: ignore[call-overload]


archive = Wiring()
"""This sandbox's."""
