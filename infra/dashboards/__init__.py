"""CloudWatch dashboards: `<name>.yaml` lists rows of widgets in CloudWatch's own words; their places are computed here.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent
COLUMNS = 24
"""Of CloudWatch's grid."""
_DEFAULTS: Mapping[str, Mapping[str, Any]] = {
    "metric": {"region": "${AWS::Region}", "view": "timeSeries", "period": 300},
    "custom": {"endpoint": "${Board.Arn}", "updateOn": {"refresh": True, "resize": False, "timeRange": False}},
}
"""Properties of the widgets of a type, where a widget does not have its own."""


def fill(template: Mapping[str, Any]) -> None:
    """Write the bodies of the template's dashboards, in place: each names its file in the first part of an `Fn::Sub`."""
    resources = template["Resources"]
    alarms = sorted(_arn(each["Properties"]["AlarmName"]) for each in resources.values() if each["Type"] == "AWS::CloudWatch::Alarm")
    for dashboard in resources.values():
        if dashboard["Type"] == "AWS::CloudWatch::Dashboard":
            text = dashboard["Properties"]["DashboardBody"]["Fn::Sub"]
            text[0] = body(FOLDER / text[0], alarms)


def body(source: Path, alarms: list[str]) -> str:
    """Read a dashboard's rows and write its body, in which CloudFormation's `Fn::Sub` is to fill in names.

    Args:
        source: the YAML file.
        alarms: ARNs of all alarms, for the widget that shows them.

    Raises:
        ValueError: a row does not fill the grid's width.
    """
    board = yaml.safe_load(source.read_text("utf-8"))
    top = 0
    widgets: list[dict[str, Any]] = []
    for row in board.pop("rows"):
        if sum(each["width"] for each in row["widgets"]) != COLUMNS:
            raise ValueError(f"{source.name}: the row at {top} is not {COLUMNS} columns wide")
        widgets += _placed(row["widgets"], top, row["height"], alarms)
        top += row["height"]
    return json.dumps({**board, "widgets": widgets}, ensure_ascii=False, separators=(",", ":"))


def _placed(row: list[dict[str, Any]], top: int, height: int, alarms: list[str]) -> Iterator[dict[str, Any]]:
    """Give each widget of a row its place, beside the one before."""
    left = 0
    for each in row:
        kind, width = each.pop("type"), each.pop("width")
        properties = {**_DEFAULTS.get(kind, {}), **each} | ({"alarms": alarms} if kind == "alarm" else {})
        yield {"type": kind, "x": left, "y": top, "width": width, "height": height, "properties": properties}
        left += width


def _arn(name: Mapping[str, str]) -> str:
    """ARN of an alarm, of whose name the template says `Fn::Sub`."""
    return "arn:${AWS::Partition}:cloudwatch:${AWS::Region}:${AWS::AccountId}:alarm:" + name["Fn::Sub"]
