"""Invocation of the `administer` function by commands, as from the Test tab of the console.

Its user needs the right to invoke that function. AWS_ENDPOINT_URL leads it to a local stack.
"""

import argparse
import json
from collections.abc import Callable, Mapping
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from infra.terminal import CommandError, Terminal

Answer = dict[str, Any]
Ask = Callable[[Mapping[str, Any]], Answer]

GOOD, REFUSED, FAILED, STOPPED = 0, 1, 3, 130
_ADVICE: Mapping[str, str] = {
    "NoCredentialsError": "Donner une clé à cet ordinateur : aws configure",
    "NoRegionError": "Dire la région : aws configure, ou AWS_REGION=eu-west-1",
    "EndpointConnectionError": "Vérifier le réseau ; AWS_ENDPOINT_URL ne sert qu'à une pile locale",
    "ConnectTimeoutError": "Vérifier le réseau",
    "ExpiredToken": "Se connecter de nouveau : aws sso login, ou aws configure",
    "InvalidClientTokenId": "Vérifier la clé : aws sts get-caller-identity",
    "AccessDenied": "Demander ce droit à l'administrateur du compte AWS",
    "AccessDeniedException": "Demander ce droit à l'administrateur du compte AWS",
    "ValidationError": "Vérifier --stage ou --stack, et la région (AWS_REGION)",
    "NoSuchBucket": "Vérifier le nom du seau, et la région (AWS_REGION)",
}
"""What to do, by the class of a local error or the code of an answer of AWS."""


class RefusedError(CommandError):
    """The function would not; the text is for a person."""


def told(run: Callable[[], None], terminal: Terminal) -> int:
    """Run a command and return its exit status; errors are printed with their advice."""
    try:
        run()
    except CommandError as error:
        terminal.fail(error)
        return REFUSED
    except (BotoCoreError, ClientError, OSError) as error:
        terminal.fail(aws_failure(error))
        return FAILED
    except KeyboardInterrupt:
        terminal.warn("Interrompu.")
        return STOPPED
    return GOOD


def aws_failure(error: Exception) -> CommandError:
    """Say what AWS or the way to it failed with, and what to do about it."""
    code = error.response["Error"]["Code"] if isinstance(error, ClientError) else type(error).__name__
    return CommandError(f"AWS n'a pas répondu comme attendu : {error}", advice=_ADVICE.get(code, ""))


def reach(chosen: argparse.Namespace) -> tuple[Ask, str]:
    """Find the stack's function and outbox."""
    stack = chosen.stack or f"ububiko-{chosen.stage}"
    found = boto3.client("cloudformation").describe_stacks(StackName=stack)["Stacks"][0].get("Outputs", [])
    outputs = {output["OutputKey"]: output["OutputValue"] for output in found}
    # One try: a repeated call would begin a second round beside the first.
    client = boto3.client("lambda", config=Config(read_timeout=910, retries={"total_max_attempts": 1}))

    def ask(request: Mapping[str, Any]) -> Answer:
        said = client.invoke(FunctionName=outputs["AdministerFunction"], Payload=json.dumps(dict(request)).encode())
        answer: Answer = json.loads(said["Payload"].read())
        if said.get("FunctionError"):
            advice = "Voir ses journaux dans CloudWatch"
            raise RefusedError(f"La fonction d'administration a échoué : {answer.get('errorType', '?')}", advice=advice)
        if not answer.get("ok"):
            raise RefusedError(str(answer.get("erreur", answer)))
        return answer

    return ask, outputs["OutboxBucket"]
