"""Whoever stands at the door: the account that they mean, how often they tried, and what is written down of it.

One typing means one account, decided before any password is tried: the roster knows how a matricule is written, whatever was typed
of it. So nobody has two tries under two spellings, and nothing tells a name that exists from one that does not.
"""

import hashlib
import hmac
import ipaddress
import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.identity.rate_limit import ACCOUNT, ADDRESS, RateRule, admit, forgive
from chalicelib.model.audit import OF_ANYBODY, SignIn, SignInOutcome, unknown_name_shard
from chalicelib.model.errors import ReaderError
from chalicelib.model.identifiers import fold, normalise
from chalicelib.ports.archive import Archive

FLOOR = timedelta(seconds=1)
"""What says no takes as long as this, whatever was the reason: Cognito tells an unknown name sooner than a wrong password."""
_LONGEST = 128
"""Of a user name at Cognito."""
_SUB = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
"""Cognito takes an account's `sub` for its name: that would be a second name, with tries of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Somebody who means an account."""

    name: str
    """The account's user name, if there is one."""
    listed: bool
    """The roster has it, or a password has proved it."""
    address: str
    """Of the viewer; empty where it is not known."""


def visitor_of(typed: str, address: str, archive: Archive) -> Visitor:
    """Find the account that is meant.

    A text with a digit in it may be a matricule: blanks, dots, dashes, case and what is confused in reading (O/0, I/1) do not
    matter, as long as the roster has one such. Any other is the user name of one of the staff, as it was given to them.
    """
    text = "".join(unicodedata.normalize("NFKC", typed[:_LONGEST]).split())[:_LONGEST] or "?"
    pointer = archive.register.roster_pointer()
    found = set[str]()
    if pointer is not None and any(letter.isdigit() for letter in text):
        found = {normalise(each.matricule) for each in archive.register.find_servants(pointer.generation, fold(text))}
    exact = found & {normalise(text)}
    if exact or len(found) == 1:
        return Visitor(name=(exact or found).pop(), listed=True, address=address)
    return Visitor(name=f"?{text}" if _SUB.fullmatch(text) else text, listed=False, address=address)


def let_try(visitor: Visitor, archive: Archive, *, door: str = "sign_in", rule: RateRule = ACCOUNT) -> None:
    """Count an attempt, by address and by account, before it is made.

    Raises:
        ReaderError: `too_many_attempts`.
    """
    now = archive.clock.now()
    try:
        if visitor.address:
            admit(_address_key(visitor, archive), ADDRESS, archive.sign_in_attempts, now)
        admit(_account_key(visitor, door, archive), rule, archive.sign_in_attempts, now)
    except ReaderError:
        note(visitor, "throttled", archive)
        raise


def forgive_all(visitor: Visitor, archive: Archive, *doors: str) -> None:
    """Forget what the account's owner mistyped, at the door of passwords or at those named, and take the address's one attempt back."""
    now = archive.clock.now()
    for door in doors or ("sign_in",):
        forgive(_account_key(visitor, door, archive), ACCOUNT, archive.sign_in_attempts, now, whole=True)
    if visitor.address:
        forgive(_address_key(visitor, archive), ADDRESS, archive.sign_in_attempts, now, whole=False)


def note(visitor: Visitor, outcome: SignInOutcome, archive: Archive) -> None:
    """Write down what happened; of a name that nobody is known by, only how often."""
    now = archive.clock.now()
    # Asked for listed names too: the time that a no takes must not tell who is listed.
    known = outcome not in OF_ANYBODY or bool(archive.sign_in_attempts.sign_ins(visitor.name, before=None, limit=1)) or visitor.listed
    name, address = (visitor.name, visitor.address) if known else (unknown_name_shard(visitor.name), "")
    archive.sign_in_attempts.record(SignIn(name=name, at=now, outcome=outcome, address=address))


def pad(began: datetime, archive: Archive) -> None:
    """Wait until the floor: how long a no takes must not tell why it is one."""
    left = FLOOR - (archive.clock.now() - began)
    if left > timedelta():
        archive.clock.pause(left.total_seconds())


def _account_key(visitor: Visitor, door: str, archive: Archive) -> str:
    return _key(archive, "account", door, visitor.name.casefold())


def _address_key(visitor: Visitor, archive: Archive) -> str:
    """Count a whole IPv6 network as one: whoever has one has all its addresses."""
    try:
        address = ipaddress.ip_address(visitor.address)
    except ValueError:
        return _key(archive, "address", visitor.address)
    network = ipaddress.ip_network((address, 64), strict=False) if address.version == 6 else address  # noqa: PLR2004 - IPv6
    return _key(archive, "address", str(network))


def _key(archive: Archive, *parts: str) -> str:
    """Name what is counted without saying it: a plain digest of a matricule could be undone by trying them all."""
    return hmac.new(archive.identities.signing_key(), "\0".join(parts).encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()[:32]
