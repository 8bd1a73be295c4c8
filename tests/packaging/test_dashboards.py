"""What administrators see in CloudWatch: every figure exists, every figure that is published is seen, and the texts say what to do."""

import ast
import json
import re
from collections.abc import Iterator
from typing import Any

from functions.metrics import Metric
from infra.package import ROOT
from infra.template import Template
from tests.packaging.reading import of_type

OWN = "Ububiko/${Stage}"
PUBLISHED_BY_AWS = {
    # https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
    ("AWS/SQS", "ApproximateAgeOfOldestMessage"): {("QueueName",)},
    ("AWS/SQS", "ApproximateNumberOfMessagesVisible"): {("QueueName",)},
    # https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
    ("AWS/Lambda", "ConcurrentExecutions"): {(), ("FunctionName",)},
    ("AWS/Lambda", "Duration"): {("FunctionName",)},
    ("AWS/Lambda", "Errors"): {(), ("FunctionName",)},
    ("AWS/Lambda", "Invocations"): {(), ("FunctionName",)},
    ("AWS/Lambda", "Throttles"): {(), ("FunctionName",)},
    # https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html
    ("AWS/ApiGateway", "4XXError"): {("ApiName", "Stage")},
    ("AWS/ApiGateway", "5XXError"): {("ApiName", "Stage")},
    ("AWS/ApiGateway", "Count"): {("ApiName", "Stage")},
    ("AWS/ApiGateway", "Latency"): {("ApiName", "Stage")},
    # https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html
    ("AWS/DynamoDB", "ConsumedReadCapacityUnits"): {("TableName",)},
    ("AWS/DynamoDB", "ConsumedWriteCapacityUnits"): {("TableName",)},
    ("AWS/DynamoDB", "ReadThrottleEvents"): {("TableName",)},
    ("AWS/DynamoDB", "WriteThrottleEvents"): {("TableName",)},
}
"""Metrics of AWS, each with the sets of dimensions under which it is published."""
MOST_METRICS = 50
"""Of one dashboard: https://aws.amazon.com/cloudwatch/pricing, free tier; it has three dashboards."""
Seen = tuple[str, str, dict[str, str]]
"""A metric that is shown or watched: its namespace, its name, and its dimensions."""


def bodies(template: Template) -> dict[str, dict[str, Any]]:
    """Bodies of the dashboards."""
    found = of_type(template, "AWS::CloudWatch::Dashboard")
    return {name: json.loads(dashboard["Properties"]["DashboardBody"]["Fn::Sub"][0]) for name, dashboard in found.items()}


def shown(body: dict[str, Any]) -> list[Seen]:
    """Metrics of a dashboard."""
    rows = [row for widget in body["widgets"] for row in widget["properties"].get("metrics", [])]
    plain = [[each for each in row if isinstance(each, str)] for row in rows]
    return [(row[0], row[1], dict(zip(row[2::2], row[3::2], strict=True))) for row in plain if row]


def watched(template: Template) -> Iterator[Seen]:
    """Metrics of the alarms."""
    for alarm in of_type(template, "AWS::CloudWatch::Alarm").values():
        said = alarm["Properties"]
        namespace = said["Namespace"]["Fn::Sub"] if isinstance(said["Namespace"], dict) else said["Namespace"]
        yield namespace, said["MetricName"], {each["Name"]: as_text(each["Value"]) for each in said.get("Dimensions", [])}


def as_text(value: Any) -> str:
    """A dimension's value as dashboards write it."""
    if isinstance(value, str):
        return value
    ((kind, argument),) = value.items()
    return {"Ref": lambda: f"${{{argument}}}", "Fn::Sub": lambda: argument, "Fn::GetAtt": lambda: f"${{{'.'.join(argument)}}}"}[kind]()


def every_metric(template: Template) -> list[Seen]:
    return [*watched(template), *(each for body in bodies(template).values() for each in shown(body))]


def test_every_figure_on_a_dashboard_or_in_an_alarm_is_published(deployed: Template) -> None:
    resources = deployed["Resources"]
    for namespace, name, dimensions in every_metric(deployed):
        if namespace == OWN:
            assert name in set(Metric), name
            assert dimensions == {"service": "ububiko"}, name
        else:
            assert tuple(dimensions) in PUBLISHED_BY_AWS[namespace, name], f"{name}: {dimensions}"
        for key, value in dimensions.items():
            logical = re.fullmatch(r"\$\{(\w+)(?:\.QueueName)?\}", value)
            if key in {"QueueName", "FunctionName"}:
                assert logical, value
                assert resources[logical[1]]["Type"] == {"QueueName": "AWS::SQS::Queue", "FunctionName": "AWS::Lambda::Function"}[key]
    (api,) = of_type(deployed, "AWS::ApiGateway::RestApi").values()
    names = {said["ApiName"] for _, _, said in every_metric(deployed) if "ApiName" in said}
    assert names == {api["Properties"]["Name"]["Fn::Sub"]}


def test_every_figure_that_the_code_publishes_is_shown_or_watched_and_the_code_publishes_no_other(deployed: Template) -> None:
    used, added = set(), []
    for path in (ROOT / "functions").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "Metric":
                used |= {Metric[node.attr]} if path.name != "metrics.py" else set()
            if isinstance(node, ast.Attribute) and node.attr == "add_metric":
                added.append(path.name)

    assert {name for namespace, name, _ in every_metric(deployed) if namespace == OWN} == used == set(Metric)
    assert added == ["metrics.py"]


def test_the_dashboards_cost_nothing(deployed: Template) -> None:
    assert len(bodies(deployed)) <= 3
    for name, body in bodies(deployed).items():
        assert len(shown(body)) <= MOST_METRICS, name


def test_a_dashboards_widgets_do_not_overlap_and_fill_its_rows(deployed: Template) -> None:
    for name, body in bodies(deployed).items():
        cells = [
            (x, y)
            for each in body["widgets"]
            for x in range(each["x"], each["x"] + each["width"])
            for y in range(each["y"], each["y"] + each["height"])
        ]

        assert len(cells) == len(set(cells)), name
        assert {x for x, _ in cells} == set(range(24))
        assert len(cells) % 24 == 0


def test_each_question_of_the_morning_has_its_answer_beside_it_and_says_what_to_do(deployed: Template) -> None:
    widgets = bodies(deployed)["Dashboard"]["widgets"]
    questions = [each for each in widgets if each["type"] == "text" and each["y"] > 0]

    assert len(questions) == 10
    for each in questions:
        said = each["properties"]["markdown"]
        beside = [other for other in widgets if other["y"] == each["y"] and other is not each]
        assert said.startswith("## ")
        assert said.splitlines()[0].endswith("\u00a0?"), said
        assert "**" in said, "a condition, and what to do then"
        assert beside
        assert all(other["properties"]["title"] for other in beside)


def test_the_morning_shows_every_alarm_and_links_batches_to_the_site(deployed: Template) -> None:
    body = bodies(deployed)["Dashboard"]
    (alarms,) = (each["properties"]["alarms"] for each in body["widgets"] if each["type"] == "alarm")
    tables = [each["properties"] for each in body["widgets"] if each["type"] == "custom"]
    names = [each["Properties"]["AlarmName"]["Fn::Sub"] for each in of_type(deployed, "AWS::CloudWatch::Alarm").values()]

    assert [each.rpartition(":alarm:")[2] for each in alarms] == sorted(names)
    assert [(each["endpoint"], each["params"]) for each in tables] == [
        ("${Board.Arn}", {"show": "open", "site": "${SiteUrl}"}),
        ("${Board.Arn}", {"show": "lost", "site": "${SiteUrl}"}),
    ]


def test_names_in_a_dashboard_are_those_that_cloudformation_fills_in(deployed: Template) -> None:
    for dashboard in of_type(deployed, "AWS::CloudWatch::Dashboard").values():
        text, own = dashboard["Properties"]["DashboardBody"]["Fn::Sub"]
        for name in re.findall(r"\$\{([^}]+)\}", text):
            known = own.keys() | deployed["Resources"].keys() | deployed["Parameters"].keys()
            assert name.startswith("AWS::") or name.partition(".")[0] in known, name


def test_the_cost_of_figures_is_told_as_it_is(deployed: Template) -> None:
    told = (ROOT / "docs" / "deploiement.md").read_text("utf-8")
    alarms = len(of_type(deployed, "AWS::CloudWatch::Alarm"))

    assert f"{alarms} alarmes {alarms / 10:.1f}".replace(".", ",") in told
    assert f"{len(Metric)} chiffres de l'archive, dont dix gratuits, {(len(Metric) - 10) * 0.3:.1f}".replace(".", ",") in told
