"""Port of the lists of acts: filed pieces by number, by signatory, by day and by type."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from chalicelib.model.piece import Piece
from chalicelib.model.register import ActEntry


class Acts(Protocol):
    """Entries of the filed pieces, written with each outcome; one may outlive its piece's place in the list, so pieces are read again."""

    def find_acts(self, heading: str, *, first: str, last: str, before: str | None, limit: int) -> Sequence[ActEntry]:
        """Return entries of one list whose day is in a period, both days included, the latest first; `before` is an entry's `place`."""

    def find_acts_in_all(self, headings: Iterable[str], *, first: str, last: str, limit: int) -> Sequence[ActEntry]:
        """Return the latest entries of several lists, at most `limit` of each."""

    def listed_pieces(self, pieces: Sequence[str]) -> Mapping[str, Piece]:
        """Read up to a hundred pieces in one request; unknown pieces are left out."""

    def list_acts(self, pieces: Iterable[Piece]) -> None:
        """Write the entries of pieces that earlier code has filed; repeatable."""
