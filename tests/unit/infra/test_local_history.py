"""The invented past of the local stack: it is added once, never over days that have work of their own, and gives the roadmap a range."""

from datetime import date, timedelta
from pathlib import Path

from chalicelib.model.statistics import ArchiveTotals, CountingStep, Recount, Totals
from infra.local.history import invent_past, seed_past
from tests.fakes.archive import FakeArchive

TODAY = date(2026, 12, 1)


def test_the_past_is_added_once_and_does_not_grow(tmp_path: Path) -> None:
    archive, plans, kept = FakeArchive(), list[bytes](), tmp_path / "past.json"
    told = seed_past(archive.statistics, plans.append, kept=kept, today=TODAY)
    again = seed_past(archive.statistics, plans.append, kept=kept, today=TODAY + timedelta(days=3))
    days = archive.statistics.days(date(2020, 1, 1), TODAY)

    assert "inventé" in told
    assert again == ""
    assert plans == [invent_past(TODAY - timedelta(days=1)).plan]
    assert days[0][0] >= date(2026, 4, 1)
    assert days[-1][0] < TODAY
    assert archive.statistics.totals().total.casefiles == sum(each.casefiles for _, each in days) > 10_000


def test_a_past_of_which_a_part_was_lost_is_completed_and_work_of_ones_own_is_left(tmp_path: Path) -> None:
    archive, kept, own = FakeArchive(), tmp_path / "past.json", date(2026, 11, 30)
    work = CountingStep(days={own: Totals(casefiles=1)})
    archive.statistics.apply(Recount(totals=ArchiveTotals(total=Totals(casefiles=1), edition=1), step=work), seen=0)
    seed_past(archive.statistics, lambda _: None, kept=kept, today=TODAY)

    assert dict(archive.statistics.days(own, own)) == {own: Totals(casefiles=1)}
    assert len(archive.statistics.days(date(2020, 1, 1), own)) > 100
