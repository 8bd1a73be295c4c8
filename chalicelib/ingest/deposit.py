"""Deposit: an archivist uploads files of a batch from the browser, beside `aws s3 sync`.

1. Check the batch's name: its keys must be counted in this batch, and in no servant's folder.
2. Refuse the files that the archive would not take: by name, size or role.
3. Find those that have come already, by digest or size.
4. Record, as a consultation, which files are to be sent.
5. Sign a slot in the inbox for each of them.

Keys are those of a sync, `<batch>/<matricule>/<name>`, and so is all that follows. The same request made again, after a break,
gives slots for the missing files alone.
"""

import json
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from os.path import commonprefix
from typing import Literal

from chalicelib.access.consultations import Subject, record_consultation
from chalicelib.analysis.sensitivity.names import mask_path
from chalicelib.analysis.sensitivity.screening import check_words
from chalicelib.ingest.inbox import batch_assigner
from chalicelib.ingest.manifest import compose, is_inside
from chalicelib.model.batch_names import is_legible, is_reserved
from chalicelib.model.errors import ReaderError
from chalicelib.model.file_format import Limits
from chalicelib.model.identifiers import arrival_id, line_id, role_of
from chalicelib.model.reader import Reader
from chalicelib.model.upload import Slot, Upload
from chalicelib.ports.archive import Archive

MANIFEST = "_manifest.csv"
"""Name of the manifest that the browser sends: with it, the receipt is written as soon as the last file is settled."""
MOST = 50
"""Files of one request."""
_LONGEST_BATCH = 200
"""Letters."""
_LONGEST_IN_POLICY = 1_400
"""Signs of a batch's name in a session policy, as JSON in ASCII; STS takes 2,048 in all."""
_WILD = re.compile(r"[/*?$]")
"""Signs not allowed in the name of a batch: it stands in an IAM policy, where they are wildcards, separators or variables."""
_LARGEST = Limits().file_bytes
_LARGEST_MANIFEST = 10 * 1024 * 1024
_UNTYPED = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\\]|\$\{")
"""Signs not allowed in the name of a file: control signs, backslashes, and `${`, of which S3 makes a variable."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DepositRequest:
    """A file that an archivist wants to deposit."""

    name: str
    """Below the batch: `<matricule>/<name>`."""
    size: int
    """Bytes."""
    digest: str | None = None
    """SHA-256, where the browser has computed it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DepositedFile:
    """A file of a deposit, and whether it is to be sent."""

    name: str
    """Below the batch."""
    status: Literal["send", "already", "refused"]
    slot: Slot | None = None
    """Where to send it."""
    reason: str | None = None
    """Why it is refused: a key of `wording.UNSENT`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deposit:
    """Answer to a deposit."""

    batch: str
    files: tuple[DepositedFile, ...]
    """In the order of the request."""


def open_slots(reader: Reader, batch: str, files: Sequence[DepositRequest], archive: Archive) -> Deposit:
    """Give a slot for each file that is to be sent; the others have come already, or are refused.

    Args:
        reader: an archivist.
        batch: its name.
        files: at most `MOST`, each name once.
        archive: the ports.

    Raises:
        ReaderError: `batch_name`; `forbidden_word` in the batch's name; `invalid`: no files, too many, or one name twice.
        TransientError: the consultation could not be recorded, or a slot not signed.
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
    slots = {each.name: archive.deposits.upload_slot(batch, f"{batch}/{each.name}", each.size) for each in sent}
    return Deposit(batch=batch, files=tuple(_file(each.name, slots.get(each.name), unwanted.get(each.name)) for each in files))


def _file(name: str, slot: Slot | None, reason: str | None) -> DepositedFile:
    if reason is not None:
        return DepositedFile(name=name, status="refused", reason=reason)
    return DepositedFile(name=name, status="send" if slot else "already", slot=slot)


def _check_batch(batch: str) -> None:
    """Refuse a name that is no folder of the inbox, one of a reserved folder (`_roster/`, masked copies), and a forbidden mention."""
    check_words(batch, "batch")
    is_short = len(batch) <= _LONGEST_BATCH and len(json.dumps(batch)) <= _LONGEST_IN_POLICY
    if _WILD.search(batch) or not _is_plain(batch) or not is_short or batch.startswith("_"):
        raise ReaderError("batch_name")
    if is_reserved(batch) or not is_legible(batch):
        raise ReaderError("batch_name")


def _check_place(batch: str, files: Sequence[DepositRequest], archive: Archive) -> None:
    """Refuse a name that ingest takes for a servant's folder: the files would be counted in the batch of their day."""
    assign, now = batch_assigner(archive), archive.clock.now()
    uploads = (Upload(key=f"{batch}/{each.name}", version="", size=each.size, uploaded_at=now) for each in files)
    if any(assign(upload).batch != batch for upload in uploads):
        raise ReaderError("batch_name", "it reads as a matricule")


def _unwanted(batch: str, file: DepositRequest) -> str | None:
    """Say why a file is not to be sent: a key of `wording.UNSENT`."""
    if mask_path(file.name) != file.name:
        return "forbidden_name"
    if not _is_plain(file.name) or not is_inside(f"{batch}/{file.name}"):
        return "path"
    if role_of(f"{batch}/{file.name}") != "scan" and file.name != MANIFEST:
        return "litter"
    if not file.size:
        return "empty"
    return "size" if file.size > (_LARGEST_MANIFEST if file.name == MANIFEST else _LARGEST) else None


def _is_plain(path: str) -> bool:
    """Say whether a path is written as a manifest's line is read: accents composed, no blanks at the ends."""
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
    """Say whether a file has come: by its digest, once ingest has computed it; else by its size, as `aws s3 sync` does.

    An upload of this size that a line with another digest has taken is another scan under the same name.
    """
    alike = [upload for upload in standing if upload.size == file.size]
    if file.digest is None or not is_known:
        return bool(alike)
    line = archive.register.line(batch, line_id(f"{batch}/{file.name}", file.digest))
    if line is not None:
        return line.status != "failed"  # a failed line is started again by the same bytes
    taken = (archive.register.line_of_arrival(batch, arrival_id(archive.inbox.name, each.key, each.version)) for each in alike)
    return any(each is None for each in taken)


def _standing(batch: str, files: Sequence[DepositRequest], archive: Archive) -> Mapping[str, list[Upload]]:
    """List the uploads in the inbox under the names of a request, by name; only keys with their common prefix are listed."""
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
