"""Notices by mail: who is told, when, and what the mail never says."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.access.notices import WORDS, send_notices, state_of, switch_notices
from chalicelib.access.pieces import link_original
from chalicelib.model.errors import TransientError
from chalicelib.model.notice import LANGUAGES
from tests.unit.access.readers import ARCHIVIST, JEAN, MARIE, piece_of, refused, servant, world_of_three_pieces
from tests.world import scan

ADDRESS = "jean@exemple.bi"


@pytest.fixture
def world():
    """Jean has a verified address and wants mail; nothing new has come yet."""
    world = world_of_three_pieces()
    world.settings = replace(world.settings, notices=True, office_hours=(0, 24))
    for matricule in (JEAN, MARIE):
        world.accounts.open_account(matricule, "x")
    world.accounts.users[JEAN].email = ADDRESS
    switch_notices(servant(JEAN), world, on=True, language="rn")
    world.clock.pause(60)
    return world


def came(world, name, matricule=JEAN):
    world.sync({f"lot-{name}/{matricule}/{name}.pdf": scan(name)})
    world.run()


def sent(world):
    """Run, and say to whom and in which words mail has gone."""
    done = send_notices(world, until=world.clock.now() + timedelta(minutes=4))
    mails, world.mail.sent = world.mail.sent, []
    assert done.sent == len(mails)
    return mails


def next_day(world):
    world.clock.pause(timedelta(days=1).total_seconds())


def test_a_servant_is_told_once_in_their_language_that_a_piece_came_and_never_which(world):
    came(world, "neuf")
    mails = [sent(world), sent(world)]
    next_day(world)
    mails.append(sent(world))

    assert mails == [[(ADDRESS, *WORDS["rn"])], [], []]


def test_there_is_one_mail_a_day_and_the_next_is_about_what_came_since(world):
    came(world, "neuf")
    first = sent(world)
    came(world, "autre")
    same_day = sent(world)
    next_day(world)
    then = sent(world)

    assert [len(each) for each in (first, same_day, then)] == [1, 0, 1]


def test_what_was_there_before_what_was_opened_and_what_came_for_others_is_no_news(world):
    came(world, "autre", MARIE)
    nothing = sent(world)
    came(world, "neuf")
    link_original(servant(JEAN), piece_of(world, "neuf.pdf").piece, world)
    next_day(world)

    assert (nothing, sent(world)) == ([], [])


def run(world):
    return send_notices(world, until=world.clock.now() + timedelta(minutes=4))


def both_want_mail_and_have_a_new_piece(world):
    world.accounts.users[MARIE].email = "marie@exemple.bi"
    switch_notices(servant(MARIE), world, on=True, language="en")
    world.clock.pause(60)
    came(world, "neuf")
    came(world, "autre", MARIE)


def test_an_address_that_is_refused_keeps_nobody_else_from_their_mail_and_its_servant_is_told_on_the_account_screen(world):
    both_want_mail_and_have_a_new_piece(world)
    world.mail.refused.add(ADDRESS)
    done = run(world)
    told = [state_of(servant(each), world.accounts.look_up(each), world) for each in (JEAN, MARIE)]
    mails = list(world.mail.sent)
    world.mail.refused.clear()
    today = run(world).sent
    next_day(world)
    then = run(world).sent

    assert (done.looked, done.sent, done.refused, done.failures) == (2, 1, 1, ())
    assert mails == [("marie@exemple.bi", *WORDS["en"])]
    assert told == ["refused", "on"]
    assert (today, then) == (0, 1)
    assert state_of(servant(JEAN), world.accounts.look_up(JEAN), world) == "on"


def test_where_no_mail_may_be_sent_each_turn_is_counted_as_failed_and_the_next_day_sends_them(world):
    both_want_mail_and_have_a_new_piece(world)
    world.mail.denied = True
    done = run(world)
    world.mail.denied = False
    next_day(world)

    assert (done.looked, done.sent, done.refused) == (2, 0, 0)
    assert done.failures == ("mail_denied: AccessDeniedException",) * 2
    assert run(world).sent == 2


def test_a_register_that_is_busy_for_one_servant_keeps_nobody_else_from_their_mail(world):
    both_want_mail_and_have_a_new_piece(world)
    claim, world.notices.claim = world.notices.claim, lambda wish, day: busy() if wish.matricule == JEAN else claim(wish, day)
    done = run(world)

    assert (done.looked, done.sent, done.failures) == (1, 1, ("busy",))


def busy():
    raise TransientError("busy")


@pytest.mark.parametrize("change", ["off", "closed", "unverified", "setting", "address"])
def test_nobody_is_written_to_who_does_not_want_it_whose_account_is_closed_or_where_no_mail_is_sent(world, change):
    came(world, "neuf")
    match change:
        case "off":
            switch_notices(servant(JEAN), world, on=False, language="fr")
        case "closed":
            world.accounts.users[JEAN].enabled = False
        case "unverified":
            world.accounts.users[JEAN].email = None
        case "setting":
            world.settings = replace(world.settings, notices=False)
        case "address":
            world.mail.installed = False

    assert sent(world) == []


def test_no_mail_leaves_outside_office_hours_nor_once_the_time_is_up(world):
    came(world, "neuf")
    hour = (world.clock.now() + timedelta(hours=2)).hour  # of Bujumbura
    world.settings = replace(world.settings, office_hours=(hour + 1, hour + 2))
    early = sent(world)
    world.settings = replace(world.settings, office_hours=(hour, hour + 1))
    late = send_notices(world, until=world.clock.now())

    assert (early, late.looked) == ([], 0)
    assert len(sent(world)) == 1


def test_the_account_screen_says_whether_there_are_notices_and_refuses_a_switch_that_does_nothing(world):
    def state(reader):
        return state_of(reader, world.accounts.look_up(reader.name), world)

    told = [state(servant(JEAN)), state(servant(MARIE)), state(ARCHIVIST)]
    switch_notices(servant(JEAN), world, on=False, language="fr")
    told.append(state(servant(JEAN)))

    assert told == ["on", "no_address", None, "off"]
    assert refused(switch_notices, servant(MARIE), world, on=True, language="fr") == "not_found"
    assert refused(switch_notices, ARCHIVIST, world, on=True, language="fr") == "not_found"
    assert refused(switch_notices, servant(JEAN), world, on=True, language="de") == "invalid"
    world.settings = replace(world.settings, notices=False)
    assert state(servant(JEAN)) is None


def test_each_language_has_its_mail_without_a_link_or_a_number():
    assert WORDS.keys() == set(LANGUAGES)
    for subject, text in WORDS.values():
        assert not re.search(r"https?:|www\.|[0-9@{}]", subject + text)
