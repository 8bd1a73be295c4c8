"""Gathers the pages of each piece, once it is known where the pieces begin."""

from collections.abc import Collection, Iterable, Mapping

from chalicelib.model.segmentation import PageSegment
from chalicelib.model.separator import SeparatorSheet


def gather(
    order: Iterable[int], cuts: Collection[int], sheets: Mapping[int, SeparatorSheet], blanks: Collection[int]
) -> tuple[PageSegment, ...]:
    """Gather the pages of each piece.

    A blank page stays with the page before it; behind a separator sheet it is that sheet's back, and opens the next piece. Separator
    sheets belong to no piece.

    >>> [segment.pages for segment in gather([1, 2, 3, 4, 5], {3}, {4: SeparatorSheet()}, {2})]
    [(1, 2), (3,), (5,)]

    Args:
        order: numbers of the pages, in reading order.
        cuts: the pages with which a piece begins, the first page and those behind a separator sheet aside.
        sheets: the separator sheets, by the number of their page.
        blanks: the blank pages.
    """
    pieces = [_Gathered()]
    for number in order:
        sheet = sheets.get(number)
        if pieces[-1].has_content and (sheet or number in cuts):
            pieces.append(_Gathered(matricule=pieces[-1].matricule))
        if sheet:
            pieces[-1].type = sheet.type or pieces[-1].type
            pieces[-1].matricule = sheet.matricule or pieces[-1].matricule
        else:
            pieces[-1].pages.append(number)
            pieces[-1].has_content |= number not in blanks
    if len(pieces) > 1 and not pieces[-1].has_content:
        pieces[-2].pages += pieces.pop().pages
    return tuple(PageSegment(pages=tuple(piece.pages), type=piece.type, matricule=piece.matricule) for piece in pieces if piece.pages)


class _Gathered:
    """A piece whose pages are being gathered."""

    def __init__(self, matricule: str | None = None) -> None:
        self.pages: list[int] = []
        self.has_content = False
        self.type: str | None = None
        self.matricule = matricule
