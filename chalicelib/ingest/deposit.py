"""What an archivist sends from the page, beside `aws s3 sync`: a slot in the inbox for each file that is not there yet.

Keys are the sync's own, `<batch>/<matricule>/<name>`, and so is all that follows. Whoever comes back with the same files after a
break is given slots for the missing ones alone; what a slot is for is written down before it leaves.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from os.path import commonprefix
from typing import Any

from chalicelib.access.consultations import Subject, record_consultation
from chalicelib.ingest.inbox import placing
from chalicelib.ingest.manifest import compose, is_inside
from chalicelib.model.codec import stamp
from chalicelib.model.errors import ReaderError
from chalicelib.model.file_format import Limits
from chalicelib.model.identifiers import COPIES, arrival_id, line_id, role_of
from chalicelib.model.reader import Reader
from chalicelib.model.upload import Upload
from chalicelib.ports.archive import Archive

Answer = dict[str, Any]

MANIFEST = "_manifest.csv"
"""By this name the page announces what the batch holds, so that its receipt is written as soon as all of it is settled."""
MOST = 50
"""Files of one request."""
_LONGEST_BATCH = 200
"""Letters."""
_WILD = re.compile(r"[/*?$]")
"""Signs that no batch sent from the page has in its name: it stands in a policy, where they would mean more than themselves."""
_LARGEST = Limits().file_bytes
_LARGEST_MANIFEST = 10 * 1024 * 1024
_UNTYPED = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\\]|\$\{")
"""Signs that nobody types into a name, or that a system takes for something else: of `${filename}` S3 makes what the browser says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DepositRequest:
    """A file that somebody wants to send."""

    name: str
    """Below the batch: `<matricule>/<name>`."""
    size: int
    """Bytes."""
    digest: str | None = None
    """SHA-256, where the browser has made it."""


def open_slots(reader: Reader, batch: str, files: Sequence[DepositRequest], archive: Archive) -> Answer:
    """Give a slot for each file that is to be sent; say of the others that they are there, or why they are not wanted.

    Args:
        reader: an archivist.
        batch: its name.
        files: at most `MOST`, each name once.
        archive: the ports.

    Raises:
        ReaderError: `batch_name`; `invalid`: no files, too many, or one name twice.
        TransientError: it could not be journalled.
    """
    if not 0 < len(files) <= MOST or len({each.name for each in files}) < len(files):
        raise ReaderError("invalid", "files")
    _check_batch(batch)
    unwanted = {each.name: reason for each in files if (reason := _unwanted(batch, each)) is not None}
    wanted = [each for each in files if each.name not in unwanted]
    _check_place(batch, wanted, archive)
    there = _there(batch, wanted, archive)
    sent = [each for each in wanted if each.name not in there]
    if sent:
        subject = Subject(batch=batch, asked=f"{batch} ({len(sent)})", files=tuple(each.name for each in sent))
        record_consultation("deposit", reader, subject, archive, role="archivist")
    slots = {each.name: _slot(batch, each, archive) for each in sent}
    refused = {name: {"status": "refused", "reason": reason} for name, reason in unwanted.items()}
    told: Mapping[str, Answer] = {**{name: {"status": "already"} for name in there}, **refused, **slots}
    return {"batch": batch, "files": [{"name": each.name} | told[each.name] for each in files]}


def _check_batch(batch: str) -> None:
    """Refuse a name that would be no folder of the inbox, or one that others write: `_roster/` decides who exists, copies what is shown."""
    if _WILD.search(batch) or not _is_plain(batch) or len(batch) > _LONGEST_BATCH or batch.startswith("_") or batch == COPIES:
        raise ReaderError("batch_name")


def _check_place(batch: str, files: Sequence[DepositRequest], archive: Archive) -> None:
    """Refuse a name that ingest would take for a servant's folder: the file would be counted in the batch of its day."""
    place, now = placing(archive), archive.clock.now()
    uploads = (Upload(key=f"{batch}/{each.name}", version="", size=each.size, uploaded_at=now) for each in files)
    if any(place(upload).batch != batch for upload in uploads):
        raise ReaderError("batch_name", "it reads as a matricule")


def _unwanted(batch: str, file: DepositRequest) -> str | None:
    """Say why a file is not to be sent: a key of `wording.UNSENT`."""
    if not _is_plain(file.name) or not is_inside(f"{batch}/{file.name}"):
        return "path"
    if role_of(f"{batch}/{file.name}") != "scan" and file.name != MANIFEST:
        return "litter"
    if not file.size:
        return "empty"
    return "size" if file.size > (_LARGEST_MANIFEST if file.name == MANIFEST else _LARGEST) else None


def _is_plain(path: str) -> bool:
    """Say whether a path is written as a manifest's line comes out of its reading: accents composed, no blanks at the ends."""
    is_trimmed = all(step == step.strip() for step in path.split("/"))
    return is_inside(path) and is_trimmed and path == compose(path) and not _UNTYPED.search(path)


def _there(batch: str, files: Sequence[DepositRequest], archive: Archive) -> set[str]:
    """Name the files that need not be sent again."""
    standing = _standing(batch, files, archive)
    is_known = archive.register.batch(batch) is not None
    return {
        each.name for each in files if each.name != MANIFEST and _is_there(batch, each, standing[each.name], archive, is_known=is_known)
    }


def _is_there(batch: str, file: DepositRequest, standing: Sequence[Upload], archive: Archive, *, is_known: bool) -> bool:
    """Say whether a file has come: by its digest, where ingest has told it; else by its size, as `aws s3 sync` does.

    An upload of this size that a line of another digest has taken is another scan under the same name.
    """
    alike = [upload for upload in standing if upload.size == file.size]
    if file.digest is None or not is_known:
        return bool(alike)
    line = archive.register.line(batch, line_id(f"{batch}/{file.name}", file.digest))
    if line is not None:
        return line.status != "failed"  # what failed is begun again by the same bytes
    taken = (archive.register.line_of_arrival(batch, arrival_id(archive.inbox.name, each.key, each.version)) for each in alike)
    return any(each is None for each in taken)


def _standing(batch: str, files: Sequence[DepositRequest], archive: Archive) -> Mapping[str, list[Upload]]:
    """List what stands in the inbox under the names asked for: few neighbours are read, where these are."""
    found: dict[str, list[Upload]] = defaultdict(list)
    names = {f"{batch}/{each.name}": each.name for each in files}
    if names:
        last = max(names)
        for upload in archive.inbox.uploads(commonprefix(list(names))):  # noqa: RUF071 - keys are letters, not paths
            if upload.key > last:
                break
            if upload.key in names:
                found[names[upload.key]].append(upload)
    return found


def _slot(batch: str, file: DepositRequest, archive: Archive) -> Answer:
    slot = archive.deposits.upload_slot(batch, f"{batch}/{file.name}", file.size)
    return {"status": "send", "url": slot.url, "fields": dict(slot.fields), "expires_at": stamp(slot.expires_at)}
