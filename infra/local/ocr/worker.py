"""A worker process: `python -m infra.local.ocr.worker`, started by the pool.

It answers one JSON line for each JSON line: `{"path", "page"}` is a page to read, without `page` the pages are counted;
`{"warm"}` reads a page of its own.
Memory is limited, so that a hostile file ends this process and no other; time is watched by the pool.
"""

import json
import os
import resource
import sys
from pathlib import Path
from typing import Any, TextIO

import numpy as np
from PIL import Image, ImageDraw

from chalicelib.model.codec import to_plain
from chalicelib.model.transcript import Page
from infra.local.ocr.engine import Engine
from infra.local.ocr.networks import load_networks
from infra.local.ocr.raster import PageError, Pixels, count_pages, read_pixels

MOST_MEMORY = 8 * 2**30
"""Bytes of address space: models, their runtime's arenas and a page of 10,000 x 10,000 pixels fit; a bomb does not."""


def main() -> None:
    """Answer until the pool closes the pipe."""
    os.nice(10)  # what decides is quick and goes first; what reads takes all the rest
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    # What a library prints must not break the protocol: keep the pipe, and let prints go to stderr.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    networks = load_networks(threads=1)
    engine = Engine(networks)
    _say(answers, {"ready": networks.name, "warning": networks.warning})
    for line in sys.stdin:
        _say(answers, _answer(engine, json.loads(line)))


def _first_page() -> Pixels:
    """A page read for warming up, since the first one of a worker is slow."""
    sheet = Image.new("L", (1654, 2339), "white")
    draw = ImageDraw.Draw(sheet)
    for line in range(12):
        draw.text((100, 150 + line * 150), "République du Burundi " * (1 + line // 3), fill="black", font_size=38)
    return np.asarray(sheet.convert("RGB"))


def _answer(engine: Engine, request: dict[str, Any]) -> dict[str, Any]:
    if "warm" in request:
        engine.read(_first_page())
        return {}
    path = Path(request["path"])
    try:
        if "page" not in request:
            return {"pages": count_pages(path)}
        lines = engine.read(read_pixels(path, request["page"]))
        return {"page": to_plain(Page(number=request["page"] + 1, lines=lines))}
    except PageError as error:
        return {"error": str(error)}
    except MemoryError:
        return {"error": "out of memory"}


def _say(answers: TextIO, answer: dict[str, Any]) -> None:
    answers.write(json.dumps(answer) + "\n")
    answers.flush()


if __name__ == "__main__":
    main()
