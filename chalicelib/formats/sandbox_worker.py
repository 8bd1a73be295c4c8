"""The guard's child: looks at one file after another, as its parent asks, and answers in JSON, a line each."""

from __future__ import annotations

import json
import os
import resource
import signal
import traceback
from dataclasses import asdict
from pathlib import Path
from typing import Any

from chalicelib.formats.sandbox_protocol import found_in
from chalicelib.formats.validation import inspect
from chalicelib.formats.working_copy import copy_for_reading
from chalicelib.model.errors import Refusal
from chalicelib.model.file_format import Limits


def serve(memory: int) -> None:
    """Answer until the parent closes its end."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    answers = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # whatever pdfium prints must not look like an answer
    with open(0, "rb", closefd=False) as questions, answers:
        for line in questions:
            _write_all(answers.fileno(), _answer(json.loads(line)) + b"\n")


def _drawn(question: dict[str, Any], path: Path, limits: Limits) -> dict[str, Any]:
    """Draw a page, or a copy of all pages with places painted black; only the function that has Pillow is asked to."""
    from chalicelib.formats import redaction, rendering  # noqa: PLC0415 - as above

    target = Path(question["target"])
    if question["do"] == "draw":
        return asdict(rendering.draw_page(path, target, question["page"], limits))
    boxes = {int(page): found for page, found in question["boxes"].items()}
    return {"size": redaction.redact(path, target, question["pages"], boxes, limits)}


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
        if question["do"] in ("draw", "redact"):
            return json.dumps({"found": _drawn(question, path, limits)}).encode()
        return found_in(inspect(path, limits=limits))
    except Refusal as refusal:
        return json.dumps({"refused": [refusal.code, refusal.detail]}).encode()
    except MemoryError:
        return json.dumps({"refused": ["bomb", "more memory than allowed"]}).encode()
    except Exception:  # noqa: BLE001 - told to the parent, which raises it
        return json.dumps({"fault": traceback.format_exc()}).encode()
    finally:
        signal.alarm(0)
