"""Search for case files by the name or matricule of their servant, however it is spelt.

A case file is found by a few range queries on sorted lists of names, so the cost is the same for a thousand and a million servants.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import permutations

from chalicelib.model.cursor import ListPage, cursor_of, place_of, split_page
from chalicelib.model.errors import ReaderError
from chalicelib.model.identifiers import fold
from chalicelib.model.register import NameIndexEntry
from chalicelib.model.servant import Servant
from chalicelib.ports.archive import Archive
from chalicelib.text.names import SHORTEST, nearness, spellings_asked, words_of

_SPELLINGS = 100
"""Words read for each key of a misspelling."""
_NEAREST = 5
"""Nearest words whose case files are read in place of a misspelt word."""
_MOST_ERRORS = 2
"""Letters by which such a word may differ."""
_HEADINGS = 200
"""Headings filtered for one page of a query of several words."""
_LONGEST = 100
"""Letters of a query."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFileHit:
    """A case file found by the name or matricule of its servant."""

    servant: Servant
    """As the roster in force lists it; as the last roster did for a servant who is no longer listed."""
    in_roster: bool
    """The roster in force lists the servant."""
    near: bool
    """Found by a name that only sounds like the query."""


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
