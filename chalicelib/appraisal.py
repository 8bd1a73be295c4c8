"""What the text of an original decides: whether anybody may read it, what it is and says, and whose it is."""

from dataclasses import dataclass, replace

from chalicelib.evidence import TextEvidence
from chalicelib.matching import decide, directory_of, forms_of
from chalicelib.mentions import read_evidence
from chalicelib.piece import Field, Original, Outcome, Piece
from chalicelib.ports import Archive
from chalicelib.prohibition import forbidden
from chalicelib.transcript import Transcript
from chalicelib.understanding import Understanding, understand

SEALED_OFF = "99"
"""The nomenclature's code of a piece that nobody reads until a person decides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Appraisal:
    """What is made of one transcript, once for all the pieces of its original."""

    understanding: Understanding
    text: TextEvidence
    sealed_off: bool = False
    """It says what must not be known of anybody; nothing else is read out of it."""


def appraise(transcript: Transcript, archive: Archive, *, released: bool = False) -> Appraisal:
    """Read out of a text what it is, what it says and whom it names.

    Args:
        transcript: of the original.
        archive: the ports.
        released: a person has decided that it may be read.
    """
    if not released and forbidden(transcript):
        return Appraisal(understanding=Understanding(), text=TextEvidence(), sealed_off=True)
    forms = forms_of(archive.register.settings_roster(), archive.settings.matricule_patterns)
    understood = understand(transcript, archive.nomenclature, patterns=forms)
    return Appraisal(understanding=understood, text=read_evidence(transcript, forms, understood.fields))


def appraise_kept(original: Original, archive: Archive, *, released: bool = False) -> Appraisal:
    """The same for an original whose transcript is in the vault; without one, its key alone speaks."""
    transcript = archive.vault.transcript(original.digest)
    if transcript is None:
        return Appraisal(understanding=Understanding(), text=TextEvidence())
    return appraise(transcript, archive, released=released)


def outcome_of(piece: Piece, appraisal: Appraisal, archive: Archive, *, confidence: float | None) -> Outcome:
    """Decide what becomes of a piece; what a person has decided of it stands.

    Args:
        piece: as it stands.
        appraisal: of its original.
        archive: the ports.
        confidence: of the reading, 0 to 100.
    """
    if appraisal.sealed_off:
        return Outcome(status="sealed_off", reason="sealed_off", type=SEALED_OFF, confidence=confidence)
    decision = decide(piece.claim, appraisal.text, directory_of(archive.register, archive.register.settings_roster()))
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
    return _as_decided(proposed, piece)


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
