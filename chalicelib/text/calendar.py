"""Writes days and hours as French papers do, in a time zone of the settings."""

from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo

from chalicelib.text.months import MONTHS


def moment(at: datetime, zone: tzinfo) -> str:
    """Write a day and its hour in French, in local time.

    >>> moment(datetime(2026, 3, 1, 12, 5, tzinfo=UTC), UTC)
    '1er mars 2026 à 12 h 05'
    """
    local = at.astimezone(zone)
    day = "1er" if local.day == 1 else str(local.day)
    return f"{day} {MONTHS[local.month - 1]} {local.year} à {local.hour} h {local.minute:02}"


def zone_of(name: str) -> tzinfo:
    """Find a time zone by its name; UTC where there is none of that name, since a receipt must be written all the same."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return UTC
