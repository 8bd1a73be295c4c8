"""What a text says about people: the numbers printed in it, the days of birth, the people it mentions, and where."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import IntEnum
from functools import cached_property

from chalicelib.analysis.linkage.line_roles import Row, Token
from chalicelib.analysis.linkage.name_roles import is_kin, is_secondary
from chalicelib.analysis.linkage.vocabulary import vocabulary
from chalicelib.text.names import MARRIAGE, alike

_BEGINNING = 400
"""Words at the beginning of a text that tell a career act: further on, an order about a dam may speak of its staff."""


class MentionWeight(IntEnum):
    """Weight of the role in which a text mentions a person; the person of the greatest weight is the subject."""

    NAMED = 0
    """The words look like a name, or stand in a citation."""
    TITLED = 1
    """« Monsieur », « Madame » stands before the name."""
    ENTERED = 2
    """The name fills in a form: « Nom et prénom : »."""
    HEADED = 3
    """The name stands in the title or the subject: « portant nomination de … », « Objet : … »."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedNumber:
    """A number that has the form of a matricule."""

    matricule: str
    """Normalised."""
    row: int
    """Index of its line."""
    token: int
    """Index of its first word."""
    labelled: bool = False
    """« matricule », « N° mle » stands before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MentionedPerson:
    """A person whom a text mentions, before anything is known of the roster."""

    names: tuple[str, ...]
    row: int
    """Index of the line where the name begins."""
    token: int = 0
    """Index of the first word of the name, or of the title or label before it."""
    length: int = 0
    """Words, title and label included."""
    weight: MentionWeight = MentionWeight.NAMED
    secondary: bool = False
    """The person signs, attests, rates or witnesses, and so is not the subject."""
    kin: bool = False
    """The person is somebody's father, wife, child."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServantMention:
    """A place where a text names a servant of the roster."""

    row: int
    """Index of the line."""
    token: int = 0
    """Index of the surname's word."""
    whole: bool
    """Every word of the servant's name stands there."""
    secondary: bool
    """The servant is named as a person who signs, attests, rates or witnesses."""
    kin: bool = False
    """The servant is named as somebody's father, wife, child."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedBirth:
    """A day of birth as a text tells it."""

    day: date
    row: int
    """Index of its line."""
    token: int
    """Index of its first word."""


@dataclass(frozen=True, kw_only=True)
class TextEvidence:
    """Everything that one text says about people."""

    rows: Sequence[Row] = ()
    tokens: Sequence[Token] = ()
    numbers: Sequence[PrintedNumber] = ()
    days: dict[date, int] = field(default_factory=dict)
    """Every day of the text, and the index of the line where it stands first."""
    births: Sequence[PrintedBirth] = ()
    """Those days that follow « né le », « date de naissance »."""
    birth_years: dict[int, int] = field(default_factory=dict)
    """Years of « né en 1968 », « né vers 1968 », by the index of their line."""
    people: Sequence[MentionedPerson] = ()
    possible_people: Sequence[MentionedPerson] = ()
    """Words with capitals that may be names, without title, label or role."""
    of_career: bool = True
    """The text is an act of somebody's career: a person it mentions is its subject, even one whom the roster does not know."""

    @cached_property
    def subjects(self) -> Sequence[MentionedPerson]:
        """The people that the text may be about: they neither sign nor rate, and are nobody's kin."""
        return [each for each in self.people if not each.secondary and not each.kin]

    @cached_property
    def has_career_words(self) -> bool:
        """Whether two words of a career stand among the first 400, whatever the type of the piece."""
        begun = {token.word for token in self.tokens[:_BEGINNING]}
        return sum(any(alike(word, each) for each in begun) for word in vocabulary().career_words) > 1

    @cached_property
    def _places(self) -> dict[str, list[int]]:
        """The indices of each word."""
        places: dict[str, list[int]] = {}
        for position, token in enumerate(self.tokens):
            places.setdefault(token.word, []).append(position)
        return places

    def on_sheet(self, sheet: int) -> "TextEvidence":
        """Give what one sheet says, as if it were alone."""
        here = range(bisect_left(self.rows, sheet, key=_sheet), bisect_right(self.rows, sheet, key=_sheet))
        shift = bisect_left(self.tokens, here.start, key=_row)
        tokens = self.tokens[shift : bisect_left(self.tokens, here.stop, key=_row)]
        return TextEvidence(
            rows=self.rows,
            tokens=tokens,
            numbers=[replace(each, token=each.token - shift) for each in self.numbers if each.row in here],
            days={day: row for day, row in self.days.items() if row in here},
            births=[replace(each, token=each.token - shift) for each in self.births if each.row in here],
            birth_years={row: year for row, year in self.birth_years.items() if row in here},
            people=[replace(each, token=each.token - shift) for each in self.people if each.row in here],
            possible_people=[replace(each, token=each.token - shift) for each in self.possible_people if each.row in here],
            of_career=self.of_career,
        )

    def mentions_of(self, surname: tuple[str, ...], first_names: tuple[str, ...]) -> list[ServantMention]:
        """Find where a servant is named: a surname and a first name close to each other, in either order, or glued into one word."""
        wanted = [*surname, *first_names]
        glued = {"".join(wanted), "".join((*first_names, *surname))} if surname and first_names else set()
        places = {word: set(self._places_of(word)) for word in wanted}
        found = [self._mention(place, whole=True) for word in sorted(glued) for place in self._places_of(word)]
        for place in sorted(set().union(*(places[word] for word in surname))):
            near = self._same_name(place, wanted)
            there = {word for word in wanted if places[word] & near}
            enough = there & set(first_names) if first_names else set(surname) <= there
            if enough and there & set(surname):
                found.append(self._mention(place, whole=bool(first_names) and there == set(wanted)))
        return found

    def _places_of(self, word: str) -> list[int]:
        """Find where a word stands, right or misread."""
        return sorted(place for other, places in self._places.items() if alike(word, other) for place in places)

    def _mention(self, place: int, *, whole: bool) -> ServantMention:
        person = next((each for each in self.people if each.token <= place < each.token + each.length), None)
        secondary = is_secondary(self.rows, self.tokens, place) if person is None else person.secondary
        kin = is_kin(self.tokens, place) if person is None else person.kin
        return ServantMention(row=self.tokens[place].row, token=place, whole=whole, secondary=secondary, kin=kin)

    def _same_name(self, place: int, wanted: Sequence[str]) -> set[int]:
        """Find the words that may be of the same name as a surname: a label, a marriage or one stray word may stand between.

        First names before it stand in its line, and then no other name follows it: in « NIYO Jean, NDAYI Ève » nobody is NDAYI Jean.
        """
        tokens, row = self.tokens, self.tokens[place].row
        married = any(token.word in MARRIAGE for token in tokens[max(0, place - 3) : place + 4])
        room = len(wanted) + (2 if married else 0)
        after = {at for at in range(place, min(place + room + 1, len(tokens))) if tokens[at].row <= row + 1}
        if place + 1 in after and tokens[place + 1].row == row and _is_another_name(tokens[place + 1], wanted):
            return after
        return after | {at for at in range(max(0, place - room), place) if tokens[at].row == row}


def _sheet(row: Row) -> int:
    return row.sheet


def _row(token: Token) -> int:
    return token.row


def _is_another_name(token: Token, wanted: Sequence[str]) -> bool:
    return token.raw[0].isupper() and token.word not in vocabulary().not_names and not any(alike(token.word, each) for each in wanted)
