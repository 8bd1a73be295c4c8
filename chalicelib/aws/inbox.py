"""Inbox bucket on S3."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from chalicelib.aws.faults import translated
from chalicelib.aws.objects import download
from chalicelib.model.errors import PermanentError
from chalicelib.model.upload import Upload

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


class InboxBucket:
    """Port `Inbox` on S3."""

    def __init__(self, client: "S3Client", name: str, work: str) -> None:
        """Use the bucket called `name`; redacted copies are in the bucket called `work`."""
        self._client = client
        self.name = name
        self._work = work

    @contextmanager
    def open_upload(self, upload: Upload) -> Iterator[tuple[Path, str]]:
        """See `Inbox`."""
        with tempfile.TemporaryDirectory(prefix="scan-") as folder:
            path = Path(folder, "scan")
            digest = download(self._client, path, bucket=self.name, key=upload.key, version=upload.version)
            yield path, digest

    def put_copy(self, copy: str, key: str) -> None:
        """See `Inbox`."""
        with translated():
            self._client.copy_object(Bucket=self.name, Key=key, CopySource={"Bucket": self._work, "Key": copy})

    def put_manifest(self, key: str, body: bytes) -> None:
        """See `Inbox`."""
        with translated():
            self._client.put_object(Bucket=self.name, Key=key, Body=body)

    def read_object(self, key: str, version: str | None = None) -> bytes:
        """See `Inbox`."""
        named: Any = {"VersionId": version} if version else {}
        with translated():
            return self._client.get_object(Bucket=self.name, Key=key, **named)["Body"].read()

    def uploads(self, prefix: str = "", *, after: str = "") -> Iterator[Upload]:
        """See `Inbox`."""
        place: Any = {"KeyMarker": after} if after else {}
        pages = self._client.get_paginator("list_object_versions").paginate(Bucket=self.name, Prefix=prefix, **place)
        with translated():
            for page in pages:
                for found in page.get("Versions", ()):
                    yield Upload(key=found["Key"], version=found["VersionId"], size=found["Size"], uploaded_at=found["LastModified"])

    def mark_kept(self, upload: Upload) -> None:
        """See `Inbox`."""
        tags = {"TagSet": [{"Key": "kept", "Value": "true"}]}
        try:
            with translated():
                self._client.put_object_tagging(Bucket=self.name, Key=upload.key, VersionId=upload.version, Tagging=tags)  # type: ignore[arg-type]
        except PermanentError:
            return  # the upload is deleted; its original is in the vault
