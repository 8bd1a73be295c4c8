"""Search: case files by name or matricule however it is spelt, and pieces of one case file by their text, type or year.

A case file is found by a few range queries on sorted lists of names, so the cost is the same for a thousand and a million servants.
Within one case file the texts themselves are read, some tens of them: there is no index of texts that a sealed piece could be left in.
"""

import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import permutations

from chalicelib.access.casefiles import check_may_open
from chalicelib.access.consultations import Subject, record_consultation
from chalicelib.access.pieces import act_date_of, casefile_of, year_of
from chalicelib.model.cursor import ListPage, cursor_of, place_of, split_page
from chalicelib.model.errors import ReaderError
from chalicelib.model.identifiers import fold
from chalicelib.model.piece import Piece
from chalicelib.model.reader import Reader
from chalicelib.model.register import NameIndexEntry
from chalicelib.model.servant import Servant
from chalicelib.model.transcript import Box, Transcript
from chalicelib.personnel.directory import servant_in_force
from chalicelib.ports.archive import Archive
from chalicelib.text.letters import in_capitals
from chalicelib.text.names import SHORTEST, alike, nearness, spellings_asked, words_of

_SPELLINGS = 100
"""Words read for each key of a misspelling."""
_NEAREST = 5
"""Nearest words whose case files are read in place of a misspelt word."""
_MOST_ERRORS = 2
"""Letters by which such a word may differ."""
_HEADINGS = 200
"""Headings filtered for one page of a query of several words."""
_THREADS = 16
"""Texts read at the same time."""
_TEXTS = 50
"""Pieces whose texts are read for one page."""
_LINES = 3
"""Lines returned of each piece found."""
_LONGEST = 100
"""Letters of a query."""
_YEAR = re.compile(r"\d{4}")


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFileHit:
    """A case file found by the name or matricule of its servant."""

    servant: Servant
    """As the roster in force lists it; as the last roster did for a servant who is no longer listed."""
    in_roster: bool
    """The roster in force lists the servant."""
    near: bool
    """Found by a name that only sounds like the query."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextQuery:
    """Criteria of a search within a case file; None is no criterion."""

    words: tuple[str, ...] = ()
    """In capitals, without accents; the text must contain all of them."""
    type: str | None = None
    """Code of the nomenclature."""
    year: int | None = None
    """Of the act."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundLine:
    """A line of text that contains a word of the query."""

    page: int
    """From 1."""
    text: str
    box: Box


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceHit:
    """A piece found in a case file."""

    piece: str
    name: str
    """File name, as the ministry gave it."""
    type: str | None
    """Code of the nomenclature."""
    act_date: str | None
    """In ISO 8601."""
    lines: tuple[FoundLine, ...] = ()

    @property
    def year(self) -> int | None:
        """Year of the act."""
        return year_of(self.act_date)


def find_casefiles(query: str, archive: Archive, *, cursor: str | None = None, limit: int = 20) -> ListPage[CaseFileHit]:
    """Find case files by the beginning of a matricule or of names in any order.

    1. Parse the query. 2. Look up headings that begin so. 3. Where there are none, look up names that sound like the query. 4. Read
    the servants from the roster in force.

    Args:
        query: as typed.
        archive: the ports.
        cursor: of the page.
        limit: most case files of the page.

    Raises:
        ReaderError: `invalid`: an empty or too long query, or a cursor of another search.
    """
    words = _words_of_query(query)
    after = place_of(cursor, "finding", *words)
    found = _beginning(words, archive, after=after, limit=limit + 1)
    near = not found and after is None
    if near:
        found = _sounding(words, archive, limit=limit)
    page, last = split_page(found, limit)
    return ListPage(entries=_hits(page, archive, near=near), next=cursor_of(last.place, "finding", *words) if last else None)


def _words_of_query(query: str) -> tuple[str, ...]:
    """Parse a query: one matricule if it contains a digit, else the words of a name, the longest first."""
    if len(query) > _LONGEST:
        raise ReaderError("invalid", "too long a query")
    words = (fold(query),) if any(map(str.isdigit, query)) else tuple(sorted(words_of(query), key=len, reverse=True))
    if not words or len(words[0]) < SHORTEST:
        raise ReaderError("invalid", "nothing to look for")
    return words


def _beginning(words: tuple[str, ...], archive: Archive, *, after: str | None, limit: int) -> list[NameIndexEntry]:
    """Headings in which each word begins a word, from the narrowest list that has any."""
    for beginning in _beginnings(words):
        if after is None or after.startswith(beginning):
            among = archive.register.find_names(beginning, after=after, limit=_HEADINGS if len(words) > 1 else limit)
            found = [each for each in among if all(_begins(each.heading, word) for word in words)]
            if found or after is not None:
                return _unique(found)[:limit]
    return []


def _beginnings(words: tuple[str, ...]) -> list[str]:
    """Beginnings to look up, the narrowest first.

    Of two words one is often complete (« jean ndayi », « ndayisenga je »): then the pair begins a heading. Else the longest word does.
    """
    pairs = [f"{one} {other}" for one, other in permutations(words[:2], 2)] if len(words) > 1 else []
    return [*pairs, words[0]]


def _begins(heading: str, beginning: str) -> bool:
    return any(word.startswith(beginning) for word in heading.split(" "))


def _unique(found: Sequence[NameIndexEntry]) -> list[NameIndexEntry]:
    """First heading of each servant."""
    return list({each.servant.matricule: each for each in reversed(found)}.values())[::-1]


def _sounding(words: tuple[str, ...], archive: Archive, *, limit: int) -> list[NameIndexEntry]:
    """Headings of the words that sound most like the query's."""
    if any(map(str.isdigit, words[0])):
        return []
    similar = archive.register.find_spellings(spellings_asked(words[0]), limit=_SPELLINGS)
    ranked = sorted((nearness(words[0], word), word) for word in similar)
    found: list[NameIndexEntry] = []
    for errors, word in ranked[:_NEAREST]:
        if errors <= _MOST_ERRORS:
            found += _near_all(word, words[1:], archive, limit=limit)
    return _unique(found)[:limit]


def _near_all(word: str, others: tuple[str, ...], archive: Archive, *, limit: int) -> list[NameIndexEntry]:
    """Headings under a word that hold the other words too, each with one wrong letter at most."""
    if not others:
        return list(archive.register.find_names(word, after=None, limit=limit))
    narrow = archive.register.find_names(f"{word} {others[0]}", after=None, limit=limit)
    wide = narrow or archive.register.find_names(word, after=None, limit=_HEADINGS)
    return [each for each in wide if all(_contains(each.heading, other) for other in others)]


def _contains(heading: str, asked: str) -> bool:
    return _begins(heading, asked) or any(nearness(asked, word) <= 1 for word in heading.split(" "))


def _hits(page: Sequence[NameIndexEntry], archive: Archive, *, near: bool) -> tuple[CaseFileHit, ...]:
    """Hits with the servants as the roster in force lists them."""
    pointer = archive.register.roster_pointer()
    matricules = [each.servant.matricule for each in page]
    now = archive.register.servants_by_matricule(pointer.generation, matricules) if pointer and matricules else {}
    return tuple(
        CaseFileHit(servant=now.get(each.servant.matricule, each.servant), in_roster=each.servant.matricule in now, near=near)
        for each in page
    )


def search_casefile(reader: Reader, matricule: str, query: TextQuery, archive: Archive, *, cursor: str | None = None) -> ListPage[PieceHit]:
    """Find filed pieces of one case file by words of their text, type and year; a page searches 50 pieces.

    1. Check that the reader may open the case file. 2. List its pieces. 3. Read those that match again: the index lags, and one may
    be sealed off by now. 4. Record the search, except a servant's own without words, which returns no text. 5. Read the texts.

    Raises:
        ReaderError: `not_found`; `invalid` for a cursor of another search.
        TransientError: the search could not be recorded.
    """
    check_may_open(reader, matricule)
    scope = (matricule, *query.words, query.type or "", str(query.year or ""))
    after = place_of(cursor, "search", *scope)
    pieces, last = split_page(archive.register.casefile_pieces(matricule, after=after, limit=_TEXTS + 1), _TEXTS)
    if not pieces and after is None and matricule != reader.matricule and servant_in_force(matricule, archive.register) is None:
        raise ReaderError("not_found", "no such case file")
    fresh = archive.register.pieces_with_originals([piece.piece for piece in pieces if _matches(piece, query)])
    filed = [piece for piece, _ in fresh.values() if casefile_of(piece) == matricule]
    if query.words or matricule != reader.matricule:
        record_consultation("search", reader, Subject(matricule=matricule), archive)
    return ListPage(entries=_found(filed, query, archive), next=cursor_of(last.place, "search", *scope) if last else None)


def text_query(words: str | None, type_: str | None, year: str | None) -> TextQuery:
    """Parse the criteria of a search within a case file.

    Raises:
        ReaderError: `invalid`: no criterion, or one that is too long or no year.
    """
    if len(words or "") > _LONGEST or len(type_ or "") > _LONGEST or (year is not None and not _YEAR.fullmatch(year)):
        raise ReaderError("invalid", "search")
    wanted = tuple(dict.fromkeys(_words(words or "")))
    if not wanted and type_ is None and year is None:
        raise ReaderError("invalid", "nothing to look for")
    return TextQuery(words=wanted, type=type_, year=int(year) if year else None)


def _matches(piece: Piece, query: TextQuery) -> bool:
    """Whether a piece has the type and year of a query."""
    act_date = act_date_of(piece) or ""
    return (query.type is None or piece.type == query.type) and (query.year is None or act_date[:4] == str(query.year))


def _found(pieces: Sequence[Piece], query: TextQuery, archive: Archive) -> tuple[PieceHit, ...]:
    """Pieces whose texts contain all words of a query."""
    if not query.words:
        return tuple(_hit(piece, ()) for piece in pieces)
    with ThreadPoolExecutor(_THREADS) as threads:
        texts = threads.map(lambda piece: archive.vault.transcript(piece.digest), pieces)
        return tuple(_hit(piece, lines) for piece, text in zip(pieces, texts, strict=True) if (lines := _lines_with(text, query.words)))


def _hit(piece: Piece, lines: tuple[FoundLine, ...]) -> PieceHit:
    return PieceHit(piece=piece.piece, name=piece.name, type=piece.type, act_date=act_date_of(piece), lines=lines)


def _lines_with(text: Transcript | None, words: tuple[str, ...]) -> tuple[FoundLine, ...]:
    """First lines that contain any of the words, if the text contains all of them."""
    missing, found = set(words), list[FoundLine]()
    for page in text.pages if text else ():
        for line in page.lines:
            contained = {word for word in words if any(_is_said(word, each) for each in _words(line.text))}
            missing -= contained
            if contained:
                found.append(FoundLine(page=page.number, text=line.text, box=line.box))
    return tuple(found[:_LINES]) if not missing else ()


def _words(text: str) -> list[str]:
    bare = "".join(letter if letter.isalnum() else " " for letter in in_capitals(text))
    return bare.split()


def _is_said(asked: str, word: str) -> bool:
    return word.startswith(asked) or alike(asked, word)
