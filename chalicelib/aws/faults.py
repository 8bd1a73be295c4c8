"""Translation of botocore's errors into the archive's: conflict, vanished, busy or unreachable."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.model.errors import ConflictError, PermanentError, TransientError

_BUSY = {
    "InternalError",
    "InternalFailure",
    "InternalServerError",
    "KMSInternalException",
    "KMSThrottlingException",
    "LimitExceededException",
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "RequestTimeout",
    "RequestTimeTooSkewed",
    "ServiceUnavailable",
    "SlowDown",
    "Throttling",
    "ThrottlingException",
    "TooManyRequestsException",
    "TransactionConflictException",
    "TransactionInProgressException",
}
_GONE = {"NoSuchKey", "NoSuchVersion", "404", "NoSuchBucket"}
_LOST = {"ConditionalCheckFailedException", "PreconditionFailed", "ConditionalRequestConflict"}


def code_of(error: ClientError) -> str:
    """Return the service's error code."""
    return str(error.response.get("Error", {}).get("Code", "unknown"))


def cancellation_codes(error: ClientError) -> set[str]:
    """Return the codes for which TransactWriteItems was cancelled, one for each write that failed; none for other errors."""
    reasons: Any = error.response.get("CancellationReasons", [])
    return {str(reason.get("Code")) for reason in reasons}


def is_busy(error: ClientError) -> bool:
    """Return whether the same call may succeed later."""
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    return code_of(error) in _BUSY or status >= 500  # noqa: PLR2004 - HTTP's own line


@contextmanager
def translated() -> Iterator[None]:
    """Raise the archive's errors in place of botocore's; an error that is none of them is raised unchanged."""
    try:
        yield
    except ClientError as error:
        if code_of(error) in _LOST:
            raise ConflictError("conflict", code_of(error)) from error
        if code_of(error) in _GONE:
            raise PermanentError("vanished", code_of(error)) from error
        if is_busy(error):
            raise TransientError("busy", code_of(error)) from error
        raise
    except BotoCoreError as error:
        raise TransientError("unreachable", type(error).__name__) from error
