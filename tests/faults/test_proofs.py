"""Proof of the harness: with one safeguard of the archive taken out, its audit fails."""

import json
from urllib.parse import quote_plus

import pytest

from tests.faults.plans import StrikeEach
from tests.faults.test_kills import short_story, wanted_of_short_story
from tests.stage.audit import audit
from tests.stage.lambdas import lambdas
from tests.stage.story import JEAN, MARIE, first_files, play, second_files, wanted


@pytest.fixture
def stage():
    with lambdas(JEAN, MARIE) as stage:
        yield stage


def replace_body(request, said):
    """Send other words than the archive's."""
    request.body = json.dumps(said).encode()
    request.headers["Content-Length"] = str(len(request.body))


def without_conditions(service, operation, request):
    """Take every condition out of what the register writes."""
    if service != "dynamodb" or operation not in {"PutItem", "UpdateItem", "TransactWriteItems"}:
        return
    said = json.loads(request.body)
    steps = [step for item in said.get("TransactItems", []) for step in item.values()] or [said]
    for step in steps:
        condition = step.pop("ConditionExpression", "")
        for name in [name for name in step.get("ExpressionAttributeValues", {}) if _is_spare(name, condition, step)]:
            del step["ExpressionAttributeValues"][name]
        if not step.get("UpdateExpression"):
            step.pop("ExpressionAttributeNames", None)
        if not step.get("ExpressionAttributeValues"):
            step.pop("ExpressionAttributeValues", None)
    if "TransactItems" in said:
        said["TransactItems"] = [item for item in said["TransactItems"] if "ConditionCheck" not in item]
    replace_body(request, said)


def _is_spare(name, condition, step):
    return name in condition and name not in step.get("UpdateExpression", "")


def without_journal(service, operation, request):
    """Take every event out of the register's transactions."""
    if operation == "TransactWriteItems":
        said = json.loads(request.body)
        said["TransactItems"] = [
            item
            for item in said["TransactItems"]
            if not item.get("Put", {}).get("Item", {}).get("sk", {}).get("S", "").startswith("EVENT#")
        ]
        replace_body(request, said)


def test_the_audit_is_content_with_a_sound_archive(stage):
    play(stage)

    audit(stage, wanted())


def test_without_conditions_the_harness_goes_red():
    red = 0
    for call in range(8, 20):
        with lambdas(JEAN, MARIE, at_once=1) as stage:
            stage.wire.change = without_conditions
            stage.wire.fault = StrikeEach(stage=stage, call=call, kinds=("killed after",))
            stage.announce(stage.sync(first_files()))
            try:
                short_story(stage)
                audit(stage, wanted_of_short_story())
            except AssertionError:
                red += 1
                break

    assert red


def test_without_the_journal_the_harness_goes_red(stage):
    stage.wire.change = without_journal
    play(stage)

    with pytest.raises(AssertionError, match=r"event|journal"):
        audit(stage, wanted())


def test_without_the_unquoting_of_keys_the_harness_goes_red(stage):
    """A key that is quoted twice arrives as if nobody had unquoted it."""
    uploads = stage.sync(first_files(), announce=False) + stage.sync(second_files(), announce=False)
    stage.announce(uploads, quoted=lambda key: quote_plus(quote_plus(key)))
    stage.run()

    with pytest.raises(AssertionError):
        audit(stage, wanted())
