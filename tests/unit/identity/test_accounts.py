"""Who gets an account, on which paper, and when it is taken away."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.identity.accounts import close_account, look_up, open_account, reset_account
from chalicelib.identity.deprovisioning import settle_accounts
from chalicelib.identity.passwords import DIGITS, LETTERS, first_password
from chalicelib.identity.provisioning import ProvisioningRequest, open_accounts, reset_accounts
from chalicelib.model.errors import ConflictError, PermanentError, ReaderError, TransientError
from chalicelib.model.identifiers import fold, shape
from chalicelib.model.register import RosterPointer
from chalicelib.model.servant import Servant
from chalicelib.settings import read_settings
from tests.fakes import MORNING, FakeArchive, FakeUser

SITE = "https://archives.example.bi/"
JEAN = Servant(matricule="100001", name="NDAYIZEYE", first_names="Jean", ministry="Santé publique", province="Gitega", written="100.001")
ALINE = Servant(matricule="100002", name="BUKURU", first_names="Aline", ministry="Éducation", province="Ngozi")
MARC = Servant(matricule="100003", name="NIYONZIMA", first_names="Marc", ministry="Éducation", province="Gitega", status="Révoqué")


class Ministry(FakeArchive):
    """The archive, with a roster that changes."""

    def __init__(self, *servants):
        super().__init__(site_url=SITE)
        self.put_in_force(*servants)

    def put_in_force(self, *servants):
        """Load a roster."""
        seen = self.register.roster_pointer()
        generation = f"g{int(seen.generation[1:]) + 1}" if seen else "g1"
        self.register.put_servants(generation, servants)
        shapes = frozenset(shape(fold(each.matricule)) for each in servants)
        pointer = RosterPointer(generation=generation, count=len(servants), shapes=shapes, uploaded_at=MORNING)
        self.register.put_roster_in_force(pointer, seen=seen)

    def open(self, *, until=None, **wish):
        """Open accounts in one round."""
        done = open_accounts(ProvisioningRequest(**wish), self, until=until or self.clock.now() + timedelta(minutes=13))
        self.clock.pause(60)
        return done

    def settle(self, *, until=None, confirmed=False):
        """Let accounts follow the roster."""
        done = settle_accounts(self, until=until or self.clock.now() + timedelta(minutes=13), confirmed=confirmed)
        self.clock.pause(60)
        return done

    def printed(self):
        """Read every slip."""
        return "".join(body for key, body in self.outbox.objects.items() if key.startswith("slips/"))

    def calls(self, name):
        """Name those whom Cognito was asked about."""
        return [matricule for call, matricule in self.accounts.calls if call == name]


def many(count, **facts):
    """Invent a ministry's servants."""
    return [Servant(matricule=f"{200000 + number}", name=f"AGENT{number}", **facts) for number in range(count)]


def passwords(page):
    """Read the passwords off printed slips."""
    return ["".join(re.findall(r"<span>(\w+)</span>", found)) for found in re.findall(r'<dd class="pass">(.*?)</dd>', page)]


def test_a_servant_of_the_roster_gets_an_account_and_a_slip_that_opens_it():
    ministry = Ministry(JEAN)
    done = ministry.open()

    (key,) = done.slips
    page = ministry.outbox.objects[key]
    assert (done.opened, done.already, done.next) == (1, 0, None)
    assert re.fullmatch(r"slips/2026-11-23-[0-9a-f]{8}/001\.html", key)
    assert passwords(page) == [ministry.accounts.users["100001"].password]
    assert ministry.accounts.users["100001"].matricule == "100001"
    for said in ("NDAYIZEYE Jean", "100.001", "Santé publique", "archives.example.bi", "23 décembre 2026", "projet de traduction"):
        assert said in page


def test_a_password_stands_on_the_slip_and_nowhere_in_the_register():
    ministry = Ministry(JEAN)
    done = ministry.open()

    password = ministry.accounts.users["100001"].password
    assert password not in repr((done, list(ministry.account_ledger.all_accounts()), ministry.account_ledger.events))


def test_opening_again_gives_nobody_a_second_password():
    ministry = Ministry(JEAN, ALINE)
    ministry.open()
    before = {name: user.password for name, user in ministry.accounts.users.items()}
    done = ministry.open()

    assert (done.opened, done.already, done.slips) == (0, 2, ())
    assert {name: user.password for name, user in ministry.accounts.users.items()} == before
    assert len(ministry.calls("open")) == 2


def test_an_account_that_an_administrator_made_by_hand_is_left_as_it_is():
    ministry = Ministry(JEAN)
    ministry.accounts.users["100001"] = FakeUser(password="theirs", matricule="100001")  # noqa: S106
    done = ministry.open()

    assert (done.opened, done.already, done.slips) == (0, 1, ())
    assert ministry.accounts.users["100001"].password == "theirs"  # noqa: S105


@pytest.mark.parametrize("theirs", [None, "100002"])
def test_a_user_name_that_leads_to_another_case_file_is_told_and_not_touched(theirs):
    ministry = Ministry(JEAN)
    ministry.accounts.users["100001"] = FakeUser(password="theirs", matricule=theirs)  # noqa: S106
    done = ministry.open()
    ministry.put_in_force(ALINE)
    ministry.settle()

    assert (done.opened, done.odd) == (0, ("100001",))
    assert ministry.accounts.users["100001"] == FakeUser(password="theirs", matricule=theirs)  # noqa: S106


def test_a_slip_that_was_lost_with_the_worker_is_written_again_with_a_new_password():
    ministry = Ministry(JEAN)
    ministry.outbox.broken = True
    with pytest.raises(TransientError):
        ministry.open()
    lost = ministry.accounts.users["100001"].password
    ministry.outbox.broken = False
    done = ministry.open()

    assert done.opened == 1
    assert passwords(ministry.printed()) == [ministry.accounts.users["100001"].password] != [lost]
    assert ministry.open().already == 1


def test_only_the_ministry_or_province_that_was_asked_for_is_served():
    ministry = Ministry(JEAN, ALINE)
    ministry.open(province="NGOZI")

    assert set(ministry.accounts.users) == {"100002"}
    assert ministry.open(ministry="sante publique").opened == 1


def test_matricules_asked_for_are_served_however_they_are_written_and_unknown_ones_told():
    ministry = Ministry(JEAN, ALINE)
    done = ministry.open(matricules=("100 001", "999999"))

    assert set(ministry.accounts.users) == {"100001"}
    assert (done.unknown, done.next) == (("999999",), None)


def test_a_servant_who_was_dismissed_gets_no_account_and_a_retired_one_does():
    ministry = Ministry(MARC, replace(JEAN, status="Retraité"))
    done = ministry.open()

    assert (done.opened, done.not_entitled) == (1, 1)
    assert set(ministry.accounts.users) == {"100001"}


def test_rounds_of_a_limit_go_on_with_the_cursor_until_all_have_one_account():
    ministry = Ministry(*many(450))
    rounds, cursor = [], None
    while True:
        done = ministry.open(limit=100, cursor=cursor)
        rounds.append(done.opened)
        cursor = done.next
        if cursor is None:
            break

    assert rounds == [100, 100, 100, 100, 50]
    assert len(ministry.calls("open")) == len(set(ministry.calls("open"))) == 450


def test_a_round_ends_in_time_with_every_slip_written():
    ministry = Ministry(*many(300))
    done = ministry.open(until=ministry.clock.now() + timedelta(seconds=10))

    assert 140 <= done.opened <= 160
    assert done.next is not None
    assert sorted(passwords(ministry.printed())) == sorted(user.password for user in ministry.accounts.users.values())


def test_no_more_accounts_a_second_than_the_setting_says():
    ministry = Ministry(*many(150))
    open_accounts(ProvisioningRequest(), ministry, until=MORNING + timedelta(minutes=13))

    assert timedelta(seconds=9) < ministry.clock.now() - MORNING < timedelta(seconds=11)


def test_a_file_holds_two_hundred_slips_at_most():
    ministry = Ministry(*many(450))
    done = ministry.open()

    assert [len(passwords(ministry.outbox.objects[key])) for key in done.slips] == [200, 200, 50]


def test_when_the_pool_has_had_enough_the_round_ends_and_the_next_one_goes_on():
    ministry = Ministry(JEAN, ALINE)
    ministry.accounts.busy = 1
    done = ministry.open()
    again = ministry.open(cursor=done.next)

    assert (done.busy, done.opened) == (True, 0)
    assert (again.busy, again.opened, again.next) == (False, 2, None)


def test_nothing_is_opened_without_a_roster_or_an_address_for_the_slip():
    with pytest.raises(PermanentError, match="no_roster"):
        open_accounts(ProvisioningRequest(), FakeArchive(site_url=SITE), until=MORNING)
    ministry = Ministry(JEAN)
    ministry.settings = replace(ministry.settings, site_url="")
    with pytest.raises(PermanentError, match="no_site"):
        ministry.open()

    assert ministry.accounts.calls == []


def test_slips_that_were_lost_in_the_post_are_made_again_for_those_who_are_named():
    ministry = Ministry(JEAN, ALINE)
    ministry.open()
    old = ministry.accounts.users["100001"].password
    done = reset_accounts(["100001"], "fiches perdues", ministry)

    assert (done.opened, len(done.slips)) == (1, 1)
    assert ministry.accounts.users["100001"].password != old
    assert [(event.deed, event.reason) for event in ministry.account_ledger.history("100001", 5)] == [
        ("reset", "fiches perdues"),
        ("opened", ""),
    ]


def test_a_reset_that_was_cut_short_says_who_is_left_and_keeps_the_slips_of_the_others():
    ministry = Ministry(*many(5))
    ministry.open()
    ministry.accounts.busy_after = 3
    done = reset_accounts([each.matricule for each in many(5)] + ["200000"], "fiches perdues", ministry)

    assert (done.busy, done.opened, done.left) == (True, 1, ("200001", "200002", "200003", "200004"))
    assert passwords(ministry.outbox.objects[done.slips[0]]) == [ministry.accounts.users["200000"].password]


def test_a_first_password_meets_the_policy_and_has_no_sign_that_is_taken_for_another():
    made = {first_password() for _ in range(500)}

    assert len(made) == 500
    for password in made:
        assert re.fullmatch(f"[{LETTERS.upper()}][{LETTERS}]{{3}}[{LETTERS.upper()}][{LETTERS}]{{3}}[{DIGITS}]{{4}}", password)
    assert not set(LETTERS + LETTERS.upper() + DIGITS) & set("aeiouyAEIOUYlL01")


def test_who_is_no_longer_in_the_roster_is_let_in_no_more_and_who_comes_back_is():
    ministry = Ministry(JEAN, ALINE)
    ministry.open()
    ministry.put_in_force(ALINE)
    left = ministry.settle()
    away = ministry.accounts.users["100001"].enabled
    ministry.put_in_force(JEAN, ALINE)
    back = ministry.settle()

    assert (left.closed, away, back.reopened) == (1, False, 1)
    assert ministry.accounts.users["100001"].enabled
    assert [event.deed for event in ministry.account_ledger.history("100001", 5)] == ["reopened", "closed", "opened"]


def test_an_account_that_closes_ends_its_sessions():
    ministry = Ministry(JEAN)
    ministry.open()
    ministry.put_in_force(replace(JEAN, status="DÉCÉDÉ"))
    ministry.settle()

    assert ministry.accounts.users["100001"].signed_out == 1
    assert ministry.account_ledger.history("100001", 1)[0].reason == "DÉCÉDÉ"


def test_a_new_roster_asks_the_pool_about_those_alone_who_change():
    ministry = Ministry(*many(1000))
    ministry.open()
    ministry.accounts.calls.clear()
    ministry.put_in_force(*many(998))
    ministry.settle()
    ministry.settle()

    assert ministry.accounts.calls == [("close", "200998"), ("close", "200999")]


def test_closing_that_ran_out_of_time_goes_on_where_it_was():
    ministry = Ministry(*many(1000))
    ministry.open()
    ministry.put_in_force(*many(970))
    first = ministry.settle(until=ministry.clock.now() + timedelta(seconds=1))
    second = ministry.settle()

    assert first.left > 0
    assert (first.closed + second.closed, second.left) == (30, 0)
    assert len(ministry.calls("close")) == 30


def test_too_many_closings_at_once_wait_for_a_person():
    ministry = Ministry(*many(100))
    ministry.open()
    ministry.put_in_force(*many(100, status="décédé"))
    automatic = ministry.settle()
    still = all(user.enabled for user in ministry.accounts.users.values())
    confirmed = ministry.settle(confirmed=True)

    assert (automatic.waiting, automatic.closed, still) == (100, 0, True)
    assert confirmed.closed == 100


def test_what_a_person_closed_the_roster_does_not_open_again():
    ministry = Ministry(JEAN)
    ministry.open()
    close_account("100001", "archivist", ministry, reason="décision n° 12")
    ministry.settle()

    assert not ministry.accounts.users["100001"].enabled


@pytest.mark.parametrize("moment", ["pause", "reopen"])
def test_what_a_person_closes_while_accounts_follow_the_roster_stays_closed_by_that_person(moment):
    ministry = Ministry(JEAN, ALINE)
    ministry.open()
    ministry.put_in_force(ALINE)
    ministry.settle()
    ministry.put_in_force(JEAN, ALINE)
    meanwhile(ministry, moment, lambda: close_account("100001", "archivist", ministry, reason="décision n° 12"))
    done = ministry.settle()

    assert done.reopened == 0
    assert ministry.account_ledger.account("100001").closer == "person"
    assert not ministry.accounts.users["100001"].enabled


def meanwhile(ministry, moment, deed):
    """Have a person do something after the list was read, or while the pool is asked."""
    every, reopen = ministry.account_ledger.all_accounts, ministry.accounts.enable

    def listed():
        found = list(every())
        deed()
        return found

    def reopened(matricule):
        reopen(matricule)
        deed()

    if moment == "pause":
        ministry.account_ledger.all_accounts = listed
    else:
        ministry.accounts.enable = reopened


def test_an_archive_without_accounts_settles_at_once():
    ministry = Ministry(JEAN)
    ministry.settle()

    assert ministry.accounts.calls == []


def test_the_counter_gives_a_new_first_password_ends_every_session_and_writes_why():
    ministry = Ministry(JEAN)
    ministry.open()
    user = ministry.accounts.users["100001"]
    user.must_change, user.totp, old = False, True, user.password
    slip = reset_account("100001", "archivist", ministry, reason="fiche perdue")

    assert slip.password == user.password != old
    assert (user.must_change, user.totp, user.signed_out) == (True, True, 1)
    event = ministry.account_ledger.history("100001", 1)[0]
    assert (event.deed, event.by, event.reason, event.totp_removed) == ("reset", "archivist", "fiche perdue", False)
    assert look_up("100001", ministry).expires_at == slip.expires_at


def test_the_counter_takes_the_second_factor_away_when_asked():
    ministry = Ministry(JEAN)
    ministry.open()
    ministry.accounts.users["100001"].totp = True
    reset_account("100001", "archivist", ministry, reason="téléphone perdu", forget_totp=True)

    assert look_up("100001", ministry).totp is False
    assert ministry.account_ledger.history("100001", 1)[0].totp_removed


def test_nothing_is_done_that_could_not_be_written_in_the_journal():
    ministry = Ministry(JEAN)
    ministry.open()
    old = ministry.accounts.users["100001"].password
    ministry.account_ledger.broken = True
    for deed in (reset_account, close_account):
        with pytest.raises(ConflictError):
            deed("100001", "archivist", ministry, reason="motif")

    assert (ministry.accounts.users["100001"].password, ministry.accounts.users["100001"].enabled) == (old, True)


def test_a_reason_that_must_not_be_kept_is_not_written_and_nothing_is_done():
    ministry = Ministry(JEAN)
    ministry.open()
    before = list(ministry.account_ledger.events)
    for deed in (reset_account, close_account):
        with pytest.raises(ReaderError, match="forbidden_word"):
            deed("100001", "archivist", ministry, reason="agent hutu")
    with pytest.raises(PermanentError, match="forbidden_word"):
        reset_accounts(["100001"], "membre du syndicat", ministry)

    assert ministry.account_ledger.events == before
    assert ministry.accounts.users["100001"].enabled


def test_the_account_of_somebody_with_a_role_is_not_the_counter_s():
    ministry = Ministry(JEAN)
    ministry.open()
    user = ministry.accounts.users["100001"]
    user.groups, old = frozenset({"auditor"}), user.password
    for deed in (
        lambda: reset_account("100001", "archivist", ministry, reason="motif"),
        lambda: close_account("100001", "archivist", ministry, reason="motif"),
    ):
        with pytest.raises(ReaderError, match="staff_account"):
            deed()

    assert (user.password, user.enabled) == (old, True)
    assert look_up("100001", ministry).staff
    assert reset_accounts(["100001"], "motif", ministry).odd == ("100001",)


@pytest.mark.parametrize("written", ["999999", "100.001", "10000", "1000011", "IOOOOI", "", "archivist"])
def test_only_a_matricule_of_the_roster_letter_for_letter_names_an_account(written):
    ministry = Ministry(JEAN)
    ministry.open()
    ministry.accounts.users["archivist"] = FakeUser(password="x", matricule=None, groups=frozenset({"archivist"}))  # noqa: S106

    for ask in (
        lambda: look_up(written, ministry),
        lambda: open_account(written, "archivist", ministry),
        lambda: reset_account(written, "archivist", ministry, reason="motif"),
        lambda: close_account(written, "archivist", ministry, reason="motif"),
    ):
        with pytest.raises(ReaderError, match="not_found"):
            ask()


def test_the_counter_opens_an_account_and_opens_a_closed_one_again_with_a_new_password():
    ministry = Ministry(JEAN)
    first = open_account("100001", "archivist", ministry)
    with pytest.raises(ReaderError, match="account_exists"):
        open_account("100001", "archivist", ministry)
    ministry.clock.pause(60)
    close_account("100001", "archivist", ministry, reason="motif")
    ministry.clock.pause(60)
    with pytest.raises(ReaderError, match="account_closed"):
        reset_account("100001", "archivist", ministry, reason="motif")
    again = open_account("100001", "archivist", ministry)

    user = ministry.accounts.users["100001"]
    assert (user.enabled, user.password) == (True, again.password)
    assert first.password != again.password
    assert [event.deed for event in ministry.account_ledger.history("100001", 9)] == ["reopened", "closed", "opened"]


def test_the_counter_opens_nothing_for_who_has_left():
    ministry = Ministry(MARC)

    with pytest.raises(ReaderError, match="not_entitled"):
        open_account("100003", "archivist", ministry)


def test_the_counter_sees_how_an_account_stands():
    ministry = Ministry(JEAN)
    states = [look_up("100001", ministry).state]
    ministry.open()
    states.append(look_up("100001", ministry).state)
    ministry.accounts.users["100001"].must_change = False
    states.append(look_up("100001", ministry).state)
    close_account("100001", "archivist", ministry, reason="motif")
    states.append(look_up("100001", ministry).state)

    assert states == ["none", "first_password", "open", "closed"]


def test_a_name_cannot_put_markup_on_a_slip():
    ministry = Ministry(replace(JEAN, name="<script>alert(1)</script>", province='"><img src=x>'))
    ministry.open()

    page = ministry.printed()
    assert "<script>" not in page
    assert "<img" not in page
    assert "&lt;script&gt;" in page


def test_a_slip_fetches_nothing_and_the_stub_says_no_password():
    ministry = Ministry(JEAN)
    ministry.open()

    page = ministry.printed()
    assert "default-src 'none'" in page
    assert not re.search(r"(src|href)=|url\(|@import", page)
    assert ministry.accounts.users["100001"].password[-4:] not in page.partition('<footer class="stub">')[2]


def test_the_words_that_close_an_account_are_an_administrator_s():
    settings, bad = read_settings({"closing-statuses": "radié, en fuite ", "account-rate": "3", "site-url": "javascript:alert(1)"})

    assert settings.closing_statuses == ("radié", "en fuite")
    assert (settings.account_rate, settings.site_url, bad) == (3, "", ["site-url"])
