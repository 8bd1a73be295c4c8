"""Challenge tickets: a challenge as the browser holds it, signed with the time at which it was made, good for one answer.

Cognito's session travels inside. The signature refuses an answer to a challenge that this archive did not make, that it made for
another user name, or that is too old, whatever Cognito accepts.

1. Issue a ticket with the mark of the account's last answer. 2. Spend it before Cognito is asked: the mark is replaced, on the
condition that it is still that of the ticket. So one of many simultaneous answers is asked of Cognito, and every other ticket of the
account is over; so is one whose first password was replaced at the counter. 3. Give it back where Cognito was busy, or refused a code
that may be typed again.
"""

import hashlib
import hmac
import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from chalicelib.model.errors import ConflictError, ReaderError, TransientError
from chalicelib.model.identifiers import normalise
from chalicelib.model.session import Challenge
from chalicelib.ports.archive import Archive

CHALLENGE_LIFETIME = timedelta(minutes=15)
"""Time for the answer to a challenge, such as choosing a password. As AuthSessionValidity in `infra/readers.yaml`."""

_FACTS = 6
"""In a ticket."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChallengeTicket:
    """A challenge, and what stood when it was put."""

    challenge: Challenge
    last_answer: str
    """Mark of the account's last answered challenge; empty where there was none."""
    password_at: str
    """When the account's latest first password was issued; empty where none was."""
    proof: str = field(repr=False)
    """Keyed digest of the password that led to the challenge."""

    def is_opened_by(self, password: str, archive: Archive) -> bool:
        """Whether a canonical password is the one that led to the challenge."""
        return hmac.compare_digest(self.proof, _proof(self.challenge, password, archive))


def issue(challenge: Challenge, password: str, archive: Archive) -> str:
    """Write the ticket of a challenge.

    Args:
        challenge: as Cognito put it.
        password: canonical; it led to the challenge.
        archive: the ports.
    """
    last = archive.sign_in_attempts.last_answer(_account(challenge.name, archive))
    issued = _password_at(challenge.name, archive)
    facts = [challenge.kind, challenge.name, challenge.session, last, issued, _proof(challenge, password, archive)]
    content = urlsafe_b64encode(json.dumps(facts).encode()).decode()
    return write_ticket(archive.identities.signing_key(), content, archive.clock.now())


def read(ticket: str, archive: Archive) -> ChallengeTicket | None:
    """Read a ticket; None where it is none of ours, or too old."""
    content = read_ticket(archive.identities.signing_key(), ticket, now=archive.clock.now(), age=CHALLENGE_LIFETIME)
    if content is None:
        return None
    facts = json.loads(urlsafe_b64decode(content))
    if len(facts) != _FACTS:
        return None  # of an earlier version, some minutes before its deployment
    kind, name, session, last, issued, proof = facts
    return ChallengeTicket(challenge=Challenge(kind=kind, name=name, session=session), last_answer=last, password_at=issued, proof=proof)


def spend(ticket: ChallengeTicket, archive: Archive) -> str:
    """Spend a ticket, and with it every other ticket of its account.

    Returns:
        Mark of the answer, by which the ticket can be given back.

    Raises:
        ReaderError: `challenge_over`: this ticket, or another of the account, was answered since it was issued, or a new first
            password was.
    """
    if _password_at(ticket.challenge.name, archive) != ticket.password_at:
        raise ReaderError("challenge_over", "a newer first password")
    account, answer = _account(ticket.challenge.name, archive), secrets.token_hex(8)
    try:
        archive.sign_in_attempts.record_answer(account, answer, seen=ticket.last_answer)
    except ConflictError as error:
        if archive.sign_in_attempts.last_answer(account) != answer:  # the SDK repeats a write whose answer was lost
            raise ReaderError("challenge_over", "answered before") from error
    return answer


def give_back(ticket: ChallengeTicket, answer: str, archive: Archive) -> None:
    """Give back a spent ticket; where the register is busy, the reader signs in again."""
    with suppress(TransientError):
        archive.sign_in_attempts.record_answer(_account(ticket.challenge.name, archive), ticket.last_answer, seen=answer)


def retire_tickets(name: str, archive: Archive) -> None:
    """End every ticket of an account, whose password was changed otherwise."""
    account = _account(name, archive)
    with suppress(ConflictError):  # a concurrent answer has ended them
        archive.sign_in_attempts.record_answer(account, secrets.token_hex(8), seen=archive.sign_in_attempts.last_answer(account))


def write_ticket(key: bytes, content: str, at: datetime) -> str:
    """Sign a text with a time.

    Args:
        key: secret.
        content: ASCII; signed, not encrypted.
        at: now.
    """
    written = f"{int(at.timestamp()):x}"
    return f"{written}.{_signature(key, written, content)}.{content}"


def read_ticket(key: bytes, ticket: str, *, now: datetime, age: timedelta) -> str | None:
    """Read a signed text; None where the signature is wrong or the text too old.

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


def _account(name: str, archive: Archive) -> str:
    """Key of an account, which does not reveal its name."""
    return _keyed(archive, "answers", name.casefold())


def _password_at(name: str, archive: Archive) -> str:
    account = archive.account_ledger.account(normalise(name))
    return account.password_at.isoformat() if account and account.password_at else ""


def _proof(challenge: Challenge, password: str, archive: Archive) -> str:
    return _keyed(archive, "password", challenge.session, password)


def _keyed(archive: Archive, *parts: str) -> str:
    return _digest(archive.identities.signing_key(), "challenge mark", *parts)[:32]


def _signature(key: bytes, *parts: str) -> str:
    return _digest(key, "challenge", *parts)


def _digest(key: bytes, *parts: str) -> str:
    return hmac.new(key, "\0".join(parts).encode("utf-8", "replace"), hashlib.sha256).hexdigest()
