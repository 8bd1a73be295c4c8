"""What administrators may set, as it is read."""

from chalicelib.settings import read_settings


def test_the_words_that_close_an_account_are_an_administrator_s():
    settings, bad = read_settings({"closing-statuses": "radié, en fuite ", "account-rate": "3", "site-url": "javascript:alert(1)"})

    assert settings.closing_statuses == ("radié", "en fuite")
    assert (settings.account_rate, settings.site_url, bad) == (3, "", ["site-url"])
