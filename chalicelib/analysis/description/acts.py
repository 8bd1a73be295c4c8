"""Reads what an act says of itself: its kind, number, dates, ministry and signatory.

Only titles and signatures count: a date elsewhere belongs to another act more often than not (of seventeen real orders, the first rules
took fourteen wrong ones from « Vu l'arrêté du … »). Where two places disagree, the field stays empty.
"""

import re
from collections.abc import Iterator
from typing import Final

from chalicelib.analysis.description.act_dates import act_date_of, effective_date_of
from chalicelib.analysis.description.act_titles import head_of, kind_of, number_of, title_of
from chalicelib.analysis.description.career import annulment_of
from chalicelib.analysis.description.found_field import FoundField
from chalicelib.analysis.description.signatory import signatory_of
from chalicelib.text.dates import find_dates
from chalicelib.text.letters import plain
from chalicelib.text.prose import Prose

_MINISTRY: Final = re.compile(r"^\W{0,3}(ministere\s+(?:de|du|des|d'|a)[^\n]*)$", re.MULTILINE)
_MINISTER: Final = re.compile(r"^\W{0,3}la?e?\s+ministre\s+((?:de|du|des|d')[^\n]*?),\s*$", re.MULTILINE)
_GOES_ON: Final = re.compile(r"^(?:et|de|du|des|d'|la|l'|,|a)\b")


def read_act(prose: Prose) -> Iterator[FoundField]:
    """Find the fields that an act says of itself."""
    head = head_of(prose)
    title = title_of(prose, head)
    days = find_dates(prose.plain)
    candidates = (
        annulment_of(prose, head) or kind_of(title),
        number_of(prose, head, title),
        act_date_of(prose, head, days),
        effective_date_of(prose, days),
        _ministry(prose, head),
        signatory_of(prose),
    )
    yield from (found for found in candidates if found)


def _ministry(prose: Prose, head: int) -> FoundField | None:
    """Take the ministry from the letterhead, in the spelling of the minister's title where there is one: it has the accents."""
    match = _MINISTRY.search(prose.plain, 0, head)
    minister = _MINISTER.search(prose.plain, 0, head + 200)
    if match is None and minister is None:
        return None
    if match is None and minister:
        value = f"Ministère {' '.join(prose.text[minister.start(1) : minister.end(1)].split())}"
        return FoundField(name="ministry", value=value, start=minister.start(), end=minister.end(1), trust=0.85)
    assert match is not None  # noqa: S101 - said above
    end = _end_of_name(prose, match.end(1))
    value = " ".join(prose.text[match.start(1) : end].split()).rstrip(" ,;.-")
    said = prose.text[minister.start(1) : minister.end(1)] if minister else ""
    if re.search(r"\d", value):
        return None
    if said and plain(value) == f"ministere {plain(' '.join(said.split()))}":
        return FoundField(name="ministry", value=f"Ministère {' '.join(said.split())}", start=match.start(1), end=end, trust=0.97)
    return FoundField(name="ministry", value=value, start=match.start(1), end=end, trust=0.85)


def _end_of_name(prose: Prose, end: int) -> int:
    """Give the offset at which a name ends that runs over one or two line ends."""
    for _ in range(2):
        following = prose.plain[end + 1 :].partition("\n")[0]
        ends_open = re.search(r"(?:,|\b(?:et|de|du|des|la|d'|l'))$", prose.plain[:end].rstrip()[-12:])
        if not following or not (ends_open or _GOES_ON.match(following)):
            break
        end += 1 + len(following)
    return end
