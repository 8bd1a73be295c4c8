"""Search within one case file: its pieces by words of their text, by type, by year.

The texts themselves are read, some tens of them: there is no index of texts that a sealed piece could be left in.

A number or a day of an act is looked for in the fields of the pieces too, where one misread figure is forgiven.

1. Check that the reader may open the case file. 2. List its pieces. 3. Read those that match again: the index lags, and one may be
sealed off by now. 4. Record the search, except a servant's own without words, which returns no text. 5. Read the texts.
"""

import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from chalicelib.access.act_lists import field_found
from chalicelib.access.casefiles import check_may_open
from chalicelib.access.consultations import Subject, record_consultation
from chalicelib.access.pieces import year_of
from chalicelib.career.filed_pieces import act_date_of, casefile_of
from chalicelib.model.cursor import ListPage, cursor_of, place_of, split_page
from chalicelib.model.errors import ReaderError
from chalicelib.model.piece import Piece
from chalicelib.model.reader import Reader
from chalicelib.model.transcript import Box, Transcript
from chalicelib.personnel.directory import servant_in_force
from chalicelib.ports.archive import Archive
from chalicelib.text.act_query import NOTHING, ActQuery, read_query
from chalicelib.text.letters import in_capitals
from chalicelib.text.names import alike

_THREADS = 16
"""Texts read at the same time."""
_TEXTS = 50
"""Pieces whose texts are read for one page."""
_LINES = 3
"""Lines returned of each piece found."""
_LONGEST = 100
"""Characters of the words, and of the type."""
_YEAR = re.compile(r"\d{4}")


@dataclass(frozen=True, slots=True, kw_only=True)
class TextQuery:
    """Criteria of a search within a case file; None is no criterion."""

    words: tuple[str, ...] = ()
    """In capitals, without accents; the text must contain all of them."""
    type: str | None = None
    """Code of the nomenclature."""
    year: int | None = None
    """Of the act."""
    act: ActQuery = NOTHING
    """The words as a search for acts: its number or day may stand in the fields of a piece."""


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


def search_casefile(reader: Reader, matricule: str, query: TextQuery, archive: Archive, *, cursor: str | None = None) -> ListPage[PieceHit]:
    """Find filed pieces of one case file by words of their text, type and year; a page searches 50 pieces.

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
    return TextQuery(words=wanted, type=type_, year=int(year) if year else None, act=read_query(words or ""))


def _matches(piece: Piece, query: TextQuery) -> bool:
    """Whether a piece has the type and year of a query."""
    act_date = act_date_of(piece) or ""
    return (query.type is None or piece.type == query.type) and (query.year is None or act_date[:4] == str(query.year))


def _found(pieces: Sequence[Piece], query: TextQuery, archive: Archive) -> tuple[PieceHit, ...]:
    """Pieces whose texts contain all words of a query, or whose fields say the act that is asked for."""
    if not query.words:
        return tuple(_hit(piece, ()) for piece in pieces)
    with ThreadPoolExecutor(_THREADS) as threads:
        texts = threads.map(lambda piece: _text_of(piece, archive), pieces)
        both = zip(pieces, texts, strict=True)
        return tuple(_hit(piece, lines) for piece, text in both if (lines := _lines_with(text, query.words) or _line_of(piece, query.act)))


def _text_of(piece: Piece, archive: Archive) -> Transcript | None:
    transcript = archive.vault.transcript(piece.digest)
    return transcript.of_pages(piece.pages) if transcript else None


def _hit(piece: Piece, lines: tuple[FoundLine, ...]) -> PieceHit:
    return PieceHit(piece=piece.piece, name=piece.name, type=piece.type, act_date=act_date_of(piece), lines=lines)


def _lines_with(text: Transcript | None, words: tuple[str, ...]) -> tuple[FoundLine, ...]:
    """First lines that contain any of the words, if the text contains all of them."""
    missing, found = set(words), list[FoundLine]()
    for page in text.pages if text else ():
        for line in page.lines:
            contained = {word for word in words if any(_is_word(word, each) for each in _words(line.text))}
            missing -= contained
            if contained:
                found.append(FoundLine(page=page.number, text=line.text, box=line.box))
    return tuple(found[:_LINES]) if not missing else ()


def _line_of(piece: Piece, act: ActQuery) -> tuple[FoundLine, ...]:
    """The place on a page where the act's number or day was read, where it is the one that is asked for."""
    field = field_found(act, piece)
    return (FoundLine(page=field.page, text=field.raw, box=field.box),) if field else ()


def _words(text: str) -> list[str]:
    """Words of a text, in capitals and without accents.

    >>> _words("Congé d'été")
    ['CONGE', 'D', 'ETE']
    """
    bare = "".join(letter if letter.isalnum() else " " for letter in in_capitals(text))
    return bare.split()


def _is_word(wanted: str, word: str) -> bool:
    """Whether a word of a text is the wanted one: it begins so, or a letter or two of a long word were misread."""
    return word.startswith(wanted) or alike(wanted, word)
