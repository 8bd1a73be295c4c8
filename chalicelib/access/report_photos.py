"""Photos of rectification reports: what a servant's phone photographed, or a PDF, beside what they report. It may show anything.

Sending: 1. Give a signed slot for the servant's one draft. 2. Once the report is filed, look at the draft in the sandbox, keep it where
no browser writes, with an image of each page. A draft without a report is deleted after a day, a photo after three months (S3's
lifecycle). Reading: 1. Record the consultation. 2. Sign a link to the image of a page; the bytes that were sent are never given out.
Adding: 1. Put the photo into the inbox: it is ingested, read, screened and filed as any scan. 2. Note it in the report.
"""

import tempfile
from dataclasses import replace
from pathlib import Path

from chalicelib.access.casefiles import own_matricule
from chalicelib.access.consultations import Subject, record_consultation
from chalicelib.access.links import PageImageLink
from chalicelib.model.errors import PermanentError, ReaderError, Refusal
from chalicelib.model.file_format import EXTENSIONS
from chalicelib.model.identifiers import added_photo_key
from chalicelib.model.reader import Reader
from chalicelib.model.rectification import (
    MOST_OPEN,
    MOST_PDF_BYTES,
    MOST_PHOTO_BYTES,
    MOST_PHOTO_PAGES,
    PhotoKind,
    Rectification,
    RectificationEvent,
    ReportPhoto,
    is_rectification,
    photo_draft,
    photo_name,
)
from chalicelib.model.upload import Slot
from chalicelib.ports.archive import Archive

_MOST_BYTES: dict[PhotoKind, int] = {"jpeg": MOST_PHOTO_BYTES, "pdf": MOST_PDF_BYTES}


def offer_slot(reader: Reader, kind: PhotoKind, size: int, archive: Archive) -> Slot:
    """Give a servant a slot for the photo of a report that they are about to file; an earlier draft of theirs is replaced.

    Raises:
        ReaderError: `not_found`: the reader has no case file; `photo_refused`: it is empty or too large; `too_many_reports`.
        TransientError: it could not be signed.
    """
    matricule = own_matricule(reader)
    if not 0 < size <= _MOST_BYTES[kind]:
        raise ReaderError("photo_refused", "size")
    if archive.rectifications.count_open(matricule) >= MOST_OPEN:
        raise ReaderError("too_many_reports")
    return archive.deposits.photo_slot(photo_draft(matricule), size, kind)


def take_photo(draft: str, photo: str, digest: str, archive: Archive) -> ReportPhoto:
    """Look at a draft in the sandbox and keep it, in the function that holds pdfium; repeated, it writes the same.

    Args:
        draft: see `photo_draft`.
        photo: see `photo_name`.
        digest: of the bytes that the servant sent; another draft may have replaced them.
        archive: the ports.

    Raises:
        ReaderError: `photo_missing`, `photo_refused`.
        TransientError: a service was busy.
    """
    try:
        with archive.report_photos.open_draft(draft) as (path, found), tempfile.TemporaryDirectory(prefix="photo-") as folder:
            if found != digest:
                raise ReaderError("photo_missing", "another draft")
            taken = _looked_at(path, digest, archive)
            for page in range(1, taken.pages + 1):
                target = Path(folder, f"{page}.webp")
                image = archive.renderer.render_page(path, target, page=page)
                archive.report_photos.keep_page(photo, image, target)
            archive.report_photos.keep(photo, taken.kind, path)
            return taken
    except Refusal as refusal:
        raise ReaderError("photo_refused", refusal.code) from refusal
    except PermanentError as gone:
        raise ReaderError("photo_missing", gone.code) from gone


def link_photo_page(reader: Reader, name: str, page: int, archive: Archive) -> PageImageLink:
    """Sign a link to the image of a page of a report's photo.

    Raises:
        ReaderError: `not_found`: no such report, photo or page, or it is no longer kept.
        TransientError: the consultation could not be recorded, or the link not signed.
    """
    report, photo = _photo_of(name, archive)
    if not 1 <= page <= photo.pages:
        raise ReaderError("not_found", "no such page")
    record_consultation("photo", reader, Subject(matricule=report.matricule, page=page), archive, role="archivist")
    found = archive.links.photo_link(photo_name(report.matricule, photo.digest), page)
    if found is None:
        raise ReaderError("not_found", "no longer kept")
    image, link = found
    return PageImageLink(link=link, image=image, pages=photo.pages)


def add_photo(reader: Reader, name: str, archive: Archive) -> Rectification:
    """Put a report's photo into the inbox, below its servant's matricule; repeated, it brings the same bytes under the same key.

    Raises:
        ReaderError: `not_found`: no such report or photo, or it is no longer kept.
        ConflictError: the report was changed meanwhile.
        TransientError: a service was busy.
    """
    report, photo = _photo_of(name, archive)
    if report.photo_added_at is not None:
        return report
    key = added_photo_key(report.matricule, photo.digest, EXTENSIONS[photo.kind])
    try:
        archive.report_photos.add_to_inbox(photo_name(report.matricule, photo.digest), photo.kind, key)
    except PermanentError as gone:
        raise ReaderError("not_found", "no longer kept") from gone
    at = archive.clock.now()
    after = replace(report, photo_added_at=at)
    event = RectificationEvent(report=name, matricule=report.matricule, at=at, deed="photo_added", by=reader.name, piece=report.piece)
    archive.rectifications.update(after, event, seen=report)
    return after


def _photo_of(name: str, archive: Archive) -> tuple[Rectification, ReportPhoto]:
    report = archive.rectifications.find(name) if is_rectification(name) else None
    if report is None or report.photo is None:
        raise ReaderError("not_found", "no such report, or no photo")
    return report, report.photo


def _looked_at(path: Path, digest: str, archive: Archive) -> ReportPhoto:
    """Inspect a draft; what its first bytes say counts, not the media type of its form.

    Raises:
        Refusal: it is no JPEG or PDF, larger or longer than agreed, or cannot be shown.
    """
    size = path.stat().st_size
    if size > MOST_PDF_BYTES:
        raise Refusal("size")
    found = archive.inspector.inspect(path)
    if found.kind not in _MOST_BYTES or size > _MOST_BYTES[found.kind] or found.pages > MOST_PHOTO_PAGES:
        raise Refusal("type", f"{found.kind}, {found.pages} pages, {size} bytes")
    return ReportPhoto(digest=digest, kind=found.kind, pages=found.pages, size=size)
