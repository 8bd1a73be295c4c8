"""Slip of a new account: one A4 page with the first password, in French and Kirundi (a draft), and a stub to sign."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from chalicelib.identity.passwords import groups_of
from chalicelib.model.settings import Settings
from chalicelib.text.calendar import zone_of
from chalicelib.text.print_page import render

MOST_SLIPS = 200
"""Slips in one file: less than half a ream for one office, and quick to open on an old computer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """The values of one servant's slip; the password exists on paper and nowhere else."""

    name: str
    first_names: str
    matricule: str
    """As people write it, with its separators."""
    ministry: str
    province: str
    password: str
    given_at: datetime
    """UTC, aware."""
    expires_at: datetime
    """UTC, aware."""

    @property
    def person(self) -> str:
        """The full name; the matricule where the roster has no name."""
        return " ".join(filter(None, (self.name, self.first_names))) or self.matricule

    @property
    def place(self) -> tuple[str, str, str]:
        """The order in which slips are handed over."""
        return self.ministry, self.province, self.person


def slips_html(slips: Sequence[Slip], settings: Settings) -> str:
    """Render slips for printing, a page each, those of one ministry and province together (slip.html)."""
    ordered = sorted(slips, key=lambda slip: slip.place)
    return render(
        "identity/slip.html",
        slips=ordered,
        site=_address(settings.site_url),
        letterhead=settings.letterhead,
        zone=zone_of(settings.time_zone),
        groups_of=groups_of,
    )


def _address(site: str) -> str:
    """The site's address as a reader types it: without what a browser adds by itself.

    >>> _address("https://archives.example.bi/"), _address("http://127.0.0.1:4576/")
    ('archives.example.bi', 'http://127.0.0.1:4576')
    """
    parts = urlsplit(site)
    bare = site.rstrip("/")
    return bare.removeprefix("https://") if parts.scheme == "https" else bare
