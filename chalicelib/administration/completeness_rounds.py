"""Rounds of completeness: every servant's case file compared with the nomenclature, and one CSV a ministry and month in the outbox.

1. Compare the case files of a page of servants, and keep the findings by ministry. 2. Write the CSV of a ministry, and its sum for the
direction. `rounds` does both over the whole roster. A servant costs two requests, however large the archive is.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from chalicelib.access.completeness import compare, contents_of, this_year, waiting_pieces
from chalicelib.access.letter import finding_of
from chalicelib.administration.rounds import RoundDuty, latest_round
from chalicelib.career.filed_pieces import list_filed
from chalicelib.model.completeness import CaseFileFinding, FindingsPart, Lacking, MinistrySum, spans_of
from chalicelib.model.nomenclature import Nomenclature
from chalicelib.model.roster_round import RosterRound
from chalicelib.model.servant import Servant
from chalicelib.ports.archive import Archive
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
_KEPT: Final = timedelta(days=62)
"""Time after which findings may be deleted: two months, so that the round before is there until the next one is finished."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MinistriesCompleteness:
    """How complete the case files of each ministry are."""

    at: datetime
    """UTC: end of the latest round."""
    sums: tuple[MinistrySum, ...]
    """The ministry with most servants first."""


def read_ministries(archive: Archive) -> MinistriesCompleteness | None:
    """Read the completeness of all ministries, as the latest round found it; None before the first."""
    found = latest_round(COMPLETENESS, archive)
    if found is None:
        return None
    sums = archive.findings.sums(found[0])
    return MinistriesCompleteness(at=found[1], sums=tuple(sorted(sums, key=lambda each: (-each.servants, each.ministry))))


def _keep_findings(round_: RosterRound, after: str, servants: Sequence[Servant], archive: Archive) -> None:
    by_ministry: dict[str, list[CaseFileFinding]] = {}
    for each in servants:
        by_ministry.setdefault(each.ministry, []).append(_finding(each, archive))
    parts = [_part(ministry, after, found, archive.nomenclature) for ministry, found in by_ministry.items()]
    archive.findings.put_parts(round_, parts, until=archive.clock.now() + _KEPT)


def _finding(servant: Servant, archive: Archive) -> CaseFileFinding:
    """Compare one case file by the index, which is some moments old, as the report is."""
    filed = list(list_filed(servant.matricule, archive))
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


def _report(round_: RosterRound, ministry: str, file_name: str, archive: Archive) -> None:
    """Write the CSV of a ministry and its sum, put together of its parts."""
    sum_, lines = MinistrySum(ministry=ministry), [to_spreadsheet(HEADINGS, ())]
    for some, part in archive.findings.reports(round_, ministry):
        lines.append(some)
        sum_ = sum_.plus(part)
    archive.outbox.put(f"{FOLDER}/{round_.month}/{file_name}.csv", "".join(lines), "text/csv; charset=utf-8")
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


COMPLETENESS: Final = RoundDuty(name="completeness", folder=FOLDER, keep=_keep_findings, report=_report)
