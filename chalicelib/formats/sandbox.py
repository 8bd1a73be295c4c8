"""The guard: a child process looks at files from outside, with little memory, little time and no credentials.

pdfium is C++ and a hostile file is a program for it. The child lives on from file to file, since its
start costs more than a look; after a crash or a timeout it is replaced. Pipes and one line of JSON each way:
Lambda has no /dev/shm for multiprocessing's queues, and a pickle from a process that read a hostile file
would be a way into this one.
"""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import asdict, dataclass, fields
from time import monotonic
from typing import TYPE_CHECKING, Any, Self

from chalicelib.formats.sandbox_protocol import ENOUGH, inspection_from
from chalicelib.model.errors import Refusal
from chalicelib.model.file_format import Inspection, Limits
from chalicelib.model.page_image import PageImage
from chalicelib.model.wording import REASONS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from chalicelib.model.transcript import Box

BOOT = "import sys; sys.path[:] = sys.argv[2:]; from chalicelib.formats.sandbox_worker import serve; serve(int(sys.argv[1]))"
"""Run with -I -S: no site, no user's packages, the parent's path as it is. Starts in a quarter of the time."""
HARMLESS = ("LANG", "LC_ALL", "LD_LIBRARY_PATH", "PATH", "TMPDIR", "TZ")
"""What a child may know of its surroundings: no credentials, no names of buckets."""
OUT_OF_MEMORY = (signal.SIGABRT, signal.SIGILL, signal.SIGTRAP)
"""How pdfium ends when it is given no memory; a wrong step of its own ends in SIGSEGV."""
FREE_TO_READ = 1 << 20
"""Bytes at once from the pipe."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What a child is given."""

    seconds: float = 10.0
    """For a look at one file, by the clock on the wall."""
    copy_seconds: float = 20.0
    """For the writing of one working copy."""
    draw_seconds: float = 10.0
    """For the drawing of one page."""
    redact_seconds: float = 240.0
    """For a copy of all pages."""
    memory: int = 384 << 20
    """Bytes of address space; less than 512 MB together with the parent."""
    files: int = 500
    """After so many a child is replaced."""


class SandboxError(RuntimeError):
    """The child met a fault of ours, not of the file's."""


class _LostError(Exception):
    """The child is no more."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail


def harmless(environment: Mapping[str, str]) -> dict[str, str]:
    """Keep what a Python needs to start, and nothing that is worth stealing.

    >>> harmless({"LD_LIBRARY_PATH": "/var/lang/lib", "AWS_SESSION_TOKEN": "secret"})
    {'LD_LIBRARY_PATH': '/var/lang/lib'}
    """
    return {name: environment[name] for name in HARMLESS if name in environment}


@dataclass(slots=True)
class _Child:
    """A running child."""

    process: subprocess.Popen[bytes]
    files: int = 0
    """Looked at so far."""

    def ask(self, question: bytes, seconds: float) -> bytes:
        """Ask one question and wait for its answer, not longer than so many seconds."""
        assert self.process.stdin is not None  # noqa: S101 - a pipe, by the way it was started
        assert self.process.stdout is not None  # noqa: S101
        self.files += 1
        deadline = monotonic() + seconds
        with suppress(BrokenPipeError):
            self.process.stdin.write(question)
        answer = bytearray()
        poll = select.poll()
        poll.register(self.process.stdout, select.POLLIN | select.POLLHUP)
        while not answer.endswith(b"\n"):
            if not poll.poll(max(0.0, deadline - monotonic()) * 1000) or len(answer) > 2 * ENOUGH:
                self.end()
                raise _LostError("timeout", f"no answer within {seconds:g} seconds")
            piece = os.read(self.process.stdout.fileno(), FREE_TO_READ)
            if not piece:
                raise self._obituary()
            answer += piece
        return bytes(answer)

    def _obituary(self) -> _LostError:
        """Say why the child died."""
        self.process.stdout.close()  # type: ignore[union-attr]
        status = self.process.wait()
        died_of = signal.Signals(-status) if status < 0 else None
        self.end()
        code = "bomb" if died_of in OUT_OF_MEMORY else "corrupt"
        return _LostError(code, f"the reader ended with {died_of.name if died_of else status}")

    def end(self) -> None:
        """End the child, whatever it does."""
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                with suppress(BrokenPipeError):
                    pipe.close()


class Sandbox:
    """Judges files in a child process; one for a sandbox."""

    def __init__(self, *, environment: Mapping[str, str], limits: Limits | None = None, bounds: Bounds | None = None) -> None:
        """Set the bounds; the child starts with the first file, or with `start`.

        Args:
            environment: of the child; pass it through `harmless`.
            limits: what a file may be.
            bounds: what a look at it may take.
        """
        self._environment = dict(environment)
        self._limits = asdict(limits or Limits())
        self._bounds = bounds or Bounds()
        self._child: _Child | None = None

    def __enter__(self) -> Self:
        """Let the child start while the caller fetches the first file."""
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        """End the child."""
        self.close()

    @property
    def pid(self) -> int | None:
        """The child's number, for whoever watches its memory."""
        return self._child.process.pid if self._child else None

    def start(self) -> None:
        """Start the child if there is none; returns at once."""
        self._ready()

    def close(self) -> None:
        """End the child."""
        if self._child:
            self._child.end()
            self._child = None

    def inspect(self, path: Path) -> Inspection:
        """Say what a file is.

        Raises:
            Refusal: as `validation.inspect` does; timeout after `seconds`; bomb when it takes more than
                `memory`; corrupt when it makes the reader crash.
            GuardError: a fault of ours.
        """
        return inspection_from(self._ask({"do": "inspect", "path": str(path)}, self._bounds.seconds))

    def make_working_copy(self, path: Path, target: Path) -> None:
        """Write the PDF that is read in place of the original.

        Raises:
            Refusal: as `inspect`.
            GuardError: a fault of ours.
        """
        self._ask({"do": "copy", "path": str(path), "target": str(target)}, self._bounds.copy_seconds)

    def render_page(self, path: Path, target: Path, *, page: int) -> PageImage:
        """Draw one page as readers see it, where Pillow is; the WebP is written to `target`.

        Raises:
            Refusal: it cannot be drawn.
            GuardError: a fault of ours.
        """
        question = {"do": "draw", "path": str(path), "target": str(target), "page": page}
        found = self._ask(question, self._bounds.draw_seconds)
        return PageImage(**{each.name: int(found[each.name]) for each in fields(PageImage)})

    def redact(self, path: Path, target: Path, *, pages: int, boxes: Mapping[int, Sequence[Box]]) -> int:
        """Write a PDF of all pages, drawn anew, with places painted black; tell its bytes.

        Raises:
            Refusal: a page cannot be drawn.
            GuardError: a fault of ours.
        """
        places = {str(page): [list(box) for box in found] for page, found in boxes.items()}
        question = {"do": "redact", "path": str(path), "target": str(target), "pages": pages, "boxes": places}
        return int(self._ask(question, self._bounds.redact_seconds)["size"])

    def _ask(self, question: dict[str, Any], seconds: float) -> dict[str, Any]:
        """Ask the child; ask a new one when an old one dies, since the files before may have worn it out."""
        line = json.dumps(question | {"limits": self._limits, "alarm": int(seconds) + 5}).encode() + b"\n"
        begun = monotonic()
        child = self._ready()
        worn = child.files > 0
        try:
            answer = child.ask(line, seconds)
        except _LostError as lost:
            self._child = None
            left = seconds - (monotonic() - begun)
            if worn and left > 0:
                return self._ask(question, left)
            raise Refusal(lost.code, lost.detail) from None
        return _opened(answer)

    def _ready(self) -> _Child:
        """Give a child that can be asked."""
        if self._child and (self._child.files >= self._bounds.files or self._child.process.poll() is not None):
            self.close()
        if not self._child:
            command = [sys.executable, "-I", "-S", "-c", BOOT, str(self._bounds.memory), *sys.path]
            # Its stderr is ours: what pdfium or a bug says belongs in the log.
            self._child = _Child(
                subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0, env=self._environment)  # noqa: S603
            )
        return self._child


def _opened(line: bytes) -> dict[str, Any]:
    """Take an answer apart: it comes from a process that has read a hostile file."""
    answer = json.loads(line)
    if "refused" in answer:
        code, detail = answer["refused"]
        raise Refusal(code if code in REASONS else "corrupt", str(detail))
    if "fault" in answer:
        raise SandboxError(answer["fault"])
    found: dict[str, Any] = answer["found"]
    return found
