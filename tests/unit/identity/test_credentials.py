"""Readers change their password and their authenticator."""

import unicodedata
from datetime import timedelta

import pytest

from chalicelib.identity.credentials import begin_totp, change_password, confirm_totp, remove_totp, reset_password, send_reset_code
from chalicelib.identity.session_cookie import BrowserSession
from chalicelib.identity.sign_in import NextChallenge, answer_challenge, resume
from chalicelib.identity.sign_in_attempts import MINIMUM_REFUSAL_TIME
from chalicelib.model.errors import ReaderError
from tests.fakes import RIGHT_CODE, SECRET
from tests.unit.identity.sign_ins import AWAY, HOME, OTHER, PASSWORD, WRONG, code_of, ended, entered, outcomes, refusals, with_totp


def test_whoever_changes_their_password_throws_everybody_else_out(world):
    here, there = entered(world), entered(world, address=AWAY)
    world.clock.pause(60)
    after = change_password(here, PASSWORD, OTHER, HOME, world)

    assert resume(after.cookie, world).tokens.reader.name == "123456"
    assert ended(world, here.cookie)
    assert ended(world, there.cookie)
    assert next(iter(world.sessions.rows.values())) is None
    assert outcomes(world, "123456")[0] == "password_changed"


def test_whoever_has_an_authenticator_signs_in_anew_after_a_change(world):
    with_totp(world)
    session = answer_challenge(entered(world).session, RIGHT_CODE, HOME, world, kind="totp")

    assert change_password(session, PASSWORD, OTHER, HOME, world) is None
    assert isinstance(entered(world, password=OTHER), NextChallenge)


def test_an_open_session_does_not_guess_the_password(world):
    session = entered(world)
    codes = []
    for _ in range(6):
        with pytest.raises(ReaderError) as refused:
            change_password(session, "wrong", OTHER, HOME, world)
        codes.append(code_of(refused))

    assert codes == ["wrong_password"] * 5 + ["too_many_attempts"]


def test_an_authenticator_is_offered_as_text_and_as_an_address(world):
    made = begin_totp(entered(world), PASSWORD, HOME, world)

    assert made.secret == SECRET
    assert made.uri == f"otpauth://totp/Ububiko:123456?secret={SECRET}&issuer=Ububiko"


def test_an_authenticator_is_put_in_the_place_of_another_only_with_the_password(world):
    with_totp(world)
    left_open = answer_challenge(entered(world).session, RIGHT_CODE, HOME, world, kind="totp")
    codes = []
    for guess in (WRONG, "", OTHER, WRONG, WRONG, PASSWORD):
        with pytest.raises(ReaderError) as refused:
            begin_totp(left_open, guess, AWAY, world)
        codes.append(code_of(refused))

    assert codes == ["wrong_password"] * 5 + ["too_many_attempts"]
    assert outcomes(world, "123456")[0] == "password_refused"


def test_the_proof_of_a_password_leaves_no_session_behind(world):
    session = entered(world)
    begin_totp(session, PASSWORD, HOME, world)

    assert list(world.identities.open) == [session.tokens.refresh]


def test_an_authenticator_is_taken_away_only_with_the_password(world):
    with_totp(world)
    session = answer_challenge(entered(world).session, RIGHT_CODE, HOME, world, kind="totp")
    with pytest.raises(ReaderError) as refused:
        remove_totp(session, "wrong", HOME, world)
    remove_totp(session, PASSWORD, HOME, world)

    assert code_of(refused) == "wrong_password"
    assert isinstance(entered(world), BrowserSession)
    assert outcomes(world, "123456")[1] == "totp_off"


def test_nobody_learns_by_asking_for_a_code_who_has_an_account(world):
    took = []
    for name in ("123456", "nobody"):
        began = world.clock.now()
        send_reset_code(name, HOME, world)
        took.append(world.clock.now() - began)

    assert took == [MINIMUM_REFUSAL_TIME, MINIMUM_REFUSAL_TIME]
    assert world.identities.sent == ["123456"]


def test_an_account_is_sent_few_codes(world):
    for name in ("123456", "nobody"):
        for _ in range(3):
            send_reset_code(name, HOME, world)
        with pytest.raises(ReaderError) as refused:
            send_reset_code(name, HOME, world)
        assert code_of(refused) == "too_many_attempts"

    assert len(world.identities.sent) == 3
    assert entered(world)


def test_a_new_password_by_code_ends_every_session_and_every_wait(world):
    session = entered(world)
    refusals(world, 5)
    reset_password("12 34 56", RIGHT_CODE, OTHER, AWAY, world)

    assert entered(world, password=OTHER)
    with pytest.raises(ReaderError):
        resume(session.cookie, world)


@pytest.mark.parametrize("name", ["123456", "nobody"])
def test_codes_by_mail_are_not_guessed_and_tell_of_nobody(world, name):
    codes = []
    for _ in range(6):
        began = world.clock.now()
        with pytest.raises(ReaderError) as refused:
            reset_password(name, "000000", OTHER, HOME, world)
        codes.append((code_of(refused), world.clock.now() - began))
    with pytest.raises(ReaderError) as weak:
        reset_password(name, "000000", "weak", HOME, world)

    assert codes == [("wrong_code", MINIMUM_REFUSAL_TIME)] * 5 + [("too_many_attempts", timedelta())]
    assert code_of(weak) == "weak_password"


ACCENTED = "Été-à-Gitega-7"


def decomposed(password):
    return unicodedata.normalize("NFD", password)


@pytest.mark.parametrize("same", [PASSWORD, ACCENTED, decomposed(ACCENTED)])
def test_an_unchanged_password_is_no_change(world, same):
    world.identities.put("123456", unicodedata.normalize("NFC", same), matricule="123456")
    session = entered(world, password=same)
    with pytest.raises(ReaderError) as refused:
        change_password(session, same, unicodedata.normalize("NFC", same), HOME, world)

    assert code_of(refused) == "same_password"
    assert resume(session.cookie, world)


def test_a_password_set_on_one_device_opens_from_another(world):
    session = change_password(entered(world), PASSWORD, decomposed(ACCENTED), HOME, world)
    begin_totp(session, decomposed(ACCENTED), HOME, world)
    remove_totp(session, ACCENTED, HOME, world)
    reset_password("123456", RIGHT_CODE, decomposed(ACCENTED), HOME, world)

    assert entered(world, password=ACCENTED)
    assert entered(world, password=decomposed(ACCENTED))


@pytest.mark.parametrize("code", ["  ", "12345", "abcdef", "1" * 200, "١٢٣٤٥٦"])
def test_what_is_no_code_is_a_wrong_one(world, code):
    with pytest.raises(ReaderError) as refused:
        reset_password("123456", code, OTHER, HOME, world)

    assert code_of(refused) == "wrong_code"


def test_codes_of_a_new_authenticator_are_not_guessed(world):
    session = entered(world)
    codes = []
    for _ in range(6):
        with pytest.raises(ReaderError) as refused:
            confirm_totp(session, "000000", HOME, world)
        codes.append(code_of(refused))

    assert codes == ["wrong_code"] * 5 + ["too_many_attempts"]
