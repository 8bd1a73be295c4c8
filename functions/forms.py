"""Calls of a form of the console: an execution of a Systems Manager document does one action, in as many calls as it needs.

A step of such an execution lasts 300 seconds at most, and its loop 100 rounds (`aws:invokeLambdaFunction`, `aws:loop`). So a call ends in
time, and the place where it stopped is kept in the register under the execution's name: the next round goes on from there, and so does
another execution that names this one. What the form's fields hold are texts; empty ones were not filled in.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from chalicelib.model.errors import PermanentError
from chalicelib.model.register import Bookmark
from chalicelib.wiring import archive
from functions.action_parameters import Action, Parameter
from functions.powertools import Answer

SECONDS: Final = 240
"""Of one call: an action looks at the clock between two pieces of its work, and the step ends after 300."""
ROUNDS: Final = 100
"""Of one execution."""
YES, NO = "oui", "non"
"""Choices of a flag."""
_DONE: Final = "done"
"""Count of an execution's bookmark, of what `limit` bounds."""


class FormRefusedError(Exception):
    """The action was refused: the step fails, and its message says why, in French."""


class UnfinishedError(Exception):
    """The execution has had its last round, and work is left: the step fails, and its message says how to go on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormCall:
    """One round of a form's execution."""

    action: Action
    event: Mapping[str, Any]
    duty: str
    """Bookmark of the execution."""
    cursor: str | None
    """Where the round before stopped; None at the beginning."""
    done: int
    """Of what `limit` bounds: done by the rounds before."""

    @property
    def values(self) -> Answer:
        """The form's fields, each of the kind that the action reads."""
        is_first = _round(self.event) == 1
        values = {
            each.name: _typed(each, self.event.get(each.name)) if is_first or not each.once else None for each in self.action.parameters
        }
        if self.action.cursor is not None:
            values[self.action.cursor.name] = self.cursor
        limit = values.get("limit")
        return values | ({"limit": limit - self.done} if isinstance(limit, int) else {})

    def conclude(self, answer: Answer) -> Answer:
        """Keep the place where a round stopped, and say with `again` whether another one is due.

        Raises:
            UnfinishedError: another round is due, and this was the last one.
        """
        limit = self.values.get("limit")
        done = answer[self.action.counts] if self.action.counts else 0
        if self.action.cursor is not None:
            so_far = {_DONE: self.done + done}
            archive.register.put_bookmark(self.duty, Bookmark(place=answer["next"] or "", at=archive.clock.now(), counts=so_far))
        if self.action.goes_on is None:
            return answer
        again = self.action.goes_on(answer) and not (self.action.counts and isinstance(limit, int) and done >= limit)
        if again and _round(self.event) >= ROUNDS:
            way = f"avec « reprise » : {self.event['execution']}" if self.action.cursor else "tel quel"
            raise UnfinishedError(f"Il reste du travail après {ROUNDS} tours : relancez ce formulaire {way}.")
        return answer | {"again": again}


def form_call(action: Action, event: Mapping[str, Any]) -> FormCall | None:
    """Read the round of a form's execution; None for an event that comes from no form.

    Raises:
        PermanentError: `nothing_to_resume`: the execution that this one names, or the round before, has left no place to go on from.
    """
    if "execution" not in event:
        return None
    duty = _duty(event, event["execution"])
    resumed = str(event.get("resume") or "")
    found = archive.register.bookmark(duty)
    if found is None and resumed:
        found = archive.register.bookmark(_duty(event, resumed))
        found = replace(found, counts={}) if found else None
    cursor = found.place if found else ""
    if not cursor and action.cursor is not None and (resumed or _round(event) > 1):
        raise PermanentError("nothing_to_resume")
    return FormCall(action=action, event=event, duty=duty, cursor=cursor or None, done=found.counts.get(_DONE, 0) if found else 0)


def end_by(until: datetime) -> datetime:
    """Time by which a form's call is to end."""
    return min(until, archive.clock.now() + timedelta(seconds=SECONDS))


def _duty(event: Mapping[str, Any], execution: object) -> str:
    return f"form#{event['action']}#{execution}"


def _round(event: Mapping[str, Any]) -> int:
    return int(event.get("round") or 1)


def _typed(parameter: Parameter, value: object) -> object:
    """Read a field of the form as a value of the parameter's kind; what is not of its kind is left for the parameter to refuse."""
    if value == "":
        return None
    if parameter.kind == "flag":
        return {YES: True, NO: False}.get(str(value), value)
    if parameter.kind == "number" and isinstance(value, str) and value.isdecimal():
        return int(value)
    return value
