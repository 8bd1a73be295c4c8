"""Contract of the port Queues, on moto's SQS: a message that one function sends is read by the next."""

import json
from datetime import UTC, datetime, timedelta
from urllib.parse import unquote_plus

import boto3
import pytest
from moto import mock_aws

from chalicelib.aws.queues import QueueUrls, SqsQueues, read_arrival
from chalicelib.model.upload import Arrival, Upload
from tests.contract.samples import ODD_NAMES
from tests.stage import QUEUES, REGION

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


@pytest.fixture
def sqs():
    with mock_aws():
        yield boto3.client("sqs", region_name=REGION)


@pytest.fixture
def lanes(sqs):
    fifo = {"FifoQueue": "true"}
    made = {name: sqs.create_queue(QueueName=name, Attributes=fifo if name.endswith(".fifo") else {})["QueueUrl"] for name in QUEUES}
    urls = QueueUrls(**{name.removesuffix(".fifo").replace("-", "_"): url for name, url in made.items()})
    return urls, SqsQueues(sqs, urls, inbox="inbox", small_bytes=lambda: 100)


def received(sqs, url):
    """Receive everything that is visible."""
    found = []
    while messages := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, AttributeNames=["All"]).get("Messages"):
        found += messages
    return found


def upload(key="lot-1/a.pdf", size=9):
    return Upload(key=key, version="v1", size=size, uploaded_at=AT)


def test_an_arrival_is_read_as_it_was_written_whatever_its_name(sqs, lanes):
    urls, queues = lanes
    sent = [Arrival(upload=upload(key), batch="lot-1") for key in ODD_NAMES]
    queues.send_arrivals(sent)

    assert [read_arrival(message["Body"]) for message in received(sqs, urls.ingest_small)] == sent


def test_large_files_take_their_own_lane_and_each_batch_its_own_group(sqs, lanes):
    urls, queues = lanes
    queues.send_arrivals([Arrival(upload=upload(size=size), batch=batch) for batch in ("lot-1", "lot-2") for size in (100, 101)])

    small, large = received(sqs, urls.ingest_small), received(sqs, urls.ingest_large)
    assert [read_arrival(message["Body"]).upload.size for message in small + large] == [100, 100, 101, 101]


def test_more_than_ten_messages_are_all_sent(sqs, lanes):
    urls, queues = lanes
    queues.send_arrivals(Arrival(upload=upload(f"lot-1/{number}.pdf"), batch="lot-1") for number in range(25))

    assert len(received(sqs, urls.ingest_small)) == 25


def test_the_closings_of_many_batches_are_all_requested(sqs, lanes):
    urls, queues = lanes
    queues.schedule_closings(f"lot-{number}" for number in range(25))

    asked = [json.loads(message["Body"]) for message in received(sqs, urls.closings)]
    assert {each["batch"] for each in asked} == {f"lot-{number}" for number in range(25)}
    assert {each["moves"] for each in asked} == {None}


@pytest.mark.parametrize("key", ODD_NAMES)
def test_what_is_announced_again_is_quoted_as_s3_quotes_it(sqs, lanes, key):
    urls, queues = lanes
    queues.announce_uploads([upload(key)])

    said = json.loads(received(sqs, urls.arrivals)[0]["Body"])["Records"][0]["s3"]["object"]
    assert unquote_plus(said["key"]) == key
    assert (said["versionId"], said["size"]) == ("v1", 9)


def test_the_starter_is_woken_once_at_a_time(sqs, lanes):
    urls, queues = lanes
    queues.wake_ocr("ab" * 32)
    queues.wake_ocr()
    first = sqs.receive_message(QueueUrl=urls.readings, MaxNumberOfMessages=1)["Messages"]

    assert json.loads(first[0]["Body"]) == {"digest": "ab" * 32}
    assert "Messages" not in sqs.receive_message(QueueUrl=urls.readings, MaxNumberOfMessages=1)


def test_a_look_is_delayed_at_most_as_long_as_sqs_can(sqs, lanes):
    urls, queues = lanes
    queues.schedule_closing("lot-1", moves=3, after=timedelta(hours=5))
    queues.schedule_closing("lot-1")

    assert [json.loads(message["Body"]) for message in received(sqs, urls.closings)] == [{"batch": "lot-1", "moves": None}]
    waiting = sqs.get_queue_attributes(QueueUrl=urls.closings, AttributeNames=["ApproximateNumberOfMessagesDelayed"])
    assert waiting["Attributes"]["ApproximateNumberOfMessagesDelayed"] == "1"


def test_a_lent_message_is_hidden_as_long_as_asked(sqs, lanes):
    urls, queues = lanes
    queues.schedule_closing("lot-1")
    queues.schedule_closing("lot-2")
    lent = received(sqs, urls.closings)

    queues.hide("closings", [message["ReceiptHandle"] for message in lent[:1]], 0)

    assert [message["MessageId"] for message in received(sqs, urls.closings)] == [lent[0]["MessageId"]]


def test_a_message_that_is_lent_no_more_is_left(sqs, lanes):
    urls, queues = lanes
    queues.schedule_closing("lot-1")
    (lent,) = received(sqs, urls.closings)
    sqs.delete_message(QueueUrl=urls.closings, ReceiptHandle=lent["ReceiptHandle"])

    queues.hide("closings", [lent["ReceiptHandle"]], 0)

    assert received(sqs, urls.closings) == []
