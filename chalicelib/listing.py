"""What stands in the inbox, batch by batch: the fresh listing that a receipt is held against."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from chalicelib.errors import PermanentError
from chalicelib.identifiers import KeyRole, arrival_id, batch_of, role_of
from chalicelib.manifest import Manifest, read_manifest
from chalicelib.matching import forms_of
from chalicelib.ports import Archive, Arrival, Upload
from chalicelib.printed import zone_of

_DATED = re.compile(r"\d{4}-\d{2}-\d{2}")


def place(upload: Upload, archive: Archive) -> Arrival:
    """Tell the batch of an upload."""
    forms = forms_of(archive.register.settings_roster(), archive.settings.matricule_patterns)
    day = upload.uploaded_at.astimezone(zone_of(archive.settings.time_zone)).date()
    return Arrival(upload=upload, batch=batch_of(upload.key, day, forms))


def uploads_of(batch: str, archive: Archive, *roles: KeyRole) -> Iterator[Upload]:
    """List every version that stands in the inbox for a batch.

    A batch named by its day has no folder of its own: all of the inbox is looked through.

    Args:
        batch: its name.
        archive: the ports.
        roles: which keys; scans, unless said otherwise.
    """
    wanted = roles or ("scan",)
    prefix = "" if _DATED.fullmatch(batch) else f"{batch}/"
    for upload in archive.inbox.uploads(prefix):
        if role_of(upload.key) in wanted and place(upload, archive).batch == batch:
            yield upload


def untaken(uploads: Iterable[Upload], batch: str, archive: Archive) -> list[Upload]:
    """Keep the uploads that the register has not taken: those whose announcement S3 lost, or is late with."""
    taken = archive.register.arrivals(batch)
    return [upload for upload in uploads if arrival_id(archive.inbox.name, upload.key, upload.version) not in taken]


def manifest_of(batch: str, key: str, archive: Archive, version: str | None = None) -> Manifest | None:
    """Read what a batch announces, scans alone; without a manifest that can be read, the listing announces."""
    try:
        manifest = read_manifest(key, archive.inbox.text(key, version))
    except PermanentError:
        return None
    return replace(manifest, announced=tuple(each for each in manifest.announced if role_of(f"{batch}/{each.path}") == "scan"))
