"""Sandbox: a worker process opens untrusted files, with limits on memory and time, and without credentials.

pdfium is C++, and a hostile file may take it over. The worker is kept from file to file, since its start takes longer than an
inspection; after a crash or a timeout it is replaced. Both sides talk over pipes, one line of JSON a message: Lambda has no /dev/shm
for multiprocessing's queues, and unpickling data of a process that read a hostile file would execute them.
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

from chalicelib.formats.sandbox_protocol import LARGEST_ANSWER, facts_from_json, inspection_from_json
from chalicelib.model.errors import Refusal
from chalicelib.model.file_format import Inspection, Limits, WorkingCopy
from chalicelib.model.page_image import PageImage
from chalicelib.model.wording import REASONS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from chalicelib.model.casefile_copy import CaseFileCopy
    from chalicelib.model.page_facts import PageFacts
    from chalicelib.model.transcript import Box

BOOT = "import sys; sys.path[:] = sys.argv[2:]; from chalicelib.formats.sandbox_worker import serve; serve(int(sys.argv[1]))"
"""Worker's start, with -I -S: no site packages, the parent's path. A quarter of the usual start time."""
HARMLESS = ("LANG", "LC_ALL", "LD_LIBRARY_PATH", "PATH", "TMPDIR", "TZ")
"""Environment variables of the worker: no credentials, no bucket names."""
OUT_OF_MEMORY = (signal.SIGABRT, signal.SIGILL, signal.SIGTRAP)
"""Signals with which pdfium ends when an allocation fails; a memory error ends in SIGSEGV."""
FREE_TO_READ = 1 << 20
"""Bytes read from the pipe at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """Limits of the worker."""

    seconds: float = 30.0
    """Wall-clock time of one inspection."""
    copy_seconds: float = 40.0
    """Time to write a working copy; with an inspection less than the 120 seconds of a Lambda for small files."""
    draw_seconds: float = 10.0
    """Time to render a page."""
    redact_seconds: float = 240.0
    """Time to write a masked copy of all pages."""
    bind_seconds: float = 20.0
    """Time to bind a case file, while the reader waits."""
    memory: int = 384 << 20
    """Bytes of address space; with the parent process less than 512 MB."""
    files: int = 500
    """Number of files after which the worker is replaced."""


class SandboxError(RuntimeError):
    """A bug in the worker; not a fault of the file."""


class _WorkerLostError(Exception):
    """The worker has ended or was killed."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail


def worker_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """Environment for the worker: only the variables that Python needs to start.

    >>> worker_environment({"LD_LIBRARY_PATH": "/var/lang/lib", "AWS_SESSION_TOKEN": "secret"})
    {'LD_LIBRARY_PATH': '/var/lang/lib'}
    """
    return {name: environment[name] for name in HARMLESS if name in environment}


@dataclass(slots=True)
class _Worker:
    """A running worker process."""

    process: subprocess.Popen[bytes]
    files: int = 0
    """Files opened so far."""

    def request(self, question: bytes, seconds: float) -> bytes:
        """Send a request and return its answer; raise `_WorkerLostError` after a timeout or a crash."""
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
            if not poll.poll(max(0.0, deadline - monotonic()) * 1000) or len(answer) > 2 * LARGEST_ANSWER:
                self.end()
                raise _WorkerLostError("timeout", f"no answer within {seconds:g} seconds")
            piece = os.read(self.process.stdout.fileno(), FREE_TO_READ)
            if not piece:
                raise self._exit_reason()
            answer += piece
        return bytes(answer)

    def _exit_reason(self) -> _WorkerLostError:
        """Reason why the worker ended, from its exit status."""
        self.process.stdout.close()  # type: ignore[union-attr]
        status = self.process.wait()
        died_of = signal.Signals(-status) if status < 0 else None
        self.end()
        code = "bomb" if died_of in OUT_OF_MEMORY else "corrupt"
        return _WorkerLostError(code, f"the reader ended with {died_of.name if died_of else status}")

    def end(self) -> None:
        """Kill the worker."""
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                with suppress(BrokenPipeError):
                    pipe.close()


class Sandbox:
    """Inspects, renders and redacts untrusted files in a worker process; one per Lambda sandbox."""

    def __init__(self, *, environment: Mapping[str, str], limits: Limits | None = None, bounds: Bounds | None = None) -> None:
        """Set the limits; the worker starts with the first file, or with `start`.

        Args:
            environment: of the worker; pass it through `worker_environment`.
            limits: size limits of files.
            bounds: time and memory limits of the worker.
        """
        self._environment = dict(environment)
        self._limits = asdict(limits or Limits())
        self._bounds = bounds or Bounds()
        self._worker: _Worker | None = None

    def __enter__(self) -> Self:
        """Start the worker, while the caller fetches the first file."""
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        """End the worker."""
        self.close()

    @property
    def pid(self) -> int | None:
        """Process id of the worker, for tests of its memory."""
        return self._worker.process.pid if self._worker else None

    def start(self) -> None:
        """Start the worker if none runs; return at once."""
        self._ready()

    def close(self) -> None:
        """End the worker."""
        if self._worker:
            self._worker.end()
            self._worker = None

    def inspect(self, path: Path) -> Inspection:
        """Inspect a file.

        Raises:
            Refusal: the codes of `validation.inspect`; `timeout` after `seconds`; `bomb` when it needs more than `memory`;
                `corrupt` when it crashes the worker.
            SandboxError: a bug in the worker.
        """
        return inspection_from_json(self._ask({"do": "inspect", "path": str(path)}, self._bounds.seconds))

    def make_working_copy(self, path: Path, target: Path, kind: WorkingCopy) -> None:
        """Write the working copy that Textract reads in place of the original, as its inspection says.

        Raises:
            Refusal: as `inspect`.
            SandboxError: a bug in the worker.
        """
        self._ask({"do": "copy", "path": str(path), "target": str(target), "kind": kind}, self._bounds.copy_seconds)

    def render_page(self, path: Path, target: Path, *, page: int) -> PageImage:
        """Render a page as a WebP image in `target`; needs Pillow.

        Raises:
            Refusal: the page cannot be rendered.
            SandboxError: a bug in the worker.
        """
        question = {"do": "draw", "path": str(path), "target": str(target), "page": page}
        found = self._ask(question, self._bounds.draw_seconds)
        return PageImage(**{each.name: int(found[each.name]) for each in fields(PageImage)})

    def measure_page(self, path: Path, *, page: int) -> PageFacts:
        """Measure a page's image and read its QR codes; needs Pillow and zxing-cpp.

        Raises:
            Refusal: the page cannot be rendered.
            SandboxError: a bug in the worker.
        """
        return facts_from_json(self._ask({"do": "measure", "path": str(path), "page": page}, self._bounds.draw_seconds))

    def redact(self, path: Path, target: Path, *, pages: Sequence[int], boxes: Mapping[int, Sequence[Box]]) -> int:
        """Write a PDF of some pages as images with some boxes painted black; return its size in bytes.

        Raises:
            Refusal: a page cannot be rendered.
            SandboxError: a bug in the worker.
        """
        places = {str(page): [list(box) for box in found] for page, found in boxes.items()}
        question = {"do": "redact", "path": str(path), "target": str(target), "pages": list(pages), "boxes": places}
        return int(self._ask(question, self._bounds.redact_seconds)["size"])

    def copy_pages(self, path: Path, target: Path, *, pages: Sequence[int]) -> None:
        """Write some pages of an original as a PDF of their own; it needs Pillow.

        Raises:
            Refusal: they cannot be copied.
            SandboxError: a bug in the worker.
        """
        self._ask({"do": "pages", "path": str(path), "target": str(target), "pages": list(pages)}, self._bounds.bind_seconds)

    def bind(self, paths: Sequence[Path], target: Path, copy: CaseFileCopy) -> list[int]:
        """Write a copy of a case file from its originals; return the places of those that could not be bound. It needs Pillow.

        Raises:
            Refusal: none could be bound.
            SandboxError: a bug in the worker.
        """
        question = {"do": "bind", "path": str(target), "paths": [str(path) for path in paths], "copy": asdict(copy)}
        return [int(place) for place in self._ask(question, self._bounds.bind_seconds)["lost"]]

    def _ask(self, question: dict[str, Any], seconds: float) -> dict[str, Any]:
        """Send a request to the worker; a worker that fails after earlier files is replaced once, since those may be the cause."""
        line = json.dumps(question | {"limits": self._limits, "alarm": int(seconds) + 5}).encode() + b"\n"
        begun = monotonic()
        worker = self._ready()
        used = worker.files > 0
        try:
            answer = worker.request(line, seconds)
        except _WorkerLostError as lost:
            self._worker = None
            left = seconds - (monotonic() - begun)
            if used and left > 0:
                return self._ask(question, left)
            raise Refusal(lost.code, lost.detail) from None
        return _parse_answer(answer)

    def _ready(self) -> _Worker:
        """A running worker; a new one where none runs or the old one has reached its limit."""
        if self._worker and (self._worker.files >= self._bounds.files or self._worker.process.poll() is not None):
            self.close()
        if not self._worker:
            command = [sys.executable, "-I", "-S", "-c", BOOT, str(self._bounds.memory), *sys.path]
            # Its stderr is inherited: messages of pdfium belong in the log.
            self._worker = _Worker(
                subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0, env=self._environment)  # noqa: S603
            )
        return self._worker


def _parse_answer(line: bytes) -> dict[str, Any]:
    """Parse an answer; it is untrusted, since the worker has read a hostile file."""
    answer = json.loads(line)
    if "refused" in answer:
        code, detail = answer["refused"]
        raise Refusal(code if code in REASONS else "corrupt", str(detail))
    if "fault" in answer:
        raise SandboxError(answer["fault"])
    found: dict[str, Any] = answer["found"]
    return found
