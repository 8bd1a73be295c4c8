"""State of the fake register."""

import threading
from collections import defaultdict


class RegisterMemory:
    """State of the fake register, shared by its parts: one lock, and a container for each kind of value."""

    def __init__(self):
        self._lock = threading.RLock()
        self._pointer, self._servants, self._folded = None, defaultdict(list), defaultdict(list)
        self._names, self._births, self._words = {}, {}, set()
        self._batches, self._arrivals, self._lines, self._originals, self._pieces, self._events = {}, {}, {}, {}, {}, []
        self._leases, self._changes, self._left, self._pages, self._bookmarks = {}, [], {}, {}, {}
        self._schema, self._dividing, self._came = None, {}, {}
        self.index_is_late = False

    def _is_free(self, piece, by, now):
        lease = self._leases.get(piece)
        return lease is None or lease.by == by or lease.until <= now
