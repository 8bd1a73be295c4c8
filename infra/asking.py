"""How a command asks the administrators' function what the console's Test tab could ask.

Whoever runs it needs the right to invoke that function. AWS_ENDPOINT_URL leads it to a local stack.
"""

import argparse
import json
import sys
from collections.abc import Callable, Mapping
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

Answer = dict[str, Any]
Ask = Callable[[Mapping[str, Any]], Answer]

GOOD, REFUSED, FAILED = 0, 1, 3


class RefusedError(Exception):
    """The function would not; the text is for a person."""


def told(run: Callable[[], None]) -> int:
    """Run a command; the number is the exit status, and what went wrong is told to a person."""
    try:
        run()
    except RefusedError as refusal:
        print(refusal, file=sys.stderr)
        return REFUSED
    except (BotoCoreError, ClientError, OSError) as error:
        print(f"AWS n'a pas répondu comme attendu : {error}", file=sys.stderr)
        return FAILED
    return GOOD


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
            raise RefusedError(f"La fonction a échoué : {answer.get('errorType', '?')}. Voir ses journaux.")
        if not answer.get("ok"):
            raise RefusedError(str(answer.get("erreur", answer)))
        return answer

    return ask, outputs["OutboxBucket"]
