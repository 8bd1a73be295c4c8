"""Rounds of the reconciliation: the whole roster held against the archive each month, and one CSV a ministry in the outbox.

1. Hold each line of the roster against its case file. 2. Walk over the name index, which remembers former servants: those who have left
the roster against their case files; lines of one name against each other. 3. Walk over the days of birth: lines of one day against each
other. 4. Mark as gone what this round has not found again. 5. Write the CSV and the sum of each ministry. `rounds` does so in portions.

One portion is in memory, whatever the size of the roster; a servant costs the same among ten thousand and a million.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby, product
from string import ascii_uppercase, digits
from typing import Final

from chalicelib.administration.portions import in_portions
from chalicelib.administration.rounds import RoundDuty, WalkStep
from chalicelib.model.identifiers import fold
from chalicelib.model.reconciliation import KINDS, STATES, Discrepancy, DiscrepancySelection, DiscrepancySum
from chalicelib.model.register import Bookmark, NameIndexEntry
from chalicelib.model.roster_round import RosterRound
from chalicelib.model.servant import Servant
from chalicelib.ports.archive import Archive
from chalicelib.reconciliation.comparison import RostersCompared, compare_former, compare_line, compare_pair, in_force, is_enough
from chalicelib.reconciliation.listing import DUTY
from chalicelib.reconciliation.recording import mark_gone, record_found
from chalicelib.reconciliation.same_person import PersonKeys, is_day_unknown, keys_of, pairs_of
from chalicelib.reconciliation.spreadsheet import HEADINGS, rows_of
from chalicelib.text.calendar import local_day
from chalicelib.text.spreadsheet import to_spreadsheet

FOLDER: Final = "reports/rapprochement"
"""In the outbox; for administrators alone, since the files bear names."""
_BORN: Final = f"{DUTY}-births"
"""Bookmark of the days of birth that the round's roster has."""
_FIRST_DAY: Final = date(1900, 1, 1)
"""The first day of birth that a roster can have (`personnel.date_column`)."""
_NAMES: Final = 500
"""Entries of the name index read at once; entries of one heading are never parted."""
_MOST_NAMESAKES: Final = 2_000
"""Entries of one heading that are compared with each other."""
_MOST_BORN: Final = 1_000
"""Lines of one day of birth."""
_DAYS: Final = 30
"""Days of birth between two looks at the clock."""
_LISTED: Final = 500
"""Discrepancies read at once."""
_BEGINNINGS: Final = tuple("".join(pair) for pair in product(digits + ascii_uppercase, repeat=2))
"""Beginnings of headings in the name index, in its order."""


def _lines(round_: RosterRound, after: str, servants: Sequence[Servant], archive: Archive) -> None:
    """Hold lines of the roster against their case files, and note their days of birth."""
    rosters = _rosters(round_, archive)
    _record([each for servant in servants for each in compare_line(servant, rosters, archive)], round_, archive)
    known = _born_days(archive) if after else 0
    days = known
    for each in servants:
        days |= 1 << (each.birth_date - _FIRST_DAY).days if each.birth_date else 0
    if days != known or not after:
        archive.register.put_bookmark(_BORN, Bookmark(place=f"{days:x}", at=archive.clock.now()))


def _names(round_: RosterRound, place: str, archive: Archive) -> Iterator[WalkStep]:
    """Hold former servants against their case files, and lines of one name against each other."""
    begun, _, after = place.partition("#")
    rosters = _rosters(round_, archive)
    for beginning in _BEGINNINGS:
        if beginning < begun:
            continue
        last: str | None = after if beginning == begun else ""
        while last is not None:
            entries, last = _entries(beginning, last, archive)
            if entries:
                found = _record(_among(entries, rosters, archive), round_, archive)
                yield WalkStep(place=f"{beginning}#{entries[-1].place}", ministries=found)


def _entries(beginning: str, after: str, archive: Archive) -> tuple[list[NameIndexEntry], str | None]:
    """Read some entries of the name index, each heading whole; and the place to go on, None at the end of the beginning."""
    limit = _NAMES
    while True:
        read = list(archive.register.find_names(beginning, after=after or None, limit=limit))
        if len(read) < limit:
            return read, None
        whole = [each for each in read if each.heading != read[-1].heading]
        if whole or limit >= _MOST_NAMESAKES:
            kept = whole or read
            return kept, kept[-1].place
        limit *= 2


def _among(entries: Iterable[NameIndexEntry], rosters: RostersCompared, archive: Archive) -> list[Discrepancy]:
    """Compare the entries of whole headings: of a matricule, and of names.

    A servant stands under each word of the name; those of one name are compared under the word that comes first in the alphabet.
    """
    numbers, namesakes = dict[str, Servant](), list[list[str]]()
    for heading, group in groupby(entries, key=lambda entry: entry.heading):
        servants = [entry.servant for entry in group]
        words = heading.split()
        if heading == fold(servants[0].matricule):
            numbers |= {each.matricule: each for each in servants}
        elif len(servants) > 1 and len(words) > 1 and words[0] == min(words):
            namesakes.append([each.matricule for each in servants])
    wanted = sorted({*numbers, *(each for group in namesakes for each in group)})
    standing = in_force(wanted, rosters.generation, archive)
    former = [servant for matricule, servant in numbers.items() if matricule not in standing]
    found = [each for servant in former for each in compare_former(servant, rosters, archive)]
    for matricules in namesakes:
        found += _same_person([keys_of(standing[each]) for each in dict.fromkeys(matricules) if each in standing], rosters, archive)
    return found


def _births(round_: RosterRound, place: str, archive: Archive) -> Iterator[WalkStep]:
    """Hold lines of one day of birth against each other; first of January stands for an unknown day, and is compared by name alone."""
    known, rosters = _born_days(archive), _rosters(round_, archive)
    born = (_FIRST_DAY + timedelta(days=number) for number in range(known.bit_length()) if known >> number & 1)
    for days in in_portions((day for day in born if day.isoformat() > place and not is_day_unknown(day)), _DAYS):
        found = [each for day in days for each in _born_on(day, rosters, archive)]
        yield WalkStep(place=days[-1].isoformat(), ministries=_record(found, round_, archive))


def _born_days(archive: Archive) -> int:
    """Days of birth of the roster, each a bit: at most 11 kB of text, however many servants are born on them."""
    found = archive.register.bookmark(_BORN)
    return int(found.place or "0", 16) if found else 0


def _born_on(day: date, rosters: RostersCompared, archive: Archive) -> list[Discrepancy]:
    """Compare the lines of one day; the index also has former servants, and days that were corrected since."""
    listed = [each.matricule for each in archive.register.find_born_on(day, limit=_MOST_BORN)]
    if len(listed) < 2:  # noqa: PLR2004 - a pair
        return []
    standing = in_force(listed, rosters.generation, archive).values()
    return _same_person([keys_of(each) for each in standing if each.birth_date == day], rosters, archive)


def _same_person(lines: Sequence[PersonKeys], rosters: RostersCompared, archive: Archive) -> list[Discrepancy]:
    """Make the discrepancies of lines that are likely one person."""
    return [
        compare_pair(one.servant, other.servant, agreements, rosters, archive)
        for one, other, agreements in pairs_of(sorted(lines, key=lambda each: each.servant.matricule))
        if is_enough(one, agreements, archive)
    ]


def _gone(round_: RosterRound, place: str, archive: Archive) -> Iterator[WalkStep]:
    """Mark what this round has not found again."""
    number, _, after = place.partition("#")
    selections = [DiscrepancySelection(kind=kind, state=state) for kind in KINDS for state in STATES]
    for at in range(int(number or 0), len(selections)):
        for listed in _pages(selections[at], archive, after=after if at == int(number or 0) else ""):
            gone = [each for each in listed if mark_gone(each, archive, round_name=round_.name, month=round_.month)]
            yield WalkStep(place=f"{at}#{listed[-1].place}", ministries=[each.ministry for each in gone])


def _pages(selection: DiscrepancySelection, archive: Archive, *, after: str = "") -> Iterator[Sequence[Discrepancy]]:
    """Read a list page by page."""
    while listed := archive.discrepancies.some(selection, after=after or None, limit=_LISTED):
        yield listed
        after = listed[-1].place


def _report(round_: RosterRound, ministry: str, name: str, archive: Archive) -> None:
    """Write the CSV and the sum of a ministry."""
    counts, lines, month = dict[str, int](), [to_spreadsheet(HEADINGS, ())], round_.month
    for kind, state, gone in product(KINDS, STATES, (False, True)):
        for listed in _pages(DiscrepancySelection(kind=kind, state=state, gone=gone, ministry=ministry), archive):
            some = [each for each in listed if each.ministry == ministry and each.gone in {"", month}]
            lines.append(to_spreadsheet(None, rows_of(some, month, archive.nomenclature)))
            for each in some:
                for counted in (f"{kind}/{each.change(month)}", *([] if gone else [f"{kind}/{state}"])):
                    counts[counted] = counts.get(counted, 0) + 1
    archive.outbox.put(f"{FOLDER}/{month}/{name}.csv", "".join(lines), "text/csv; charset=utf-8")
    archive.discrepancies.put_sum(month, DiscrepancySum(ministry=ministry, counts=counts))


def _record(found: Sequence[Discrepancy], round_: RosterRound, archive: Archive) -> list[str]:
    """Write what was found, and name the ministries of it."""
    record_found(found, archive, round_name=round_.name, month=round_.month)
    return [each.ministry for each in found]


def _rosters(round_: RosterRound, archive: Archive) -> RostersCompared:
    """The rosters of a round: the one in force, which it began with, and the one before."""
    pointer, now = archive.register.roster_pointer(), archive.clock.now()
    return RostersCompared(
        generation=round_.generation,
        uploaded_at=pointer.uploaded_at if pointer else now,
        previous=pointer.previous if pointer else None,
        today=local_day(now, archive.settings.time_zone),
    )


RECONCILIATION: Final = RoundDuty(
    name=DUTY,
    folder=FOLDER,
    keep=_lines,
    walks={"names": _names, "births": _births, "gone": _gone},
    report=_report,
)
"""The monthly reconciliation."""
