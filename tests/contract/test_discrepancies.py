"""Contract of the port Discrepancies."""

from dataclasses import replace
from datetime import date

import pytest

from chalicelib.model.errors import ConflictError
from chalicelib.model.reconciliation import Discrepancy, DiscrepancySelection, DiscrepancySum, PieceCitation, RosterCitation
from chalicelib.model.servant import Servant
from tests.contract.samples import AT


def a_discrepancy(matricule="123456", **facts):
    line = RosterCitation(servant=Servant(matricule=matricule, name="NDAYIZEYE", written=matricule), generation="g1", uploaded_at=AT)
    piece = PieceCitation(piece="ab" * 32 + "-01234567", name="a.pdf", type="11.1", registered_at=AT, page=1, box=(0.1, 0.2, 0.3, 0.04))
    usual = {"kind": "after_exit", "ministry": "Santé", "province": "Gitega", "roster": (line,), "pieces": (piece,), "filed": 1}
    return Discrepancy(**(usual | {"matricule": matricule, "due": date(2025, 3, 1), "month": "2026-11", "edition": 1} | facts))


def test_a_discrepancy_is_read_back_whole(archive):
    one = a_discrepancy()
    pair = a_discrepancy("200000", kind="same_person", other="300000", agreements=("name", "birth_date"), decided_at=AT)
    for each in (one, pair):
        archive.discrepancies.put(each, seen=None)

    assert archive.discrepancies.many([one.id, pair.id, "no_pay-1"]) == {one.id: one, pair.id: pair}
    assert archive.discrepancies.many([]) == {}


def test_of_two_writes_on_one_edition_the_second_fails(archive):
    one = a_discrepancy()
    archive.discrepancies.put(one, seen=None)
    archive.discrepancies.put(replace(one, state="sent", edition=2), seen=one)
    for value, seen in ((replace(one, state="explained", edition=2), one), (one, None)):
        with pytest.raises(ConflictError):
            archive.discrepancies.put(value, seen=seen)

    assert archive.discrepancies.many([one.id])[one.id].state == "sent"


def test_a_list_is_read_in_order_from_any_place_within_its_bounds(archive):
    places = [("Justice", "Ngozi"), ("Santé", "Gitega"), ("Santé", "Ngozi"), ("Santé publique", "Gitega")]
    found = [a_discrepancy(f"{number}", ministry=ministry, province=province) for number, (ministry, province) in enumerate(places, 1)]
    for each in (*reversed(found), a_discrepancy("9", state="sent"), a_discrepancy("8", gone="2026-11"), a_discrepancy("7", kind="no_pay")):
        archive.discrepancies.put(each, seen=None)

    def read(after=None, limit=10, **how):
        listed = archive.discrepancies.some(DiscrepancySelection(kind="after_exit", **how), after=after, limit=limit)
        return [each.matricule for each in listed]

    assert read() == ["1", "4", "2", "3"]
    assert read(ministry="Santé") == ["2", "3"]
    assert read(ministry="Santé", province="Ngozi") == ["3"]
    assert read(state="sent") == ["9"]
    assert read(gone=True) == ["8"]
    assert read(limit=3) == ["1", "4", "2"]
    assert read(after=found[0].place, limit=2) == ["4", "2"]
    assert read(after=found[1].place, ministry="Santé", limit=1) == ["3"]
    assert read(after=found[2].place, ministry="Santé") == []


def test_what_moves_to_another_list_leaves_the_first(archive):
    one = a_discrepancy()
    archive.discrepancies.put(one, seen=None)
    archive.discrepancies.put(replace(one, gone="2026-12", edition=2), seen=one)

    assert archive.discrepancies.some(DiscrepancySelection(kind="after_exit"), after=None, limit=10) == []
    assert len(archive.discrepancies.some(DiscrepancySelection(kind="after_exit", gone=True), after=None, limit=10)) == 1


def test_the_sums_of_a_month_are_read_by_ministry_and_the_latest_one_counts(archive):
    for each in (DiscrepancySum(ministry="Santé"), DiscrepancySum(ministry=""), DiscrepancySum(ministry="Santé", counts={"no_pay/new": 2})):
        archive.discrepancies.put_sum("2026-11", each)

    assert list(archive.discrepancies.sums("2026-11")) == [
        DiscrepancySum(ministry=""),
        DiscrepancySum(ministry="Santé", counts={"no_pay/new": 2}),
    ]
    assert list(archive.discrepancies.sums("2026-12")) == []
