"""Dispatch: uploads that S3 announces are sorted by their keys.

1. Send scans to the ingest queues, each with its batch.
2. Send rosters to the roster queue.
3. Register the manifest of a batch.
4. Register the marker `_COMPLETE` of a batch.
5. Open the batch of an ignored file, whose receipt names it.
"""

from collections import Counter
from collections.abc import Iterable, Mapping

from chalicelib.ingest.inbox import batch_assigner, folder_of, manifest_of
from chalicelib.model.identifiers import KeyRole, role_of
from chalicelib.model.upload import Upload
from chalicelib.ports.archive import Archive
from chalicelib.processing.closing_schedule import schedule_closing


def sort_arrivals(uploads: Iterable[Upload], archive: Archive) -> Mapping[KeyRole, int]:
    """Sort uploads by the role of their keys.

    Returns:
        Number of uploads by role.
    """
    by_role: dict[KeyRole, list[Upload]] = {}
    for upload in uploads:
        by_role.setdefault(role_of(upload.key), []).append(upload)
    assign = batch_assigner(archive)
    archive.queues.send_arrivals(map(assign, by_role.get("scan", ())))
    for upload in by_role.get("roster", ()):
        archive.queues.send_roster(upload)
    for upload in by_role.get("manifest", ()):
        _register_manifest(upload, archive)
    for upload in by_role.get("marker", ()):
        _register_marker(upload, archive)
    for upload in by_role.get("ignored", ()):
        if not upload.key.endswith("/"):
            archive.register.open_batch(assign(upload).batch, upload.uploaded_at)
    return Counter({role: len(each) for role, each in by_role.items()})


def _register_manifest(upload: Upload, archive: Archive) -> None:
    """Register a manifest, and how many files it announces; the receipt names one that announces nothing, with its problems."""
    batch = batch_assigner(archive)(upload).batch
    archive.register.open_batch(batch, upload.uploaded_at)
    manifest = manifest_of(folder_of(batch, upload.key), [upload.key], archive, upload.version)
    if manifest is None:
        return
    before = archive.register.batch(batch)
    archive.register.record_manifest(batch, upload.key, len(manifest.announced))
    after = archive.register.batch(batch)
    if before and after and after[0].status == "closed" and before[0] != after[0]:
        archive.register.reopen_batch(after[0], archive.clock.now())  # it may announce files that never came: a receipt must list them
        archive.queues.schedule_closing(batch)
    schedule_closing(batch, archive)


def _register_marker(upload: Upload, archive: Archive) -> None:
    batch = batch_assigner(archive)(upload).batch
    archive.register.open_batch(batch, upload.uploaded_at)
    archive.register.record_marker(batch, upload.uploaded_at)
    schedule_closing(batch, archive)
