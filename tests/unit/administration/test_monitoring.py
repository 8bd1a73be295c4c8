"""The figures of the moment, in memory."""

from datetime import timedelta

from chalicelib.administration.monitoring import MonitoringFigures, observe
from chalicelib.administration.statistics import count_archive
from tests.world import World, scan

JEAN = "123456"


def test_an_empty_archive_has_nothing_to_watch():
    assert observe(World(JEAN)) == MonitoringFigures(
        open_batches=0, to_review=0, oldest_review=timedelta(), pages=0, dollars=0.0, most_pages=None, backfill_left=0
    )


def test_open_batches_waiting_pieces_and_pages_of_the_month_are_told():
    world = World(JEAN, pages_per_month=500, dollars_per_thousand_pages=3.0)
    world.sync({f"lot-1/{JEAN}/a.pdf": scan("a"), "lot-1/sans-nom/b.pdf": scan("b")})
    world.run()
    world.clock.pause(86_400)
    world.sync({"lot-2/sans-nom/c.pdf": scan("c")})
    world.drain()
    count_archive(world, until=world.clock.now() + timedelta(minutes=1))

    seen = observe(world)

    assert (seen.open_batches, seen.to_review) == (1, 2)
    assert timedelta(days=1) < seen.oldest_review < timedelta(days=1, minutes=30)
    assert (seen.pages, seen.dollars, seen.most_pages) == (3, 0.01, 500), "0.9 cents, rounded"


def test_pages_are_those_of_the_month_alone():
    world = World(JEAN)
    world.sync({f"lot-1/{JEAN}/a.pdf": scan("a")})
    world.run()
    world.clock.pause(timedelta(days=31).total_seconds())

    assert observe(world).pages == 0
