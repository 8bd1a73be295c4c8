"""Contract of the port Findings."""

from datetime import timedelta

from chalicelib.model.completeness import CaseFileFinding, FindingsPart, Lacking, MinistrySum
from chalicelib.model.roster_round import RosterRound
from tests.contract.samples import JEAN, MARIE, at

NOVEMBER = RosterRound(period="2026-11", generation="g1")
LATER = at(0) + timedelta(days=62)


def part(after, *matricules, ministry="Santé"):
    missing = (Lacking(type="04.1", years=(2011, 2012)), Lacking(type="01.1"))
    found = tuple(
        CaseFileFinding(matricule=each, written=each, name="NDAYIZEYE", missing=missing, unsure=(Lacking(type="01.3", why="declared"),))
        for each in matricules
    )
    lines = "".join(f"{each};NDAYIZEYE\r\n" for each in matricules)
    sum_ = MinistrySum(ministry=ministry, servants=len(found), missing={"04.1": len(found)})
    return FindingsPart(ministry=ministry, after=after, findings=found, lines=lines, sum=sum_)


def test_the_parts_of_a_ministry_are_read_whole_in_the_order_of_the_roster(archive):
    first, second, other = part("", JEAN), part("123456#123456", MARIE), part("", MARIE, ministry="Éducation")
    archive.findings.put_parts(NOVEMBER, [second, other], until=LATER)
    archive.findings.put_parts(NOVEMBER, [first], until=LATER)

    assert list(archive.findings.parts(NOVEMBER, "Santé")) == [first, second]
    assert list(archive.findings.parts(NOVEMBER, "Éducation")) == [other]
    assert list(archive.findings.reports(NOVEMBER, "Santé")) == [(each.lines, each.sum) for each in (first, second)]
    assert list(archive.findings.parts(NOVEMBER, "")) == []
    assert list(archive.findings.parts(RosterRound(period="2026-12", generation="g1"), "Santé")) == []


def test_a_part_that_is_written_again_stands_once(archive):
    for _ in range(2):
        archive.findings.put_parts(NOVEMBER, [part("", JEAN), part("", JEAN, ministry="")], until=LATER)

    assert list(archive.findings.parts(NOVEMBER, "Santé")) == [part("", JEAN)]
    assert list(archive.findings.parts(NOVEMBER, "")) == [part("", JEAN, ministry="")]


def test_the_sums_of_a_round_are_read_by_ministry_and_the_latest_one_counts(archive):
    old, health = (
        MinistrySum(ministry="Santé", servants=1),
        MinistrySum(ministry="Santé", servants=2, begun=1, complete=1, missing={"01.1": 1}),
    )
    for each in (MinistrySum(ministry="Éducation"), old, health, MinistrySum(ministry="")):
        archive.findings.put_sum(NOVEMBER, each, until=LATER)

    assert list(archive.findings.sums(NOVEMBER)) == [MinistrySum(ministry=""), health, MinistrySum(ministry="Éducation")]
    assert list(archive.findings.sums(RosterRound(period="2026-11", generation="g2"))) == []
