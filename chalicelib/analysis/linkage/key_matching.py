"""Matches the matricules that an S3 key claims with the roster, before the text of the piece is known."""

from collections.abc import Sequence
from dataclasses import dataclass

from chalicelib.analysis.linkage.directory import Find
from chalicelib.model.identifiers import Claim, fold, normalise
from chalicelib.model.servant import Servant


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyMatch:
    """The servant whom a key names, or the reason why a person must look."""

    matricule: str | None = None
    """As the roster writes it."""
    reason: str | None = None
    """A key of `wording.REASONS`."""


def match_key(claim: Claim, find: Find | None) -> KeyMatch:
    """Decide whose a piece is by its key alone.

    A number that nobody bears counts only where the key has no other (files are often numbered like matricules). A key that names two
    servants goes to review, and so does one whose readings do: `123456-1` may be a copy for 123456, or 1234561.

    Args:
        claim: what the key says.
        find: the roster; None where none is in force.
    """
    said = claimed_matricules(claim)
    if not said:
        return KeyMatch(reason="no_matricule")
    if find is None:
        return KeyMatch(reason="no_roster")
    borne = [_bearers(matricule, find) for matricule in said]
    known = _written(borne)
    other = [_bearers(matricule, find) for matricule in _other_readings(claim, borne=bool(known))]
    doubted = bool(known) and not set(_written(other)) <= set(known)
    if doubted or any(len(bearers) > 1 for bearers in (*borne, *other)):
        return KeyMatch(reason="ambiguous_matricule")
    known = known or _written(other)
    if not known:
        return KeyMatch(reason="unknown_matricule")
    return KeyMatch(matricule=known[0]) if len(known) == 1 else KeyMatch(reason="conflicting_matricules")


def claimed_servants(claim: Claim, find: Find) -> Sequence[Servant]:
    """Find every servant whom a key may mean, each once."""
    found = {servant.matricule: servant for matricule in claimed_matricules(claim) for servant in _bearers(matricule, find)}
    others = _other_readings(claim, borne=bool(found))
    return list((found | {servant.matricule: servant for matricule in others for servant in _bearers(matricule, find)}).values())


def claimed_matricules(claim: Claim) -> list[str]:
    """List the matricules of a claim: those of the folders, the nearest first, then the file's name's.

    >>> claimed_matricules(Claim(folders=("12345",), name="54321"))
    ['12345', '54321']
    """
    return [*claim.folders, *([claim.name] if claim.name else [])]


def written_matricule(servant: Servant) -> str:
    """Give a servant's matricule as the ministry writes it, with its dots and strokes."""
    return servant.written or servant.matricule


def _other_readings(claim: Claim, *, borne: bool) -> list[str]:
    """List the other readings that count: where nobody bears the first ones, the shorter alone, for what they lack numbers a copy."""
    said = claimed_matricules(claim)
    return [other for other in claim.others if borne or any(each.startswith(other) or each.endswith(other) for each in said)]


def _written(borne: Sequence[Sequence[Servant]]) -> list[str]:
    """List the matricules of some servants, each once."""
    return list(dict.fromkeys(written_matricule(bearer) for bearers in borne for bearer in bearers))


def _bearers(matricule: str, find: Find) -> list[Servant]:
    """Find the servant with the very matricule; else those whose matricules are easily confused with it."""
    found = list(find(fold(matricule)))
    exact = [each for each in found if each.matricule == normalise(matricule)]
    return exact[:1] or found
