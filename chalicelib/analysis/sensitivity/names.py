"""Masks the names of files, folders and batches that hold a forbidden mention, wherever the archive writes or shows them.

A path is screened as a page whose lines are its folders and its file name, so that a folder may give a name its context. A masked name
keeps what tells nothing: the number in front, which is the matricule most often, and the extension.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final

from chalicelib.analysis.sensitivity.screening import screen
from chalicelib.model.identifiers import batch_mark
from chalicelib.model.transcript import Page, TextLine, Transcript

MASK: Final = "[nom masqué]"
"""Stands in place of a name; the digest and the size beside it tell which file it is."""
_MASKED_BATCH: Final = "lot-masque-"
_MARK: Final = 8
"""Hex digits of a masked batch's name: two of ten thousand such batches share them with one chance in a hundred."""
_EXTENSION = re.compile(r"\.(pdf|jpe?g|png|tiff?|csv|txt|docx?|xlsx?|zip)$", re.IGNORECASE)
_NUMBER = re.compile(r"\d[\d. -]*\d")
_GLUED: Final = tuple(re.compile(rule) for rule in (r"(?<=[A-ZÀ-Þ]{3})(?=[a-zà-ÿ])", r"(?<=[A-ZÀ-Þ]{2})(?=[A-ZÀ-Þ][a-zà-ÿ])"))
"""Where a blank is missing behind capital letters: « HUTUliste », « VIHPositif »; which of the two is meant, only the words tell."""
_COUNTED = re.compile(r"[\d.\s-]+")
"""Numbers and what joins them: « TWA 1972 » is read as « TWA » too, which is a mention where it stands alone."""
_SEPARATORS = str.maketrans(dict.fromkeys("_()[]", " "))
"""Signs that divide a name; on a page they are room for an answer."""


def mask_paths(paths: Sequence[str]) -> tuple[str, ...]:
    """Mask the names with a forbidden mention in some paths; the folders of a path are divided by slashes.

    >>> mask_paths(["lot-1/654321 Hutu/acte.pdf", "lot-1/654321/carte UPRONA.jpg", "lot-1/654321/acte.pdf"])
    ('lot-1/654321 [nom masqué]/acte.pdf', 'lot-1/654321/[nom masqué].jpg', 'lot-1/654321/acte.pdf')
    """
    names = [path.split("/") for path in paths]
    readings = [[(place, each) for place, name in enumerate(path) for each in _readings(name)] for path in names]
    pages = tuple(
        Page(number=number, lines=tuple(map(_line, (*path, *(each for _, each in further)))))
        for number, (path, further) in enumerate(zip(names, readings, strict=True), 1)
    )
    screening = screen(Transcript(reader="names", pages=pages))
    forbidden: dict[int, set[int]] = {}
    for found in screening.places if screening else ():
        path, further = names[found.page - 1], readings[found.page - 1]
        place = found.line - 1 if found.line <= len(path) else further[found.line - len(path) - 1][0]
        forbidden.setdefault(found.page, set()).add(place)
    return tuple(_masked(path, forbidden[number]) if number in forbidden else path for number, path in enumerate(paths, 1))


def mask_path(path: str) -> str:
    """Mask the names with a forbidden mention in one path."""
    return mask_paths((path,))[0]


def is_masked(name: str) -> bool:
    """Say whether a file name was masked.

    >>> is_masked(mask_path("654321 Hutu.pdf")), is_masked("654321 acte.pdf")
    (True, False)
    """
    return MASK[:-1] in name


@lru_cache(maxsize=1_000)
def batch_name(folder: str) -> str:
    """Name the batch of a folder: as the folder, or by its pseudonym where the folder's name holds a forbidden mention.

    >>> batch_name("lot-1"), batch_name("Liste des Hutu 1972")
    ('lot-1', 'lot-masque-425e9575')
    """
    return folder if mask_path(folder) == folder else f"{_MASKED_BATCH}{batch_mark(folder)[:_MARK]}"


def is_masked_batch(name: str) -> bool:
    """Say whether a batch may have been named by a pseudonym, so that its folder is called otherwise."""
    return name.startswith(_MASKED_BATCH)


def _readings(name: str) -> tuple[str, ...]:
    """Other readings of a name: cut behind capital letters, and its only word without the numbers beside it."""
    text = _EXTENSION.sub("", name).translate(_SEPARATORS)
    words = _COUNTED.sub(" ", text).split()
    others = dict.fromkeys((*(rule.sub(" ", text) for rule in _GLUED), *(words if len(words) == 1 else ())))
    return tuple(each for each in others if each != text)


def _line(name: str) -> TextLine:
    return TextLine(text=_EXTENSION.sub("", name).translate(_SEPARATORS), confidence=100.0, box=(0.1, 0.1, 0.8, 0.02))


def _masked(path: str, places: Iterable[int]) -> str:
    names = path.split("/")
    for place in places:
        number, extension = _NUMBER.match(names[place]), _EXTENSION.search(names[place])
        names[place] = f"{number.group() + ' ' if number else ''}{MASK}{extension.group() if extension else ''}"
    return "/".join(names)
