"""Port of the rosters: servants by matricule, by name and by birth date, and which roster is in force."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Protocol

from chalicelib.model.register import NameIndexEntry, RosterPointer
from chalicelib.model.servant import Servant


class Rosters(Protocol):
    """Loaded rosters, each a generation of servants, with one pointer to the generation in force."""

    def roster_pointer(self) -> RosterPointer | None:
        """Return the pointer to the roster in force; None before the first one."""

    def find_servants(self, generation: str, folded: str) -> Sequence[Servant]:
        """Return the servants of a generation whose folded matricule equals `folded`."""

    def roster_page(self, generation: str, after: str | None, limit: int) -> tuple[Sequence[Servant], str | None]:
        """Return one page of a generation in a fixed order, and the place to continue `after`; None at the end."""

    def put_servants(self, generation: str, servants: Iterable[Servant]) -> None:
        """Write a generation; repeatable."""

    def servants_by_matricule(self, generation: str, matricules: Sequence[str]) -> Mapping[str, Servant]:
        """Read up to a hundred servants by exact matricule in one request; unknown matricules are left out."""

    def put_name_index(self, servants: Iterable[Servant]) -> None:
        """Add servants to the name index, which keeps those of former rosters; repeatable."""

    def find_names(self, beginning: str, *, after: str | None, limit: int) -> Sequence[NameIndexEntry]:
        """Return headings with this beginning (two letters or more), in order; `after` is a heading's `place`."""

    def find_born_on(self, day: date, *, limit: int) -> Sequence[Servant]:
        """Return at most `limit` servants born on a day."""

    def find_spellings(self, keys: Iterable[str], *, limit: int) -> Sequence[str]:
        """Return words of names with one of these spelling keys (`names.spellings_of`), at most `limit` for each key."""

    def put_roster_in_force(self, pointer: RosterPointer, *, seen: RosterPointer | None) -> None:
        """Put a roster in force; raise `ConflictError` if the pointer is no longer `seen`."""
