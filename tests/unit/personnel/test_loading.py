"""Loading of a roster: kept, compared with the one before, put in force or left waiting, and reported."""

import json
from datetime import date

import pytest

from chalicelib.model.errors import PermanentError
from chalicelib.personnel.loading import confirm_roster, load_roster, restore_former_servants, restore_roster, undo_roster
from tests.fakes.archive import FakeArchive
from tests.fakes.register import FakeRegister
from tests.fakes.vault import FakeVault


@pytest.fixture
def archive():
    return FakeArchive()


def drop(archive, *matricules, key="_roster/agents.csv"):
    """Upload a roster and load it."""
    body = "".join(f"{each}\n" for each in ("matricule", *matricules)).encode()
    archive.clock.pause(60)
    return load_roster(archive.inbox.put(key, body), archive)


def many(count):
    return [str(100_000 + number) for number in range(count)]


def test_a_first_roster_is_in_force_and_kept_with_its_report(archive):
    report = drop(archive, "12345", "12346")
    pointer = archive.register.roster_pointer()

    assert (report.status, report.before, report.changes) == ("in_force", None, None)
    assert (pointer.generation, pointer.count, pointer.previous) == (report.generation, 2, None)
    assert archive.vault.roster_pointer() == pointer
    told = [json.loads(body) for key, body in archive.outbox.objects.items() if key.endswith(".json")]
    assert [each["generation"] for each in told] == [report.generation]


def test_the_same_file_again_is_the_same_roster(archive):
    first, second = drop(archive, "12345"), drop(archive, "12345")

    assert (second.generation, second.status) == (first.generation, "in_force")
    assert archive.register.roster_pointer().previous is None


def test_a_roster_that_loses_too_many_servants_waits_until_it_is_confirmed(archive):
    first, small = drop(archive, *many(100)), drop(archive, *many(50))
    waiting = archive.register.roster_pointer()
    confirmed = confirm_roster(small.generation, archive)

    assert (small.status, waiting.generation, waiting.pending) == ("waiting", first.generation, small.generation)
    assert (confirmed.generation, confirmed.count, confirmed.previous) == (small.generation, 50, first.generation)


def test_a_roster_of_the_same_length_that_exchanges_its_servants_waits(archive):
    drop(archive, *many(6))
    report = drop(archive, *(str(900_000 + number) for number in range(6)))

    assert (report.status, report.questions, report.changes.removed) == ("waiting", ("removed",), 6)


def named(first_name):
    """Write a roster of ten who share a first name."""
    return b"matricule;nom;prenom\n" + b"".join(f"{each};NIYONZIMA;{first_name}\n".encode() for each in many(10))


def test_a_roster_that_waits_is_not_asked_about_again_after_its_confirmation_when_its_upload_is_announced_again(archive):
    load_roster(archive.inbox.put("_roster/agents.csv", named("Jeanne")), archive)
    archive.clock.pause(60)
    upload = archive.inbox.put("_roster/agents.csv", named("Pascal"))
    statuses = [load_roster(upload, archive).status for _ in range(2)]
    confirmed = confirm_roster(archive.register.roster_pointer().pending, archive)
    again = load_roster(upload, archive)

    assert statuses == ["waiting", "waiting"]
    assert again.status == "in_force"
    assert archive.register.roster_pointer() == archive.vault.roster_pointer() == confirmed
    assert confirmed.uploaded_at == upload.uploaded_at


def test_the_roster_in_force_announced_again_takes_nothing_from_the_one_that_waits(archive):
    upload = archive.inbox.put("_roster/agents.csv", named("Jeanne"))
    load_roster(upload, archive)
    second = drop(archive, *many(3))
    again = load_roster(upload, archive)

    assert again.status == "in_force"
    assert confirm_roster(second.generation, archive).count == 3


def test_an_older_roster_that_arrives_late_takes_nothing_from_the_one_that_waits(archive):
    drop(archive, *many(10))
    archive.clock.pause(60)
    old = archive.inbox.put("_roster/old.csv", "\n".join(["matricule", *many(9)]).encode())
    waiting = drop(archive, *many(3))
    report = load_roster(old, archive)

    assert report.status == "late"
    assert archive.register.roster_pointer().pending == waiting.generation


def test_a_roster_that_was_undone_does_not_come_back_when_its_upload_is_announced_again(archive):
    first = drop(archive, "12345")
    archive.clock.pause(60)
    upload = archive.inbox.put("_roster/agents.csv", b"matricule\n12345\n12346\n")
    load_roster(upload, archive)
    undo_roster(archive)
    again = load_roster(upload, archive)

    assert again.status == "late"
    assert archive.register.roster_pointer().generation == first.generation


def test_a_roster_that_is_undone_leaves_the_one_that_waits(archive):
    drop(archive, *many(10))
    drop(archive, *many(11))
    waiting = drop(archive, *many(3))
    undo_roster(archive)

    assert confirm_roster(waiting.generation, archive).count == 3


def test_a_roster_whose_forerunner_the_vault_has_lost_is_compared_by_number(archive):
    drop(archive, *many(10))
    archive.vault = FakeVault()

    assert drop(archive, *many(9)).status == "waiting"


def test_a_roster_that_does_not_wait_is_not_confirmed(archive):
    first = drop(archive, "12345")
    with pytest.raises(PermanentError, match="roster_not_waiting"):
        confirm_roster(first.generation, archive)


def test_undoing_goes_back_and_undoing_again_returns(archive):
    first, second = drop(archive, "12345"), drop(archive, "12345", "12346")
    back, forth = undo_roster(archive), undo_roster(archive)

    assert (back.generation, forth.generation) == (first.generation, second.generation)


def test_a_first_roster_has_none_before_it(archive):
    drop(archive, "12345")
    with pytest.raises(PermanentError, match="roster_none_before"):
        undo_roster(archive)


def test_an_older_roster_that_arrives_late_changes_nothing(archive):
    old = archive.inbox.put("_roster/old.csv", b"matricule\n99999\n")
    drop(archive, "12345")
    report = load_roster(old, archive)

    assert (report.status, archive.register.roster_pointer().count) == ("late", 1)


def test_a_file_that_is_no_roster_is_refused_and_reported(archive):
    report = load_roster(archive.inbox.put("_roster/photo.csv", b"\x00\x01"), archive)

    assert report.status == "refused"
    assert report.refusal.startswith("roster_")
    assert archive.register.roster_pointer() is None


def test_a_roster_of_which_every_matricule_is_damaged_is_refused_and_each_line_named(archive):
    first = drop(archive, *many(6))
    report = drop(archive, *(f"{each}.00" for each in many(6)))
    (told,) = [json.loads(body) for key, body in archive.outbox.objects.items() if key.endswith(f"{report.generation}.json")]

    assert (report.status, report.refusal) == ("refused", "roster_empty")
    assert [(each["line"], each["reason"]) for each in told["problems"]] == [(line, "matricule_damaged") for line in range(2, 8)]
    assert archive.register.roster_pointer().generation == first.generation


def test_a_roster_of_which_some_matricules_are_damaged_waits(archive):
    drop(archive, *many(6))

    assert drop(archive, *many(4), "100004.00", "100005.00").status == "waiting"


def test_footers_are_neither_servants_nor_shapes_of_matricules(archive):
    report = drop(archive, *many(6), "Total 6", "Page 1/2", "6 agents")

    assert (report.servants, report.roster.refused_lines) == (6, 3)
    assert archive.register.roster_pointer().shapes == {"999999"}


def test_a_lost_register_gets_its_roster_back_from_the_vault(archive):
    drop(archive, "12345")
    second = drop(archive, "12345", "12346")
    archive.register = FakeRegister()

    assert restore_roster(archive) == 2
    assert archive.register.roster_pointer().generation == second.generation
    assert set(archive.register.servants_by_matricule(second.generation, ["12345", "12346"])) == {"12345", "12346"}


def people(*lines):
    """Write a roster of people, among many who stay, so that nobody need confirm it."""
    stay = [f"{each};NKURUNZIZA;Paul;1970-01-02" for each in many(60)]
    return "\n".join(["matricule;nom;prenom;date de naissance", *lines, *stay]).encode()


def test_a_lost_register_knows_again_everybody_whom_a_former_roster_had_as_the_latest_of_them_did(archive):
    months = [
        people("711111;BUKURU;Eve;1975-05-05", "722222;NDAYIZEYE;Anne;1980-03-03", "733333;HAKIZA;Luc;1966-06-06"),
        people("711111;BUKURU;Eve;1975-05-05", "722222;NDAYIZEYE;Anne;1980-03-03"),
        people("722222;NIYONKURU;Anne;1980-03-03"),
        people("722222;NIYONKURU;Anne;1980-03-04"),
        people(),
    ]
    for month in months:
        archive.clock.pause(60)
        assert load_roster(archive.inbox.put("_roster/agents.csv", month), archive).status == "in_force"
    lost, archive.register = archive.register, FakeRegister()
    done = list(restore_former_servants(archive))
    restore_roster(archive)

    assert [changed for _, changed in done] == [1, 2, 1, 1]
    assert [each.servant.matricule for each in archive.register.find_names("BUKURU", after=None, limit=9)] == ["711111"]
    for name in ("BUKURU EVE", "NDAYIZEYE", "NIYONKURU", "HAKIZA", "722222"):
        assert archive.register.find_names(name, after=None, limit=9) == lost.find_names(name, after=None, limit=9)
    for day in (date(1975, 5, 5), date(1980, 3, 3), date(1980, 3, 4), date(1966, 6, 6)):
        assert archive.register.find_born_on(day, limit=9) == lost.find_born_on(day, limit=9)
    assert [each for each, _ in restore_former_servants(archive, after=done[1][0])] == [each for each, _ in done[2:]]


def test_without_a_kept_roster_nothing_is_restored(archive):
    assert restore_roster(archive) == 0
