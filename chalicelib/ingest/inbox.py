"""Listing of the inbox by batch: uploads, those that the register has not taken, and the batch's manifest."""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from functools import cache

from chalicelib.analysis.sensitivity.names import batch_name, is_masked_batch
from chalicelib.ingest.manifest import Manifest, joined, read_manifest
from chalicelib.model.errors import PermanentError
from chalicelib.model.identifiers import KeyRole, arrival_id, batch_of, role_of
from chalicelib.model.upload import Arrival, Upload
from chalicelib.personnel.directory import forms_of
from chalicelib.ports.archive import Archive
from chalicelib.text.calendar import local_day

_DATED = re.compile(r"\d{4}-\d{2}-\d{2}")


def batch_assigner(archive: Archive) -> Callable[[Upload], Arrival]:
    """Return a function that assigns uploads to batches; roster and settings are read once.

    A folder whose name holds a forbidden mention is a batch under a pseudonym: a batch's name stands in receipts, screens and logs.
    """
    forms = forms_of(archive.register.roster_pointer(), archive.settings.matricule_patterns)
    time_zone = archive.settings.time_zone

    def assign(upload: Upload) -> Arrival:
        folder = batch_of(upload.key, local_day(upload.uploaded_at, time_zone), forms)
        return Arrival(upload=upload, batch=batch_name(folder))

    return assign


def folder_of(batch: str, key: str) -> str:
    """Give the folder of a batch, which a pseudonym does not tell; `key` is any key of the batch.

    >>> folder_of("lot-1", "lot-1/12345/acte.pdf"), folder_of("lot-masque-425e9575", "Liste des Hutu 1972/_manifest.csv")
    ('lot-1', 'Liste des Hutu 1972')
    """
    first = key.partition("/")[0]
    return first if batch_name(first) == batch else batch


def uploads_of(batch: str, archive: Archive, *roles: KeyRole) -> Iterator[Upload]:
    """List every version that stands in the inbox for a batch.

    A batch named by its day has no folder of its own, and the folder of a pseudonym is not known: the whole inbox is listed.

    Args:
        batch: its name.
        archive: the ports.
        roles: which keys; scans, unless said otherwise.
    """
    wanted = roles or ("scan",)
    prefix = "" if _DATED.fullmatch(batch) or is_masked_batch(batch) else f"{batch}/"
    assign = batch_assigner(archive)
    for upload in archive.inbox.uploads(prefix):
        if role_of(upload.key) in wanted and assign(upload).batch == batch:
            yield upload


def uploads_without_arrival(uploads: Iterable[Upload], batch: str, archive: Archive) -> list[Upload]:
    """Filter the uploads that the register has no arrival of: S3 has lost their announcement, or is late with it.

    A new roster, another setting or a new day may place an upload in another batch than the one that took it: every batch that
    may have it is read.
    """
    arrivals = cache(archive.register.arrivals)

    def is_taken(upload: Upload) -> bool:
        return any(arrival in arrivals(name) for name, arrival in places_of(Arrival(upload=upload, batch=batch), archive))

    return [upload for upload in uploads if not is_taken(upload)]


def places_of(arrival: Arrival, archive: Archive) -> list[tuple[str, str]]:
    """Places where the register may have an upload: its own batch first, its folder, and the days around it, each with its arrival id."""
    upload = arrival.upload
    day = local_day(upload.uploaded_at, archive.settings.time_zone)
    names = (arrival.batch, upload.key.partition("/")[0], *(str(day + timedelta(days=each)) for each in (0, 1, -1)))
    name = arrival_id(archive.inbox.name, upload.key, upload.version)
    return [(batch, name) for batch in dict.fromkeys(names) if batch]


def manifest_of(batch: str, keys: Iterable[str], archive: Archive, version: str | None = None) -> Manifest | None:
    """Read the scans that the manifests of a batch announce; None where there is none.

    Args:
        batch: its folder.
        keys: of its manifests.
        archive: the ports.
        version: of the only manifest, where it is not the latest.
    """
    found = []
    for key in dict.fromkeys(keys):
        with suppress(PermanentError):  # it was taken away
            found.append(read_manifest(archive.inbox.read_object(key, version)))
    manifest = joined(found)
    return replace(manifest, announced=tuple(each for each in manifest.announced if is_scan(batch, each.path))) if found else None


def is_scan(batch: str, path: str) -> bool:
    """Say whether a path of a manifest is that of a scan: a manifest may list itself, and what is ignored."""
    below = path.replace("\\", "/").removeprefix(f"{batch}/").removeprefix("data/")
    return role_of(f"{batch}/{below}") == "scan"
