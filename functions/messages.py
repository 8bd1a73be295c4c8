"""SQS messages of an event: each is handled apart, under a lease that a killed worker does not renew.

A queue hides a received message longer than its function may run: Lambda demands it. Without a lease, a file whose worker is killed
would wait that long, up to 16 minutes.
"""

import json
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from chalicelib.model.errors import ArchiveError, ConflictError, NewerDataError
from chalicelib.wiring import archive
from functions.powertools import Answer, logger, refuse_newer_data

LEASE: Final = 12
"""Seconds: how long messages of a killed worker stay hidden, at most."""
_RENEWED_AFTER: Final = 4.0
"""Seconds: two renewals may fail before the lease ends."""
_UNTIL_UPDATED: Final = 900
"""Seconds for which messages are hidden while the data are those of a later release: five deliveries take over an hour."""
_FIRST_RETRY: Final = 10
_RETRY_GROWTH: Final = 3
"""A failed message returns after 10, 30, 90 and 270 seconds; the fifth failure sends it to the dead letters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SqsMessage:
    """A message of an SQS event."""

    message_id: str
    queue: str
    """Name of its queue."""
    receipt: str
    """Handle of this delivery."""
    body: str
    receives: int
    """How often SQS has delivered it, this time included."""

    def json(self) -> Any:  # noqa: ANN401 - JSON
        """The body, parsed."""
        return json.loads(self.body)


def messages_of(event: Answer) -> list[SqsMessage]:
    """The messages of an SQS event."""
    return [
        SqsMessage(
            message_id=each["messageId"],
            queue=each["eventSourceARN"].rpartition(":")[2],
            receipt=each["receiptHandle"],
            body=each["body"],
            receives=int(each["attributes"]["ApproximateReceiveCount"]),
        )
        for each in event["Records"]
    ]


class AllFailedError(Exception):
    """No message of an event could be handled: the invocation fails, and the alarm on errors counts it."""


def each_message(event: Answer, handle: Callable[[SqsMessage], Any]) -> Answer:
    """Handle every message of an event; SQS delivers those that failed again, and only those.

    Powertools' batch processor does the same, and imports its classes for the events of 30 services: 35 CPU ms of a cold start.

    Raises:
        AllFailedError: every message failed, and not for having met another worker.
        NewerDataError: the data are those of a later release; no message was handled.
    """
    messages = messages_of(event)
    try:
        with _Lease(messages):
            refuse_newer_data()
            ends = {message: _end_of(message, handle) for message in messages}
    except NewerDataError:
        _hide(messages, _UNTIL_UPDATED)
        raise
    failed = [message for message, end in ends.items() if end != "handled"]
    for message in failed:
        _hide([message], _FIRST_RETRY * _RETRY_GROWTH ** (message.receives - 1))
    if messages and set(ends.values()) == {"failed"}:
        raise AllFailedError(f"{len(failed)} messages of {messages[0].queue}")
    return {"batchItemFailures": [{"itemIdentifier": message.message_id} for message in failed]}


def _end_of(message: SqsMessage, handle: Callable[[SqsMessage], Any]) -> Literal["handled", "met", "failed"]:
    """Handle a message; `met` where another worker was at the same work."""
    try:
        handle(message)
    except ArchiveError as error:
        logger.warning("postponed", code=error.code, detail=error.detail, message_id=message.message_id, receives=message.receives)
        return "met" if isinstance(error, ConflictError) else "failed"
    except Exception:
        logger.exception("broken", message_id=message.message_id)
        return "failed"
    finally:
        logger.remove_keys(["batch", "piece"])
    return "handled"


class _Lease(threading.Thread):
    """Hides messages from other workers while a block runs."""

    def __init__(self, messages: Sequence[SqsMessage]) -> None:
        super().__init__(daemon=True)
        self._messages = messages
        self._over = threading.Event()

    def __enter__(self) -> None:
        _hide(self._messages, LEASE)
        self.start()

    def __exit__(self, *_: object) -> None:
        """Renew it no more: Lambda freezes the process until the next invocation."""
        self._over.set()
        self.join()

    def run(self) -> None:
        """Renew the lease."""
        while not self._over.wait(_RENEWED_AFTER):
            _hide(self._messages, LEASE)


def _hide(messages: Sequence[SqsMessage], seconds: int) -> None:
    """Hide messages of one queue from now on; where SQS does not answer, they stay hidden as long as before."""
    if not messages:
        return
    try:
        archive.queues.hide(messages[0].queue, [message.receipt for message in messages], seconds)
    except Exception:
        logger.exception("not_hidden")
