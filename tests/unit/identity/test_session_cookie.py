"""A session and its cookie, from the sign-in to the end."""

import pytest

from chalicelib.identity.sign_in import resume, sign_out
from chalicelib.model.errors import ReaderError, TransientError
from tests.unit.identity.sign_ins import HOME, code_of, ended, entered


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
