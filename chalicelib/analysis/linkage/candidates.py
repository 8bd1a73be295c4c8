"""What a text says for one servant, and for which others of the roster.

A number alone proves little: where a tenth of all numbers are borne by somebody, a misread figure names somebody else. So a number
counts with the name beside it, and a name with a number or a day of birth.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from chalicelib.analysis.linkage.directory import Lookup
from chalicelib.analysis.linkage.evidence import Naming, Presented, Printed, TextEvidence
from chalicelib.model.identifiers import fold
from chalicelib.model.servant import Servant
from chalicelib.text.letters import distance
from chalicelib.text.names import alike, words_of

NUMBERS, PEOPLE, BIRTHS = 8, 6, 3
"""Questions that one text may ask of the roster."""
BESIDE = 2
"""Rows within which a number and a person belong together."""
_BEHIND = 14
"""Words within which a number belongs to the name before it."""

Supported = tuple[Servant, "Support"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Support:
    """What one text says for one servant."""

    text: TextEvidence
    number: Printed | None = None
    exact: bool = True
    """The number is the matricule itself, not one slip from it."""
    names: tuple[Naming, ...] = ()
    birth: int | None = None
    """The row where the day of birth stands."""

    @property
    def namings(self) -> list[Naming]:
        """Where the servant is named otherwise than as who signs or rates."""
        return [each for each in self.names if not each.aside]

    @property
    def numbered(self) -> bool:
        """Whether the matricule itself stands there, and not by chance: with its label, or beside the name."""
        if self.number is None or not self.exact:
            return False
        return self.number.labelled or any(abs(each.row - self.number.row) <= BESIDE for each in self.names)

    @property
    def certain(self) -> bool:
        """Whether two signals in the text agree: name and number, or the whole name and the day of birth."""
        if self.numbered and self.namings:
            return True
        return self.birth is not None and any(each.whole for each in self.namings)


def support_of(servant: Servant, text: TextEvidence) -> Support:
    """Gather what a text says for a servant."""
    names = text.naming(words_of(servant.name), words_of(servant.first_names)) if servant.name else []
    rows = [each.row for each in names]
    own = [each for each in text.numbers if fold(each.matricule) == fold(servant.matricule)]
    number = min(own, key=lambda each: (not each.labelled, min((abs(each.row - row) for row in rows), default=0)), default=None)
    near = next((each for each in text.numbers if each.labelled and is_same_number(each.matricule, servant.matricule)), None)
    return Support(
        text=text,
        number=number or near,
        exact=number is not None,
        names=tuple(names),
        birth=text.days.get(servant.birth_date) if servant.birth_date else None,
    )


def is_same_number(one: str, other: str) -> bool:
    """Say whether two matricules may be one, mistyped or misread in one place.

    >>> is_same_number("123456", "123465"), is_same_number("123456", "124365")
    (True, False)
    """
    return distance(fold(one), fold(other), 1) <= 1


def numbers_near(text: TextEvidence, rows: set[int]) -> list[Printed]:
    """The numbers worth a question: those with a label, then those in the row of a person."""
    first = [each for each in text.numbers if each.labelled]
    then = [each for each in text.numbers if not each.labelled and each.row in rows]
    distinct = {fold(each.matricule): each for each in reversed([*first, *then])}
    return list(reversed(distinct.values()))[:NUMBERS]


def bearers(numbers: Iterable[Printed], but: Servant | None, text: TextEvidence, directory: Lookup) -> list[Supported]:
    """Who bears the numbers; an unlabelled one counts only for somebody who is named."""
    found = []
    for number in numbers:
        for each in directory.find(fold(number.matricule)):
            if but is None or each.matricule != but.matricule:
                support = support_of(each, text)
                if number.labelled or support.names:
                    found.append((each, support))
    return found


def born_then(text: TextEvidence, but: Servant | None, directory: Lookup) -> list[Supported]:
    """Who was born on a day of birth of the text, and is named in it."""
    days = list(dict.fromkeys(each.day for each in text.births))[:BIRTHS]
    servants = (each for day in days for each in directory.born(day))
    return [(each, found) for each, found in supported(servants, but, text) if found.namings]


def named_so(people: Iterable[Presented], but: Servant | None, text: TextEvidence, directory: Lookup) -> list[Supported]:
    """Who bears no other names than some of people's, in whatever order.

    Every heading of the roster is one name followed by the others in their order, so one order of each two names finds them.
    """
    several = [each for each in people if len(each.names) > 1 and (but is None or not is_wholly(each, but))]
    plainest = sorted(several, key=lambda each: -each.part)[:PEOPLE]
    pairs = [f"{one} {other}" for each in plainest for one, other in combinations(dict.fromkeys(each.names[:3]), 2)]
    servants = (each for beginning in list(dict.fromkeys(pairs))[: 2 * PEOPLE] for each in directory.named(beginning))
    return [(each, found) for each, found in supported(servants, but, text) if any(naming.whole for naming in found.namings)]


def homonyms(servant: Servant, text: TextEvidence, directory: Lookup) -> list[Supported]:
    """Who else bears every word of a servant's name, in whatever order, or lacks but a first name of it.

    Every heading of the roster is one name followed by the others in their order, so these beginnings find all whose first name or
    surname, as the roster orders them, is one of hers; and a married woman by her rare maiden name.
    """
    own = words_of(f"{servant.name} {servant.first_names}")
    beginnings = [*(f"{own[0]} {each}" for each in own[1:]), *(f"{each} {own[0]}" for each in own[1:2]), *(f"{each} " for each in own[:1])]
    found = {each.matricule: each for beginning in beginnings for each in directory.named(beginning)}
    same = [each for each in found.values() if _is_homonym(words_of(f"{each.name} {each.first_names}"), servant)]
    return [(each, support) for each, support in supported(same, servant, text) if support.namings]


def _is_homonym(words: Sequence[str], servant: Servant) -> bool:
    own, surname = set(words_of(f"{servant.name} {servant.first_names}")), set(words_of(servant.name))
    return own <= set(words) or (surname < set(words) <= own)


def supported(servants: Iterable[Servant], but: Servant | None, text: TextEvidence) -> list[Supported]:
    """What a text says for some servants."""
    distinct = {each.matricule: each for each in servants if but is None or each.matricule != but.matricule}
    return [(each, support_of(each, text)) for each in distinct.values()]


def is_wholly(person: Presented, servant: Servant) -> bool:
    """Say whether a person has every name of a servant."""
    own = words_of(f"{servant.name} {servant.first_names}")
    return all(any(alike(word, name) for name in person.names) for word in own)


def may_be(person: Presented, servant: Servant) -> bool:
    """Say whether a person may be a servant, allowing for a name misread or parted; one word alone may be half a name."""
    surname, first_names, names = words_of(servant.name), words_of(servant.first_names), _whole(person)
    if len(names) == 1 or not first_names:
        return any(_near(word, own) for word in names for own in (*surname, *first_names))
    by_surname = {word for word in names if any(_near(word, own) for own in surname)}
    by_first = {word for word in names if any(_near(word, own) for own in first_names)}
    return bool(by_surname) and bool(by_first) and len(by_surname | by_first) > 1


def shares_name(person: Presented, servant: Servant, names: Sequence[str] = ()) -> bool:
    """Say whether a person has one name, or nearly, of a servant: one of these, or any."""
    wanted = names or words_of(f"{servant.name} {servant.first_names}")
    return any(_near(word, own) for word in _whole(person) for own in wanted)


def _whole(person: Presented) -> tuple[str, ...]:
    """A person's names, and what they make where a reader saw a blank within one."""
    return (*person.names, *(one + other for one, other in pairwise(person.names)))


def is_same_person(one: Presented, other: Presented) -> bool:
    """Say whether two presented people may be one, misread: the longest name tells."""
    return any(_near(max(one.names, key=len), name) for name in other.names)


def _near(word: str, own: str) -> bool:
    """More forgiving than `alike`: it only spares a person a look."""
    most = max(1, min(len(word), len(own)) // 3)
    return distance(word, own, most) <= most


def number_of(person: Presented, text: TextEvidence) -> Printed | None:
    """Find the number that stands with its label behind a person's name, before the next person's."""
    end = person.token + person.length
    until = min((each.token for each in text.people if each.token > person.token), default=end + _BEHIND)
    return next((each for each in text.numbers if each.labelled and end <= each.token < min(until, end + _BEHIND)), None)
