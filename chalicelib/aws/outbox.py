"""Outbox bucket on S3."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from chalicelib.aws.faults import translated
from chalicelib.aws.objects import CHUNK, keys_of
from chalicelib.model.batch_names import RECEIPTS
from chalicelib.model.errors import PermanentError

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


class OutboxBucket:
    """Port `Outbox` on S3."""

    def __init__(self, client: "S3Client", name: str) -> None:
        """Use the bucket called `name`."""
        self._client = client
        self._name = name

    def put(self, key: str, body: str | bytes, media_type: str) -> None:
        """See `Outbox`."""
        data = body.encode() if isinstance(body, str) else body
        with translated():
            self._client.put_object(Bucket=self._name, Key=key, Body=data, ContentType=media_type)

    def report_lines(self, key: str) -> Iterator[str] | None:
        """See `Outbox`."""
        try:
            with translated():
                body = self._client.get_object(Bucket=self._name, Key=key)["Body"]
        except PermanentError:
            return None
        return (line.decode() for line in body.iter_lines(CHUNK))

    def receipts(self, prefix: str = RECEIPTS, *, after: str = "") -> Iterator[str]:
        """See `Outbox`."""
        return (key for key in keys_of(self._client, self._name, prefix, after) if key.endswith(".json"))
