"""Page images and redacted copies by a function of its own: no other function needs a renderer, and the API may not read originals."""

from collections.abc import Mapping, Sequence
from typing import Any

from chalicelib.aws.invocation import InvokedFunction
from chalicelib.model.codec import from_plain
from chalicelib.model.errors import ReaderError
from chalicelib.model.piece import Original
from chalicelib.model.rectification import ReportPhoto
from chalicelib.model.transcript import Box


class LambdaPageImages:
    """Port `PageImageService` on Lambda."""

    def __init__(self, function: InvokedFunction) -> None:
        """Have pages rendered by `function`."""
        self._function = function

    def render_page(self, original: Original, page: int) -> None:
        """See `PageImageService`."""
        self._ask(original, {"do": "draw", "page": page})

    def make_redacted_copy(self, original: Original, selection: Sequence[int], boxes: Mapping[int, Sequence[Box]]) -> str:
        """See `PageImageService`."""
        places = [{"page": page, "box": list(box)} for page, found in boxes.items() for box in found]
        return str(self._ask(original, {"do": "redact", "selection": list(selection), "boxes": places})["key"])

    def take_photo(self, draft: str, photo: str, digest: str) -> ReportPhoto:
        """See `PageImageService`."""
        said = self._function.ask({"do": "photo", "draft": draft, "photo": photo, "digest": digest}, failure="undrawn")
        if "refused" in said:
            raise ReaderError(said["refused"])
        return from_plain(ReportPhoto, said)

    def _ask(self, original: Original, what: dict[str, Any]) -> dict[str, Any]:
        asked = {"digest": original.digest, "extension": original.extension, "pages": original.pages} | what
        return self._function.ask(asked, failure="undrawn")
