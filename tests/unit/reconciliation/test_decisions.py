"""A discrepancy is explained in words, or sent; the decision stays over months, is journalled, and comes back after a loss of the table."""

import pytest

from chalicelib.administration.rebuild import rebuild
from chalicelib.model.errors import ConflictError, ReaderError
from chalicelib.reconciliation.decisions import decide_discrepancy, undo_decision
from tests.fakes.discrepancies import FakeDiscrepancies
from tests.unit.reconciliation.office import ARCHIVIST, DIRECTOR, Office, servant

NAME = "no_casefile-100001"


@pytest.fixture
def office():
    office = Office(servant("100001"))
    office.reconcile()
    return office


def decide(office, state="explained", reason="Dossier à Ngozi, scanné en janvier", reader=DIRECTOR):
    return decide_discrepancy(reader, NAME, state, reason, office.archive, seen=office.the(NAME).edition)


def test_an_explanation_stays_while_the_discrepancy_is_there(office):
    decide(office)
    office.months_later()
    office.reconcile()

    found = office.the(NAME)
    assert (found.state, found.reason, found.by, found.since, found.month) == (
        "explained",
        "Dossier à Ngozi, scanné en janvier",
        "directrice",
        "2026-11",
        "2026-12",
    )
    assert office.listed("no_casefile") == []
    assert office.listed("no_casefile", "explained") == [NAME]


def test_a_decision_is_journalled_with_its_reason(office):
    decide(office, reader=ARCHIVIST)

    assert [(each.action, each.reader, each.role, each.asked) for each in office.archive.consultations.written.values()] == [
        ("reconciled", "archiviste", "archivist", "no_casefile, 100001: explained: Dossier à Ngozi, scanné en janvier")
    ]


def test_the_last_decision_can_be_undone_once(office):
    decide(office)
    decide(office, "sent", "")
    back = undo_decision(DIRECTOR, NAME, office.archive, seen=office.the(NAME).edition)

    assert (back.state, office.listed("no_casefile", "explained")) == ("explained", [NAME])
    with pytest.raises(ReaderError, match="nothing_to_undo"):
        undo_decision(DIRECTOR, NAME, office.archive, seen=back.edition)


@pytest.mark.parametrize(("state", "reason"), [("explained", " "), ("to_look_at", "x"), ("closed", "x"), ("explained", "x" * 501)])
def test_an_explanation_needs_a_reason_and_a_state_that_there_is(office, state, reason):
    with pytest.raises(ReaderError, match="invalid"):
        decide(office, state, reason)


def test_a_reason_with_a_forbidden_mention_is_refused(office):
    with pytest.raises(ReaderError, match="forbidden_word"):
        decide(office, reason="elle est hutu")

    assert office.the(NAME).state == "to_look_at"
    assert office.archive.vault.decisions == {}


def test_what_was_decided_meanwhile_is_not_overwritten(office):
    with pytest.raises(ConflictError):
        decide_discrepancy(DIRECTOR, NAME, "sent", "", office.archive, seen=office.the(NAME).edition - 1)


def test_of_two_decisions_at_once_the_vault_keeps_the_one_that_stands(office):
    """Another archivist decides between the vault's write and the register's."""
    put, register = office.archive.discrepancies.put, office.archive.discrepancies

    def late(value, *, seen):
        register.put = put
        decide(office, "sent", "", reader=ARCHIVIST)
        put(value, seen=seen)

    register.put = late
    with pytest.raises(ConflictError):
        decide(office)

    assert (office.the(NAME).state, office.archive.vault.decisions[NAME].state) == ("sent", "sent")


@pytest.mark.parametrize("name", ["no_casefile-999999", "../x", "no_casefile"])
def test_there_is_no_decision_on_what_is_not_there(office, name):
    with pytest.raises(ReaderError, match="not_found"):
        decide_discrepancy(DIRECTOR, name, "sent", "", office.archive, seen=1)


def test_a_decision_comes_back_from_the_vault_alone(office):
    decide(office)
    office.archive.discrepancies = FakeDiscrepancies()
    result = rebuild(office.archive, until=office.archive.clock.now())
    while result.next:
        result = rebuild(office.archive, until=office.archive.clock.now())

    found = office.the(NAME)
    assert (result.decisions, found.state, found.reason, found.by) == (1, "explained", "Dossier à Ngozi, scanné en janvier", "directrice")
    rebuild(office.archive, until=office.archive.clock.now(), afresh=True)
    assert office.the(NAME) == found, "a rebuild over a whole register changes nothing"


def test_one_that_comes_back_after_months_is_to_be_looked_at_again_with_the_old_reason(office):
    decide(office)
    piece = office.file("100001")
    office.months_later()
    office.reconcile()
    assert office.listed("no_casefile", "explained", gone=True) == [NAME]
    office.archive.register.alter(piece, status="refused", matricule=None)
    office.months_later()
    office.reconcile()

    found = office.the(NAME)
    assert (found.state, found.since, found.gone, found.reason) == ("to_look_at", "2027-01", "", "Dossier à Ngozi, scanné en janvier")
