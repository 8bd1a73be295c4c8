"""Sign-in values: tokens, challenges, open sessions, counted attempts."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from chalicelib.model.reader import Reader


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionTokens:
    """Tokens of a sign-in."""

    token: str = field(repr=False)
    """ID token, which the page sends to the API."""
    access: str = field(repr=False)
    """Access token, which Cognito requires for changes of an account; never sent to the browser."""
    refresh: str | None = field(default=None, repr=False)
    """New refresh token; None where the previous one stays valid."""
    expires_in: int
    """Lifetime of the ID token, in seconds."""
    reader: Reader
    person: str | None = field(default=None, repr=False)
    """First and family name in the user pool; None where the pool has none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Challenge:
    """Challenge after a correct password."""

    kind: Literal["new_password", "totp"]
    name: str
    """User name, as Cognito expects it back."""
    session: str = field(repr=False)
    """Cognito's session string."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenSession:
    """An open session in the register."""

    name: str
    """User name."""
    refresh: str = field(repr=False)
    """Cognito's refresh token; useless without the client secret."""
    used_at: datetime
    """UTC, aware: latest renewal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tries:
    """Counter of attempts of one account or address."""

    count: int
    since: datetime
    """UTC, aware: start of the decay of the counter."""
    free_at: datetime
    """UTC, aware: no attempt is allowed before."""
