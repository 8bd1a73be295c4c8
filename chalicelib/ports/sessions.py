"""Port of open sessions."""

from datetime import datetime
from typing import Protocol

from chalicelib.model.session import OpenSession


class Sessions(Protocol):
    """What the register knows of open sessions, each under a mark of its cookie."""

    def session(self, mark: str) -> OpenSession | None:
        """Read one; None where there is none, or it was ended."""

    def keep(self, mark: str, session: OpenSession, *, seen: OpenSession | None, until: datetime) -> None:
        """Write one; raise `ConflictError` if its refresh token is no longer the one seen. It may be forgotten after `until`.

        Nothing is seen of one that begins: its mark is new.
        """

    def end(self, mark: str, at: datetime) -> None:
        """Leave nothing of one."""
