"""Port of open sessions."""

from datetime import datetime
from typing import Protocol

from chalicelib.model.session import OpenSession


class Sessions(Protocol):
    """Open sessions, each under a mark of its cookie."""

    def session(self, mark: str) -> OpenSession | None:
        """Read a session; None if it is unknown or ended."""

    def keep(self, mark: str, session: OpenSession, *, seen: OpenSession | None, until: datetime) -> None:
        """Write a session; raise `ConflictError` if its refresh token is no longer that of `seen`.

        A new session has a new mark, and nothing is `seen` of it. The session may be deleted after `until`.
        """

    def end(self, mark: str, at: datetime) -> None:
        """End a session and delete its tokens."""
