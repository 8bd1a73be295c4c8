"""Contract of the port PageImageService: one call of the drawing function, and the meaning of its answers."""

import json

import boto3
import pytest
from botocore.response import StreamingBody
from botocore.stub import Stubber

from chalicelib.aws.invocation import InvokedFunction
from chalicelib.aws.page_images import LambdaPageImages
from chalicelib.model.errors import ReaderError, TransientError
from chalicelib.model.rectification import ReportPhoto
from tests.contract.samples import an_original
from tests.stage import REGION

ORIGINAL = an_original()


FACTS = {"digest": ORIGINAL.digest, "extension": ORIGINAL.extension, "pages": ORIGINAL.pages}


@pytest.fixture
def drawing():
    client = boto3.session.Session(region_name=REGION).client("lambda")
    with Stubber(client) as stub:
        yield LambdaPageImages(InvokedFunction(client, "ububiko-illustrate")), stub
        stub.assert_no_pending_responses()


def answering(stub, said, asked, **more):
    body = json.dumps(said).encode()
    wanted = {"FunctionName": "ububiko-illustrate", "Payload": json.dumps(asked).encode()}
    stub.add_response("invoke", {"StatusCode": 200, "Payload": StreamingBody(_Bytes(body), len(body)), **more}, wanted)


class _Bytes:
    def __init__(self, body):
        self._body = body

    def read(self, amount=None):
        body, self._body = self._body, b""
        return body


def test_a_page_is_asked_for_by_its_originals_digest(drawing):
    page_images, stub = drawing
    answering(stub, {"drawn": [3]}, FACTS | {"do": "draw", "page": 3})

    assert page_images.render_page(ORIGINAL, 3) is None


def test_a_blackened_copy_is_asked_for_with_its_places(drawing):
    page_images, stub = drawing
    places = [{"page": 2, "box": [0.1, 0.2, 0.3, 0.4]}]
    answering(stub, {"key": "redacted/a.pdf"}, FACTS | {"do": "redact", "selection": [2, 3], "boxes": places})

    assert page_images.make_redacted_copy(ORIGINAL, (2, 3), {2: [(0.1, 0.2, 0.3, 0.4)]}) == "redacted/a.pdf"


def test_a_function_that_failed_or_is_busy_may_be_asked_again(drawing):
    page_images, stub = drawing
    answering(stub, {"errorType": "Sandbox.Timedout"}, FACTS | {"do": "draw", "page": 1}, FunctionError="Unhandled")
    stub.add_client_error("invoke", "TooManyRequestsException", http_status_code=429)

    for _ in range(2):
        with pytest.raises(TransientError):
            page_images.render_page(ORIGINAL, 1)


PHOTO = {"do": "photo", "draft": "d" * 32, "photo": "f" * 32, "digest": ORIGINAL.digest}


def test_a_photo_is_taken_with_its_facts_or_refused_with_the_servants_reason(drawing):
    page_images, stub = drawing
    answering(stub, {"digest": ORIGINAL.digest, "kind": "jpeg", "pages": 1, "size": 5}, PHOTO)
    answering(stub, {"refused": "photo_refused"}, PHOTO)
    taken = page_images.take_photo("d" * 32, "f" * 32, ORIGINAL.digest)
    with pytest.raises(ReaderError) as refusal:
        page_images.take_photo("d" * 32, "f" * 32, ORIGINAL.digest)

    assert taken == ReportPhoto(digest=ORIGINAL.digest, kind="jpeg", pages=1, size=5)
    assert refusal.value.code == "photo_refused"
