"""The whole archive at work in this process: real handlers, AWS by `tests.cloud`, hours that pass in no time."""

import io
import json
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from itertools import count
from urllib.parse import quote_plus

import boto3
from aws_lambda_powertools.utilities import parameters
from moto import mock_aws
from moto.core.models import botocore_stubber

from chalicelib.aws.inbox import InboxBucket
from chalicelib.aws.outbox import OutboxBucket
from chalicelib.aws.register import RegisterTable
from chalicelib.aws.vault import VaultBucket
from chalicelib.model.identifiers import fold, shape
from chalicelib.model.register import RosterPointer
from chalicelib.model.settings import Settings
from chalicelib.model.upload import Upload
from chalicelib.personnel.roster import read_roster
from chalicelib.text.calendar import local_day
from chalicelib.wiring import archive
from functions.administer import administer
from functions.closing import close_batch
from functions.dispatch import dispatch
from functions.ingest import ingest_large, ingest_small
from functions.messages import AllFailedError
from functions.powertools import logger
from functions.reading import start_readings
from functions.roster import load_roster
from functions.sweep import sweep
from functions.transcribe import transcribe
from tests.stage import ACCOUNT, ENVIRONMENT, REGION, TABLE
from tests.stage.account import make_buckets, make_table
from tests.stage.queues import LeapingClock, Queues
from tests.stage.textract import TextractDouble
from tests.stage.wire import Wire, WorkerKilledError

MAPPINGS = {
    "arrivals": (dispatch, 10),
    "rosters": (load_roster, 1),
    "ingest-small": (ingest_small, 5),
    "ingest-large": (ingest_large, 1),
    "readings.fifo": (start_readings, 10),
    "transcripts": (transcribe, 5),
    "closings": (close_batch, 5),
}
"""From each queue to its handler and the size of its batches."""


SCHEDULED = {
    "version": "0",
    "id": "53dc4d37-cffa-4f76-80c9-8b7d4a4d2eaa",
    "detail-type": "Scheduled Event",
    "source": "aws.events",
    "account": ACCOUNT,
    "time": "2026-11-23T08:00:00Z",
    "region": REGION,
    "resources": [f"arn:aws:events:{REGION}:{ACCOUNT}:rule/sweep"],
    "detail": {},
}
"""What EventBridge sends every minute."""


@dataclass(kw_only=True)
class Context:
    """Lambda's context."""

    function_name: str
    aws_request_id: str = "00000000-0000-4000-8000-000000000000"
    memory_limit_in_mb: int = 1024
    milliseconds: int = 60_000

    @property
    def invoked_function_arn(self):
        return f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{self.function_name}"

    def get_remaining_time_in_millis(self):
        return self.milliseconds


@dataclass(kw_only=True)
class Known:
    """The ports, past the wire: how a test looks at what came of it."""

    register: RegisterTable
    inbox: InboxBucket
    vault: VaultBucket
    outbox: OutboxBucket


@dataclass(kw_only=True)
class Invocation:
    """One run of one Lambda."""

    name: str
    bodies: list
    calls: int = 0
    number: int = field(default_factory=count().__next__)


class Lambdas:
    """AWS's side of the archive: it receives, invokes, redelivers, and lets time pass."""

    def __init__(self, clock, tools, *, at_once=None):
        self.clock, self.tools = clock, tools
        self._at_once = at_once
        self.queues = Queues(clock)
        self.textract = TextractDouble(tools["s3"], self.queues)
        self.wire = Wire(self.queues, self.textract)
        self.log = io.StringIO()
        self.now_running, self.invoked = None, []
        self.killed = self.errors = 0
        self._swept = clock.now()
        s3 = tools["s3"]
        self.known = Known(
            register=RegisterTable(tools["dynamodb"], TABLE),
            inbox=InboxBucket(s3, ENVIRONMENT["INBOX_BUCKET"], ENVIRONMENT["WORK_BUCKET"]),
            vault=VaultBucket(s3, ENVIRONMENT["VAULT_BUCKET"], ENVIRONMENT["WORK_BUCKET"], lambda: timedelta(days=3650)),
            outbox=OutboxBucket(s3, ENVIRONMENT["OUTBOX_BUCKET"]),
        )

    # -- people

    def put_in_force(self, *matricules):
        """Load a roster, and keep it as a loaded one is kept."""
        data = "matricule\n" + "".join(f"{each}\n" for each in matricules)
        shapes = frozenset(shape(fold(each)) for each in matricules)
        pointer = RosterPointer(generation="g1", count=len(matricules), shapes=shapes, uploaded_at=self.clock.now() - timedelta(days=1))
        self.known.vault.keep_roster("g1", data.encode())
        self.known.register.put_servants("g1", read_roster(data.encode()).servants.values())
        self.known.register.put_roster_in_force(pointer, seen=None)
        self.known.vault.keep_roster_pointer(pointer)

    def sync(self, files, *, announce=True):
        """Run `aws s3 sync`."""
        uploads = [self.upload(key, body) for key, body in files.items()]
        if announce:
            self.announce(uploads)
        return uploads

    def upload(self, key, body):
        """Put one object in the inbox."""
        bucket = ENVIRONMENT["INBOX_BUCKET"]
        version = self.tools["s3"].put_object(Bucket=bucket, Key=key, Body=body)["VersionId"]
        return Upload(key=key, version=version, size=len(body), uploaded_at=self.clock.now())

    def older_bucket(self, files):
        """Make the bucket from which a backfill takes files, with some in it."""
        bucket = ENVIRONMENT["BACKFILL_BUCKET"]
        self.tools["s3"].create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": REGION})
        for key, body in files.items():
            self.tools["s3"].put_object(Bucket=bucket, Key=key, Body=body)

    def announce(self, uploads, *, quoted=quote_plus):
        """Tell of uploads as S3 does, several in one message at times."""
        records = [s3_record(upload, quoted) for upload in uploads]
        for first in range(0, len(records), 2):
            self.queues.put("arrivals", {"MessageBody": json.dumps({"Records": records[first : first + 2]})})

    # -- time

    def today(self):
        """Give the ministry's day, as administrators write it."""
        return local_day(self.clock.now(), Settings().time_zone).isoformat()

    def run(self, *, hours=30):
        """Work until nothing waits and every batch has its receipt."""
        end = self.clock.now() + timedelta(hours=hours)
        while self.clock.now() < end:
            self.drain()
            if self.known.register.open_batches():
                self.wait()
            elif due := self.queues.next_due():
                self._pause_until(due)  # the sweeps of these minutes, up to sixteen, would find nothing to do
            else:
                return
        raise AssertionError("some batch never closed")

    def wait(self):
        """Let time pass until something is due; each minute has its sweep."""
        minute = self._swept + timedelta(minutes=1)
        self._pause_until(min(self.queues.next_due() or minute, minute))
        if self.clock.now() >= minute:
            self._swept = self.clock.now()
            self.invoke("sweep", sweep, SCHEDULED, [])

    def _pause_until(self, due):
        self.clock.pause(max(0.0, (due - self.clock.now()).total_seconds()))

    def drain(self):
        """Invoke every Lambda for which a message is due."""
        while sum(self._serve(name) for name in MAPPINGS):
            pass

    def _serve(self, name):
        handler, most = MAPPINGS[name]
        lent = self.queues.receive(name, min(most, self._at_once or most))
        if not lent:
            return False
        event = {"Records": [sqs_record(message, name) for message in lent]}
        answer = self.invoke(name, handler, event, [message.body for message in lent])
        failed = {message.id for message in lent} if answer is None else {each["itemIdentifier"] for each in answer["batchItemFailures"]}
        self.queues.settle(name, lent, failed)
        if name == "readings.fifo":
            self.textract.tell()
        return True

    def invoke(self, name, handler, event, bodies):
        """Run one Lambda; None when it was killed or failed."""
        self.now_running = Invocation(name=name, bodies=bodies)
        self.invoked.append(name)
        self.wire.worker = name
        try:
            return handler(event, Context(function_name=name))
        except WorkerKilledError:
            self.killed += 1
            return None
        except AllFailedError:
            self.errors += 1
            return None
        finally:
            self.now_running = None

    def administer(self, **asked):
        """Do what an administrator does in the console's Test tab."""
        return administer(asked, Context(function_name="administer"))

    def rebuild(self):
        """Rebuild the register, a portion a call; give the answer to the last call."""
        answer = self.administer(action="rebuild")
        while answer["next"]:
            answer = self.administer(action="rebuild")
        return answer

    @staticmethod
    def forget():
        """Have the Lambdas start cold: what they remembered of batches, rosters, nomenclatures and settings is gone."""
        parameters.clear_caches()
        for port in ("register", "known_schema", "vault", "nomenclatures", "career_rule_files"):
            vars(archive).pop(port, None)

    # -- what came of it

    def receipts(self, batch):
        """Read a batch's receipts, the oldest first."""
        found = [json.loads("\n".join(self.known.outbox.report_lines(key))) for key in self.known.outbox.receipts()]
        return sorted((each for each in found if each["batch"] == batch), key=lambda each: each["revision"])

    def jobs(self):
        """Tell the digest of each job that Textract began."""
        return [job["digest"] for job in self.textract.jobs.values()]

    def kept(self):
        """Name the uploads that are marked as safe."""
        return {(each.key, each.version) for each in self.known.inbox.uploads() if self._tags(each) == {"kept": "true"}}

    def _tags(self, upload):
        bucket = ENVIRONMENT["INBOX_BUCKET"]
        said = self.tools["s3"].get_object_tagging(Bucket=bucket, Key=upload.key, VersionId=upload.version)
        return {tag["Key"]: tag["Value"] for tag in said["TagSet"]}

    def dead_letters(self):
        """Name the queues that have some."""
        return {name: letters for name, letters in self.queues.dead.items() if letters}


def s3_record(upload, quoted=quote_plus):
    """Write what S3 writes in its announcement."""
    return {
        "eventVersion": "2.1",
        "eventSource": "aws:s3",
        "awsRegion": REGION,
        "eventTime": upload.uploaded_at.isoformat().replace("+00:00", "Z"),
        "eventName": "ObjectCreated:Put",
        "userIdentity": {"principalId": "AWS:EXAMPLE"},
        "requestParameters": {"sourceIPAddress": "127.0.0.1"},
        "responseElements": {"x-amz-request-id": "EXAMPLE123456789", "x-amz-id-2": "EXAMPLE"},
        "s3": {
            "s3SchemaVersion": "1.0",
            "configurationId": "arrivals",
            "bucket": {
                "name": ENVIRONMENT["INBOX_BUCKET"],
                "ownerIdentity": {"principalId": "EXAMPLE"},
                "arn": f"arn:aws:s3:::{ENVIRONMENT['INBOX_BUCKET']}",
            },
            "object": {
                "key": quoted(upload.key),
                "size": upload.size,
                "eTag": "0" * 32,
                "versionId": upload.version,
                "sequencer": "0055AED6DCD90281E5",
            },
        },
    }


def sqs_record(message, queue):
    """Write what Lambda is given of one message."""
    return {
        "messageId": message.id,
        "receiptHandle": message.receipt,
        "body": message.body,
        "attributes": {
            "ApproximateReceiveCount": str(message.receives),
            "SentTimestamp": "1763884800000",
            "SenderId": ACCOUNT,
            "ApproximateFirstReceiveTimestamp": "1763884800001",
            **({"MessageGroupId": message.group} if message.group else {}),
        },
        "messageAttributes": {},
        "md5OfBody": "0" * 32,
        "eventSource": "aws:sqs",
        "eventSourceARN": f"arn:aws:sqs:{REGION}:{ACCOUNT}:{queue}",
        "awsRegion": REGION,
    }


@contextmanager
def lambdas(*matricules, at_once=None, **settings):
    """Lend a whole archive in an account of its own, with a roster in force.

    Args:
        matricules: of the roster.
        at_once: most messages given to one invocation.
        settings: what an administrator set, `quiet_seconds=60`.
    """
    clock, sleep = LeapingClock(), time.sleep
    time.sleep = clock.pause  # pauses between retries pass in no time
    try:
        with mock_aws():
            tools = _tools()
            make_buckets(tools["s3"])
            make_table(tools["dynamodb"])
            for name, value in ({"quiet_seconds": 60} | settings).items():
                tools["ssm"].put_parameter(Name=f"/ububiko/test/{name.replace('_', '-')}", Value=str(value), Type="String")
            stage = Lambdas(clock, tools, at_once=at_once)
            with _wired(stage):
                if matricules:
                    stage.put_in_force(*matricules)
                yield stage
    finally:
        time.sleep = sleep


@cache
def _tools():
    """Make the clients that a test itself uses, past the wire; they are slow to make, and serve every stage."""
    return {name: boto3.session.Session().client(name, region_name=REGION) for name in ("s3", "dynamodb", "ssm")}


class _Switchboard(list):
    """The wires of the stages that play, the last of which gets every call."""

    def __call__(self, **request):
        return self[-1](**request)


@cache
def _switchboard():
    """Make the session of the archive's own clients, which are made once, and what leads them to the wire that plays."""
    playing = _Switchboard()
    session = boto3.session.Session()
    session.events.unregister("before-send", botocore_stubber)
    session.events.register("before-send", playing)
    return session, playing


@contextmanager
def ports_apart():
    """Lend the archive without a port: those that are made meanwhile are gone afterwards, and those that other tests have made are back."""
    before = dict(vars(archive))
    vars(archive).clear()
    try:
        yield vars(archive)
    finally:
        vars(archive).clear()
        vars(archive).update(before)


@contextmanager
def _wired(stage):
    """Have the archive's clients speak through the stage's wire, and its handlers log into its log."""
    boto3.DEFAULT_SESSION, playing = _switchboard()  # moto takes it back when it stops
    playing.append(stage.wire)
    stage.forget()
    archive.clock = stage.clock
    stream = logger.registered_handler.setStream(stage.log)
    try:
        yield
    finally:
        playing.remove(stage.wire)
        logger.registered_handler.setStream(stream)
        del archive.clock
