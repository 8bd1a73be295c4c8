"""Rules of a career, and conflicts between its pieces; each finding names its events and their citations.

Nothing is put right by itself. The rules are those that case files keep: entry at 18 or more, one recruitment, one exit, no act after the
exit but pension, positions that close, one rating a year, a step that goes down only with a sanction or a new grade.
What is not known breaks no rule.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import chain, pairwise
from typing import Final

from chalicelib.analysis.description.vocabulary import career_vocabulary
from chalicelib.career.intervals import add_months
from chalicelib.model.career import CareerEvent, CareerFinding, EventKind, FindingRule

LEAST_AGE: Final = 18
"""Years of age at which a servant may enter."""
_ONCE: Final[tuple[tuple[EventKind, FindingRule], ...]] = (
    ("recruitment", "two_recruitments"),
    ("entry", "two_entries"),
    ("exit", "two_exits"),
)
_MOVES: Final[frozenset[EventKind]] = frozenset(
    {"recruitment", "entry", "confirmation", "advancement", "promotion", "posting", "position_start", "position_end"}
)
"""Events that nobody has after the exit; a rating of the last year may be signed later, and so may a sanction be."""


def check_career(events: Sequence[CareerEvent], *, born: date | None) -> tuple[CareerFinding, ...]:
    """Hold every rule against the events of a career.

    Args:
        events: that the career has, in the order of time; those without a day last.
        born: by the roster; None where it does not say.
    """
    dated = [each for each in events if each.day is not None]
    found = (_twice(events), _positions(dated), _age(dated, born), _after_exit(dated), _ratings(events), _steps(dated))
    return tuple(chain.from_iterable(found))


def _finding(rule: FindingRule, *events: CareerEvent, **facts: str) -> CareerFinding:
    cited = tuple(dict.fromkeys(chain.from_iterable(each.citations for each in events)))
    return CareerFinding(rule=rule, events=tuple(each.id for each in events), citations=cited, facts=facts)


def _twice(events: Sequence[CareerEvent]) -> Iterator[CareerFinding]:
    """What a career has once, at two different days, or for two different reasons."""
    for kind, rule in _ONCE:
        own = [each for each in events if each.kind == kind and each.day is not None]
        days = list(dict.fromkeys(each.day for each in own))
        reasons = {each.details["exit_reason"] for each in own if "exit_reason" in each.details}
        if len(days) > 1 or len(reasons) > 1:
            yield _finding(rule, *own, first=str(days[0]), second=str(days[-1]))


def _positions(dated: Sequence[CareerEvent]) -> Iterator[CareerFinding]:
    """Ends without a beginning, and positions still open when another one begins or service ends."""
    opened: CareerEvent | None = None
    for event in dated:
        if event.kind == "position_start":
            if opened is not None:
                yield _finding("position_open", opened, event, first=str(opened.day), second=str(event.day))
            opened = event
        elif event.kind == "position_end":
            if opened is None or not _closes(opened, event):
                yield _finding("end_without_start", event, first=str(event.day))
            else:
                opened = None
        elif event.kind == "exit" and opened is not None:
            yield _finding("position_open", opened, event, first=str(opened.day), second=str(event.day))
            opened = None


def _closes(opened: CareerEvent, end: CareerEvent) -> bool:
    """Whether an end may be that of a position: a reinstatement ends every one, « fin de détachement » a detachment alone."""
    began, ended = (each.details.get("position", "") for each in (opened, end))
    named = [word for word in career_vocabulary().positions_begin if word in ended]
    return not named or not began or began in named


def _age(dated: Sequence[CareerEvent], born: date | None) -> Iterator[CareerFinding]:
    if born is None:
        return
    for event in dated:
        if event.kind in ("recruitment", "entry") and event.day is not None and event.day < add_months(born, 12 * LEAST_AGE):
            yield _finding("under_age", event, born=str(born), first=str(event.day))


def _after_exit(dated: Sequence[CareerEvent]) -> Iterator[CareerFinding]:
    """Acts from the day of the exit on; pension proves no event, and so is never among them."""
    exits = [each for each in dated if each.kind == "exit"]
    if not exits:
        return
    last = exits[-1]
    for event in dated:
        if event.kind in _MOVES and event.day is not None and last.day is not None and event.day > last.day:
            yield _finding("act_after_exit", last, event, first=str(last.day), second=str(event.day))


def _ratings(events: Sequence[CareerEvent]) -> Iterator[CareerFinding]:
    """Two ratings of one year."""
    years: Mapping[str, list[CareerEvent]] = defaultdict(list)
    for event in events:
        if event.kind == "rating" and "rating_year" in event.details:
            years[event.details["rating_year"]].append(event)
    for year, own in sorted(years.items()):
        if len(own) > 1:
            yield _finding("two_ratings", *own, year=year)


def _steps(dated: Sequence[CareerEvent]) -> Iterator[CareerFinding]:
    """Steps that go down, with neither a sanction nor a new grade since the higher one."""
    stepped = [each for each in dated if each.details.get("echelon", "").isdecimal()]
    for before, after in pairwise(stepped):
        higher, lower = int(before.details["echelon"]), int(after.details["echelon"])
        between = dated[dated.index(before) + 1 : dated.index(after) + 1]
        if lower < higher and not any(each.kind in ("discipline", "promotion") for each in between):
            yield _finding("grade_down", before, after, higher=str(higher), lower=str(lower))
