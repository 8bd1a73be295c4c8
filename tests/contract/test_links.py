"""Contract of the port Links: key, version, signature and lifetime of a link; S3's refusals are tested on the local stack."""

import hashlib
from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import boto3
import pytest
from botocore.config import Config
from moto import mock_aws

from chalicelib.aws.links import SignedLinks
from chalicelib.aws.role_session import SIGNING
from tests.contract.samples import an_original
from tests.fakes import FakeClock
from tests.stage import ACCOUNT, ENVIRONMENT, REGION
from tests.stage.account import make_buckets

VAULT, WORK = ENVIRONMENT["VAULT_BUCKET"], ENVIRONMENT["WORK_BUCKET"]
DIGEST = hashlib.sha256(b"123456789").hexdigest()
KEY = f"pieces/{DIGEST[:2]}/{DIGEST}/original.pdf"
ODD_NAMES = ('a"; x="b', "a\r\nX-Evil: 1", "\u202efdp.exe", "../../etc/passwd", "é" * 500, "", "a;b,c'd", "%0d%0a", "CON.pdf\0.exe")
ORIGINAL = replace(an_original(), digest=DIGEST)


class Signer:
    """Links, with the calls of STS and S3 that they took."""

    def __init__(self):
        self.clock, self.asked = FakeClock(), []
        session = boto3.session.Session(region_name=REGION)
        session.events.register("before-call", lambda model, **_: self.asked.append(model.name))
        self.s3 = session.client("s3")

        def connect(keys):
            self.keys = keys
            return session.client("s3", config=Config(**SIGNING), **keys)

        role = f"arn:aws:iam::{ACCOUNT}:role/links"
        self.links = SignedLinks(session.client("sts"), connect, role=role, vault=VAULT, work=WORK, clock=self.clock)


@pytest.fixture
def signer():
    with mock_aws():
        signer = Signer()
        make_buckets(signer.s3)
        signer.version = signer.s3.put_object(Bucket=VAULT, Key=f"pieces/{DIGEST[:2]}/{DIGEST}/original.pdf", Body=b"123456789")[
            "VersionId"
        ]
        signer.asked.clear()
        yield signer


def said(url):
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}


def test_a_link_is_of_one_key_and_one_version_for_five_minutes_and_is_saved_never_shown(signer):
    link = signer.links.original_link(ORIGINAL, "arrêté.PDF")
    parts = urlsplit(link.url)

    assert (parts.scheme, parts.netloc) == ("https", f"{VAULT}.s3.{REGION}.amazonaws.com")
    assert parts.path == f"/{KEY}"
    assert said(link.url)["versionId"] == signer.version
    assert said(link.url)["X-Amz-Expires"] == "300"
    assert said(link.url)["response-content-type"] == "application/pdf"
    assert said(link.url)["response-content-disposition"] == "attachment; filename=\"arrete.pdf\"; filename*=UTF-8''arr%C3%AAt%C3%A9.pdf"
    assert link.expires_at == signer.clock.now() + timedelta(minutes=5)


def test_a_link_is_signed_by_the_role_that_may_only_read_originals(signer):
    url = signer.links.original_link(ORIGINAL, "a.pdf").url

    assert said(url)["X-Amz-Credential"].startswith(signer.keys["aws_access_key_id"] + "/")
    assert said(url)["X-Amz-Algorithm"] == "AWS4-HMAC-SHA256"
    assert said(url)["X-Amz-Security-Token"] == signer.keys["aws_session_token"]


def test_the_role_is_taken_once_and_again_before_its_session_ends(signer):
    for minutes in (0, 20, 29, 2):
        signer.clock.pause(minutes * 60)
        signer.links.original_link(ORIGINAL, "a.pdf")

    assert signer.asked == ["AssumeRole", "HeadObject", "HeadObject", "HeadObject", "AssumeRole", "HeadObject"]


@pytest.mark.parametrize("original", [replace(ORIGINAL, digest="ab" * 32), replace(ORIGINAL, size=8)])
def test_no_link_is_made_to_an_original_that_is_gone_or_is_not_what_it_was(signer, original):
    with pytest.raises(RuntimeError, match=r"lost|as long as"):
        signer.links.original_link(original, "a.pdf")


def test_a_link_to_a_picture_is_of_one_page_shown_as_a_webp_and_kept_nowhere(signer):
    key = f"pages/{DIGEST}/1/3.webp"
    signer.s3.put_object(Bucket=WORK, Key=key, Body=b"webp", Metadata={"width": "1000", "height": "1414"})
    picture, link = signer.links.page_image_link(DIGEST, 3)
    parts = urlsplit(link.url)

    assert (picture.page, picture.width, picture.height, picture.size) == (3, 1000, 1414, 4)
    assert (parts.scheme, parts.netloc, parts.path) == ("https", f"{WORK}.s3.{REGION}.amazonaws.com", f"/{key}")
    assert said(link.url)["X-Amz-Expires"] == "300"
    assert said(link.url)["response-content-type"] == "image/webp"
    assert said(link.url)["response-cache-control"] == "private, no-store"
    assert signer.links.page_image_link(DIGEST, 4) is None


def test_a_link_to_a_photo_is_to_the_image_that_was_made_of_it_and_kept_nowhere(signer):
    signer.s3.put_object(Bucket=WORK, Key=f"photos/{'f' * 32}/1.webp", Body=b"webp", Metadata={"width": "1000", "height": "750"})
    image, link = signer.links.photo_link("f" * 32, 1)

    assert (image.page, image.width, image.height, image.size) == (1, 1000, 750, 4)
    assert urlsplit(link.url).path == f"/photos/{'f' * 32}/1.webp"
    assert (said(link.url)["response-content-type"], said(link.url)["response-cache-control"]) == ("image/webp", "private, no-store")
    assert signer.links.photo_link("f" * 32, 2) is None


@pytest.mark.parametrize("name", ODD_NAMES)
def test_no_name_of_a_piece_changes_the_header(signer, name):
    header = said(signer.links.original_link(ORIGINAL, name).url)["response-content-disposition"]
    plain, full = header.removeprefix("attachment; ").split("; filename*=")

    assert header.isascii()
    assert header.isprintable()
    assert plain.count('"') == 2
    assert "/" not in header
    assert full.startswith("UTF-8''")
    assert not set(full) & set(' ";,\\')
    assert len(header) < 1200


def test_a_copy_of_a_case_file_is_linked_once_it_is_there_and_saved_under_its_name(signer):
    assert signer.links.casefile_copy_link("casefiles/a.pdf", "dossier 12345 2026-11-30.pdf") is None
    signer.s3.put_object(Bucket=WORK, Key="casefiles/a.pdf", Body=b"%PDF")
    size, link = signer.links.casefile_copy_link("casefiles/a.pdf", "dossier 12345 2026-11-30.pdf")

    assert size == 4
    assert link.url.partition("?")[0].endswith("/casefiles/a.pdf")
    assert said(link.url)["response-cache-control"] == "private, no-store"
    assert "dossier 12345 2026-11-30.pdf" in said(link.url)["response-content-disposition"]
