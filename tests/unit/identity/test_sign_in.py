"""Signing in and out."""

import pytest

from chalicelib.identity.session_cookie import BrowserSession
from chalicelib.identity.sign_in import answer_challenge, resume, sign_out
from chalicelib.identity.sign_in_attempts import MINIMUM_REFUSAL_TIME
from chalicelib.model.errors import ReaderError, TransientError
from tests.fakes import RIGHT_CODE
from tests.unit.identity.sign_ins import AWAY, FIRST, HOME, OTHER, code_of, entered, outcomes, with_totp


def test_a_servant_signs_in_and_is_known_by_matricule_and_role(world):
    session = entered(world)

    assert session.tokens.reader.matricule == "123456"
    assert session.tokens.reader.roles == {"servant"}
    assert outcomes(world, "123456") == ["signed_in"]


@pytest.mark.parametrize("name", ["nobody", "999999", "123456", "closed"])
def test_every_no_is_the_same_and_takes_the_same_time(world, name):
    world.identities.put("closed", "wrong", closed=True)
    began = world.clock.now()
    with pytest.raises(ReaderError) as refused:
        entered(world, name, "wrong")

    assert (code_of(refused), refused.value.wait) == ("sign_in_refused", None)
    assert world.clock.now() - began == MINIMUM_REFUSAL_TIME


def test_an_own_password_is_chosen_at_the_first_sign_in(world):
    world.identities.put("123456", FIRST, matricule="123456", temporary=True)
    asked = entered(world, password=FIRST)
    session = answer_challenge(asked.session, OTHER, HOME, world, kind="new_password")

    assert asked.kind == "new_password"
    assert session.tokens.reader.matricule == "123456"
    assert isinstance(entered(world, password=OTHER), BrowserSession)
    assert outcomes(world, "123456") == ["signed_in", "signed_in", "challenged"]


@pytest.mark.parametrize("weak", ["Elevensig-1", "nocapitals-123", "NOSMALL-12345", "NoDigitsAtAll-x", "With blank-12345"])
def test_a_weak_password_is_refused_and_another_may_be_tried(world, weak):
    world.identities.put("123456", FIRST, matricule="123456", temporary=True)
    asked = entered(world, password=FIRST)
    with pytest.raises(ReaderError) as refused:
        answer_challenge(asked.session, weak, HOME, world, kind="new_password")

    assert code_of(refused) == "weak_password"
    assert answer_challenge(asked.session, OTHER, HOME, world, kind="new_password")


def test_an_own_password_that_found_the_service_busy_is_given_again_with_the_same_ticket(world):
    world.identities.put("123456", FIRST, matricule="123456", temporary=True)
    asked = entered(world, password=FIRST)
    world.identities.busy = 1
    with pytest.raises(TransientError):
        answer_challenge(asked.session, OTHER, HOME, world, kind="new_password")

    assert isinstance(answer_challenge(asked.session, OTHER, HOME, world, kind="new_password"), BrowserSession)


def test_a_code_is_asked_of_whoever_has_an_authenticator(world):
    with_totp(world)
    asked = entered(world)
    session = answer_challenge(asked.session, "123 456", HOME, world, kind="totp")

    assert asked.kind == "totp"
    assert isinstance(session, BrowserSession)
    assert outcomes(world, "123456") == ["signed_in", "challenged", "totp_on", "signed_in"]


def test_codes_are_not_guessed_by_giving_the_right_password_again_and_again(world):
    with_totp(world)
    codes = []
    for number in range(6):
        try:
            asked = entered(world)
            answer_challenge(asked.session, f"{number:06d}", HOME, world, kind="totp")
        except ReaderError as refused:
            codes.append(refused.code)

    assert codes == ["wrong_code"] * 2 + ["too_many_attempts"] * 4


def test_a_mistyped_code_may_be_typed_again(world):
    with_totp(world)
    asked = entered(world)
    for typed in ("000000", "12345", "abcdef"):
        with pytest.raises(ReaderError) as refused:
            answer_challenge(asked.session, typed, HOME, world, kind="totp")
        assert code_of(refused) == "wrong_code"

    assert answer_challenge(asked.session, RIGHT_CODE, HOME, world, kind="totp")


def test_signing_out_ends_this_session_and_no_other(world):
    here, there = entered(world), entered(world, address=AWAY)
    sign_out(here.cookie, HOME, world, everywhere=False)
    with pytest.raises(ReaderError):
        resume(here.cookie, world)

    assert resume(there.cookie, world)
    assert outcomes(world, "123456")[0] == "signed_out"


def test_signing_out_everywhere_ends_them_all(world):
    here, there = entered(world), entered(world, address=AWAY)
    sign_out(here.cookie, HOME, world, everywhere=True)

    for session in (here, there):
        with pytest.raises(ReaderError):
            resume(session.cookie, world)
    assert outcomes(world, "123456")[0] == "signed_out_everywhere"


def test_signing_out_without_a_session_is_no_error(world):
    sign_out("", HOME, world, everywhere=True)

    assert world.sign_in_attempts.all() == []
