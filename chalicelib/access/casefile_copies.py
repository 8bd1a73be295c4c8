"""A whole case file as one PDF, for its readers: what it would hold, a link to it, and the binding itself.

1. Check that the reader may open the case file. 2. List its pieces as the screen shows them, in the order of their acts, without those
whose originals the reader may not save. 3. Refuse more than one function can bind while the reader waits. 4. Have the copy bound, unless
the same one is there. 5. Record the consultation. 6. Return the link.
"""

import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from chalicelib.access.casefiles import check_may_open
from chalicelib.access.consultations import Subject, record_consultation
from chalicelib.access.links import OriginalLink
from chalicelib.access.pieces import may_save
from chalicelib.career.filed_pieces import act_date_of, list_filed, read_filed
from chalicelib.model.casefile_copy import MOST_BYTES, MOST_PAGES, CaseFileCopy, CopyPart, PagesCopy
from chalicelib.model.errors import ReaderError, TransientError
from chalicelib.model.piece import Original, Piece
from chalicelib.model.reader import Reader
from chalicelib.personnel.directory import servant_in_force
from chalicelib.ports.archive import Archive
from chalicelib.text.calendar import day_in_words, local_day
from chalicelib.text.download_name import MEDIA_TYPES, file_name

_MOST_PIECES = 500
"""A case file with more is bound in no time that a reader waits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyOffer:
    """What a copy of a case file would hold."""

    pieces: int
    pages: int
    size: int
    """Bytes of the originals, which the copy has too, give or take its table of contents."""
    left_out: tuple[Piece, ...]
    """Pieces of the screen whose originals the reader may not save."""
    too_large: bool


def offer_copy(reader: Reader, matricule: str, archive: Archive) -> CopyOffer:
    """Tell what a copy of a case file would hold, before it is made.

    Raises:
        ReaderError: `not_found`.
        TransientError: the consultation could not be recorded.
    """
    bound, left_out = _pieces(reader, matricule, archive)
    if matricule != reader.matricule:
        record_consultation("casefile", reader, Subject(matricule=matricule), archive)
    return _offer(bound, left_out)


def link_copy(reader: Reader, matricule: str, archive: Archive) -> OriginalLink:
    """Make a link to a copy of a case file, which is bound if it is not there.

    Raises:
        ReaderError: `not_found`; `nothing_to_copy`; `casefile_too_large`.
        TransientError: it could not be bound or signed now, or the consultation could not be recorded.
    """
    bound, left_out = _pieces(reader, matricule, archive)
    if not bound:
        raise ReaderError("nothing_to_copy", matricule)
    if _offer(bound, left_out).too_large:
        raise ReaderError("casefile_too_large", matricule)
    day = local_day(archive.clock.now(), archive.settings.time_zone)
    copy = _copy(matricule, bound, day, archive)
    name = file_name(f"dossier {copy.matricule} {day}", "pdf")
    found = archive.links.casefile_copy_link(copy.key, name)
    if found is None:
        archive.casefile_copies.bind_copy(copy)
        found = archive.links.casefile_copy_link(copy.key, name)
    if found is None:
        raise TransientError("unbound", copy.key)
    record_consultation("copy", reader, Subject(matricule=matricule), archive)
    size, link = found
    return OriginalLink(link=link, name=name, size=size, media_type=MEDIA_TYPES["pdf"])


def bind_copy(copy: CaseFileCopy, archive: Archive) -> list[int]:
    """Bind a copy, in the function that holds pdfium, and keep it; return the places of pieces that could not be bound.

    Raises:
        Refusal: none could be bound.
        TransientError: a service was busy.
    """
    with ExitStack() as opened, tempfile.TemporaryDirectory(prefix="casefile-") as folder:
        originals = {each.digest: each.extension for each in copy.parts}
        found = {digest: opened.enter_context(archive.vault.open_original(digest, extension)) for digest, extension in originals.items()}
        target = Path(folder, "copy.pdf")
        lost = archive.renderer.bind([found[each.digest] for each in copy.parts], target, copy)
        archive.vault.keep_casefile_copy(copy.key, target)
    return lost


def copy_pages(copy: PagesCopy, archive: Archive) -> None:
    """Copy some pages of an original, in the function that holds pdfium, and keep the copy.

    Raises:
        Refusal: they cannot be copied.
        TransientError: a service was busy.
    """
    with archive.vault.open_original(copy.digest, copy.extension) as path, tempfile.TemporaryDirectory(prefix="pages-") as folder:
        target = Path(folder, "copy.pdf")
        archive.renderer.copy_pages(path, target, pages=copy.selection)
        archive.vault.keep_casefile_copy(copy.key, target)


def _pieces(reader: Reader, matricule: str, archive: Archive) -> tuple[list[tuple[Piece, Original]], tuple[Piece, ...]]:
    """Pieces that the reader may save, by the date of their acts, and those that they may only look at."""
    check_may_open(reader, matricule)
    listed = list(list_filed(matricule, archive))
    if not listed and matricule != reader.matricule and servant_in_force(matricule, archive.register) is None:
        raise ReaderError("not_found", "no such case file")
    shown = read_filed(matricule, listed, archive)
    shown.sort(key=lambda each: (act_date_of(each[0]) or "9999", each[0].registered_at))
    return [each for each in shown if may_save(reader, each[1])], tuple(
        piece for piece, original in shown if not may_save(reader, original)
    )


def _offer(bound: list[tuple[Piece, Original]], left_out: tuple[Piece, ...]) -> CopyOffer:
    pages = sum(piece.count_pages(original) for piece, original in bound)
    size = sum(piece.count_bytes(original) for piece, original in bound)
    fetched = sum({original.digest: original.size for _, original in bound}.values())
    too_large = fetched > MOST_BYTES or pages > MOST_PAGES or len(bound) > _MOST_PIECES
    return CopyOffer(pieces=len(bound), pages=pages, size=size, left_out=left_out, too_large=too_large)


def _copy(matricule: str, bound: list[tuple[Piece, Original]], day: date, archive: Archive) -> CaseFileCopy:
    servant = servant_in_force(matricule, archive.register)
    return CaseFileCopy(
        matricule=(servant.written if servant else "") or matricule,
        name=" ".join(filter(None, [servant.first_names, servant.name])) if servant else "",
        day=day_in_words(day),
        parts=tuple(_part(piece, original, archive) for piece, original in bound),
    )


def _part(piece: Piece, original: Original, archive: Archive) -> CopyPart:
    type_ = archive.nomenclature.named(piece.type) if piece.type else None
    act_date = act_date_of(piece)
    return CopyPart(
        digest=original.digest,
        extension=original.extension,
        pages=piece.count_pages(original),
        selection=piece.pages,
        title=type_.fr if type_ else piece.name,
        date=day_in_words(date.fromisoformat(act_date)) if act_date else "",
    )
