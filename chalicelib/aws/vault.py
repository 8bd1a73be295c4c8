"""Vault bucket and work bucket on S3."""

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
from chalicelib.aws.objects import digest_folder, download, keys_of, original_object, page_image_object, working_copy_object
from chalicelib.model import schema
from chalicelib.model.audit import AccessRecord
from chalicelib.model.codec import from_plain, to_plain
from chalicelib.model.errors import ConflictError, PermanentError
from chalicelib.model.page_facts import PageFacts
from chalicelib.model.page_image import MEDIA_TYPE, PageImage
from chalicelib.model.piece import BatchLine
from chalicelib.model.reconciliation import KeptDecision
from chalicelib.model.register import RosterPointer
from chalicelib.model.segmentation import Segmentation
from chalicelib.model.transcript import Transcript, from_json, to_json
from chalicelib.model.upload import Upload
from chalicelib.ports.vault import NO_RECORD
from chalicelib.text.download_name import MEDIA_TYPES

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

_POINTER = "rosters/in-force.json"
_JOURNAL = "journal/"
_DECISIONS = "reconciliation/"
_RECORDS = 500
"""Records in memory at once."""
_READERS = 16
"""Objects read at once while a register is rebuilt."""


class VaultBucket:
    """Port `Vault` on S3; working copies, page images and redacted copies are in the work bucket."""

    def __init__(self, client: "S3Client", name: str, work: str, retention: Callable[[], timedelta]) -> None:
        """Use the buckets called `name` and `work`; originals are locked for `retention`, read at each call since it is a setting."""
        self._client = client
        self._name = name
        self._work = work
        self._retention = retention

    def keep_original(self, upload: Upload, digest: str, extension: str, path: Path) -> None:
        """See `Vault`. S3 refuses bytes whose SHA-256 is not the digest (ChecksumSHA256)."""
        with path.open("rb") as body, translated():
            try:
                self._client.put_object(
                    Bucket=self._name,
                    Key=original_object(digest, extension),
                    Body=body,
                    ChecksumAlgorithm="SHA256",
                    ChecksumSHA256=base64.b64encode(bytes.fromhex(digest)).decode(),
                    ContentType=MEDIA_TYPES[extension],
                    IfNoneMatch="*",
                    ObjectLockMode="GOVERNANCE",
                    ObjectLockRetainUntilDate=max(upload.uploaded_at, datetime.now(UTC)) + self._retention(),
                )
            except self._client.exceptions.ClientError as error:
                if error.response["Error"]["Code"] != "PreconditionFailed":  # it is kept already; a conflict means a concurrent write of it
                    raise

    def keep_working_copy(self, digest: str, path: Path) -> None:
        """See `Vault`."""
        with path.open("rb") as body, translated():
            self._client.put_object(Bucket=self._work, Key=working_copy_object(digest), Body=body, ContentType="application/pdf")

    @contextmanager
    def open_original(self, digest: str, extension: str) -> Iterator[Path]:
        """See `Vault`. An original that is gone or altered needs an administrator."""
        with tempfile.TemporaryDirectory(prefix="original-") as folder:
            path = Path(folder, "original")
            try:
                found = download(self._client, path, bucket=self._name, key=original_object(digest, extension))
            except PermanentError as error:
                raise RuntimeError(f"the vault has lost the original {digest}") from error
            if found != digest:
                raise RuntimeError(f"the original {digest} is not what it was")
            yield path

    def keep_page_image(self, digest: str, image: PageImage, path: Path) -> None:
        """See `Vault`."""
        said = {"width": str(image.width), "height": str(image.height)}
        with path.open("rb") as body, translated():
            self._client.put_object(
                Bucket=self._work, Key=page_image_object(digest, image.page), Body=body, ContentType=MEDIA_TYPE, Metadata=said
            )

    def keep_redacted_copy(self, digest: str, path: Path) -> str:
        """See `Vault`."""
        data = path.read_bytes()
        key = f"redacted/{digest}/{hashlib.sha256(data).hexdigest()}.pdf"
        with translated():
            self._client.put_object(Bucket=self._work, Key=key, Body=data, ContentType=MEDIA_TYPES["pdf"])
        return key

    def keep_casefile_copy(self, key: str, path: Path) -> None:
        """See `Vault`."""
        with path.open("rb") as body, translated():
            self._client.put_object(Bucket=self._work, Key=key, Body=body, ContentType=MEDIA_TYPES["pdf"])

    def keep_transcript(self, digest: str, transcript: Transcript) -> None:
        """See `Vault`."""
        self._put_text(digest, "transcript", transcript)

    def transcript(self, digest: str) -> Transcript | None:
        """See `Vault`."""
        return self._get_text(digest, "transcript")

    def keep_layer(self, digest: str, layer: Transcript) -> None:
        """See `Vault`."""
        self._put_text(digest, "layer", layer)

    def layer(self, digest: str) -> Transcript | None:
        """See `Vault`."""
        return self._get_text(digest, "layer")

    def keep_page_facts(self, digest: str, facts: Sequence[PageFacts]) -> None:
        """See `Vault`."""
        self._put_plain(digest, "page-facts", [to_plain(each) for each in facts])

    def page_facts(self, digest: str) -> Sequence[PageFacts]:
        """See `Vault`."""
        return [from_plain(PageFacts, each) for each in self._get_plain(digest, "page-facts") or ()]

    def keep_segmentation(self, digest: str, proposal: Segmentation) -> None:
        """See `Vault`."""
        self._put_plain(digest, "segmentation", to_plain(proposal))

    def segmentation(self, digest: str) -> Segmentation | None:
        """See `Vault`."""
        plain = self._get_plain(digest, "segmentation")
        return from_plain(Segmentation, plain) if plain is not None else None

    def keep_record(self, line: BatchLine, record: Mapping[str, Any], *, over: str | None = None) -> str | None:
        """See `Vault`. Marks are ETags: S3 compares and writes in one step."""
        body = json.dumps(record, ensure_ascii=False, indent=1).encode()
        if over is None:
            return self._put(_record_key(line), body, "application/json")
        try:
            return self._put(_record_key(line), body, "application/json", **({"IfMatch": over} if over else {"IfNoneMatch": "*"}))
        except (ConflictError, PermanentError):  # another one is kept, is being written, or nothing is where something was
            return None

    def record_mark(self, line: BatchLine) -> str:
        """See `Vault`."""
        try:
            with translated():
                return self._client.head_object(Bucket=self._name, Key=_record_key(line))["ETag"]
        except PermanentError:
            return NO_RECORD

    def record(self, line: BatchLine) -> dict[str, Any] | None:
        """See `Vault`."""
        body = self._get(_record_key(line))
        return _record(body) if body is not None else None

    def records(self, *, after: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
        """See `Vault`. Places are keys."""
        keys = (key for prefix in ("pieces/", "refused/") for key in keys_of(self._client, self._name, prefix, after) if "/record-" in key)
        return ((key, _record(body)) for key, body in self._read(keys, _RECORDS))

    def is_empty(self) -> bool:
        """See `Vault`."""
        return not any(key for prefix in ("pieces/", "refused/") for key in keys_of(self._client, self._name, prefix))

    def keep_roster(self, generation: str, data: bytes) -> None:
        """See `Vault`."""
        self._put(f"rosters/{generation}.csv", data, "text/csv")

    def roster(self, generation: str) -> bytes | None:
        """See `Vault`."""
        return self._get(f"rosters/{generation}.csv")

    def rosters(self) -> Sequence[str]:
        """See `Vault`."""
        with translated():
            pages = self._client.get_paginator("list_objects_v2").paginate(Bucket=self._name, Prefix="rosters/")
            found = [each for page in pages for each in page.get("Contents", ()) if each["Key"].endswith(".csv")]
        found.sort(key=lambda each: (each["LastModified"], each["Key"]))
        return [each["Key"].removeprefix("rosters/").removesuffix(".csv") for each in found]

    def keep_roster_pointer(self, pointer: RosterPointer) -> None:
        """See `Vault`."""
        self._put(_POINTER, json.dumps(to_plain(pointer)).encode(), "application/json")

    def roster_pointer(self) -> RosterPointer | None:
        """See `Vault`."""
        body = self._get(_POINTER)
        return from_plain(RosterPointer, json.loads(body)) if body is not None else None

    def keep_access_records(self, begun: datetime, accesses: Sequence[AccessRecord]) -> None:
        """See `Vault`. The key has the page's digest: a repeated page has the same key, a longer one another."""
        text = "".join(json.dumps(each, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n" for each in accesses)
        name = f"{begun:%Y/%m/%d/%H%M%S}-{hashlib.sha256(text.encode()).hexdigest()[:8]}"
        self._put(f"{_JOURNAL}{name}.jsonl.gz", gzip.compress(text.encode(), mtime=0), "application/gzip")

    def access_pages(self, *, after: str = "") -> Iterator[tuple[str, Sequence[AccessRecord]]]:
        """See `Vault`. Places are keys."""
        for key, body in self._read(keys_of(self._client, self._name, _JOURNAL, after), _READERS):
            yield key, [json.loads(line) for line in gzip.decompress(body).splitlines()]

    def keep_decision(self, decision: KeptDecision) -> None:
        """See `Vault`."""
        body = json.dumps(to_plain(decision), ensure_ascii=False, indent=1).encode()
        self._put(f"{_DECISIONS}{decision.id}.json", body, "application/json")

    def kept_decisions(self, *, after: str = "") -> Iterator[tuple[str, KeptDecision]]:
        """See `Vault`. Places are keys."""
        for key, body in self._read(keys_of(self._client, self._name, _DECISIONS, after), _READERS):
            yield key, from_plain(KeptDecision, json.loads(body))

    def _put_text(self, digest: str, name: str, text: Transcript) -> None:
        self._put(f"{digest_folder(digest)}/{name}.json.gz", gzip.compress(to_json(text).encode(), mtime=0), "application/gzip")

    def _get_text(self, digest: str, name: str) -> Transcript | None:
        body = self._get(f"{digest_folder(digest)}/{name}.json.gz")
        return from_json(gzip.decompress(body)) if body is not None else None

    def _put_plain(self, digest: str, name: str, plain: Any) -> None:  # noqa: ANN401 - what JSON holds
        body = json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode()
        self._put(f"{digest_folder(digest)}/{name}.json.gz", gzip.compress(body, mtime=0), "application/gzip")

    def _get_plain(self, digest: str, name: str) -> Any:  # noqa: ANN401 - as above
        body = self._get(f"{digest_folder(digest)}/{name}.json.gz")
        return json.loads(gzip.decompress(body)) if body is not None else None

    def _put(self, key: str, body: bytes, media_type: str, **condition: str) -> str:
        """Write an object, on a condition of `put_object`; return its ETag."""
        with translated():
            return self._client.put_object(Bucket=self._name, Key=key, Body=body, ContentType=media_type, **condition)["ETag"]  # type: ignore[arg-type]

    def _get(self, key: str) -> bytes | None:
        try:
            with translated():
                return self._client.get_object(Bucket=self._name, Key=key)["Body"].read()
        except PermanentError:
            return None

    def _read(self, keys: Iterator[str], most: int) -> Iterator[tuple[str, bytes]]:
        """Read objects in the order of their keys, at most so many in memory."""
        with ThreadPoolExecutor(_READERS) as readers:
            while chunk := list(islice(keys, most)):
                yield from ((key, body) for key, body in zip(chunk, readers.map(self._get, chunk), strict=True) if body is not None)


def _record(body: bytes) -> dict[str, Any]:
    """Parse a record, unless a later release wrote it."""
    return dict(schema.checked("record", json.loads(body), schema.RECORD))


def _record_key(line: BatchLine) -> str:
    """Key of a record: beside the original, or under the batch if the vault has no original; a piece refused by a person has one."""
    if line.digest is None or (line.status == "refused" and line.piece is None):
        return f"refused/{line.batch}/record-{line.line}.json"
    return f"{digest_folder(line.digest)}/record-{line.line}.json"
