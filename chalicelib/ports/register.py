"""Port of the register: rosters, batches, readings, pieces and reviews in one table."""

from collections.abc import Iterable, Iterator
from typing import Protocol

from chalicelib.model.register import Bookmark, Restored
from chalicelib.ports.acts import Acts
from chalicelib.ports.batches import Batches
from chalicelib.ports.pieces import Pieces
from chalicelib.ports.readings import Readings
from chalicelib.ports.reviews import Reviews
from chalicelib.ports.rosters import Rosters


class Register(Rosters, Batches, Readings, Pieces, Reviews, Acts, Protocol):
    """Everything known of servants, batches, originals and pieces."""

    def schema_version(self) -> int | None:
        """Return the version of the keys and items (`model.schema`); None in a register that was never marked."""

    def mark_schema(self, version: int) -> None:
        """Raise the version; a register that has it, or a higher one, stays as it is."""

    def bookmark(self, duty: str) -> Bookmark | None:
        """Return how far a long duty has got; None before its first step."""

    def put_bookmark(self, duty: str, bookmark: Bookmark) -> None:
        """Write how far a long duty has got."""

    def bookmarks(self, beginning: str) -> Iterator[str]:
        """Return the duties with a bookmark whose names begin so, in their order."""

    def restore(self, values: Iterable[Restored]) -> None:
        """Write what a rebuild read from the vault; `recount` then counts the sums of the batches."""
