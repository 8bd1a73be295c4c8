"""Copies of case files by a function of its own: it alone reads many originals at once, and the API may read none."""

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from chalicelib.aws.faults import translated
from chalicelib.model.casefile_copy import CaseFileCopy
from chalicelib.model.errors import TransientError

if TYPE_CHECKING:
    from mypy_boto3_lambda import LambdaClient


class LambdaCaseFileCopies:
    """Port `CaseFileCopyService` on Lambda."""

    def __init__(self, client: "LambdaClient", function: str) -> None:
        """Invoke the function called `function`; the client must not repeat calls, and must wait as long as the function may run."""
        self._client = client
        self._function = function

    def bind_copy(self, copy: CaseFileCopy) -> None:
        """See `CaseFileCopyService`."""
        with translated():
            answer = self._client.invoke(FunctionName=self._function, Payload=json.dumps(asdict(copy)).encode())
            said = json.loads(answer["Payload"].read())
        if answer.get("FunctionError"):
            # The function's own log has the cause, and an alarm watches it; the reader may try again.
            raise TransientError("unbound", str(said.get("errorType", "")))
