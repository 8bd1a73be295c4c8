"""What was opened is kept in the vault, and comes back when the register is lost."""

from datetime import timedelta

import pytest

from chalicelib.administration.audit_archive import keep_accesses, restore_accesses
from chalicelib.model.audit import Consultation
from tests.fakes import FakeArchive, FakeConsultations


@pytest.fixture
def archive():
    return FakeArchive()


def read(archive, times=1, *, after=0):
    for _ in range(times):
        archive.clock.pause(after)
        at = archive.clock.now()
        archive.consultations.record(Consultation(action="text", at=at, reader="a", role="archivist", matricule="123456", piece="p"))


def opened(archive):
    return list(archive.consultations.list_for("123456", before=None, limit=10_000))


def kept(archive):
    return [access["at"] for _, page in archive.vault.access_pages() for access in page]


def test_what_was_opened_is_in_the_vault_ten_minutes_later(archive):
    read(archive)
    archive.clock.pause(600)

    assert keep_accesses(archive) == 1
    assert len(kept(archive)) == 1


def test_what_is_very_new_waits_for_the_next_page(archive):
    archive.clock.pause(290)
    read(archive)
    archive.clock.pause(60)

    assert keep_accesses(archive) == 0
    archive.clock.pause(300)
    assert keep_accesses(archive) == 1


def test_everything_is_kept_once_however_often_the_sweep_comes(archive):
    for _ in range(60):
        read(archive, 3, after=20)
        keep_accesses(archive)
    archive.clock.pause(600)
    keep_accesses(archive)

    assert sorted(kept(archive)) == sorted(each.at.isoformat() for each in opened(archive))
    assert len(set(kept(archive))) == 180


def test_two_sweeps_at_once_write_the_same_pages_and_one_says_so(archive):
    read(archive)
    archive.clock.pause(600)
    accesses = archive.consultations.access_records

    def overtaken(since, until):
        archive.consultations.set_archived_until(until, seen=None)
        return accesses(since, until)

    archive.consultations.access_records = overtaken

    assert keep_accesses(archive) == 0
    assert len(kept(archive)) == 1


def test_a_page_that_is_written_again_is_the_same_page(archive):
    read(archive, 3, after=1)
    archive.clock.pause(600)
    keep_accesses(archive)
    list(restore_accesses(archive))
    archive.consultations.set_archived_until(archive.clock.now() - timedelta(days=1), seen=archive.consultations.archived_until())
    keep_accesses(archive)

    assert len(kept(archive)) == 3


def test_days_without_a_sweep_are_caught_up_with(archive):
    keep_accesses(archive)
    read(archive, 30, after=3600)
    archive.clock.pause(600)
    while keep_accesses(archive) or archive.consultations.archived_until() < archive.clock.now() - timedelta(minutes=10):
        pass

    assert len(kept(archive)) == 30


def test_a_register_that_was_lost_gets_back_who_opened_what(archive):
    read(archive, 25, after=60)
    archive.clock.pause(600)
    keep_accesses(archive)
    before = opened(archive)
    archive.consultations = FakeConsultations()
    restored = sum(count for _, count in restore_accesses(archive))
    keep_accesses(archive)

    assert restored == 25
    assert opened(archive) == before
    assert len(kept(archive)) == 25
