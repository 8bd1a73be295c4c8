"""What S3 announces is sorted: scans to ingest, rosters to enrolment, markers and manifests to their batch, litter aside."""

from collections import Counter
from collections.abc import Iterable, Mapping

from chalicelib.ingest.inbox import manifest_of, placing
from chalicelib.model.identifiers import KeyRole, role_of
from chalicelib.model.upload import Upload
from chalicelib.ports.archive import Archive
from chalicelib.processing.filing import look_at


def sort_arrivals(uploads: Iterable[Upload], archive: Archive) -> Mapping[KeyRole, int]:
    """Send every upload where it belongs.

    Returns:
        How many there were of each kind.
    """
    sorted_: dict[KeyRole, list[Upload]] = {}
    for upload in uploads:
        sorted_.setdefault(role_of(upload.key), []).append(upload)
    archive.queues.send_arrivals(map(placing(archive), sorted_.get("scan", ())))
    for upload in sorted_.get("roster", ()):
        archive.queues.send_roster(upload)
    for upload in sorted_.get("manifest", ()):
        _note_manifest(upload, archive)
    for upload in sorted_.get("marker", ()):
        _note_marker(upload, archive)
    return Counter({role: len(each) for role, each in sorted_.items()})


def _note_manifest(upload: Upload, archive: Archive) -> None:
    """Remember how many files a batch announces; one that cannot be read announces nothing."""
    batch = placing(archive)(upload).batch
    archive.register.open_batch(batch, upload.uploaded_at)
    manifest = manifest_of(batch, upload.key, archive, upload.version)
    if manifest is None:
        return
    before = archive.register.batch(batch)
    archive.register.record_manifest(batch, upload.key, len(manifest.announced))
    after = archive.register.batch(batch)
    if before and after and after[0].status == "closed" and before[0] != after[0]:
        archive.register.reopen_batch(after[0], archive.clock.now())  # it may announce what never came: a receipt must say so
        archive.queues.schedule_closing(batch)
    look_at(batch, archive)


def _note_marker(upload: Upload, archive: Archive) -> None:
    batch = placing(archive)(upload).batch
    archive.register.open_batch(batch, upload.uploaded_at)
    archive.register.record_marker(batch, upload.uploaded_at)
    look_at(batch, archive)
