"""Comparison of one servant's line of the roster with their case file: what one says and the other does not.

1. Read the case file. 2. Paid, and no case file? 3. Past the age of retirement, and paid? 4. An act of exit, and paid? Of a former servant:
5. a case file without an act of exit, and no line of the roster; or another line that is likely the same person's.

What is not known stays open: without a day of birth nobody is past an age, and a status that no list knows is neither paid nor unpaid.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

from chalicelib.access.completeness import waiting_pieces
from chalicelib.career.filed_pieces import act_date_of, list_filed
from chalicelib.career.intervals import add_months
from chalicelib.career.states import ENDED, SERVING, states_by_roster
from chalicelib.career.timeline import timeline_of
from chalicelib.model.career import CareerEvent, EventKind
from chalicelib.model.career_rules import CareerRules
from chalicelib.model.identifiers import normalise
from chalicelib.model.nomenclature import Nomenclature
from chalicelib.model.piece import Piece
from chalicelib.model.reconciliation import Discrepancy, PieceCitation, RosterCitation
from chalicelib.model.servant import Servant
from chalicelib.ports.archive import Archive
from chalicelib.reconciliation.same_person import NEEDED_OF_A_COMMON_NAME, Agreement, PersonKeys, agreements_of, is_day_unknown, keys_of

_LATE: Final = timedelta(days=62)
"""Time that an exit takes to reach the pay: the month of the act, and the next one."""
_CITED: Final = 5
"""Pieces cited of a case file."""
_BORN_ALIKE, _NAMESAKES = 200, 2_000
"""Lines of one day of birth, and of one name, that are compared with a former servant's."""
_COMMON: Final = 50
"""Bearers from which a name is common."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RostersCompared:
    """The rosters of a round, and the day as of which it compares."""

    generation: str
    uploaded_at: datetime
    """UTC: upload of the roster in force."""
    previous: str | None = None
    """The generation before; None where there is none."""
    today: date
    """In the archive's time zone."""

    def line(self, servant: Servant) -> RosterCitation:
        """Cite a line of the roster in force."""
        return RosterCitation(servant=servant, generation=self.generation, uploaded_at=self.uploaded_at)


def is_paid(status: str) -> bool:
    """Whether a line of the roster means that its servant is paid: the pay system exports it, and no word of its status says otherwise.

    >>> is_paid("actif"), is_paid(""), is_paid("retraité"), is_paid("en disponibilité"), is_paid("?")
    (True, True, False, False, False)
    """
    return not status.strip() or states_by_roster(status) <= SERVING


def compare_line(servant: Servant, rosters: RostersCompared, archive: Archive) -> list[Discrepancy]:
    """Compare a line of the roster in force with the case file of its matricule."""
    line, today = rosters.line(servant), rosters.today
    if states_by_roster(servant.status) <= ENDED:
        return []
    filed = list(list_filed(servant.matricule, archive))
    found = list[Discrepancy]()
    if not filed:
        found += _without_casefile(line, archive)
    if is_paid(servant.status):
        found += _past_retirement(line, filed, archive.career_rules, today)
        found += _after_exit(line, filed, archive, today)
    return found


def compare_former(former: Servant, rosters: RostersCompared, archive: Archive) -> list[Discrepancy]:
    """Compare a servant of a former roster, whose matricule the roster in force does not have, with archive and roster.

    Args:
        former: as the name index remembers them.
        rosters: of the round.
        archive: the ports.
    """
    before = _previous_line(former, rosters, archive)
    filed = list(list_filed(former.matricule, archive))
    if not filed and before is None:
        return []
    line = before or RosterCitation(servant=former, generation="")
    if _latest_exit(_career(former.matricule, filed, archive)) is not None:
        return []
    successors = _successors(line.servant, rosters, archive)
    if successors or not filed:
        return [_number_changed(line, each, agreements, filed) for each, agreements in successors]
    return [_about(Discrepancy(kind="no_pay", matricule=former.matricule, roster=(line,)), line.servant, filed)]


def is_enough(keys: PersonKeys, agreements: Sequence[Agreement], archive: Archive) -> bool:
    """Whether agreements are enough for the name: one that many bear needs one more than the day of birth."""
    if not NEEDED_OF_A_COMMON_NAME.isdisjoint(agreements):
        return True
    return len(archive.register.find_names(" ".join(keys.words[:2]), after=None, limit=_COMMON)) < _COMMON


def compare_pair(one: Servant, other: Servant, agreements: Sequence[str], rosters: RostersCompared, archive: Archive) -> Discrepancy:
    """Put together what roster and archive have of two lines that are likely one person."""
    filed = [*list_filed(one.matricule, archive), *list_filed(other.matricule, archive)]
    lines = (rosters.line(one), rosters.line(other))
    found = Discrepancy(kind="same_person", matricule=one.matricule, other=other.matricule, roster=lines, agreements=tuple(agreements))
    return _about(found, one, filed)


def retirement_day(servant: Servant, rules: CareerRules) -> date | None:
    """First day after the age of retirement, by the version of the rule that is in force on it; None where nobody knows.

    Of a birth of which only the year is known it is the last day that it can be. Where rules differ by career state and the roster does not
    tell the state, it is the latest day of those that are possible.

    >>> from chalicelib.text.career_rules_file import shipped_rules
    >>> [str(retirement_day(Servant(matricule="1", birth_date=born), shipped_rules())) for born in (date(1966, 2, 28), date(1966, 1, 1))]
    ['2026-02-28', '2026-12-31']
    """
    if servant.birth_date is None:
        return None
    latest = servant.birth_date.replace(month=12, day=31) if is_day_unknown(servant.birth_date) else servant.birth_date
    states, status, days = states_by_roster(servant.status), normalise(servant.status), list[date]()
    for rule in rules.of("retirement"):
        concerned = rule.concerns(states, status)
        day = add_months(latest, rule.months)
        if concerned is not False and rule.is_in_force(day):
            days.append(day)
            if concerned:
                break
    return max(days, default=None)


def cite(pieces: Iterable[Piece]) -> tuple[PieceCitation, ...]:
    """Cite the latest acts of some pieces, at most five, each with the place where it is dated."""
    ordered = sorted(pieces, key=lambda piece: (act_date_of(piece) or "", piece.registered_at), reverse=True)
    return tuple(_citation(piece) for piece in ordered[:_CITED])


def _without_casefile(line: RosterCitation, archive: Archive) -> list[Discrepancy]:
    if not is_paid(line.servant.status):
        return []
    waiting = len(waiting_pieces(line.servant.matricule, archive))
    found = Discrepancy(kind="no_casefile", matricule=line.servant.matricule, roster=(line,), waiting=waiting)
    return [_about(found, line.servant, ())]


def _past_retirement(line: RosterCitation, filed: Sequence[Piece], rules: CareerRules, today: date) -> list[Discrepancy]:
    due = retirement_day(line.servant, rules)
    if due is None or today < due + _LATE:
        return []
    return [_about(Discrepancy(kind="past_retirement", matricule=line.servant.matricule, roster=(line,), due=due), line.servant, filed)]


def _after_exit(line: RosterCitation, filed: Sequence[Piece], archive: Archive, today: date) -> list[Discrepancy]:
    """Find an exit that took effect, and that no later act of recruitment, entry or position takes back.

    One without a day counts where the case file has no act of position: that may be the later one, and so may one without a day.
    """
    events = _career(line.servant.matricule, filed, archive)
    exit_ = _latest_exit(events)
    if exit_ is None:
        return []
    day, positions = exit_.day, _position_days(filed, archive.nomenclature)
    returns = [each.day for each in events if each.kind in _RETURNS and each.day is not None]
    if None in positions or (day is None and positions):
        return []
    if day is not None and (day + _LATE > today or any(each > day for each in (*returns, *filter(None, positions)))):
        return []
    found = Discrepancy(kind="after_exit", matricule=line.servant.matricule, roster=(line,), due=day)
    return [replace(_about(found, line.servant, filed), pieces=_cite_event(exit_, filed))]


_RETURNS: Final[frozenset[EventKind]] = frozenset({"recruitment", "entry", "position_start", "position_end"})
"""Events by which somebody is in service again."""


def _position_days(filed: Sequence[Piece], nomenclature: Nomenclature) -> list[date | None]:
    """Days of the acts of position, also of those of which no event can be told."""
    proving = nomenclature.proving("position")
    said = [act_date_of(piece) for piece in filed if piece.type in proving]
    return [date.fromisoformat(each) if each else None for each in said]


def _career(matricule: str, filed: Sequence[Piece], archive: Archive) -> list[CareerEvent]:
    """Events that count of a case file with an act of exit; of any other none, which costs no request."""
    proving = archive.nomenclature.proving("exit")
    if not any(piece.type in proving for piece in filed):
        return []
    timeline = timeline_of(matricule, filed, archive.career_decisions.list_for(matricule), archive.nomenclature)
    return [each for each in timeline.events if each.counts]


def _latest_exit(events: Iterable[CareerEvent]) -> CareerEvent | None:
    """The latest exit; one without a day where none has one."""
    return max((each for each in events if each.kind == "exit"), key=lambda each: each.day or date.min, default=None)


def _cite_event(event: CareerEvent, filed: Sequence[Piece]) -> tuple[PieceCitation, ...]:
    """Cite the pieces of an event, each where it says its day."""
    pieces = {piece.piece: piece for piece in filed}
    return tuple(
        replace(_citation(pieces[each.piece]), page=each.page if each.box else None, box=tuple(each.box or ()))
        for each in event.citations[:_CITED]
        if each.piece in pieces
    )


def _previous_line(former: Servant, rosters: RostersCompared, archive: Archive) -> RosterCitation | None:
    """The line of a former servant in the roster before."""
    if rosters.previous is None:
        return None
    found = archive.register.servants_by_matricule(rosters.previous, [former.matricule]).get(former.matricule)
    return RosterCitation(servant=found, generation=rosters.previous) if found else None


def _successors(former: Servant, rosters: RostersCompared, archive: Archive) -> list[tuple[RosterCitation, tuple[str, ...]]]:
    """Lines of the roster in force that are likely the same person's: born on that day, or of that name."""
    keys = keys_of(former)
    if former.birth_date is None or len(keys.words) < 2:  # noqa: PLR2004 - one word is half a name
        return []
    born = archive.register.find_born_on(former.birth_date, limit=_BORN_ALIKE)
    named = archive.register.find_names(" ".join(keys.words[:2]), after=None, limit=_NAMESAKES)
    wanted = sorted({each.matricule for each in (*born, *(entry.servant for entry in named))} - {former.matricule})
    found = list[tuple[RosterCitation, tuple[str, ...]]]()
    for servant in in_force(wanted, rosters.generation, archive).values():
        agreements = agreements_of(keys, keys_of(servant))
        if agreements and is_enough(keys, agreements, archive):
            found.append((rosters.line(servant), agreements))
    return sorted(found, key=lambda each: each[0].servant.matricule)


_READ: Final = 100
"""Servants read by matricule in one request."""


def in_force(matricules: Sequence[str], generation: str, archive: Archive) -> Mapping[str, Servant]:
    """Read the servants of a roster by matricule; those whom it does not have are left out."""
    found: dict[str, Servant] = {}
    for start in range(0, len(matricules), _READ):
        found |= archive.register.servants_by_matricule(generation, matricules[start : start + _READ])
    return found


def _number_changed(former: RosterCitation, line: RosterCitation, agreements: tuple[str, ...], filed: Sequence[Piece]) -> Discrepancy:
    found = Discrepancy(
        kind="number_changed",
        matricule=line.servant.matricule,
        other=former.servant.matricule,
        roster=(former, line),
        agreements=agreements,
    )
    return _about(found, line.servant, filed)


def _about(found: Discrepancy, servant: Servant, filed: Sequence[Piece]) -> Discrepancy:
    """Complete a discrepancy with its servant and pieces."""
    return replace(
        found,
        name=" ".join(filter(None, (servant.name, servant.first_names))),
        ministry=servant.ministry,
        province=servant.province,
        filed=len(filed),
        pieces=cite(filed),
    )


def _citation(piece: Piece) -> PieceCitation:
    dated = next((each for each in piece.fields if each.name == "act_date"), None)
    return PieceCitation(
        piece=piece.piece,
        name=piece.name,
        type=piece.type,
        act_date=dated.value if dated else None,
        registered_at=piece.registered_at,
        page=dated.page if dated else None,
        box=tuple(dated.box) if dated else (),
    )
