r"""Names of batches in the outbox: receipts of two batches never meet on a disk, whatever their folders are called.

Windows takes `Lot-Web` for `lot-web`, drops dots and blanks at the end, and knows names that are no files (CON, NUL). Two names may also
look alike: full-width letters, other alphabets, signs that show nothing. A batch keeps its own name where it is written in small
Latin letters; any other name is followed by the batch's pseudonym.
"""

import re
import unicodedata
from typing import Final

from chalicelib.model.identifiers import COPIES, PHOTOS, ROSTER_PREFIX, batch_mark

RECEIPTS: Final = "receipts/"
"""Prefix in the outbox of all receipts."""
_LONGEST: Final = 80
"""Letters: with the name twice, a path on Windows stays below its 260."""
_SHORTENED: Final = 60
_PLAIN: Final = re.compile(r"[0-9a-zà-öø-ÿœ]([0-9a-zà-öø-ÿœ '()+,.=@_-]*[0-9a-zà-öø-ÿœ'()+,=@_-])?")
_DEVICE: Final = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$) *(\..*)?", re.IGNORECASE)
"""Names of devices on Windows, with any extension (learn.microsoft.com, Naming Files, Paths, and Namespaces)."""
_MARK: Final = 8


def outbox_name(batch: str) -> str:
    """Name of a batch in the outbox: its own, or one with its pseudonym.

    >>> outbox_name("2026-03-gitega é"), outbox_name("Lot-Web"), outbox_name("..")
    ('2026-03-gitega é', 'Lot-Web~642ba736', 'lot~5ec1f7e7')
    """
    if is_plain(batch):
        return batch
    shown = "".join(letter if letter.isalnum() or letter in " '()+,.=@_-" else "_" for letter in unicodedata.normalize("NFC", batch))
    shown = shown[:_SHORTENED].strip(" ._") or "lot"
    return f"{'_' if is_device(shown) else ''}{shown}~{batch_mark(batch)[:_MARK]}"


def is_plain(batch: str) -> bool:
    """Whether no other batch's name can be taken for this one."""
    return len(batch) <= _LONGEST and _PLAIN.fullmatch(batch) is not None and not is_device(batch)


def is_device(name: str) -> bool:
    """Whether Windows knows a device by a name, whatever extension it has.

    >>> is_device("nul"), is_device("COM1.pdf"), is_device("console")
    (True, True, False)
    """
    return _DEVICE.fullmatch(name) is not None


def is_reserved(batch: str) -> bool:
    """Whether a name is one of the archive's own folders, or looks like one.

    >>> is_reserved("Copies-Masquees."), is_reserved("copies")
    (True, False)
    """
    return _bare(batch) in {_bare(COPIES), _bare(PHOTOS), _bare(ROSTER_PREFIX.rstrip("/"))}


def is_legible(batch: str) -> bool:
    """Whether a name shows all of its signs, and is a folder on Windows too.

    >>> is_legible("Lot Gitega"), is_legible("lot\u202ebew"), is_legible("NUL"), is_legible("lot.")
    (True, False, False, False)
    """
    hidden = any(unicodedata.category(letter) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"} for letter in batch)
    return not hidden and not is_device(batch) and batch == batch.strip(" .")


def _bare(name: str) -> str:
    """A name as Windows and the eye take it: compatible forms, without case, accents, signs that show nothing, dots and blanks around."""
    folded = unicodedata.normalize("NFKD", name).casefold()
    return "".join(letter for letter in folded if unicodedata.category(letter) not in {"Cc", "Cf", "Mn"}).strip(" .")


def receipt_place(batch: str, revision: int) -> str:
    """Key of a receipt in the outbox, without extension.

    >>> receipt_place("lot-1", 2)
    'receipts/lot-1/lot-1-r2'
    """
    return f"{receipts_folder(batch)}{outbox_name(batch)}-r{revision}"


def receipts_folder(batch: str) -> str:
    """Prefix in the outbox of the keys of a batch's receipts."""
    return f"{RECEIPTS}{outbox_name(batch)}/"
