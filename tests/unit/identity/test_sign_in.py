"""The door, as the people before it see it."""

from datetime import timedelta

import pytest

from chalicelib.identity.credentials import begin_totp, change_password, confirm_totp, remove_totp, reset_password, send_reset_code
from chalicelib.identity.session_cookie import BrowserSession
from chalicelib.identity.sign_in import NextChallenge, answer_challenge, resume, sign_in, sign_out
from chalicelib.identity.sign_in_attempts import MINIMUM_REFUSAL_TIME
from chalicelib.model.errors import ReaderError, TransientError
from tests.fakes import RIGHT_CODE, SECRET
from tests.world import World

PASSWORD, OTHER, FIRST, WRONG = "Soleil-levant-7", "Lac-Tanganyika-8", "first-Password-1", "wrong"
HOME, AWAY = "197.157.1.1", "41.79.2.2"


@pytest.fixture
def world():
    world = World("123456", "O12345", "AB-0123")
    world.identities.put("123456", PASSWORD, matricule="123456")
    world.identities.put("O12345", PASSWORD, matricule="O12345")
    world.identities.put("archivist", PASSWORD, groups=["archivist"])
    return world


def code_of(refused):
    return refused.value.code


def entered(world, name="123456", password=PASSWORD, address=HOME):
    return sign_in(name, password, address, world)


def refusals(world, times, name="123456", address=HOME, password=WRONG):
    codes = []
    for _ in range(times):
        with pytest.raises(ReaderError) as refused:
            entered(world, name, password, address)
        codes.append(code_of(refused))
    return codes


def outcomes(world, name):
    return [each.outcome for each in world.sign_in_attempts.sign_ins(name, before=None, limit=99)]


def with_totp(world):
    session = entered(world)
    confirm_totp(session, RIGHT_CODE, HOME, world)


def test_a_servant_signs_in_and_is_known_by_matricule_and_role(world):
    session = entered(world)

    assert session.tokens.reader.matricule == "123456"
    assert session.tokens.reader.roles == {"servant"}
    assert outcomes(world, "123456") == ["signed_in"]


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


@pytest.mark.parametrize("name", ["nobody", "999999", "123456", "closed"])
def test_every_no_is_the_same_and_takes_the_same_time(world, name):
    world.identities.put("closed", "wrong", closed=True)
    began = world.clock.now()
    with pytest.raises(ReaderError) as refused:
        entered(world, name, "wrong")

    assert (code_of(refused), refused.value.wait) == ("sign_in_refused", None)
    assert world.clock.now() - began == MINIMUM_REFUSAL_TIME


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


def test_spellings_of_one_matricule_share_their_tries(world):
    codes = [refusals(world, 1, typed)[0] for typed in ("O12345", "o12345", "012345", "0-12345", "OI2345", "O12 345")]

    assert codes[-1] == "too_many_attempts"


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


def test_a_whole_ipv6_network_counts_as_one(world):
    codes = [refusals(world, 1, f"name{number}", f"2c0f:fe38::{number:x}")[0] for number in range(150)]

    assert "too_many_attempts" in codes


def test_the_register_counts_without_knowing_whom(world):
    entered(world)

    assert not [key for key in world.sign_in_attempts._tries if "123456" in key or HOME in key]  # noqa: SLF001 - what is kept is the point


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


def test_a_challenge_is_answered_once(world):
    world.identities.put("123456", FIRST, matricule="123456", temporary=True)
    asked = entered(world, password=FIRST)
    answer_challenge(asked.session, OTHER, HOME, world, kind="new_password")
    with pytest.raises(ReaderError) as refused:
        answer_challenge(asked.session, "Un-autre-encore-9", HOME, world, kind="new_password")

    assert code_of(refused) == "challenge_over"
    assert entered(world, password=OTHER)


def test_an_own_password_that_found_the_service_busy_is_given_again_with_the_same_ticket(world):
    world.identities.put("123456", FIRST, matricule="123456", temporary=True)
    asked = entered(world, password=FIRST)
    world.identities.busy = 1
    with pytest.raises(TransientError):
        answer_challenge(asked.session, OTHER, HOME, world, kind="new_password")

    assert isinstance(answer_challenge(asked.session, OTHER, HOME, world, kind="new_password"), BrowserSession)


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


def ended(world, cookie):
    """Say whether a cookie opens nothing any more."""
    with pytest.raises(ReaderError) as refused:
        resume(cookie, world)
    return code_of(refused) == "not_signed_in"


def test_a_session_keeps_its_cookie_and_nobody_else_has_had_it(world):
    session, other = entered(world), entered(world)
    later = resume(session.cookie, world)

    assert later.cookie == session.cookie != other.cookie
    assert later.tokens.reader == session.tokens.reader
    assert later.tokens.refresh != session.tokens.refresh


def test_an_answer_that_is_lost_on_a_bad_line_takes_no_session_with_it(world):
    cookie = entered(world).cookie
    for _ in range(3):
        resume(cookie, world)  # its answer never comes
        world.clock.pause(10 * 60)

    assert resume(cookie, world)


def test_two_tabs_that_go_on_at_once_both_go_on(world):
    cookie = entered(world).cookie
    tabs = []
    world.identities.meanwhile = lambda: tabs.append(resume(cookie, world))
    tabs.append(resume(cookie, world))
    (kept,) = world.sessions.rows.values()
    world.clock.pause(10 * 60)

    assert len({tab.tokens.token for tab in tabs}) == 2
    assert kept.refresh == tabs[0].tokens.refresh
    assert resume(cookie, world)


def test_a_tab_whose_refresh_token_was_used_up_long_ago_goes_on_with_the_other_tab_s(world):
    cookie = entered(world).cookie

    def other_tab():
        resume(cookie, world)
        world.clock.pause(5 * 60)

    world.identities.meanwhile = other_tab

    assert resume(cookie, world)


@pytest.mark.parametrize("everywhere", [False, True])
@pytest.mark.parametrize("port", ["identities", "sessions"])
def test_a_tab_that_goes_on_while_another_signs_out_is_signed_out(world, port, everywhere):
    cookie = entered(world).cookie
    getattr(world, port).meanwhile = lambda: sign_out(cookie, HOME, world, everywhere=everywhere)

    assert ended(world, cookie)
    assert not world.identities.open


@pytest.mark.parametrize("moment", ["read", "written"])
def test_a_register_that_is_busy_when_a_session_is_read_or_written_signs_nobody_out(world, moment):
    cookie = entered(world).cookie
    if moment == "read":
        world.sessions.busy = 1
    else:
        world.identities.meanwhile = lambda: setattr(world.sessions, "busy", 1)
    with pytest.raises(TransientError):
        resume(cookie, world)
    world.clock.pause(30)

    assert resume(cookie, world)


def test_whoever_steals_the_register_s_row_has_no_cookie(world):
    cookie = entered(world).cookie
    ((mark, session),) = world.sessions.rows.items()

    assert cookie not in mark + repr(session) + session.refresh
    assert "123456" not in mark
    assert session.refresh not in repr(session)
    for stolen in (mark, session.refresh, session.name, mark[:43]):
        assert ended(world, stolen)


def test_a_closed_account_s_session_goes_on_no_further(world):
    cookie = entered(world).cookie
    world.identities.accounts["123456"].closed = True

    assert ended(world, cookie)


def test_a_session_that_lay_idle_for_half_an_hour_has_ended(world):
    cookie = entered(world).cookie
    world.clock.pause(29 * 60)
    cookie = resume(cookie, world).cookie
    world.clock.pause(31 * 60)
    with pytest.raises(ReaderError) as refused:
        resume(cookie, world)

    assert code_of(refused) == "not_signed_in"


@pytest.mark.parametrize("cookie", ["", "x", "1.2.3", "refresh-1", "A" * 43, "é" * 43, "\ud800" * 43, "A" * 43 + "\n"])
def test_a_cookie_that_is_not_ours_opens_nothing(world, cookie):
    entered(world)

    assert ended(world, cookie)


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
