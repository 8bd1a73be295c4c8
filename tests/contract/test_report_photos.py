"""Contract of the port ReportPhotos: a draft is opened, what was looked at is kept, and added to the inbox."""

import hashlib

import boto3
import pytest
from moto import mock_aws

from chalicelib.aws.objects import photo_draft_object
from chalicelib.aws.report_photos import ReportPhotosBucket
from chalicelib.model.errors import PermanentError
from chalicelib.model.page_image import PageImage
from tests.contract.samples import JEAN
from tests.fakes import FakeClock, FakeInbox
from tests.fakes.report_photos import FakeReportPhotos
from tests.stage import ENVIRONMENT, REGION
from tests.stage.account import make_buckets

DRAFT, PHOTO = "d" * 32, "f" * 32
BODY = b"\xff\xd8\xff a photograph"
WORK, INBOX = ENVIRONMENT["WORK_BUCKET"], ENVIRONMENT["INBOX_BUCKET"]


class Photos:
    """The port, a way to put a draft where it looks, and a way to read what it wrote."""


@pytest.fixture(params=["memory", "aws"])
def photos(request):
    given = Photos()
    if request.param == "memory":
        inbox = FakeInbox(FakeClock(), {})
        given.port = FakeReportPhotos(inbox)
        given.send = given.port.drafts.__setitem__
        given.added = inbox.read_object
        yield given
        return
    with mock_aws():
        s3 = boto3.session.Session(region_name=REGION).client("s3")
        make_buckets(s3)
        given.port = ReportPhotosBucket(s3, WORK, INBOX)
        given.send = lambda draft, body: s3.put_object(Bucket=WORK, Key=photo_draft_object(draft), Body=body)
        given.added = lambda key: s3.get_object(Bucket=INBOX, Key=key)["Body"].read()
        given.head = lambda key: s3.head_object(Bucket=WORK, Key=key)
        yield given


def test_a_draft_is_opened_with_its_digest_and_an_absent_one_has_vanished(photos):
    photos.send(DRAFT, BODY)
    with photos.port.open_draft(DRAFT) as (path, digest):
        assert (path.read_bytes(), digest) == (BODY, hashlib.sha256(BODY).hexdigest())
    with pytest.raises(PermanentError) as gone, photos.port.open_draft("0" * 32):
        pass

    assert gone.value.code == "vanished"
    assert not path.exists()


def test_a_kept_photo_is_added_to_the_inbox_as_it_was_sent(photos, tmp_path):
    path = tmp_path / "photo"
    path.write_bytes(BODY)
    key = f"signalements/{JEAN}/signalement 0123456789ab.jpg"
    photos.port.keep(PHOTO, "jpeg", path)
    photos.port.keep(PHOTO, "jpeg", path)
    photos.port.add_to_inbox(PHOTO, "jpeg", key)

    assert photos.added(key) == BODY
    for photo, kind in ((PHOTO, "pdf"), ("0" * 32, "jpeg")):
        with pytest.raises(PermanentError) as gone:
            photos.port.add_to_inbox(photo, kind, key)
        assert gone.value.code == "vanished"


@pytest.mark.parametrize("photos", ["aws"], indirect=True)
def test_the_image_of_a_page_has_its_own_media_type_and_its_size(photos, tmp_path):
    path = tmp_path / "1.webp"
    path.write_bytes(b"RIFF")
    photos.port.keep_page(PHOTO, PageImage(page=1, width=1000, height=1414, size=4), path)
    found = photos.head(f"photos/{PHOTO}/1.webp")

    assert (found["ContentType"], found["Metadata"]) == ("image/webp", {"width": "1000", "height": "1414"})
