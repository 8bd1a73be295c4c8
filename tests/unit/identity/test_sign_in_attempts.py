"""Which account a typed name means, and what is recorded of an attempt."""

import pytest

from chalicelib.identity.credentials import send_reset_code
from chalicelib.model.errors import ReaderError
from tests.unit.identity.sign_ins import HOME, PASSWORD, entered, outcomes, refusals
from tests.world import World


@pytest.mark.parametrize("typed", ["O12345", "o12345", "012345", " O 12.345 ", "o-12345", "OI2345", "ol234S", "\uff2f12345"])
def test_a_matricule_is_known_however_it_is_typed(world, typed):
    assert entered(world, typed).tokens.reader.name == "O12345"
    assert world.identities.tried == ["O12345"]


@pytest.mark.parametrize("typed", ["archivist", "Archivist", " archivist "])
def test_a_member_of_staff_signs_in_by_name(world, typed):
    assert entered(world, typed).tokens.reader.roles == {"archivist"}


def test_a_name_without_a_digit_is_never_taken_for_a_matricule():
    world = World("50105")
    world.identities.put("SOLOS", PASSWORD, groups=["auditor"])

    assert entered(world, "solos").tokens.reader.roles == {"auditor"}


def test_two_matricules_that_look_alike_each_open_their_own_file():
    world = World("O12345", "012345")
    for name in ("O12345", "012345"):
        world.identities.put(name, PASSWORD, matricule=name)

    assert entered(world, "O12 345").tokens.reader.name == "O12345"
    assert entered(world, "012 345").tokens.reader.name == "012345"
    assert refusals(world, 1, "OI2345", password=PASSWORD) == ["sign_in_refused"]


def test_an_account_s_inner_number_is_no_second_name(world):
    sub = "0f8fad5b-d9cb-469f-a165-70867728950e"
    world.identities.put(sub, PASSWORD, groups=["archivist"])

    assert refusals(world, 1, sub, password=PASSWORD) == ["sign_in_refused"]


def test_spellings_of_one_matricule_share_their_tries(world):
    codes = [refusals(world, 1, typed)[0] for typed in ("O12345", "o12345", "012345", "0-12345", "OI2345", "O12 345")]

    assert codes[-1] == "too_many_attempts"


def test_the_register_counts_without_knowing_whom(world):
    entered(world)

    assert not [key for key in world.sign_in_attempts._tries if "123456" in key or HOME in key]  # noqa: SLF001 - what is kept is the point


def test_every_attempt_on_a_servant_s_account_is_written_down(world):
    refusals(world, 7)
    world.clock.pause(60)
    entered(world)

    seen = world.sign_in_attempts.sign_ins("123456", before=None, limit=99)
    assert [(each.outcome, each.times) for each in seen] == [("signed_in", 1)] + [("refused", 1)] * 5 + [("throttled", 2)]
    assert {each.address for each in seen} == {HOME}


def test_names_that_nobody_has_are_counted_and_not_written_down(world):
    for number in range(90):
        refusals(world, 1, f"made-up-{number}", address=f"10.0.0.{number}")

    written = world.sign_in_attempts.all()
    assert len(written) <= 16
    assert sum(each.times for each in written) == 90
    assert not [each for each in written if "made" in each.name or each.address]


def test_attempts_on_a_member_of_staff_are_written_down_once_they_are_known(world):
    refusals(world, 1, "archivist")
    entered(world, "archivist")
    refusals(world, 1, "ARCHIVIST")

    assert outcomes(world, "archivist") == ["refused", "signed_in"]


def test_a_whole_ipv6_network_counts_as_one(world):
    codes = [refusals(world, 1, f"name{number}", f"2c0f:fe38::{number:x}")[0] for number in range(150)]

    assert "too_many_attempts" in codes


def told(world, ask, tail):
    """What somebody learns who tries spellings of one number, which differ by case, blanks and look-alikes."""
    learnt = []
    for typed in (f"O{tail}", f"o{tail}", f"0{tail}", f"O {tail}", f"0-{tail}", f"o.{tail}", f"O{tail}"):
        began = world.clock.now()
        try:
            ask(typed)
            code, wait = "", None
        except ReaderError as refused:
            code, wait = refused.code, refused.wait
        learnt.append((code, wait, world.clock.now() - began))
    return learnt


def test_nobody_learns_from_the_throttle_which_numbers_the_roster_has(world):
    for ask in (lambda typed: entered(world, typed, "wrong"), lambda typed: send_reset_code(typed, HOME, world)):
        listed = told(world, ask, "12345")
        unlisted = told(world, ask, "98765")

        assert listed == unlisted
        assert listed[-1][0] == "too_many_attempts"


def test_a_servant_does_not_clear_the_count_of_a_number_that_looks_alike():
    world = World("O12345", "012345")
    for name in ("O12345", "012345"):
        world.identities.put(name, PASSWORD, matricule=name)
    codes = []
    for _ in range(4):
        codes += refusals(world, 2, "012345")
        if codes[-1] == "sign_in_refused":
            entered(world, "O12345")

    assert "too_many_attempts" in codes
