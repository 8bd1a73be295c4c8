"""Whose a piece is: the key claims, the text says, the roster decides.

A piece is filed on two independent signals, or on a folder that nothing contradicts. Whatever speaks for somebody else sends it to a
person: a piece in the wrong case file is the worst error there is.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from chalicelib.evidence import TextEvidence
from chalicelib.identifiers import Claim, Forms, fold, normalise
from chalicelib.piece import Candidate, Evidence, EvidenceKind
from chalicelib.ports import Register, RosterPointer
from chalicelib.rivals import Support, is_same_number, support_of
from chalicelib.roster import Servant
from chalicelib.witness import others, speaks_against

Find = Callable[[str], Sequence[Servant]]
"""From a folded matricule to the servants that bear it."""

_WEIGHTS: dict[EvidenceKind, float] = {"folder": 0.4, "file_name": 0.3, "matricule": 0.35, "name": 0.2, "birth_date": 0.25}
"""What each kind adds to a candidate's rank; ranks order candidates, they decide nothing."""
_NEAR = 0.5
"""Of the weight, where a number or a name is not whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A servant, or the reason why a person must look."""

    matricule: str | None = None
    """As the roster writes it."""
    reason: str | None = None
    """A key of `errors.REASONS`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What becomes of a piece, and why."""

    status: Literal["filed", "to_review"]
    matricule: str | None = None
    """As the roster writes it, once filed."""
    reason: str | None = None
    """A key of `errors.REASONS`, where a person must look."""
    evidence: tuple[Evidence, ...] = ()
    """What it was filed on; a folder alone says that the text names nobody."""
    candidates: tuple[Candidate, ...] = ()
    """The likeliest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Directory:
    """The roster in force, as it is asked."""

    find: Find
    named: Callable[[str], Sequence[Servant]] = lambda _: ()
    """From the beginning of a heading (`names.headings_of`) to some servants."""
    born: Callable[[date], Sequence[Servant]] = lambda _: ()
    """From a day of birth to servants."""


def decide(claim: Claim, text: TextEvidence, directory: Directory | None) -> Decision:
    """Decide whose a piece is, by its key and its text.

    Args:
        claim: what the key says.
        text: what the text says.
        directory: the roster; None where none is in force.
    """
    if directory is None:
        return Decision(status="to_review", reason="no_roster" if _said(claim) else "no_matricule")
    by_key = match(claim, directory.find)
    claimed = _claimed(claim, directory.find)
    if len(claimed) == 1:
        return _by_claim(claim, claimed[0], text, directory)
    if claimed:
        return _among(claim, claimed, text, by_key)
    return _by_text(claim, text, directory, by_key)


def match(claim: Claim, find: Find | None) -> Match:
    """Decide whose a piece is by its key alone.

    A number that nobody bears says nothing (files are often numbered like matricules) unless it is all that is said; two
    servants named by one key are for a person to part.

    Args:
        claim: what the key says.
        find: the roster; None where none is in force.
    """
    said = _said(claim)
    if not said:
        return Match(reason="no_matricule")
    if find is None:
        return Match(reason="no_roster")
    borne = [_bearers(matricule, find) for matricule in said]
    if any(len(bearers) > 1 for bearers in borne):
        return Match(reason="ambiguous_matricule")
    known = list(dict.fromkeys(_written(bearer) for bearers in borne for bearer in bearers))
    if not known:
        return Match(reason="unknown_matricule")
    return Match(matricule=known[0]) if len(known) == 1 else Match(reason="conflicting_matricules")


def _by_claim(claim: Claim, servant: Servant, text: TextEvidence, directory: Directory) -> Decision:
    """File where the key says, unless the text speaks for somebody else."""
    support = support_of(servant, text)
    own = _candidate(servant, support, claim)
    against = speaks_against(servant, support, text, directory)
    if against.speaks or against.homonyms:
        rivals = [_candidate(each, found) for each, found in against.rivals]
        reason = "conflicting_text" if against.speaks else "homonyms"
        return Decision(status="to_review", reason=reason, candidates=_ranked([own, *rivals]))
    return Decision(status="filed", matricule=_written(servant), evidence=own.evidence, candidates=(own,))


def _among(claim: Claim, claimed: Sequence[Servant], text: TextEvidence, by_key: Match) -> Decision:
    """Where a key may mean several servants the text may part them, if it is certain of one and silent on the others."""
    supports = [(servant, support_of(servant, text)) for servant in claimed]
    candidates = _ranked(_candidate(servant, support, claim) for servant, support in supports)
    certain = [servant for servant, support in supports if support.certain]
    silent = sum(not support.names and not support.number for _, support in supports)
    if len(certain) == 1 and silent == len(claimed) - 1:
        won = next(each for each in candidates if each.matricule == _written(certain[0]))
        return Decision(status="filed", matricule=won.matricule, evidence=won.evidence, candidates=candidates)
    return Decision(status="to_review", reason=by_key.reason, candidates=candidates)


def _by_text(claim: Claim, text: TextEvidence, directory: Directory, by_key: Match) -> Decision:
    """File where the text is certain of one servant, presents nobody else, and the folder (if it says a number) is a slip of hers."""
    found = others(text, directory)
    candidates = _ranked(_candidate(servant, support) for servant, support in found.servants)
    certain = [servant for servant, support in found.servants if support.certain]
    slipped = all(any(is_same_number(said, each.matricule) for each in certain) for said in claim.folders)
    if len(certain) == 1 and slipped and not found.strangers:
        won = next(each for each in candidates if each.matricule == _written(certain[0]))
        return Decision(status="filed", matricule=won.matricule, evidence=won.evidence, candidates=candidates)
    several = len(certain) > 1 or (bool(certain) and found.strangers)
    reason = "several_servants" if several and not claim.folders else by_key.reason
    return Decision(status="to_review", reason=reason, candidates=candidates)


def _candidate(servant: Servant, support: Support, claim: Claim | None = None) -> Candidate:
    evidence = (*_key_evidence(servant, claim), *_text_evidence(support))
    rank = sum(_WEIGHTS[each.kind] * (1 if each.exact else _NEAR) for each in evidence)
    return Candidate(
        matricule=_written(servant), name=servant.name, first_names=servant.first_names, rank=round(min(rank, 1), 2), evidence=evidence
    )


def _key_evidence(servant: Servant, claim: Claim | None) -> list[Evidence]:
    if claim is None:
        return []
    folders = [each for each in claim.folders if fold(each) == fold(servant.matricule)]
    by_name = claim.name is not None and fold(claim.name) == fold(servant.matricule)
    found: list[Evidence] = []
    if folders:
        found.append(Evidence(kind="folder", exact=servant.matricule in folders))
    if by_name:
        found.append(Evidence(kind="file_name", exact=claim.name == servant.matricule))
    return found


def _text_evidence(support: Support) -> list[Evidence]:
    text, found = support.text, list[Evidence]()
    if support.number:
        row = text.rows[support.number.row]
        found.append(Evidence(kind="matricule", exact=support.exact, page=row.page, box=row.box))
    if support.names:
        best = max(support.names, key=lambda each: (not each.aside, each.whole))
        row = text.rows[best.row]
        found.append(Evidence(kind="name", exact=best.whole, page=row.page, box=row.box))
    if support.birth is not None:
        row = text.rows[support.birth]
        found.append(Evidence(kind="birth_date", page=row.page, box=row.box))
    return found


def _ranked(candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    return tuple(sorted(candidates, key=lambda each: (-each.rank, each.matricule)))


def _said(claim: Claim) -> list[str]:
    return [*claim.folders, *([claim.name] if claim.name else [])]


def _claimed(claim: Claim, find: Find) -> list[Servant]:
    found = {servant.matricule: servant for matricule in _said(claim) for servant in _bearers(matricule, find)}
    return list(found.values())


def _bearers(matricule: str, find: Find) -> list[Servant]:
    """Who bears the matricule itself; else those whose own typing confuses with it."""
    found = list(find(fold(matricule)))
    exact = [each for each in found if each.matricule == normalise(matricule)]
    return exact[:1] or found


def _written(servant: Servant) -> str:
    return servant.written or servant.matricule


def roster_of(register: Register, pointer: RosterPointer | None) -> Find | None:
    """Make the roster in force askable; each number is asked for once."""
    directory = directory_of(register, pointer)
    return directory.find if directory else None


def servant_of(matricule: str, find: Find | None) -> Servant | None:
    """Find the one servant who bears a matricule, however it is written; nobody whose number is merely confused with it."""
    exact = normalise(matricule)
    return next((each for each in find(fold(exact)) if each.matricule == exact), None) if find and exact else None


def servant_in_force(matricule: str, register: Register) -> Servant | None:
    """Ask the roster in force for the one servant who bears a matricule."""
    return servant_of(matricule, roster_of(register, register.settings_roster()))


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
            asked[folded] = register.servants(generation, folded)
        return asked[folded]

    def in_force(servants: Iterable[Servant]) -> Sequence[Servant]:
        return list(register.servants_of(generation, sorted({each.matricule for each in servants})).values())

    return Directory(
        find=find,
        named=lambda beginning: in_force(each.servant for each in register.named(beginning, after=None, limit=ASKED)),
        born=lambda day: in_force(register.born(day, limit=ASKED)),
    )


ASKED = 50
"""Servants read for one name or one day: whoever shares it with more is not told apart by it."""


def forms_of(pointer: RosterPointer | None, patterns: tuple[str, ...]) -> Forms:
    """Tell what a matricule looks like: as in the roster in force, or as the settings say until there is one."""
    return Forms(shapes=pointer.shapes) if pointer and pointer.shapes else Forms(patterns=patterns)
