"""The vault and the work bucket on S3."""

import base64
import gzip
import hashlib
import json
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from chalicelib.aws.faults import translated
from chalicelib.model.audit import AccessRecord
from chalicelib.model.codec import from_plain, to_plain
from chalicelib.model.errors import PermanentError
from chalicelib.model.page_image import EDITION, PageImage
from chalicelib.model.page_image import MEDIA_TYPE as PICTURE
from chalicelib.model.piece import BatchLine
from chalicelib.model.register import RosterPointer
from chalicelib.model.transcript import Transcript, from_json, to_json
from chalicelib.model.upload import Upload
from chalicelib.text.download_name import MEDIA_TYPES

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

CHUNK = 1024 * 1024
_POINTER = "rosters/in-force.json"
_JOURNAL = "journal/"
_RECORDS = 1_000
"""Records in memory at once, likewise."""
_READERS = 16
"""Records read at once while a register is rebuilt."""


class VaultBucket:
    """The vault's port on S3; working copies go to the work bucket."""

    def __init__(self, client: "S3Client", name: str, work: str, retention: Callable[[], timedelta]) -> None:
        """Speak to the buckets called `name` and `work`; lock originals for `retention`, asked each time: it is a setting."""
        self._client = client
        self._name = name
        self._work = work
        self._retention = retention

    def keep_original(self, upload: Upload, digest: str, extension: str, path: Path) -> None:
        """See `Vault`. S3 itself refuses bytes whose SHA-256 is not the digest."""
        with path.open("rb") as body, translated():
            try:
                self._client.put_object(
                    Bucket=self._name,
                    Key=original_key(digest, extension),
                    Body=body,
                    ChecksumAlgorithm="SHA256",
                    ChecksumSHA256=base64.b64encode(bytes.fromhex(digest)).decode(),
                    ContentType=MEDIA_TYPES[extension],
                    IfNoneMatch="*",
                    ObjectLockMode="GOVERNANCE",
                    ObjectLockRetainUntilDate=max(upload.uploaded_at, datetime.now(UTC)) + self._retention(),
                )
            except self._client.exceptions.ClientError as error:
                if error.response["Error"]["Code"] != "PreconditionFailed":  # it is kept; a conflict only says that somebody tries
                    raise

    def keep_working_copy(self, digest: str, path: Path) -> None:
        """See `Vault`."""
        with path.open("rb") as body, translated():
            self._client.put_object(Bucket=self._work, Key=copy_key(digest), Body=body, ContentType="application/pdf")

    @contextmanager
    def open_original(self, digest: str, extension: str) -> Iterator[Path]:
        """See `Vault`. An original that is gone, or is no longer what it was, is for an administrator to look at."""
        with tempfile.TemporaryDirectory(prefix="original-") as folder:
            path = Path(folder, "original")
            found = hashlib.sha256()
            try:
                with translated(), path.open("wb") as file:
                    body = self._client.get_object(Bucket=self._name, Key=original_key(digest, extension))["Body"]
                    for chunk in body.iter_chunks(CHUNK):
                        found.update(chunk)
                        file.write(chunk)
            except PermanentError as error:
                raise RuntimeError(f"the vault has lost the original {digest}") from error
            if found.hexdigest() != digest:
                raise RuntimeError(f"the original {digest} is not what it was")
            yield path

    def keep_page_image(self, digest: str, picture: PageImage, path: Path) -> None:
        """See `Vault`."""
        said = {"width": str(picture.width), "height": str(picture.height)}
        with path.open("rb") as body, translated():
            self._client.put_object(Bucket=self._work, Key=picture_key(digest, picture.page), Body=body, ContentType=PICTURE, Metadata=said)

    def keep_redacted_copy(self, digest: str, path: Path) -> str:
        """See `Vault`."""
        data = path.read_bytes()
        key = f"redacted/{digest}/{hashlib.sha256(data).hexdigest()}.pdf"
        with translated():
            self._client.put_object(Bucket=self._work, Key=key, Body=data, ContentType=MEDIA_TYPES["pdf"])
        return key

    def keep_transcript(self, digest: str, transcript: Transcript) -> None:
        """See `Vault`."""
        body = gzip.compress(to_json(transcript).encode(), mtime=0)
        self._put(f"{_folder(digest)}/transcript.json.gz", body, "application/gzip")

    def transcript(self, digest: str) -> Transcript | None:
        """See `Vault`."""
        body = self._get(f"{_folder(digest)}/transcript.json.gz")
        return from_json(gzip.decompress(body)) if body is not None else None

    def keep_record(self, line: BatchLine, record: Mapping[str, Any]) -> None:
        """See `Vault`."""
        body = json.dumps(record, ensure_ascii=False, indent=1).encode()
        self._put(_record_key(line), body, "application/json")

    def record(self, line: BatchLine) -> dict[str, Any] | None:
        """See `Vault`."""
        body = self._get(_record_key(line))
        return json.loads(body) if body is not None else None

    def records(self) -> Iterator[dict[str, Any]]:
        """See `Vault`."""
        keys = (key for prefix in ("pieces/", "refused/") for key in self._list(prefix) if "/record-" in key)
        with ThreadPoolExecutor(_READERS) as readers:
            while chunk := list(islice(keys, _RECORDS)):
                yield from (json.loads(body) for body in readers.map(self._get, chunk) if body is not None)

    def keep_roster(self, generation: str, data: bytes) -> None:
        """See `Vault`."""
        self._put(f"rosters/{generation}.csv", data, "text/csv")

    def roster(self, generation: str) -> bytes | None:
        """See `Vault`."""
        return self._get(f"rosters/{generation}.csv")

    def keep_roster_pointer(self, pointer: RosterPointer) -> None:
        """See `Vault`."""
        self._put(_POINTER, json.dumps(to_plain(pointer)).encode(), "application/json")

    def roster_pointer(self) -> RosterPointer | None:
        """See `Vault`."""
        body = self._get(_POINTER)
        return from_plain(RosterPointer, json.loads(body)) if body is not None else None

    def keep_access_records(self, begun: datetime, accesses: Sequence[AccessRecord]) -> None:
        """See `Vault`. Its digest in a page's name makes a repeated page the same object, and a fuller one another."""
        text = "".join(json.dumps(each, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n" for each in accesses)
        name = f"{begun:%Y/%m/%d/%H%M%S}-{hashlib.sha256(text.encode()).hexdigest()[:8]}"
        self._put(f"{_JOURNAL}{name}.jsonl.gz", gzip.compress(text.encode(), mtime=0), "application/gzip")

    def access_records(self) -> Iterator[AccessRecord]:
        """See `Vault`."""
        with ThreadPoolExecutor(_READERS) as readers:
            keys = self._list(_JOURNAL)
            while chunk := list(islice(keys, _READERS)):
                for body in filter(None, readers.map(self._get, chunk)):
                    yield from map(json.loads, gzip.decompress(body).splitlines())

    def _put(self, key: str, body: bytes, media_type: str) -> None:
        with translated():
            self._client.put_object(Bucket=self._name, Key=key, Body=body, ContentType=media_type)

    def _get(self, key: str) -> bytes | None:
        try:
            with translated():
                return self._client.get_object(Bucket=self._name, Key=key)["Body"].read()
        except PermanentError:
            return None

    def _list(self, prefix: str) -> Iterator[str]:
        with translated():
            for page in self._client.get_paginator("list_objects_v2").paginate(Bucket=self._name, Prefix=prefix):
                yield from (found["Key"] for found in page.get("Contents", ()))


def original_key(digest: str, extension: str) -> str:
    """Tell where the vault keeps an original: `sha256sum` of the object is its folder's name."""
    return f"{_folder(digest)}/original.{extension}"


def copy_key(digest: str) -> str:
    """Tell where the work bucket keeps the PDF that Textract reads in place of an original."""
    return f"copies/{digest}.pdf"


def picture_key(digest: str, page: int) -> str:
    """Tell where the work bucket keeps the picture of a page."""
    return f"pages/{digest}/{EDITION}/{page}.webp"


def _folder(digest: str) -> str:
    return f"pieces/{digest[:2]}/{digest}"


def _record_key(line: BatchLine) -> str:
    """Beside the original; what has none in the vault stands apart, by batch. A piece that a person refused has one."""
    if line.digest is None or (line.status == "refused" and line.piece is None):
        return f"refused/{line.batch}/record-{line.line}.json"
    return f"{_folder(line.digest)}/record-{line.line}.json"
