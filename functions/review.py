"""REST, for archivists: the review queue, leases and decisions; for guardians: sealed pieces."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, get_args

from chalicelib.model.errors import ReaderError
from chalicelib.model.review_queue import Order, QueueFilter
from chalicelib.model.wording import REASONS, in_language
from chalicelib.review.alike import PieceEdition, file_alike, undo_alike
from chalicelib.review.decisions import SETTLINGS, DecisionRequest, UndoRequest, decide, undo
from chalicelib.review.masked_copies import MaskedPlace
from chalicelib.review.queue import MOST_ALIKE, claim, claim_next, list_alike, list_queue, put_back, read_reviewed
from chalicelib.review.sealed import DECISIONS, Judgement, SealedEntry, judge, link_sealed, link_sealed_page, list_sealed, read_sealed
from chalicelib.review.waiting import count_waiting
from chalicelib.wiring import archive
from functions.powertools import Answer, logger
from functions.representations.access import original_link_json, page_image_link_json
from functions.representations.review import (
    review_entry_json,
    review_queue_json,
    reviewed_piece_json,
    sealed_entry_json,
    sealed_piece_json,
    sealed_queue_json,
)
from functions.rest import Reply, Request, edition_of, note_of, page_limit, page_of, text_of

_MOST_FIELDS = 50
_MOST_HIDDEN = 1_000
_LONGEST_FILTER = 300

REDACTION = (
    (
        "La pièce reste scellée. Masquez la mention sur le papier, numérisez cette copie et déposez-la dans le dossier du même agent : "
        "elle entrera comme une pièce nouvelle. Retirez ensuite celle-ci."
    ),
    (
        "The piece stays sealed off. Cover the words on the paper, scan that copy and upload it to the same servant's folder: it comes in "
        "as a new piece. Then withdraw this one."
    ),
)
"""How a copy without the words is made on paper: (French, English)."""

COPIED = (
    (
        "La copie masquée est faite : elle est lue, repasse le contrôle et entre dans le dossier comme une pièce nouvelle, d'ici quelques "
        "minutes. L'original reste scellé ; retirez-le une fois la copie au dossier."
    ),
    (
        "The masked copy is made: it is read, is screened again and comes into the case file as a new piece within some minutes. The "
        "original stays sealed off; withdraw it once the copy is in the case file."
    ),
)
"""What becomes of a masked copy that the archive has made: (French, English)."""


def waiting(request: Request) -> Answer:
    """Count what waits for the reader."""
    return asdict(count_waiting(request.reader, archive))


def queue(request: Request) -> Answer:
    """List the pieces that wait for an archivist, all or by a filter."""
    limit = page_limit(request, usual=20, most=50)
    page = list_queue(request.reader, archive, _filter(request.query), cursor=request.cursor, limit=limit)
    return review_queue_json(page, request.language)


def take_next(request: Request) -> Answer | Reply:
    """Take the lease of the first piece of a queue that nobody else holds."""
    after = text_of(request.body, "after", longest=100) if request.body.get("after") else None
    found = claim_next(request.reader, archive, _filter(request.body), after=after)
    return reviewed_piece_json(found, request.language) if found else Reply(status=204)


def reviewed(request: Request) -> Answer:
    """Read all of one piece."""
    return _read(request)


def take(request: Request) -> Answer:
    """Take the lease of a piece, or prolong it."""
    return reviewed_piece_json(claim(request.reader, request.path["piece"], archive), request.language)


def release_claim(request: Request) -> Reply:
    """Give back the lease of a piece."""
    put_back(request.reader, request.path["piece"], archive)
    return Reply(status=204)


def alike(request: Request) -> Answer:
    """List the other pieces that wait with the same proposal."""
    entries = list_alike(request.reader, request.path["piece"], archive)
    return {"pieces": [review_entry_json(each, request.language) for each in entries]}


def settle_piece(request: Request) -> Answer:
    """Decide on a piece: file it, with corrections, and others alike; refuse it; or merge it with the same act."""
    wanted, others = _decision(request.body), _others(request.body)
    if others:
        settled = file_alike(request.reader, request.path["piece"], wanted, others, archive)
    else:
        settled = ()
        decide(request.reader, request.path["piece"], wanted, archive)
    logger.info("decided", decision=wanted.decision, piece=request.path["piece"], alike=len(settled))
    return _read(request) | {"alike": [asdict(each) for each in settled]}


def undo_last(request: Request) -> Answer:
    """Undo the last decision, and that on others alike."""
    body = request.body
    even_so = body.get("even_so", False)
    if not isinstance(even_so, bool):
        raise ReaderError("invalid", "even_so")
    wanted = UndoRequest(edition=edition_of(body), even_so=even_so, note=note_of(body))
    undo(request.reader, request.path["piece"], wanted, archive)
    settled = undo_alike(request.reader, wanted, _others(body), archive)
    logger.info("decided", decision="undo", piece=request.path["piece"], alike=len(settled))
    return _read(request) | {"alike": [asdict(each) for each in settled]}


def sealed_queue(request: Request) -> Answer:
    """List the pieces that wait for a guardian, the oldest first."""
    limit = page_limit(request, usual=20, most=50)
    return sealed_queue_json(list_sealed(request.reader, archive, cursor=request.query.get("cursor"), limit=limit))


def sealed_piece(request: Request) -> Answer:
    """Read where the forbidden mentions of a piece stand, and those pages."""
    return sealed_piece_json(read_sealed(request.reader, request.path["piece"], archive, cursor=request.query.get("cursor")))


def sealed_original(request: Request) -> Answer:
    """Link the original of a sealed piece."""
    return original_link_json(link_sealed(request.reader, request.path["piece"], archive))


def sealed_page_image(request: Request) -> Answer:
    """Link the image of one page of a sealed piece."""
    return page_image_link_json(link_sealed_page(request.reader, request.path["piece"], page_of(request), archive))


def judge_piece(request: Request) -> Answer:
    """Release, withdraw, ask for a copy, or seal again."""
    body = request.body
    decision, note = next((each for each in DECISIONS if each == body.get("decision")), None), note_of(body)
    if decision is None or not note:
        raise ReaderError("invalid", "decision or note")
    hide = _hidden(body.get("hide"))
    judgement = Judgement(edition=edition_of(body), decision=decision, note=note, hide=hide)
    judged = judge(request.reader, request.path["piece"], judgement, archive)
    logger.info("decided", decision=decision, piece=request.path["piece"])
    words = (COPIED if hide else REDACTION) if decision == "redact" else None
    return sealed_entry_json(SealedEntry(piece=judged)) | {"message": in_language(words, request.language) if words else None}


def _read(request: Request) -> Answer:
    return reviewed_piece_json(read_reviewed(request.reader, request.path["piece"], archive), request.language)


def _decision(body: Mapping[str, Any]) -> DecisionRequest:
    decision = next((each for each in SETTLINGS if each == body.get("decision")), None)
    if decision is None:
        raise ReaderError("invalid", "decision")
    said = {
        name: text_of(body, name, longest=100) if body.get(name) is not None else None for name in ("matricule", "type", "duplicate_of")
    }
    return DecisionRequest(edition=edition_of(body), decision=decision, fields=_fields(body.get("fields")), note=note_of(body), **said)


def _fields(said: Any) -> dict[str, str | None]:  # noqa: ANN401 - JSON
    if said is None:
        return {}
    if not isinstance(said, list) or len(said) > _MOST_FIELDS or not all(isinstance(each, dict) for each in said):
        raise ReaderError("invalid", "fields")
    found: dict[str, str | None] = {}
    for each in said:
        name = text_of(each, "name", longest=40)
        if name in found or "value" not in each:
            raise ReaderError("invalid", "fields")
        found[name] = None if each["value"] is None else text_of(each, "value", longest=1000)
    return found


def _hidden(said: Any) -> tuple[MaskedPlace, ...]:  # noqa: ANN401 - JSON
    """Read the places that a masked copy must not show."""
    if said is None:
        return ()
    if not isinstance(said, list) or len(said) > _MOST_HIDDEN or not all(isinstance(each, dict) for each in said):
        raise ReaderError("invalid", "hide")
    return tuple(MaskedPlace(page=_number(each.get("page")), line=_number(each["line"]) if "line" in each else None) for each in said)


def _number(said: Any) -> int:  # noqa: ANN401 - JSON
    if not isinstance(said, int) or isinstance(said, bool) or said < 1:
        raise ReaderError("invalid", "hide")
    return said


def _others(body: Mapping[str, Any]) -> tuple[PieceEdition, ...]:
    """Read the pieces that are decided on together with the one of the path."""
    said = body.get("alike")
    if said is None:
        return ()
    if not isinstance(said, list) or len(said) >= MOST_ALIKE or not all(isinstance(each, dict) for each in said):
        raise ReaderError("invalid", "alike")
    return tuple(PieceEdition(piece=text_of(each, "piece", longest=100), edition=edition_of(each)) for each in said)


def _filter(said: Mapping[str, Any]) -> QueueFilter:
    """Read what is asked of the review queue."""
    wanted = {name: text_of(said, name, longest=_LONGEST_FILTER) for name in ("batch", "type", "ministry", "reason") if name in said}
    if wanted.get("reason", "homonyms") not in REASONS:
        raise ReaderError("invalid", "reason")
    return QueueFilter(**wanted, order=_order(said))


def _order(said: Mapping[str, Any]) -> Order:
    order: Order
    for order in get_args(Order):
        if order == said.get("order", "oldest"):
            return order
    raise ReaderError("invalid", "order")
