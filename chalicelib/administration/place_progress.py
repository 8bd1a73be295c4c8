"""Case files begun in each ministry and province, held against the servants of the roster in force; and lists for spreadsheets."""

from collections.abc import Iterable
from dataclasses import dataclass

from chalicelib.model.statistics import Place, PlaceCount
from chalicelib.ports.archive import Archive


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceProgress:
    """How far the case files of a ministry in a province are begun."""

    ministry: str
    """As the roster writes it; empty where it names none."""
    province: str
    servants: int
    """By the roster in force; 0 where it has none there."""
    casefiles: int
    """With at least one piece."""

    @property
    def remaining(self) -> int:
        """Servants without a case file; departed servants' case files may make it 0 too early."""
        return max(0, self.servants - self.casefiles)


def progress_by_place(archive: Archive) -> tuple[PlaceProgress, ...]:
    """Read the progress of all ministries and provinces, by their names."""
    pointer = archive.register.roster_pointer()
    servants = _counts(archive.statistics.expected_places(pointer.generation)) if pointer and pointer.generation else {}
    casefiles = _counts(archive.statistics.places())
    return tuple(
        PlaceProgress(ministry=place[0], province=place[1], servants=servants.get(place, 0), casefiles=casefiles.get(place, 0))
        for place in sorted(servants.keys() | casefiles.keys())
    )


def _counts(places: Iterable[PlaceCount]) -> dict[Place, int]:
    return {(each.ministry, each.province): each.count for each in places}
