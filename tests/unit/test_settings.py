"""Settings of administrators, read from text: what cannot be read is reported, and its default stays."""

from datetime import date, timedelta

import pytest

from chalicelib.model.settings import Settings
from chalicelib.settings import PARAMETERS, read_settings
from infra.package import ROOT
from infra.template import merged

DEFAULTS = Settings()


def test_without_parameters_every_default_stays():
    assert read_settings({}) == (DEFAULTS, [])


def test_each_parameter_sets_its_own_setting():
    settings, bad = read_settings(
        {
            "quiet-seconds": "60",
            "open-jobs": "7",
            "folder-alone": "review",
            "retention-days": "365",
            "idle-minutes": "20",
            "matricule-patterns": r"\d{5} [A-Z]\d{4}",
            "closing-statuses": "retraité, décédé",
            "time-zone": "Africa/Bujumbura",
            "site-url": "https://dossiers.example",
            "counter": "Bujumbura, bâtiment B ; de 8 h à 12 h.",
            "roadmap-start": "2027-01-01",
        }
    )

    assert bad == []
    assert settings.folder_alone == "review"
    assert (settings.quiet, settings.open_jobs, settings.retention) == (timedelta(seconds=60), 7, timedelta(days=365))
    assert (settings.idle, settings.matricule_patterns) == (timedelta(minutes=20), (r"\d{5}", r"[A-Z]\d{4}"))
    assert (settings.closing_statuses, settings.time_zone) == (("retraité", "décédé"), "Africa/Bujumbura")
    assert settings.counter == "Bujumbura, bâtiment B ; de 8 h à 12 h."
    assert (settings.site_url, settings.roadmap_start) == ("https://dossiers.example", date(2027, 1, 1))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("quiet-seconds", "soon"),
        ("quiet-seconds", "0"),
        ("quiet-seconds", "-1"),
        ("quiet-seconds", "1e9"),
        ("quiet-seconds", "nan"),
        ("roadmap-years", "0.5"),
        ("matricule-patterns", "["),
        ("time-zone", "Africa/Nowhere"),
        ("folder-alone", "forget"),
        ("site-url", "dossiers.example"),
        ("counter", "deux\nlignes"),
        ("counter", "x" * 301),
        ("roadmap-start", "2027-02-30"),
    ],
)
def test_a_value_that_cannot_be_read_is_reported_and_its_default_stays(name, text):
    assert read_settings({name: text}) == (DEFAULTS, [name])


def test_a_rate_of_nothing_is_a_pause_and_a_dash_no_ceiling():
    settings, bad = read_settings({"start-rate": "0", "pages-per-month": "0", "dollars-per-month": "12.50"})

    assert (settings.start_rate, settings.pages_per_month, settings.dollars_per_month, bad) == (0.0, 0, 12.5, [])
    assert read_settings({"pages-per-month": "-", "dollars-per-month": "-"}) == (DEFAULTS, [])


def test_a_parameter_that_is_no_setting_is_passed_over():
    assert read_settings({"note": "x"}) == (DEFAULTS, [])


def test_each_setting_is_a_parameter_of_the_template_with_the_same_default():
    resources = merged([ROOT / "infra" / "settings.yaml"])["Resources"].values()
    values = {each["Properties"]["Name"]["Fn::Sub"].rpartition("/")[2]: each["Properties"]["Value"] for each in resources}
    values["start-rate"] = values["start-rate"]["Fn::If"][1]  # where Textract grants more than one a second
    deployed = {name: value for name, value in values.items() if isinstance(value, str)}

    assert set(values) == set(PARAMETERS)
    assert {field for field, _ in PARAMETERS.values()} == set(Settings.__dataclass_fields__)
    assert set(values) - set(deployed) == {"site-url"}
    assert read_settings(deployed) == (DEFAULTS, [])


def test_the_words_that_close_an_account_are_an_administrator_s():
    settings, bad = read_settings({"closing-statuses": "radié, en fuite ", "account-rate": "3", "site-url": "javascript:alert(1)"})

    assert settings.closing_statuses == ("radié", "en fuite")
    assert (settings.account_rate, settings.site_url, bad) == (3, "", ["site-url"])
