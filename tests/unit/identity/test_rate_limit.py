"""How often one may try to sign in."""

import pytest

from chalicelib.model.errors import ReaderError
from tests.unit.identity.sign_ins import AWAY, code_of, entered, refusals


def test_after_five_wrong_passwords_one_waits_longer_and_longer(world):
    assert refusals(world, 6) == ["sign_in_refused"] * 5 + ["too_many_attempts"]
    waits = []
    for _ in range(8):
        with pytest.raises(ReaderError) as refused:
            entered(world)
        waits.append(refused.value.wait)
        world.clock.pause(refused.value.wait)
        refusals(world, 1)

    assert waits == sorted(waits)
    assert (waits[0], waits[-1]) == (29, 899)


def test_the_right_password_does_not_help_while_one_waits(world):
    refusals(world, 5)
    with pytest.raises(ReaderError) as refused:
        entered(world)

    assert code_of(refused) == "too_many_attempts"
    assert len(world.identities.tried) == 5


def test_a_name_that_nobody_has_is_throttled_like_any_other(world):
    assert refusals(world, 6, "nobody") == refusals(world, 6)


def test_whoever_signs_in_starts_afresh(world):
    refusals(world, 4)
    entered(world)

    assert refusals(world, 5) == ["sign_in_refused"] * 5


def test_mistakes_are_forgotten_hour_by_hour(world):
    refusals(world, 4)
    world.clock.pause(3 * 3600)

    assert refusals(world, 5) == ["sign_in_refused"] * 4 + ["too_many_attempts"]


def test_a_rival_s_guess_at_the_same_moment_is_counted_too(world):
    world.sign_in_attempts.rivals = 3
    entered(world)
    world.sign_in_attempts.rivals = 99

    assert refusals(world, 1) == ["too_many_attempts"]


def test_many_people_behind_one_address_sign_in_undisturbed(world):
    for _ in range(300):
        entered(world)

    assert entered(world).tokens.reader.name == "123456"


def test_one_address_that_tries_many_names_is_slowed_down_and_no_other_is(world):
    codes = [refusals(world, 1, f"name{number}")[0] for number in range(150)]

    assert "too_many_attempts" in codes
    assert entered(world, address=AWAY)
