"""What can go wrong: the class says what to do, the code says what happened."""


class ArchiveError(Exception):
    """Anything the archive raises on purpose."""

    def __init__(self, code: str, detail: str = "") -> None:
        """Keep the stable word of the table, the log and the pages.

        Args:
            code: stable word, lowercase with underscores.
            detail: for the log: no names, no text of a piece.
        """
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail


class PermanentError(ArchiveError):
    """Asking again changes nothing: refuse, record, acknowledge."""


class Refusal(PermanentError):  # noqa: N818 - a refusal is an outcome, told to people by this word
    """The file is not one that the archive can keep as a piece; its code is a key of `REASONS`."""


class TransientError(ArchiveError):
    """A service was busy or a rival won: the queue asks again."""


class ConflictError(TransientError):
    """Somebody moved what we had read: read it again and decide again."""


class ReadingError(PermanentError):
    """A reading could not be finished; somebody must look. Never the file's fault."""


class ReaderError(ArchiveError):
    """A reader is not given what they asked for; its code is a key of `MESSAGES`, its HTTP number stands in `functions.rest`."""

    def __init__(self, code: str, detail: str = "", *, wait: int | None = None) -> None:
        """Keep also how long to wait before asking again.

        Args:
            code: key of `MESSAGES`.
            detail: for the log.
            wait: seconds.
        """
        super().__init__(code, detail)
        self.wait = wait
