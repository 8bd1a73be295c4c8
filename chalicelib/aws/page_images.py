"""Page images and redacted copies by a function of its own: no other function needs a renderer, and the API may not read originals."""

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from chalicelib.aws.faults import translated
from chalicelib.model.errors import TransientError
from chalicelib.model.piece import Original
from chalicelib.model.transcript import Box

if TYPE_CHECKING:
    from mypy_boto3_lambda import LambdaClient


class LambdaPageImages:
    """Port `PageImageService` on Lambda."""

    def __init__(self, client: "LambdaClient", function: str) -> None:
        """Invoke the function called `function`; the client must not repeat calls, and must wait as long as the function may run."""
        self._client = client
        self._function = function

    def render_page(self, original: Original, page: int) -> None:
        """See `PageImageService`."""
        self._ask(original, {"do": "draw", "page": page})

    def make_redacted_copy(self, original: Original, boxes: Mapping[int, Sequence[Box]]) -> str:
        """See `PageImageService`."""
        places = [{"page": page, "box": list(box)} for page, found in boxes.items() for box in found]
        return str(self._ask(original, {"do": "redact", "boxes": places})["key"])

    def _ask(self, original: Original, what: dict[str, Any]) -> dict[str, Any]:
        asked = {"digest": original.digest, "extension": original.extension, "pages": original.pages} | what
        with translated():
            answer = self._client.invoke(FunctionName=self._function, Payload=json.dumps(asked).encode())
            said: dict[str, Any] = json.loads(answer["Payload"].read())
        if answer.get("FunctionError"):
            # The function's own log has the cause, and an alarm watches it; the reader may try again.
            raise TransientError("undrawn", str(said.get("errorType", "")))
        return said
