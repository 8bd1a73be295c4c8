"""Reads days that people ask for, and writes days and hours as French papers do, in a time zone of the settings."""

import re
from datetime import UTC, date, datetime, tzinfo
from zoneinfo import ZoneInfo

from chalicelib.text.months import MONTHS

_DAY = re.compile(r"(?:19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}")
"""Far from both ends of the calendar, where a day more, or another time zone, is no date any more."""


def day_of(text: str) -> date:
    """Read a day of the years 1900 to 2199.

    >>> day_of("2026-11-23")
    datetime.date(2026, 11, 23)

    Raises:
        ValueError: for any other text, also for other forms of ISO 8601.
    """
    if not _DAY.fullmatch(text):
        raise ValueError("no day of the years 1900 to 2199")
    return date.fromisoformat(text)


def moment(at: datetime, zone: tzinfo) -> str:
    """Write a day and its hour in French, in local time.

    >>> moment(datetime(2026, 3, 1, 12, 5, tzinfo=UTC), UTC)
    '1er mars 2026 à 12 h 05'
    """
    local = at.astimezone(zone)
    return f"{day_in_words(local)} à {local.hour} h {local.minute:02}"


def day_in_words(day: date) -> str:
    """Write a day in French.

    >>> day_in_words(date(2026, 3, 1))
    '1er mars 2026'
    """
    return f"{'1er' if day.day == 1 else day.day} {MONTHS[day.month - 1]} {day.year}"


def local_day(at: datetime, time_zone: str) -> date:
    """Give the day of a moment in a time zone, which need not be that in UTC.

    >>> local_day(datetime(2026, 3, 1, 22, 30, tzinfo=UTC), "Africa/Bujumbura")
    datetime.date(2026, 3, 2)
    """
    return at.astimezone(zone_of(time_zone)).date()


def zone_of(name: str) -> tzinfo:
    """Find a time zone by its name; UTC where there is none of that name, since a receipt must be written all the same."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return UTC
