"""Decides whose case file a piece belongs to, by its S3 key, its text and the roster.

A piece is filed on two independent signals, or on a folder that nothing contradicts. Any sign of another person sends it to review:
a piece in the wrong case file is the worst error there is.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from chalicelib.analysis.linkage.candidates import Support, is_same_number, support_of
from chalicelib.analysis.linkage.contradictions import contradiction_of, servants_named_in
from chalicelib.analysis.linkage.directory import Directory
from chalicelib.analysis.linkage.evidence import TextEvidence
from chalicelib.analysis.linkage.key_matching import KeyMatch, claimed_matricules, claimed_servants, match_key, written_matricule
from chalicelib.analysis.linkage.sheets import has_nameless_act
from chalicelib.model.identifiers import Claim, fold
from chalicelib.model.piece import Candidate, Evidence, EvidenceKind
from chalicelib.model.servant import Servant

_WEIGHTS: dict[EvidenceKind, float] = {"folder": 0.4, "file_name": 0.3, "matricule": 0.35, "name": 0.2, "birth_date": 0.25}
"""What each kind of evidence adds to a candidate's rank. Ranks only order the candidates in the list."""
_NEAR = 0.5
"""Share of the weight that counts where a number or a name is not whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerDecision:
    """Where a piece is filed or why it goes to review, with the evidence."""

    status: Literal["filed", "to_review"]
    matricule: str | None = None
    """As the roster writes it, once filed."""
    reason: str | None = None
    """A key of `wording.REASONS`, where a person must look."""
    evidence: tuple[Evidence, ...] = ()
    """What the piece was filed on."""
    candidates: tuple[Candidate, ...] = ()
    """The likeliest first."""
    folder_alone: bool = False
    """Filed, but the text, or one act of several in it, mentions neither the servant nor anybody else."""


def decide_owner(claim: Claim, text: TextEvidence, directory: Directory | None) -> OwnerDecision:
    """Decide whose a piece is, by its key and its text.

    Args:
        claim: what the key says.
        text: what the text says.
        directory: the roster; None where none is in force.
    """
    if directory is None:
        return OwnerDecision(status="to_review", reason="no_roster" if claimed_matricules(claim) else "no_matricule")
    by_key = match_key(claim, directory.find)
    claimed = claimed_servants(claim, directory.find)
    if len(claimed) == 1:
        return _by_claim(claim, claimed[0], text, directory)
    if claimed:
        return _among(claim, claimed, text, by_key)
    return _by_text(claim, text, directory, by_key)


def _by_claim(claim: Claim, servant: Servant, text: TextEvidence, directory: Directory) -> OwnerDecision:
    """File where the key says, unless the text contradicts it."""
    support = support_of(servant, text)
    own = _candidate(servant, support, claim)
    against = contradiction_of(servant, support, text, directory)
    if against.found or against.homonyms:
        others = [_candidate(each, found) for each, found in against.others]
        reason = "conflicting_text" if against.found else "homonyms"
        return OwnerDecision(status="to_review", reason=reason, candidates=_ranked([own, *others]))
    alone = all(each.kind in ("folder", "file_name") for each in own.evidence) or has_nameless_act(servant, text)
    return OwnerDecision(status="filed", matricule=written_matricule(servant), evidence=own.evidence, candidates=(own,), folder_alone=alone)


def _among(claim: Claim, claimed: Sequence[Servant], text: TextEvidence, by_key: KeyMatch) -> OwnerDecision:
    """File one of several servants whom a key may mean, if the text is certain of one and silent on the others."""
    supports = [(servant, support_of(servant, text)) for servant in claimed]
    candidates = _ranked(_candidate(servant, support, claim) for servant, support in supports)
    certain = [servant for servant, support in supports if support.certain]
    silent = sum(not support.mentions and not support.number for _, support in supports)
    if len(certain) == 1 and silent == len(claimed) - 1:
        owner = next(each for each in candidates if each.matricule == written_matricule(certain[0]))
        return OwnerDecision(status="filed", matricule=owner.matricule, evidence=owner.evidence, candidates=candidates)
    return OwnerDecision(status="to_review", reason=by_key.reason, candidates=candidates)


def _by_text(claim: Claim, text: TextEvidence, directory: Directory, by_key: KeyMatch) -> OwnerDecision:
    """File where the text is certain of one servant and names nobody else, and the folder's number, if any, is a slip of theirs."""
    found = servants_named_in(text, directory)
    candidates = _ranked(_candidate(servant, support) for servant, support in found.servants)
    certain = [servant for servant, support in found.servants if support.certain]
    slipped = all(any(is_same_number(said, each.matricule) for each in certain) for said in claim.folders)
    if len(certain) == 1 and slipped and not found.strangers:
        owner = next(each for each in candidates if each.matricule == written_matricule(certain[0]))
        return OwnerDecision(status="filed", matricule=owner.matricule, evidence=owner.evidence, candidates=candidates)
    several = len(certain) > 1 or (bool(certain) and found.strangers)
    reason = "several_servants" if several and not claim.folders else by_key.reason
    return OwnerDecision(status="to_review", reason=reason, candidates=candidates)


def _candidate(servant: Servant, support: Support, claim: Claim | None = None) -> Candidate:
    evidence = (*_key_evidence(servant, claim), *_text_evidence(support))
    rank = sum(_WEIGHTS[each.kind] * (1 if each.exact else _NEAR) for each in evidence)
    return Candidate(
        matricule=written_matricule(servant),
        name=servant.name,
        first_names=servant.first_names,
        rank=round(min(rank, 1), 2),
        evidence=evidence,
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
    if not found and any(fold(each) == fold(servant.matricule) for each in claim.others):
        found.append(Evidence(kind="folder" if claim.folders else "file_name", exact=False))
    return found


def _text_evidence(support: Support) -> list[Evidence]:
    text, found = support.text, list[Evidence]()
    if support.number:
        row = text.rows[support.number.row]
        found.append(Evidence(kind="matricule", exact=support.exact, page=row.page, box=row.box))
    if support.mentions:
        best = max(support.mentions, key=lambda each: (not each.secondary, each.whole))
        row = text.rows[best.row]
        found.append(Evidence(kind="name", exact=best.whole, page=row.page, box=row.box))
    if support.birth is not None:
        row = text.rows[support.birth]
        found.append(Evidence(kind="birth_date", page=row.page, box=row.box))
    return found


def _ranked(candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    return tuple(sorted(candidates, key=lambda each: (-each.rank, each.matricule)))
