"""Challenges are answered once, in time, and by whom they were made for."""

import pytest

from chalicelib.identity.sign_in import answer_challenge
from chalicelib.model.errors import ReaderError
from tests.fakes import RIGHT_CODE
from tests.unit.identity.sign_ins import FIRST, HOME, OTHER, code_of, entered


def test_a_challenge_waits_a_quarter_of_an_hour_and_no_longer(world):
    world.identities.put("123456", FIRST, matricule="123456", temporary=True)
    asked = entered(world, password=FIRST)
    world.clock.pause(901)
    with pytest.raises(ReaderError) as refused:
        answer_challenge(asked.session, OTHER, HOME, world, kind="new_password")

    assert code_of(refused) == "challenge_over"


def test_nobody_answers_a_challenge_that_was_not_put_to_them(world):
    world.identities.put("123456", FIRST, matricule="123456", temporary=True)
    session = entered(world, password=FIRST).session
    with_code = entered(world, "archivist").cookie
    forged = [session[:-1], session + "A", session.replace(".", "", 1), "x", with_code, session.split(".", 2)[2], "\ud800"]
    codes = set()
    for each in forged:
        with pytest.raises(ReaderError) as refused:
            answer_challenge(each, OTHER, HOME, world, kind="new_password")
        codes.add(code_of(refused))
    with pytest.raises(ReaderError) as other_kind:
        answer_challenge(session, RIGHT_CODE, HOME, world, kind="totp")

    assert codes == {"challenge_over"}
    assert code_of(other_kind) == "challenge_over"


def test_a_challenge_is_answered_once(world):
    world.identities.put("123456", FIRST, matricule="123456", temporary=True)
    asked = entered(world, password=FIRST)
    answer_challenge(asked.session, OTHER, HOME, world, kind="new_password")
    with pytest.raises(ReaderError) as refused:
        answer_challenge(asked.session, "Un-autre-encore-9", HOME, world, kind="new_password")

    assert code_of(refused) == "challenge_over"
    assert entered(world, password=OTHER)
