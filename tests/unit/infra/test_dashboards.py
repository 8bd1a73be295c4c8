"""Rows of widgets become the body of a dashboard."""

import json

import pytest

from infra import dashboards

ROWS = """
start: "-P1D"
rows:
  - height: 2
    widgets:
      - {type: text, width: 24, markdown: "# Le matin"}
  - height: 6
    widgets:
      - {type: alarm, width: 4, title: Alarmes}
      - {type: metric, width: 20, title: Files, period: 60, metrics: [[AWS/SQS, NumberOfMessagesSent, QueueName, q]]}
"""


@pytest.fixture
def source(tmp_path):
    file = tmp_path / "board.yaml"
    file.write_text(ROWS, "utf-8")
    return file


def test_widgets_of_a_row_stand_side_by_side_and_rows_one_below_the_other(source):
    made = json.loads(dashboards.body(source, ["arn:one"]))

    assert made["start"] == "-P1D"
    assert [(each["x"], each["y"], each["width"], each["height"]) for each in made["widgets"]] == [
        (0, 0, 24, 2),
        (0, 2, 4, 6),
        (4, 2, 20, 6),
    ]
    assert made["widgets"][1]["properties"] == {"title": "Alarmes", "alarms": ["arn:one"]}


def test_what_a_widget_says_of_itself_stands_before_what_all_have(source):
    said = json.loads(dashboards.body(source, []))["widgets"][2]["properties"]

    assert (said["period"], said["region"], said["view"]) == (60, "${AWS::Region}", "timeSeries")


def test_a_row_that_leaves_a_hole_is_refused(source):
    source.write_text(ROWS.replace("width: 20", "width: 19"), "utf-8")

    with pytest.raises(ValueError, match="row at 2"):
        dashboards.body(source, [])
