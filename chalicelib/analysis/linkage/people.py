"""Whom a text presents, and in which part: whom it is about, or who signs, rates, witnesses, or is kin. Nothing here knows who exists."""

from collections.abc import Iterator, Sequence
from typing import Final

from chalicelib.analysis.linkage.evidence import NO_NAMES, Part, Presented
from chalicelib.analysis.linkage.line_roles import Stream, Token, asks, is_aside, is_kin
from chalicelib.text.names import alike

_TITLES: Final = frozenset(
    {"MONSIEUR", "MADAME", "MADEMOISELLE", "MME", "MLLE", "MR", "M", "SIEUR", "DAME", "DOCTEUR", "DR", "ABBE", "SOEUR"}
)
_LONG_TITLES: Final = ("MONSIEUR", "MADAME", "MADEMOISELLE")
_NAME_LABELS: Final = frozenset({"NOM", "NOMS", "PRENOM", "PRENOMS", "AMAZINA", "IZINA"})
_IN_LABEL: Final = _NAME_LABELS | {
    *(
        "ET",
        "DE",
        "L",
        "AGENT",
        "COMPLET",
        "FAMILLE",
        "INTERESSE",
        "INTERESSEE",
        "DU",
        "FONCTIONNAIRE",
        "S",
        "LA",
        "AMATAZIRANO",
        "N",
        "NAMATAZIRANO",
    ),
    *("EVALUE", "EVALUEE", "NOTE", "NOTEE", "CANDIDAT", "CANDIDATE", "TITULAIRE", "BENEFICIAIRE", "ELEVE"),
}
_LIKE_LETTERS: Final = str.maketrans("01568", "OISGB")
_MOST_NAMES: Final = 5
_SHORTEST: Final = 3
"""Letters of a name; shorter words are initials."""


def people_of(stream: Stream) -> Iterator[Presented]:
    """Find whom the text presents: after a title or a label, or by the look of a name."""
    tokens, place = stream.tokens, 0
    while place < len(tokens):
        begin, part = _opening(tokens, place)
        names = _names_from(tokens, begin, capitals=part is not Part.TITLED, rows=int(part is Part.TITLED))
        if names and (part or _looks_like_a_name(names)):
            yield _presented(stream, place, begin + len(names) - place, tuple(each.word for each in names), part)
            place = begin + len(names)
        else:
            place += 1


def capitals_of(stream: Stream) -> Iterator[Presented]:
    """Find what may be names and is not told to be: words with capitals in a row, as « NIYO JEAN » on a diploma."""
    place = 0
    while place < len(stream.tokens):
        names = _names_from(stream.tokens, place, capitals=False, rows=0)
        row = stream.rows[stream.tokens[place].row]
        if len(names) > 1 and not (row.heading or row.opening or row.citing or is_aside(stream.rows, stream.tokens, place)):
            yield Presented(names=tuple(each.word for each in names), row=names[0].row, token=place, length=len(names))
        place += max(len(names), 1)


def _presented(stream: Stream, place: int, length: int, names: tuple[str, ...], part: Part) -> Presented:
    row = stream.rows[stream.tokens[place].row]
    if row.citing:
        part = Part.NAMED
    elif row.heading:
        part = Part.HEADED
    elif asks(stream.tokens, place):
        part = Part.ENTERED
    aside = is_aside(stream.rows, stream.tokens, place, titled=is_title(stream.tokens[place].word))
    kin = is_kin(stream.tokens, place)
    return Presented(names=names, row=stream.tokens[place].row, token=place, length=length, part=part, aside=aside, kin=kin)


def is_title(word: str) -> bool:
    """Say whether a word, in capitals, is a title before a name, whole or misread."""
    return word in _TITLES or any(alike(word, title) for title in _LONG_TITLES)


def is_label(word: str) -> bool:
    """Say whether a word, in capitals, is the label of a name, whole or misread."""
    return word.translate(_LIKE_LETTERS) in _NAME_LABELS or alike(word, "PRENOM")


def _opening(tokens: Sequence[Token], place: int) -> tuple[int, Part]:
    """Tell where names would begin, and whether a title or a label says that they do."""
    token = tokens[place]
    if token.raw[0].isupper() and is_title(token.word):
        return place + 1, Part.TITLED
    if is_label(token.word) and (token.raw[0].isupper() or tokens[max(0, place - 3)].row < token.row or place < 3):  # noqa: PLR2004
        places = range(place + 1, min(place + 8, len(tokens)))
        begin = next((at for at in places if tokens[at].word not in _IN_LABEL and not is_label(tokens[at].word)), len(tokens))
        return begin, Part.ENTERED
    return place, Part.NAMED


def _names_from(tokens: Sequence[Token], begin: int, *, capitals: bool, rows: int) -> list[Token]:
    """Gather the names that stand from here on, if one at least is in capitals where that is asked; `rows` may be crossed."""
    names = list[Token]()
    for token in tokens[begin : begin + _MOST_NAMES]:
        if not _may_name(token):
            break
        if names and token.row > names[0].row + rows:
            break
        names.append(token)
        if token.stops:
            break
    if capitals and not any(map(_is_upper, names)):
        return []
    return names


def _may_name(token: Token) -> bool:
    """Say whether a word may be a name: letters, the first of them large, and perhaps a figure or two read for one."""
    figures = sum(map(str.isdigit, token.raw))
    if token.word in NO_NAMES or len(token.word) < _SHORTEST or not token.raw.isalnum():
        return False
    return token.raw[0].isupper() if not figures else 2 * figures < len(token.raw) - 1 and token.raw.translate(_LIKE_LETTERS)[0].isupper()


def _looks_like_a_name(names: Sequence[Token]) -> bool:
    """One word in capitals and one with a capital: as acts write surname and first name."""
    surname = any(_is_upper(token) and len(token.raw) > _SHORTEST for token in names)
    return surname and any(not _is_upper(token) for token in names)


def _is_upper(token: Token) -> bool:
    """Say whether a word is in capitals, but for a letter misread."""
    small = sum(letter.islower() for letter in token.raw)
    return 4 * small < len(token.raw) - 1
