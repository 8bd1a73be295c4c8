"""Completeness of a case file: which mandatory pieces are present, missing, not yet due, or cannot be decided. It reports, never blocks.

1. Read the servant and all filed pieces. 2. Record the consultation, except a servant's of their own case file. 3. Judge each type of
the nomenclature.

The nomenclature says when a type is mandatory; only the roster says whether that time has come. Where it does not, the type's state is
`unknown`. A piece of unknown type may be any of those that are missing: it changes no state and is returned beside them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from chalicelib.access.casefiles import check_may_open
from chalicelib.access.consultations import Subject, record_consultation
from chalicelib.access.pieces import act_date_of, list_filed, read_filed
from chalicelib.model.errors import ReaderError
from chalicelib.model.identifiers import normalise
from chalicelib.model.nomenclature import Mandatory, PieceType
from chalicelib.model.piece import Piece
from chalicelib.model.reader import Reader
from chalicelib.model.servant import Servant
from chalicelib.personnel.directory import servant_in_force
from chalicelib.ports.archive import Archive
from chalicelib.text.calendar import local_day

PresenceState = Literal["present", "missing", "unknown", "not_due"]

_MOST_SHOWN = 20
"""Pieces returned of one type."""
_LEFT = ("RETRAIT", "REVOQU", "DEMISSION", "DECED", "LICENCI", "RADI")
_SERVING = ("ACTI", "TITULAIR", "STAGIAIR", "CONTRACT")


@dataclass(frozen=True, slots=True, kw_only=True)
class Career:
    """A servant's career, as far as the roster tells it; None is not known."""

    entry: date | None = None
    left: bool | None = None
    probation_over: bool | None = None
    contract: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """Filed pieces of a case file, by type."""

    types: Mapping[str, Sequence[Piece]]
    """Pieces by code of the nomenclature."""
    untyped: tuple[Piece, ...] = ()
    """Pieces of unknown type: any of them may be one that seems to be missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Presence:
    """State of one mandatory type in a case file."""

    state: PresenceState
    why: str = ""
    """Why the state is `unknown`: `career`, `declared`, `rule`, `undated`, `short`; of a present type `rule`: more may be needed."""
    years: tuple[int, ...] = ()
    """Years without a piece, of a type that is mandatory each year."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeCompleteness:
    """One mandatory type, its state, and the pieces of it."""

    type: PieceType
    presence: Presence
    pieces: int
    latest: tuple[Piece, ...]
    """The latest act first; at most 20."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Completeness:
    """A case file compared with the nomenclature."""

    matricule: str
    """Normalised."""
    untyped: int
    """Pieces of unknown type."""
    unrecognised: tuple[Piece, ...]
    """Of them, the latest first; at most 20."""
    types: tuple[TypeCompleteness, ...]
    """Of each mandatory type, in the nomenclature's order."""

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
    pieces = _filed_pieces(matricule, archive)
    if matricule != reader.matricule:
        if servant is None and not pieces:
            raise ReaderError("not_found", "no such case file")
        record_consultation("casefile", reader, Subject(matricule=matricule), archive)
    year = local_day(archive.clock.now(), archive.settings.time_zone).year
    contents, career = contents_of(pieces), career_of(servant)
    judged = [(each, judge(each, contents, career, year=year)) for each in archive.nomenclature.types]
    types = [
        TypeCompleteness(type=type_, presence=presence, pieces=len(found), latest=_latest(found))
        for type_, presence in judged
        if presence
        for found in [contents.types.get(type_.code, ())]
    ]
    return Completeness(matricule=matricule, untyped=len(contents.untyped), unrecognised=_latest(contents.untyped), types=tuple(types))


def _latest(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """The latest acts of some pieces; those without a date come last."""
    return tuple(sorted(pieces, key=lambda piece: (act_date_of(piece) or "", piece.registered_at), reverse=True)[:_MOST_SHOWN])


def judge(type_: PieceType, contents: Contents, career: Career, *, year: int) -> Presence | None:
    """Judge the state of a type; None for a type that is never mandatory."""
    if type_.mandatory in {"never", "if_any"}:
        return None
    if type_.mandatory == "each_year":
        return _each_year(contents.types.get(type_.code, ()), career, year)
    if type_.code in contents.types:
        return Presence(state="present", why="rule" if type_.mandatory in {"by_rule", "start_and_end"} else "")
    due = _DUE[type_.mandatory](career)
    if due is False:
        return Presence(state="not_due")
    why = _doubt(type_, is_due_known=due is not None)
    return Presence(state="unknown" if why else "missing", why=why)


def _doubt(type_: PieceType, *, is_due_known: bool) -> str:
    """Why an absent type may not be missing; empty where it surely is."""
    if not is_due_known:
        return _WHY_UNKNOWN.get(type_.mandatory, "career")
    return "short" if type_.keep == "short" else ""


def contents_of(pieces: Sequence[Piece]) -> Contents:
    """Group the pieces of a case file by type."""
    types: dict[str, list[Piece]] = {}
    for piece in pieces:
        if piece.type is not None:
            types.setdefault(piece.type, []).append(piece)
    return Contents(types=types, untyped=tuple(piece for piece in pieces if piece.type is None))


def career_of(servant: Servant | None) -> Career:
    """Career of a servant by the roster; an unknown word of status leaves it unknown.

    >>> career_of(Servant(matricule="1", status="Retraitée")).left, career_of(Servant(matricule="1", status="détaché")).left
    (True, None)
    """
    if servant is None:
        return Career()
    said = normalise(servant.status)
    left = True if said.startswith(_LEFT) else False if said.startswith(_SERVING) else None
    over = True if said.startswith("TITULAIR") else False if said.startswith("STAGIAIR") else None
    contract = True if said.startswith("CONTRACT") else False if over is not None else None
    return Career(entry=servant.entry_date, left=left, probation_over=over, contract=contract)


def _each_year(pieces: Sequence[Piece], career: Career, year: int) -> Presence:
    """Judge a type of which each whole past year of service needs one piece.

    The roster does not say in which year a servant left, so the state of those who left is `unknown`.
    """
    dates = [act_date_of(piece) for piece in pieces]
    if career.entry is None or career.left is not False:
        return Presence(state="unknown", why="career")
    present = {int(each[:4]) for each in dates if each}
    missing = tuple(each for each in range(career.entry.year + 1, year) if each not in present)
    if not missing:
        return Presence(state="present")
    if None in dates:
        return Presence(state="unknown", why="undated", years=missing)
    return Presence(state="missing", years=missing)


_DUE: Mapping[Mandatory, Callable[[Career], bool | None]] = {
    "always": lambda _: True,
    "at_least_one": lambda _: True,
    "at_recruitment": lambda _: True,
    "after_probation": lambda career: career.probation_over,
    "contract": lambda career: career.contract,
    "on_exit": lambda career: career.left,
    "by_rule": lambda _: None,
    "if_declared": lambda _: None,
    "start_and_end": lambda _: None,
}
"""Whether the time of a type has come; None where the roster does not say."""
_WHY_UNKNOWN: Mapping[Mandatory, str] = {"by_rule": "rule", "if_declared": "declared"}
"""Why the state is `unknown`, where the career is not the reason."""


def _filed_pieces(matricule: str, archive: Archive) -> list[Piece]:
    listed = list(list_filed(matricule, archive))
    return [piece for piece, _ in read_filed(matricule, listed, archive)]
