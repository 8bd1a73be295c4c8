"""Systems Manager's side of the forms: it checks what a person fills in, and plays an Automation document step by step.

As in AWS's documentation of each action: a step's results are known to later steps by its name; a loop repeats its steps while its
condition holds, at most `MaxIterations` times; two of the approvers must approve; a step that fails ends the execution.
"""

import json
import re
from dataclasses import dataclass, field

from functions.administer import administer
from tests.stage.lambdas import Context

EXECUTION = "00000000-0000-4000-8000-00000000000{}"
LONGEST_STEP = 300
"""Seconds of `aws:invokeLambdaFunction`."""
MOST_VALUES, LONGEST_VALUE = 50, 512
"""Of a parameter of an execution: `AutomationParameterValueList`, `AutomationParameterValue`."""
REFERENCE = re.compile(r"\{\{ ?([\w:.]+) ?\}\}")


class InvalidParametersError(Exception):
    """The console does not start such an execution."""


class StepFailedError(Exception):
    """A step failed, and the execution with it."""


@dataclass(kw_only=True)
class Execution:
    """What came of an execution."""

    status: str = "Success"
    failure: str = ""
    """Message of the step that failed."""
    payloads: list = field(default_factory=list)
    """Answers of the function, call by call."""
    calls: list = field(default_factory=list)
    """Calls of AWS itself: service, operation, inputs."""
    asked: list = field(default_factory=list)
    """Messages to the approvers."""


class Player:
    """Plays documents in an account."""

    def __init__(self, stage, clients, *, decisions=("Approve", "Approve"), milliseconds=900_000):
        """Take an account and its approvers' decisions, in the order in which they come."""
        self._stage, self._clients = stage, clients
        self._decisions, self._milliseconds = decisions, milliseconds
        self._started = 0

    def run(self, content, **given):
        """Run a document to its end."""
        self._started += 1
        known = {"automation:EXECUTION_ID": EXECUTION.format(self._started)} | checked(content.get("parameters", {}), given)
        execution = Execution()
        try:
            self._play(content["mainSteps"], known, execution)
            for name in content.get("outputs", []):
                _found(name, known)
        except StepFailedError as failed:
            execution.status, execution.failure = "Failed", str(failed)
        return execution

    def _play(self, steps, known, execution):
        by_name = {each["name"]: each for each in steps}
        after = dict(zip(by_name, [*list(by_name)[1:], None], strict=True))
        name = steps[0]["name"]
        while name is not None:
            step = by_name[name]
            chosen = getattr(self, "_" + step["action"].removeprefix("aws:"))(step, known, execution)
            name = None if step.get("isEnd") else chosen or step.get("nextStep") or after[name]

    def _invokeLambdaFunction(self, step, known, execution):  # noqa: N802 - AWS's name
        payload = json.loads(json.dumps(filled(step["inputs"]["InputPayload"], known)))
        begun = self._stage.clock.now()
        try:
            answer = administer(payload, Context(function_name="administer", milliseconds=self._milliseconds))
        except Exception as error:
            raise StepFailedError(f"{type(error).__name__}: {error}") from error
        if (self._stage.clock.now() - begun).total_seconds() > step["timeoutSeconds"] or step["timeoutSeconds"] > LONGEST_STEP:
            raise StepFailedError("timed out")
        answer = json.loads(json.dumps(answer))
        execution.payloads.append(answer)
        _keep(step, answer, known)  # as in AWS's reference of `aws:loop` and its own runbooks: `$.Retry`, and not `$.Payload.Retry`
        known[f"{step['name']}.Payload"] = json.dumps(answer)

    def _executeAwsApi(self, step, known, execution):  # noqa: N802 - AWS's name
        inputs = filled(step["inputs"], known)
        service, operation = inputs.pop("Service"), inputs.pop("Api")
        execution.calls.append((service, operation, inputs))
        client = self._clients[service]
        method = re.sub(r"(?<!^)(?=[A-Z])", "_", operation).lower()
        _keep(step, getattr(client, method)(**inputs), known)

    def _loop(self, step, known, execution):
        inputs = step["inputs"]
        for round_ in range(1, inputs["MaxIterations"] + 1):
            known[f"{step['name']}.CurrentIteration"] = round_
            self._play(inputs["Steps"], known, execution)
            if not holds(inputs["LoopCondition"], known):
                return

    def _branch(self, step, known, _):
        chosen = next((each["NextStep"] for each in step["inputs"]["Choices"] if holds(each, known)), step["inputs"].get("Default"))
        assert chosen
        return chosen

    def _sleep(self, step, _, __):
        (seconds,) = re.fullmatch(r"PT(\d+)S", step["inputs"]["Duration"]).groups()
        self._stage.clock.pause(int(seconds))

    def _approve(self, step, known, execution):
        inputs = filled(step["inputs"], known)
        assert len(set(inputs["Approvers"])) >= inputs["MinRequiredApprovals"]
        execution.asked.append(inputs["Message"])
        if "Reject" in self._decisions:
            raise StepFailedError("rejected")
        if len(self._decisions) < inputs["MinRequiredApprovals"]:
            raise StepFailedError("timed out")


def checked(parameters, given):
    """Check what a person has filled in, as the console does; a field left empty has its default."""
    if given.keys() - parameters.keys():
        raise InvalidParametersError(f"unknown: {given.keys() - parameters.keys()}")
    values = {name: given.get(name, described.get("default")) for name, described in parameters.items()}
    for name, value in values.items():
        if not _fits(parameters[name], value):
            raise InvalidParametersError(name)
    return values


def _fits(described, value):
    if described["type"] == "StringList":
        bounds = described.get("minItems", 0), described.get("maxItems", MOST_VALUES)
        return isinstance(value, list) and bounds[0] <= len(value) <= min(bounds[1], MOST_VALUES)
    if not isinstance(value, str) or len(value) > LONGEST_VALUE:
        return False
    pattern, values = described.get("allowedPattern"), described.get("allowedValues")
    return (pattern is None or re.search(pattern, value) is not None) and (values is None or value in values)


def filled(value, known):
    """Replace references: one that is the whole text by the value itself, one within a text by its text."""
    if isinstance(value, dict):
        return {name: filled(each, known) for name, each in value.items()}
    if isinstance(value, list):
        return [filled(each, known) for each in value]
    if not isinstance(value, str):
        return value
    whole = REFERENCE.fullmatch(value)
    return _found(whole[1], known) if whole else REFERENCE.sub(lambda found: str(_found(found[1], known)), value)


def holds(condition, known):
    """Say whether a choice or a loop's condition holds."""
    value = filled(condition["Variable"], known)
    if "BooleanEquals" in condition:
        assert isinstance(value, bool)
        return value is condition["BooleanEquals"]
    return value == condition["StringEquals"]


def _found(name, known):
    if name not in known:
        raise StepFailedError(f"unknown: {name}")
    return known[name]


def _keep(step, result, known):
    """Keep the outputs that a step declares, each of its type."""
    for output in step.get("outputs", []):
        value = result
        for part in output["Selector"].removeprefix("$.").split("."):
            value = value[part]
        assert isinstance(value, {"Boolean": bool, "Integer": int, "String": str}[output["Type"]])
        known[f"{step['name']}.{output['Name']}"] = value
