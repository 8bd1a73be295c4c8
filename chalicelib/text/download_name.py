"""What a download is called and what it is said to be, whatever names the ministry's files bear."""

import re
import unicodedata
from urllib.parse import quote

MEDIA_TYPES = {"pdf": "application/pdf", "jpg": "image/jpeg", "png": "image/png", "tif": "image/tiff"}
"""By the extension under which the vault keeps an original; nothing else is ever said of one."""

_LONGEST = 120
"""Letters of a name, before its extension."""
_EXTENSION = re.compile(r"\.(pdf|jpe?g|png|tiff?)$", re.IGNORECASE)
_UNSAFE = re.compile(r"[\\/:*?\"<>|%]")
_BLANKS = re.compile(r"\s+")


def file_name(name: str, extension: str) -> str:
    r"""Name a download after its piece, with the extension that is true of its bytes.

    >>> file_name("arrêté n° 550/590.PDF", "pdf"), file_name("photo.pdf\r\nX: y", "jpg"), file_name("..", "tif")
    ('arrêté n° 550_590.pdf', 'photo.pdf X_ y.jpg', 'piece.tif')
    """
    printable = "".join(letter if letter.isprintable() else " " for letter in unicodedata.normalize("NFC", name))
    stem = _BLANKS.sub(" ", _UNSAFE.sub("_", _EXTENSION.sub("", printable.strip())))
    return f"{stem[:_LONGEST].strip(' .') or 'piece'}.{extension}"


def disposition(name: str, extension: str) -> str:
    """Write the header that has a browser save a file under its name (RFC 6266), never show it in the page.

    >>> print(disposition("diplôme.pdf", "pdf"))
    attachment; filename="diplome.pdf"; filename*=UTF-8''dipl%C3%B4me.pdf
    """
    full = file_name(name, extension)
    plain = unicodedata.normalize("NFKD", full).encode("ascii", "ignore").decode()
    plain = file_name(plain, extension)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(full, safe='')}"
