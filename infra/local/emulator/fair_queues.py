"""Repair of the emulator's standard queues: message groups are served as SQS's fair queues serve them.

The emulator (1.5.33) serves a standard queue in the order of sending, whatever the groups. SQS holds a group to be noisy that had more than
a tenth of the processing time of late. It delivers the messages of quiet groups first, then those of the noisy group with the fewest
messages in flight ("How Amazon SQS fair queues work", in the developer guide of SQS). Deliveries stand for processing time here.
"""

import time
from collections import Counter, deque
from collections.abc import Callable, Mapping, Sequence
from itertools import islice
from typing import Any, Final

NOISY_SHARE: Final = 0.1
"""Of the deliveries of late."""
REMEMBERED: Final = 1_000
"""Deliveries of a queue that are of late."""

Message = dict[str, Any]
Queue = Mapping[str, Any]
Collect = Callable[[Queue, int, int], list[Message]]


def mend_fairness() -> None:
    """Set the emulator's delivery right, in the emulator's own process."""
    from ministack.services import sqs  # noqa: PLC0415 - heavy, in that process only

    sqs._collect_msgs = as_fair_queues_deliver(sqs._collect_msgs)  # noqa: SLF001 - it has no other door


def as_fair_queues_deliver(collect: Collect, *, clock: Callable[[], float] = time.time) -> Collect:
    """Let the emulator collect messages from those whose turn it is."""
    delivered: dict[str, deque[str]] = {}

    def mended(queue: Queue, most: int, hidden: int) -> list[Message]:
        if queue["is_fifo"] or not any(message.get("group_id") for message in queue["messages"]):
            return collect(queue, most, hidden)
        lately = delivered.setdefault(queue["url"], deque(maxlen=REMEMBERED))
        collected = collect({**queue, "messages": next_of(queue["messages"], Counter(lately), most, clock())}, most, hidden)
        lately.extend(str(message.get("group_id") or message["id"]) for message in collected)
        return collected

    return mended


def next_of(messages: Sequence[Message], lately: Counter[str], most: int, now: float) -> list[Message]:
    """Choose the messages that a fair queue delivers next.

    Args:
        messages: of the queue, in the order of sending.
        lately: deliveries of late, by group.
        most: how many.
        now: seconds since 1970.
    """
    noisy = {group for group, count in lately.items() if count > NOISY_SHARE * lately.total()}
    visible = [message for message in messages if message["visible_at"] <= now]
    quiet = list(islice((message for message in visible if message.get("group_id") not in noisy), most))
    if len(quiet) == most:
        return quiet
    in_flight = Counter(message.get("group_id") for message in messages if message["visible_at"] > now and message["receive_count"])
    waiting: dict[str, deque[Message]] = {}
    for message in visible:
        if message.get("group_id") in noisy:
            waiting.setdefault(message["group_id"], deque()).append(message)
    chosen = quiet
    while waiting and len(chosen) < most:
        group = min(waiting, key=lambda each: in_flight[each])
        chosen.append(waiting[group].popleft())
        in_flight[group] += 1
        if not waiting[group]:
            del waiting[group]
    return chosen
