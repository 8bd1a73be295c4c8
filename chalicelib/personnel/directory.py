"""Look-ups in the roster in force."""

from collections.abc import Iterable, Sequence

from chalicelib.analysis.linkage.directory import Directory, Find, servant_of
from chalicelib.model.identifiers import Forms
from chalicelib.model.register import RosterPointer
from chalicelib.model.servant import Servant
from chalicelib.ports.register import Register


def roster_of(register: Register, pointer: RosterPointer | None) -> Find | None:
    """Make the roster in force askable; each number is asked for once."""
    directory = directory_of(register, pointer)
    return directory.find if directory else None


def servant_in_force(matricule: str, register: Register) -> Servant | None:
    """Ask the roster in force for the one servant who bears a matricule."""
    return servant_of(matricule, roster_of(register, register.roster_pointer()))


def directory_of(register: Register, pointer: RosterPointer | None) -> Directory | None:
    """Make the roster in force askable by matricule, name and day of birth; each question is asked once.

    The lists of names outlive a roster: who is no longer in force is left out here.
    """
    if pointer is None or not pointer.generation:
        return None
    generation = pointer.generation
    asked: dict[str, Sequence[Servant]] = {}

    def find(folded: str) -> Sequence[Servant]:
        if folded not in asked:
            asked[folded] = register.find_servants(generation, folded)
        return asked[folded]

    def in_force(servants: Iterable[Servant]) -> Sequence[Servant]:
        return list(register.servants_by_matricule(generation, sorted({each.matricule for each in servants})).values())

    return Directory(
        find=find,
        named=lambda beginning: in_force(each.servant for each in register.find_names(beginning, after=None, limit=ASKED)),
        born=lambda day: in_force(register.find_born_on(day, limit=ASKED)),
    )


ASKED = 50
"""Servants read for one name or one day: whoever shares it with more is not told apart by it."""


def forms_of(pointer: RosterPointer | None, patterns: tuple[str, ...]) -> Forms:
    """Tell what a matricule looks like: as in the roster in force, or as the settings say until there is one."""
    return Forms(shapes=pointer.shapes) if pointer and pointer.shapes else Forms(patterns=patterns)
