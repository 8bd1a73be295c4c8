"""Tickets: short texts that we hand to a browser and know again as our own, with the moment at which we wrote them.

Cognito's session and refresh texts travel in tickets: nobody can answer a challenge that we did not put, for another name than
the one that it was put to, and a cookie that lay idle too long opens nothing, whatever Cognito thinks of what is in it.
"""

import hashlib
import hmac
from datetime import UTC, datetime, timedelta
from typing import Literal

Purpose = Literal["session", "challenge"]


def write_ticket(key: bytes, purpose: Purpose, content: str, at: datetime) -> str:
    """Write a ticket.

    Args:
        key: secret.
        purpose: a ticket for one is none for the other.
        content: ASCII; it can be read by who holds the ticket.
        at: now.
    """
    written = f"{int(at.timestamp()):x}"
    return f"{written}.{_mark(key, purpose, written, content)}.{content}"


def read_ticket(key: bytes, purpose: Purpose, ticket: str, *, now: datetime, age: timedelta) -> str | None:
    """Read a ticket's content; None where it is not ours, for something else, or too old.

    >>> at = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
    >>> ticket = write_ticket(b"key", "session", "content", at)
    >>> read_ticket(b"key", "session", ticket, now=at + timedelta(minutes=5), age=timedelta(minutes=30))
    'content'
    >>> read_ticket(b"key", "session", ticket, now=at + timedelta(minutes=31), age=timedelta(minutes=30))
    """
    written, _, rest = ticket.partition(".")
    mark, _, content = rest.partition(".")
    if not hmac.compare_digest(mark.encode("utf-8", "replace"), _mark(key, purpose, written, content).encode()):
        return None
    return content if now - datetime.fromtimestamp(int(written, 16), UTC) <= age else None


def _mark(key: bytes, *parts: str) -> str:
    return hmac.new(key, "\0".join(parts).encode("utf-8", "replace"), hashlib.sha256).hexdigest()
