"""Source of a backfill on S3: another bucket, whose objects S3 copies into the inbox without their bytes passing through a function."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from chalicelib.aws.faults import code_of, translated
from chalicelib.model.backfill import LARGEST_COPY, CopyOutcome, SourceObject
from chalicelib.model.errors import PermanentError

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

_COPIERS = 8
"""Copies at the same time: boto3 keeps ten connections."""
_ARCHIVED = {"InvalidObjectState", "ObjectNotInActiveTierError"}
"""CopyObject's model knows the second; S3 answers with the first."""
_DENIED = {"AccessDenied", "AllAccessDisabled", "KMS.DisabledException", "KMS.KMSInvalidStateException", "KMS.NotFoundException", "403"}


class BackfillBucket:
    """Port `BackfillSource` on S3."""

    def __init__(self, client: "S3Client", bucket: str, inbox: str) -> None:
        """Copy from the bucket called `bucket` to the one called `inbox`."""
        self._client = client
        self.bucket = bucket
        self._inbox = inbox

    def objects(self, prefix: str, *, after: str = "") -> Iterator[SourceObject]:
        """See `BackfillSource`."""
        with _refusals():
            for page in self._client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket, Prefix=prefix, StartAfter=after):
                for found in page.get("Contents", ()):
                    yield SourceObject(key=found["Key"], size=found["Size"])

    def copy_to_inbox(self, copies: Sequence[tuple[SourceObject, str]]) -> Sequence[CopyOutcome]:
        """See `BackfillSource`."""
        with ThreadPoolExecutor(_COPIERS) as copiers:
            return list(copiers.map(self._copy, *zip(*copies, strict=True))) if copies else []

    def _copy(self, source: SourceObject, key: str) -> CopyOutcome:
        if source.size > LARGEST_COPY:
            return "too_large"
        try:
            with _refusals():
                self._client.copy_object(
                    Bucket=self._inbox,
                    Key=key,
                    CopySource={"Bucket": self.bucket, "Key": source.key},
                    MetadataDirective="REPLACE",
                    TaggingDirective="REPLACE",
                )
        except PermanentError as refusal:
            outcomes: dict[str, CopyOutcome] = {"vanished": "vanished", "archived": "archived", "denied": "denied"}
            return outcomes[refusal.code]
        return "copied"


@contextmanager
def _refusals() -> Iterator[None]:
    """Raise `denied` and `archived` for what S3 refuses for good."""
    try:
        with translated():
            yield
    except ClientError as error:
        if code_of(error) in _ARCHIVED:
            raise PermanentError("archived", code_of(error)) from error
        if code_of(error) in _DENIED:
            raise PermanentError("denied", code_of(error)) from error
        raise
