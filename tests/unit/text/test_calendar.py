"""Days and hours in French, in the time zone of the settings."""

from datetime import UTC, datetime

from chalicelib.text.calendar import moment, zone_of


def test_a_moment_is_written_in_the_zone_of_the_settings() -> None:
    assert moment(datetime(2026, 7, 31, 23, 5, tzinfo=UTC), zone_of("Africa/Bujumbura")) == "1er août 2026 à 1 h 05"
    assert zone_of("Afrique/Bujumbura") is UTC
