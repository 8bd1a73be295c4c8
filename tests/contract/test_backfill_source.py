"""Contract of the port BackfillSource."""

from dataclasses import dataclass

import boto3
import pytest
from botocore.exceptions import ClientError
from moto import mock_aws
from moto.core.models import botocore_stubber

from chalicelib.aws.backfill_source import BackfillBucket
from chalicelib.aws.inbox import InboxBucket
from chalicelib.model.backfill import LARGEST_COPY, SourceObject
from chalicelib.model.errors import PermanentError, TransientError
from tests.contract.samples import ODD_NAMES
from tests.fakes import FakeClock, FakeInbox
from tests.fakes.backfill_source import FakeBackfillSource
from tests.stage import ENVIRONMENT, REGION
from tests.stage.account import make_buckets
from tests.stage.wire import Wire

SOURCE = "anciens-scans"


@dataclass(kw_only=True)
class Ports:
    """The source and the inbox, with an object put into the source for the tests."""

    source: object
    inbox: object
    put: object
    archive: object
    """Put an object into Glacier."""
    s3: object = None


@pytest.fixture(params=["memory", "aws"])
def ports(request):
    if request.param == "memory":
        inbox = FakeInbox(FakeClock())
        source = FakeBackfillSource(inbox, lambda _: None)
        yield Ports(source=source, inbox=inbox, put=source.put, archive=source.archived.add)
        return
    with mock_aws():
        yield on_aws()


def on_aws():
    session = boto3.session.Session(region_name=REGION)
    session.events.unregister("before-send", botocore_stubber)
    session.events.register("before-send", Wire(None, None))
    s3 = session.client("s3")
    make_buckets(s3)
    s3.create_bucket(Bucket=SOURCE, CreateBucketConfiguration={"LocationConstraint": REGION})

    def put(key, body, **more):
        s3.put_object(Bucket=SOURCE, Key=key, Body=body, **more)

    return Ports(
        source=BackfillBucket(s3, SOURCE, ENVIRONMENT["INBOX_BUCKET"]),
        inbox=InboxBucket(s3, ENVIRONMENT["INBOX_BUCKET"], ENVIRONMENT["WORK_BUCKET"]),
        put=put,
        archive=lambda key: put(key, b"x", StorageClass="GLACIER"),
        s3=s3,
    )


def sources(ports, prefix="", after=""):
    return list(ports.source.objects(prefix, after=after))


def test_objects_are_listed_by_key_from_any_place(ports):
    for key in ("b/2.pdf", "a/1.pdf", "a/2.pdf", "é.pdf", "z.pdf"):
        ports.put(key, b"1234")

    assert [each.key for each in sources(ports)] == ["a/1.pdf", "a/2.pdf", "b/2.pdf", "z.pdf", "é.pdf"]
    assert sources(ports, "a/", after="a/1.pdf") == [SourceObject(key="a/2.pdf", size=4)]
    assert sources(ports, "none/") == []


@pytest.mark.parametrize("key", ODD_NAMES)
def test_a_copy_has_the_same_bytes_under_the_batch_s_name_whatever_its_own(ports, key):
    ports.put(key, b"scan")
    outcomes = ports.source.copy_to_inbox([(each, f"reprise-x-0001/{each.key}") for each in sources(ports)])
    (upload,) = ports.inbox.uploads("reprise-x-0001/")

    assert list(outcomes) == ["copied"]
    assert (upload.key, upload.size) == (f"reprise-x-0001/{key}", 4)
    with ports.inbox.open_upload(upload) as (path, _):
        assert path.read_bytes() == b"scan"


def test_what_cannot_be_copied_is_told_and_holds_nothing_up(ports):
    ports.put("a.pdf", b"a")
    ports.put("cold.pdf", b"x")
    ports.archive("cold.pdf")
    wanted = [
        SourceObject(key="gone.pdf", size=9),
        SourceObject(key="cold.pdf", size=1),
        SourceObject(key="a.pdf", size=1),
        SourceObject(key="a.pdf", size=LARGEST_COPY + 1),
    ]
    outcomes = ports.source.copy_to_inbox([(each, f"reprise-x-0001/{number}.pdf") for number, each in enumerate(wanted)])

    assert list(outcomes) == ["vanished", "archived", "copied", "too_large"]
    assert [upload.key for upload in ports.inbox.uploads("reprise-x-0001/")] == ["reprise-x-0001/2.pdf"]
    assert list(ports.source.copy_to_inbox([])) == []


def test_a_manifest_is_written_beside_the_copies(ports):
    ports.inbox.put_manifest("reprise-x-0001/_manifest.csv", b"fichier\r\na.pdf\r\n")

    assert ports.inbox.read_object("reprise-x-0001/_manifest.csv") == b"fichier\r\na.pdf\r\n"


@pytest.fixture
def aws():
    with mock_aws():
        yield on_aws()


def test_tags_and_metadata_of_the_source_stay_behind(aws):
    aws.put("a.pdf", b"a", Metadata={"agent": "nom"}, Tagging="kept=true")
    aws.source.copy_to_inbox([(each, "reprise-x-0001/a.pdf") for each in sources(aws)])
    where = {"Bucket": ENVIRONMENT["INBOX_BUCKET"], "Key": "reprise-x-0001/a.pdf"}

    assert aws.s3.head_object(**where)["Metadata"] == {}
    assert aws.s3.get_object_tagging(**where)["TagSet"] == []


@pytest.mark.parametrize(("code", "status", "refused"), [("AccessDenied", 403, "denied"), ("NoSuchBucket", 404, "vanished")])
def test_a_bucket_that_cannot_be_listed_is_refused(aws, code, status, refused):
    aws.s3.meta.events.register("after-call.s3.ListObjectsV2", failing(code, status))
    with pytest.raises(PermanentError, match=refused):
        sources(aws)


def test_an_object_that_may_not_be_read_is_denied_and_a_busy_s3_is_asked_again(aws):
    wanted = [(SourceObject(key="a.pdf", size=1), "reprise-x-0001/a.pdf")]
    aws.put("a.pdf", b"a")
    denied, busy, other = failing("AccessDenied", 403), failing("SlowDown", 503), failing("InvalidRequest", 400)
    aws.s3.meta.events.register("after-call.s3.CopyObject", denied)

    assert list(aws.source.copy_to_inbox(wanted)) == ["denied"]
    aws.s3.meta.events.unregister("after-call.s3.CopyObject", denied)
    aws.s3.meta.events.register("after-call.s3.CopyObject", busy)
    with pytest.raises(TransientError):
        aws.source.copy_to_inbox(wanted)
    aws.s3.meta.events.unregister("after-call.s3.CopyObject", busy)
    aws.s3.meta.events.register("after-call.s3.CopyObject", other)
    with pytest.raises(ClientError):
        aws.source.copy_to_inbox(wanted)


def failing(code, status):
    """Answer as S3 does where it refuses."""

    def fail(http_response, parsed, **_):
        http_response.status_code = status
        parsed["Error"] = {"Code": code, "Message": code}

    return fail
