"""Answers of the sandbox's worker: an inspection as JSON, written by the worker and parsed by its parent."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from chalicelib.formats.identification import inspection
from chalicelib.model.errors import Refusal
from chalicelib.model.transcript import Page, TextLine, Transcript, Word

if TYPE_CHECKING:
    from chalicelib.model.file_format import Inspection

LARGEST_ANSWER = 32 << 20
"""Largest answer in bytes; `Limits.layer_words` words take less than half of it."""
DIGITS = 5
"""Decimals of a box: a hundredth of a millimetre on A4."""


def inspection_to_json(inspected: Inspection) -> bytes:
    """Serialise an inspection; raise `Refusal` where its text layer is too large."""
    found: dict[str, Any] = {"kind": inspected.kind, "pages": inspected.pages, "working_copy": inspected.working_copy}
    found |= {"remark": inspected.remark} if inspected.remark else {}
    transcript = inspected.transcript
    if transcript is None:
        return json.dumps({"found": found}).encode()
    layer = {"reader": transcript.reader, "pages": [[_packed(line) for line in page.lines] for page in transcript.pages]}
    answer = json.dumps({"found": found | {"transcript": layer}}, separators=(",", ":")).encode()
    if len(answer) > LARGEST_ANSWER:
        raise Refusal("bomb", f"a text layer of {len(answer)} bytes")
    return answer


def _packed(line: TextLine) -> list[Any]:
    """A line as a list; its text is its words, joined by blanks."""
    return [_rounded(line.box), [[word.text, *_rounded(word.box)] for word in line.words]]


def _rounded(box: tuple[float, ...]) -> list[float]:
    return [round(side, DIGITS) for side in box]


def inspection_from_json(found: dict[str, Any]) -> Inspection:
    """Build an inspection from an answer."""
    layer = found.get("transcript")
    transcript = None
    if layer:
        pages = (Page(number=number, lines=tuple(map(_unpacked, lines))) for number, lines in enumerate(layer["pages"], start=1))
        transcript = Transcript(reader=layer["reader"], pages=tuple(pages))
    copied, remark = found["working_copy"], found.get("remark")
    return inspection(found["kind"], pages=found["pages"], transcript=transcript, working_copy=copied, remark=remark)


def _unpacked(line: list[Any]) -> TextLine:
    """A line from its list."""
    box, packed = line
    words = tuple(Word(text=text, confidence=100.0, box=(left, top, width, height)) for text, left, top, width, height in packed)
    return TextLine(text=" ".join(word.text for word in words), confidence=100.0, box=(box[0], box[1], box[2], box[3]), words=words)
