"""What the text of an original decides: whether anybody may read it, what it is and says, and whose it is."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from chalicelib.analysis.description.classification import Understanding, understand
from chalicelib.analysis.linkage.directory import Find, servant_of
from chalicelib.analysis.linkage.evidence import TextEvidence
from chalicelib.analysis.linkage.matching import decide_owner
from chalicelib.analysis.linkage.mentions import read_evidence
from chalicelib.analysis.linkage.near_duplicates import SAME_ACT, Fingerprint, fingerprint_of, likeness, read_fingerprint
from chalicelib.analysis.sensitivity.screening import is_forbidden, screen
from chalicelib.model.identifiers import Forms, normalise
from chalicelib.model.nomenclature import FORBIDDEN
from chalicelib.model.piece import Candidate, Field, Original, Outcome, Piece, is_filed_with, unchanged_outcome
from chalicelib.model.transcript import Transcript
from chalicelib.personnel.directory import directory_of, forms_of, servant_in_force
from chalicelib.ports.archive import Archive

DOUBTED = "doubted"
"""Why a piece waits for a person that was filed, and whose text, read again, does not speak for that servant."""
TWIN_LEFT = "twin_left"
"""Why a piece waits for a person that was left out of a case file as a duplicate of one that is no longer in it."""
COMPARED = 200
"""Pieces of a case file that a new one is compared with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """What is made of one transcript, once for all the pieces of its original."""

    understanding: Understanding
    text: TextEvidence
    sealed_off: bool = False
    """It says what must not be known of anybody; nothing else is read out of it."""
    transcript: Transcript | None = None
    """None where there is none, or where it must not be known."""
    lost: bool = False
    """It was read, and its text is no longer in the vault: nobody can say that it may be shown."""


def assess(transcript: Transcript, archive: Archive, *, released: bool = False) -> Assessment:
    """Read out of a text what it is, what it says and whom it names.

    Args:
        transcript: of the original.
        archive: the ports.
        released: a person has decided that it may be read.
    """
    if not released and screen(transcript):
        return Assessment(understanding=Understanding(), text=TextEvidence(), sealed_off=True)
    forms = forms_of(archive.register.roster_pointer(), archive.settings.matricule_patterns)
    understood = understand(transcript, archive.nomenclature, patterns=forms)
    return Assessment(understanding=understood, text=evidence_of(transcript, understood, forms), transcript=transcript)


def evidence_of(transcript: Transcript, understood: Understanding, forms: Forms) -> TextEvidence:
    """Read whom a text speaks of, knowing what it is and says."""
    text = read_evidence(transcript, forms, understood.fields)
    return replace(text, of_career=understood.type is not None or text.has_career_words)


def assess_kept(original: Original, archive: Archive, *, released: bool = False) -> Assessment:
    """The same for an original whose transcript should be in the vault."""
    transcript = archive.vault.transcript(original.digest)
    if transcript is None:
        return Assessment(understanding=Understanding(), text=TextEvidence(), lost=True)
    return assess(transcript, archive, released=released)


def outcome_of(
    piece: Piece, appraisal: Assessment, archive: Archive, *, confidence: float | None, siblings: Sequence[Piece] | None = None
) -> Outcome:
    """Decide what becomes of a piece; what a person has decided of it stands.

    Args:
        piece: as it stands.
        appraisal: of its original, as one that may be read where the piece is `released`.
        archive: the ports.
        confidence: of the reading, 0 to 100.
        siblings: every piece that the same bytes are, where the caller has just read them.
    """
    standing = archive.register.pieces_of_original(piece.digest) if siblings is None else siblings
    others = [each for each in standing if each.piece != piece.piece]
    if _must_be_sealed(piece, appraisal, others):
        return sealed(confidence=confidence)
    if "status" in piece.decided:
        return unchanged_outcome(piece, confidence=confidence)
    if appraisal.lost:
        return replace(unchanged_outcome(piece, confidence=confidence), status="to_review", reason="text_lost", matricule=None)
    directory = directory_of(archive.register, archive.register.roster_pointer())
    decision = decide_owner(piece.claim, appraisal.text, directory)
    proposed = Outcome(
        status=decision.status,
        reason=decision.reason,
        matricule=decision.matricule,
        confidence=confidence,
        type=appraisal.understanding.type,
        type_confidence=appraisal.understanding.type_confidence,
        fields=appraisal.understanding.fields,
        evidence=decision.evidence,
        candidates=decision.candidates,
    )
    outcome = _beside(_as_decided(_as_doubted(proposed, piece), piece), piece, others)
    return remembered(outcome, piece, appraisal.transcript, directory.find if directory else None, archive)


def _must_be_sealed(piece: Piece, appraisal: Assessment, others: Sequence[Piece]) -> bool:
    """Say whether the guard, the file's own name, or a guardian who judged these bytes closes a piece.

    What a guardian has released, or withdrawn, stands.
    """
    if piece.released or piece.reason == "withdrawn":
        return False
    judged = "sealed" in piece.decided or any("sealed" in each.decided or each.reason == "withdrawn" for each in others)
    return appraisal.sealed_off or judged or is_forbidden(piece.name)


def _beside(outcome: Outcome, piece: Piece, others: Sequence[Piece]) -> Outcome:
    """Hold an outcome against what became of the same bytes elsewhere: filed twice in one case file, they are one piece and a duplicate."""
    if outcome.status != "filed" or "matricule" in piece.decided or piece.status == "filed":
        return outcome
    same = normalise(outcome.matricule or "")
    twin = next((each for each in others if each.status == "filed" and normalise(each.matricule or "") == same), None)
    if twin is not None:
        return Outcome(status="duplicate", matricule=twin.matricule, confidence=outcome.confidence, duplicate_of=twin.piece)
    if any(each.status == "refused" and "status" in each.decided for each in others):
        return replace(outcome, status="to_review", reason="refused_before", matricule=None)
    return outcome


def without_twin(piece: Piece, kept: Piece | None, archive: Archive, *, confidence: float | None) -> Outcome:
    """Decide what becomes of a duplicate when the piece that stood for it has left the case file: no act is lost with it.

    Where that one was merged in turn, the third stands for both. Where a guardian or the guard has closed it, the same act is closed,
    and a guardian decides. Otherwise a person does: it may be the former servant's, or, if the other was moved, the new one's.
    """
    third = archive.register.piece(kept.duplicate_of) if kept and kept.duplicate_of else None
    if third is not None and is_filed_with(third, piece):
        return replace(unchanged_outcome(piece, confidence=confidence), matricule=third.matricule, duplicate_of=third.piece)
    if kept is not None and kept.closed_to_all and not piece.released:
        return replace(sealed(confidence=confidence), decided=_undecided(piece))
    moved = [kept.matricule] if kept and kept.status == "filed" and kept.matricule else []
    owners = dict.fromkeys((*moved, piece.matricule or ""))
    candidates = tuple(_candidate(each, 1 / (place + 2), piece, archive) for place, each in enumerate(filter(None, owners)))
    return replace(
        unchanged_outcome(piece, confidence=confidence),
        status="to_review",
        reason=TWIN_LEFT,
        matricule=None,
        evidence=(),
        candidates=candidates,
        duplicate_of=None,
        like=None,
        fingerprint=None,
        decided=_undecided(piece),
    )


def _undecided(piece: Piece) -> tuple[str, ...]:
    """Keep what a person has said that the piece says; whose it is must be said anew."""
    return tuple(each for each in piece.decided if each not in ("status", "like", "matricule"))


def _candidate(matricule: str, rank: float, piece: Piece, archive: Archive) -> Candidate:
    servant = servant_in_force(matricule, archive.register)
    names = {"name": servant.name, "first_names": servant.first_names} if servant else {}
    own = normalise(matricule) == normalise(piece.matricule or "")
    return Candidate(matricule=matricule, rank=rank, evidence=piece.evidence if own else (), **names)


def sealed(*, confidence: float | None) -> Outcome:
    """Close a piece to all: nothing of what it says is kept."""
    return Outcome(status="sealed_off", reason="sealed_off", type=FORBIDDEN, confidence=confidence)


def remembered(outcome: Outcome, piece: Piece, transcript: Transcript | None, find: Find | None, archive: Archive) -> Outcome:
    """Note by what a piece that is filed will be known again, and which of the same case file it seems to show again.

    Only one of the two is marked: whichever was filed later. A person's word on it stands.
    """
    if outcome.status != "filed" or not outcome.matricule or transcript is None:
        return outcome
    own = fingerprint_of(transcript, servant_of(outcome.matricule, find))
    if own is None:
        return outcome
    kept = "like" in piece.decided and normalise(piece.matricule or "") == normalise(outcome.matricule)
    return replace(outcome, fingerprint=str(own), like=piece.like if kept else _most_alike(own, piece, outcome.matricule, archive))


def _most_alike(own: Fingerprint, piece: Piece, matricule: str, archive: Archive) -> str | None:
    found: list[tuple[float, str]] = []
    for other in archive.register.casefile_pieces(normalise(matricule), after=None, limit=COMPARED):
        theirs = read_fingerprint(other.fingerprint) if other.fingerprint else None
        if theirs is not None and piece.piece not in (other.piece, other.like):
            found.append((likeness(own, theirs), other.piece))
    return next((name for alike, name in sorted(found, reverse=True) if alike >= SAME_ACT), None)


def _as_doubted(proposed: Outcome, piece: Piece) -> Outcome:
    """Leave to a person whose a piece is that a second reading, or its twin's leaving, has put in doubt: a third might file it anywhere."""
    if piece.reason not in (DOUBTED, TWIN_LEFT) or piece.status != "to_review":
        return proposed
    return replace(proposed, status="to_review", reason=piece.reason, matricule=None, evidence=piece.evidence, candidates=piece.candidates)


def _as_decided(proposed: Outcome, piece: Piece) -> Outcome:
    """Lay what a person has decided over what was proposed."""
    if "matricule" in piece.decided:
        proposed = replace(
            proposed,
            status=piece.status,
            reason=piece.reason,
            matricule=piece.matricule,
            evidence=piece.evidence,
            candidates=(),
        )
    if "type" in piece.decided:
        proposed = replace(proposed, type=piece.type, type_confidence=piece.type_confidence)
    return replace(proposed, fields=fields_as_decided(proposed.fields, piece))


def fields_as_decided(proposed: tuple[Field, ...], piece: Piece) -> tuple[Field, ...]:
    """Take the fields that a person has decided from the piece, those that they took away included, and the rest as proposed."""
    kept = tuple(each for each in piece.fields if each.name in piece.decided)
    return (*kept, *(each for each in proposed if each.name not in piece.decided))
