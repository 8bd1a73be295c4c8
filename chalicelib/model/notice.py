"""A servant's wish to be told by mail that a piece was added to their case file."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, get_args

NoticeLanguage = Literal["fr", "rn", "en"]
LANGUAGES: tuple[NoticeLanguage, ...] = get_args(NoticeLanguage)
"""Languages of the mails: those of the site."""

NoticeState = Literal["no_address", "off", "on", "refused"]
"""What the account screen shows. `no_address`: the account has no verified address; `refused`: notices are on, and the address of the last
mail was not taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeWish:
    """A servant who wants mail; the address is kept by the user pool alone."""

    matricule: str
    """Normalised; also the user name."""
    language: NoticeLanguage
    since: datetime
    """When the servant switched the notices on, UTC, aware: what came before is no news."""
    claimed_on: date | None = None
    """Latest day, in the archive's time zone, on which the case file was looked at."""
    told: tuple[str, ...] = ()
    """Pieces of the mails that were sent, the latest first; at most 200."""
    refused: bool = False
    """Whether the last mail was not taken for its address."""
