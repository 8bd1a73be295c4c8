"""Forms of the console on the local stack: `python -m infra.local.form clore-un-lot lot=premiers-dossiers`.

The documents are those that the administration stack makes; the console's checks of fields, their steps and their loops are played here
with the account's own key. What only AWS has is said and passed over: the role of each form, and approvals.
"""

import argparse
import json
import re
import sys
import time
import uuid
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

from infra.administration.documents import Form
from infra.administration.stack import forms
from infra.asking import RefusedError, told
from infra.command_line import FrenchParser
from infra.local.emulator.deploy import STACK
from infra.local.emulator.process import ACCOUNT
from infra.terminal import CommandError, Terminal

_REFERENCE: Final = re.compile(r"\{\{ ?([\w:.]+) ?\}\}")
_LONGEST_CALL: Final = 910
"""Seconds; the function itself ends after 900."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line; the number is the exit status."""
    chosen, terminal = _parser().parse_args(arguments), Terminal()

    def run() -> None:
        if chosen.keys:
            terminal.copyable("\n".join(f"export {name}={value}" for name, value in exports_of(_state(chosen.state)).items()))
        elif chosen.form is None:
            terminal.table(("formulaire", "ce qu'il fait"), [(each.slug, each.title) for each in forms()])
        else:
            form = form_named(chosen.form)
            _Execution(form, filled_in(form, chosen.fields), _state(chosen.state), terminal).play()

    return told(run, terminal)


def _parser() -> argparse.ArgumentParser:
    parser = FrenchParser(
        prog="python -m infra.local.form",
        description="Un formulaire de la console (docs/exploitation.md), sur la pile locale. Sans nom : la liste.",
    )
    parser.add_argument("form", nargs="?", metavar="FORMULAIRE", help="son nom, sans préfixe : clore-un-lot")
    parser.add_argument("fields", nargs="*", metavar="CHAMP=VALEUR", help="les paramètres d'entrée ; une liste : a,b,c")
    parser.add_argument(
        "--state", type=Path, default=Path(".local/state.json"), metavar="FICHIER", help="l'état de la pile (.local/state.json)"
    )
    parser.add_argument("--keys", action="store_true", help="au lieu d'un formulaire, les lignes « export » de l'administrateur, pour aws")
    return parser


def exports_of(state: Mapping[str, Any]) -> dict[str, str]:
    """Environment of an administrator's `aws` commands, with the names that the console shows."""
    key = state["administrator"]
    return {
        "AWS_ENDPOINT_URL": state["endpoint"],
        "AWS_DEFAULT_REGION": state["region"],
        "AWS_ACCESS_KEY_ID": key["access_key_id"],
        "AWS_SECRET_ACCESS_KEY": key["secret_access_key"],
        "USER_POOL": state["user_pool"],
        **{name.upper(): bucket for name, bucket in state["buckets"].items()},
    }


def form_named(name: str) -> Form:
    """Find a form by the end of its document's name.

    Raises:
        CommandError: there is none.
    """
    found = next((each for each in forms() if each.slug == name), None)
    if found is None:
        raise CommandError(f"Aucun formulaire ne s'appelle {name}.", advice="Sans nom, la commande en donne la liste.")
    return found


def filled_in(form: Form, fields: Sequence[str]) -> dict[str, Any]:
    """Check what was filled in as the console does; a field that was left empty has its default.

    >>> filled_in(form_named("clore-un-lot"), ["lot=premiers-dossiers"])
    {'lot': 'premiers-dossiers'}

    Raises:
        CommandError: an unknown field, one that is missing, or a value that the field does not take.
    """
    given = dict(each.partition("=")[::2] for each in fields)
    known = " ; ".join(f"{name} : {described['description']}" for name, described in form.parameters.items()) or "aucun champ"
    for name in given:
        if name not in form.parameters:
            raise CommandError(f"Ce formulaire n'a pas de champ {name}.", advice=f"Ses champs : {known}")
    values = {name: _value(described, given.get(name)) for name, described in form.parameters.items()}
    for name, value in values.items():
        if value is None or not _fits(form.parameters[name], value):
            raise CommandError(f"Le champ {name} manque, ou sa valeur n'est pas permise.", advice=str(form.parameters[name]["description"]))
    return values


def _value(described: Mapping[str, Any], given: str | None) -> Any:  # noqa: ANN401 - a text or a list of texts
    if given is None:
        return described.get("default")
    return given.split(",") if described["type"] == "StringList" else given


def _fits(described: Mapping[str, Any], value: str | list[str]) -> bool:
    if isinstance(value, list):
        return bool(described.get("minItems", 0) <= len(value) <= described.get("maxItems", len(value)))
    pattern, values = described.get("allowedPattern"), described.get("allowedValues")
    return bool((pattern is None or re.search(pattern, value)) and (values is None or value in values))


def _state(path: Path) -> Mapping[str, Any]:
    try:
        state: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise CommandError(
            f"L'état de la pile n'est pas là : {path}", advice="make run d'abord ; --state dit où est un autre état"
        ) from error
    return state


class _Execution:
    """One execution of a form's document."""

    def __init__(self, form: Form, values: Mapping[str, Any], state: Mapping[str, Any], terminal: Terminal) -> None:
        """Nothing is called before `play`."""
        self._form, self._state, self._terminal = form, state, terminal
        self._known: dict[str, Any] = {"automation:EXECUTION_ID": str(uuid.uuid4()), **values}

    def play(self) -> None:
        """Play every step, and tell the outputs.

        Raises:
            RefusedError: a step has failed; the text is the step's own.
        """
        self._terminal.say(f"{self._form.title} : exécution {self._known['automation:EXECUTION_ID']}", style="bold")
        self._steps(self._form.steps)
        self._terminal.say("Réussite", style="green")

    def _steps(self, steps: Sequence[Mapping[str, Any]]) -> None:
        names = [each["name"] for each in steps]
        at: int | None = 0
        while at is not None and at < len(steps):
            step = steps[at]
            chosen = getattr(self, f"_{step['action'].removeprefix('aws:').lower()}")(step)
            at = None if step.get("isEnd") else names.index(chosen) if chosen else at + 1

    def _invokelambdafunction(self, step: Mapping[str, Any]) -> None:
        payload = json.dumps(self._filled(step["inputs"]["InputPayload"])).encode()
        with self._terminal.waiting("L'étape agir travaille"):
            said = self._client("lambda").invoke(FunctionName=self._filled(step["inputs"]["FunctionName"]), Payload=payload)
            answer = json.loads(said["Payload"].read())
        if said.get("FunctionError"):
            raise RefusedError(f"Échec : {answer.get('errorMessage', answer)}")
        self._keep(step, answer)
        self._tell(step, answer)

    def _executeawsapi(self, step: Mapping[str, Any]) -> None:
        inputs = self._filled(step["inputs"])
        client, operation = self._client(inputs.pop("Service")), inputs.pop("Api")
        try:
            answer = getattr(client, re.sub(r"(?<!^)(?=[A-Z])", "_", operation).lower())(**inputs)
        except ClientError as error:
            if error.response["Error"]["Code"] != "InvalidAction":
                raise
            raise RefusedError(f"L'émulateur ne connaît pas {operation} : ce formulaire ne s'essaie que sur AWS.") from error
        self._tell(step, self._keep(step, answer))

    def _loop(self, step: Mapping[str, Any]) -> None:
        inputs = step["inputs"]
        for number in range(1, inputs["MaxIterations"] + 1):
            self._known[f"{step['name']}.CurrentIteration"] = number
            self._steps(inputs["Steps"][:1])
            if not self._filled(inputs["LoopCondition"]["Variable"]):
                return
            self._steps(inputs["Steps"][1:])

    def _branch(self, step: Mapping[str, Any]) -> str:
        inputs = step["inputs"]
        found = (each["NextStep"] for each in inputs["Choices"] if self._filled(each["Variable"]) == each["StringEquals"])
        return str(next(found, inputs["Default"]))

    def _approve(self, step: Mapping[str, Any]) -> None:
        self._terminal.say(f"Sur AWS, {step['inputs']['MinRequiredApprovals']} personnes approuvent d'abord, et lisent :")
        self._terminal.say(f"  {self._filled(step['inputs']['Message'])}")

    def _sleep(self, _step: Mapping[str, Any]) -> None:
        time.sleep(1)

    def _tell(self, step: Mapping[str, Any], answer: Mapping[str, Any]) -> None:
        self._terminal.say(f"{step['name']} :")
        self._terminal.copyable(json.dumps(answer, ensure_ascii=False, indent=2))

    def _keep(self, step: Mapping[str, Any], answer: Mapping[str, Any]) -> dict[str, Any]:
        """Keep the outputs that a step declares, under its name, and give them."""
        found: dict[str, Any] = {}
        for output in step.get("outputs", ()):
            value: Any = answer
            for part in output["Selector"].removeprefix("$.").split("."):
                value = value[part]
            found[output["Name"]] = self._known[f"{step['name']}.{output['Name']}"] = value
        return found

    def _filled(self, value: Any) -> Any:  # noqa: ANN401 - any JSON
        """Replace references to fields and results, and what CloudFormation would have replaced in the document."""
        match value:
            case {"Fn::Sub": str(text)}:
                return self._filled(re.sub(r"\$\{([\w:]+)\}", lambda found: self._pseudo()[found[1]], text))
            case {"Fn::ImportValue": _}:
                return self._state["administer"]
            case dict():
                return {name: self._filled(each) for name, each in value.items()}
            case str() if whole := _REFERENCE.fullmatch(value):
                return self._known[whole[1]]
            case str():
                return _REFERENCE.sub(lambda found: str(self._known[found[1]]), value)
            case _:
                return value

    def _pseudo(self) -> Mapping[str, str]:
        stack = self._client("cloudformation").describe_stacks(StackName=STACK)["Stacks"][0]
        given = {each["ParameterKey"]: each["ParameterValue"] for each in stack["Parameters"]}
        where = {"AWS::Partition": "aws", "AWS::Region": self._state["region"], "AWS::AccountId": ACCOUNT}
        return {"Stage": given["Stage"], "Prefix": given["Prefix"], **where}

    def _client(self, service: str) -> Any:  # noqa: ANN401 - boto3's client
        key = self._state["administrator"]
        name: Any = service  # its stubs know every service by its name
        return boto3.client(
            name,
            endpoint_url=self._state["endpoint"],
            region_name=self._state["region"],
            aws_access_key_id=key["access_key_id"],
            aws_secret_access_key=key["secret_access_key"],
            config=Config(read_timeout=_LONGEST_CALL, retries={"total_max_attempts": 1}),
        )


if __name__ == "__main__":
    sys.exit(main())
