"""Contract of the port CaseFileCopyService: one call of the binding function, and the meaning of its answers."""

import io
import json
from dataclasses import asdict

import boto3
import pytest
from botocore.response import StreamingBody
from botocore.stub import Stubber

from chalicelib.aws.casefile_copies import LambdaCaseFileCopies
from chalicelib.aws.invocation import InvokedFunction
from chalicelib.model.casefile_copy import CaseFileCopy, CopyPart
from chalicelib.model.errors import TransientError
from tests.stage import REGION

PART = CopyPart(digest="0" * 64, extension="pdf", pages=2, title="Acte de nomination", date="3 mars 2010")
COPY = CaseFileCopy(matricule="12.345", name="Espérance NDAYISHIMIYE", day="30 novembre 2026", parts=(PART,))


@pytest.fixture
def binding():
    client = boto3.session.Session(region_name=REGION).client("lambda")
    with Stubber(client) as stub:
        yield LambdaCaseFileCopies(InvokedFunction(client, "ububiko-bind")), stub
        stub.assert_no_pending_responses()


def answering(stub, said, **more):
    body = json.dumps(said).encode()
    wanted = {"FunctionName": "ububiko-bind", "Payload": json.dumps(asdict(COPY)).encode()}
    stub.add_response("invoke", {"StatusCode": 200, "Payload": StreamingBody(io.BytesIO(body), len(body)), **more}, wanted)


def test_a_copy_is_asked_for_with_all_that_it_is_made_of(binding):
    copies, stub = binding
    answering(stub, {"lost": []})

    assert copies.bind_copy(COPY) is None


def test_a_function_that_fails_may_be_asked_again(binding):
    copies, stub = binding
    answering(stub, {"errorType": "Runtime.ExitError"}, FunctionError="Unhandled")
    with pytest.raises(TransientError):
        copies.bind_copy(COPY)
