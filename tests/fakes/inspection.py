"""Inspection in the same process, and rendering without pixels."""

import json
from dataclasses import asdict

from chalicelib.formats.page_measures import measure_page
from chalicelib.formats.sandbox_protocol import facts_from_json
from chalicelib.formats.validation import inspect
from chalicelib.model.errors import Refusal
from chalicelib.model.file_format import Limits
from chalicelib.model.page_image import PageImage

UNTIMED = Limits(look_seconds=float("inf"), layer_seconds=float("inf"))
"""A busy machine is no fault: every page is opened, and its layer read, whatever that takes."""


class FakeInspector:
    """The real inspection, in the same process and without a clock; `copied` lists the kinds of working copies that were made."""

    def __init__(self):
        self.copied = []

    def inspect(self, path):
        return inspect(path, limits=UNTIMED)

    def make_working_copy(self, path, target, kind):
        self.copied.append(kind)
        target.write_bytes(b"%PDF-1.7 copy of " + path.read_bytes()[:8])

    def measure_page(self, path, *, page):
        found = asdict(measure_page(path, page, UNTIMED))
        return facts_from_json(found)


class FakeRenderer:
    """Renders a page as its number; pages in `undrawable` are refused."""

    def __init__(self):
        self.undrawable, self.blackened = set(), []

    def render_page(self, path, target, *, page):
        if page in self.undrawable:
            raise Refusal("corrupt", f"page {page}")
        target.write_bytes(b"RIFF" + str(page).encode())
        return PageImage(page=page, width=1000, height=1414, size=target.stat().st_size)

    def redact(self, path, target, *, pages, boxes):
        self.blackened.append(boxes)
        return target.write_bytes(b"%PDF-1.4 " + json.dumps([list(pages), boxes]).encode())

    def copy_pages(self, path, target, *, pages):
        target.write_bytes(b"%PDF-1.7 pages " + json.dumps(list(pages)).encode() + f" of {path.stat().st_size}".encode())

    def bind(self, paths, target, copy):
        target.write_bytes(
            " ".join(
                ["%PDF-1.7", copy.day, *(f"{part.title}:{path.stat().st_size}" for part, path in zip(copy.parts, paths, strict=True))]
            ).encode()
        )
        return []
