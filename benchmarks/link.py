"""A slow network link, packet by packet, in user space: latency and bandwidth of a 2G or 3G line.

Each packet waits for its turn on the line, then half a round trip; a connection begins with a round trip of its own (SYN, SYN-ACK), and
sends at first ten packets, then as many more as were acknowledged (slow start). Nothing is lost on the way, and nothing reordered.
"""

import asyncio
from collections import deque
from contextlib import suppress

PACKET = 1460
FIRST_WINDOW = 10 * PACKET
"""RFC 6928."""


class Direction:
    """One way of the line, shared by all connections."""

    def __init__(self, rate: float, delay: float) -> None:
        """Begin with a free line.

        Args:
            rate: bytes a second.
            delay: seconds on the way.
        """
        self.rate, self.delay = rate, delay
        self.carried = 0
        self._free = 0.0

    def arrival(self, size: int, now: float) -> float:
        """Take a packet; tell when it is there."""
        self._free = max(now, self._free) + size / self.rate
        self.carried += size
        return self._free + self.delay


class Link:
    """Listens on one port of 127.0.0.1 and carries to another."""

    def __init__(self, target: int, *, kilobits: float, trip: float) -> None:
        """Nothing is carried before `open`.

        Args:
            target: port behind the line.
            kilobits: a second, each way.
            trip: seconds of a round trip.
        """
        self.target, self.trip = target, trip
        self.down, self.up = (Direction(kilobits * 125, trip / 2) for _ in range(2))
        self.connections = 0

    async def open(self) -> int:
        """Listen on a free port, and return it."""
        standing = await asyncio.start_server(self._carry, "127.0.0.1", 0)
        port: int = standing.sockets[0].getsockname()[1]
        return port

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        await asyncio.sleep(self.trip)  # the kernel has shaken hands already
        behind_reader, behind_writer = await asyncio.open_connection("127.0.0.1", self.target)
        await asyncio.gather(self._pour(reader, behind_writer, self.up), self._pour(behind_reader, writer, self.down))

    async def _pour(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter, way: Direction) -> None:
        loop = asyncio.get_running_loop()
        window, flying = FIRST_WINDOW, deque[tuple[float, int]]()
        last = 0.0
        with suppress(ConnectionError):
            while packet := await source.read(PACKET):
                while flying and (flying[0][0] <= loop.time() or sum(size for _, size in flying) + len(packet) > window):
                    acknowledged, size = flying.popleft()
                    await asyncio.sleep(max(0.0, acknowledged - loop.time()))
                    window += size
                last = way.arrival(len(packet), loop.time())
                flying.append((last + self.trip / 2, len(packet)))
                loop.call_at(last, _deliver, sink, packet)
        await asyncio.sleep(max(0.0, last - loop.time()))
        sink.close()


def _deliver(sink: asyncio.StreamWriter, packet: bytes) -> None:
    if not sink.is_closing():
        sink.write(packet)
