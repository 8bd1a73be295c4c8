"""Contract of the port DueLists."""

from datetime import date, timedelta

from chalicelib.model.career import Citation
from chalicelib.model.due import ColumnCitation, DueEntry, DueGroup, DueLine, DueList, DueSum, RuleCitation
from chalicelib.model.roster_round import RosterRound
from tests.contract.samples import JEAN, MARIE, at

DECEMBER = RosterRound(period="2026-12-01", generation="g1")
LATER = at(0) + timedelta(days=400)


def line(matricule, *, kind="retirement", day=date(2027, 4, 12), province="Gitega", ministry="Santé"):
    entry = DueEntry(
        kind=kind,
        state="coming",
        first=day,
        last=day,
        pieces=(Citation(piece="p1", page=2, box=(0.1, 0.2, 0.3, 0.4)), Citation(piece="p2")),
        roster=(ColumnCitation(generation="g1", column="date_naissance", value="1967-04-12"),),
        rules=(RuleCitation(rule="retirement", first=date(2006, 8, 23), source="art. 79"),),
    )
    return DueLine(matricule=matricule, written=matricule, name="NDAYIZEYE", ministry=ministry, province=province, entry=entry)


def write(archive, *lines):
    archive.due_lists.put_lines(DECEMBER, lines, until=LATER)


def test_the_lines_of_a_ministry_are_read_whole_by_province_kind_and_month(archive):
    later, ngozi, rating = line(JEAN, day=date(2027, 5, 1)), line(JEAN, province="Ngozi"), line(JEAN, kind="rating")
    write(archive, ngozi, later, line(MARIE), rating, line(MARIE, ministry="Éducation"))
    for _ in range(2):
        write(archive, line(JEAN))

    assert list(archive.due_lists.lines(DECEMBER, "Santé")) == [
        rating,
        *sorted([line(JEAN), line(MARIE)], key=lambda each: each.place),
        later,
        ngozi,
    ]
    assert list(archive.due_lists.lines(DECEMBER, "Éducation")) == [line(MARIE, ministry="Éducation")]
    assert list(archive.due_lists.lines(RosterRound(period="2027-01-01", generation="g1"), "Santé")) == []


def test_some_lines_of_a_group_are_read_page_by_page(archive):
    many = [line(f"{200_000 + number}") for number in range(5)]
    write(archive, *many, line(JEAN, kind="rating"), line(JEAN, province="Ngozi"))

    def page(group, after, limit=2):
        return list(archive.due_lists.some_lines(DECEMBER, "Santé", group, after=after, limit=limit))

    assert page("Gitega#retirement#2027-04#", None) == many[:2]
    assert page("Gitega#retirement#2027-04#", many[1].place) == many[2:4]
    assert page("Gitega#retirement#", many[3].place) == many[4:]
    assert page("Gitega#", None, 1) == [line(JEAN, kind="rating")]
    assert page("", many[4].place) == [line(JEAN, province="Ngozi")]
    assert page("Gitega#rating#2026-01#", None) == []


def test_sums_are_read_by_ministry_and_the_latest_one_counts(archive):
    retiring = DueGroup(province="Gitega", kind="retirement", month="2027-04", lines=3)
    groups = (retiring, DueGroup(province="", kind="rating", month="passed", lines=1))
    health = DueSum(ministry="Santé", groups=groups)
    for each in (DueSum(ministry="Éducation"), DueSum(ministry="Santé"), health, DueSum(ministry="")):
        archive.due_lists.put_sum(DECEMBER, each, until=LATER)

    assert list(archive.due_lists.sums(DECEMBER)) == [DueSum(ministry=""), health, DueSum(ministry="Éducation")]


def test_the_finished_lists_are_read_the_latest_day_first_and_one_a_day(archive):
    def made(day, generation="g1"):
        return DueList(day=date.fromisoformat(day), generation=generation, roster_at=at(0), rules="2026-1", made_at=at(1))

    for each in (made("2026-11-01"), made("2026-12-01"), made("2024-12-31"), made("2026-12-01", "g2")):
        archive.due_lists.put_list(each, until=LATER)

    assert list(archive.due_lists.finished()) == [made("2026-12-01", "g2"), made("2026-11-01"), made("2024-12-31")]
    assert archive.due_lists.finished()[0].round == RosterRound(period="2026-12-01", generation="g2")
