"""Search for acts over the whole archive, for archivists: by number, day, period, type and signatory.

1. Choose the lists in which the acts stand that were asked for. 2. Read entries of a page from them. 3. Where they end, look up numbers
one slip away, or names that sound so. 4. Read the pieces again: an entry may be out of date, and a piece closed by now. 5. Read their
servants. 6. Record the consultation, since the list names servants. 7. Return the page.

A search reads a few pages of lists, whatever the number of acts.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from chalicelib.access.act_lists import near_acts, page_of_acts
from chalicelib.access.consultations import Subject, record_consultation
from chalicelib.career.filed_pieces import casefile_of
from chalicelib.model.cursor import ListPage, cursor_of, place_of
from chalicelib.model.errors import ReaderError
from chalicelib.model.piece import Piece
from chalicelib.model.reader import Reader
from chalicelib.model.register import ActEntry
from chalicelib.model.servant import Servant
from chalicelib.ports.archive import Archive
from chalicelib.text.act_headings import LAST_DAY, UNDATED, act_entries
from chalicelib.text.act_query import FIRST_DAY, ActQuery, DayRange, names_in, read_query
from chalicelib.text.calendar import day_of

_LONGEST = 100
"""Characters of a query, of a signatory's name, and of a code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActHit:
    """An act found: a piece filed in a case file."""

    piece: str
    name: str
    """File name, as the ministry gave it."""
    type: str | None
    """Code of the nomenclature."""
    number: str | None
    """As the text has it."""
    act_date: str | None
    """In ISO 8601."""
    signatory: str | None
    matricule: str
    """Normalised, of the case file."""
    servant: Servant | None
    """As the roster in force lists it; None where it does not."""
    near: bool
    """Found by a number or a name that is nearly the one that was asked for."""


def act_query(asked: Mapping[str, str]) -> ActQuery:
    """Parse what a reader asks for: one line, and beside it the days, the signatory and the type that they chose.

    Args:
        asked: `q`, `from` and `to` in ISO 8601, `signatory`, `type` as a code of the nomenclature; each may be missing.

    Raises:
        ReaderError: `invalid`: too long, nothing to look for, or no days in their order.
    """
    text, signatory, type_ = (asked.get(name, "") for name in ("q", "signatory", "type"))
    if max(map(len, (text, signatory, type_))) > _LONGEST:
        raise ReaderError("invalid", "too long a query")
    query = read_query(text)
    names = tuple(dict.fromkeys((*names_in(signatory), *query.names)))
    query = replace(query, within=_chosen(asked), type=type_, names=tuple(sorted(names, key=lambda word: (-len(word), word))))
    if query.is_empty:
        raise ReaderError("invalid", "nothing to look for")
    return query


def _chosen(asked: Mapping[str, str]) -> DayRange:
    """Days of the days that were chosen; open where one of them is missing."""
    first, last = _day(asked, "from"), _day(asked, "to")
    within = DayRange(first=first or (FIRST_DAY if last else UNDATED), last=last or LAST_DAY)
    if within.first > within.last:
        raise ReaderError("invalid", "no such days")
    return within


def _day(asked: Mapping[str, str], name: str) -> str:
    try:
        return day_of(asked[name]).isoformat() if asked.get(name) else ""
    except ValueError as error:
        raise ReaderError("invalid", name) from error


def find_acts(reader: Reader, query: ActQuery, archive: Archive, *, cursor: str | None = None, limit: int = 20) -> ListPage[ActHit]:
    """Find acts that are filed in a case file, the latest first; those that are nearly what was asked for come last.

    Args:
        reader: the archivist.
        query: what is asked for.
        archive: the ports.
        cursor: of the page.
        limit: most acts of the page, beside at most 40 near ones on the last page.

    Raises:
        ReaderError: `invalid`: a cursor of another search.
        TransientError: the consultation could not be recorded.
    """
    scope = ("acts", repr(query))
    after = place_of(cursor, *scope)
    found, place = page_of_acts(query, archive, after=after, limit=limit)
    near = [] if place else near_acts(query, archive, none_found=after is None and not found)
    hits = _hits(found, near, archive)
    if hits:
        record_consultation("act_search", reader, Subject(), archive)
    return ListPage(entries=tuple(hits), next=cursor_of(place, *scope) if place else None)


def _hits(found: Sequence[ActEntry], near: Sequence[ActEntry], archive: Archive) -> list[ActHit]:
    """Acts of some entries, as their pieces and servants now stand; those that no longer stand in the entry's list are left out."""
    entries = {each.piece: each for each in (*near, *found)}
    pieces = archive.register.listed_pieces([each.piece for each in (*found, *near)])
    standing = {name: piece for name, piece in pieces.items() if _stands(entries[name], piece)}
    servants = _servants(standing.values(), archive)
    exact = {each.piece for each in found}
    order = dict.fromkeys(each.piece for each in (*found, *near) if each.piece in standing)
    return [_hit(standing[name], servants, near=name not in exact) for name in order]


def _stands(entry: ActEntry, piece: Piece) -> bool:
    """Whether a piece still stands in the list, with what its entry says of it; an earlier release's entry says no type."""
    return replace(entry, type=piece.type or "") in act_entries(piece)


def _servants(pieces: Iterable[Piece], archive: Archive) -> Mapping[str, Servant]:
    """Servants of the roster in force in whose case files pieces are, by normalised matricule."""
    matricules = sorted({casefile_of(piece) or "" for piece in pieces})
    pointer = archive.register.roster_pointer()
    return archive.register.servants_by_matricule(pointer.generation, matricules) if pointer and matricules else {}


def _hit(piece: Piece, servants: Mapping[str, Servant], *, near: bool) -> ActHit:
    said = {each.name: each.value for each in piece.fields}
    matricule = casefile_of(piece) or ""
    return ActHit(
        piece=piece.piece,
        name=piece.name,
        type=piece.type,
        number=said.get("act_number"),
        act_date=said.get("act_date"),
        signatory=said.get("signatory"),
        matricule=matricule,
        servant=servants.get(matricule),
        near=near,
    )
