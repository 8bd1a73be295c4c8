"""Sign-in attempts: the account that a typed user name means, the limit on attempts, and the record of their outcomes.

A typed user name means one account, decided before any password is tried. Attempts are counted under a form of the name that does not
depend on the roster: all spellings of one number share one limit, whether or not a servant has it.
"""

import hashlib
import hmac
import ipaddress
import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from chalicelib.identity.rate_limit import ACCOUNT, ADDRESS, RateRule, acquire, release
from chalicelib.model.audit import OF_ANYBODY, SignIn, SignInOutcome, unknown_name_shard
from chalicelib.model.errors import ReaderError
from chalicelib.model.identifiers import fold, normalise
from chalicelib.model.reader import Reader
from chalicelib.ports.archive import Archive

Purpose = Literal["sign_in", "mail", "reset"]
"""What is attempted: a password, the mailing of a code, a mailed code. Each is limited by itself."""

MINIMUM_REFUSAL_TIME = timedelta(seconds=1)
"""Minimum time of a refusal, whatever its reason: Cognito refuses an unknown name sooner than a wrong password."""
_LONGEST = 128
"""Characters of a user name in Cognito."""
_SUB = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
"""Cognito accepts an account's `sub` as its user name: a second name, with a limit of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInAttempt:
    """An attempt on one account, from one address."""

    name: str
    """User name of the account, if it exists."""
    is_known: bool
    """The roster lists it, or an earlier proof of the password shows that it exists."""
    address: str
    """Of the viewer; empty where it is not known."""


def attempt_of(typed: str, address: str, archive: Archive) -> SignInAttempt:
    """Find the account that a typed user name means.

    A text with a digit may be a matricule: blanks, dots, dashes, case and look-alikes (O/0, I/1) do not matter as long as the roster
    has one such matricule. Any other text is the user name of a member of staff, as it was given to them.
    """
    text = "".join(unicodedata.normalize("NFKC", typed[:_LONGEST]).split())[:_LONGEST] or "?"
    found = _servants_meant(text, archive)
    exact = found & {normalise(text)}
    if exact or len(found) == 1:
        return SignInAttempt(name=(exact or found).pop(), is_known=True, address=address)
    return SignInAttempt(name=f"?{text}" if _SUB.fullmatch(text) else text, is_known=False, address=address)


def count_attempt(attempt: SignInAttempt, archive: Archive, *, purpose: Purpose = "sign_in", rule: RateRule = ACCOUNT) -> None:
    """Count an attempt, by address and by account, before it is made.

    Raises:
        ReaderError: `too_many_attempts`.
    """
    now = archive.clock.now()
    try:
        if attempt.address:
            acquire(_address_key(attempt, archive), ADDRESS, archive.sign_in_attempts, now)
        acquire(_account_key(attempt, purpose, archive), rule, archive.sign_in_attempts, now)
    except ReaderError:
        record_outcome(attempt, "throttled", archive)
        raise


def forget_attempts(attempt: SignInAttempt, archive: Archive, *purposes: Purpose) -> None:
    """Forget the account's attempts for some purposes (by default `sign_in`), and one attempt of the address, after a success."""
    now = archive.clock.now()
    whole = len(_servants_meant(attempt.name, archive)) <= 1  # a servant must not clear the count of one with a number that looks alike
    for purpose in purposes or ("sign_in",):
        release(_account_key(attempt, purpose, archive), ACCOUNT, archive.sign_in_attempts, now, whole=whole)
    if attempt.address:
        release(_address_key(attempt, archive), ADDRESS, archive.sign_in_attempts, now, whole=False)


def record_outcome(attempt: SignInAttempt, outcome: SignInOutcome, archive: Archive, *, person: str | None = None) -> None:
    """Record the outcome of an attempt in the audit trail; for an unknown name, only how often it happened."""
    now = archive.clock.now()
    # Read for known names too: the time of a refusal must not reveal which names are known.
    is_known = outcome not in OF_ANYBODY or bool(archive.sign_in_attempts.sign_ins(attempt.name, before=None, limit=1)) or attempt.is_known
    name, address = (attempt.name, attempt.address) if is_known else (unknown_name_shard(attempt.name), "")
    archive.sign_in_attempts.record(SignIn(name=name, at=now, outcome=outcome, address=address, person=person))


def record_refused_access(reader: Reader, archive: Archive) -> None:
    """Count an access that a signed-in reader was refused; the audit trail has one entry per reader and hour."""
    archive.sign_in_attempts.record(SignIn(name=reader.name, at=archive.clock.now(), outcome="access_refused"))


def wait_for_minimum_time(began: datetime, archive: Archive) -> None:
    """Wait until a refusal has taken its minimum time, so that its duration does not reveal its reason."""
    left = MINIMUM_REFUSAL_TIME - (archive.clock.now() - began)
    if left > timedelta():
        archive.clock.pause(left.total_seconds())


def _servants_meant(text: str, archive: Archive) -> set[str]:
    """Matricules of the roster in force that a text with a digit may mean; none for any other text."""
    pointer = archive.register.roster_pointer()
    if pointer is None or not _is_number(text):
        return set()
    return {normalise(each.matricule) for each in archive.register.find_servants(pointer.generation, fold(text))}


def _is_number(text: str) -> bool:
    """Whether a text may be a matricule: it has a digit, and letters or digits of matricules."""
    return any(letter.isdigit() for letter in text) and bool(fold(text))


def _account_key(attempt: SignInAttempt, purpose: Purpose, archive: Archive) -> str:
    """Key of an account; of every text that may be a matricule its folded form, so that the limit does not tell whether one has it."""
    return _key(archive, "account", purpose, fold(attempt.name) if _is_number(attempt.name) else attempt.name.casefold())


def _address_key(attempt: SignInAttempt, archive: Archive) -> str:
    """Key of an address; of IPv6 the /64 network, whose addresses are all assigned to one customer."""
    try:
        address = ipaddress.ip_address(attempt.address)
    except ValueError:
        return _key(archive, "address", attempt.address)
    network = ipaddress.ip_network((address, 64), strict=False) if address.version == 6 else address  # noqa: PLR2004 - IPv6
    return _key(archive, "address", str(network))


def _key(archive: Archive, *parts: str) -> str:
    """Key that does not reveal its parts: a plain digest of a matricule could be found by trying all of them."""
    return hmac.new(archive.identities.signing_key(), "\0".join(parts).encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()[:32]
