"""Whether a text speaks for somebody else than the servant in whose folder it lies, and whom it speaks of where no folder says."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from chalicelib.analysis.linkage.candidates import (
    BESIDE,
    Support,
    Supported,
    bearers,
    born_then,
    homonyms,
    is_same_number,
    is_same_person,
    may_be,
    named_so,
    number_of,
    numbers_near,
    shares_name,
    support_of,
)
from chalicelib.analysis.linkage.directory import Lookup
from chalicelib.analysis.linkage.evidence import Birth, Part, Presented, TextEvidence
from chalicelib.model.identifiers import fold
from chalicelib.model.servant import Servant
from chalicelib.text.letters import distance
from chalicelib.text.names import words_of

_SHEETS = 20
"""Sheets looked at one by one."""
_LISTED = 2
"""People on a sheet that is no list."""
_SLIPS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Against:
    """Whether a text speaks for somebody else, and for whom, as far as the roster knows them."""

    speaks: bool = False
    homonyms: bool = False
    """It only names her, and others bear that name."""
    rivals: tuple[Supported, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedServants:
    """Whom a text speaks of, when nothing else says it."""

    servants: tuple[Supported, ...]
    strangers: bool
    """It also speaks of somebody whom the certain ones are not."""


def speaks_against(servant: Servant, support: Support, text: TextEvidence, directory: Lookup) -> Against:
    """Say whether a text that was found in a servant's folder is about somebody else."""
    strangers, another = _on_other_sheets(servant, text, directory)
    if strangers or another:
        return Against(speaks=True, rivals=tuple(strangers))
    plainer = _more_plainly(servant, support, text, directory)
    if plainer.speaks:
        return plainer
    if support.numbered or support.certain:
        same = [] if support.numbered else _born_alike_too(servant, text, directory)
        return Against(speaks=_contradicted(servant, support, text), homonyms=bool(same), rivals=tuple(same))
    if support.namings:
        return _named_only(servant, support, text, directory)
    return _unnamed(servant, support, text, directory)


def others(text: TextEvidence, directory: Lookup) -> NamedServants:
    """Find whom a text speaks of."""
    found: dict[str, Supported] = {}
    everyone = numbers_near(text, {each.row for each in text.subjects})
    for each, support in (
        *bearers(everyone, None, text, directory),
        *born_then(text, None, directory),
        *named_so(text.subjects or text.capitals, None, text, directory),
    ):
        found.setdefault(each.matricule, (each, support))
    certain = [(each, support) for each, support in found.values() if support.certain]
    servants = [each for each, _ in certain]
    strange = any(not any(may_be(each, one) for one in servants) for each in text.subjects)
    uncertain = [(each, support) for each, support in found.values() if not support.certain and (support.namings or not support.names)]
    numbered = any(support.number and support.number.labelled and not _is_slip_of(each, servants) for each, support in uncertain)
    contradicted = any(_contradicted(each, support, text) for each, support in certain)
    return NamedServants(servants=tuple(found.values()), strangers=strange or numbered or contradicted)


def _more_plainly(servant: Servant, support: Support, text: TextEvidence, directory: Lookup) -> Against:
    """Whether a text that names a servant is more plainly about somebody else: an evaluator's folder may hold what she wrote of others.

    A list of several people with their numbers is about each of them.
    """
    if not support.names and not support.numbered:
        return Against()
    if support.numbered and _is_roll(text):
        return Against()
    ahead = [each for each in text.subjects if each.part > Part.NAMED or not support.namings]
    ahead = [each for each in ahead if not _is_she(each, servant, text) and _is_ahead(each, servant, support, text)]
    if not support.namings and not text.subjects:
        ahead = list(text.capitals)
    known = named_so(ahead, servant, text, directory)
    if support.birth is None and not known:
        known = [(each, found) for each, found in born_then(text, servant, directory) if found.certain]
    kin = all(each.kin for each in support.namings) if support.namings else False
    strange = text.of_career and not kin and any(_is_strange(each, servant, support, text) for each in ahead)
    return Against(speaks=bool(known) or strange, rivals=tuple(known))


def _is_ahead(person: Presented, servant: Servant, support: Support, text: TextEvidence) -> bool:
    """Say whether a person is more plainly presented than a servant, or as plainly and before her."""
    own = [each for each in text.subjects if _is_she(each, servant, text)]
    best = max(((each.part, number_of(each, text) is not None, -each.token) for each in own), default=None)
    if best is None:
        return not support.namings or person.part > Part.TITLED or not support.numbered
    return (person.part, number_of(person, text) is not None, -person.token) > best


def _is_she(person: Presented, servant: Servant, text: TextEvidence) -> bool:
    """Say whether a person may be a servant, by name or by the number behind it: a married woman has another name, and hers."""
    number = number_of(person, text)
    return may_be(person, servant) or (number is not None and fold(number.matricule) == fold(servant.matricule))


def _is_strange(person: Presented, servant: Servant, support: Support, text: TextEvidence) -> bool:
    """Say whether somebody whom no roster knows is plainly another: the subject, with a number, or whom a servant attests or rates."""
    if shares_name(person, servant, words_of(servant.name)):
        return False
    return person.part > Part.TITLED or number_of(person, text) is not None or (person.part is Part.TITLED and not support.namings)


def _contradicted(servant: Servant, support: Support, text: TextEvidence) -> bool:
    """Whether beside what is certain something stands that is not hers: a stranger beside her number, another's day of birth."""
    if not support.certain and _another_beside(servant, support, text):
        return True
    if not support.numbered and _numbered_otherwise(servant, support, text):
        return True
    return support.birth is None and bool(support.namings) and _born_otherwise(servant, support, text)


def _named_only(servant: Servant, support: Support, text: TextEvidence, directory: Lookup) -> Against:
    """The text names her, and nothing else is certain."""
    rivals = bearers(numbers_near(text, {each.row for each in support.namings}), servant, text, directory)
    rivals = [(each, found) for each, found in rivals if found.namings]
    if not any(each.whole for each in support.namings):
        rivals += named_so(text.subjects, servant, text, directory)
    if all(each.kin for each in support.namings):
        rivals += [(each, found) for each, found in born_then(text, servant, directory) if found.certain]
    if rivals or _born_otherwise(servant, support, text) or _numbered_otherwise(servant, support, text):
        return Against(speaks=True, rivals=tuple(rivals))
    if support.number is not None or _born_alike(servant, text):
        return Against()
    same = homonyms(servant, text, directory)
    return Against(homonyms=bool(same), rivals=tuple(same))


def _born_alike_too(servant: Servant, text: TextEvidence, directory: Lookup) -> list[Supported]:
    """Who bears her name and was born on her day: where only the year is known, many are born on the first of January."""
    return [(each, found) for each, found in homonyms(servant, text, directory) if found.birth is not None]


def _unnamed(servant: Servant, support: Support, text: TextEvidence, directory: Lookup) -> Against:
    """The text does not name her: whoever is named in it is somebody else."""
    rivals = bearers(numbers_near(text, {each.row for each in text.subjects}), servant, text, directory)
    rivals = [(each, found) for each, found in rivals if found.namings or (found.number and found.number.labelled)]
    if not rivals:
        maybe = [*text.subjects, *([] if text.subjects else text.capitals)]
        rivals = [*born_then(text, servant, directory), *named_so(maybe, servant, text, directory)]
    # Of a servant whose name the roster does not know, nobody can be told apart by a name.
    # And a stranger in a paper that is no act of a career (an order about a dam, a letter) is nobody's rival.
    # Who only signs is not in it at all: then somebody's kin are somebody's.
    people = [each for each in text.people if not each.aside] if support.names else text.subjects
    stranger = bool(servant.name) and text.of_career and any(not may_be(each, servant) for each in people)
    born = text.of_career and _born_otherwise(servant, support, text)
    return Against(speaks=bool(rivals) or stranger or born or _numbered_otherwise(servant, support, text), rivals=tuple(rivals))


def _on_other_sheets(servant: Servant, text: TextEvidence, directory: Lookup) -> tuple[list[Supported], bool]:
    """Whom the sheets speak of that do not speak of the servant at all: a sheet of another file may lie between hers.

    A sheet with more than two people and their numbers is a list, which says nothing of the kind.
    """
    sheets = list(dict.fromkeys(row.sheet for row in text.rows))
    found, another = list[Supported](), False
    for sheet in sheets[:_SHEETS] if len(sheets) > 1 else ():
        here = text.on_sheet(sheet)
        own = support_of(servant, here)
        if own.namings or own.number or _is_list(here):
            continue
        labelled = [each for each in here.numbers if each.labelled]
        around = [*bearers(labelled, servant, here, directory), *born_then(here, servant, directory)]
        plain = [each for each in here.subjects if each.part > Part.NAMED and not may_be(each, servant)]
        found += [(each, support) for each, support in around if support.certain]
        found += named_so(plain or ([] if here.subjects else here.capitals), servant, here, directory)
        another = another or _is_of_another(servant, here, plain, first=sheet == sheets[0])
    return found, another


def _is_of_another(servant: Servant, here: TextEvidence, plain: Sequence[Presented], *, first: bool) -> bool:
    """Say whether a sheet is about somebody whom no roster knows: it begins an act, tells a birth, or says a number that is not hers.

    The first sheet of a longer act may name others before it comes to her: only one that is signed speaks for itself.
    """
    if not here.of_career:
        return False
    rows = [here.rows[number] for number in sorted({token.row for token in here.tokens})]
    opens, signed = any(row.opening for row in rows), any(row.signing for row in rows)
    others = [each for each in here.subjects if not shares_name(each, servant, words_of(servant.name))]
    labelled = any(each.labelled and not is_same_number(each.matricule, servant.matricule) for each in here.numbers)
    if others and (here.births or any(number_of(each, here) for each in others)):
        return True
    return opens and (bool(plain) or ((signed or not first) and (bool(others) or labelled)))


def _is_roll(text: TextEvidence) -> bool:
    """Say whether a text tells of several people, each with a number."""
    rows, different = {each.row for each in text.numbers}, list[Presented]()
    for each in text.subjects:
        if (each.row in rows or number_of(each, text)) and not any(is_same_person(each, other) for other in different):
            different.append(each)
    return len(different) > _LISTED


def _is_list(here: TextEvidence) -> bool:
    peopled = {each.row for each in here.people}
    numbered = {fold(each.matricule) for each in here.numbers if each.row in peopled}
    return len(numbered) > _LISTED or len([each for each in here.subjects if each.part is Part.NAMED]) > _LISTED


def _is_slip_of(servant: Servant, certain: Iterable[Servant]) -> bool:
    return any(is_same_number(servant.matricule, each.matricule) for each in certain)


def _another_beside(servant: Servant, support: Support, text: TextEvidence) -> bool:
    """The number is hers, but beside it stands a person who shares no word of her name."""
    number = support.number
    if number is None or not servant.name or support.names or support.birth is not None:
        return False
    beside = [each for each in text.subjects if abs(each.row - number.row) <= BESIDE]
    return bool(beside) and not any(shares_name(each, servant) for each in beside)


def _born_otherwise(servant: Servant, support: Support, text: TextEvidence) -> bool:
    """A day of birth stands with her name and is clearly not hers: at most one of day, month and year is the same."""
    if servant.birth_date is None or support.birth is not None:
        return False
    hers = [each.day for each in text.births if _is_hers(each, support, text)]
    return bool(hers) and not any(_is_near(day, servant.birth_date) for day in hers)


def _is_hers(birth: Birth, support: Support, text: TextEvidence) -> bool:
    """Say whether a day of birth is told of her: hers is the name nearest before it; where nobody is named, whoever's it is."""
    if not support.namings:
        return True
    near = [each for each in support.namings if -1 <= birth.row - each.row <= BESIDE]
    if not near or any(each.kin for each in near):
        return False
    own = max((each.token for each in near if each.token < birth.token), default=None)
    return own is None or not any(own + 1 < each.token < birth.token and each.names for each in text.people)


def _numbered_otherwise(servant: Servant, support: Support, text: TextEvidence) -> bool:
    """A number stands beside the name (anywhere, if she is not named), with its label, and is clearly not hers.

    No reader errs in three places of one number.
    """
    rows, aside = {each.row for each in support.namings}, {each.row for each in text.people if each.aside}
    labelled = [each for each in text.numbers if each.labelled and each.row not in aside]
    beside = [each for each in labelled if not rows or any(abs(each.row - own) <= 1 for own in rows)]
    clearly = [distance(fold(each.matricule), fold(servant.matricule), _SLIPS) > _SLIPS for each in beside]
    return bool(clearly) and all(clearly)


def _born_alike(servant: Servant, text: TextEvidence) -> bool:
    """A day of birth stands in the text that is hers but for one of day, month and year."""
    return servant.birth_date is not None and any(_agreeing(each.day, servant.birth_date) > 1 for each in text.births)


def _is_near(one: date, other: date) -> bool:
    """Say whether two days may be one, misread in one part; or only the year was known, and the first of January written for it."""
    guessed = one.year == other.year and any((day.day, day.month) == (1, 1) for day in (one, other))
    return guessed or _agreeing(one, other) > 1


def _agreeing(one: date, other: date) -> int:
    return (one.day == other.day) + (one.month == other.month) + (one.year == other.year)
