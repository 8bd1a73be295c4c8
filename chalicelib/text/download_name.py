"""File names and headers of downloads, safe whatever the ministry's files are called."""

import re
import unicodedata
from urllib.parse import quote

from chalicelib.model import file_format
from chalicelib.model.batch_names import is_device
from chalicelib.model.file_format import EXTENSIONS

MEDIA_TYPES = {EXTENSIONS[kind]: media_type for kind, media_type in file_format.MEDIA_TYPES.items()}
"""By the extension under which the vault keeps an original."""

_LONGEST = 200
"""Bytes of a name in UTF-8, before its extension; file systems take 255."""
_EXTENSION = re.compile(r"\.(pdf|jpe?g|png|tiff?|csv)$", re.IGNORECASE)
_UNSAFE = re.compile(r"[\\/:*?\"<>|%]")
_BLANKS = re.compile(r"\s+")


def file_name(name: str, extension: str) -> str:
    r"""Name a download after its piece, with the extension of its true format.

    Signs that are not seen, or that turn the direction of the text, become blanks: `photo\u202efdp.exe` would show as `photoexe.pdf`.

    >>> file_name("arrêté n° 550/590.PDF", "pdf"), file_name("photo.pdf\r\nX: y", "jpg"), file_name("..", "tif")
    ('arrêté n° 550_590.pdf', 'photo.pdf X_ y.jpg', 'piece.tif')
    >>> file_name("photo.hta", "jpg"), file_name("con.pdf", "pdf")
    ('photo.hta.jpg', 'piece con.pdf')
    """
    printable = "".join(letter if letter.isprintable() else " " for letter in unicodedata.normalize("NFC", name))
    stem = _BLANKS.sub(" ", _UNSAFE.sub("_", _EXTENSION.sub("", printable.strip())))
    stem = stem.encode()[:_LONGEST].decode(errors="ignore").strip(" .") or "piece"
    return f"piece {stem}.{extension}" if is_device(stem) else f"{stem}.{extension}"


def disposition(name: str, extension: str) -> str:
    """Write the header by which a browser saves a file under its name instead of showing it (RFC 6266).

    >>> print(disposition("diplôme.pdf", "pdf"))
    attachment; filename="diplome.pdf"; filename*=UTF-8''dipl%C3%B4me.pdf
    """
    full = file_name(name, extension)
    plain = unicodedata.normalize("NFKD", full).encode("ascii", "ignore").decode()
    plain = file_name(plain, extension)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(full, safe='')}"
