"""States of a career: which are possible for a servant, as the roster and the dated pieces of the case file tell; the rest stays open.

1. Read the roster's word of status. 2. Hold the filed pieces that prove something against it. 3. Where both contradict, leave every state
open: nothing is asked of somebody on a guess.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, get_args

from chalicelib.career.events import is_amendment, is_annulment
from chalicelib.career.filed_pieces import act_date_of
from chalicelib.model.identifiers import normalise
from chalicelib.model.nomenclature import ENTRIES, CareerState, Nomenclature, Proof
from chalicelib.model.piece import Piece
from chalicelib.model.servant import Servant
from chalicelib.text.word_lists import read_word_lists

ANY: Final[frozenset[CareerState]] = frozenset(get_args(CareerState))
"""Nothing is known."""
SERVING: Final[frozenset[CareerState]] = frozenset({"on_probation", "permanent", "contract"})
ENDED: Final[frozenset[CareerState]] = frozenset({"retired", "left"})
_WORDS: Final[Mapping[str, frozenset[CareerState]]] = {
    "on_probation": frozenset({"on_probation"}),
    "permanent": frozenset({"permanent"}),
    "contract": frozenset({"contract"}),
    "serving": SERVING,
    "seconded": frozenset({"seconded"}),
    "retired": frozenset({"retired"}),
    "left": frozenset({"left"}),
    "dead": frozenset({"left"}),
}
"""States that a list of status_words.toml means."""
_READ: Final[Mapping[str, tuple[Proof, ...]]] = {
    "entry": ENTRIES,
    "confirmation": ("confirmation",),
    "position": ("position",),
    "exit": ("exit",),
}
"""Proofs of which the days are read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Career:
    """A servant's career, as far as roster and pieces tell it."""

    states: frozenset[CareerState] = ANY
    """Those that are possible now; one where it is known."""
    entry: int | None = None
    """Year of the entry into service."""
    exit: int | None = None
    """Year of the end of service; None while it lasts, and where it is not known."""
    away: tuple[tuple[int, int | None], ...] = ()
    """Spans of years in which acts of position begin or end, to today where the last one is open: service in them is not certain."""

    @property
    def state(self) -> CareerState | None:
        """The state; None where it is not known."""
        return next(iter(self.states)) if len(self.states) == 1 else None

    def is_in(self, states: Iterable[CareerState]) -> bool | None:
        """Whether the servant is in one of some states; None where it is not known.

        >>> Career(states=SERVING).is_in(ENDED), Career().is_in(["left"])
        (False, None)
        """
        wanted = frozenset(states)
        return True if self.states <= wanted else None if self.states & wanted else False

    def is_uncertain_in(self, year: int) -> bool:
        """Whether it is not certain that the servant served in a year."""
        return any(first <= year and (last is None or year <= last) for first, last in self.away)


def career_of(servant: Servant | None, types: Mapping[str, Sequence[Piece]], nomenclature: Nomenclature) -> Career:
    """Derive a career from the roster and the filed pieces of a case file.

    Args:
        servant: as the roster in force lists them; None where it does not.
        types: filed pieces by code of the nomenclature.
        nomenclature: says which types prove what.
    """
    days = {name: _days(types, nomenclature, proofs) for name, proofs in _READ.items()}
    states = _states(servant, has_confirmation=days["confirmation"] is not None, has_exit=days["exit"] is not None)
    known_entry = servant.entry_date.year if servant and servant.entry_date else None
    return Career(
        states=states,
        entry=known_entry or _year(days["entry"], first=True),
        exit=_year(days["exit"], first=False) if states <= ENDED else None,
        away=_away(days["position"] or []),
    )


def states_by_roster(status: str) -> frozenset[CareerState]:
    """Return the states that the roster's word of status allows.

    >>> sorted(states_by_roster("En activité")), sorted(states_by_roster("Retraitée")), states_by_roster("?") == ANY
    (['contract', 'on_probation', 'permanent'], ['retired'], True)
    """
    said = normalise(status)
    return next((_WORDS[name] for name, words in _lists().items() if said.startswith(words)), ANY)


def is_dead(servant: Servant | None) -> bool:
    """Whether the roster says that a servant has died: nobody writes to them."""
    return servant is not None and normalise(servant.status).startswith(_lists()["dead"])


@cache
def _lists() -> Mapping[str, tuple[str, ...]]:
    return read_word_lists(Path(__file__).with_name("status_words.toml").read_text("utf-8"), _WORDS, normalise)


def _states(servant: Servant | None, *, has_confirmation: bool, has_exit: bool) -> frozenset[CareerState]:
    """Hold the roster's word against an end of probation and an exit that are in the case file."""
    told = states_by_roster(servant.status) if servant else ANY
    if has_exit:
        return ANY if not told & ENDED else told & ENDED
    confirmed = told - {"on_probation", "contract"}
    return confirmed if has_confirmation and len(told) > 1 and confirmed else told


def _days(types: Mapping[str, Sequence[Piece]], nomenclature: Nomenclature, proofs: Sequence[Proof]) -> list[str] | None:
    """Dates of the acts of all types that prove something, in order; None without a piece, for one without a date proves that it was."""
    proving = [piece for each in nomenclature.types if each.proves in proofs for piece in types.get(each.code, ())]
    pieces = [piece for piece in proving if not is_amendment(piece) and not is_annulment(piece)]
    return sorted(filter(None, map(act_date_of, pieces))) if pieces else None


def _year(days: list[str] | None, *, first: bool) -> int | None:
    return int(days[0 if first else -1][:4]) if days else None


def _away(days: list[str]) -> tuple[tuple[int, int | None], ...]:
    """Span of years from the first act of position to the last; to today where their number is odd, since one of them is not ended."""
    if not days:
        return ()
    return ((int(days[0][:4]), None if len(days) % 2 else int(days[-1][:4])),)
