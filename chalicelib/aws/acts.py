"""Lists of acts in the register's table; `table` has the keys."""

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

from chalicelib.aws.attributes import Item, as_key_condition, to_attributes, when
from chalicelib.aws.items import TableAdapter
from chalicelib.aws.table import act_items, key_of, piece_key
from chalicelib.model.codec import from_plain
from chalicelib.model.piece import Piece
from chalicelib.model.register import ActEntry

_AFTER_ALL = "~"
"""Sorts after every piece."""
_READERS = 8
"""Threads for the lists of a misread number; the client's pool has ten connections."""


class ActsTable(TableAdapter):
    """Port `Acts` on DynamoDB."""

    def find_acts(self, heading: str, *, first: str, last: str, before: str | None, limit: int) -> Sequence[ActEntry]:
        """See `Acts`. Entries that have expired are given until DynamoDB deletes them."""
        bounds = when("pk = :pk AND sk BETWEEN :first AND :last", pk=heading, first=first, last=f"{last}#{_AFTER_ALL}")
        start: Item = {"ExclusiveStartKey": to_attributes(key_of(heading, before))} if before else {}
        found = self._items.found({"ScanIndexForward": False} | as_key_condition(bounds) | start, limit)
        return [_entry(item) for item in found]

    def find_acts_in_all(self, headings: Iterable[str], *, first: str, last: str, limit: int) -> Sequence[ActEntry]:
        """See `Acts`."""
        with ThreadPoolExecutor(_READERS) as readers:
            lists = readers.map(lambda each: self.find_acts(each, first=first, last=last, before=None, limit=limit), headings)
            return [entry for entries in lists for entry in entries]

    def listed_pieces(self, pieces: Sequence[str]) -> Mapping[str, Piece]:
        """See `Acts`."""
        found = self._items.many([piece_key(each) for each in dict.fromkeys(pieces)])
        return {piece.piece: piece for piece in (from_plain(Piece, item) for item in found.values())}

    def list_acts(self, pieces: Iterable[Piece]) -> None:
        """See `Acts`."""
        self._items.put(item for piece in pieces for item in act_items(piece))


def _entry(item: Item) -> ActEntry:
    """Read an entry; of one that expired before it was ever written there is a key alone."""
    day, _, piece = str(item["sk"]).partition("#")
    said = {name: str(item.get(name, "")) for name in ("figures", "signatory", "type")}
    return ActEntry(heading=item["pk"], day=day, piece=piece, **said)
