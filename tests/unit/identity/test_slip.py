"""The slip that a servant is handed, as it is printed."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.identity.slip import Slip, slips_html
from chalicelib.model.settings import Settings
from tests.unit.printed import golden, parts

GIVEN = datetime(2026, 11, 23, 8, 5, tzinfo=UTC)
JEAN = Slip(
    name="NDAYIZEYE",
    first_names="Jean d'Arc",
    matricule="100.001",
    ministry="Éducation & recherche",
    province="Gitega",
    password="kamenyab2357",  # noqa: S106 - of a slip that nobody was handed
    given_at=GIVEN,
    expires_at=GIVEN + timedelta(days=7),
)
NAMELESS = replace(JEAN, name="", first_names="", matricule="100002", ministry="", province="Ngozi")
HOSTILE = replace(JEAN, name="<script>alert(1)</script>", first_names="a\u202eb", province='"><img src=x>')


def printed(*slips: Slip, site: str = "https://archives.example.bi/") -> str:
    return slips_html(slips, Settings(site_url=site))


@pytest.mark.parametrize(
    ("name", "slips", "site"),
    [
        ("slip", (JEAN,), "https://archives.example.bi/"),
        ("slips", (JEAN, NAMELESS, HOSTILE), "http://127.0.0.1:4576/"),
        ("slips-none", (), "https://archives.example.bi/"),
    ],
)
def test_a_slip_is_printed_as_the_page_that_was_kept(name: str, slips: tuple[Slip, ...], site: str) -> None:
    assert parts(printed(*slips, site=site)) == golden(name)


def test_no_sign_stands_between_the_parts_of_a_password() -> None:
    (cell,) = re.findall(r'<dd class="pass">(.*?)</dd>', printed(JEAN), re.DOTALL)

    assert re.sub(r"<span>|</span>", "", cell) == JEAN.password


def test_a_name_is_isolated_from_the_reading_direction_around_it() -> None:
    page = printed(replace(JEAN, name="\u05d0\u05d1", first_names=""))

    assert page.count("<bdi>\u05d0\u05d1</bdi>") == 2
