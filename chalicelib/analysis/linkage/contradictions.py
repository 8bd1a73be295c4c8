"""Finds signs that a text is not about the servant in whose folder it lies, and the servants it names where no folder says one."""

from collections.abc import Iterable
from dataclasses import dataclass

from chalicelib.analysis.linkage.candidates import (
    BESIDE,
    Support,
    SupportedServant,
    agreeing_parts,
    homonyms,
    is_near_day,
    is_same_number,
    may_be_servant,
    number_of,
    numbers_to_look_up,
    servants_by_birth,
    servants_by_name,
    servants_by_number,
    shares_name,
    tells_other_year,
)
from chalicelib.analysis.linkage.directory import Directory
from chalicelib.analysis.linkage.evidence import MentionedPerson, MentionWeight, PrintedBirth, TextEvidence
from chalicelib.analysis.linkage.sheets import is_roll, servants_of_other_sheets
from chalicelib.model.identifiers import fold
from chalicelib.model.servant import Servant
from chalicelib.text.letters import distance
from chalicelib.text.names import words_of

_SLIPS = 2
"""Slips that OCR makes in one number; in three places it is another number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """The signs in a text that it is not about one servant."""

    found: bool = False
    """The text is about another person, or may be."""
    homonyms: bool = False
    """The text only names the servant, and others bear that name."""
    others: tuple[SupportedServant, ...] = ()
    """The servants whom it may be about instead, as far as the roster knows them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedServants:
    """The servants whom a text names, where no folder says one."""

    servants: tuple[SupportedServant, ...]
    strangers: bool
    """The text is also about a person who is none of the certain servants."""


def contradiction_of(servant: Servant, support: Support, text: TextEvidence, directory: Directory) -> Contradiction:
    """Look for signs that a text is not about the servant in whose folder it was found.

    1. A sheet about another person. 2. A person mentioned more prominently. 3. A number, a name or a day of birth that differs.
    """
    others, unknown = servants_of_other_sheets(servant, text, directory)
    if others or unknown:
        return Contradiction(found=True, others=tuple(others))
    prominent = _more_prominent(servant, support, text, directory)
    if prominent.found:
        return prominent
    if support.numbered or support.certain:
        same = [] if support.numbered else _homonyms_born_alike(servant, text, directory)
        return Contradiction(found=_is_contradicted(servant, support, text), homonyms=bool(same), others=tuple(same))
    if support.primary_mentions:
        return _named_only(servant, support, text, directory)
    return _unnamed(servant, support, text, directory)


def servants_named_in(text: TextEvidence, directory: Directory) -> NamedServants:
    """Find the servants whom a text names: by number, by day of birth, by name."""
    found: dict[str, SupportedServant] = {}
    numbers = numbers_to_look_up(text, {each.row for each in text.subjects})
    for each, support in (
        *servants_by_number(numbers, None, text, directory),
        *servants_by_birth(text, None, directory),
        *servants_by_name(text.subjects or text.possible_people, None, text, directory),
    ):
        found.setdefault(each.matricule, (each, support))
    certain = [(each, support) for each, support in found.values() if support.certain]
    servants = [each for each, _ in certain]
    unknown = any(not any(may_be_servant(each, one) for one in servants) for each in text.subjects)
    uncertain = [
        (each, support) for each, support in found.values() if not support.certain and (support.primary_mentions or not support.mentions)
    ]
    numbered = any(support.number and support.number.labelled and not _is_slip_of(each, servants) for each, support in uncertain)
    contradicted = any(_is_contradicted(each, support, text) for each, support in certain)
    return NamedServants(servants=tuple(found.values()), strangers=unknown or numbered or contradicted)


def _more_prominent(servant: Servant, support: Support, text: TextEvidence, directory: Directory) -> Contradiction:
    """Look for people whom a text mentions more prominently than a servant: an evaluator's folder may hold what she wrote of others.

    A list of several people with their numbers is about each of them.
    """
    if not support.mentions and not support.numbered:
        return Contradiction()
    if support.numbered and is_roll(text):
        return Contradiction()
    ahead = [each for each in text.subjects if each.weight > MentionWeight.NAMED or not support.primary_mentions]
    ahead = [each for each in ahead if not _is_servant(each, servant, text) and _is_ahead(each, servant, support, text)]
    if not support.primary_mentions and not text.subjects:
        ahead = list(text.possible_people)
    known = servants_by_name(ahead, servant, text, directory)
    if support.birth is None and not known:
        known = [(each, found) for each, found in servants_by_birth(text, servant, directory) if found.certain]
    kin = all(each.kin for each in support.primary_mentions) if support.primary_mentions else False
    unknown = text.of_career and not kin and any(_is_unknown_subject(each, servant, support, text) for each in ahead)
    return Contradiction(found=bool(known) or unknown, others=tuple(known))


def _is_ahead(person: MentionedPerson, servant: Servant, support: Support, text: TextEvidence) -> bool:
    """Say whether a text mentions a person more prominently than a servant, or as prominently and earlier."""
    own = [each for each in text.subjects if _is_servant(each, servant, text)]
    best = max(((each.weight, number_of(each, text) is not None, -each.token) for each in own), default=None)
    if best is None:
        return not support.primary_mentions or person.weight > MentionWeight.TITLED or not support.numbered
    return (person.weight, number_of(person, text) is not None, -person.token) > best


def _is_servant(person: MentionedPerson, servant: Servant, text: TextEvidence) -> bool:
    """Say whether a person may be a servant, by name or by the number behind the name: a married woman has another name."""
    number = number_of(person, text)
    return may_be_servant(person, servant) or (number is not None and fold(number.matricule) == fold(servant.matricule))


def _is_unknown_subject(person: MentionedPerson, servant: Servant, support: Support, text: TextEvidence) -> bool:
    """Say whether a person whom the roster does not know is plainly the subject: in the title, in a form, or with a number.

    Where the servant only signs, rates or is replaced, every other person is.
    """
    if shares_name(person, servant, words_of(servant.name)):
        return False
    alone = not support.primary_mentions and (person.weight is MentionWeight.TITLED or bool(support.mentions))
    return person.weight > MentionWeight.TITLED or number_of(person, text) is not None or alone


def _is_contradicted(servant: Servant, support: Support, text: TextEvidence) -> bool:
    """Say whether a stranger stands beside the servant's number, or another number or day of birth beside the servant's name."""
    if not support.certain and _has_stranger_beside_number(servant, support, text):
        return True
    if not support.numbered and _has_other_number(servant, support, text):
        return True
    return support.birth is None and bool(support.primary_mentions) and _has_other_birth(servant, support, text)


def _named_only(servant: Servant, support: Support, text: TextEvidence, directory: Directory) -> Contradiction:
    """Contradict a servant whom the text names, and of whom it says nothing else for certain."""
    numbers = numbers_to_look_up(text, {each.row for each in support.primary_mentions})
    others = [(each, found) for each, found in servants_by_number(numbers, servant, text, directory) if found.primary_mentions]
    if not any(each.whole for each in support.primary_mentions):
        others += servants_by_name(text.subjects, servant, text, directory)
    if all(each.kin for each in support.primary_mentions):
        others += [(each, found) for each, found in servants_by_birth(text, servant, directory) if found.certain]
    if others or _has_other_birth(servant, support, text) or _has_other_number(servant, support, text):
        return Contradiction(found=True, others=tuple(others))
    if support.number is not None or _has_similar_birth(servant, text):
        return Contradiction()
    same = homonyms(servant, text, directory)
    return Contradiction(homonyms=bool(same), others=tuple(same))


def _homonyms_born_alike(servant: Servant, text: TextEvidence, directory: Directory) -> list[SupportedServant]:
    """Find homonyms with the same day of birth: where only the year is known, many are registered on the first of January."""
    return [(each, found) for each, found in homonyms(servant, text, directory) if found.birth is not None]


def _unnamed(servant: Servant, support: Support, text: TextEvidence, directory: Directory) -> Contradiction:
    """Contradict a servant whom the text does not name as a subject: each person it names is somebody else.

    Where the roster has no name for the servant, no name can contradict it. A stranger in a paper that is no career act (an order about
    a dam, a letter) contradicts nobody. Where the servant only signs, kin are somebody's kin, and count.
    """
    numbers = numbers_to_look_up(text, {each.row for each in text.subjects})
    others = servants_by_number(numbers, servant, text, directory)
    others = [(each, found) for each, found in others if found.primary_mentions or (found.number and found.number.labelled)]
    if not others:
        maybe = [*text.subjects, *([] if text.subjects else text.possible_people)]
        others = [*servants_by_birth(text, servant, directory), *servants_by_name(maybe, servant, text, directory)]
    people = [each for each in text.people if not each.secondary] if support.mentions else text.subjects
    stranger = bool(servant.name) and text.of_career and any(not may_be_servant(each, servant) for each in people)
    born = text.of_career and _has_other_birth(servant, support, text)
    return Contradiction(found=bool(others) or stranger or born or _has_other_number(servant, support, text), others=tuple(others))


def _is_slip_of(servant: Servant, certain: Iterable[Servant]) -> bool:
    return any(is_same_number(servant.matricule, each.matricule) for each in certain)


def _has_stranger_beside_number(servant: Servant, support: Support, text: TextEvidence) -> bool:
    """Say whether a person who shares no word of the servant's name stands beside the servant's number."""
    number = support.number
    if number is None or not servant.name or support.mentions or support.birth is not None:
        return False
    beside = [each for each in text.subjects if abs(each.row - number.row) <= BESIDE]
    return bool(beside) and not any(shares_name(each, servant) for each in beside)


def _has_other_birth(servant: Servant, support: Support, text: TextEvidence) -> bool:
    """Say whether a day of birth of the servant differs from the roster's in two at least of day, month and year.

    Where no day is told and the servant is named nowhere, a year is enough.
    """
    if servant.birth_date is None or support.birth is not None:
        return False
    if not text.births and not support.primary_mentions:
        return tells_other_year(text, servant.birth_date)
    own = [each.day for each in text.births if _is_birth_of_servant(each, support, text)]
    return bool(own) and not any(is_near_day(day, servant.birth_date) for day in own)


def _is_birth_of_servant(birth: PrintedBirth, support: Support, text: TextEvidence) -> bool:
    """Say whether a day of birth is told of the servant: the nearest name before it is theirs, or the servant is named nowhere."""
    if not support.primary_mentions:
        return True
    near = [each for each in support.primary_mentions if -1 <= birth.row - each.row <= BESIDE]
    if not near or any(each.kin for each in near):
        return False
    own = max((each.token for each in near if each.token < birth.token), default=None)
    return own is None or not any(own + 1 < each.token < birth.token and each.names for each in text.people)


def _has_other_number(servant: Servant, support: Support, text: TextEvidence) -> bool:
    """Say whether every labelled number beside the name (anywhere, if the servant is not named) is clearly another."""
    rows, secondary = {each.row for each in support.primary_mentions}, {each.row for each in text.people if each.secondary}
    labelled = [each for each in text.numbers if each.labelled and each.row not in secondary]
    beside = [each for each in labelled if not rows or any(abs(each.row - own) <= 1 for own in rows)]
    clearly = [distance(fold(each.matricule), fold(servant.matricule), _SLIPS) > _SLIPS for each in beside]
    return bool(clearly) and all(clearly)


def _has_similar_birth(servant: Servant, text: TextEvidence) -> bool:
    """Say whether the text has a day of birth with two at least of the servant's day, month and year."""
    return servant.birth_date is not None and any(agreeing_parts(each.day, servant.birth_date) > 1 for each in text.births)
