"""Settings: reads the parameters that administrators set; a value that cannot be read is reported, and its default stays."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from chalicelib.model.settings import Settings

_LONGEST = 300
"""Characters of a sentence that readers are shown."""
_LARGEST = 1e9
"""Beyond the sense of any setting: seconds, bytes, files."""


def _positive(text: str) -> float:
    number = float(text)
    if not 0 < number < _LARGEST:
        raise ValueError(text)
    return number


def _whole(text: str) -> int:
    number = int(_positive(text))
    if number < 1:
        raise ValueError(text)
    return number


def _rate(text: str) -> float:
    return 0.0 if float(text) == 0 else _positive(text)


def _seconds(text: str) -> timedelta:
    return timedelta(seconds=_positive(text))


def _patterns(text: str) -> tuple[str, ...]:
    patterns = tuple(text.split())
    for pattern in patterns:
        re.compile(pattern)
    return patterns


def _or_none(read: Callable[[str], Any]) -> Callable[[str], Any]:
    """Read a dash, which administrators write where they set nothing, as None."""
    return lambda text: None if text in ("", "-") else read(text)


def _words(text: str) -> tuple[str, ...]:
    return tuple(word for word in (each.strip() for each in text.split(",")) if word)


def _hours(text: str) -> tuple[int, int]:
    first, _, last = text.partition("-")
    if not 0 <= int(first) < int(last) <= 24:  # noqa: PLR2004 - hours of a day
        raise ValueError(text)
    return int(first), int(last)


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line for line in (each.strip() for each in text.split("|")) if line)


def _site(text: str) -> str:
    if text and not re.fullmatch(r"https?://[^\s/]+(/\S*)?", text):
        raise ValueError(text)
    return text


def _sentence(text: str) -> str:
    if not text.isprintable() or len(text) > _LONGEST:
        raise ValueError(text)
    return text.strip()


def _of(*words: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        return words[words.index(text.strip())]

    return read


def _zone(text: str) -> str:
    return ZoneInfo(text).key


PARAMETERS: dict[str, tuple[str, Callable[[str], Any]]] = {
    "quiet-seconds": ("quiet", _seconds),
    "marker-quiet-seconds": ("marked_quiet", _seconds),
    "start-rate": ("start_rate", _rate),
    "open-jobs": ("open_jobs", lambda text: int(_positive(text))),
    "pages-per-month": ("pages_per_month", _or_none(lambda text: int(_rate(text)))),
    "dollars-per-month": ("dollars_per_month", _or_none(_rate)),
    "dollars-per-thousand-pages": ("dollars_per_thousand_pages", _positive),
    "roster-shrink-percent": ("roster_shrink_percent", lambda text: int(_positive(text))),
    "matricule-patterns": ("matricule_patterns", _patterns),
    "folder-alone": ("folder_alone", _of("file", "review")),
    "small-bytes": ("small_bytes", lambda text: int(_positive(text))),
    "retention-days": ("retention", lambda text: timedelta(days=_positive(text))),
    "stale-minutes": ("stale", lambda text: timedelta(minutes=_positive(text))),
    "grace-seconds": ("grace", _seconds),
    "patience-seconds": ("patience", _seconds),
    "time-zone": ("time_zone", _zone),
    "letterhead": ("letterhead", _lines),
    "idle-minutes": ("idle", lambda text: timedelta(minutes=_positive(text))),
    "site-url": ("site_url", _site),
    "counter": ("counter", _or_none(_sentence)),
    "notices": ("notices", lambda text: _of("off", "on")(text) == "on"),
    "account-rate": ("account_rate", _positive),
    "many-casefiles": ("many_casefiles", _whole),
    "office-hours": ("office_hours", _hours),
    "closing-statuses": ("closing_statuses", _words),
    "backfill-rate": ("backfill_rate", _positive),
    "roadmap-start": ("roadmap_start", _or_none(date.fromisoformat)),
    "roadmap-casefiles": ("roadmap_casefiles", _whole),
    "roadmap-years": ("roadmap_years", _whole),
    "roadmap-days": ("roadmap_days", _whole),
}
"""Name of each parameter, the setting it sets, and the function that reads its text."""


def read_settings(parameters: Mapping[str, str]) -> tuple[Settings, list[str]]:
    """Read the parameters that administrators have set.

    >>> read_settings({"quiet-seconds": "60", "start-rate": "fast"})[1]
    ['start-rate']

    Returns:
        The settings, and the names of parameters that could not be read; their defaults stay.
    """
    settings, bad = Settings(), []
    for name, text in parameters.items():
        if name not in PARAMETERS:
            continue
        field, read = PARAMETERS[name]
        try:
            settings = replace(settings, **{field: read(text)})
        except (ValueError, KeyError, re.error, OSError):
            bad.append(name)
    return settings, bad
