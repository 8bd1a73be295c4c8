"""The direction reads the discrepancies by kind, ministry, province and state, and what changed since the month before."""

import pytest

from chalicelib.model.errors import ReaderError
from chalicelib.reconciliation.decisions import decide_discrepancy
from chalicelib.reconciliation.listing import discrepancies_csv, filter_of, read_reconciliation
from tests.unit.reconciliation.office import ARCHIVIST, DIRECTOR, Office, servant


@pytest.fixture
def office():
    return Office(
        servant("100001", ministry="Justice", province="Ngozi"),
        servant("100002", ministry="Justice", province="Gitega"),
        servant("100003", ministry="Santé publique", province="Ngozi"),
    )


def read(office, limit=20, cursor=None, **query):
    return read_reconciliation(DIRECTOR, filter_of(query), office.archive, cursor=cursor, limit=limit)


def names(found):
    return [each.matricule for each in found.page.entries]


def test_before_the_first_round_there_is_nothing_to_read(office):
    assert read(office) is None
    with pytest.raises(ReaderError, match="not_found"):
        discrepancies_csv(DIRECTOR, filter_of({}), office.archive)


def test_a_list_is_bounded_by_ministry_and_by_province(office):
    office.reconcile()

    assert names(read(office)) == ["100002", "100001", "100003"], "by ministry, province, matricule"
    assert names(read(office, ministry="Justice")) == ["100002", "100001"]
    assert names(read(office, ministry="Justice", province="Ngozi")) == ["100001"]
    assert names(read(office, province="Ngozi")) == ["100001", "100003"]
    assert names(read(office, kind="no_pay")) == []


@pytest.mark.parametrize("limit", [1, 2])
def test_pages_follow_each_other_without_gap(office, limit):
    office.reconcile()
    for query in ({}, {"province": "Ngozi"}, {"ministry": "Justice"}):
        whole, found, cursor = names(read(office, **query)), [], None
        while True:
            page = read(office, limit=limit, cursor=cursor, **query)
            found += names(page)
            cursor = page.page.next
            if cursor is None:
                break

        assert found == whole


def test_what_changed_since_the_month_before_is_told(office):
    office.reconcile()
    office.file("100001")
    office.months_later()
    servants = [office.archive.register.servants_by_matricule("g1", ["100001", "100002", "100003"])[f"10000{n}"] for n in (1, 2, 3)]
    office.load(*servants, servant("100004", ministry="Justice", province="Ngozi"))
    office.reconcile()

    assert names(read(office, change="gone")) == ["100001"]
    assert names(read(office, change="new")) == ["100004"]
    assert names(read(office, change="still")) == ["100002", "100003"]
    assert {each.ministry: dict(each.counts) for each in read(office).sums} == {
        "Justice": {"no_casefile/new": 1, "no_casefile/still": 1, "no_casefile/gone": 1, "no_casefile/to_look_at": 2},
        "Santé publique": {"no_casefile/still": 1, "no_casefile/to_look_at": 1},
    }


def test_each_look_at_the_list_is_recorded(office):
    office.reconcile()
    read_reconciliation(ARCHIVIST, filter_of({"ministry": "Justice"}), office.archive)

    assert [(each.action, each.role, each.asked) for each in office.archive.consultations.written.values()] == [
        ("reconciliation", "archivist", "no_casefile, to_look_at, Justice")
    ]


def test_the_spreadsheet_says_what_is_there_and_what_is_not_and_accuses_nobody(office):
    office.reconcile()
    decide_discrepancy(DIRECTOR, "no_casefile-100003", "explained", "=Recruté hier", office.archive, seen=1)
    page = discrepancies_csv(DIRECTOR, filter_of({"state": "explained"}), office.archive)
    heading, line = page.text.removeprefix("\ufeff").splitlines()

    assert heading.startswith("constat;matricule;")
    assert line.startswith("Payé(e), aucun dossier dans l'archive;100003;")
    assert "aucune pièce classée" in line
    assert line.endswith("nouveau;expliqué;'=Recruté hier;directrice;2026-11-23")
    assert "fantôme" not in page.text
    assert page.name == "rapprochement-2026-11-no_casefile"


@pytest.mark.parametrize("query", [{"kind": "x"}, {"state": "x"}, {"change": "x"}])
def test_a_filter_that_there_is_not_is_refused(query):
    with pytest.raises(ReaderError, match="invalid"):
        filter_of(query)
