"""Each month the roster is held against the archive, in portions, and each ministry has a CSV of what differs."""

from datetime import date, timedelta

import pytest

from chalicelib.administration.reconciliation_rounds import FOLDER, RECONCILIATION
from chalicelib.administration.rounds import advance_monthly, advance_round, latest_round
from chalicelib.model.errors import PermanentError
from chalicelib.model.register import REBUILD, Bookmark
from tests.fakes import FakeArchive
from tests.unit.reconciliation.office import Office, born, servant


def csv(office, name, month="2026-11"):
    return office.archive.outbox.objects[f"{FOLDER}/{month}/{name}.csv"].removeprefix("\ufeff").splitlines()


def many(count, **facts):
    return [servant(f"{200_000 + 7 * number}", f"NIYO{chr(65 + number % 26)}{number} Jean", **facts) for number in range(count)]


def test_each_ministry_with_a_discrepancy_has_a_csv():
    office = Office(
        servant("100001"), servant("100002", "NIYONKURU Marie", ministry="Justice"), servant("100003", "BUKURU Ève", ministry="Paix")
    )
    office.file("100003")
    office.reconcile()

    assert sorted(office.archive.outbox.objects) == [f"{FOLDER}/2026-11/{name}.csv" for name in ("justice", "paix", "sante-publique")]
    assert len(csv(office, "paix")) == 1, "nothing differs"
    heading, line = csv(office, "justice")
    assert heading.startswith("constat;matricule;autre matricule;nom;")
    assert line.startswith("Payé(e), aucun dossier dans l'archive;100002;;NIYONKURU Marie;Justice;Gitega;")


def test_two_matricules_of_one_person_are_found_wherever_they_stand():
    twice = [
        servant(number, "NIYONKURU Jean", ministry=place, **born("1970-02-28"))
        for number, place in (("734512", "Paix"), ("100001", "Justice"))
    ]
    homonyms = [servant(number, "NIYONKURU Jean", **born(day)) for number, day in (("555555", "1971-01-01"), ("666666", "1980-05-05"))]
    office = Office(*twice, *homonyms)
    for each in (*twice, *homonyms):
        office.file(each.matricule)

    assert office.reconcile() == ["same_person-100001-734512"]
    found = office.the("same_person-100001-734512")
    assert (found.filed, [line.servant.ministry for line in found.roster]) == (2, ["Justice", "Paix"])


def test_a_birth_that_was_corrected_since_makes_no_pair():
    """The index of days of birth also has the days of former rosters."""
    office = Office(servant("100001", "NIYONKURU Jean", **born("1970-02-28")), servant("734512", "NIYONKURU Jean", **born("1970-02-28")))
    office.load(servant("100001", "NIYONKURU Jean", **born("1970-02-28")), servant("734512", "NIYONKURU Jean", **born("1985-11-03")))

    assert office.reconcile() == ["no_casefile-100001", "no_casefile-734512"]


def test_a_round_that_is_cut_short_goes_on_where_it_stopped_and_finds_the_same():
    whole, cut = Office(*many(130)), Office(*many(130))
    whole.reconcile()
    steps = []
    while not steps or not steps[-1].finished:
        steps.append(advance_round(RECONCILIATION, cut.archive, until=cut.archive.clock.now()))

    assert [each.servants for each in steps[:4]] == [50, 50, 30, 0]
    assert len(cut.archive.discrepancies.found) == 130
    assert cut.archive.outbox.objects == whole.archive.outbox.objects
    assert latest_round(RECONCILIATION, cut.archive) == latest_round(RECONCILIATION, whole.archive)


def test_a_portion_that_is_done_twice_writes_the_same():
    """The Lambda ends after the discrepancies are written and before the bookmark is."""
    office = Office(*many(60))
    put, calls = office.archive.register.put_bookmark, []

    def lost(duty, bookmark):
        calls.append(duty)
        if len(calls) == 2:
            raise TimeoutError
        put(duty, bookmark)

    office.archive.register.put_bookmark = lost
    with pytest.raises(TimeoutError):
        office.reconcile()
    before = dict(office.archive.discrepancies.found)
    office.reconcile()

    assert {name: office.the(name) for name in before} == before
    assert len(csv(office, "sante-publique")) == 1 + 60


def test_a_round_begins_anew_when_another_roster_comes_in_force():
    office = Office(*many(130))
    advance_round(RECONCILIATION, office.archive, until=office.archive.clock.now())
    office.load(*many(60))

    assert office.reconcile() == sorted(f"no_casefile-{each.matricule}" for each in many(60))
    assert latest_round(RECONCILIATION, office.archive)[0].generation == "g2"


def test_what_is_no_longer_found_is_gone_and_told_in_the_month_alone():
    office = Office(servant("100001"))
    office.reconcile()
    office.file("100001")
    office.months_later()
    office.reconcile()
    told = csv(office, "sante-publique", "2026-12")
    office.months_later()
    office.reconcile()

    assert told[1].split(";")[11:13] == ["n'y est plus", "à regarder"]
    assert csv(office, "sante-publique", "2027-01")[1:] == []


def test_a_month_has_one_round_and_a_young_archive_begins_with_the_next():
    office = Office(*many(60))
    archive, hour = office.archive, office.archive.clock.now() + timedelta(hours=1)

    assert advance_monthly(RECONCILIATION, archive, until=hour) == 0
    assert advance_monthly(RECONCILIATION, archive, until=hour) == 0
    office.months_later()
    hour = archive.clock.now() + timedelta(hours=1)
    assert advance_monthly(RECONCILIATION, archive, until=hour) == 60
    assert advance_monthly(RECONCILIATION, archive, until=hour) == 0


def test_nothing_is_compared_while_the_register_is_rebuilt_or_without_a_roster():
    office = Office(servant("100001"))
    office.archive.register.put_bookmark("reconciliation", Bookmark(place="2026-11#g1#names#", at=office.archive.clock.now()))
    office.archive.register.put_bookmark(REBUILD, Bookmark(place="records x", at=office.archive.clock.now()))

    assert advance_monthly(RECONCILIATION, office.archive, until=office.archive.clock.now()) == 0
    assert advance_monthly(RECONCILIATION, FakeArchive(), until=office.archive.clock.now()) == 0
    with pytest.raises(PermanentError, match="no_roster"):
        advance_round(RECONCILIATION, FakeArchive(), until=office.archive.clock.now())


def test_many_of_one_name_are_compared_whole_though_they_fill_several_reads():
    """700 of one name, each born in June of another year than their number's neighbours; two of them entered on one day."""
    entry = {"entry_date": date(1995, 9, 1)}
    crowd = [
        servant(f"{3000 + 17 * number}", "NIYONKURU Jean", birth_date=date(1931 + number % 70, 6, 1 + number // 70), status="retraité")
        for number in range(700)
    ]
    first, last = (
        servant(number, "NIYONKURU Jean", birth_date=day, **entry)
        for number, day in (("1", date(1969, 1, 1)), ("999999", date(1969, 7, 24)))
    )
    office = Office(first, *crowd, last)

    assert [each for each in office.reconcile() if each.startswith("same")] == ["same_person-1-999999"]
