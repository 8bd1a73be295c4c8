"""Textract's operations: requests are checked, jobs started and read, results returned."""

import base64
import secrets
import tempfile
import threading
import time
from collections.abc import Mapping
from concurrent.futures import CancelledError, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from botocore.exceptions import BotoCoreError, ClientError

from infra.local.ocr.pool import Reader, UnreadableError
from infra.local.textract.blocks import MODEL_VERSION, Block, blocks_of
from infra.local.textract.errors import ServiceError, invalid_parameter, too_large, unsupported
from infra.local.textract.jobs import Job, Jobs
from infra.local.textract.quotas import GENEROUS, Meter, Quota
from infra.local.textract.s3_sns import PART_BLOCKS, Answer, Cloud, Request, check_form, kind_of, offset_of, part_of

MOST_SYNC_BYTES = 10 * 2**20
JOBS_AT_ONCE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Faults:
    """Injected faults, for tests."""

    failing: frozenset[int] = frozenset()
    """Numbers of jobs that fail, from 1 in the order of their start."""
    throttled: frozenset[int] = frozenset()
    """Numbers of Start calls that are throttled, from 1."""
    notices: Literal["after", "first", "never"] = "after"
    """Whether the notice is sent after the Start's response, before it, or never."""


class Textract:
    """The service, without HTTP."""

    def __init__(self, *, cloud: Cloud, reader: Reader, folder: Path, quota: Quota = GENEROUS, faults: Faults | None = None) -> None:
        """Nothing is read before `start`.

        Args:
            cloud: where originals are, results go and notices are told.
            reader: who reads pages.
            folder: where jobs are remembered.
            quota: calls a second and open jobs.
            faults: what goes wrong on purpose.
        """
        self._cloud = cloud
        self._reader = reader
        self._jobs = Jobs(folder)
        self._folder = folder
        self._meter = Meter(quota)
        self._faults = faults or Faults()
        self._lock = threading.Lock()
        self._calls = {"StartDocumentTextDetection": 0, "GetDocumentTextDetection": 0, "DetectDocumentText": 0}
        self._executor = ThreadPoolExecutor(JOBS_AT_ONCE, thread_name_prefix="job")

    @property
    def calls(self) -> Mapping[str, int]:
        """Number of calls by operation, throttled ones included."""
        return dict(self._calls)

    def start(self) -> None:
        """Resume the jobs that were open at the latest stop."""
        for job in self._jobs.open():
            self._executor.submit(self._run, job)

    def close(self) -> None:
        """Stop; open jobs resume at the next start."""
        self._executor.shutdown(wait=False, cancel_futures=True)

    def call(self, operation: str, request: Request) -> Answer:
        """Handle one call.

        Raises:
            ServiceError: Textract's answer is an error.
        """
        operations = {
            "StartDocumentTextDetection": self._start_detection,
            "GetDocumentTextDetection": self._get_detection,
            "DetectDocumentText": self._detect,
        }
        if operation not in operations:
            raise ServiceError("UnknownOperationException", operation)
        with self._lock:
            self._calls[operation] += 1
        self._meter.call(operation)
        return operations[operation](request)

    def _start_detection(self, request: Request) -> Answer:
        check_form(request)
        with self._lock:
            if self._calls["StartDocumentTextDetection"] in self._faults.throttled:
                raise ServiceError("ThrottlingException", "Rate exceeded")
            known = self._known(request)
            if known:
                return {"JobId": known.id}
        self._cloud.check(request)
        with self._lock:
            known = self._known(request)  # a twin may have begun it meanwhile
            if known:
                return {"JobId": known.id}
            self._meter.open(len(self._jobs.open()))
            job = Job(id=secrets.token_hex(32), request=dict(request), started=time.time())
            self._jobs.put(job)
            failing = len(self._jobs) in self._faults.failing
        run = self._executor.submit(self._run, job, failing=failing)
        if self._faults.notices == "first":
            run.result()
        return {"JobId": job.id}

    def _known(self, request: Request) -> Job | None:
        token = request.get("ClientRequestToken")
        known = self._jobs.by_token(token) if token else None
        if known and known.request != dict(request):
            raise ServiceError("IdempotentParameterMismatchException", "The token was used with other parameters")
        return known

    def _get_detection(self, request: Request) -> Answer:
        job = self._jobs.get(str(request.get("JobId", "")))
        if job is None:
            raise ServiceError("InvalidJobIdException", "Request has invalid Job Id")
        if job.status == "IN_PROGRESS":
            return {"JobStatus": job.status, "DetectDocumentTextModelVersion": MODEL_VERSION}
        most = request.get("MaxResults", PART_BLOCKS)
        if not isinstance(most, int) or most < 1:
            raise invalid_parameter()
        first = offset_of(job.id, request.get("NextToken"))
        return part_of(job, self._jobs.blocks(job), first, min(most, PART_BLOCKS))

    def _detect(self, request: Request) -> Answer:
        document = request.get("Document") or {}
        with tempfile.NamedTemporaryFile(dir=self._folder) as file:
            path = Path(file.name)
            if "Bytes" in document:
                file.write(base64.b64decode(document["Bytes"]))
                file.flush()
            else:
                self._cloud.download({"DocumentLocation": document}, path)
            if path.stat().st_size > MOST_SYNC_BYTES:
                raise too_large()
            kind_of(path.read_bytes()[:1024])
            try:
                if self._reader.count(path).result() > 1:
                    raise unsupported()
                page = self._reader.read(path, 0, due=0.0).result()
            except UnreadableError as error:
                raise ServiceError("BadDocumentException", str(error)) from error
        blocks = blocks_of([page], name=secrets.token_hex(8))
        return {"DocumentMetadata": {"Pages": 1}, "Blocks": blocks, "DetectDocumentTextModelVersion": MODEL_VERSION}

    def _run(self, job: Job, *, failing: bool = False) -> None:
        """Read one document; every error ends the job as FAILED and is published."""
        try:
            pages, blocks = self._read(job, failing=failing)
            done = self._jobs.finish(job, status="SUCCEEDED", pages=pages, blocks=blocks)
            self._cloud.write_parts(done, blocks)
        except CancelledError:
            return  # the service ends; the next start takes the job up again
        except (UnreadableError, ServiceError, ClientError, BotoCoreError, OSError) as error:
            done = self._jobs.finish(job, status="FAILED", message=str(error))
        if self._faults.notices != "never":
            self._cloud.notify(done)

    def _read(self, job: Job, *, failing: bool) -> tuple[int, list[Block]]:
        if failing:
            raise UnreadableError("failed on purpose")
        with tempfile.NamedTemporaryFile(dir=self._folder) as file:
            path = Path(file.name)
            self._cloud.download(job.request, path)
            pages = self._reader.count(path).result()
            # A page waits a second longer for each page before it: a long document does not keep short ones waiting.
            futures = [self._reader.read(path, number, due=job.started + number) for number in range(pages)]
            read = [future.result() for future in futures]
        return pages, blocks_of(read, name=job.id)
