"""The lists in which acts stand: which of them a search reads, and which entries of them are what was asked for, or nearly so."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from chalicelib.model.errors import ReaderError
from chalicelib.model.piece import Field, Piece
from chalicelib.model.register import ActEntry
from chalicelib.ports.archive import Archive
from chalicelib.text.act_headings import (
    UNDATED,
    act_entries,
    day_headings,
    exact_heading,
    near_headings,
    signatory_words,
    signed_heading,
    type_headings,
)
from chalicelib.text.act_query import ANY_DAY, ActQuery, DayRange
from chalicelib.text.letters import distance
from chalicelib.text.names import alike, nearness, sound, spellings_asked

_READ = 400
"""Entries read for one page, where some of them are not what was asked for: about 80 kB."""
_NEAR = 20
"""Acts of a misread number or name that are shown."""
_NEAR_READ = 40
"""Entries read of each list of such acts."""
_FIRST_LIST, _LAST_LIST = "1900-01-01", "2109-12-31"
"""Days between which acts are listed by their day, in lists of ten years."""
_SPELLINGS, _NEAREST, _MOST_ERRORS = 100, 5, 2
"""Words read for each key of a misspelling, nearest ones looked up, letters by which they may differ: as in `search`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _List:
    """A list in which acts stand, and the days in it that are asked for."""

    heading: str
    days: DayRange


def _lists(query: ActQuery) -> Sequence[_List]:
    """Lists of the acts that are asked for, in the order in which they are read."""
    days = query.days
    if query.figures:
        undated = [] if days == ANY_DAY or query.within != ANY_DAY else [DayRange(first=UNDATED, last=UNDATED)]
        lists = [_List(heading=exact_heading(query.figures), days=each) for each in (days, *undated)]
    elif query.names:
        lists = [_List(heading=signed_heading(query.names[0]), days=days)]
    else:
        first, last = max(days.first, _FIRST_LIST), min(days.last, _LAST_LIST)
        dated = type_headings(query.type, first, last) if query.type else day_headings(first, last)
        without_day = type_headings(query.type, UNDATED, UNDATED) if query.type and days == ANY_DAY else ()
        lists = [_List(heading=each, days=days) for each in (*dated, *without_day)]
    return [each for each in lists if each.days.first <= each.days.last]


def page_of_acts(query: ActQuery, archive: Archive, *, after: str | None, limit: int) -> tuple[list[ActEntry], str | None]:
    """Entries of one page, and the place where the next begins: number of a list and place in it; None where the lists end."""
    lists = _lists(query)
    number, before = _begin(after, lists)
    found, left = list[ActEntry](), _READ
    while number < len(lists) and left:
        wanted = left if _is_sifted(query) else min(left, limit + 1 - len(found))
        days = lists[number].days
        read = archive.register.find_acts(lists[number].heading, first=days.first, last=days.last, before=before or None, limit=wanted)
        left -= len(read)
        for entry in read:
            if _is_wanted(entry, query):
                if len(found) == limit:
                    return found, f"{number}|{before}"
                found.append(entry)
            before = entry.place
        number, before = (number, before) if len(read) == wanted else (number + 1, "")
    return found, f"{number}|{before}" if number < len(lists) else None


def _begin(after: str | None, lists: Sequence[_List]) -> tuple[int, str]:
    """Number of the list, and place in it, after which a page begins.

    Raises:
        ReaderError: `invalid` for a place that no list has.
    """
    if after is None:
        return 0, ""
    number, _, before = after.partition("|")
    if not number.isdecimal() or int(number) >= len(lists) or (before and before.partition("#")[0] not in lists[int(number)].days):
        raise ReaderError("invalid", "cursor")
    return int(number), before


def _is_sifted(query: ActQuery) -> bool:
    """Whether the lists of a search hold other acts than those that are asked for."""
    by_number_or_name = bool(query.figures or query.names)
    return (bool(query.names) and (bool(query.figures) or len(query.names) > 1)) or (bool(query.type) and by_number_or_name)


def _is_wanted(entry: ActEntry, query: ActQuery) -> bool:
    """Whether an entry's act has the type that is asked for, and its signatory the name."""
    return _has_type(entry, query) and _is_signed(entry, query.names)


def _has_type(entry: ActEntry, query: ActQuery) -> bool:
    return query.type in {"", entry.type}


def _is_signed(entry: ActEntry, names: Iterable[str]) -> bool:
    """Whether each word asked for stands in the signatory's name, or sounds as one of its words."""
    said = signatory_words(entry.signatory)
    return all(any(sound(name) == sound(word) for word in said) for name in names)


def near_acts(query: ActQuery, archive: Archive, *, none_found: bool) -> list[ActEntry]:
    """Acts that are nearly what was asked for, the nearest first."""
    if query.figures:
        return _near_number(query, archive, none_found=none_found)
    if not query.names:
        return []
    return [*(_near_name(query, archive) if none_found else []), *_signed_undated(query, archive)]


def _signed_undated(query: ActQuery, archive: Archive) -> list[ActEntry]:
    """Acts of the signatory whose day was not read, where days were asked for in words: they may be of those days."""
    if query.said == ANY_DAY or query.within != ANY_DAY:
        return []
    undated = _all([signed_heading(query.names[0])], DayRange(first=UNDATED, last=UNDATED), archive)
    return [each for each in undated if _is_wanted(each, query)][:_NEAR]


def _near_number(query: ActQuery, archive: Archive, *, none_found: bool) -> list[ActEntry]:
    """Acts whose number is one slip away; where none was found, also those of the number with another day or signatory."""
    headings = near_headings(query.figures) if query.written else ()
    days = query.days
    like = [each for each in _all(headings, days, archive) if _is_wanted(each, query) and _slips(query, each) == 1]
    is_narrow = none_found and (query.days != query.within or query.names)
    same = _all([exact_heading(query.figures)], query.within, archive) if is_narrow else []
    typed = [each for each in same if _has_type(each, query)]
    others = [each for each in typed if not (_is_signed(each, query.names) and (each.day in days or _stands_undated(query, each)))]
    latest = sorted({each.piece: each for each in (*like, *others)}.values(), key=lambda each: each.place, reverse=True)
    return sorted(latest, key=lambda each: _slips(query, each))[:_NEAR]


def _stands_undated(query: ActQuery, entry: ActEntry) -> bool:
    return entry.day == UNDATED and query.within == ANY_DAY


def _slips(query: ActQuery, entry: ActEntry) -> int:
    return distance(query.figures, entry.figures, 1)


def _near_name(query: ActQuery, archive: Archive) -> list[ActEntry]:
    """Acts signed by somebody of nearly the name: a word misspelt or half typed, or misread where the others are right."""
    first, *others = query.names
    similar = archive.register.find_spellings(spellings_asked(first), limit=_SPELLINGS)
    ranked = sorted((nearness(first, word), word) for word in similar)
    words = [word for errors, word in ranked if errors <= _MOST_ERRORS][:_NEAREST]
    headings = dict.fromkeys(signed_heading(each) for each in (first, *words, *others))
    entries = {each.piece: each for each in _all(headings, query.days, archive, limit=_READ // max(1, len(headings)))}
    typed = [each for each in entries.values() if _has_type(each, query)]
    named = [each for each in typed if all(_is_named(name, each) for name in query.names)]
    return sorted(named, key=lambda each: each.place, reverse=True)[:_NEAR]


def _is_named(name: str, entry: ActEntry) -> bool:
    return any(alike(name, word) or nearness(name, word) <= 1 for word in signatory_words(entry.signatory))


def _all(headings: Iterable[str], days: DayRange, archive: Archive, *, limit: int = _NEAR_READ) -> Sequence[ActEntry]:
    """The latest entries of some lists within a period."""
    wanted = list(headings)
    if not wanted or days.first > days.last:
        return []
    return archive.register.find_acts_in_all(wanted, first=days.first, last=days.last, limit=limit)


def field_found(query: ActQuery, piece: Piece) -> Field | None:
    """Field by which a piece is the act that is asked for, by number or day; None where it is not, or where neither is asked for."""
    entry = next(iter(act_entries(piece)), None)
    if entry is None or not _is_signed(entry, query.names):
        return None
    is_number = bool(query.figures) and (_slips(query, entry) == 0 or (query.written and _slips(query, entry) == 1))
    if is_number and (entry.day in query.days or entry.day == UNDATED):
        return _field(piece, "act_number")
    is_day = not query.figures and query.days != ANY_DAY and entry.day in query.days
    return _field(piece, "act_date") if is_day else None


def _field(piece: Piece, name: str) -> Field | None:
    return next((each for each in piece.fields if each.name == name), None)
