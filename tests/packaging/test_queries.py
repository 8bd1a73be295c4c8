"""Saved queries of the logs: one for each alarm whose cause stands in a log, of words and fields that the code writes."""

import re

import pytest

from infra.administration.queries import QUERIES, WITHOUT_A_LOG
from infra.package import ROOT
from infra.template import Template
from tests.packaging.reading import of_type, resolved


def test_each_alarm_has_a_saved_query_of_its_name_or_no_log(deployed: Template, administration: Template) -> None:
    alarms = {
        resolved(each["Properties"]["AlarmName"], deployed).removeprefix("ububiko-essai-")
        for each in of_type(deployed, "AWS::CloudWatch::Alarm").values()
    }
    names = {
        resolved(each["Properties"]["Name"], administration) for each in of_type(administration, "AWS::Logs::QueryDefinition").values()
    }

    assert set(QUERIES) | set(WITHOUT_A_LOG) == alarms
    assert set(QUERIES) & set(WITHOUT_A_LOG) == set()
    assert names == {f"ububiko-essai/ububiko-essai-{alarm}" for alarm in QUERIES}


POWERTOOLS = {"level", "message", "exception", "exception_name", "function_request_id"}
"""Keys that Powertools' logger writes by itself."""


@pytest.mark.parametrize("alarm", QUERIES)
def test_a_saved_query_asks_for_words_and_fields_that_the_code_logs(alarm: str) -> None:
    _, query = QUERIES[alarm]
    code = "\n".join(path.read_text("utf-8") for room in ("functions", "chalicelib") for path in (ROOT / room).rglob("*.py"))
    (fields, *rest) = query.split("\n")
    words = set(re.findall(r'"([a-z0-9_]+)"', query))
    names = {name.strip() for name in fields.removeprefix("fields ").split(",")} | set(re.findall(r"(?:sum|max|ispresent)\((\w+)\)", query))

    assert rest
    assert words | names
    assert [word for word in words if not re.search(rf'logger\.\w+\(\s*"{word}"', code)] == []
    own = {name for name in names if not name.startswith("@")} - POWERTOOLS
    assert [name for name in own if not re.search(rf"\b{name}=|^    {name}: ", code, re.MULTILINE)] == []
