"""Answers of the sandbox's worker as JSON, written by the worker and parsed by its parent: an inspection, the facts of a page."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from chalicelib.formats.identification import inspection
from chalicelib.model.errors import Refusal
from chalicelib.model.page_facts import PageFacts
from chalicelib.model.separator import separator_of
from chalicelib.model.transcript import Page, TextLine, Transcript, Word

if TYPE_CHECKING:
    from chalicelib.model.file_format import Inspection

LARGEST_ANSWER = 32 << 20
"""Largest answer in bytes; `Limits.layer_words` words take less than half of it."""
FACTS, TEXTS = ("kind", "pages", "working_copy", "remark", "hides_text", "attachments"), ("transcript", "layer")
"""Fields of an inspection that are plain values, and those that are texts."""
DIGITS = 5
"""Decimals of a box: a hundredth of a millimetre on A4."""


def inspection_to_json(inspected: Inspection) -> bytes:
    """Serialise an inspection; raise `Refusal` where its text layer is too large."""
    found: dict[str, Any] = {name: getattr(inspected, name) for name in FACTS}
    for name in TEXTS:
        text = getattr(inspected, name)
        if text is not None:
            found[name] = {"reader": text.reader, "pages": [[_packed(line) for line in page.lines] for page in text.pages]}
    answer = json.dumps({"found": found}, separators=(",", ":")).encode()
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
    texts = {name: _text(found[name]) for name in TEXTS if name in found}
    return inspection(**({name: found[name] for name in FACTS} | texts))


def _text(packed: dict[str, Any]) -> Transcript:
    pages = (Page(number=number, lines=tuple(map(_unpacked, lines))) for number, lines in enumerate(packed["pages"], start=1))
    return Transcript(reader=packed["reader"], pages=tuple(pages))


def _unpacked(line: list[Any]) -> TextLine:
    """A line from its list."""
    box, packed = line
    words = tuple(Word(text=text, confidence=100.0, box=(left, top, width, height)) for text, left, top, width, height in packed)
    return TextLine(text=" ".join(word.text for word in words), confidence=100.0, box=(box[0], box[1], box[2], box[3]), words=words)


def facts_from_json(found: dict[str, Any]) -> PageFacts:
    """Build the facts of a page from an answer; its codes are untrusted text."""
    return PageFacts(
        page=int(found["page"]),
        width=float(found["width"]),
        height=float(found["height"]),
        ink=float(found["ink"]),
        toned=bool(found["toned"]),
        separator=separator_of(map(str, found["codes"])),
    )
