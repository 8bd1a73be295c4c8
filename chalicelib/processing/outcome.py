"""Outcome of a piece, decided from its text: sealed off or not, its type and fields, its servant, its likely duplicate.

1. Screen the text for forbidden mentions, and the text layer that it was not taken from; a hit seals the piece off, and nothing more is
   read out of it.
2. Classify it: type and fields. Blank pages and separator sheets say nothing of a paper, and go to a person.
3. Match it with a servant, by folder, file name and text.
4. Lay over it what archivists have decided.
5. Compare it with the other pieces of the same bytes, then with the pieces of the case file.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from chalicelib.analysis.description.classification import PieceDescription, describe
from chalicelib.analysis.linkage.directory import Find, servant_of
from chalicelib.analysis.linkage.evidence import TextEvidence
from chalicelib.analysis.linkage.matching import decide_owner
from chalicelib.analysis.linkage.mentions import read_evidence
from chalicelib.analysis.linkage.near_duplicates import SAME_ACT, Fingerprint, fingerprint_of, likeness, read_fingerprint
from chalicelib.analysis.sensitivity.names import is_masked, mask_path
from chalicelib.analysis.sensitivity.screening import screen
from chalicelib.model.identifiers import Forms, file_line_id, normalise
from chalicelib.model.nomenclature import FORBIDDEN
from chalicelib.model.piece import CUTS, Candidate, Field, Original, Outcome, Piece, Status, is_filed_with, piece_after, unchanged_outcome
from chalicelib.model.settings import Settings
from chalicelib.model.transcript import Transcript
from chalicelib.personnel.directory import directory_of, forms_of, servant_in_force
from chalicelib.ports.archive import Archive
from chalicelib.processing.division import DOUBTED_FROM, is_doubtful, no_paper, parts_of, propose

DOUBTED = "doubted"
"""Reason to review a filed piece: its text, read again, does not confirm the servant."""
TWIN_LEFT = "twin_left"
"""Reason to review a duplicate: the piece that it is a duplicate of has left the case file."""
FOLDER_ALONE = "folder_alone"
"""Reason to review a piece whose text names nobody, where the setting `folder-alone` says so."""
ATTACHMENTS = "attachments"
"""Reason to review a piece that could be filed: documents are attached to its file, and nobody reads them."""
_ENOUGH = 2
"""Pieces of a scan that must be one servant's before the servant is proposed for another piece of it."""
COMPARED = 200
"""Pieces of a case file that a new piece is compared with, at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """What one transcript says, assessed once for all pieces of its original."""

    description: PieceDescription
    text: TextEvidence
    sealed_off: bool = False
    """The text holds a forbidden mention; nothing else is read out of it."""
    transcript: Transcript | None = None
    """None where there is none, or where it is sealed off."""
    attachments: int = 0
    """Documents attached to the original."""
    lost: bool = False
    """The original was read, and its transcript is no longer in the vault: the text cannot be screened."""
    doubtful: bool = False
    """The piece may hold several papers, and where one ends is not sure."""
    no_paper: str | None = None
    """The piece holds no paper, but blank pages or separator sheets: the reason to review it (`division.no_paper`)."""


LOST_TEXT = Assessment(description=PieceDescription(), text=TextEvidence(), lost=True)
"""Of a piece whose original was read, and whose transcript is gone."""


def assess(transcript: Transcript, archive: Archive, *, original: Original | None = None, piece: Piece | None = None) -> Assessment:
    """Assess the text of a piece: screen it, classify it, read whom it mentions.

    Args:
        transcript: of the original.
        archive: the ports.
        original: its text layer is screened too, where it is not the transcript: a copy of the file contains it.
        piece: the pages of it that are assessed, all of them without it; where a guardian has released it, it is not screened.
    """
    released, pages = (piece.released, piece.pages) if piece else (False, ())
    own = transcript.of_pages(pages)
    layer = archive.vault.layer(original.digest) if original and original.layered and not released else None
    if not released and any(text is not None and screen(text) for text in (own, layer.of_pages(pages) if layer else None)):
        return Assessment(description=PieceDescription(), text=TextEvidence(), sealed_off=True)
    empty = no_paper(piece, transcript, archive) if piece else None
    if empty is not None:
        return Assessment(description=PieceDescription(), text=TextEvidence(), no_paper=empty)
    forms = forms_of(archive.register.roster_pointer(), archive.settings.matricule_patterns)
    description = describe(own, archive.nomenclature, patterns=forms)
    return Assessment(
        description=description,
        text=evidence_of(own, description, forms),
        transcript=own,
        attachments=original.attachments if original else 0,
        doubtful=original is not None
        and piece is not None
        and original.pages >= DOUBTED_FROM
        and is_doubtful(piece, original, propose(original, archive, transcript)),
    )


def evidence_of(transcript: Transcript, description: PieceDescription, forms: Forms) -> TextEvidence:
    """Read which servants a text mentions, given its type and fields."""
    text = read_evidence(transcript, forms, description.fields)
    return replace(text, of_career=description.type is not None or text.has_career_words)


def assess_kept(piece: Piece, original: Original, archive: Archive) -> Assessment:
    """Assess a piece by the transcript that the vault keeps of its original."""
    transcript = archive.vault.transcript(original.digest)
    return LOST_TEXT if transcript is None else assess(transcript, archive, original=original, piece=piece)


def outcome_of(
    piece: Piece, assessment: Assessment, archive: Archive, *, confidence: float | None, siblings: Sequence[Piece] | None = None
) -> Outcome:
    """Decide the outcome of a piece; what an archivist or a guardian has decided stands.

    Args:
        piece: as it stands.
        assessment: of its original; not screened where the piece is `released`.
        archive: the ports.
        confidence: of the reading, 0 to 100.
        siblings: every piece of the same bytes, where the caller has just read them.
    """
    standing = archive.register.pieces_of_original(piece.digest) if siblings is None else siblings
    others = [each for each in standing if each.piece != piece.piece and each.shares_pages(piece)]
    if _must_be_sealed(piece, assessment, others):
        return sealed_outcome(confidence=confidence)
    if "status" in piece.decided:
        return replace(unchanged_outcome(piece, confidence=confidence), status=status_as_decided(piece))
    if assessment.lost:
        return replace(unchanged_outcome(piece, confidence=confidence), status="to_review", reason="text_lost", matricule=None)
    directory = directory_of(archive.register, archive.register.roster_pointer())
    decision = decide_owner(piece.claim, assessment.text, directory)
    proposed = Outcome(
        status=decision.status,
        reason=decision.reason,
        matricule=decision.matricule,
        confidence=confidence,
        type=assessment.description.type,
        type_confidence=assessment.description.type_confidence,
        fields=assessment.description.fields,
        evidence=decision.evidence,
        folder_alone=decision.folder_alone,
        candidates=decision.candidates,
    )
    proposed = _with_attachments(_as_set(proposed, archive.settings), assessment.attachments)
    if assessment.no_paper:
        proposed = _to_review(proposed, assessment.no_paper, candidates=_as_candidates(proposed))
    elif assessment.doubtful:
        proposed = _to_review(proposed, CUTS)
    outcome = _beside(_as_decided(_as_doubted(proposed, piece), piece), piece, others, archive)
    return with_fingerprint(outcome, piece, assessment.transcript, directory.find if directory else None, archive)


def _must_be_sealed(piece: Piece, assessment: Assessment, others: Sequence[Piece]) -> bool:
    """Say whether a piece is sealed off: by the screening of its text or name, or because a guardian sealed the same bytes.

    A piece that a guardian has released or withdrawn stays so.
    """
    if piece.released or piece.reason == "withdrawn":
        return False
    judged = "sealed" in piece.decided or any("sealed" in each.decided or each.reason == "withdrawn" for each in others)
    return assessment.sealed_off or judged or is_masked(mask_path(piece.name))


def _beside(outcome: Outcome, piece: Piece, others: Sequence[Piece], archive: Archive) -> Outcome:
    """Compare an outcome with the other pieces of the same pages: a second filing in one case file is a duplicate.

    What a person has decided of the same bytes, refused them or moved them from the same folder to another servant, is not undone by
    sending them again: a person looks at them.
    """
    if outcome.status != "filed" or "matricule" in piece.decided or piece.status == "filed":
        return outcome
    filed = piece_after(piece, outcome)
    twin = standing_twin(filed, others, archive)
    if twin is not None:
        return Outcome(status="duplicate", matricule=twin.matricule, confidence=outcome.confidence, duplicate_of=twin.piece)
    others = [each for each in others if each.pages == piece.pages]
    refused = any(each.status == "refused" and "status" in each.decided for each in others)
    moved = [each.matricule for each in others if each.status == "filed" and "matricule" in each.decided and each.claim == piece.claim]
    if not refused and not moved:
        return outcome
    owners = filter(None, (outcome.matricule, *moved))
    candidates = tuple(_candidate(each, 1 / (place + 2), filed, archive) for place, each in enumerate(dict.fromkeys(owners)))
    reason = "refused_before" if refused else "moved_before"
    return _to_review(outcome, reason, candidates=candidates)


def standing_twin(piece: Piece, others: Sequence[Piece], archive: Archive) -> Piece | None:
    """Find the piece that stands in the case file of a piece for the same pages: one of them, or the one that stands for one of them.

    A divided file stands there as long as one of its pieces does.
    """
    for each in others:
        if each.status == "divided":
            if not piece.pages and any(is_filed_with(part, piece) for part in parts_of(each, others)):
                return each
            continue
        kept = archive.register.piece(each.duplicate_of) if each.duplicate_of else each
        if each.pages == piece.pages and kept is not None and kept.piece != piece.piece and is_filed_with(kept, piece):
            return kept
    return None


def outcome_of_orphan(piece: Piece, kept: Piece | None, archive: Archive, *, confidence: float | None) -> Outcome:
    """Decide what becomes of a duplicate when the piece that stood for it has left the case file: no act is lost with it.

    Where that one was merged in turn, the third stands for both. Where a guardian or the screening has sealed it, the same act is closed,
    and a guardian decides. Otherwise a person does: it may be the former servant's, or, if the other was moved, the new one's.
    """
    third = archive.register.piece(kept.duplicate_of) if kept and kept.duplicate_of else None
    if third is not None and is_filed_with(third, piece):
        return replace(unchanged_outcome(piece, confidence=confidence), matricule=third.matricule, duplicate_of=third.piece)
    if kept is not None and kept.closed_to_all and not piece.released:
        return replace(sealed_outcome(confidence=confidence), decided=_decided_contents(piece))
    moved = [kept.matricule] if kept and kept.status == "filed" and kept.matricule else []
    owners = dict.fromkeys((*moved, piece.matricule or ""))
    candidates = tuple(_candidate(each, 1 / (place + 2), piece, archive) for place, each in enumerate(filter(None, owners)))
    return _to_review(
        unchanged_outcome(piece, confidence=confidence),
        TWIN_LEFT,
        evidence=(),
        candidates=candidates,
        duplicate_of=None,
        like=None,
        fingerprint=None,
        decided=_decided_contents(piece),
    )


def _decided_contents(piece: Piece) -> tuple[str, ...]:
    """Keep what archivists have decided of type and fields; the servant must be decided anew."""
    return tuple(each for each in piece.decided if each not in ("status", "like", "matricule"))


def beside_in_file(outcome: Outcome, piece: Piece, siblings: Sequence[Piece], archive: Archive) -> Outcome:
    """Propose for a piece that names nobody the servant of the other pieces of the same scan, where they are all one servant's.

    Nothing is filed so: a dossier may hold another servant's sheet.
    """
    if outcome.status != "to_review" or outcome.reason != "no_matricule" or outcome.candidates:
        return outcome
    own = [each for each in siblings if each.status == "filed" and file_line_id(each.line) == file_line_id(piece.line)]
    owners = {normalise(each.matricule or ""): each.matricule or "" for each in own}
    if len(own) < _ENOUGH or len(owners) > 1:
        return outcome
    return replace(outcome, candidates=tuple(_candidate(each, 0.5, piece, archive) for each in owners.values()))


def _candidate(matricule: str, rank: float, piece: Piece, archive: Archive) -> Candidate:
    servant = servant_in_force(matricule, archive.register)
    names = {"name": servant.name, "first_names": servant.first_names} if servant else {}
    own = normalise(matricule) == normalise(piece.matricule or "")
    return Candidate(matricule=matricule, rank=rank, evidence=piece.evidence if own else (), **names)


def sealed_outcome(*, confidence: float | None) -> Outcome:
    """Make the outcome of a piece that is sealed off: nothing of its text is kept."""
    return Outcome(status="sealed_off", reason="sealed_off", type=FORBIDDEN, confidence=confidence)


def with_fingerprint(outcome: Outcome, piece: Piece, transcript: Transcript | None, find: Find | None, archive: Archive) -> Outcome:
    """Add to the outcome of a filed piece the fingerprint of its text, and the piece of the same case file that it likely duplicates.

    Of two near duplicates the one filed later is marked. Where an archivist has decided on it, the decision stands.
    """
    if outcome.status != "filed" or not outcome.matricule or transcript is None:
        return outcome
    own = fingerprint_of(transcript, servant_of(outcome.matricule, find))
    if own is None:
        return outcome
    kept = "like" in piece.decided and normalise(piece.matricule or "") == normalise(outcome.matricule)
    return replace(outcome, fingerprint=str(own), like=piece.like if kept else _most_alike(own, piece, outcome.matricule, archive))


def _most_alike(own: Fingerprint, piece: Piece, matricule: str, archive: Archive) -> str | None:
    others = archive.register.casefile_pieces(normalise(matricule), after=None, limit=COMPARED)
    known = {each.piece: each.fingerprint for each in others if each.fingerprint and piece.piece not in (each.piece, each.like)}
    return next(iter(_alike(own, known)), None)


def alike_among(piece: Piece, fingerprints: Mapping[str, str]) -> Sequence[str]:
    """Name the other pieces that a filed one likely duplicates, the likeliest first.

    Args:
        piece: a filed piece.
        fingerprints: of pieces of its case file, by piece; its own may be among them.
    """
    own = read_fingerprint(piece.fingerprint or "")
    return _alike(own, {name: said for name, said in fingerprints.items() if name != piece.piece}) if own else ()


def _alike(own: Fingerprint, fingerprints: Mapping[str, str]) -> Sequence[str]:
    read = ((name, read_fingerprint(said)) for name, said in fingerprints.items())
    found = sorted(((likeness(own, theirs), name) for name, theirs in read if theirs), reverse=True)
    return [name for alike, name in found if alike >= SAME_ACT]


def _as_set(proposed: Outcome, settings: Settings) -> Outcome:
    """Send a piece that only its folder files to review, where the ministry has set so."""
    if not proposed.folder_alone or settings.folder_alone == "file":
        return proposed
    return _to_review(proposed, FOLDER_ALONE, evidence=())


def _as_doubted(proposed: Outcome, piece: Piece) -> Outcome:
    """Keep a piece in review that a second reading, or its twin's leaving, has put there: a third reading must not file it."""
    if piece.reason not in (DOUBTED, TWIN_LEFT) or piece.status != "to_review":
        return proposed
    return _to_review(proposed, piece.reason, evidence=piece.evidence, candidates=piece.candidates)


def _with_attachments(proposed: Outcome, attachments: int) -> Outcome:
    """Have a person look at a piece whose file has attached documents: they may be other acts, of other servants."""
    if not attachments or proposed.status != "filed":
        return proposed
    return _to_review(proposed, ATTACHMENTS, candidates=_as_candidates(proposed))


def _as_candidates(proposed: Outcome) -> tuple[Candidate, ...]:
    """Give the servant in whose case file a piece would be filed as the candidate of its review."""
    if not proposed.matricule:
        return proposed.candidates
    return (Candidate(matricule=proposed.matricule, rank=1, evidence=proposed.evidence),)


def _to_review(outcome: Outcome, reason: str, **more: Any) -> Outcome:  # noqa: ANN401 - attributes of an outcome
    """Send a piece to review: it is in no case file."""
    return replace(outcome, status="to_review", reason=reason, matricule=None, folder_alone=False, **more)


def _as_decided(proposed: Outcome, piece: Piece) -> Outcome:
    """Lay what archivists have decided over the proposed outcome."""
    if "matricule" in piece.decided and (piece.matricule or piece.status != "waiting"):
        proposed = replace(
            proposed,
            status=status_as_decided(piece),
            reason=piece.reason,
            matricule=piece.matricule,
            evidence=piece.evidence,
            folder_alone=False,
            candidates=(),
        )
    if "type" in piece.decided:
        proposed = replace(proposed, type=piece.type, type_confidence=piece.type_confidence)
    return replace(proposed, fields=fields_as_decided(proposed.fields, piece))


def status_as_decided(piece: Piece) -> Status:
    """Status of a piece by what archivists have decided; one that waits again, since its scan was cut and joined, returns to it."""
    if piece.status != "waiting":
        return piece.status
    if "status" in piece.decided:
        return "duplicate" if piece.duplicate_of else "refused"
    return "filed" if "matricule" in piece.decided and piece.matricule else "waiting"


def fields_as_decided(proposed: tuple[Field, ...], piece: Piece) -> tuple[Field, ...]:
    """Join the fields that archivists have decided with the proposed ones; a field that they removed stays away."""
    kept = tuple(each for each in piece.fields if each.name in piece.decided)
    return (*kept, *(each for each in proposed if each.name not in piece.decided))
