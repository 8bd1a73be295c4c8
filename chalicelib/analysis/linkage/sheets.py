"""The sheets of one scan: a sheet of another case file may lie between a servant's own, and a list names many."""

from collections.abc import Sequence

from chalicelib.analysis.linkage.candidates import (
    SupportedServant,
    is_same_number,
    is_same_person,
    may_be_servant,
    number_of,
    servants_by_birth,
    servants_by_name,
    servants_by_number,
    shares_name,
    support_of,
)
from chalicelib.analysis.linkage.directory import Directory
from chalicelib.analysis.linkage.evidence import MentionedPerson, MentionWeight, TextEvidence
from chalicelib.model.identifiers import fold
from chalicelib.model.servant import Servant
from chalicelib.text.names import words_of

_MOST_SHEETS = 20
"""Sheets of one text that are looked at one by one."""
_MOST_LISTED = 2
"""People on a sheet that is no list."""


def servants_of_other_sheets(servant: Servant, text: TextEvidence, directory: Directory) -> tuple[list[SupportedServant], bool]:
    """Find the servants of the sheets that do not mention a servant at all, and say whether one is about an unknown person.

    A sheet with more than two people and their numbers is a list, which proves nothing.
    """
    sheets = list(dict.fromkeys(row.sheet for row in text.rows))
    found, unknown = list[SupportedServant](), False
    for sheet in sheets[:_MOST_SHEETS] if len(sheets) > 1 else ():
        here = text.on_sheet(sheet)
        own = support_of(servant, here)
        if own.primary_mentions or own.number or _is_list(here):
            continue
        labelled = [each for each in here.numbers if each.labelled]
        around = [*servants_by_number(labelled, servant, here, directory), *servants_by_birth(here, servant, directory)]
        plain = [each for each in here.subjects if each.weight > MentionWeight.NAMED and not may_be_servant(each, servant)]
        found += [(each, support) for each, support in around if support.certain]
        found += servants_by_name(plain or ([] if here.subjects else here.possible_people), servant, here, directory)
        unknown = unknown or _is_of_unknown_person(servant, here, plain, first=sheet == sheets[0])
    return found, unknown


def _is_of_unknown_person(servant: Servant, here: TextEvidence, plain: Sequence[MentionedPerson], *, first: bool) -> bool:
    """Say whether a sheet is about a person whom the roster does not know: it begins an act, tells a birth, or has another number.

    The first sheet of a longer act may name others before it comes to its subject: it counts only where it is signed.
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


def is_roll(text: TextEvidence) -> bool:
    """Say whether a text is about more than two people, each with a number."""
    rows, different = {each.row for each in text.numbers}, list[MentionedPerson]()
    for each in text.subjects:
        if (each.row in rows or number_of(each, text)) and not any(is_same_person(each, other) for other in different):
            different.append(each)
    return len(different) > _MOST_LISTED


def _is_list(here: TextEvidence) -> bool:
    peopled = {each.row for each in here.people}
    numbered = {fold(each.matricule) for each in here.numbers if each.row in peopled}
    unlabelled = [each for each in here.subjects if each.weight is MentionWeight.NAMED]
    return len(numbered) > _MOST_LISTED or len(unlabelled) > _MOST_LISTED
