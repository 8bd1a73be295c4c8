"""Case files begun by ministry and province, as the direction sees them."""

import csv
import io
from datetime import timedelta

import pytest

from chalicelib.administration.figures_export import export_figures
from chalicelib.administration.statistics import count_archive, read_figures
from chalicelib.model.errors import ReaderError
from chalicelib.model.servant import Servant
from chalicelib.model.statistics import PlaceCount
from tests.world import World, scan

JEAN, MARIE, PAUL = "123456", "654321", "111111"


@pytest.fixture
def world():
    world = World(JEAN, MARIE, PAUL)
    places = {JEAN: ("Santé", "Gitega"), MARIE: ("Santé", "Ngozi"), PAUL: ("", "")}
    world.register.put_servants("g1", [Servant(matricule=name, ministry=at[0], province=at[1]) for name, at in places.items()])
    world.statistics.expect_places("g1", [PlaceCount(ministry="Santé", province=name, count=3) for name in ("Gitega", "Ngozi")])
    world.sync({f"lot-1/{JEAN}/a.pdf": scan("a"), f"lot-1/{JEAN}/b.pdf": scan("b"), f"lot-1/{PAUL}/c.pdf": scan("c")})
    world.run()
    count_archive(world, until=world.clock.now() + timedelta(minutes=1))
    return world


def places(world):
    return [(each.ministry, each.province, each.servants, each.casefiles, each.remaining) for each in read_figures(world).places]


def test_case_files_are_counted_where_their_servants_work_beside_what_remains(world):
    assert places(world) == [("", "", 0, 1, 0), ("Santé", "Gitega", 3, 1, 2), ("Santé", "Ngozi", 3, 0, 3)]


def test_a_case_file_counts_once_and_stays_where_it_was_counted_when_its_servant_moves(world):
    world.register.put_servants("g1", [Servant(matricule=JEAN, ministry="Santé", province="Ngozi")])
    world.sync({f"lot-2/{JEAN}/d.pdf": scan("d")})
    world.run()
    count_archive(world, until=world.clock.now() + timedelta(minutes=1))

    assert ("Santé", "Gitega", 3, 1, 2) in places(world)


def test_a_period_stands_beside_as_many_days_before(world):
    yesterday = read_figures(world, first="2026-11-23", last="2026-11-23")
    today = read_figures(world, first="2026-11-24", last="2026-11-24")

    assert (yesterday.added.pieces, yesterday.previous.pieces) == (3, 0)
    assert (today.added.pieces, today.previous.pieces) == (0, 3)


def test_both_lists_are_saved_for_spreadsheets(world):
    figures = read_figures(world, first="2026-11-01", last="2026-11-23")
    days, by_place = export_figures(figures, "days"), export_figures(figures, "places")
    rows = list(csv.reader(io.StringIO(by_place.text.removeprefix("\ufeff")), delimiter=";"))

    assert (days.name, by_place.name) == ("chiffres-2026-11-01_2026-11-23", "ministeres-et-provinces-2026-11-23")
    assert rows[0] == ["ministère", "province", "agents", "dossiers commencés", "restent"]
    assert rows[2] == ["Santé", "Gitega", "3", "1", "2"]
    assert days.text.count("\r\n") == 2
    with pytest.raises(ReaderError, match="invalid"):
        export_figures(figures, "hours")
