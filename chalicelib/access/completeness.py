"""Completeness of a case file: which mandatory pieces are there, missing, missing for some years, not yet due, or cannot be decided.

1. Read the servant, all filed pieces and those that wait for review. 2. Record the consultation, except a servant's of their own case
file. 3. Judge each type of the nomenclature. It reports, never blocks.

The nomenclature says when a type is demanded; only roster and dated pieces say whether that time has come (`careers`). Where they do not,
the type's state is `unknown`. A piece of unknown type may be any of those that are missing: it changes no state and is returned beside
them. A piece under seal is neither filed nor waiting for an archivist: the answer is the same with it and without it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Literal

from chalicelib.access.casefiles import check_may_open
from chalicelib.access.consultations import Subject, record_consultation
from chalicelib.career.filed_pieces import act_date_of, read_all_filed
from chalicelib.career.states import ANY, ENDED, Career, career_of
from chalicelib.model.errors import ReaderError
from chalicelib.model.nomenclature import CareerState, Mandatory, Nomenclature, PieceType
from chalicelib.model.piece import Piece
from chalicelib.model.reader import Reader
from chalicelib.model.review_queue import likely_selection
from chalicelib.model.servant import Servant
from chalicelib.personnel.directory import servant_in_force
from chalicelib.ports.archive import Archive
from chalicelib.text.calendar import local_day

PresenceState = Literal["present", "missing", "unknown", "not_due"]
Uncertainty = Literal["", "career", "declared", "rule", "undated", "short", "turn", "position", "waiting"]

_MOST_WAITING: Final = 100
"""Waiting pieces that are read at most."""
_MOST_SHOWN: Final = 20
"""Pieces returned of one type."""
_TURN: Final = "-04"
"""An act of January to March may be of the year before: ratings are signed when the year is over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """Pieces of a case file, by type."""

    types: Mapping[str, Sequence[Piece]]
    """Filed pieces by code of the nomenclature."""
    untyped: tuple[Piece, ...] = ()
    """Filed pieces of unknown type: any of them may be one that seems to be missing."""
    waiting: Mapping[str, Sequence[Piece]] = field(default_factory=dict)
    """Pieces by code that wait for an archivist and are likely this servant's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Presence:
    """State of one demanded type in a case file."""

    state: PresenceState
    why: Uncertainty = ""
    """Why the state is `unknown`, or why some years are unsure; of a present type `rule`: more may be needed."""
    there: tuple[int, ...] = ()
    """Of a type that is demanded each year: years with a piece."""
    years: tuple[int, ...] = ()
    """Years without a piece."""
    unsure: tuple[int, ...] = ()
    """Years for which nobody can tell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeCompleteness:
    """One demanded type, its state, and the pieces of it."""

    type: PieceType
    presence: Presence
    pieces: int
    latest: tuple[Piece, ...]
    """The latest act first; at most 20."""
    waiting: tuple[Piece, ...] = ()
    """Pieces of this type that wait for review; only for those who may open them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Completeness:
    """A case file compared with the nomenclature."""

    matricule: str
    """Normalised."""
    servant: Servant | None
    """As the roster in force lists them."""
    career: Career
    untyped: int
    """Pieces of unknown type."""
    unrecognised: tuple[Piece, ...]
    """Of them, the latest first; at most 20."""
    types: tuple[TypeCompleteness, ...]
    """Of each demanded type, in the nomenclature's order."""

    @property
    def counts(self) -> dict[PresenceState, int]:
        """Types by state."""
        states: tuple[PresenceState, ...] = ("present", "missing", "unknown", "not_due")
        return {state: sum(each.presence.state == state for each in self.types) for state in states}


def read_completeness(reader: Reader, matricule: str, archive: Archive) -> Completeness:
    """Compare a case file with the nomenclature.

    Args:
        reader: the signed-in reader.
        matricule: normalised.
        archive: the ports.

    Raises:
        ReaderError: `not_found`.
        TransientError: the consultation could not be recorded.
    """
    check_may_open(reader, matricule)
    servant = servant_in_force(matricule, archive.register)
    pieces = read_all_filed(matricule, archive)
    if matricule != reader.matricule:
        if servant is None and not pieces:
            raise ReaderError("not_found", "no such case file")
        record_consultation("casefile", reader, Subject(matricule=matricule), archive)
    contents = contents_of(pieces, waiting_pieces(matricule, archive))
    found = compare(matricule, servant, contents, archive.nomenclature, year=this_year(archive))
    return found if reader.may("review") else _without_waiting(found)


def compare(matricule: str, servant: Servant | None, contents: Contents, nomenclature: Nomenclature, *, year: int) -> Completeness:
    """Compare the contents of a case file with what the nomenclature demands in the servant's career.

    Args:
        matricule: normalised.
        servant: as the roster in force lists them.
        contents: of the case file.
        nomenclature: in force.
        year: the current one, which is not over and so not demanded.
    """
    career = career_of(servant, contents.types, nomenclature)
    judged = [(each, judge(each, contents, career, year=year)) for each in nomenclature.types]
    types = [
        TypeCompleteness(
            type=type_,
            presence=presence,
            pieces=len(contents.types.get(type_.code, ())),
            latest=_latest(contents.types.get(type_.code, ())),
            waiting=_latest(contents.waiting.get(type_.code, ())),
        )
        for type_, presence in judged
        if presence
    ]
    return Completeness(
        matricule=matricule,
        servant=servant,
        career=career,
        untyped=len(contents.untyped),
        unrecognised=_latest(contents.untyped),
        types=tuple(types),
    )


def this_year(archive: Archive) -> int:
    """The current year in the archive's time zone."""
    return local_day(archive.clock.now(), archive.settings.time_zone).year


def waiting_pieces(matricule: str, archive: Archive) -> list[Piece]:
    """Read the pieces that wait for an archivist and whose likeliest servant this is; one request where there is none.

    One whose text was lost was never screened for forbidden mentions: it is left out as if it were sealed.
    """
    listed = archive.register.queued_pieces(likely_selection(matricule), after=None, limit=_MOST_WAITING)
    found = (piece for _, piece, _ in listed if piece.status == "to_review" and piece.reason != "text_lost")
    return [piece for piece in found if piece.likely_owner == matricule]


def contents_of(pieces: Sequence[Piece], waiting: Sequence[Piece] = ()) -> Contents:
    """Group the filed and the waiting pieces of a case file by type."""
    return Contents(types=_by_type(pieces), untyped=tuple(piece for piece in pieces if piece.type is None), waiting=_by_type(waiting))


def judge(type_: PieceType, contents: Contents, career: Career, *, year: int) -> Presence | None:
    """Judge the state of a type; None for a type that is never demanded."""
    if type_.mandatory in {"never", "if_any"}:
        return None
    if type_.mandatory == "each_year":
        return _each_year(type_, contents, career, year)
    if type_.code in contents.types:
        return Presence(state="present", why="rule" if type_.mandatory in {"by_rule", "start_and_end"} else "")
    due = _is_due(type_, career, year)
    if due is False:
        return Presence(state="not_due")
    why = _doubt(type_, contents, is_due_known=due is not None)
    return Presence(state="unknown" if why else "missing", why=why)


def _is_due(type_: PieceType, career: Career, year: int) -> bool | None:
    """Whether the time of a type has come; None where nobody knows."""
    if type_.states and career.is_in(type_.states) is not True:
        return career.is_in(type_.states)
    if type_.mandatory == "by_rule":
        years = _years_of(type_, career, year)
        return False if years is not None and not years else None
    return True if type_.states else _DUE[type_.mandatory](career)


def _among(states: frozenset[CareerState], *, unsure: frozenset[CareerState] = frozenset()) -> Callable[[Career], bool | None]:
    """Due in some states; in unsure ones nobody knows, since what they were before is not told."""
    return lambda career: None if career.states & unsure else career.is_in(states)


_AFTERWARDS: Final[frozenset[CareerState]] = ENDED | {"seconded"}
_DUE: Mapping[Mandatory, Callable[[Career], bool | None]] = {
    "always": _among(ANY),
    "at_least_one": _among(ANY),
    "at_recruitment": _among(ANY),
    "after_probation": _among(frozenset({"permanent"}), unsure=_AFTERWARDS),
    "contract": _among(frozenset({"contract"}), unsure=_AFTERWARDS),
    "on_exit": _among(ENDED),
    "if_declared": lambda _: None,
    "start_and_end": lambda _: None,
}
"""Whether the time of a type has come in a career."""
_WHY_UNKNOWN: Mapping[Mandatory, Uncertainty] = {"by_rule": "rule", "if_declared": "declared"}
"""Why the state is `unknown`, where the career is not the reason."""


def _doubt(type_: PieceType, contents: Contents, *, is_due_known: bool) -> Uncertainty:
    """Why an absent type may not be missing; empty where it surely is."""
    if contents.waiting.get(type_.code):
        return "waiting"
    if not is_due_known:
        return _WHY_UNKNOWN.get(type_.mandatory, "career")
    return "short" if type_.keep == "short" else ""


def _years_of(type_: PieceType, career: Career, year: int) -> list[int] | None:
    """Whole years of service for which a type is demanded; None where entry or exit is not known."""
    has_ended = career.is_in(ENDED)
    if career.entry is None or has_ended is None or (has_ended and career.exit is None):
        return None
    return [each for each in range(career.entry + 1, min(year, career.exit or year)) if type_.is_demanded_for(each)]


def _each_year(type_: PieceType, contents: Contents, career: Career, year: int) -> Presence:
    """Judge a type of which each whole year of service needs one piece."""
    if type_.states and career.is_in(type_.states) is False:
        return Presence(state="not_due")
    years = _years_of(type_, career, year)
    if years is None or (type_.states and career.is_in(type_.states) is None):
        return Presence(state="unknown", why="waiting" if contents.waiting.get(type_.code) else "career")
    days = [act_date_of(piece) for piece in contents.types.get(type_.code, ())]
    awaited = [act_date_of(piece) for piece in contents.waiting.get(type_.code, ())]
    own, earlier, maybe = _years(days), _years(days, turn=True), _years(awaited) | _years(awaited, turn=True)
    doubts: dict[int, Uncertainty] = {}
    for each in years:
        if each in own and each in earlier:
            continue
        doubts[each] = _doubt_of_year(
            ("turn", each in own or each in earlier),
            ("undated", None in days),
            ("waiting", None in awaited or each in maybe),
            ("position", career.is_uncertain_in(each)),
        )
    missing = tuple(each for each, why in doubts.items() if not why)
    unsure = tuple(each for each, why in doubts.items() if why)
    state: PresenceState = "missing" if missing else "unknown" if unsure else "present"
    return Presence(
        state=state,
        why=doubts[unsure[-1]] if unsure else "",
        there=tuple(each for each in years if each not in doubts),
        years=missing,
        unsure=unsure,
    )


def _doubt_of_year(*doubts: tuple[Uncertainty, bool]) -> Uncertainty:
    """The first doubt that applies to a year; empty where its piece is surely missing."""
    return next((why for why, applies in doubts if applies), "")


def _years(days: Sequence[str | None], *, turn: bool = False) -> set[int]:
    """Years of acts; with `turn`, an act of the first months counts for the year before."""
    return {int(day[:4]) - (turn and day[4:7] < _TURN) for day in days if day}


def _by_type(pieces: Sequence[Piece]) -> Mapping[str, Sequence[Piece]]:
    types: dict[str, list[Piece]] = {}
    for piece in pieces:
        if piece.type is not None:
            types.setdefault(piece.type, []).append(piece)
    return types


def _latest(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """The latest acts of some pieces; those without a date come last."""
    return tuple(sorted(pieces, key=lambda piece: (act_date_of(piece) or "", piece.registered_at), reverse=True)[:_MOST_SHOWN])


def _without_waiting(found: Completeness) -> Completeness:
    """The same without the pieces that wait, which servants cannot open; that one may be theirs is told by the reason alone."""
    return replace(found, types=tuple(replace(each, waiting=()) for each in found.types))
