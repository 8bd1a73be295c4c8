"""Who draws pages: a Lambda of its own, since nothing else of ours needs Pillow, nor may read originals for the API."""

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
    """The illustrator's port on Lambda."""

    def __init__(self, client: "LambdaClient", function: str) -> None:
        """Ask the function called `function`; the client must ask once, and wait as long as it may run."""
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
            # It says in its own log what happened, and is watched; the reader may try again.
            raise TransientError("undrawn", str(said.get("errorType", "")))
        return said
