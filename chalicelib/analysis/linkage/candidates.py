"""The servants of the roster whom a text may be about, each with what the text says for them.

A number alone proves little: where a tenth of all numbers are borne by somebody, a misread figure names somebody else. So a number
counts with the name beside it, and a name with a number or a day of birth.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations, pairwise

from chalicelib.analysis.linkage.directory import Directory
from chalicelib.analysis.linkage.evidence import MentionedPerson, PrintedNumber, ServantMention, TextEvidence
from chalicelib.model.identifiers import fold
from chalicelib.model.servant import Servant
from chalicelib.text.letters import distance
from chalicelib.text.names import alike, words_of

_MOST_NUMBERS, _MOST_PEOPLE, _MOST_BIRTHS = 8, 6, 3
"""Numbers, people and days of birth of one text that are looked up in the roster."""
BESIDE = 2
"""Rows within which a number and a person belong together."""
_BEHIND = 14
"""Words within which a number belongs to the name before it."""
_GUESSED = 2
"""Years by which « né vers 1970 » may be wrong."""

SupportedServant = tuple[Servant, "Support"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Support:
    """What one text says for one servant."""

    text: TextEvidence
    number: PrintedNumber | None = None
    exact: bool = True
    """The number is the matricule itself, not one slip from it."""
    mentions: tuple[ServantMention, ...] = ()
    birth: int | None = None
    """The row where the day of birth stands."""

    @property
    def primary_mentions(self) -> list[ServantMention]:
        """The mentions in which the servant neither signs nor rates."""
        return [each for each in self.mentions if not each.secondary]

    @property
    def numbered(self) -> bool:
        """Whether the matricule itself stands in the text, with its label or beside the name, and so not by chance."""
        if self.number is None or not self.exact:
            return False
        return self.number.labelled or any(abs(each.row - self.number.row) <= BESIDE for each in self.mentions)

    @property
    def certain(self) -> bool:
        """Whether two signals in the text agree: name and number, or the whole name and the day of birth."""
        if self.numbered and self.primary_mentions:
            return True
        return self.birth is not None and any(each.whole for each in self.primary_mentions)


def support_of(servant: Servant, text: TextEvidence) -> Support:
    """Gather what a text says for a servant."""
    mentions = text.mentions_of(words_of(servant.name), words_of(servant.first_names)) if servant.name else []
    rows = [each.row for each in mentions]
    own = [each for each in text.numbers if fold(each.matricule) == fold(servant.matricule)]
    number = min(own, key=lambda each: (not each.labelled, min((abs(each.row - row) for row in rows), default=0)), default=None)
    near = next((each for each in text.numbers if each.labelled and is_same_number(each.matricule, servant.matricule)), None)
    return Support(
        text=text,
        number=number or near,
        exact=number is not None,
        mentions=tuple(mentions),
        birth=text.days.get(servant.birth_date) if servant.birth_date else None,
    )


def is_same_number(one: str, other: str) -> bool:
    """Say whether two matricules may be one, mistyped or misread in one place.

    >>> is_same_number("123456", "123465"), is_same_number("123456", "124365")
    (True, False)
    """
    return distance(fold(one), fold(other), 1) <= 1


def numbers_to_look_up(text: TextEvidence, rows: set[int]) -> list[PrintedNumber]:
    """Choose at most eight numbers: those with a label, then those in the rows of people."""
    first = [each for each in text.numbers if each.labelled]
    then = [each for each in text.numbers if not each.labelled and each.row in rows]
    distinct = {fold(each.matricule): each for each in reversed([*first, *then])}
    return list(reversed(distinct.values()))[:_MOST_NUMBERS]


def servants_by_number(
    numbers: Iterable[PrintedNumber], excluding: Servant | None, text: TextEvidence, directory: Directory
) -> list[SupportedServant]:
    """Find the servants who bear the numbers; a number without a label counts only for a servant whom the text names."""
    found = []
    for number in numbers:
        for each in directory.find(fold(number.matricule)):
            if excluding is None or each.matricule != excluding.matricule:
                support = support_of(each, text)
                if number.labelled or support.mentions:
                    found.append((each, support))
    return found


def servants_by_birth(text: TextEvidence, excluding: Servant | None, directory: Directory) -> list[SupportedServant]:
    """Find the servants who were born on a day of birth of the text and are named in it."""
    days = list(dict.fromkeys(each.day for each in text.births))[:_MOST_BIRTHS]
    servants = (each for day in days for each in directory.born(day))
    return [(each, found) for each, found in supported(servants, excluding, text) if found.primary_mentions]


def servants_by_name(
    people: Iterable[MentionedPerson], excluding: Servant | None, text: TextEvidence, directory: Directory
) -> list[SupportedServant]:
    """Find the servants all of whose names are among a person's, in any order.

    Every heading of the roster is one name followed by the others in their order, so one order of each two names finds them.
    """
    several = [each for each in people if len(each.names) > 1 and (excluding is None or not has_every_name(each, excluding))]
    likeliest = sorted(several, key=lambda each: -each.weight)[:_MOST_PEOPLE]
    pairs = [f"{one} {other}" for each in likeliest for one, other in combinations(dict.fromkeys(each.names[:3]), 2)]
    servants = (each for beginning in list(dict.fromkeys(pairs))[: 2 * _MOST_PEOPLE] for each in directory.named(beginning))
    return [(each, found) for each, found in supported(servants, excluding, text) if any(one.whole for one in found.primary_mentions)]


def homonyms(servant: Servant, text: TextEvidence, directory: Directory) -> list[SupportedServant]:
    """Find the other servants with every word of a servant's name, in any order, or with all but a first name of it.

    Every heading of the roster is one name followed by the others in their order, so these beginnings find all whose first name or
    surname, as the roster orders them, is one of the servant's; and a married woman by her rare maiden name.
    """
    own = words_of(f"{servant.name} {servant.first_names}")
    beginnings = [*(f"{own[0]} {each}" for each in own[1:]), *(f"{each} {own[0]}" for each in own[1:2]), *(f"{each} " for each in own[:1])]
    found = {each.matricule: each for beginning in beginnings for each in directory.named(beginning)}
    same = [each for each in found.values() if _is_homonym(words_of(f"{each.name} {each.first_names}"), servant)]
    return [(each, support) for each, support in supported(same, servant, text) if support.primary_mentions]


def _is_homonym(words: Sequence[str], servant: Servant) -> bool:
    own, surname = set(words_of(f"{servant.name} {servant.first_names}")), set(words_of(servant.name))
    return own <= set(words) or (surname < set(words) <= own)


def supported(servants: Iterable[Servant], excluding: Servant | None, text: TextEvidence) -> list[SupportedServant]:
    """Pair each servant with what a text says for them."""
    distinct = {each.matricule: each for each in servants if excluding is None or each.matricule != excluding.matricule}
    return [(each, support_of(each, text)) for each in distinct.values()]


def has_every_name(person: MentionedPerson, servant: Servant) -> bool:
    """Say whether a person has every name of a servant, right or misread."""
    own = words_of(f"{servant.name} {servant.first_names}")
    return all(any(alike(word, name) for name in person.names) for word in own)


def may_be_servant(person: MentionedPerson, servant: Servant) -> bool:
    """Say whether a person may be a servant, with a name misread or broken; one word alone may be half a name."""
    surname, first_names, names = words_of(servant.name), words_of(servant.first_names), _rejoined_names(person)
    if len(names) == 1 or not first_names:
        glued = ("".join((*surname, *first_names)), "".join((*first_names, *surname)))
        return any(_is_loosely_alike(word, own) for word in names for own in (*surname, *first_names, *glued))
    by_surname = {word for word in names if any(_is_loosely_alike(word, own) for own in surname)}
    by_first = {word for word in names if any(_is_loosely_alike(word, own) for own in first_names)}
    return bool(by_surname) and bool(by_first) and len(by_surname | by_first) > 1


def shares_name(person: MentionedPerson, servant: Servant, names: Sequence[str] = ()) -> bool:
    """Say whether a person has one name, or nearly, of a servant.

    Args:
        person: as the text names them.
        servant: of the roster.
        names: those of the servant's names that count; all where none is given.
    """
    wanted = names or words_of(f"{servant.name} {servant.first_names}")
    return any(_is_loosely_alike(word, own) for word in _rejoined_names(person) for own in wanted)


def _rejoined_names(person: MentionedPerson) -> tuple[str, ...]:
    """List a person's names, and each two neighbours as one word: OCR sees blanks within names."""
    return (*person.names, *(one + other for one, other in pairwise(person.names)))


def is_same_person(one: MentionedPerson, other: MentionedPerson) -> bool:
    """Say whether two mentions may be of one person, misread: the longest name is compared."""
    return any(_is_loosely_alike(max(one.names, key=len), name) for name in other.names)


def _is_loosely_alike(word: str, own: str) -> bool:
    """Compare with more tolerance than `alike`, one slip in three letters: it can only spare a piece a person's look."""
    most = max(1, min(len(word), len(own)) // 3)
    return distance(word, own, most) <= most


def is_near_day(one: date, other: date) -> bool:
    """Say whether two days may be one, misread in one part; or one is a first of January, written where only the year was known."""
    guessed = one.year == other.year and any((day.day, day.month) == (1, 1) for day in (one, other))
    return guessed or agreeing_parts(one, other) > 1


def tells_other_year(text: TextEvidence, born: date) -> bool:
    """Say whether a text tells a year of birth without a day, and none that may be a servant's: guessed, or misread in one figure."""
    return bool(text.birth_years) and not any(_is_near_year(year, born.year) for year in text.birth_years.values())


def _is_near_year(one: int, other: int) -> bool:
    """Say whether two years may be one.

    >>> _is_near_year(1971, 1973), _is_near_year(1971, 1911), _is_near_year(1971, 1968)
    (True, True, False)
    """
    return abs(one - other) <= _GUESSED or sum(a != b for a, b in zip(str(one), str(other), strict=True)) <= 1


def agreeing_parts(one: date, other: date) -> int:
    """Count in how many of day, month and year two days agree."""
    return (one.day == other.day) + (one.month == other.month) + (one.year == other.year)


def number_of(person: MentionedPerson, text: TextEvidence) -> PrintedNumber | None:
    """Find the labelled number behind a person's name and before the next person's."""
    end = person.token + person.length
    until = min((each.token for each in text.people if each.token > person.token), default=end + _BEHIND)
    return next((each for each in text.numbers if each.labelled and end <= each.token < min(until, end + _BEHIND)), None)
