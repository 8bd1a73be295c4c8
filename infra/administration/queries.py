"""Saved queries of CloudWatch Logs Insights: for each alarm whose cause stands in a log, under the alarm's own name."""

from collections.abc import Iterator
from typing import Final

from infra.administration.documents import Json

_LATEST: Final = "| sort @timestamp desc\n| limit 200"
FAILED: Final = f"""fields @timestamp, message, code, detail, receives, message_id, exception_name
| filter message in ["postponed", "broken"]
{_LATEST}"""
"""Messages of a queue that could not be handled, and why."""
WAITING: Final = """fields @timestamp, message, code
| filter message in ["postponed", "broken"]
| stats count(*) as messages, max(receives) as receives by bin(5m), message, code
| sort messages desc"""
"""What holds a queue back, counted by five minutes."""
ERRORS: Final = f"""fields @timestamp, level, message, code, detail, exception_name, exception, @message
| filter level in ["ERROR", "CRITICAL"] or @message like /Task timed out|Runtime exited|Runtime\\.\\w+Error/
{_LATEST}"""
"""Failures of a function: its own errors, and those that Lambda writes where it was killed."""
ANSWERS: Final = f"""fields @timestamp, level, message, code, detail, exception_name, function_request_id
| filter message in ["broken", "busy", "boto3_too_old"] or @message like /Task timed out|Runtime exited/
{_LATEST}"""
"""Requests of the site that ended in an error."""
DUTIES: Final = f"""fields @timestamp, level, message, duty, exception_name, exception, @message
| filter message = "duty_failed" or @message like /Task timed out|Runtime exited/
{_LATEST}"""
"""Duties of the sweep that failed."""
SWEPT: Final = """fields @timestamp, message
| filter message = "swept"
| stats count(*) as rounds by bin(5m)
| sort @timestamp desc"""
"""Sweeps, by five minutes: five each while the rule works."""
PACE: Final = """fields @timestamp, started, throttled, refused, left, held
| filter message = "started"
| stats sum(started) as started, sum(throttled) as throttled, sum(refused) as refused by bin(5m)
| sort throttled desc"""
"""Readings that were started, and those that Textract would not start."""
HELD: Final = f"""fields @timestamp, held, left, started, pages
| filter message = "started" and ispresent(held)
{_LATEST}"""
"""Since when readings are held, by a pause or by the month's ceiling."""
SETTINGS: Final = f"""fields @timestamp, settings
| filter message = "settings_refused"
{_LATEST}"""
NOMENCLATURE: Final = f"""fields @timestamp, refused, problems, unreadable
| filter message = "nomenclature_refused"
{_LATEST}"""
CAREER_RULES: Final = f"""fields @timestamp, refused, problems, unreadable
| filter message = "career_rules_refused"
{_LATEST}"""
NEWER: Final = f"""fields @timestamp, message, detail
| filter message = "newer_data"
{_LATEST}"""
"""Which version the register has, and which the code knows."""

_READ_BY: Final = {
    "arrivals": "dispatch",
    "ingest-small": "ingest-small",
    "ingest-large": "ingest-large",
    "rosters": "load-roster",
    "transcripts": "transcribe",
    "closings": "close-batch",
}
"""Queues whose messages are handled one by one, and the function that reads each."""
QUERIES: Final[dict[str, tuple[str, str]]] = {
    **{f"{queue}-dead": (log, FAILED) for queue, log in _READ_BY.items()},
    **{f"{queue}-age": (log, WAITING) for queue, log in _READ_BY.items()},
    "readings-dead": ("start-readings", ERRORS),
    "readings-age": ("start-readings", PACE),
    **{f"{log}-errors": (log, ERRORS) for log in (*_READ_BY.values(), "start-readings", "illustrate", "bind", "notify")},
    "api-errors": ("api", ERRORS),
    "api-answers": ("api", ANSWERS),
    "sweep-errors": ("sweep", DUTIES),
    "sweep-silent": ("sweep", SWEPT),
    "textract-throttled": ("start-readings", PACE),
    "settings-refused": ("sweep", SETTINGS),
    "ceiling-reached": ("start-readings", HELD),
    "readings-paused": ("start-readings", HELD),
    "nomenclature-refused": ("sweep", NOMENCLATURE),
    "career-rules-refused": ("sweep", CAREER_RULES),
    "newer-data": ("sweep", NEWER),
}
"""By the end of the alarm's name: the log, by the end of its export's name, and the query."""
WITHOUT_A_LOG: Final = {"lambda-throttled": "a function that Lambda does not start writes nothing"}
"""Alarms without a query, and why."""


def queries() -> Iterator[tuple[str, Json]]:
    """Give the resource of each query, with its logical name."""
    for alarm, (log, text) in QUERIES.items():
        yield (
            "".join(word.capitalize() for word in alarm.split("-")) + "Query",
            {
                "Type": "AWS::Logs::QueryDefinition",
                "Properties": {
                    "Name": {"Fn::Sub": f"${{Prefix}}/${{Prefix}}-{alarm}"},
                    "LogGroupNames": [{"Fn::ImportValue": {"Fn::Sub": f"${{Prefix}}-log-{log}"}}],
                    "QueryString": text,
                },
            },
        )
