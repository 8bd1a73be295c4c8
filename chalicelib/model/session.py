"""Sign-in values: tokens, challenges, open sessions, counted attempts."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from chalicelib.model.reader import Reader


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionTokens:
    """What somebody is given who has signed in."""

    token: str = field(repr=False)
    """The ID token: the page shows it to the API."""
    access: str = field(repr=False)
    """The access token: Cognito asks for it before it changes an account; it never leaves us."""
    refresh: str | None = field(default=None, repr=False)
    """The next refresh token; None where the one before goes on."""
    expires_in: int
    """Seconds that the ID token is good for."""
    reader: Reader


@dataclass(frozen=True, slots=True, kw_only=True)
class Challenge:
    """What is still asked of somebody whose password was right."""

    kind: Literal["new_password", "totp"]
    name: str
    """The user name, as Cognito wants it back."""
    session: str = field(repr=False)
    """Cognito's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenSession:
    """An open session, as the register keeps it."""

    name: str
    """The account's user name."""
    refresh: str = field(repr=False)
    """Cognito's refresh token, of no use without the client's secret."""
    used_at: datetime
    """UTC, aware: when its reader last went on with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tries:
    """How often somebody tried, as it is remembered."""

    count: int
    since: datetime
    """UTC, aware: from here attempts are forgotten one by one."""
    free_at: datetime
    """UTC, aware: before it nobody is let try."""
