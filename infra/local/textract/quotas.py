"""Textract's default quotas: calls per second by operation, and concurrent jobs."""

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from infra.local.textract.errors import ServiceError, throttled


@dataclass(frozen=True, slots=True, kw_only=True)
class Quota:
    """Default quotas of a region; AWS raises them on request."""

    rates: Mapping[str, float]
    """Calls per second by operation."""
    open_jobs: int


GENEROUS = Quota(rates={}, open_jobs=1_000_000)
"""No limits."""
REGIONS: Mapping[str, Quota] = {
    "us-east-1": Quota(
        rates={"StartDocumentTextDetection": 15, "GetDocumentTextDetection": 25, "DetectDocumentText": 25},
        open_jobs=600,
    ),
    "eu-west-1": Quota(
        rates={"StartDocumentTextDetection": 5, "GetDocumentTextDetection": 5, "DetectDocumentText": 5},
        open_jobs=100,
    ),
}
OTHER_REGION = Quota(
    rates={"StartDocumentTextDetection": 1, "GetDocumentTextDetection": 5, "DetectDocumentText": 1},
    open_jobs=100,
)


def quota_of(region: str | None) -> Quota:
    """Quotas of a region, or no limits.

    >>> quota_of("eu-west-3").open_jobs
    100
    """
    return REGIONS.get(region, OTHER_REGION) if region else GENEROUS


class Meter:
    """Token buckets of one second for each operation."""

    def __init__(self, quota: Quota, *, clock: Callable[[], float] = time.monotonic) -> None:
        """Start with full buckets."""
        self._quota = quota
        self._clock = clock
        self._lock = threading.Lock()
        self._level = dict(quota.rates)
        self._seen = dict.fromkeys(quota.rates, clock())

    def call(self, operation: str) -> None:
        """Count one call.

        Raises:
            ServiceError: throttled.
        """
        rate = self._quota.rates.get(operation)
        if rate is None:
            return
        with self._lock:
            now = self._clock()
            level = min(rate, self._level[operation] + (now - self._seen[operation]) * rate)
            self._seen[operation] = now
            self._level[operation] = level - 1 if level >= 1 else level
        if level < 1:
            raise throttled()

    def open(self, jobs: int) -> None:
        """Check that one more job may be open.

        Raises:
            ServiceError: too many.
        """
        if jobs >= self._quota.open_jobs:
            raise ServiceError("LimitExceededException", "Open jobs exceed maximum concurrent job limit")
