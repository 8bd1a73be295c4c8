"""An archivist looks up, opens, resets and closes one servant's account."""

import pytest

from chalicelib.identity.accounts import close_account, look_up, open_account, reset_account
from chalicelib.identity.provisioning import reset_accounts
from chalicelib.model.errors import ConflictError, PermanentError, ReaderError
from chalicelib.model.reader import Reader
from tests.fakes import FakeUser
from tests.unit.identity.ministry import JEAN, MARC, Ministry

ARCHIVIST = Reader(name="archivist", roles=frozenset({"archivist"}))


def test_an_archivist_gives_a_new_first_password_ends_every_session_and_writes_why():
    ministry = Ministry(JEAN)
    ministry.open()
    user = ministry.accounts.users["100001"]
    user.must_change, user.totp, old = False, True, user.password
    slip = reset_account("100001", "archivist", ministry, reason="fiche perdue")

    assert slip.password == user.password != old
    assert (user.must_change, user.totp, user.signed_out) == (True, True, 1)
    event = ministry.account_ledger.history("100001", 1)[0]
    assert (event.deed, event.by, event.reason, event.totp_removed) == ("reset", "archivist", "fiche perdue", False)
    assert look_up(ARCHIVIST, "100001", ministry).expires_at == slip.expires_at


def test_an_archivist_takes_the_second_factor_away_when_asked():
    ministry = Ministry(JEAN)
    ministry.open()
    ministry.accounts.users["100001"].totp = True
    reset_account("100001", "archivist", ministry, reason="téléphone perdu", forget_totp=True)

    assert look_up(ARCHIVIST, "100001", ministry).totp is False
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


def test_the_account_of_somebody_with_a_role_is_not_an_archivist_s_to_change():
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
    assert look_up(ARCHIVIST, "100001", ministry).staff
    assert reset_accounts(["100001"], "motif", ministry).odd == ("100001",)


@pytest.mark.parametrize("written", ["999999", "100.001", "10000", "1000011", "IOOOOI", "", "archivist"])
def test_only_a_matricule_of_the_roster_letter_for_letter_names_an_account(written):
    ministry = Ministry(JEAN)
    ministry.open()
    ministry.accounts.users["archivist"] = FakeUser(password="x", matricule=None, groups=frozenset({"archivist"}))  # noqa: S106

    for ask in (
        lambda: look_up(ARCHIVIST, written, ministry),
        lambda: open_account(written, "archivist", ministry),
        lambda: reset_account(written, "archivist", ministry, reason="motif"),
        lambda: close_account(written, "archivist", ministry, reason="motif"),
    ):
        with pytest.raises(ReaderError, match="not_found"):
            ask()


def test_an_archivist_opens_an_account_and_opens_a_closed_one_again_with_a_new_password():
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


def test_an_archivist_opens_nothing_for_who_has_left():
    ministry = Ministry(MARC)

    with pytest.raises(ReaderError, match="not_entitled"):
        open_account("100003", "archivist", ministry)


def test_an_archivist_sees_how_an_account_stands():
    ministry = Ministry(JEAN)
    states = [look_up(ARCHIVIST, "100001", ministry).state]
    ministry.open()
    states.append(look_up(ARCHIVIST, "100001", ministry).state)
    ministry.accounts.users["100001"].must_change = False
    states.append(look_up(ARCHIVIST, "100001", ministry).state)
    close_account("100001", "archivist", ministry, reason="motif")
    states.append(look_up(ARCHIVIST, "100001", ministry).state)

    assert states == ["none", "first_password", "open", "closed"]


def test_who_looks_at_an_account_stands_in_the_audit_trail():
    ministry = Ministry(JEAN)
    look_up(ARCHIVIST, "100001", ministry)

    (entry,) = ministry.audit_trail.entries_of_casefile("100001")
    assert (entry.kind, entry.action, entry.reader, entry.role) == ("consultation", "account", "archivist", "archivist")
