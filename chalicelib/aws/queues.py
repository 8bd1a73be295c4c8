"""Queues between functions on SQS, and the format of their messages."""

import json
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any
from urllib.parse import quote_plus

from chalicelib.aws.faults import translated
from chalicelib.model.errors import TransientError
from chalicelib.model.identifiers import batch_mark
from chalicelib.model.upload import Arrival, Upload

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

_AT_ONCE = 10
"""Messages that SendMessageBatch takes at once: its limit."""
_LONGEST_DELAY = 900
"""Seconds: SQS's limit."""

Message = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueUrls:
    """URL of each queue."""

    arrivals: str
    ingest_small: str
    ingest_large: str
    rosters: str
    readings: str
    transcripts: str
    closings: str


class SqsQueues:
    """Port `Queues` on SQS."""

    def __init__(self, client: "SQSClient", urls: QueueUrls, *, inbox: str, small_bytes: Callable[[], int]) -> None:
        """Send to `urls`. Files of at most `small_bytes`, read at each call since it is a setting, go to the queue of small files."""
        self._client = client
        self._urls = urls
        self._inbox = inbox
        self._small_bytes = small_bytes

    def send_arrivals(self, arrivals: Iterable[Arrival]) -> None:
        """See `Queues`. A fair queue serves message groups in turn, so a batch of 50 files does not wait behind 100,000."""
        lanes: dict[str, list[Message]] = {self._urls.ingest_small: [], self._urls.ingest_large: []}
        for arrival in arrivals:
            lane = self._urls.ingest_small if arrival.upload.size <= self._small_bytes() else self._urls.ingest_large
            group = batch_mark(arrival.batch)
            lanes[lane].append({"MessageBody": write_arrival(arrival), "MessageGroupId": group})
        for url, messages in lanes.items():
            self._send_all(url, messages)

    def announce_uploads(self, uploads: Iterable[Upload]) -> None:
        """See `Queues`."""
        self._send_all(self._urls.arrivals, ({"MessageBody": _announcement(self._inbox, upload)} for upload in uploads))

    def send_roster(self, upload: Upload) -> None:
        """See `Queues`."""
        self._send(self._urls.rosters, write_arrival(Arrival(upload=upload, batch="")))

    def wake_ocr(self, digest: str | None = None) -> None:
        """See `Queues`. All messages are in one group, so SQS delivers the next one when the previous is done: one starter at a time."""
        self._send(self._urls.readings, json.dumps({"digest": digest}), MessageGroupId="readings", MessageDeduplicationId=uuid.uuid4().hex)

    def schedule_closing(self, batch: str, *, moves: int | None = None, after: timedelta = timedelta()) -> None:
        """See `Queues`."""
        delay = min(_LONGEST_DELAY, max(0, round(after.total_seconds() + 0.5)))
        self._send(self._urls.closings, json.dumps({"batch": batch, "moves": moves}), DelaySeconds=delay if after else 0)

    def schedule_closings(self, batches: Iterable[str]) -> None:
        """See `Queues`."""
        self._send_all(self._urls.closings, ({"MessageBody": json.dumps({"batch": batch, "moves": None})} for batch in batches))

    def hide(self, queue: str, receipts: Sequence[str], seconds: int) -> None:
        """See `Queues`."""
        url = next(url for url in asdict(self._urls).values() if url.endswith(f"/{queue}"))
        entries = [{"Id": str(number), "ReceiptHandle": each, "VisibilityTimeout": seconds} for number, each in enumerate(receipts)]
        with translated():
            self._client.change_message_visibility_batch(QueueUrl=url, Entries=entries)  # type: ignore[arg-type]

    def send_ocr_notice(self, digest: str, job: str, status: str) -> None:
        """See `Queues`."""
        notice = {"JobId": job, "Status": status, "API": "StartDocumentTextDetection", "JobTag": digest}
        self._send(self._urls.transcripts, json.dumps({"Type": "Notification", "Message": json.dumps(notice)}))

    def _send(self, url: str, body: str, **more: Any) -> None:  # noqa: ANN401 - SQS's own parameters
        with translated():
            self._client.send_message(QueueUrl=url, MessageBody=body, **more)

    def _send_all(self, url: str, messages: Iterable[Message]) -> None:
        for chunk in _chunks(messages):
            entries = [message | {"Id": str(number)} for number, message in enumerate(chunk)]
            with translated():
                failed = self._client.send_message_batch(QueueUrl=url, Entries=entries).get("Failed")  # type: ignore[arg-type]
            if failed:
                raise TransientError("busy", f"{len(failed)} messages were not taken")


def write_arrival(arrival: Arrival) -> str:
    """Write an arrival as the body of a message."""
    upload = arrival.upload
    return json.dumps(
        {
            "batch": arrival.batch,
            "key": upload.key,
            "version": upload.version,
            "size": upload.size,
            "uploaded_at": upload.uploaded_at.isoformat(),
        }
    )


def read_arrival(body: str) -> Arrival:
    """Read an arrival from the body of a message."""
    said = json.loads(body)
    uploaded_at = datetime.fromisoformat(said["uploaded_at"])
    return Arrival(upload=Upload(key=said["key"], version=said["version"], size=said["size"], uploaded_at=uploaded_at), batch=said["batch"])


def _announcement(bucket: str, upload: Upload) -> str:
    """Write S3's notification of a created object."""
    thing = {"key": quote_plus(upload.key), "size": upload.size, "versionId": upload.version}
    record = {
        "eventSource": "aws:s3",
        "eventName": "ObjectCreated:Put",
        "eventTime": upload.uploaded_at.isoformat(),
        "s3": {"bucket": {"name": bucket}, "object": thing},
    }
    return json.dumps({"Records": [record]})


def _chunks(messages: Iterable[Message]) -> Iterator[list[Message]]:
    each = iter(messages)
    while chunk := list(islice(each, _AT_ONCE)):
        yield chunk
