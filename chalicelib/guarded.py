"""The guard's child: looks at one file after another, as its parent asks, and answers in JSON, a line each."""

from __future__ import annotations

import json
import os
import resource
import signal
import traceback
from pathlib import Path
from typing import Any

from chalicelib.copying import copy_for_reading
from chalicelib.errors import Refusal
from chalicelib.formats import Inspection, Limits, inspection
from chalicelib.inspection import inspect
from chalicelib.transcript import Line, Page, Transcript, Word

BOOT = "import sys; sys.path[:] = sys.argv[2:]; from chalicelib.guarded import serve; serve(int(sys.argv[1]))"
"""Run with -I -S: no site, no user's packages, the parent's path as it is. Starts in a quarter of the time."""
ENOUGH = 32 << 20
"""Bytes of an answer; a text layer that makes more is given up, and Textract reads the file."""
DIGITS = 5
"""Of a box's sides: a hundredth of a millimetre on A4."""


def serve(memory: int) -> None:
    """Answer until the parent closes its end."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    answers = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # whatever pdfium prints must not look like an answer
    with open(0, "rb", closefd=False) as questions, answers:
        for line in questions:
            _write_all(answers.fileno(), _answer(json.loads(line)) + b"\n")


def _write_all(descriptor: int, data: bytes) -> None:
    """Write to a pipe, which takes a little at a time."""
    left = memoryview(data)
    while left:
        left = left[os.write(descriptor, left) :]


def _answer(question: dict[str, Any]) -> bytes:
    """Do what is asked; a file never ends the child, but a crash does."""
    signal.alarm(question["alarm"])  # the parent may be gone: end by ourselves then
    try:
        path, limits = Path(question["path"]), Limits(**question["limits"])
        if question["do"] == "copy":
            copy_for_reading(path, Path(question["target"]), limits=limits)
            return b'{"found": {}}'
        return _found(inspect(path, limits=limits))
    except Refusal as refusal:
        return json.dumps({"refused": [refusal.code, refusal.detail]}).encode()
    except MemoryError:
        return json.dumps({"refused": ["bomb", "more memory than allowed"]}).encode()
    except Exception:  # noqa: BLE001 - told to the parent, which raises it
        return json.dumps({"fault": traceback.format_exc()}).encode()
    finally:
        signal.alarm(0)


def _found(inspected: Inspection) -> bytes:
    """Put what was found in JSON."""
    found: dict[str, Any] = {"kind": inspected.kind, "pages": inspected.pages, "working_copy": inspected.working_copy}
    transcript = inspected.transcript
    if transcript is None:
        return json.dumps({"found": found}).encode()
    layer = {"reader": transcript.reader, "pages": [[_packed(line) for line in page.lines] for page in transcript.pages]}
    answer = json.dumps({"found": found | {"transcript": layer}}, separators=(",", ":")).encode()
    return answer if len(answer) < ENOUGH else json.dumps({"found": found}).encode()


def _packed(line: Line) -> list[Any]:
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


def _unpacked(line: list[Any]) -> Line:
    """Build a line from its list."""
    box, packed = line
    words = tuple(Word(text=text, confidence=100.0, box=(left, top, width, height)) for text, left, top, width, height in packed)
    return Line(text=" ".join(word.text for word in words), confidence=100.0, box=(box[0], box[1], box[2], box[3]), words=words)
