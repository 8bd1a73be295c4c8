"""Object keys in the vault and the work bucket, and downloads with a digest."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from chalicelib.aws.faults import translated
from chalicelib.model.page_image import EDITION

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

CHUNK = 1024 * 1024
"""Bytes of an object in memory at once."""


def original_object(digest: str, extension: str) -> str:
    """Key of an original in the vault; its folder is named by the SHA-256 of its bytes."""
    return f"{digest_folder(digest)}/original.{extension}"


def working_copy_object(digest: str) -> str:
    """Key in the work bucket of the PDF that Textract reads in place of an original."""
    return f"copies/{digest}.pdf"


def page_image_object(digest: str, page: int) -> str:
    """Key in the work bucket of the image of a page."""
    return f"pages/{digest}/{EDITION}/{page}.webp"


def photo_draft_object(draft: str) -> str:
    """Key in the work bucket of a photo that a browser has uploaded and that belongs to no report yet."""
    return f"photo-drafts/{draft}"


def photo_object(photo: str, extension: str) -> str:
    """Key in the work bucket of the photo of a report."""
    return f"photos/{photo}/original.{extension}"


def photo_page_object(photo: str, page: int) -> str:
    """Key in the work bucket of the image of a page of a report's photo."""
    return f"photos/{photo}/{page}.webp"


def digest_folder(digest: str) -> str:
    """Folder in the vault of an original and what is kept beside it."""
    return f"pieces/{digest[:2]}/{digest}"


def keys_of(client: "S3Client", bucket: str, prefix: str, after: str = "") -> Iterator[str]:
    """List the keys that have a prefix, in their order, from behind the key `after`."""
    with translated():
        for page in client.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix, StartAfter=after):
            yield from (found["Key"] for found in page.get("Contents", ()))


def download(client: "S3Client", path: Path, *, bucket: str, key: str, version: str | None = None) -> str:
    """Write an object to a file and return its SHA-256.

    Raises:
        PermanentError: `vanished`, if there is no such object.
        TransientError: S3 is busy.
    """
    digest = hashlib.sha256()
    named = {"VersionId": version} if version else {}
    with translated(), path.open("wb") as file:
        body = client.get_object(Bucket=bucket, Key=key, **named)["Body"]  # type: ignore[arg-type]
        for chunk in body.iter_chunks(CHUNK):
            digest.update(chunk)
            file.write(chunk)
    return digest.hexdigest()
