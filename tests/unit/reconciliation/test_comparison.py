"""What the roster says of a servant and what their case file says, held against each other."""

from dataclasses import replace
from datetime import date

import pytest

from chalicelib.reconciliation.comparison import is_paid, retirement_day
from chalicelib.text.career_rules_file import shipped_rules
from tests.unit.reconciliation.office import Office, born, servant

JEAN, MARIE = "100001", "200002"


def test_somebody_who_is_paid_and_has_no_piece_is_paid_without_a_case_file():
    office = Office(servant(JEAN), servant(MARIE, "NIYONKURU Marie"))
    office.file(MARIE)

    assert office.reconcile() == [f"no_casefile-{JEAN}"]
    found = office.the(f"no_casefile-{JEAN}")
    assert (found.filed, found.pieces, found.name, found.ministry) == (0, (), "NDAYIZEYE Élie", "Santé publique")
    assert [(line.servant.matricule, line.generation) for line in found.roster] == [(JEAN, "g1")]


def test_pieces_that_wait_for_an_archivist_stand_beside_the_finding():
    office = Office(servant(JEAN))
    office.file(JEAN, status="to_review", matricule=None, reason="unreadable")

    assert office.reconcile() == [f"no_casefile-{JEAN}"]
    assert office.the(f"no_casefile-{JEAN}").waiting == 1


@pytest.mark.parametrize("status", ["retraité", "décédé", "en disponibilité", "Statut 7"])
def test_nobody_is_called_paid_whom_the_roster_does_not_call_so(status):
    assert Office(servant(JEAN, status=status, **born("1950-03-04"))).reconcile() == []
    assert not is_paid(status)


def test_past_sixty_and_paid_is_found_once_the_pay_of_the_month_is_over():
    """It is the 23rd of November 2026."""
    office = Office(
        servant("100001", "NIYO Anne", **born("1966-09-20")),
        servant("200002", "BUKURU Jean", **born("1966-09-30")),
        servant("300003", "NTORE Ève", **born("1966-01-01")),
        servant("400004", "GATO Luc", **born("1965-01-01")),
        servant("500005", "MUGABO Marie"),
    )
    for matricule in range(100_001, 600_000, 100_001):
        office.file(str(matricule))

    assert office.reconcile() == ["past_retirement-100001", "past_retirement-400004"]
    assert office.the("past_retirement-400004").due == date(2025, 12, 31), "a first of January may be any day of the year"


def test_an_act_of_exit_of_somebody_who_is_paid_is_cited_with_its_page():
    office = Office(servant(JEAN))
    act = office.file(JEAN, "11.1", "2025-03-01")
    office.file(JEAN, "02.1", "2026-01-01")

    assert office.reconcile() == [f"after_exit-{JEAN}"]
    found = office.the(f"after_exit-{JEAN}")
    assert [(each.piece, each.page, each.box) for each in found.pieces] == [(act, 1, (0.1, 0.2, 0.3, 0.05))]
    assert (found.due, found.filed) == (date(2025, 3, 1), 2)


@pytest.mark.parametrize("back", [("03.1", "2025-09-01"), ("05.3", "2025-06-01")])
def test_who_came_back_after_an_exit_is_not_found(back):
    office = Office(servant(JEAN))
    office.file(JEAN, "11.1", "2025-03-01")
    office.file(JEAN, *back)

    assert office.reconcile() == []


def test_an_exit_of_this_month_may_not_have_reached_the_pay():
    office = Office(servant(JEAN))
    office.file(JEAN, "11.1", "2026-11-02")

    assert office.reconcile() == []


def test_an_undated_exit_counts_unless_an_act_of_position_may_be_later():
    office = Office(servant(JEAN), servant(MARIE, "NIYONKURU Marie"))
    office.file(JEAN, "11.1")
    office.file(MARIE, "11.1")
    office.file(MARIE, "05.3", "2020-01-01")

    assert office.reconcile() == [f"after_exit-{JEAN}"]


def test_a_case_file_whose_servant_left_the_roster_is_a_file_without_pay():
    office = Office(servant(JEAN), servant(MARIE, "NIYONKURU Marie"))
    office.file(JEAN)
    office.file(MARIE)
    office.load(servant(MARIE, "NIYONKURU Marie"))

    assert office.reconcile() == [f"no_pay-{JEAN}"]
    (line,) = office.the(f"no_pay-{JEAN}").roster
    assert (line.generation, line.servant.ministry) == ("g1", "Santé publique")


def test_a_case_file_is_remembered_when_several_rosters_have_come_since():
    office = Office(servant(JEAN), servant(MARIE, "NIYONKURU Marie"))
    office.file(JEAN)
    office.file(MARIE)
    for _ in range(3):
        office.load(servant(MARIE, "NIYONKURU Marie"))

    assert office.reconcile() == [f"no_pay-{JEAN}"]


def test_a_case_file_with_an_act_of_exit_needs_no_pay():
    office = Office(servant(JEAN), servant(MARIE, "NIYONKURU Marie"))
    office.file(JEAN, "11.1", "2026-10-01")
    office.file(MARIE)
    office.load(servant(MARIE, "NIYONKURU Marie"))

    assert office.reconcile() == []


def test_a_sealed_piece_is_in_no_case_file():
    office = Office(servant(JEAN))
    office.file(JEAN, "99", status="sealed_off")

    assert office.reconcile() == [f"no_casefile-{JEAN}"]
    assert office.the(f"no_casefile-{JEAN}").waiting == 0


def test_a_number_that_changed_points_from_the_old_case_file_to_the_new_line():
    office = Office(servant(JEAN, "NIYONKURU Jean", **born("1970-02-28")))
    office.file(JEAN)
    office.load(servant("734512", "NIYONKURU Jean", **born("1970-02-28")))

    assert office.reconcile() == ["no_casefile-734512", f"number_changed-734512-{JEAN}"]
    found = office.the(f"number_changed-734512-{JEAN}")
    assert [line.generation for line in found.roster] == ["g1", "g2"]
    assert (found.filed, found.agreements) == (1, ("name", "birth_date", "place"))


def test_a_number_with_one_figure_mended_is_a_change_though_the_birth_is_a_year_alone():
    office = Office(servant("123456", "NIYONKURU Jean", **born("1970-01-01")))
    office.load(servant("123466", "NIYONKURU Jean", **born("1970-01-01")))

    assert "number_changed-123466-123456" in office.reconcile()


def test_a_homonym_is_no_successor():
    office = Office(servant(JEAN, "NIYONKURU Jean", **born("1970-02-28")))
    office.file(JEAN)
    office.load(servant("734512", "NIYONKURU Jean", **born("1981-07-03")))

    assert office.reconcile() == ["no_casefile-734512", f"no_pay-{JEAN}"]


def test_a_rule_of_the_ministry_for_some_servants_alone_decides_their_day():
    """Magistrates retire at 65 here; the same birth makes others retire at 60."""
    office = Office(
        servant("100001", "NIYO Anne", status="Magistrat", **born("1964-06-20")),
        servant("200002", "BUKURU Jean", status="actif", **born("1964-06-20")),
    )
    rules = shipped_rules()
    later = replace(rules.of("retirement")[0], months=65 * 12, statuses=("MAGISTRAT",))
    office.archive.career_rules = replace(rules, rules=(*rules.rules, later))
    lines = [servant("1", "A B", status=status, **born("1964-06-20")) for status in ("Magistrat", "actif")]
    days = [retirement_day(each, office.archive.career_rules) for each in lines]

    assert list(map(str, days)) == ["2029-06-20", "2024-06-20"]
    assert "past_retirement-200002" in office.reconcile()
    assert "past_retirement-100001" not in office.archive.discrepancies.found


def test_a_name_that_many_bear_needs_more_than_the_day_of_birth():
    """Of fifty of one name two are born on one day: that happens by chance."""
    crowd = [
        servant(f"{3000 + 17 * number}", "NIYONKURU Jean", **born(f"{1970 + number % 30}-0{1 + number % 9}-1{number % 5}"))
        for number in range(50)
    ]
    chance = servant("999999", "NIYONKURU Jean", ministry="Paix", **born("1970-01-10"))
    sure = servant("888888", "NIYONKURU Jean", **born("1971-02-11"))

    assert Office(crowd[0], chance).reconcile()[-1] == "same_person-3000-999999", "a rare name"
    assert [each for each in Office(*crowd, chance, sure).reconcile() if each.startswith("same")] == ["same_person-3017-888888"]
