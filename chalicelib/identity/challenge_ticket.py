"""Tickets: a challenge as we hand it to a browser, and know it again as our own, with the moment at which we put it.

Cognito's session travels in it: nobody can answer a challenge that we did not put, for another name than the one that it was put
to, or too late, whatever Cognito thinks of what is in it.
"""

import hashlib
import hmac
from datetime import UTC, datetime, timedelta


def write_ticket(key: bytes, content: str, at: datetime) -> str:
    """Write a ticket.

    Args:
        key: secret.
        content: ASCII; it can be read by who holds the ticket.
        at: now.
    """
    written = f"{int(at.timestamp()):x}"
    return f"{written}.{_mark(key, written, content)}.{content}"


def read_ticket(key: bytes, ticket: str, *, now: datetime, age: timedelta) -> str | None:
    """Read a ticket's content; None where it is not ours, or too old.

    >>> at = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
    >>> ticket = write_ticket(b"key", "content", at)
    >>> read_ticket(b"key", ticket, now=at + timedelta(minutes=5), age=timedelta(minutes=15))
    'content'
    >>> read_ticket(b"key", ticket, now=at + timedelta(minutes=16), age=timedelta(minutes=15))
    """
    written, _, rest = ticket.partition(".")
    mark, _, content = rest.partition(".")
    if not hmac.compare_digest(mark.encode("utf-8", "replace"), _mark(key, written, content).encode()):
        return None
    return content if now - datetime.fromtimestamp(int(written, 16), UTC) <= age else None


def _mark(key: bytes, *parts: str) -> str:
    return hmac.new(key, "\0".join(("challenge", *parts)).encode("utf-8", "replace"), hashlib.sha256).hexdigest()
