"""A Textract with everything around it: a bucket of originals, one for results, a topic and the queue behind it."""

import json
import time
import uuid
from pathlib import Path
from typing import Any, Self

import boto3
from botocore.config import Config

from infra.local.emulator.process import REGION, Emulator
from infra.local.ocr.pool import Instant, Reader
from infra.local.textract.quotas import GENEROUS, Quota
from infra.local.textract.s3_sns import Cloud
from infra.local.textract.server import Server
from infra.local.textract.service import Faults, Textract

ROLE = "arn:aws:iam::000000000000:role/textract"


class Desk:
    """What a caller of Textract sees."""

    def __init__(
        self, emulator: Emulator, folder: Path, *, quota: Quota = GENEROUS, faults: Faults | None = None, reader: Reader | None = None
    ):
        self.s3 = emulator.client("s3")
        self.sqs = emulator.client("sqs")
        sns = emulator.client("sns")
        self.bucket = f"desk-{uuid.uuid4()}"
        self.s3.create_bucket(Bucket=self.bucket, CreateBucketConfiguration={"LocationConstraint": REGION})
        self.topic = sns.create_topic(Name=self.bucket)["TopicArn"]
        self.queue = self.sqs.create_queue(QueueName=self.bucket)["QueueUrl"]
        arn = self.sqs.get_queue_attributes(QueueUrl=self.queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        sns.subscribe(TopicArn=self.topic, Protocol="sqs", Endpoint=arn, Attributes={"RawMessageDelivery": "true"})
        policy = {"Effect": "Allow", "Principal": "*", "Action": "sqs:SendMessage", "Resource": arn}
        self.sqs.set_queue_attributes(QueueUrl=self.queue, Attributes={"Policy": json.dumps({"Statement": [policy]})})
        self.service = Textract(cloud=Cloud(s3=self.s3, sns=sns), reader=reader or Instant(), folder=folder, quota=quota, faults=faults)
        self.server = Server(self.service)
        self.client = boto3.client(
            "textract",
            endpoint_url=self.server.url,
            region_name=REGION,
            aws_access_key_id="caller",
            aws_secret_access_key="caller",  # noqa: S106 - the double checks no signature
            config=Config(retries={"total_max_attempts": 1}),
        )

    def __enter__(self) -> Self:
        self.server.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.stop()
        self.client.close()

    def put(self, body: bytes, key: str = "original") -> None:
        self.s3.put_object(Bucket=self.bucket, Key=key, Body=body)

    def start(self, key: str = "original", **more: Any) -> str:
        job: str = self.client.start_document_text_detection(
            DocumentLocation={"S3Object": {"Bucket": self.bucket, "Name": key}},
            NotificationChannel={"SNSTopicArn": self.topic, "RoleArn": ROLE},
            OutputConfig={"S3Bucket": self.bucket, "S3Prefix": "textract"},
            **more,
        )["JobId"]
        return job

    def notices(self, *, seconds: float = 5, expected: int = 1) -> list[dict[str, Any]]:
        """Notices that come within a time, or as soon as enough of them have."""
        found: list[dict[str, Any]] = []
        deadline = time.monotonic() + seconds
        while len(found) < expected and time.monotonic() < deadline:
            answer = self.sqs.receive_message(QueueUrl=self.queue, MaxNumberOfMessages=10, WaitTimeSeconds=1)
            found += [json.loads(message["Body"]) for message in answer.get("Messages", [])]
        return found

    def keys(self, prefix: str) -> list[str]:
        return [each["Key"] for each in self.s3.list_objects_v2(Bucket=self.bucket, Prefix=prefix).get("Contents", [])]

    def json(self, key: str) -> Any:
        return json.loads(self.s3.get_object(Bucket=self.bucket, Key=key)["Body"].read())


def pdf(pages: int) -> bytes:
    """A PDF of pages with a black square and no word: a blank one would wait for a person."""
    import io  # noqa: PLC0415

    import pypdfium2  # noqa: PLC0415 - heavy
    from pypdfium2 import raw  # noqa: PLC0415

    document = pypdfium2.PdfDocument.new()
    for _ in range(pages):
        page = document.new_page(595, 842)
        square = raw.FPDFPageObj_CreateNewRect(100, 400, 200, 200)
        raw.FPDFPath_SetDrawMode(square, raw.FPDF_FILLMODE_ALTERNATE, False)  # noqa: FBT003 - the library's own
        raw.FPDFPage_InsertObject(page.raw, square)
        raw.FPDFPage_GenerateContent(page.raw)
        page.close()
    out = io.BytesIO()
    document.save(out)
    document.close()
    return out.getvalue()
