"""Pool of OCR workers, one per core, with the page as the unit of work."""

import contextlib
import heapq
import itertools
import json
import logging
import os
import select
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from pathlib import Path
from typing import Any, Protocol, TypeVar

from chalicelib.model.codec import from_plain
from chalicelib.model.transcript import Page, TextLine, Word

PAGES_A_WORKER = 100
"""Then its process is replaced: the engines keep memory of every width of line they met."""
SECONDS_A_PAGE = 120.0
SECONDS_TO_START = 120.0
ROOT = Path(__file__).parents[3]

Answer = TypeVar("Answer")
_LOGGER = logging.getLogger(__name__)


class UnreadableError(Exception):
    """A document or a page could not be read; the text says why."""


class Reader(Protocol):
    """Reader of pages: the pool of workers, or one that reads nothing."""

    pages_read: int
    """Since the start."""

    def start(self) -> None:
        """Get ready; returns when the first page would be read at once."""

    def count(self, path: Path) -> "Future[int]":
        """How many pages a document has, before any page is read."""

    def read(self, path: Path, page: int, *, due: float) -> "Future[Page]":
        """Read one page, from 0; what is due first is read first."""

    def close(self) -> None:
        """End, without finishing what waits."""


class Pool:
    """One worker a core; each reads on one thread."""

    def __init__(self, *, workers: int | None = None) -> None:
        """Nothing runs before `start`."""
        self.pages_read = 0
        self._condition = threading.Condition()
        self._waiting: list[tuple[float, int, Mapping[str, Any], Future[dict[str, Any]]]] = []
        self._order = itertools.count()
        self._closed = False
        self._workers = [_Worker() for _ in range(workers or len(os.sched_getaffinity(0)))]
        self._threads = [threading.Thread(target=self._serve, args=(worker,), daemon=True) for worker in self._workers]

    def start(self) -> None:
        """Start all workers and wait for their models."""
        for worker in self._workers:
            worker.start()
        warnings = set()
        for worker in self._workers:
            warnings.add(worker.wait_until_ready()["warning"])
            worker.warm()
        for warning in warnings - {""}:
            _LOGGER.warning("La lecture est plus lente qu'elle ne pourrait l'être : %s", warning)
        for worker in self._workers:
            worker.wait_until_ready()
        for thread in self._threads:
            thread.start()

    def count(self, path: Path) -> "Future[int]":
        """Count the pages of a document, before all reading: it is quick, and shows how much work there is."""
        return _mapped(self._submit({"path": str(path)}, due=0.0), lambda answer: int(answer["pages"]))

    def read(self, path: Path, page: int, *, due: float) -> "Future[Page]":
        """Read one page, from 0; what is due first is read first."""
        return _mapped(self._submit({"path": str(path), "page": page}, due=due), lambda answer: from_plain(Page, answer["page"]))

    def close(self) -> None:
        """End the workers now."""
        with self._condition:
            self._closed = True
            for *_, future in self._waiting:
                future.cancel()
            self._waiting.clear()
            self._condition.notify_all()
        for worker in self._workers:
            worker.stop()
        for thread in self._threads:
            if thread.ident:
                thread.join(timeout=5)

    def _submit(self, request: Mapping[str, Any], *, due: float) -> "Future[dict[str, Any]]":
        future: Future[dict[str, Any]] = Future()
        with self._condition:
            if self._closed:
                raise UnreadableError("the pool is closed")
            heapq.heappush(self._waiting, (due, next(self._order), request, future))
            self._condition.notify()
        return future

    def _serve(self, worker: "_Worker") -> None:
        while True:
            with self._condition:
                self._condition.wait_for(lambda: self._waiting or self._closed)
                if self._closed:
                    return
                _, _, request, future = heapq.heappop(self._waiting)
            if future.set_running_or_notify_cancel():
                self._settle(worker, request, future)

    def _settle(self, worker: "_Worker", request: Mapping[str, Any], future: "Future[dict[str, Any]]") -> None:
        try:
            answer = worker.ask(request)
        except UnreadableError as error:
            future.set_exception(error)
            return
        if "error" in answer:
            future.set_exception(UnreadableError(answer["error"]))
            return
        if "page" in request:
            with self._condition:
                self.pages_read += 1
        future.set_result(answer)


class _Worker:
    """One process, replaced when it is worn out, stuck or dead."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None
        self._pages = 0

    def start(self) -> None:
        threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OPENCV_FOR_THREADS_NUM"), "1")
        self._pages = 0
        self._process = subprocess.Popen(
            [sys.executable, "-m", "infra.local.ocr.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
            cwd=ROOT,
            env={**os.environ, **threads},
            start_new_session=True,  # Ctrl-C in the terminal is the parent's to handle
        )

    def wait_until_ready(self) -> dict[str, Any]:
        return self._hear(SECONDS_TO_START)

    def warm(self) -> None:
        """Begin to read a sample page, since the first page of a worker is slow; `wait_until_ready` takes the answer."""
        if self._process and self._process.stdin:
            self._process.stdin.write('{"warm": true}\n')
            self._process.stdin.flush()

    def ask(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """Hand over one line and wait for one.

        Raises:
            UnreadableError: the process died or took too long; the next request finds a new one.
        """
        if self._process is None or self._process.poll() is not None or self._pages >= PAGES_A_WORKER:
            self.stop()
            self.start()
            self.wait_until_ready()
        self._pages += "page" in request
        pipe = self._process.stdin if self._process else None
        if pipe is None:
            raise UnreadableError("no worker")
        try:
            pipe.write(json.dumps(request) + "\n")
            pipe.flush()
        except (OSError, ValueError) as error:  # a ValueError where `stop` has closed the pipe meanwhile
            raise UnreadableError("the worker died") from error
        return self._hear(SECONDS_A_PAGE)

    def stop(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        for pipe in (process.stdin, process.stdout):
            if pipe:
                with contextlib.suppress(OSError):
                    pipe.close()
        process.wait()

    def _hear(self, seconds: float) -> dict[str, Any]:
        process = self._process
        if process is None or process.stdout is None:
            raise UnreadableError("no worker")
        try:
            ready, _, _ = select.select([process.stdout], [], [], seconds)
            line = process.stdout.readline() if ready else ""
        except ValueError as error:  # `stop` has closed the pipe meanwhile
            raise UnreadableError("the worker was stopped") from error
        if not line:
            self.stop()
            raise UnreadableError("the page took too long" if not ready else "the worker died")
        answer: dict[str, Any] = json.loads(line)
        return answer


class Instant:
    """Nobody reads: every page has one line, at once. For measuring everything but the reading."""

    def __init__(self) -> None:
        """Nothing to prepare."""
        self.pages_read = 0
        self._lock = threading.Lock()

    def start(self) -> None:
        """Nothing to start."""

    def count(self, path: Path) -> "Future[int]":
        """Count really, since pages out must equal pages in; in this process, one document at a time."""
        from infra.local.ocr.raster import PageError, count_pages  # noqa: PLC0415 - numpy and Pillow, only when needed

        future: Future[int] = Future()
        try:
            with self._lock:  # pdfium serves one thread
                future.set_result(count_pages(path))
        except PageError as error:
            future.set_exception(UnreadableError(str(error)))
        return future

    def read(self, path: Path, page: int, *, due: float) -> "Future[Page]":  # noqa: ARG002 - the reader's port
        """One line of two words."""
        words = (
            Word(text="Page", confidence=99.0, box=(0.1, 0.1, 0.1, 0.02)),
            Word(text=str(page + 1), confidence=99.0, box=(0.21, 0.1, 0.05, 0.02)),
        )
        line = TextLine(text=f"Page {page + 1}", confidence=99.0, box=(0.1, 0.1, 0.16, 0.02), words=words)
        with self._lock:
            self.pages_read += 1
        future: Future[Page] = Future()
        future.set_result(Page(number=page + 1, lines=(line,)))
        return future

    def close(self) -> None:
        """Nothing to end."""


def _mapped(source: "Future[dict[str, Any]]", change: Callable[[dict[str, Any]], Answer]) -> "Future[Answer]":
    """A future of what `change` makes of another's answer."""
    target: Future[Answer] = Future()

    def pass_on(done: "Future[dict[str, Any]]") -> None:
        if done.cancelled():
            target.cancel()
            return
        error = done.exception()
        if error:
            target.set_exception(error)
        else:
            target.set_result(change(done.result()))

    source.add_done_callback(pass_on)
    return target
