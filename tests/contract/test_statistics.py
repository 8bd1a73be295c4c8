"""Contract of the port Statistics."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.model.errors import ConflictError
from chalicelib.model.statistics import (
    ArchiveTotals,
    BatchProgress,
    Counted,
    CountingStep,
    Holding,
    PlaceCount,
    Recount,
    ReviewQueue,
    Totals,
)
from tests.contract.samples import AT, JEAN, MARIE, a_line, an_entry, an_event, at, filed

DAY = AT.date()


BOOK = CountingStep(
    days={DAY: Totals(casefiles=1, pieces=2, pages=30, refused={"type": 1}), DAY + timedelta(days=1): Totals(pages=1)},
    holdings={JEAN: Holding(matricule=JEAN, pieces=2, since=DAY)},
    places={("Santé", "Gitega"): 1, ("", ""): 2},
    queues={"": ReviewQueue(ministry="", days={"2026-11-23": 2}), "Santé": ReviewQueue(ministry="Santé", days={"2026-11-23": 1})},
    lines={"l1": Counted(batch="lot é", line="l1", filed_on=DAY, matricule=JEAN, read_on=DAY, pages=3)},
)


def test_sums_are_found_again_whole(archive):
    standing = ArchiveTotals(total=Totals(casefiles=1, pieces=2, pages=31, refused={"type": 1}), edition=1, counted_at=AT, opened="place")
    archive.statistics.apply(Recount(totals=standing, step=BOOK, progress=BatchProgress(batch="lot é", moves=4, after="a")), seen=0)

    assert archive.statistics.totals() == standing
    assert list(archive.statistics.days(DAY, DAY + timedelta(days=9))) == list(BOOK.days.items())
    assert list(archive.statistics.days(DAY, DAY)) == list(BOOK.days.items())[:1]
    assert list(archive.statistics.days(DAY, DAY - timedelta(days=1))) == []
    assert dict(archive.statistics.holdings([JEAN, MARIE])) == BOOK.holdings
    assert [(each.ministry, each.province, each.count) for each in archive.statistics.places()] == [("", "", 2), ("Santé", "Gitega", 1)]
    assert list(archive.statistics.review_queues()) == list(BOOK.queues.values())
    assert dict(archive.statistics.counted_lines("lot é", ["l1", "l2"])) == BOOK.lines
    assert archive.statistics.batch_progress("lot é") == BatchProgress(batch="lot é", moves=4, after="a")
    assert list(archive.statistics.uncounted_batches()) == ["lot é"]


def test_what_is_added_to_a_day_is_added_and_a_batch_at_rest_is_left_alone(archive):
    turn = BatchProgress(batch="lot-1", moves=4)
    archive.statistics.apply(Recount(totals=ArchiveTotals(edition=1), step=BOOK, progress=turn), seen=0)
    more = CountingStep(
        days={DAY: Totals(pieces=-2, pages=5, casefiles=-1, refused={"type": -1}), DAY + timedelta(days=1): Totals(pages=-1)},
        places={("Santé", "Gitega"): -1, ("", ""): 1},
    )
    archive.statistics.apply(Recount(totals=ArchiveTotals(edition=2), step=more, progress=replace(turn, done=True)), seen=1)

    assert list(archive.statistics.days(DAY, DAY + timedelta(days=1))) == [(DAY, Totals(pages=35))]
    assert [(each.ministry, each.province, each.count) for each in archive.statistics.places()] == [("", "", 3)]
    assert list(archive.statistics.uncounted_batches()) == []
    assert archive.statistics.batch_progress("lot-1").done


def test_the_servants_of_a_roster_are_counted_by_ministry_and_province(archive):
    places = [PlaceCount(ministry="Santé", province="Gitega", count=900), PlaceCount(ministry="", province="", count=1)]
    archive.statistics.expect_places("g1", places)
    archive.statistics.expect_places("g1", places)

    assert list(archive.statistics.expected_places("g1")) == places
    assert list(archive.statistics.expected_places("g2")) == []


def test_of_two_countings_one_is_written(archive):
    archive.statistics.apply(Recount(totals=ArchiveTotals(edition=1)), seen=0)
    for seen in (0, 2):
        with pytest.raises(ConflictError):
            archive.statistics.apply(Recount(totals=ArchiveTotals(edition=seen + 1), step=BOOK), seen=seen)

    assert archive.statistics.totals() == ArchiveTotals(edition=1)
    assert list(archive.statistics.days(DAY, DAY)) == []


def test_the_events_and_lines_of_a_batch_are_read_on_from_a_place(archive):
    archive.register.open_batch("lot-1", AT)
    for number in (1, 2):
        archive.register.register_arrival(an_entry(number))
    filed(archive.register)
    events = archive.statistics.events("lot-1", after="", limit=9)

    assert [event.type for _, event in events] == ["ingestion", "ingestion", "filing"]
    assert list(archive.statistics.events("lot-1", after=events[0][0], limit=1)) == [events[1]]
    assert list(archive.statistics.events("lot-1", after=at(30).isoformat(), limit=9)) == [events[2]]
    assert list(archive.statistics.events("lot-1", after=events[2][0], limit=9)) == []
    assert [event for _, event in events][2] == an_event(a_line(), "filing", at(60))
    lines = archive.statistics.lines("lot-1", [a_line(2).line, a_line(1).line, "x"])
    assert {(line.line, line.status) for line in lines} == {(a_line(1).line, "filed"), (a_line(2).line, "waiting")}


def test_nothing_is_counted_in_a_new_archive(archive):
    assert archive.statistics.totals() == ArchiveTotals()
    assert (
        list(archive.statistics.uncounted_batches()),
        list(archive.statistics.review_queues()),
        archive.statistics.batch_progress("lot-1"),
    ) == ([], [], None)
    assert (
        dict(archive.statistics.counted_lines("lot-1", [])),
        dict(archive.statistics.holdings([])),
        list(archive.statistics.lines("lot-1", [])),
    ) == ({}, {}, [])
