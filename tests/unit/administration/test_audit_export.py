"""The audit trail that an administrator hands to an auditor: whole days, in files that are written again over themselves."""

from datetime import timedelta

import pytest

from chalicelib.administration.audit import AuditQuestion, find_entries
from chalicelib.administration.audit_export import export_days
from chalicelib.model.audit import Consultation
from chalicelib.model.errors import PermanentError
from tests.fakes import MORNING, FakeArchive

DAY = MORNING.date()


@pytest.fixture
def archive():
    archive = FakeArchive()
    for second in range(5):
        at = MORNING + timedelta(seconds=second)
        archive.consultations.record(Consultation(action="text", reader="marie", role="archivist", matricule="123456", piece="p", at=at))
    archive.clock.pause(60)
    return archive


def export(archive, cursor=None):
    return export_days(DAY, DAY, archive, cursor=cursor, stop_at=archive.clock.now())


def test_a_day_is_written_with_its_headings_and_the_export_itself(archive):
    done = export(archive)
    text = archive.outbox.objects[done.files[0]]

    assert (done.entries, len(done.files), done.next) == (6, 1, None)
    assert text.splitlines()[0].endswith("détail;motif")
    assert ("texte lu" in text, "journal téléchargé" in text) == (True, True)


def test_a_call_goes_on_from_the_cursor_into_a_file_of_its_own_and_writes_the_same_when_it_is_made_again(archive):
    whole = export(archive)
    _, cursor = find_entries(AuditQuestion(first=DAY, last=DAY), archive, None, 4)
    rest = export(archive, cursor)
    before = dict(archive.outbox.objects)
    again = export(archive, cursor)

    assert (rest.entries, rest.files == whole.files) == (2, False)
    assert (again, archive.outbox.objects) == (rest, before)


def test_a_day_on_which_nothing_happened_writes_no_file(archive):
    yesterday = DAY - timedelta(days=1)
    done = export_days(yesterday, yesterday, archive, cursor=None, stop_at=archive.clock.now())

    assert (done.entries, done.files, done.next) == (0, (), None)


@pytest.mark.parametrize("days", [-1, 31])
def test_days_in_the_wrong_order_and_more_than_a_month_are_refused_and_nothing_is_recorded(archive, days):
    with pytest.raises(PermanentError, match="bad_day"):
        export_days(DAY, DAY + timedelta(days=days), archive, cursor=None, stop_at=archive.clock.now())

    assert export(archive).entries == 6


def test_the_cursor_of_other_days_is_refused(archive):
    tomorrow = DAY + timedelta(days=1)
    _, cursor = find_entries(AuditQuestion(first=DAY, last=tomorrow), archive, None, 2)
    with pytest.raises(PermanentError, match="bad_cursor"):
        export(archive, cursor)
