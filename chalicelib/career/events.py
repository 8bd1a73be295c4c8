"""Events of a career, derived from the filed pieces of a case file; nothing is stored, so a piece that leaves takes its event with it.

1. Leave out sealed pieces, and those filed later than the day asked for.
2. Read each piece: the nomenclature says which event its type proves, its fields say the day and the details.
3. Join pieces of the same act: one event with several citations.
4. Leave out a sanction that a later act has erased, and that act with it. An act that annuls another is no event; it is told.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from chalicelib.analysis.description.vocabulary import career_vocabulary
from chalicelib.model.career import DETAILS, CareerEvent, CareerFinding, Citation, DayMeaning, EventKind
from chalicelib.model.nomenclature import FORBIDDEN, Nomenclature, Proof
from chalicelib.model.piece import Field, Piece
from chalicelib.text.act_headings import figures_of

_AMENDMENT: Final = "avenant"
"""Kind of an act that changes a contract: it recruits nobody."""
_UNSURE: Final = 0.5
"""Confidence of an event whose piece has a type without one."""
_KINDS: Final[Mapping[Proof, EventKind]] = {
    "recruitment": "recruitment",
    "entry": "entry",
    "confirmation": "confirmation",
    "rating": "rating",
    "advancement": "advancement",
    "promotion": "promotion",
    "posting": "posting",
    "discipline": "discipline",
    "exit": "exit",
}
"""Event of each proof, but for `birth`, which is none of a career, and `position`: whether it begins or ends is said by the piece."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DerivedEvents:
    """What the pieces of a case file tell, before anybody has decided on it."""

    events: tuple[CareerEvent, ...] = ()
    """In the order of time."""
    findings: tuple[CareerFinding, ...] = ()
    """Pieces of which no event can be told."""


def known_at(piece: Piece) -> datetime:
    """When a piece came into its case file; of one that earlier code filed, when it was registered."""
    return piece.filed_at or piece.registered_at


def derive_events(pieces: Iterable[Piece], nomenclature: Nomenclature, *, as_of: datetime | None = None) -> DerivedEvents:
    """Derive events from pieces.

    Args:
        pieces: filed in one case file.
        nomenclature: says which type proves what.
        as_of: UTC; pieces that were filed later are left out.
    """
    read = [piece for piece in pieces if _may_tell(piece) and (as_of is None or known_at(piece) <= as_of)]
    read.sort(key=lambda piece: piece.place)
    events, erasures, findings = list[CareerEvent](), list[CareerEvent](), list[CareerFinding]()
    for piece in read:
        type_ = nomenclature.named(piece.type or "")
        proves = type_.proves if type_ else None
        if is_annulment(piece) and proves != "discipline" and (proves or (type_ is None and value_of(piece, "act_number"))):
            findings.append(CareerFinding(rule="act_annulled", citations=_cited(piece)))
            continue
        if type_ is None or type_.proves is None:
            continue
        kind = _kind(type_.proves, piece)
        if kind is not None:
            (erasures if _is_erasure(kind, piece) else events).append(_event(piece, kind))
        elif type_.proves == "position":
            findings.append(CareerFinding(rule="position_unclear", citations=(Citation(piece=piece.piece),)))
    joined, differing = _joined(events)
    standing, unclear = _without_erased(joined, erasures)
    ordered = tuple(sorted(standing, key=lambda event: event.place))
    return DerivedEvents(events=ordered, findings=(*findings, *differing, *unclear))


def value_of(piece: Piece, name: str) -> str | None:
    """Value of a piece's field; None where it has none."""
    found = _field(piece, name)
    return found.value if found else None


def is_amendment(piece: Piece) -> bool:
    """Whether a piece changes a contract, and so recruits nobody."""
    return value_of(piece, "act_kind") == _AMENDMENT


def is_annulment(piece: Piece) -> bool:
    """Whether a piece undoes another act, of whichever type it names."""
    return value_of(piece, "act_kind") in career_vocabulary().annulments


def _may_tell(piece: Piece) -> bool:
    """Whether a piece may tell an event: filed, and not sealed."""
    return piece.status == "filed" and piece.type != FORBIDDEN


def _kind(proof: Proof, piece: Piece) -> EventKind | None:
    """Kind of the event that a piece proves; None where it proves none, or does not say which."""
    if proof == "position":
        said = value_of(piece, "position")
        words = career_vocabulary()
        return "position_end" if said in words.positions_end else "position_start" if said in words.positions_begin else None
    if proof == "recruitment" and is_amendment(piece):
        return None
    if proof == "discipline" and value_of(piece, "sanction") in career_vocabulary().no_sanctions:
        return None
    return _KINDS.get(proof)


def _is_erasure(kind: EventKind, piece: Piece) -> bool:
    return kind == "discipline" and (value_of(piece, "sanction") in career_vocabulary().erasures or is_annulment(piece))


def _cited(piece: Piece) -> tuple[Citation, ...]:
    """Cite the place in a piece that says that it undoes another."""
    said = _field(piece, "act_kind")
    return (Citation(piece=piece.piece, page=said.page, box=said.box) if said else Citation(piece=piece.piece),)


def _event(piece: Piece, kind: EventKind) -> CareerEvent:
    """Read one piece as an event."""
    effect, signed = _field(piece, "effective_date"), _field(piece, "act_date")
    told = effect or signed
    meaning: DayMeaning | None = "effect" if effect else "act" if signed else None
    sure = piece.type_confidence or _UNSURE
    place = told or next(iter(piece.fields), None)
    return CareerEvent(
        id=piece.piece,
        kind=kind,
        type=piece.type or "",
        day=_day(told),
        day_is=meaning,
        details={name: value for name in DETAILS if (value := value_of(piece, name)) is not None},
        act_number=value_of(piece, "act_number"),
        act_date=_day(signed),
        citations=(Citation(piece=piece.piece, page=place.page, box=place.box) if place else Citation(piece=piece.piece),),
        confidence=round(min(sure, told.confidence) if told else sure, 3),
        known_at=known_at(piece),
    )


def _field(piece: Piece, name: str) -> Field | None:
    return next((each for each in piece.fields if each.name == name), None)


def _day(field: Field | None) -> date | None:
    return date.fromisoformat(field.value) if field else None


def _joined(events: Sequence[CareerEvent]) -> tuple[list[CareerEvent], list[CareerFinding]]:
    """Join the events of one act, in the order of registration; copies that tell different days are said."""
    joined: list[CareerEvent] = []
    findings: list[CareerFinding] = []
    for event in events:
        place = next((index for index, other in enumerate(joined) if is_same_act(other, event)), None)
        if place is None:
            joined.append(event)
            continue
        other = joined[place]
        if event.day_is == other.day_is == "effect" and event.day != other.day:
            facts = {"first": str(other.day), "second": str(event.day)}
            findings.append(
                CareerFinding(rule="copies_differ", events=(other.id,), citations=other.citations + event.citations, facts=facts)
            )
        joined[place] = join(other, event)
    return joined, findings


def is_same_act(one: CareerEvent, other: CareerEvent) -> bool:
    """Whether two events are one: of the same act by number and date, or of the same kind and day where nothing speaks against it."""
    if one.kind != other.kind:
        return False
    figures, others = (figures_of(each.act_number or "")[0] for each in (one, other))
    if figures and others:
        return figures == others and one.act_date is not None and one.act_date == other.act_date
    apart = any(other.details[name] != value for name, value in one.details.items() if name in other.details)
    return one.day is not None and one.day == other.day and not apart


def join(first: CareerEvent, second: CareerEvent) -> CareerEvent:
    """Join two events of one act: the id of the first; the day that the surer one says, one of effect before one of signature."""
    better, worse = (second, first) if _rank(second) > _rank(first) else (first, second)
    return replace(
        first,
        day=better.day,
        day_is=better.day_is,
        details={**worse.details, **better.details},
        act_number=better.act_number or worse.act_number,
        act_date=better.act_date or worse.act_date,
        citations=(*first.citations, *(each for each in second.citations if each not in first.citations)),
        confidence=better.confidence,
        known_at=min(first.known_at, second.known_at),
    )


def _rank(event: CareerEvent) -> tuple[bool, bool, float]:
    return event.day_is == "effect", event.day is not None, event.confidence


def _without_erased(
    events: Sequence[CareerEvent], erasures: Sequence[CareerEvent]
) -> tuple[Sequence[CareerEvent], Sequence[CareerFinding]]:
    """Leave out the sanction before each erasure; where several stand before it, none is taken for the erased one, and that is said."""
    standing, findings = list(events), list[CareerFinding]()
    for erasure in sorted(erasures, key=lambda each: each.place):
        before = [each for each in standing if each.kind == "discipline" and _is_before(each, erasure)]
        if len(before) == 1:
            standing.remove(before[0])
        elif before:
            cited = tuple(citation for each in (*before, erasure) for citation in each.citations)
            findings.append(CareerFinding(rule="erasure_unclear", events=tuple(each.id for each in before), citations=cited))
    return standing, findings


def _is_before(sanction: CareerEvent, erasure: CareerEvent) -> bool:
    return sanction.day is None or erasure.day is None or sanction.day <= erasure.day
