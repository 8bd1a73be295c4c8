"""Worker process of the sandbox: handles one request of its parent after another, one line of JSON each."""

from __future__ import annotations

import json
import os
import resource
import signal
import traceback
from dataclasses import asdict
from pathlib import Path
from typing import Any

from chalicelib.formats.sandbox_protocol import inspection_to_json
from chalicelib.formats.validation import inspect
from chalicelib.formats.working_copy import write_working_copy
from chalicelib.model.errors import Refusal
from chalicelib.model.file_format import Limits


def serve(memory: int) -> None:
    """Handle requests until the parent closes the pipe.

    Args:
        memory: limit of the address space, bytes.
    """
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    answers = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # output of pdfium must not be taken for an answer
    with open(0, "rb", closefd=False) as questions, answers:
        for line in questions:
            _write_all(answers.fileno(), _answer(json.loads(line)) + b"\n")


def _render(question: dict[str, Any], path: Path, limits: Limits) -> dict[str, Any]:
    """Measure or render a page, or write a masked copy; only one function has Pillow and zxing-cpp and sends these requests."""
    from chalicelib.formats import redaction, rendering

    if question["do"] == "measure":
        from chalicelib.formats.page_measures import measure_page

        return asdict(measure_page(path, question["page"], limits))
    target = Path(question["target"])
    if question["do"] == "draw":
        return asdict(rendering.render_page(path, target, question["page"], limits))
    boxes = {int(page): found for page, found in question["boxes"].items()}
    return {"size": redaction.redact(path, target, question["pages"], boxes, limits)}


def _bind(question: dict[str, Any], target: Path, limits: Limits) -> dict[str, Any]:
    """Bind a case file; only one function has Pillow and sends these requests."""
    from chalicelib.formats.binding import bind
    from chalicelib.model.casefile_copy import CaseFileCopy, CopyPart

    parts = tuple(CopyPart(**each | {"selection": tuple(each["selection"])}) for each in question["copy"].pop("parts"))
    copy = CaseFileCopy(**question["copy"], parts=parts)
    return {"lost": bind([Path(each) for each in question["paths"]], target, copy, limits)}


def _copy_pages(question: dict[str, Any], path: Path, limits: Limits) -> dict[str, Any]:
    """Copy some pages; only one function has Pillow and sends these requests."""
    from chalicelib.formats.binding import copy_pages

    copy_pages(path, Path(question["target"]), question["pages"], limits)
    return {}


_MAKERS = {"pages": _copy_pages, "draw": _render, "redact": _render, "measure": _render, "bind": _bind}
"""Requests that one function sends alone, which has Pillow."""


def _write_all(descriptor: int, data: bytes) -> None:
    """Write all bytes to a pipe, which accepts them in parts."""
    left = memoryview(data)
    while left:
        left = left[os.write(descriptor, left) :]


def _answer(question: dict[str, Any]) -> bytes:
    """Handle one request; every error but a crash becomes an answer."""
    signal.alarm(question["alarm"])  # ends the worker where the parent is gone
    try:
        path, limits = Path(question["path"]), Limits(**question["limits"])
        if question["do"] == "copy":
            write_working_copy(path, Path(question["target"]), question["kind"], limits=limits)
            return b'{"found": {}}'
        if question["do"] in _MAKERS:
            return json.dumps({"found": _MAKERS[question["do"]](question, path, limits)}).encode()
        return inspection_to_json(inspect(path, limits=limits))
    except Refusal as refusal:
        return json.dumps({"refused": [refusal.code, refusal.detail]}).encode()
    except MemoryError:
        return json.dumps({"refused": ["bomb", "more memory than allowed"]}).encode()
    except Exception:  # noqa: BLE001 - the parent raises it
        return json.dumps({"fault": traceback.format_exc()}).encode()
    finally:
        signal.alarm(0)
