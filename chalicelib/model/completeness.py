"""What a comparison of case files with the nomenclature found, as it is kept for the reports of a ministry and a month."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from chalicelib.model.servant import ListedServant


@dataclass(frozen=True, slots=True, kw_only=True)
class Lacking:
    """A type of piece that a case file does not have, or of which nobody can tell."""

    type: str
    """Code of the nomenclature."""
    years: tuple[int, ...] = ()
    """Of a type that is demanded each year."""
    why: str = ""
    """Why nobody can tell; empty where it is surely not there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFileFinding(ListedServant):
    """One servant's case file compared with the nomenclature, without naming a piece."""

    state: str = ""
    """Career state; empty where it is not known."""
    writable: bool = True
    """Whether a letter may be sent: not to the dead, nor to those who have left otherwise than by retirement."""
    pieces: int = 0
    present: int = 0
    """Demanded types that are there."""
    untyped: int = 0
    """Pieces of unknown type."""
    missing: tuple[Lacking, ...] = ()
    unsure: tuple[Lacking, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether nothing is surely missing."""
        return not self.missing

    @property
    def person(self) -> str:
        """The full name; the matricule where the roster has none."""
        return " ".join(filter(None, (self.name, self.first_names))) or self.written


@dataclass(frozen=True, slots=True, kw_only=True)
class MinistrySum:
    """Completeness of a ministry's case files in a round."""

    ministry: str
    servants: int = 0
    begun: int = 0
    """Case files with a piece."""
    complete: int = 0
    """Case files of which nothing is surely missing."""
    missing: Mapping[str, int] = field(default_factory=dict)
    """Case files in which a type is missing, by code."""

    def plus(self, other: "MinistrySum") -> "MinistrySum":
        """The sum of two parts of one ministry."""
        codes = sorted(self.missing.keys() | other.missing.keys())
        return MinistrySum(
            ministry=self.ministry,
            servants=self.servants + other.servants,
            begun=self.begun + other.begun,
            complete=self.complete + other.complete,
            missing={code: self.missing.get(code, 0) + other.missing.get(code, 0) for code in codes},
        )

    def most_missing(self, limit: int) -> list[tuple[str, int]]:
        """The types that are missing in most case files, with their number."""
        return sorted(self.missing.items(), key=lambda each: (-each[1], each[0]))[:limit]


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingsPart:
    """Findings of a ministry from one page of the roster."""

    ministry: str
    """As the roster writes it; empty where it names none."""
    after: str
    """Place in the roster after which the page began: the same page is always the same part."""
    findings: tuple[CaseFileFinding, ...]
    lines: str
    """Lines of the ministry's CSV: a report of many parts is put together without decoding them."""
    sum: MinistrySum


def spans_of(years: Sequence[int]) -> str:
    r"""Write years as spans, in their order.

    >>> spans_of([2011, 2012, 2013, 2020])
    '2011\u20132013, 2020'
    """
    spans: list[list[int]] = []
    for year in years:
        if spans and year == spans[-1][1] + 1:
            spans[-1][1] = year
        else:
            spans.append([year, year])
    return ", ".join(str(first) if first == last else f"{first}\u2013{last}" for first, last in spans)
