"""Look-ups of servants in the roster in force, read from the register; makes the `Directory` of analysis/linkage."""

from collections.abc import Iterable, Sequence

from chalicelib.analysis.linkage.directory import Directory, Find, servant_of
from chalicelib.model.identifiers import Forms
from chalicelib.model.register import RosterPointer
from chalicelib.model.servant import Servant
from chalicelib.ports.register import Register


def roster_of(register: Register, pointer: RosterPointer | None) -> Find | None:
    """Look-up by matricule in a roster, which reads each matricule from the register once; None without a roster."""
    directory = directory_of(register, pointer)
    return directory.find if directory else None


def servant_in_force(matricule: str, register: Register) -> Servant | None:
    """Servant with a matricule in the roster in force; None where there is none, or more than one."""
    return servant_of(matricule, roster_of(register, register.roster_pointer()))


def directory_of(register: Register, pointer: RosterPointer | None) -> Directory | None:
    """Look-ups in a roster by matricule, name and day of birth; None without a roster.

    The name index outlives a roster: servants who are no longer in force are left out here.
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
"""Servants read for one name or one day, at most: shared by more, it identifies nobody."""


def forms_of(pointer: RosterPointer | None, patterns: tuple[str, ...]) -> Forms:
    """Forms of a matricule: those of the roster in force, or the settings' patterns until there is one."""
    return Forms(shapes=pointer.shapes) if pointer and pointer.shapes else Forms(patterns=patterns)
