"""Values from which the contract tests make their cases."""

import unicodedata
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from chalicelib.model.career import CareerDecision, Citation, EventFacts
from chalicelib.model.decision import Decision, state_of
from chalicelib.model.event import Event
from chalicelib.model.identifiers import Claim
from chalicelib.model.piece import BatchLine, Original, Outcome, Piece, piece_after
from chalicelib.model.rectification import Rectification, RectificationEvent, name_rectification
from chalicelib.model.register import AccessionEntry

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
LATER = AT + timedelta(minutes=1)


def a_line(number=1, status="waiting", **facts):
    said = {"digest": f"{number:064x}", "piece": f"{number:064x}-{number:08x}"} | facts
    name = f"{number:032x}"[::-1]
    return BatchLine(
        line=name, batch="lot-1", key=f"lot-1/{number}.pdf", version="v", size=9, status=status, arrived_at=AT, taken_at=AT, **said
    )


def an_original(number=1, **facts):
    said = {"route": "textract", "batch": "lot-1", "registered_at": AT} | facts
    return Original(digest=f"{number:064x}", size=9, media_type="application/pdf", extension="pdf", pages=1, **said)


def a_piece(line):
    said = {"piece": line.piece, "digest": line.digest, "batch": "lot-1", "line": line.line}
    return Piece(**said, name="1.pdf", claim=Claim(folders=("123456",)), registered_at=AT)


def an_event(line, kind="ingestion", at=AT):
    return Event(type=kind, at=at, batch=line.batch, line=line.line, piece=line.piece, digest=line.digest)


def an_entry(number=1, arrival=None, **facts):
    line = a_line(number)
    said = {"arrival": arrival or f"a{number}", "line": line, "event": an_event(line), "piece": a_piece(line)}
    return AccessionEntry(**(said | {"original": an_original(number)} | facts))


def filed(register, number=1):
    line = a_line(number)
    outcome = Outcome(status="filed", matricule="123456", confidence=97.5)
    return register.settle_piece(a_piece(line), line, outcome, an_event(line, "filing", LATER))


MARKED = "0" * 64 + "-00000000"


def waiting_for_a_person(register, number=1, status="to_review", **facts):
    """Register a piece and settle it into a review queue; pieces are registered in the order of their numbers."""
    line = a_line(number)
    register.register_arrival(an_entry(number, piece=replace(a_piece(line), registered_at=AT + timedelta(seconds=number))))
    register.settle_piece(register.piece(line.piece), line, Outcome(status=status, **facts), an_event(line, "review", LATER))
    return register.piece(line.piece)


def a_change(piece, outcome, by="aline", at=LATER, **facts):
    after = piece_after(piece, outcome)
    said = {"piece": piece.piece, "edition": after.edition, "at": at, "by": by, "decision": "file", "note": "vu"}
    return Decision(**(said | {"before": state_of(piece), "after": state_of(after)} | facts))


def decided(register, piece, outcome, **facts):
    line = register.line(piece.batch, piece.line)
    change = a_change(piece, outcome, **facts)
    return register.settle_piece(piece, line, outcome, an_event(line, "decision", change.at), change), change


def left_out(register, piece, kept, **facts):
    """Decide that a piece is a duplicate of another."""
    outcome = Outcome(status="duplicate", reason="near_duplicate", matricule="123456", duplicate_of=kept.piece, decided=("status",))
    return decided(register, register.piece(piece.piece), outcome, decision="duplicate", **facts)[0]


def two_filed(register):
    return [waiting_for_a_person(register, number, "filed", matricule="123456") for number in (1, 2)]


JEAN, MARIE = "123456", "654321"


def at(second):
    return AT + timedelta(seconds=second)


def a_report(second=0, **facts):
    said = {"matricule": JEAN, "kind": "error", "text": "Ce n'est pas moi.", "piece": a_line().piece, "type": "04.1"} | facts
    return Rectification(report=name_rectification(said["matricule"], at(second), said["text"]), at=at(second), **said)


def told_of(report, second=0, deed="reported", by=JEAN):
    return RectificationEvent(report=report.report, matricule=report.matricule, at=at(second), deed=deed, by=by, piece=report.piece)


def a_career_decision(number=1, *, event=None, decision="confirm", by="aline", second=None):
    said = EventFacts(kind="recruitment", day=date(1990, 2, 1), day_is="act", details={"grade": "Commis"}) if decision != "undo" else None
    piece = event or a_line().piece
    cited = (Citation(piece=piece, page=2, box=(0.1, 0.2, 0.3, 0.02)), Citation(piece=piece))
    return CareerDecision(
        matricule=JEAN,
        event=piece,
        number=number,
        at=at(number if second is None else second),
        by=by,
        decision=decision,
        facts=said,
        citations=cited,
    )


ODD_NAMES = (
    "lot-1/123456/arrêté n° 550.pdf",
    unicodedata.normalize("NFD", "lot-1/123456/arrêté n° 551.pdf"),
    "lot-1/123456/a + b = 100 %.pdf",
    "lot-1/123456/100%25 & ?x=1#y.pdf",
    f"lot-1/123456/{'é' * 200}.pdf",
    "lot-1/123456/ deux  blancs .pdf",
)
