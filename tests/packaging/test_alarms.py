"""Alarms: what rings them, what silences them, and what their e-mails ask people to do."""

import json
import operator
import re
from collections.abc import Sequence
from typing import Any

import pytest

from infra import template
from infra.administration import stack
from infra.package import ROOT
from infra.template import Template
from tests.packaging.reading import of_type

MOST_TEXT = 1024
"""Characters of an alarm's description: PutMetricAlarm."""
BEYOND_OPERATORS = r"Parameter Store|redirection DLQ|Afficher les journaux"
"""Gestures that the policy of operators denies: a form, or a saved query, does each."""
Minutes = Sequence[float | None]
"""Values of a metric, one a minute, the newest last; None where none was published."""


def declared() -> dict[str, dict[str, Any]]:
    """The alarms as they are written, by the end of their names."""
    found = template.merged([ROOT / "infra" / "alarms.yaml", ROOT / "infra" / "queue_alarms.yaml"])["Resources"].values()
    alarms = (each["Properties"] for each in found if each["Type"] == "AWS::CloudWatch::Alarm")
    return {each["AlarmName"]["Fn::Sub"].removeprefix("${Prefix}-"): each for each in alarms}


ALARMS = declared()
DURATIONS = {"15 minutes": 15, "30 minutes": 30, "une heure": 60, "deux heures": 120, "un jour": 1440}
"""As the texts say them, in minutes."""


def text_of(alarm: dict[str, Any]) -> str:
    words = alarm["AlarmDescription"]
    return words["Fn::Sub"] if isinstance(words, dict) else words


def rings(alarm: dict[str, Any], minutes: Minutes) -> bool:
    """Say what CloudWatch would: every one of the newest periods breaches; a period without values is what `TreatMissingData` says."""
    length, count = alarm["Period"] // 60, alarm["EvaluationPeriods"]
    assert len(minutes) == length * count
    periods = [[each for each in minutes[start : start + length] if each is not None] for start in range(0, len(minutes), length)]
    aggregate = {"Sum": sum, "Maximum": max}[alarm["Statistic"]]
    breaches = {
        "GreaterThanThreshold": operator.gt,
        "GreaterThanOrEqualToThreshold": operator.ge,
        "LessThanThreshold": operator.lt,
    }[alarm["ComparisonOperator"]]
    without = {"notBreaching": False, "breaching": True}[alarm["TreatMissingData"]]
    return all(breaches(aggregate(period), alarm["Threshold"]) if period else without for period in periods)


def troubles(name: str) -> tuple[Minutes, Minutes, Minutes]:
    """Values at which an alarm is to ring; at which it is not yet to ring; when the trouble is over."""
    said = re.search(r"[Dd]epuis (?:plus d[e'] ?)?(" + "|".join(DURATIONS) + ")", text_of(ALARMS[name]))
    minutes = DURATIONS[said[1]] if said else 5
    if name.endswith("-age"):
        late = 60.0 * minutes + 1
        return [late] * 10, [0.0] * 5 + [late] * 5, [0.0] * 10
    if name == "sweep-silent":
        return [None] * minutes, [None] * (minutes - 1) + [1.0], [1.0] * minutes
    if name == "textract-throttled":
        return [3.0] * minutes, [0.0] * 5 + [3.0] * (minutes - 5), [1.0] * minutes
    if name == "readings-paused":
        return [1.0] * minutes, [0.0] * 60 + [1.0] * (minutes - 60), [1.0] * (minutes - 60) + [0.0] * 60
    if minutes == 15:  # errors, one every five minutes
        return [1.0, 0.0, 0.0, 0.0, 0.0] * 3, [None] * 5 + [1.0, 0.0, 0.0, 0.0, 0.0] * 2, [1.0, 0.0, 0.0, 0.0, 0.0] * 2 + [0.0] * 5
    return [0.0] * 4 + [1.0], [0.0] * 5, [0.0] * 5


@pytest.mark.parametrize("name", ALARMS)
def test_an_alarm_rings_after_the_time_that_its_text_says_and_is_silent_when_the_trouble_is_over(name: str) -> None:
    alarm = ALARMS[name]
    trouble, not_yet, over = troubles(name)

    assert rings(alarm, trouble)
    assert not rings(alarm, not_yet)
    assert not rings(alarm, over)
    assert rings(alarm, [None] * len(trouble)) == (name == "sweep-silent"), "nothing published"
    assert alarm["AlarmActions"] == [{"Ref": "AlarmTopic"}]


def test_the_archive_is_deployed_with_these_alarms(deployed: Template) -> None:
    names = [each["Properties"]["AlarmName"]["Fn::Sub"] for each in of_type(deployed, "AWS::CloudWatch::Alarm").values()]

    assert sorted(names) == sorted(f"${{Prefix}}-{name}" for name in ALARMS)


@pytest.mark.parametrize("name", ALARMS)
def test_an_alarms_text_says_what_happened_and_ends_with_its_section_of_the_book(name: str) -> None:
    text = text_of(ALARMS[name])

    assert re.search(r"\. Voir docs/exploitation\.md, « ([a-z-]+) »\.$", text)[1] == name  # type: ignore[index]
    assert text.count(". ") >= 2, "what happened, what to do, where to read"
    assert len(text) <= MOST_TEXT


def test_a_text_names_forms_and_alarms_that_exist_and_asks_for_nothing_that_operators_may_not_do(deployed: Template) -> None:
    boards = of_type(deployed, "AWS::CloudWatch::Dashboard").values()
    shown = [json.loads(board["Properties"]["DashboardBody"]["Fn::Sub"][0])["widgets"] for board in boards]
    said = [widget["properties"]["markdown"] for widgets in shown for widget in widgets if widget["type"] == "text"]
    texts = [*map(text_of, ALARMS.values()), *said]
    named = {name for text in texts for name in re.findall(r"(?<!/)\$\{Prefix\}-([a-z-]+)", text)}
    forms = {form.slug for form in stack.forms()}

    assert named - forms - ALARMS.keys() == set()
    assert len(named & forms) >= 5
    assert [text for text in texts if re.search(BEYOND_OPERATORS, text)] == []
