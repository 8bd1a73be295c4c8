"""What the guard's child says of a good file, in JSON: written there, read by its parent."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from chalicelib.formats.identification import inspection
from chalicelib.model.errors import Refusal
from chalicelib.model.transcript import Page, TextLine, Transcript, Word

if TYPE_CHECKING:
    from chalicelib.model.file_format import Inspection

ENOUGH = 32 << 20
"""Bytes of an answer: `Limits.layer_words` words of a language make less than half of it."""
DIGITS = 5
"""Of a box's sides: a hundredth of a millimetre on A4."""


def found_in(inspected: Inspection) -> bytes:
    """Put what was found in JSON."""
    found: dict[str, Any] = {"kind": inspected.kind, "pages": inspected.pages, "working_copy": inspected.working_copy}
    transcript = inspected.transcript
    if transcript is None:
        return json.dumps({"found": found}).encode()
    layer = {"reader": transcript.reader, "pages": [[_packed(line) for line in page.lines] for page in transcript.pages]}
    answer = json.dumps({"found": found | {"transcript": layer}}, separators=(",", ":")).encode()
    if len(answer) > ENOUGH:
        raise Refusal("bomb", f"a text layer of {len(answer)} bytes")
    return answer


def _packed(line: TextLine) -> list[Any]:
    """Pack a line as a list; its text is its words with blanks between."""
    return [_rounded(line.box), [[word.text, *_rounded(word.box)] for word in line.words]]


def _rounded(box: tuple[float, ...]) -> list[float]:
    return [round(side, DIGITS) for side in box]


def inspection_from(found: dict[str, Any]) -> Inspection:
    """Build an inspection from the child's answer."""
    layer = found.get("transcript")
    transcript = None
    if layer:
        pages = (Page(number=number, lines=tuple(map(_unpacked, lines))) for number, lines in enumerate(layer["pages"], start=1))
        transcript = Transcript(reader=layer["reader"], pages=tuple(pages))
    return inspection(found["kind"], pages=found["pages"], transcript=transcript, working_copy=found["working_copy"])


def _unpacked(line: list[Any]) -> TextLine:
    """Build a line from its list."""
    box, packed = line
    words = tuple(Word(text=text, confidence=100.0, box=(left, top, width, height)) for text, left, top, width, height in packed)
    return TextLine(text=" ".join(word.text for word in words), confidence=100.0, box=(box[0], box[1], box[2], box[3]), words=words)
