"""Errors of the archive: the class tells callers what to do, the code tells what happened."""


class ArchiveError(Exception):
    """Base of all errors that the archive raises on purpose."""

    def __init__(self, code: str, detail: str = "") -> None:
        """Keep the code, which the table, the logs and the pages use.

        Args:
            code: stable word, lowercase with underscores.
            detail: for logs; never a person's name or text of a piece.
        """
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail


class PermanentError(ArchiveError):
    """A retry changes nothing: refuse, record, acknowledge the message."""


class Refusal(PermanentError):  # noqa: N818 - the receipt's word for this outcome
    """The file cannot become a piece; the code is a key of `wording.REASONS`."""


class TransientError(ArchiveError):
    """A service was busy or a concurrent write won: the queue delivers the message again."""


class ConflictError(TransientError):
    """A concurrent write changed what was read: read it again and decide again."""


class NewerDataError(ArchiveError):
    """A later release wrote these data: nothing is done to them until the code is up to date again."""


class ReadingError(PermanentError):
    """OCR of an original failed for good; an administrator must look. Not a fault of the file."""


class ReaderError(ArchiveError):
    """A request of a reader is refused; the code is a key of `wording.MESSAGES`, `functions.rest` maps it to an HTTP status."""

    def __init__(self, code: str, detail: str = "", *, wait: int | None = None, field: str | None = None) -> None:
        """Keep also the wait before the next try, and the field that is wrong.

        Args:
            code: a key of `wording.MESSAGES`.
            detail: for logs.
            wait: seconds until the next try (`Retry-After`).
            field: name of what is refused, as docs/openapi.yaml lists it for `Error`.
        """
        super().__init__(code, detail)
        self.wait = wait
        self.field = field
