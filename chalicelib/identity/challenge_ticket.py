"""Challenge tickets: a challenge as the browser holds it, signed with the time at which it was made.

Cognito's session travels inside. The signature refuses an answer to a challenge that this archive did not make, that it made for
another user name, or that is too old, whatever Cognito accepts.
"""

import hashlib
import hmac
from datetime import UTC, datetime, timedelta


def write_ticket(key: bytes, content: str, at: datetime) -> str:
    """Write a ticket.

    Args:
        key: secret.
        content: ASCII; signed, not encrypted.
        at: now.
    """
    written = f"{int(at.timestamp()):x}"
    return f"{written}.{_signature(key, written, content)}.{content}"


def read_ticket(key: bytes, ticket: str, *, now: datetime, age: timedelta) -> str | None:
    """Read a ticket's content; None where the signature is wrong or the ticket too old.

    >>> at = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
    >>> ticket = write_ticket(b"key", "content", at)
    >>> read_ticket(b"key", ticket, now=at + timedelta(minutes=5), age=timedelta(minutes=15))
    'content'
    >>> read_ticket(b"key", ticket, now=at + timedelta(minutes=16), age=timedelta(minutes=15))
    """
    written, _, rest = ticket.partition(".")
    signature, _, content = rest.partition(".")
    if not hmac.compare_digest(signature.encode("utf-8", "replace"), _signature(key, written, content).encode()):
        return None
    return content if now - datetime.fromtimestamp(int(written, 16), UTC) <= age else None


def _signature(key: bytes, *parts: str) -> str:
    return hmac.new(key, "\0".join(("challenge", *parts)).encode("utf-8", "replace"), hashlib.sha256).hexdigest()
