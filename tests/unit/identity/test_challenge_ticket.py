"""Challenges are answered once, in time, and by whom they were made for."""

from dataclasses import replace

import pytest

from chalicelib.identity.credentials import reset_password
from chalicelib.identity.sign_in import answer_challenge
from chalicelib.model.account import Account
from chalicelib.model.errors import ReaderError, TransientError
from tests.fakes import RIGHT_CODE
from tests.unit.identity.sign_ins import FIRST, HOME, OTHER, code_of, entered, with_totp

ANOTHER = "Un-autre-encore-9"


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


def newcomer(world):
    """Sign in with a first password, as often as wanted."""
    world.identities.put("123456", FIRST, matricule="123456", temporary=True)
    return entered(world, password=FIRST)


def refusal(world, ticket, answer, kind="new_password"):
    with pytest.raises(ReaderError) as refused:
        answer_challenge(ticket, answer, HOME, world, kind=kind)
    return code_of(refused)


def lets_answers_pass_again(identities):
    """Make the pool as forgetful as the emulator is: it accepts the answer to a challenge again and again."""
    once = identities.answer_challenge

    def answered(challenge, answer):
        done = once(challenge, answer)
        identities.open[challenge.session] = challenge.name.casefold()
        return done

    identities.answer_challenge = answered


def test_a_replayed_answer_sets_no_password_even_where_the_pool_would_accept_it(world):
    ticket = newcomer(world).session
    lets_answers_pass_again(world.identities)
    answer_challenge(ticket, OTHER, HOME, world, kind="new_password")

    assert refusal(world, ticket, ANOTHER) == "challenge_over"
    assert world.identities.accounts["123456"].password == OTHER


def test_of_two_answers_at_once_one_is_asked_of_the_pool(world):
    ticket, codes = newcomer(world).session, []
    lets_answers_pass_again(world.identities)
    answered = world.identities.answer_challenge

    def overtaken(challenge, answer):
        if not codes:
            codes.append("")
            codes.append(refusal(world, ticket, ANOTHER))
        return answered(challenge, answer)

    world.identities.answer_challenge = overtaken
    answer_challenge(ticket, OTHER, HOME, world, kind="new_password")

    assert codes == ["", "challenge_over"]
    assert world.identities.accounts["123456"].password == OTHER


def test_a_second_ticket_is_over_once_the_owner_has_chosen(world):
    first, second = newcomer(world).session, entered(world, password=FIRST).session
    answer_challenge(first, OTHER, HOME, world, kind="new_password")

    assert refusal(world, second, ANOTHER) == "challenge_over"
    assert entered(world, password=OTHER)


def test_a_ticket_is_over_once_a_mailed_code_has_set_another_password(world):
    ticket = newcomer(world).session
    reset_password("123456", RIGHT_CODE, OTHER, HOME, world)

    assert refusal(world, ticket, ANOTHER) == "challenge_over"


def test_a_ticket_is_over_once_the_counter_has_given_another_first_password(world):
    account = Account(matricule="123456", status="open", changed_at=world.clock.now(), password_at=world.clock.now())
    world.account_ledger.record([account])
    ticket = newcomer(world).session
    world.clock.pause(60)
    world.account_ledger.record([replace(account, password_at=world.clock.now())])

    assert refusal(world, ticket, OTHER) == "challenge_over"


def test_a_ticket_that_met_a_busy_pool_is_still_the_only_one(world):
    ticket, second = newcomer(world).session, entered(world, password=FIRST).session
    world.identities.busy = 1
    with pytest.raises(TransientError):
        answer_challenge(ticket, OTHER, HOME, world, kind="new_password")
    answer_challenge(ticket, OTHER, HOME, world, kind="new_password")

    assert refusal(world, second, ANOTHER) == "challenge_over"


def test_a_code_opens_one_session(world):
    with_totp(world)
    ticket = entered(world).session
    lets_answers_pass_again(world.identities)
    answer_challenge(ticket, RIGHT_CODE, HOME, world, kind="totp")

    assert refusal(world, ticket, RIGHT_CODE, kind="totp") == "challenge_over"


def test_the_first_password_is_not_taken_as_the_own_one(world):
    ticket = newcomer(world).session

    assert refusal(world, ticket, FIRST) == "same_password"
    assert answer_challenge(ticket, OTHER, HOME, world, kind="new_password")
