"""OCR by Textract: starts readings and converts their results into pages."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import trp
from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.aws.faults import code_of, is_busy, translated
from chalicelib.aws.objects import original_object, working_copy_object
from chalicelib.model.errors import PermanentError, ReadingError, TransientError
from chalicelib.model.identifiers import start_token
from chalicelib.model.piece import Original
from chalicelib.model.transcript import Box, Page, Pair, TextLine, Word
from chalicelib.text.reading_order import read_in_order

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_textract import TextractClient

_DOCUMENT_REFUSED = {"BadDocumentException", "DocumentTooLargeException", "InvalidS3ObjectException", "UnsupportedDocumentException"}
"""Codes by which Textract refuses a document."""
_BLOCK_TYPES = {"PAGE", "LINE", "WORD", "KEY_VALUE_SET", "SELECTION_ELEMENT"}
"""Block types that are read; tables, queries, signatures and layouts repeat the lines."""
PREFIX = "textract"
"""Of the results in the work bucket."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JobOutput:
    """Where Textract writes the result of a job, and whom it tells of its end."""

    bucket: str
    key: str
    """KMS key that encrypts the result."""
    topic: str
    role: str
    """By which Textract publishes to the topic."""


class Textract:
    """Port `OcrEngine` on Textract. Its client must not repeat calls, so that every start is counted."""

    def __init__(self, client: "TextractClient", s3: "S3Client", *, vault: str, output: JobOutput) -> None:
        """Read originals from the bucket `vault`, working copies and results from the bucket of the output."""
        self._client = client
        self._s3 = s3
        self._vault = vault
        self._work = output.bucket
        self._output = output

    def start(self, original: Original) -> str:
        """See `OcrEngine`."""
        place = {"Bucket": self._vault, "Name": original_object(original.digest, original.extension)}
        if original.copied:
            place = {"Bucket": self._work, "Name": working_copy_object(original.digest)}
        out = self._output
        try:
            answer = self._client.start_document_text_detection(
                DocumentLocation={"S3Object": place},  # type: ignore[typeddict-item]
                ClientRequestToken=start_token(original.digest, original.attempt, self._vault, out.key, out.topic, out.role),
                JobTag=original.digest,
                NotificationChannel={"SNSTopicArn": out.topic, "RoleArn": out.role},
                OutputConfig={"S3Bucket": self._work, "S3Prefix": PREFIX},
                KMSKeyId=out.key,
            )
        except ClientError as error:
            if is_busy(error):
                raise TransientError("busy", code_of(error)) from error
            if code_of(error) in _DOCUMENT_REFUSED:
                raise ReadingError("reading_refused", code_of(error)) from error
            raise  # a missing right or a wrong setting: originals stay waiting, and an alarm rings
        except BotoCoreError as error:
            raise TransientError("unreachable", type(error).__name__) from error
        return answer["JobId"]

    def result_pages(self, job: str) -> Sequence[Page]:
        """See `OcrEngine`."""
        return read_parts(self._parts(job))

    def job_status(self, job: str) -> str:
        """See `OcrEngine`."""
        try:
            with translated():
                return self._client.get_document_text_detection(JobId=job, MaxResults=1)["JobStatus"]
        except self._client.exceptions.InvalidJobIdException:
            return "UNKNOWN"

    def _parts(self, job: str) -> Iterator[dict[str, Any]]:
        """Read the parts of a result in the order of their numbers; other objects, such as the access check, are skipped."""
        prefix = f"{PREFIX}/{job}/"
        with translated():
            listed = self._s3.get_paginator("list_objects_v2").paginate(Bucket=self._work, Prefix=prefix)
            keys = [found["Key"] for page in listed for found in page.get("Contents", ())]
        numbered = sorted((key for key in keys if key.removeprefix(prefix).isdigit()), key=lambda key: int(key.removeprefix(prefix)))
        if not numbered:
            raise PermanentError("vanished", "no results of the job")
        for key in numbered:
            with translated():
                yield json.loads(self._s3.get_object(Bucket=self._work, Key=key)["Body"].read())


def read_parts(parts: Iterable[dict[str, Any]]) -> list[Page]:
    """Convert a result in any number of parts into pages, lines in reading order; blocks before the first PAGE are no page.

    A job that failed or has not ended has no blocks and no pages.
    """
    pages: list[Page] = []
    for blocks in _by_page(parts):
        pages += read_page(blocks, len(pages) + 1)
    return pages


def _by_page(parts: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """Group blocks by page: 500 pages of blocks at once exceed a function's memory."""
    gathered: list[dict[str, Any]] = []
    for part in parts:
        for block in part.get("Blocks") or ():
            if block["BlockType"] == "PAGE" and gathered:
                yield gathered
                gathered = []
            if block["BlockType"] in _BLOCK_TYPES:
                gathered.append(block)
    if gathered:
        yield gathered


def read_page(blocks: list[dict[str, Any]], number: int) -> list[Page]:
    """Convert the blocks of one page, repaired for textract-trp.

    That library raises on a result without a PAGE first, a LINE without text, a missing child, a KEY without children, and a block
    without geometry.
    """
    placed = [block for block in blocks if _is_complete(block)]
    known = {block["Id"] for block in placed}
    whole = [_without_missing_children(block, known) for block in placed]
    if not whole or whole[0]["BlockType"] != "PAGE":
        return []
    return [
        Page(number=page.get("Page", number), lines=read_in_order([_line(line) for line in read.lines]), pairs=tuple(_pairs(read.form)))
        for page, read in _read(whole)
    ]


def _is_complete(block: dict[str, Any]) -> bool:
    """Return whether a block has every attribute that textract-trp reads."""
    if block["BlockType"] == "PAGE":
        return bool(block.get("Geometry"))
    if block["BlockType"] in {"LINE", "WORD"} and not block.get("Text"):
        return False
    needed = {"KEY_VALUE_SET": "EntityTypes", "SELECTION_ELEMENT": "SelectionStatus"}.get(block["BlockType"], "Id")
    return bool(block.get("Geometry")) and "Confidence" in block and bool(block.get(needed))


def _read(blocks: list[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], Any]]:
    document = trp.Document({"Blocks": blocks})
    return zip((block for block in blocks if block["BlockType"] == "PAGE"), document.pages, strict=True)


def _without_missing_children(block: dict[str, Any], known: set[str]) -> dict[str, Any]:
    relations = [
        relation | {"Ids": [child for child in relation["Ids"] if child in known]} for relation in block.get("Relationships") or ()
    ]
    return block | {"Relationships": relations}


def _line(line: Any) -> TextLine:  # noqa: ANN401 - textract-trp has no types
    words = (Word(text=word.text, confidence=round(word.confidence, 2), box=_box(word)) for word in line.words if word.text)
    return TextLine(text=line.text, confidence=round(line.confidence, 2), box=_box(line), words=tuple(words))


def _pairs(form: Any) -> Iterator[Pair]:  # noqa: ANN401 - as above
    for field in form.fields:
        value = field.value or field.key
        text = field.value.text if field.value else ""
        if field.key.text:
            yield Pair(label=field.key.text, text=text, confidence=round(value.confidence, 2), box=_box(value))


def _box(block: Any) -> Box:  # noqa: ANN401 - as above
    box = block.geometry.boundingBox
    return (round(box.left, 4), round(box.top, 4), round(box.width, 4), round(box.height, 4))
