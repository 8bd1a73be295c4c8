"""Contract of the port Mail: a mail is handed over, or refused without a word of its address."""

import boto3
import pytest
from botocore.stub import Stubber
from moto import mock_aws
from moto.core import DEFAULT_ACCOUNT_ID
from moto.ses import ses_backends

from chalicelib.aws.mail import SesMail
from chalicelib.model.errors import PermanentError, TransientError
from tests.fakes.mail import FakeMail
from tests.stage import ACCOUNT, REGION

IDENTITY = f"arn:aws:ses:{REGION}:{ACCOUNT}:identity/archives@exemple.bi"
JEAN = "jean@exemple.bi"


@pytest.fixture(params=["memory", "aws"])
def post(request):
    """The port, and the addresses that mail has gone to."""
    if request.param == "memory":
        mail = FakeMail()
        yield mail, lambda: [address for address, _, _ in mail.sent]
        return
    with mock_aws():
        boto3.client("sesv2", REGION).create_email_identity(EmailIdentity="archives@exemple.bi")

        def sent():
            return [to for each in ses_backends[DEFAULT_ACCOUNT_ID][REGION].sent_messages for to in each.destinations["ToAddresses"]]

        yield SesMail(lambda region: boto3.client("sesv2", region_name=region), IDENTITY), sent


def test_a_mail_is_handed_over(post):
    mail, sent = post
    mail.send(JEAN, "Votre dossier", "Une pièce est arrivée.")

    assert mail.installed
    assert sent() == [JEAN]


def test_a_mail_that_ses_does_not_take_is_refused_without_a_word_of_its_address():
    client = boto3.client("sesv2", REGION)
    with Stubber(client) as answers:
        answers.add_client_error("send_email", "BadRequestException", f"Illegal address: {JEAN}")
        answers.add_client_error("send_email", "AccessDeniedException", "is not authorized to perform: ses:SendEmail", http_status_code=403)
        answers.add_client_error("send_email", "TooManyRequestsException", "slow down", http_status_code=429)
        mail = SesMail(lambda _: client, IDENTITY)
        with pytest.raises(PermanentError) as refusal:
            mail.send(JEAN, "Votre dossier", "Une pièce.")
        with pytest.raises(PermanentError) as denial:
            mail.send(JEAN, "Votre dossier", "Une pièce.")
        with pytest.raises(TransientError):
            mail.send(JEAN, "Votre dossier", "Une pièce.")

    assert (refusal.value.code, refusal.value.detail) == ("mail_refused", "BadRequestException")
    assert (denial.value.code, denial.value.detail) == ("mail_denied", "AccessDeniedException")
    assert JEAN not in repr(refusal.value)
    assert refusal.value.__suppress_context__


def test_an_installation_without_an_address_sends_no_mail():
    assert not SesMail(lambda _: None, "").installed
