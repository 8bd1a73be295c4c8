"""Whose a piece is: the key claims, the roster decides."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from chalicelib.identifiers import Claim, Forms, fold, normalise
from chalicelib.ports import Register, RosterPointer
from chalicelib.roster import Servant

Find = Callable[[str], Sequence[Servant]]
"""From a folded matricule to the servants that bear it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A servant, or the reason why a person must look."""

    matricule: str | None = None
    """As the roster writes it."""
    reason: str | None = None
    """A key of `errors.REASONS`."""


def match(claim: Claim, find: Find | None) -> Match:
    """Decide whose a piece is.

    A number that nobody bears says nothing (files are often numbered like matricules) unless it is all that is said; two
    servants named by one key are for a person to part.

    Args:
        claim: what the key says.
        find: the roster; None where none is in force.
    """
    said = [*claim.folders, *([claim.name] if claim.name else [])]
    if not said:
        return Match(reason="no_matricule")
    if find is None:
        return Match(reason="no_roster")
    borne = [_bearers(matricule, find) for matricule in said]
    if any(len(bearers) > 1 for bearers in borne):
        return Match(reason="ambiguous_matricule")
    known = list(dict.fromkeys(bearer for bearers in borne for bearer in bearers))
    if not known:
        return Match(reason="unknown_matricule")
    return Match(matricule=known[0]) if len(known) == 1 else Match(reason="conflicting_matricules")


def _bearers(matricule: str, find: Find) -> list[str]:
    """The matricule itself where somebody bears it; else those that typing confuses with it. As the roster writes them."""
    found = [servant.written or servant.matricule for servant in find(fold(matricule))]
    exact = [each for each in found if normalise(each) == normalise(matricule)]
    return exact[:1] or found


def roster_of(register: Register, pointer: RosterPointer | None) -> Find | None:
    """Make the roster in force askable; each number is asked for once."""
    if pointer is None or not pointer.generation:
        return None
    asked: dict[str, Sequence[Servant]] = {}

    def find(folded: str) -> Sequence[Servant]:
        if folded not in asked:
            asked[folded] = register.servants(pointer.generation, folded)
        return asked[folded]

    return find


def forms_of(pointer: RosterPointer | None, patterns: tuple[str, ...]) -> Forms:
    """Tell what a matricule looks like: as in the roster in force, or as the settings say until there is one."""
    return Forms(shapes=pointer.shapes) if pointer and pointer.shapes else Forms(patterns=patterns)
