"""The look-ups that the linkage makes in the roster, as functions: by matricule, by name, by day of birth (personnel/directory)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from chalicelib.model.identifiers import fold, normalise
from chalicelib.model.servant import Servant

Find = Callable[[str], Sequence[Servant]]
"""From a folded matricule to the servants that bear it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Directory:
    """The three look-ups that the linkage makes in the roster in force."""

    find: Find
    """From a folded matricule to the servants that bear it."""
    named: Callable[[str], Sequence[Servant]] = lambda _: ()
    """From the beginning of a heading (`names.headings_of`) to some servants."""
    born: Callable[[date], Sequence[Servant]] = lambda _: ()
    """From a day of birth to servants."""


def servant_of(matricule: str, find: Find | None) -> Servant | None:
    """Find the one servant who bears a matricule, however it is written; a number that is only easily confused with it does not count."""
    exact = normalise(matricule)
    return next((each for each in find(fold(exact)) if each.matricule == exact), None) if find and exact else None
