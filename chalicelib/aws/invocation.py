"""Functions of the archive that another of its functions invokes, and whose answer it waits for."""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from chalicelib.aws.faults import translated
from chalicelib.model.errors import TransientError

if TYPE_CHECKING:
    from mypy_boto3_lambda import LambdaClient


class InvokedFunction:
    """A function that is invoked by name."""

    def __init__(self, client: "LambdaClient", name: str) -> None:
        """Invoke the function called `name`; the client must not repeat calls, and must wait as long as the function may run."""
        self._client = client
        self._name = name

    def ask(self, what: Mapping[str, Any], *, failure: str) -> dict[str, Any]:
        """Invoke the function with an event, and return its answer.

        Raises:
            TransientError: the service is busy; or `failure`: the function failed. Its own log has the cause, and an alarm watches it;
                the reader may try again.
        """
        with translated():
            answer = self._client.invoke(FunctionName=self._name, Payload=json.dumps(what).encode())
            said: dict[str, Any] = json.loads(answer["Payload"].read())
        if answer.get("FunctionError"):
            raise TransientError(failure, str(said.get("errorType", "")))
        return said
