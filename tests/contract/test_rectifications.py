"""Contract of the port Rectifications."""

from dataclasses import replace

import pytest

from chalicelib.model.errors import ConflictError
from chalicelib.model.rectification import ReportPhoto
from tests.contract.samples import JEAN, MARIE, a_report, at, told_of


def test_a_report_is_found_again_whole(archive):
    report = a_report()
    assert archive.rectifications.submit(report, told_of(report), max_open=10)

    assert archive.rectifications.find(report.report) == report
    assert archive.rectifications.find(f"{MARIE}-{'0' * 20}") is None
    assert list(archive.rectifications.list_for(JEAN, before=None, limit=5)) == [report]
    assert list(archive.rectifications.list_for(MARIE, before=None, limit=5)) == []
    assert list(archive.rectifications.list_by_status("open", after=None, limit=5)) == [report]


def test_no_more_are_taken_than_may_be_open_and_an_answer_makes_room(archive):
    first, second, third = (a_report(number) for number in range(3))
    taken = [archive.rectifications.submit(each, told_of(each, number), max_open=2) for number, each in enumerate((first, second, third))]
    answered = replace(first, status="answered", answer="Fait.", by="marie", moved_at=at(9))
    archive.rectifications.update(answered, told_of(first, 9, "answered", "marie"), seen=first)

    assert taken == [True, True, False]
    assert archive.rectifications.find(third.report) is None
    assert archive.rectifications.find(first.report) == answered
    assert archive.rectifications.submit(third, told_of(third, 2), max_open=2)
    closed = replace(answered, status="closed", moved_at=at(10))
    archive.rectifications.update(closed, told_of(first, 10, "closed", "marie"), seen=answered)
    assert not archive.rectifications.submit(a_report(3), told_of(a_report(3), 3), max_open=2)


def test_a_report_that_has_moved_is_not_moved_by_who_saw_it_before(archive):
    report = a_report()
    archive.rectifications.submit(report, told_of(report), max_open=2)
    answered = replace(report, status="answered", answer="Fait.", by="marie", moved_at=at(9))
    archive.rectifications.update(answered, told_of(report, 9, "answered", "marie"), seen=report)
    with pytest.raises(ConflictError):
        archive.rectifications.update(replace(answered, answer="Non."), told_of(report, 10, "answered", "pierre"), seen=report)

    assert archive.rectifications.find(report.report) == answered
    assert list(archive.rectifications.list_by_status("open", after=None, limit=5)) == []
    assert list(archive.rectifications.list_by_status("answered", after=None, limit=5)) == [answered]


def test_reports_are_read_by_page(archive):
    reports = [a_report(second) for second in range(5)]
    for second, each in enumerate(reports):
        archive.rectifications.submit(each, told_of(each, second), max_open=10)
    own = archive.rectifications.list_for(JEAN, before=None, limit=2)
    queue = archive.rectifications.list_by_status("open", after=None, limit=2)

    assert list(own) == reports[:2:-1]
    assert list(archive.rectifications.list_for(JEAN, before=own[-1].report, limit=2)) == reports[2:0:-1]
    assert list(queue) == reports[:2]
    assert list(archive.rectifications.list_by_status("open", after=queue[-1].place, limit=9)) == reports[2:]


@pytest.mark.parametrize("before", ["-", "!", " - ", "\0", f"{JEAN}-", f"{JEAN}-~"])
def test_a_place_that_no_report_has_is_no_fault(archive, before):
    archive.rectifications.submit(a_report(), told_of(a_report()), max_open=10)

    assert len(archive.rectifications.list_for(JEAN, before=before, limit=9)) <= 1


PHOTO = ReportPhoto(digest="ab" * 32, kind="jpeg", pages=1, size=200_000)


def test_a_photo_is_kept_with_its_report_and_added_once_without_an_answer(archive):
    report = a_report(photo=PHOTO)
    archive.rectifications.submit(report, told_of(report), max_open=1)
    added = replace(report, photo_added_at=at(9))
    archive.rectifications.update(added, told_of(report, 9, "photo_added", "marie"), seen=report)
    for late in (replace(report, photo_added_at=at(10)), replace(report, status="closed")):
        with pytest.raises(ConflictError):
            archive.rectifications.update(late, told_of(report, 10, "photo_added", "pierre"), seen=report)

    assert archive.rectifications.find(report.report) == added
    assert archive.rectifications.count_open(JEAN) == 1
    assert archive.rectifications.count_open(MARIE) == 0
    closed = replace(added, status="closed", moved_at=at(11))
    archive.rectifications.update(closed, told_of(report, 11, "closed", "marie"), seen=added)
    assert archive.rectifications.count_open(JEAN) == 0
    assert archive.rectifications.find(report.report) == closed
