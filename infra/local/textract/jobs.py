"""Store of asynchronous jobs on disk, kept for seven days as in Textract: status, token, result.

Every change is a line appended to one file, so that nothing is lost by a power cut. A job that was open when
the machine stopped is read again when it starts, and gives its notice then.
"""

import gzip
import json
import threading
import time
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

DAYS_KEPT = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """An asynchronous job."""

    id: str
    """64 hex digits, as Textract's."""
    request: dict[str, Any]
    """The Start request."""
    started: float
    """Seconds since 1970."""
    status: str = "IN_PROGRESS"
    """IN_PROGRESS, SUCCEEDED or FAILED."""
    message: str = ""
    """Reason of a failure."""
    pages: int = 0

    @property
    def token(self) -> str:
        """The caller's ClientRequestToken, empty without one."""
        return str(self.request.get("ClientRequestToken", ""))


class Jobs:
    """All jobs, by id and by token; thread-safe."""

    def __init__(self, folder: Path) -> None:
        """Load the jobs on disk."""
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._file = folder / "jobs.jsonl"
        self._lock = threading.Lock()
        self._jobs: dict[str, Job] = {}
        self._open: dict[str, Job] = {}
        self._tokens: dict[str, str] = {}
        self._load()

    def __len__(self) -> int:
        """Number of stored jobs."""
        return len(self._jobs)

    def put(self, job: Job) -> None:
        """Store a job."""
        with self._lock:
            self._keep(job)
            with self._file.open("a", encoding="utf-8") as file:
                file.write(json.dumps(asdict(job)) + "\n")

    def finish(self, job: Job, *, status: str, pages: int = 0, message: str = "", blocks: list[Any] | None = None) -> Job:
        """Store a job's result, then its status."""
        with gzip.open(self._result(job.id), "wt", compresslevel=1, encoding="utf-8") as file:
            json.dump(blocks or [], file)
        done = replace(job, status=status, pages=pages, message=message)
        self.put(done)
        return done

    def get(self, identifier: str) -> Job | None:
        """The job of an id; None if unknown."""
        return self._jobs.get(identifier)

    def by_token(self, token: str) -> Job | None:
        """The job of a token; None if unknown."""
        return self._jobs.get(self._tokens.get(token, ""))

    def blocks(self, job: Job) -> list[dict[str, Any]]:
        """Blocks of a finished job."""
        with gzip.open(self._result(job.id), "rt", encoding="utf-8") as file:
            blocks: list[dict[str, Any]] = json.load(file)
        return blocks

    def open(self) -> list[Job]:
        """Jobs in progress, oldest first."""
        with self._lock:
            return list(self._open.values())

    def _load(self) -> None:
        if not self._file.exists():
            return
        oldest = time.time() - DAYS_KEPT * 86_400
        for line in self._file.read_text(encoding="utf-8").splitlines():
            try:
                job = Job(**json.loads(line))
            except (ValueError, TypeError):
                continue  # the line that a power cut left half written
            if job.started > oldest:
                self._keep(job)

    def _keep(self, job: Job) -> None:
        self._jobs[job.id] = job
        self._open.pop(job.id, None)
        if job.status == "IN_PROGRESS":
            self._open[job.id] = job
        if job.token:
            self._tokens[job.token] = job.id

    def _result(self, identifier: str) -> Path:
        return self._folder / f"{identifier}.json.gz"
