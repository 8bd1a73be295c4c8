"""What the e-mail of an alarm says."""

import re

from infra.template import Template
from tests.packaging.reading import of_type

MOST_TEXT = 1024
"""Characters of an alarm's description: PutMetricAlarm."""


def test_an_alarms_text_says_what_happened_and_ends_with_its_section_of_the_book(deployed: Template) -> None:
    for name, alarm in of_type(deployed, "AWS::CloudWatch::Alarm").items():
        said = alarm["Properties"]
        words = said["AlarmDescription"]
        text = words["Fn::Sub"] if isinstance(words, dict) else words
        section = said["AlarmName"]["Fn::Sub"].removeprefix("${Prefix}-")

        assert re.search(r"\. Voir docs/exploitation\.md, « ([a-z-]+) »\.$", text)[1] == section, name  # type: ignore[index]
        assert text.count(". ") >= 2, f"{name}: what happened, what to do, where to read"
        assert len(text) <= MOST_TEXT, name
