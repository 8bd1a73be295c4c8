"""Look-ups in the roster that the linkage needs: by matricule, by name, by day of birth."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from chalicelib.model.identifiers import fold, normalise
from chalicelib.model.servant import Servant

Find = Callable[[str], Sequence[Servant]]
"""From a folded matricule to the servants that bear it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Directory:
    """The roster in force, as it is asked."""

    find: Find
    named: Callable[[str], Sequence[Servant]] = lambda _: ()
    """From the beginning of a heading (`names.headings_of`) to some servants."""
    born: Callable[[date], Sequence[Servant]] = lambda _: ()
    """From a day of birth to servants."""


def servant_of(matricule: str, find: Find | None) -> Servant | None:
    """Find the one servant who bears a matricule, however it is written; nobody whose number is merely confused with it."""
    exact = normalise(matricule)
    return next((each for each in find(fold(exact)) if each.matricule == exact), None) if find and exact else None


class Lookup(Protocol):
    """The roster in force; `directory.Directory` is one."""

    @property
    def find(self) -> Callable[[str], Sequence[Servant]]:
        """From a folded matricule to the servants that bear it."""

    @property
    def named(self) -> Callable[[str], Sequence[Servant]]:
        """From the beginning of a heading to some servants."""

    @property
    def born(self) -> Callable[[date], Sequence[Servant]]:
        """From a day of birth to servants."""
