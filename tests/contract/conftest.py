"""The ports of storage and of the register, in memory and on moto with the template's table."""

from dataclasses import dataclass
from datetime import timedelta

import boto3
import pytest
from moto import mock_aws
from moto.core.models import botocore_stubber

from chalicelib.aws.account_ledger import AccountLedgerTable
from chalicelib.aws.audit_trail import AuditTrailTable
from chalicelib.aws.career_decisions import CareerDecisionsTable
from chalicelib.aws.consultations import ConsultationsTable
from chalicelib.aws.discrepancies import DiscrepanciesTable
from chalicelib.aws.due_lists import DueListsTable
from chalicelib.aws.findings import FindingsTable
from chalicelib.aws.inbox import InboxBucket
from chalicelib.aws.outbox import OutboxBucket
from chalicelib.aws.rectifications import RectificationsTable
from chalicelib.aws.register import RegisterTable
from chalicelib.aws.sign_in_attempts import SignInAttemptsTable
from chalicelib.aws.statistics import StatisticsTable
from chalicelib.aws.vault import VaultBucket
from tests.contract.samples import AT
from tests.fakes import FakeArchive, FakeClock, FakeConsultations, FakeInbox, FakeOutbox, FakeRegister, FakeVault
from tests.stage import ENVIRONMENT, REGION, TABLE
from tests.stage.account import make_buckets, make_table
from tests.stage.wire import Wire


@dataclass(kw_only=True)
class Ports:
    """Ports of storage and of the register, with an upload and a count for the tests."""

    register: object
    consultations: object
    inbox: object
    vault: object
    outbox: object
    put: object
    versions: object
    """Count the versions of an original in the vault."""


@pytest.fixture(params=["memory", "aws"])
def ports(request):
    if request.param == "memory":
        vault = FakeVault()
        inbox = FakeInbox(FakeClock(), vault.redacted)
        yield Ports(
            register=FakeRegister(),
            consultations=FakeConsultations(),
            inbox=inbox,
            vault=vault,
            outbox=FakeOutbox(),
            put=inbox.put,
            versions=lambda digest: sum(each == digest for each in vault.originals),
        )
        return
    with mock_aws():
        session = boto3.session.Session(region_name=REGION)
        session.events.unregister("before-send", botocore_stubber)
        session.events.register("before-send", Wire(None, None))
        s3, dynamodb = session.client("s3"), session.client("dynamodb")
        make_buckets(s3)
        make_table(dynamodb)
        inbox = InboxBucket(s3, ENVIRONMENT["INBOX_BUCKET"], ENVIRONMENT["WORK_BUCKET"])

        def put(key, body):
            version = s3.put_object(Bucket=inbox.name, Key=key, Body=body)["VersionId"]
            return next(upload for upload in inbox.uploads(key) if upload.version == version)

        def versions(digest):
            found = s3.list_object_versions(Bucket=ENVIRONMENT["VAULT_BUCKET"], Prefix=f"pieces/{digest[:2]}/{digest}/original")
            return len(found.get("Versions", ()))

        yield Ports(
            register=RegisterTable(dynamodb, TABLE),
            consultations=ConsultationsTable(dynamodb, TABLE),
            inbox=inbox,
            vault=VaultBucket(s3, ENVIRONMENT["VAULT_BUCKET"], ENVIRONMENT["WORK_BUCKET"], lambda: timedelta(days=1)),
            outbox=OutboxBucket(s3, ENVIRONMENT["OUTBOX_BUCKET"]),
            put=put,
            versions=versions,
        )


@pytest.fixture
def register(ports):
    ports.register.open_batch("lot-1", AT)
    return ports.register


@dataclass(kw_only=True)
class Tables:
    """The ports on the register's table."""

    register: RegisterTable
    consultations: ConsultationsTable
    sign_in_attempts: SignInAttemptsTable
    account_ledger: AccountLedgerTable
    audit_trail: AuditTrailTable
    statistics: StatisticsTable
    findings: FindingsTable
    discrepancies: DiscrepanciesTable
    due_lists: DueListsTable
    rectifications: RectificationsTable
    career_decisions: CareerDecisionsTable


@pytest.fixture(params=["memory", "aws"])
def archive(request):
    if request.param == "memory":
        yield FakeArchive()
        return
    with mock_aws():
        session = boto3.session.Session(region_name=REGION)
        session.events.unregister("before-send", botocore_stubber)
        session.events.register("before-send", Wire(None, None))
        dynamodb = session.client("dynamodb")
        make_table(dynamodb)
        yield Tables(**{name: port(dynamodb, TABLE) for name, port in Tables.__annotations__.items()})
