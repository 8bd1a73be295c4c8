"""The people that a text mentions, each with the role of the mention. Nothing here asks the roster."""

from collections.abc import Iterator, Sequence
from typing import Final

from chalicelib.analysis.linkage.evidence import MentionedPerson, MentionWeight
from chalicelib.analysis.linkage.line_roles import Stream, Token
from chalicelib.analysis.linkage.name_roles import is_applicant, is_kin, is_secondary
from chalicelib.analysis.linkage.vocabulary import vocabulary
from chalicelib.text.names import alike

_LIKE_LETTERS: Final = str.maketrans("01568", "OISGB")
_MOST_NAMES: Final = 5
"""Words of one name."""
_SHORTEST: Final = 3
"""Letters of a name; shorter words are initials."""
_LABEL_REACH: Final = 8
"""Words within which a name follows its label."""


def people_of(stream: Stream) -> Iterator[MentionedPerson]:
    """Find the people of a text: after a title or a label, or by the look of a name."""
    tokens, place = stream.tokens, 0
    while place < len(tokens):
        begin, weight = _introduction(tokens, place)
        titled = weight is MentionWeight.TITLED
        names = _names_from(tokens, begin, capitals=not titled, rows=int(titled))
        if names and (weight or _looks_like_a_name(names)):
            yield _mentioned(stream, place, begin + len(names) - place, tuple(each.word for each in names), weight)
            place = begin + len(names)
        else:
            place += 1


def possible_people_of(stream: Stream) -> Iterator[MentionedPerson]:
    """Find what may be a name although no title or label says so: words with capitals in a row, as « NIYO JEAN » on a diploma."""
    place = 0
    while place < len(stream.tokens):
        names = _names_from(stream.tokens, place, capitals=False, rows=0)
        row = stream.rows[stream.tokens[place].row]
        if len(names) > 1 and not (row.heading or row.opening or row.citing or is_secondary(stream.rows, stream.tokens, place)):
            yield MentionedPerson(names=tuple(each.word for each in names), row=names[0].row, token=place, length=len(names))
        place += max(len(names), 1)


def _mentioned(stream: Stream, place: int, length: int, names: tuple[str, ...], weight: MentionWeight) -> MentionedPerson:
    row = stream.rows[stream.tokens[place].row]
    if row.citing:
        weight = MentionWeight.NAMED
    elif row.heading:
        weight = MentionWeight.HEADED
    elif is_applicant(stream.tokens, place):
        weight = MentionWeight.ENTERED
    secondary = is_secondary(stream.rows, stream.tokens, place, titled=is_title(stream.tokens[place].word))
    kin = is_kin(stream.tokens, place)
    row_index = stream.tokens[place].row
    return MentionedPerson(names=names, row=row_index, token=place, length=length, weight=weight, secondary=secondary, kin=kin)


def is_title(word: str) -> bool:
    """Say whether a word, in capitals, is a title before a name, right or misread."""
    return word in vocabulary().titles or any(alike(word, title) for title in vocabulary().long_titles)


def is_label(word: str) -> bool:
    """Say whether a word, in capitals, is the label of a name, right or misread."""
    return word.translate(_LIKE_LETTERS) in vocabulary().name_labels or alike(word, "PRENOM")


def _introduction(tokens: Sequence[Token], place: int) -> tuple[int, MentionWeight]:
    """Tell where a name would begin, and whether a title or a label introduces it."""
    token = tokens[place]
    if token.raw[0].isupper() and is_title(token.word):
        return place + 1, MentionWeight.TITLED
    if is_label(token.word) and (token.raw[0].isupper() or tokens[max(0, place - 3)].row < token.row or place < 3):  # noqa: PLR2004 - words before a label
        within = vocabulary().after_name_label
        places = range(place + 1, min(place + _LABEL_REACH, len(tokens)))
        begin = next((at for at in places if tokens[at].word not in within and not is_label(tokens[at].word)), len(tokens))
        return begin, MentionWeight.ENTERED
    return place, MentionWeight.NAMED


def _names_from(tokens: Sequence[Token], begin: int, *, capitals: bool, rows: int) -> list[Token]:
    """Gather the words of a name.

    Args:
        tokens: of the text.
        begin: index of the first word.
        capitals: one word at least must be in capitals.
        rows: line breaks that the name may cross.
    """
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
    """Say whether a word may be a name: letters, the first of them a capital, and perhaps a digit or two read for letters."""
    digits = sum(map(str.isdigit, token.raw))
    if token.word in vocabulary().not_names or len(token.word) < _SHORTEST or not token.raw.isalnum():
        return False
    return token.raw[0].isupper() if not digits else 2 * digits < len(token.raw) - 1 and token.raw.translate(_LIKE_LETTERS)[0].isupper()


def _looks_like_a_name(names: Sequence[Token]) -> bool:
    """Say whether one word is in capitals and one has a single capital: as acts write surname and first name."""
    surname = any(_is_upper(token) and len(token.raw) > _SHORTEST for token in names)
    return surname and any(not _is_upper(token) for token in names)


def _is_upper(token: Token) -> bool:
    """Say whether one word is in capitals, with at most a quarter of its letters misread as small ones."""
    small = sum(letter.islower() for letter in token.raw)
    return 4 * small < len(token.raw) - 1
