"""Names that systems and programs write beside documents, by kind: bins, versions, partial files, locks, litter (ignored_files.toml)."""

import re
import tomllib
from collections.abc import Callable
from fnmatch import fnmatchcase, translate
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

IGNORED: dict[str, str] = {
    "bin": "Corbeille : ce fichier a été effacé. Si c'est une pièce, la remettre à sa place, puis relancer la synchronisation.",
    "version": "Ancienne version ou instantané d'un fichier. Si c'est une pièce, la copier dans le dossier de l'agent, puis relancer.",
    "partial": "Transfert inachevé. Si le fichier entier n'est pas au récépissé, le redéposer.",
    "temporary": "Verrou ou brouillon d'un programme ouvert. Fermer le document ; s'il manque au récépissé, le redéposer.",
    "litter": "Fichier du système (Thumbs.db, .DS_Store et semblables).",
    "bag": "Fichier d'accompagnement d'un sac BagIt.",
}
"""Why a file is ignored, in French, by the receipt's word; the first five are sections of ignored_files.toml."""
_KINDS: Final = ("bin", "version", "partial", "temporary", "litter")
_DOCUMENTS: Final = (
    "123456",
    "12.345",
    "acte",
    "corbeille",
    "dossiers 1972",
    "acte.pdf",
    "img_2024.jpg",
    "scan (1).jpeg",
    "fiche.png",
    "lot 3.tif",
)
"""Names that no pattern may match."""
_COLONS: Final = str.maketrans("\uf03a\uf022", "::")
"""How Cygwin and WSL, and macOS, write the colon of Windows, which no file name may hold."""


class IgnoredFilesError(ValueError):
    """A list of ignored files that cannot be used."""


def ignored_kind(key: str) -> str | None:
    """Kind of an ignored file: a section of ignored_files.toml; None for a file that may be a document.

    >>> ignored_kind("lot-1/#recycle/123456/acte.pdf"), ignored_kind("lot-1/123456/acte.pdf.part"), ignored_kind("Corbeille 1972/acte.pdf")
    ('bin', 'partial', None)
    """
    folder, _, name = key.rpartition("/")
    return _folder_kind(folder) or _lists()[1](_folded(name))


@lru_cache(maxsize=4096)
def _folder_kind(folder: str) -> str | None:
    is_ignored = _lists()[0]
    return next((kind for step in folder.split("/") if (kind := is_ignored(_folded(step)))), None)


def _folded(name: str) -> str:
    return name.translate(_COLONS).casefold()


Kinds = Callable[[str], str | None]
"""Gives the kind of a folded name, None for a name in no list."""


@cache
def _lists() -> tuple[Kinds, Kinds]:
    return read_ignored_files(Path(__file__).with_name("ignored_files.toml").read_text("utf-8"))


def read_ignored_files(toml: str) -> tuple[Kinds, Kinds]:
    """Read the lists of ignored files.

    Returns:
        How folders, and how files, are told by their folded names.

    Raises:
        IgnoredFilesError: a section or list is missing or unknown, or a pattern is no name, would ignore documents, or stands twice.
    """
    sections = tomllib.loads(toml)
    if sections.keys() != set(_KINDS):
        raise IgnoredFilesError(f"sections {sorted(sections)} instead of {sorted(_KINDS)}")
    return _matcher("folders", sections), _matcher("files", sections)


def _matcher(listed: str, sections: dict[str, dict[str, list[str]]]) -> Kinds:
    """Compile one list of every section; where several match, the first section counts."""
    seen: set[str] = set()
    parts = []
    for kind in _KINDS:
        if sections[kind].keys() != {"folders", "files"}:
            raise IgnoredFilesError(f"{kind}: lists {sorted(sections[kind])} instead of files, folders")
        for pattern in sections[kind][listed]:
            _check(pattern, seen)
        alternatives = "|".join(translate(pattern.casefold()) for pattern in sections[kind][listed])
        if alternatives:
            parts.append(f"(?P<{kind}>{alternatives})")
    whole = re.compile("|".join(parts))
    return lambda name: found.lastgroup if (found := whole.match(name)) else None


def _check(pattern: object, seen: set[str]) -> None:
    if not isinstance(pattern, str) or not pattern or "/" in pattern:
        raise IgnoredFilesError(f"{pattern!r} is no pattern of one name")
    if pattern in seen:
        raise IgnoredFilesError(f"{pattern!r} stands twice")
    if any(fnmatchcase(name, pattern.casefold()) for name in _DOCUMENTS):
        raise IgnoredFilesError(f"{pattern!r} would ignore documents")
    seen.add(pattern)
