"""Textract: readings are started here, and what they wrote is read as pages."""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import trp
from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.aws.faults import code_of, is_busy, translated
from chalicelib.aws.vault import copy_key, original_key
from chalicelib.model.errors import PermanentError, ReadingError, TransientError
from chalicelib.model.identifiers import start_token
from chalicelib.model.piece import Original
from chalicelib.model.transcript import Box, Page, Pair, TextLine, Word
from chalicelib.text.reading_order import read_in_order

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_textract import TextractClient

_ITS_OWN = {"BadDocumentException", "DocumentTooLargeException", "InvalidS3ObjectException", "UnsupportedDocumentException"}
"""What Textract says of a document, not of us."""
_READ = {"PAGE", "LINE", "WORD", "KEY_VALUE_SET", "SELECTION_ELEMENT"}
"""The blocks of an answer that are read; tables, queries, signatures and layouts say nothing that the lines do not."""
PREFIX = "textract"
"""Of the results in the work bucket."""


class Textract:
    """The OCR engine's port on Textract; its client must not repeat calls by itself, so that every start is counted."""

    def __init__(self, client: "TextractClient", s3: "S3Client", *, vault: str, work: str, channel: dict[str, str]) -> None:
        """Read from the bucket `vault`, write to `work`, tell `channel` (topic and role)."""
        self._client = client
        self._s3 = s3
        self._vault = vault
        self._work = work
        self._channel = channel

    def start(self, original: Original) -> str:
        """See `OcrEngine`."""
        place = {"Bucket": self._vault, "Name": original_key(original.digest, original.extension)}
        if original.copied:
            place = {"Bucket": self._work, "Name": copy_key(original.digest)}
        try:
            answer = self._client.start_document_text_detection(
                DocumentLocation={"S3Object": place},  # type: ignore[typeddict-item]
                ClientRequestToken=start_token(original.digest, original.attempt, self._vault, *self._channel.values()),
                JobTag=original.digest,
                NotificationChannel=self._channel,  # type: ignore[arg-type]
                OutputConfig={"S3Bucket": self._work, "S3Prefix": PREFIX},
            )
        except ClientError as error:
            if is_busy(error):
                raise TransientError("busy", code_of(error)) from error
            if code_of(error) in _ITS_OWN:
                raise ReadingError("reading_refused", code_of(error)) from error
            raise  # a right that we lack, or a wrong setting: what waits goes on waiting, and the alarm rings
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
        """Read every part in the order of its number; Textract also leaves an access check there."""
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
    """Read an answer in as many parts as it came in, lines in reading order; a page without a PAGE block is not there.

    An answer of a job that failed, or that has not ended, has no blocks and so no pages.
    """
    pages: list[Page] = []
    for blocks in _by_page(parts):
        pages += read_page(blocks, len(pages) + 1)
    return pages


def _by_page(parts: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """Gather the blocks of one page at a time: five hundred pages at once would not fit in a Lambda."""
    gathered: list[dict[str, Any]] = []
    for part in parts:
        for block in part.get("Blocks") or ():
            if block["BlockType"] == "PAGE" and gathered:
                yield gathered
                gathered = []
            if block["BlockType"] in _READ:
                gathered.append(block)
    if gathered:
        yield gathered


def read_page(blocks: list[dict[str, Any]], number: int) -> list[Page]:
    """Read the blocks of one page; what textract-trp stumbles over is mended before.

    It crashes on an answer that does not begin with a PAGE, on a LINE without text, on a child that is not there, on a KEY without
    children, and on a block that has no place.
    """
    placed = [block for block in blocks if _is_whole(block)]
    known = {block["Id"] for block in placed}
    whole = [_mended(block, known) for block in placed]
    if not whole or whole[0]["BlockType"] != "PAGE":
        return []
    return [
        Page(number=page.get("Page", number), lines=read_in_order([_line(line) for line in read.lines]), pairs=tuple(_pairs(read.form)))
        for page, read in _read(whole)
    ]


def _is_whole(block: dict[str, Any]) -> bool:
    """Whether a block has all that textract-trp takes for granted."""
    if block["BlockType"] == "PAGE":
        return bool(block.get("Geometry"))
    if block["BlockType"] in {"LINE", "WORD"} and not block.get("Text"):
        return False
    needed = {"KEY_VALUE_SET": "EntityTypes", "SELECTION_ELEMENT": "SelectionStatus"}.get(block["BlockType"], "Id")
    return bool(block.get("Geometry")) and "Confidence" in block and bool(block.get(needed))


def _read(blocks: list[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], Any]]:
    document = trp.Document({"Blocks": blocks})
    return zip((block for block in blocks if block["BlockType"] == "PAGE"), document.pages, strict=True)


def _mended(block: dict[str, Any], known: set[str]) -> dict[str, Any]:
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
