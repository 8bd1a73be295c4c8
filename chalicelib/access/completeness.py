"""What a case file should hold: which mandatory pieces are there, which are missing, and which nobody can tell. It reports, never blocks.

The nomenclature says when a piece is mandatory; whether that time has come is told by the roster alone. What neither tells is left
open: a piece of unknown type may be the one that seems to be missing.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal
from zoneinfo import ZoneInfo

from chalicelib.access.consultations import Subject, record_consultation
from chalicelib.model.errors import ReaderError
from chalicelib.model.identifiers import normalise
from chalicelib.model.nomenclature import Mandatory, PieceType
from chalicelib.model.piece import Piece
from chalicelib.model.reader import Reader
from chalicelib.model.servant import Servant
from chalicelib.personnel.directory import servant_in_force
from chalicelib.ports.archive import Archive

Answer = dict[str, Any]
PresenceState = Literal["present", "missing", "unknown", "not_due"]

_PAGE = 200
_MOST = 2_000
"""Pieces looked at of one case file."""
_LEFT = ("RETRAIT", "REVOQU", "DEMISSION", "DECED", "LICENCI", "RADI")
_SERVING = ("ACTI", "TITULAIR", "STAGIAIR", "CONTRACT")


@dataclass(frozen=True, slots=True, kw_only=True)
class Career:
    """What the roster tells of a career; None is not known."""

    entry: date | None = None
    left: bool | None = None
    probation_over: bool | None = None
    contract: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What a case file holds."""

    types: Mapping[str, Sequence[Piece]]
    """Pieces by type."""
    untyped: int
    """Pieces of unknown type: any of them may be the one that is missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Completeness:
    """How a case file stands with one type of piece."""

    state: PresenceState
    why: str = ""
    """Why nobody can tell: `untyped`, `career`, `declared`, `rule`, `undated`, `short`."""
    years: tuple[int, ...] = ()
    """Without one, where there should be one a year."""


def read_completeness(reader: Reader, matricule: str, archive: Archive) -> Answer:
    """Compare a case file with the nomenclature.

    Args:
        reader: who asks.
        matricule: normalised.
        archive: the ports.

    Raises:
        ReaderError: `not_found`.
        TransientError: it could not be journalled.
    """
    if not reader.may_open(matricule):
        raise ReaderError("not_found", "not theirs")
    servant = servant_in_force(matricule, archive.register)
    pieces = _pieces(matricule, archive)
    if matricule != reader.matricule:
        if servant is None and not pieces:
            raise ReaderError("not_found", "no such case file")
        record_consultation("casefile", reader, Subject(matricule=matricule), archive)
    year = archive.clock.now().astimezone(ZoneInfo(archive.settings.time_zone)).year
    contents, career = contents_of(pieces), career_of(servant)
    verdicts = [(each, judge(each, contents, career, year=year)) for each in archive.nomenclature.types]
    told = [_told(each, verdict, contents) for each, verdict in verdicts if verdict]
    states: tuple[PresenceState, ...] = ("present", "missing", "unknown", "not_due")
    return {
        "matricule": matricule,
        "counts": {state: sum(each["state"] == state for each in told) for state in states},
        "untyped": contents.untyped,
        "types": told,
    }


def judge(type_: PieceType, contents: Contents, career: Career, *, year: int) -> Completeness | None:
    """Tell how a case file stands with a type; None where it is never mandatory."""
    if type_.mandatory in {"never", "if_any"}:
        return None
    if type_.mandatory == "each_year":
        return _each_year(contents.types.get(type_.code, ()), contents, career, year)
    if type_.code in contents.types:
        return (
            Completeness(state="unknown", why="rule") if type_.mandatory in {"by_rule", "start_and_end"} else Completeness(state="present")
        )
    due = _DUE[type_.mandatory](career)
    if due is False:
        return Completeness(state="not_due")
    why = (
        _OPEN.get(type_.mandatory, "career") if due is None else "short" if type_.keep == "short" else "untyped" if contents.untyped else ""
    )
    return Completeness(state="unknown" if why else "missing", why=why)


def contents_of(pieces: Sequence[Piece]) -> Contents:
    """Sort the pieces of a case file by type."""
    types: dict[str, list[Piece]] = {}
    for piece in pieces:
        if piece.type is not None:
            types.setdefault(piece.type, []).append(piece)
    return Contents(types=types, untyped=sum(piece.type is None for piece in pieces))


def career_of(servant: Servant | None) -> Career:
    """Read what the roster tells; a status in words that are not known tells nothing.

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


def _each_year(pieces: Sequence[Piece], contents: Contents, career: Career, year: int) -> Completeness:
    """One for each whole year of service that is over; whoever has left, left in a year that the roster does not tell."""
    dates = [next((field.value for field in piece.fields if field.name == "act_date"), None) for piece in pieces]
    if career.entry is None or career.left is not False:
        return Completeness(state="unknown", why="career")
    there = {int(each[:4]) for each in dates if each}
    lacking = tuple(each for each in range(career.entry.year + 1, year) if each not in there)
    if not lacking:
        return Completeness(state="present")
    if None in dates or contents.untyped:
        return Completeness(state="unknown", why="undated" if None in dates else "untyped", years=lacking)
    return Completeness(state="missing", years=lacking)


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
"""Whether its time has come; None where nobody can tell."""
_OPEN: Mapping[Mandatory, str] = {"by_rule": "rule", "if_declared": "declared"}
"""Why nobody can tell, where it is not the career."""


def _pieces(matricule: str, archive: Archive) -> list[Piece]:
    """Read a whole case file, page by page."""
    pieces: list[Piece] = []
    while len(pieces) < _MOST:
        page = archive.register.casefile_pieces(matricule, after=pieces[-1].place if pieces else None, limit=_PAGE)
        pieces += page
        if len(page) < _PAGE:
            break
    return [piece for piece in pieces if piece.status == "filed"]


def _told(type_: PieceType, verdict: Completeness, contents: Contents) -> Answer:
    return {
        "type": type_.code,
        "names": {"fr": type_.fr, "rn": type_.rn, "en": type_.en},
        "mandatory": type_.mandatory,
        "state": verdict.state,
        "why": verdict.why or None,
        "pieces": len(contents.types.get(type_.code, ())),
        "years": list(verdict.years),
    }
