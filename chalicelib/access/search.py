"""Finding: a case file by name or matricule, however it is spelt; a piece of one case file by its words, type or year.

A case file is found by few questions to lists that are in order, so it costs the same among a thousand and a million. Within one case
file the texts themselves are read: they are tens, always true, and what is sealed off is in no index that somebody forgot.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import permutations
from typing import Any

from chalicelib.access.consultations import Subject, record_consultation
from chalicelib.model.cursor import cursor_of, place_of, split_page
from chalicelib.model.errors import ReaderError
from chalicelib.model.identifiers import fold, normalise
from chalicelib.model.piece import Piece
from chalicelib.model.reader import Reader
from chalicelib.model.register import NameIndexEntry
from chalicelib.model.servant import Servant
from chalicelib.model.transcript import Box, Transcript
from chalicelib.personnel.directory import servant_in_force
from chalicelib.ports.archive import Archive
from chalicelib.text.letters import in_capitals
from chalicelib.text.names import SHORTEST, alike, nearness, spellings_asked, words_of

Answer = dict[str, Any]

_SPELT = 100
"""Words read for each misspelling."""
_NEAREST = 5
"""Words that are asked after in place of a misspelt one."""
_SLIPS = 2
_LOOKED_AT = 200
"""Headings looked through for one page, where several words are given."""
_READERS = 16
_TEXTS = 50
"""Pieces whose texts are read for one page."""
_LINES = 3
"""Lines told of each piece found."""
_LONGEST = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class TextQuery:
    """What is looked for in a case file; what is None is not asked."""

    words: tuple[str, ...] = ()
    """In capitals, without accents; all of them must stand in the text."""
    type: str | None = None
    year: int | None = None


def find_casefiles(query: str, archive: Archive, *, cursor: str | None = None, limit: int = 20) -> Answer:
    """Find case files by the beginning of a matricule or of names, in any order; where nobody bears them, by names that sound so.

    Args:
        query: as it was typed.
        archive: the ports.
        cursor: of the page before.
        limit: case files a page.

    Raises:
        ReaderError: `invalid`: nothing to look for, or a cursor of another search.
    """
    asked = _asked(query)
    after = place_of(cursor, "finding", *asked)
    found = _beginning(asked, archive, after=after, limit=limit + 1)
    near = not found and after is None
    if near:
        found = _sounding(asked, archive, limit=limit)
    page, last = split_page(found, limit)
    return {
        "casefiles": _told(page, archive, near=near),
        "next": cursor_of(last.place, "finding", *asked) if last else None,
    }


def _asked(query: str) -> tuple[str, ...]:
    """Read a query: a number, else the words of a name, the longest first."""
    if len(query) > _LONGEST:
        raise ReaderError("invalid", "too long a query")
    words = (fold(query),) if any(map(str.isdigit, query)) else tuple(sorted(words_of(query), key=len, reverse=True))
    if not words or len(words[0]) < SHORTEST:
        raise ReaderError("invalid", "nothing to look for")
    return words


def _beginning(asked: tuple[str, ...], archive: Archive, *, after: str | None, limit: int) -> list[NameIndexEntry]:
    """Read headings that hold the beginnings of all words, from the narrowest list that has any."""
    for beginning in _lists(asked):
        if after is None or after.startswith(beginning):
            among = archive.register.find_names(beginning, after=after, limit=_LOOKED_AT if len(asked) > 1 else limit)
            found = [each for each in among if all(_begins(each.heading, word) for word in asked)]
            if found or after is not None:
                return _each_once(found)[:limit]
    return []


def _lists(asked: tuple[str, ...]) -> list[str]:
    """Of two words, one is often whole: « jean ndayi », « ndayisenga je »; where neither is, the longest is looked through."""
    pairs = [f"{one} {other}" for one, other in permutations(asked[:2], 2)] if len(asked) > 1 else []
    return [*pairs, asked[0]]


def _begins(heading: str, asked: str) -> bool:
    return any(word.startswith(asked) for word in heading.split(" "))


def _each_once(found: Sequence[NameIndexEntry]) -> list[NameIndexEntry]:
    return list({each.servant.matricule: each for each in reversed(found)}.values())[::-1]


def _sounding(asked: tuple[str, ...], archive: Archive, *, limit: int) -> list[NameIndexEntry]:
    """Read headings of the words that sound most like those asked."""
    if any(map(str.isdigit, asked[0])):
        return []
    words = archive.register.find_spellings(spellings_asked(asked[0]), limit=_SPELT)
    ranked = sorted((nearness(asked[0], word), word) for word in words)
    found: list[NameIndexEntry] = []
    for slips, word in ranked[:_NEAREST]:
        if slips <= _SLIPS:
            found += _like_the_others(word, asked[1:], archive, limit=limit)
    return _each_once(found)[:limit]


def _like_the_others(word: str, others: tuple[str, ...], archive: Archive, *, limit: int) -> list[NameIndexEntry]:
    if not others:
        return list(archive.register.find_names(word, after=None, limit=limit))
    narrow = archive.register.find_names(f"{word} {others[0]}", after=None, limit=limit)
    wide = narrow or archive.register.find_names(word, after=None, limit=_LOOKED_AT)
    return [each for each in wide if all(_holds(each.heading, other) for other in others)]


def _holds(heading: str, asked: str) -> bool:
    return _begins(heading, asked) or any(nearness(asked, word) <= 1 for word in heading.split(" "))


def _told(page: Sequence[NameIndexEntry], archive: Archive, *, near: bool) -> list[Answer]:
    """Tell each case file as the roster in force does; who has left it is told as the last one did."""
    pointer = archive.register.roster_pointer()
    matricules = [each.servant.matricule for each in page]
    now = archive.register.servants_by_matricule(pointer.generation, matricules) if pointer and matricules else {}
    return [_entry(now.get(each.servant.matricule, each.servant), in_roster=each.servant.matricule in now, near=near) for each in page]


def _entry(servant: Servant, *, in_roster: bool, near: bool) -> Answer:
    return {
        "matricule": servant.matricule,
        "written": servant.written or servant.matricule,
        "name": servant.name,
        "first_names": servant.first_names,
        "birth_date": servant.birth_date.isoformat() if servant.birth_date else None,
        "ministry": servant.ministry or None,
        "in_roster": in_roster,
        "near": near,
    }


def search_casefile(reader: Reader, matricule: str, wanted: TextQuery, archive: Archive, *, cursor: str | None = None) -> Answer:
    """Find pieces of one case file by words of their text, type and year; a page looks through some tens of texts.

    Only what is filed is looked at: what is sealed off answers no search. An archivist's search is journalled before it leaves, and so
    is a servant's own where words are asked: lines of text leave with the answer.

    Raises:
        ReaderError: `not_found`, or `invalid`.
        TransientError: it could not be journalled.
    """
    if not reader.may_open(matricule):
        raise ReaderError("not_found", "not theirs")
    scope = (matricule, *wanted.words, wanted.type or "", str(wanted.year or ""))
    after = place_of(cursor, "search", *scope)
    pieces, last = split_page(archive.register.casefile_pieces(matricule, after=after, limit=_TEXTS + 1), _TEXTS)
    if not pieces and after is None and matricule != reader.matricule and servant_in_force(matricule, archive.register) is None:
        raise ReaderError("not_found", "no such case file")
    fresh = archive.register.pieces_with_originals(
        [piece.piece for piece in pieces if _is_of(piece, wanted)]
    )  # the index lags: one may be sealed off by now
    chosen = [piece for piece, _ in fresh.values() if piece.status == "filed" and normalise(piece.matricule or "") == matricule]
    if wanted.words or matricule != reader.matricule:
        record_consultation("search", reader, Subject(matricule=matricule), archive)
    return {"pieces": _found(chosen, wanted, archive), "next": cursor_of(last.place, "search", *scope) if last else None}


def wanted_of(query: str | None, kind: str | None, year: str | None) -> TextQuery:
    """Read what is looked for.

    Raises:
        ReaderError: `invalid`.
    """
    if len(query or "") > _LONGEST or len(kind or "") > _LONGEST or (year is not None and not (year.isdecimal() and len(year) == 4)):  # noqa: PLR2004 - digits of a year
        raise ReaderError("invalid", "search")
    words = tuple(dict.fromkeys(_words(query or "")))
    if not words and kind is None and year is None:
        raise ReaderError("invalid", "nothing to look for")
    return TextQuery(words=words, type=kind, year=int(year) if year else None)


def _is_of(piece: Piece, wanted: TextQuery) -> bool:
    act_date = next((field.value for field in piece.fields if field.name == "act_date"), "")
    return (wanted.type is None or piece.type == wanted.type) and (wanted.year is None or act_date[:4] == str(wanted.year))


def _found(pieces: Sequence[Piece], wanted: TextQuery, archive: Archive) -> list[Answer]:
    if not wanted.words:
        return [_hit(piece, []) for piece in pieces]
    with ThreadPoolExecutor(_READERS) as readers:
        texts = readers.map(lambda piece: archive.vault.transcript(piece.digest), pieces)
        return [_hit(piece, lines) for piece, text in zip(pieces, texts, strict=True) if (lines := _lines_with(text, wanted.words))]


def _hit(piece: Piece, lines: list[Answer]) -> Answer:
    act_date = next((field.value for field in piece.fields if field.name == "act_date"), None)
    told = {"piece": piece.piece, "name": piece.name, "type": piece.type, "date": act_date}
    return told | {"year": int(act_date[:4]) if act_date else None, "lines": lines}


def _lines_with(text: Transcript | None, words: tuple[str, ...]) -> list[Answer]:
    """Give the first lines that hold any of the words, if the text holds all of them."""
    missing, found = set(words), list[tuple[int, str, Box]]()
    for page in text.pages if text else ():
        for line in page.lines:
            held = {word for word in words if any(_is_said(word, each) for each in _words(line.text))}
            missing -= held
            if held:
                found.append((page.number, line.text, line.box))
    return [{"page": page, "text": said, "box": list(box)} for page, said, box in found[:_LINES]] if not missing else []


def _words(text: str) -> list[str]:
    bare = "".join(letter if letter.isalnum() else " " for letter in in_capitals(text))
    return bare.split()


def _is_said(asked: str, word: str) -> bool:
    return word.startswith(asked) or alike(asked, word)
