"""A queue with its event source mapping and function, Lambda's account, and the write units of a partition."""

from collections import Counter, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import inf
from typing import Generic, TypeVar

import simpy

Message = TypeVar("Message")


class Account:
    """Concurrent executions that an account may have."""

    def __init__(self, limit: int) -> None:
        """Begin with none."""
        self.limit = limit
        self.running = self.most = 0
        self._refused: dict[str, Callable[[], None]] = {}

    def take(self, name: str, again: Callable[[], None]) -> bool:
        """Begin an execution; where there is no room, `again` is called when there is."""
        if self.running >= self.limit:
            self._refused[name] = again
            return False
        self.running += 1
        self.most = max(self.most, self.running)
        return True

    def give(self) -> None:
        """End an execution."""
        self.running -= 1
        waiting, self._refused = self._refused, {}
        for again in waiting.values():
            again()


class Units:
    """Units a second of a partition: who asks for more waits."""

    def __init__(self, env: simpy.Environment, rate: float) -> None:
        """Begin with all of them."""
        self._env, self._rate, self._free_at = env, rate, 0.0
        self.used = 0.0

    def wait(self, units: float) -> float:
        """Use units; return the seconds until they are granted."""
        begin = max(self._env.now, self._free_at)
        self._free_at = begin + units / self._rate
        self.used += units
        return begin - self._env.now


@dataclass(frozen=True, slots=True, kw_only=True)
class Capacity:
    """What a mapping lets a function do at a time."""

    name: str
    batch: int = 1
    """Most messages of an execution."""
    concurrency: int = 1
    """Most executions."""
    cold: float = 0.0
    """Seconds that a process takes to start."""
    pollers: float = inf
    """Batches that are received at a time when messages begin to wait."""
    pollers_second: float = 0.0
    """By which they grow, each second."""


class Lane(Generic[Message]):
    """Messages wait in groups, are received in batches, and each batch is an execution."""

    def __init__(
        self,
        env: simpy.Environment,
        account: Account,
        capacity: Capacity,
        *,
        seconds: Callable[[Sequence[Message]], float],
        done: Callable[[Message], None],
    ) -> None:
        """Begin empty.

        Args:
            env: of the simulation.
            account: whose executions it takes.
            capacity: of the mapping and the function.
            seconds: of an execution.
            done: called with each message at its end.
        """
        self._env, self._account, self._capacity = env, account, capacity
        self._seconds, self._done = seconds, done
        self._waiting: dict[str, deque[tuple[float, Message]]] = {}
        self._in_flight: Counter[str] = Counter()
        self._active_since = 0.0
        self.length = self.longest = self._busy = self._warm = 0
        self.busy_seconds = self.waited = 0.0
        self.served = 0

    def utilisation(self, span: float) -> float:
        """Share of the executions that were at work."""
        return self.busy_seconds / (self._capacity.concurrency * span)

    def put(self, message: Message, group: str = "") -> None:
        """Send a message."""
        if not self.length and not self._busy:
            self._active_since = self._env.now
        self._waiting.setdefault(group, deque()).append((self._env.now, message))
        self.length += 1
        self.longest = max(self.longest, self.length)
        self._fill()

    def _fill(self) -> None:
        """Begin executions as long as messages wait and there is room."""
        while self.length and self._busy < self._allowed() and self._account.take(self._capacity.name, self._fill):
            self._busy += 1
            groups, messages = zip(*[self._next() for _ in range(min(self._capacity.batch, self.length))], strict=True)
            seconds = self._seconds(messages)
            if self._busy > self._warm:
                self._warm, seconds = self._busy, seconds + self._capacity.cold
            self.busy_seconds += seconds
            for number, message in enumerate(messages, start=1):  # one after the other
                self._env.timeout(seconds * number / len(messages), message).callbacks.append(self._handled)
            self._env.timeout(seconds, groups).callbacks.append(self._end)

    def _allowed(self) -> float:
        pollers = self._capacity.pollers + self._capacity.pollers_second * (self._env.now - self._active_since)
        return min(self._capacity.concurrency, pollers)

    def _next(self) -> tuple[str, Message]:
        """Receive a message of the group with the fewest in flight, as a fair queue delivers."""
        group = min(self._waiting, key=lambda each: self._in_flight[each]) if len(self._waiting) > 1 else next(iter(self._waiting))
        sent, message = self._waiting[group].popleft()
        if not self._waiting[group]:
            del self._waiting[group]
        self._in_flight[group] += 1
        self.length -= 1
        self.waited += self._env.now - sent
        return group, message

    def _handled(self, event: simpy.Event) -> None:
        self.served += 1
        self._done(event.value)

    def _end(self, event: simpy.Event) -> None:
        self._busy -= 1
        self._in_flight.subtract(event.value)
        self._account.give()
        self._fill()
