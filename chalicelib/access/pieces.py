"""One piece for its readers: description, text, page images, link to the original.

Every request takes the same steps. 1. Read the piece and its original from the register. 2. Check that the reader may read it; a
piece that does not exist and one that is not the reader's get the same refusal, after the same reads. 3. Make the answer.
4. Record the consultation. 5. Return the answer.
"""

from dataclasses import dataclass
from datetime import datetime

from chalicelib.access.consultations import Subject, record_consultation
from chalicelib.access.links import OriginalLink, PageImageLink, original_link, page_image_link, piece_link
from chalicelib.access.text_pages import cut_text
from chalicelib.career.filed_pieces import act_date_of, casefile_of
from chalicelib.model.cursor import ListPage, cursor_of, place_of
from chalicelib.model.errors import ReaderError
from chalicelib.model.identifiers import is_piece
from chalicelib.model.nomenclature import TypeSentence
from chalicelib.model.piece import Field, Original, Piece, Status
from chalicelib.model.reader import Reader
from chalicelib.model.segmentation import page_ranges
from chalicelib.model.transcript import Page
from chalicelib.ports.archive import Archive
from chalicelib.text.download_name import MEDIA_TYPES


@dataclass(frozen=True, slots=True, kw_only=True)
class PartOfOriginal:
    """Which pages of its original a piece is; the original is kept whole."""

    pages: tuple[int, ...]
    """Numbers in the original, from 1."""
    of: int
    """Pages of the original."""

    @property
    def range(self) -> str:
        """The pages, in short: `3-5`."""
        return page_ranges(self.pages)


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceSummary:
    """A piece as lists show it."""

    piece: str
    name: str
    """File name, as the ministry gave it."""
    type: str | None
    """Code of the nomenclature."""
    act_date: str | None
    """Date of the act in ISO 8601, as the text says it."""
    registered_at: datetime
    """UTC, aware."""
    pages: int
    size: int
    """Bytes of its pages: of the original, or by their share of it."""
    media_type: str
    status: Status
    confidence: float | None
    """Mean confidence of the OCR, 0 to 100."""
    part: PartOfOriginal | None = None
    """None where the piece is all pages of its original."""
    folder_alone: bool
    """Only its folder has filed it; told to archivists, not to the servant of the case file."""

    @property
    def year(self) -> int | None:
        """Year of the act."""
        return year_of(self.act_date)


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceDetails:
    """All that readers are told of one piece."""

    summary: PieceSummary
    matricule: str | None
    """Normalised matricule of the case file that the piece is filed in."""
    type_confidence: float | None
    """0 to 1."""
    fields: tuple[Field, ...]
    digest: str
    masked: bool = False
    """Whether it is a copy on which forbidden mentions are painted black."""
    about: TypeSentence | None = None
    """What its type is for; told to the servant of the case file alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceText:
    """Some pages of a piece's text."""

    piece: str
    pages: ListPage[Page]


def read_piece(reader: Reader, name: str, archive: Archive) -> PieceDetails:
    """Read the description of a piece; a servant's look at their own piece is not recorded.

    Raises:
        ReaderError: `not_found`.
        TransientError: the consultation could not be recorded.
    """
    piece, original = _readable(reader, name, archive)
    matricule = casefile_of(piece)
    is_own = matricule is not None and matricule == reader.matricule
    if not is_own:
        record_consultation("piece", reader, Subject(matricule=matricule, piece=piece.piece), archive)
    return PieceDetails(
        summary=summary_of(piece, original, reader),
        matricule=matricule,
        type_confidence=piece.type_confidence,
        fields=piece.fields,
        digest=piece.digest,
        masked=original.derived_from is not None,
        about=_about(piece, archive) if is_own else None,
    )


def _about(piece: Piece, archive: Archive) -> TypeSentence | None:
    """Look up the sentence of a piece's type in the nomenclature in force."""
    known = archive.nomenclature.named(piece.type) if piece.type else None
    return known.about if known else None


def read_text(reader: Reader, name: str, archive: Archive, *, cursor: str | None = None, limit: int = 10) -> PieceText:
    """Read some pages of a piece's text; a long page may continue in the next answer (`text_pages`).

    Raises:
        ReaderError: `not_found`; `invalid` for a cursor of another text.
        TransientError: the consultation could not be recorded.
    """
    piece, _ = _readable(reader, name, archive)
    place = place_of(cursor, "text", piece.piece)
    transcript = archive.vault.transcript(piece.digest)
    own = transcript.of_pages(piece.pages).pages if transcript else ()
    pages, following = cut_text(own, place, limit)
    record_consultation("text", reader, Subject(matricule=casefile_of(piece), piece=piece.piece), archive)
    return PieceText(
        piece=piece.piece, pages=ListPage(entries=pages, next=cursor_of(following, "text", piece.piece) if following else None)
    )


def link_original(reader: Reader, name: str, archive: Archive, *, whole: bool = False) -> OriginalLink:
    """Make a link to the pages of a piece: to its original, or, where it is some pages of it, to a copy of these.

    Words that the pages do not show (under black bars, on layers that are switched off) can be copied from the file, and attached documents
    may be about others: such a file is for archivists, and servants read the images of its pages.

    Args:
        reader: who asks.
        name: of the piece.
        archive: the ports.
        whole: the original itself is asked for, with the pages of other pieces: for archivists.

    Raises:
        ReaderError: `not_found`, also where another piece of the whole original is closed; `hides_text` for a servant.
        TransientError: it could not be signed, or the consultation could not be recorded.
    """
    piece, original = _readable(reader, name, archive)
    if not may_save(reader, original):
        raise ReaderError("hides_text", piece.piece)
    if whole:
        _check_may_save_whole(reader, piece, archive)
    link = original_link(piece, original, archive) if whole else piece_link(piece, original, archive)
    record_consultation("download", reader, Subject(matricule=casefile_of(piece), piece=piece.piece), archive)
    return link


def link_page(reader: Reader, name: str, page: int, archive: Archive) -> PageImageLink:
    """Make a link to the image of one page of a piece.

    Raises:
        ReaderError: `not_found`, also for a page that does not exist; `no_picture` where it cannot be rendered.
        TransientError: it could not be rendered or signed, or the consultation could not be recorded.
    """
    piece, original = _readable(reader, name, archive)
    link = page_image_link(piece, original, page, archive)
    record_consultation("image", reader, Subject(matricule=casefile_of(piece), piece=piece.piece, page=page), archive)
    return link


def _readable(reader: Reader, name: str, archive: Archive) -> tuple[Piece, Original]:
    """Read a piece that the reader may read; its case file and status come from the register, never from the request."""
    found = archive.register.pieces_with_originals([name]).get(name) if is_piece(name) else None
    if found is None or not _may_read(reader, found[0]):
        raise ReaderError("not_found", "not there or not theirs")
    return found


def may_save(reader: Reader, original: Original) -> bool:
    """Whether a reader of a piece may save its original: those that say more than their pages show are for archivists."""
    says_more = original.hides_text or original.attachments > 0
    return not says_more or reader.may("review") or reader.may("decide_sealed_off")


def _check_may_save_whole(reader: Reader, piece: Piece, archive: Archive) -> None:
    """Refuse an original with pages that the reader may not read."""
    if piece.pages and any(not _may_read(reader, each) for each in archive.register.pieces_of_original(piece.digest) if each.pages):
        raise ReaderError("not_found", "pages of it are not theirs")


def _may_read(reader: Reader, piece: Piece) -> bool:
    """Whether a reader may read a piece.

    - sealed off, withdrawn, or its text not yet screened: nobody; nor one whose pages are in other pieces by now;
    - its text missing, and so never screened: guardians;
    - filed: the servant of the case file, and archivists;
    - any other: archivists.
    """
    if piece.closed_to_all or piece.status in ("waiting", "divided"):
        return False
    if piece.status == "failed" or piece.reason == "text_lost":
        return reader.may("decide_sealed_off")
    matricule = casefile_of(piece)
    return reader.may_open(matricule) if matricule else reader.may("review")


def year_of(act_date: str | None) -> int | None:
    """Year of a date in ISO 8601.

    >>> year_of("2010-03-01")
    2010
    """
    return int(act_date[:4]) if act_date else None


def summary_of(piece: Piece, original: Original, reader: Reader) -> PieceSummary:
    """Summary of a piece and its original, for a reader."""
    return PieceSummary(
        piece=piece.piece,
        name=piece.name,
        type=piece.type,
        act_date=act_date_of(piece),
        registered_at=piece.registered_at,
        pages=piece.count_pages(original),
        size=piece.count_bytes(original),
        media_type=MEDIA_TYPES["pdf" if piece.pages else original.extension],
        part=part_of(piece, original),
        status=piece.status,
        confidence=original.confidence,
        folder_alone=piece.folder_alone and piece.status == "filed" and casefile_of(piece) != reader.matricule,
    )


def part_of(piece: Piece, original: Original) -> PartOfOriginal | None:
    """Say which pages of its original a piece is; None where it is all of them."""
    return PartOfOriginal(pages=piece.pages, of=original.pages) if piece.pages else None
