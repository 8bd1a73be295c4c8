"""Rounds of completeness: every servant's case file compared with the nomenclature, and one CSV a ministry and month in the outbox.

1. Begin a round: the month, and the roster in force. 2. Walk over the roster, a page at a time; compare each servant's case file, and
keep the findings by ministry. 3. Write the CSV of each ministry, and its sum for the direction. 4. Note the round as the latest.

A bookmark keeps the place behind each page and each ministry, so that a round goes on where it stopped, and a step that is repeated
writes the same again. A servant costs two requests, however large the archive is. A round begins anew when another roster comes in force.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import count
from typing import Final

from chalicelib.access.completeness import compare, contents_of, this_year, waiting_pieces
from chalicelib.access.letter import finding_of
from chalicelib.access.pieces import casefile_of, list_filed
from chalicelib.model.completeness import CaseFileFinding, CompletenessRound, FindingsPart, Lacking, MinistrySum, spans_of
from chalicelib.model.errors import PermanentError
from chalicelib.model.nomenclature import Nomenclature
from chalicelib.model.register import Bookmark
from chalicelib.model.servant import Servant
from chalicelib.ports.archive import Archive
from chalicelib.processing.closing_schedule import is_being_rebuilt
from chalicelib.text.calendar import local_day
from chalicelib.text.letters import plain
from chalicelib.text.spreadsheet import to_spreadsheet

FOLDER: Final = "reports/completude"
"""In the outbox; for administrators alone, since the files bear names."""
HEADINGS: Final = (
    "matricule",
    "nom",
    "prénoms",
    "province",
    "situation",
    "pièces au dossier",
    "types présents",
    "types pas encore au dossier",
    "pas encore au dossier",
    "à vérifier",
    "pièces de type inconnu",
)
STATES: Final[Mapping[str, str]] = {
    "on_probation": "stagiaire",
    "permanent": "titulaire",
    "contract": "contractuel",
    "seconded": "autre position",
    "retired": "retraité",
    "left": "parti",
    "": "inconnue",
}
_DUTY, _LATEST = "completeness", "completeness-latest"
"""Bookmarks: of the round in progress, and of the latest that was finished."""
_PAGE: Final = 50
"""Servants between two looks at the clock."""
_KEPT: Final = timedelta(days=62)
"""Time after which findings may be deleted: two months, so that the round before is there until the next one is finished."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundProgress:
    """What one call has done of a round."""

    month: str
    servants: int
    """Servants compared by this call."""
    ministries: int
    """Ministries whose CSV this call has written."""
    finished: bool
    folder: str
    """Where the CSVs are, in the outbox."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MinistriesCompleteness:
    """How complete the case files of each ministry are."""

    at: datetime
    """UTC: end of the latest round."""
    sums: tuple[MinistrySum, ...]
    """The ministry with most servants first."""


def advance_round(archive: Archive, *, until: datetime) -> RoundProgress:
    """Go on with the round in progress, or begin one for this month.

    Args:
        archive: the ports.
        until: when to stop, UTC; at least one page is done.

    Raises:
        PermanentError: `no_roster`.
    """
    round_, bookmark = _round_in_progress(archive)
    servants = ministries = 0
    for step in _steps(round_, bookmark, archive):
        servants, ministries = servants + step.servants, ministries + step.ministries
        archive.register.put_bookmark(_DUTY, step.bookmark)
        if step.bookmark.place and archive.clock.now() >= until:
            break
    finished = not step.bookmark.place
    if finished:
        archive.register.put_bookmark(_LATEST, Bookmark(place=round_.name, at=archive.clock.now()))
    return RoundProgress(
        month=round_.month, servants=servants, ministries=ministries, finished=finished, folder=f"{FOLDER}/{round_.month}/"
    )


def advance_monthly(archive: Archive, *, until: datetime) -> int:
    """Go on with a round, or begin one where a new month has come; return the number of servants compared.

    An archive that has never had a round begins with the next month: in its first days every case file lacks everything.
    """
    if is_being_rebuilt(archive) or archive.register.roster_pointer() is None:
        return 0
    last = archive.register.bookmark(_DUTY)
    if last is None:
        archive.register.put_bookmark(_DUTY, Bookmark(place="", at=archive.clock.now()))
        return 0
    if not last.place and _month(last.at, archive) == _month(archive.clock.now(), archive):
        return 0
    return advance_round(archive, until=until).servants


def latest_round(archive: Archive) -> CompletenessRound | None:
    """The latest round that was finished; None before the first."""
    found = archive.register.bookmark(_LATEST)
    return _round_named(found.place) if found else None


def read_ministries(archive: Archive) -> MinistriesCompleteness | None:
    """Read the completeness of all ministries, as the latest round found it; None before the first."""
    found = archive.register.bookmark(_LATEST)
    if found is None:
        return None
    sums = archive.findings.sums(_round_named(found.place))
    return MinistriesCompleteness(at=found.at, sums=tuple(sorted(sums, key=lambda each: (-each.servants, each.ministry))))


def file_names(ministries: Iterable[str]) -> dict[str, str]:
    """Name the files of ministries, without accents and signs; of two that would be the same, the later ones get a number.

    >>> file_names(["Santé publique", "sante publique", ""])
    {'': 'sans-ministere', 'Santé publique': 'sante-publique', 'sante publique': 'sante-publique-2'}
    """
    names: dict[str, str] = {}
    for ministry in sorted(ministries):
        slug = re.sub(r"[^a-z0-9]+", "-", plain(ministry)).strip("-")[:80] or "sans-ministere"
        numbered = (f"{slug}-{number}" if number > 1 else slug for number in count(1))
        names[ministry] = next(each for each in numbered if each not in names.values())
    return names


@dataclass(frozen=True, slots=True, kw_only=True)
class _Step:
    """One page of the roster, or one ministry: what was done, and where to go on."""

    bookmark: Bookmark
    servants: int = 0
    ministries: int = 0


def _round_in_progress(archive: Archive) -> tuple[CompletenessRound, Bookmark]:
    """The round that is not finished, if it is of the roster in force; else a new one."""
    pointer = archive.register.roster_pointer()
    if pointer is None:
        raise PermanentError("no_roster")
    last = archive.register.bookmark(_DUTY)
    if last and last.place:
        month, generation, _ = last.place.split("#", 2)
        if generation == pointer.generation:
            return CompletenessRound(month=month, generation=generation), last
    now = archive.clock.now()
    begun = CompletenessRound(month=_month(now, archive), generation=pointer.generation)
    return begun, Bookmark(place=f"{begun.name}#S#", at=now)


def _steps(round_: CompletenessRound, bookmark: Bookmark, archive: Archive) -> Iterator[_Step]:
    """Do the steps that are left of a round, each with the bookmark behind it."""
    phase, place = bookmark.place.removeprefix(f"{round_.name}#").split("#", 1)
    counts = dict(bookmark.counts)
    after: str | None = place
    while phase == "S" and after is not None:
        servants, following = archive.register.roster_page(round_.generation, after or None, _PAGE)
        _keep_findings(round_, after, servants, archive)
        for each in servants:
            counts[each.ministry] = counts.get(each.ministry, 0) + 1
        after = following
        goes_on = f"{round_.name}#M#" if after is None else f"{round_.name}#S#{after}"
        yield _Step(bookmark=Bookmark(place=goes_on, at=archive.clock.now(), counts=counts), servants=len(servants))
    names = file_names(counts)
    left = [each for each in names if phase == "S" or f"={each}" > place]
    for number, ministry in enumerate(left, start=1):
        _report(round_, ministry, f"{FOLDER}/{round_.month}/{names[ministry]}.csv", archive)
        goes_on = f"{round_.name}#M#={ministry}" if number < len(left) else ""
        yield _Step(bookmark=Bookmark(place=goes_on, at=archive.clock.now(), counts=counts if goes_on else {}), ministries=1)
    if not left:
        yield _Step(bookmark=Bookmark(place="", at=archive.clock.now()))


def _keep_findings(round_: CompletenessRound, after: str, servants: Iterable[Servant], archive: Archive) -> None:
    by_ministry: dict[str, list[CaseFileFinding]] = {}
    for each in servants:
        by_ministry.setdefault(each.ministry, []).append(_finding(each, archive))
    parts = [_part(ministry, after, found, archive.nomenclature) for ministry, found in by_ministry.items()]
    archive.findings.put_parts(round_, parts, until=archive.clock.now() + _KEPT)


def _finding(servant: Servant, archive: Archive) -> CaseFileFinding:
    """Compare one case file by the index, which is some moments old, as the report is.

    A piece that is sealed leaves the index with the write that seals it.
    """
    listed = list_filed(servant.matricule, archive)
    filed = [piece for piece in listed if casefile_of(piece) == servant.matricule]
    contents = contents_of(filed, waiting_pieces(servant.matricule, archive))
    found = compare(servant.matricule, servant, contents, archive.nomenclature, year=this_year(archive))
    return replace(finding_of(found), pieces=len(filed))


def _part(ministry: str, after: str, findings: Sequence[CaseFileFinding], nomenclature: Nomenclature) -> FindingsPart:
    """Put the findings of a page together with the CSV's lines and the sum that they make."""
    missing = Counter(lacking.type for each in findings for lacking in each.missing)
    sum_ = MinistrySum(
        ministry=ministry,
        servants=len(findings),
        begun=sum(each.pieces > 0 for each in findings),
        complete=sum(each.complete for each in findings),
        missing=dict(sorted(missing.items())),
    )
    lines = to_spreadsheet(None, (_row(each, nomenclature) for each in findings))
    return FindingsPart(ministry=ministry, after=after, findings=tuple(findings), lines=lines, sum=sum_)


def _report(round_: CompletenessRound, ministry: str, key: str, archive: Archive) -> None:
    """Write the CSV of a ministry and its sum, put together of its parts."""
    sum_, lines = MinistrySum(ministry=ministry), [to_spreadsheet(HEADINGS, ())]
    for some, part in archive.findings.reports(round_, ministry):
        lines.append(some)
        sum_ = sum_.plus(part)
    archive.outbox.put(key, "".join(lines), "text/csv; charset=utf-8")
    archive.findings.put_sum(round_, sum_, until=archive.clock.now() + _KEPT)


def _row(finding: CaseFileFinding, nomenclature: Nomenclature) -> tuple[object, ...]:
    return (
        finding.written,
        finding.name,
        finding.first_names,
        finding.province,
        STATES[finding.state],
        finding.pieces,
        finding.present,
        len(finding.missing),
        _listed(finding.missing, nomenclature),
        _listed(finding.unsure, nomenclature),
        finding.untyped,
    )


def _listed(lacking: Iterable[Lacking], nomenclature: Nomenclature) -> str:
    """Write types with their years in one cell."""
    told = []
    for each in lacking:
        type_ = nomenclature.named(each.type)
        years = f" ({spans_of(each.years)})" if each.years else ""
        told.append(f"{each.type} {type_.fr if type_ else ''}{years}")
    return " ; ".join(told)


def _round_named(name: str) -> CompletenessRound:
    month, generation = name.split("#", 1)
    return CompletenessRound(month=month, generation=generation)


def _month(at: datetime, archive: Archive) -> str:
    return f"{local_day(at, archive.settings.time_zone):%Y-%m}"
