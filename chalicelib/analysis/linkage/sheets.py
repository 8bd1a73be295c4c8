"""The sheets of one scan: a sheet of another case file may lie between a servant's own, and a list names many."""

from collections.abc import Sequence

from chalicelib.analysis.linkage.candidates import (
    SupportedServant,
    is_near_day,
    is_same_number,
    is_same_person,
    may_be_servant,
    number_of,
    servants_by_birth,
    servants_by_name,
    servants_by_number,
    shares_name,
    support_of,
    tells_other_year,
)
from chalicelib.analysis.linkage.directory import Directory
from chalicelib.analysis.linkage.evidence import MentionedPerson, MentionWeight, TextEvidence
from chalicelib.analysis.linkage.vocabulary import vocabulary
from chalicelib.model.identifiers import fold
from chalicelib.model.servant import Servant
from chalicelib.text.names import words_of

_MOST_SHEETS = 100
"""Sheets of one text that are looked at one by one."""
_MOST_LISTED = 2
"""People on a sheet that is no list."""
_TOP = 8
"""Lines at the top of a sheet among which the title of an act stands."""


def servants_of_other_sheets(servant: Servant, text: TextEvidence, directory: Directory) -> tuple[list[SupportedServant], bool]:
    """Find the servants of the sheets that do not mention a servant at all, and say whether one is about an unknown person.

    A sheet with more than two people and their numbers is a list, which proves nothing; nor does its last sheet, with one line or two.
    """
    sheets, found, unknown, listing = _sheets_of(text), dict[str, SupportedServant](), False, False
    for here in sheets if len(sheets) > 1 else ():
        own, listing = support_of(servant, here), _is_list(here) or (listing and _goes_on_listing(here))
        if own.primary_mentions or own.number or listing:
            continue
        labelled = [each for each in here.numbers if each.labelled]
        around = [*servants_by_number(labelled, servant, here, directory), *servants_by_birth(here, servant, directory)]
        plain = [each for each in here.subjects if each.weight > MentionWeight.NAMED and not may_be_servant(each, servant)]
        strange = _is_of_unknown_person(servant, here, plain, first=here is sheets[0])
        certain = [(each, support) for each, support in around if support.certain or (strange and support.number)]
        certain += servants_by_name(plain or ([] if here.subjects else here.possible_people), servant, here, directory)
        found = {each.matricule: (each, support) for each, support in certain} | found
        unknown = unknown or strange
    return list(found.values()), unknown


def has_nameless_act(servant: Servant, text: TextEvidence) -> bool:
    """Say whether one of several acts of a scan does not mention a servant at all: it lies in the case file by its folder alone."""
    acts: list[bool] = []
    for here in _sheets_of(text):
        own = support_of(servant, here)
        mentioned = bool(own.mentions or own.number or own.birth is not None)
        if _begins_act(here) and (_has_title(here) or any(here.rows[row].heading for row in _rows_of(here))):
            acts.append(mentioned)
        elif acts:
            acts[-1] = acts[-1] or mentioned
    return not all(acts)


def _sheets_of(text: TextEvidence) -> list[TextEvidence]:
    return [text.on_sheet(sheet) for sheet in list(dict.fromkeys(row.sheet for row in text.rows))[:_MOST_SHEETS]]


def _begins_act(here: TextEvidence) -> bool:
    """Say whether a sheet begins like an act: with a letterhead, or with the title of one; a seal over the signature is no letterhead."""
    return any(here.rows[row].opening and not here.rows[row].signing for row in _rows_of(here)) or _has_title(here)


def _has_title(here: TextEvidence) -> bool:
    """Say whether one of the first lines begins with the name of an act in capitals."""
    rows, names = _rows_of(here)[:_TOP], vocabulary().act_names
    first = {token.row: token for token in reversed(here.tokens) if token.row in rows}
    return any(token.raw.isupper() and token.word in names and not here.rows[row].citing for row, token in first.items())


def _rows_of(here: TextEvidence) -> list[int]:
    """Give the indices of a sheet's lines that have words."""
    return sorted({token.row for token in here.tokens})


def _is_of_unknown_person(servant: Servant, here: TextEvidence, plain: Sequence[MentionedPerson], *, first: bool) -> bool:
    """Say whether a sheet is about a person whom the roster does not know: it begins an act, tells a birth, or has another number.

    The first sheet of a longer act may name others before it comes to its subject: it counts only where it is signed.
    """
    opens = _begins_act(here)
    if opens and _tells_another_birth(servant, here):
        return True
    if not here.of_career:
        return False
    signed = any(here.rows[row].signing for row in _rows_of(here))
    others = [each for each in here.subjects if not shares_name(each, servant, words_of(servant.name))]
    labelled = any(each.labelled and not is_same_number(each.matricule, servant.matricule) for each in here.numbers)
    if others and (here.births or any(number_of(each, here) for each in others)):
        return True
    return opens and (bool(plain) or ((signed or not first) and (bool(others) or labelled)))


def _tells_another_birth(servant: Servant, here: TextEvidence) -> bool:
    """Say whether a sheet tells a birth that cannot be a servant's; the first day counts, for those behind it may be the act's."""
    born = servant.birth_date
    if born is None or born in here.days:
        return False
    if here.births:
        return not is_near_day(here.births[0].day, born)
    return tells_other_year(here, born)


def is_roll(text: TextEvidence) -> bool:
    """Say whether a text is about more than two people, each with a number."""
    rows, different = {each.row for each in text.numbers}, list[MentionedPerson]()
    for each in text.subjects:
        if (each.row in rows or number_of(each, text)) and not any(is_same_person(each, other) for other in different):
            different.append(each)
    return len(different) > _MOST_LISTED


def _goes_on_listing(here: TextEvidence) -> bool:
    """Say whether a sheet behind a list holds nothing but its last lines: it begins no act, and what it says of people has no label."""
    labelled = any(each.labelled for each in here.numbers) or any(each.weight > MentionWeight.NAMED for each in here.subjects)
    return not (_begins_act(here) or labelled or here.births)


def _is_list(here: TextEvidence) -> bool:
    peopled = {each.row for each in here.people}
    numbered = {fold(each.matricule) for each in here.numbers if each.row in peopled}
    unlabelled = [each for each in here.subjects if each.weight is MentionWeight.NAMED]
    return len(numbered) > _MOST_LISTED or len(unlabelled) > _MOST_LISTED
