"""The emulator's standard queues serve message groups as SQS's fair queues do."""

from collections import Counter
from typing import Any

from infra.local.emulator.fair_queues import as_fair_queues_deliver, next_of

NOW = 1_000.0


def message(group: str | None, number: int, *, in_flight: bool = False) -> dict[str, Any]:
    return {"id": f"{group}-{number}", "group_id": group, "visible_at": NOW + 5 if in_flight else NOW - 1, "receive_count": int(in_flight)}


def collect(queue: Any, most: int, hidden: int) -> list[dict[str, Any]]:
    """What the emulator does: the first that are visible."""
    taken = [each for each in queue["messages"] if each["visible_at"] <= NOW][:most]
    for each in taken:
        each["visible_at"] += hidden
        each["receive_count"] += 1
    return taken


def test_fifty_messages_behind_ten_thousand_are_delivered_among_the_first_hundred() -> None:
    queue = {"url": "q", "is_fifo": False, "messages": [message("fonds", number) for number in range(10_000)]}
    deliver = as_fair_queues_deliver(collect, clock=lambda: NOW)
    for _ in range(20):
        deliver(queue, 2, 30)
    queue["messages"] += [message("jour", number) for number in range(50)]
    delivered = [each["group_id"] for _ in range(50) for each in deliver(queue, 2, 30)]

    assert delivered.count("jour") >= 45


def test_two_noisy_groups_share_the_deliveries() -> None:
    messages = [*(message("one", number, in_flight=number < 3) for number in range(10)), *(message("two", number) for number in range(10))]
    chosen = [each["group_id"] for each in next_of(messages, Counter(one=50, two=50), 5, NOW)]

    assert Counter(chosen) == {"two": 4, "one": 1}


def test_a_group_alone_is_served_in_the_order_of_sending() -> None:
    messages = [message("one", number) for number in range(5)]

    assert next_of(messages, Counter(one=9), 3, NOW) == messages[:3]


def test_a_message_without_a_group_is_a_group_of_its_own() -> None:
    messages = [message("one", 0), message(None, 1)]

    assert [each["group_id"] for each in next_of(messages, Counter(one=9), 1, NOW)] == [None]


def test_a_queue_without_groups_is_left_to_the_emulator() -> None:
    queue = {"url": "q", "is_fifo": False, "messages": [message(None, number) for number in range(3)]}

    assert [each["id"] for each in as_fair_queues_deliver(collect, clock=lambda: NOW)(queue, 2, 30)] == ["None-0", "None-1"]
