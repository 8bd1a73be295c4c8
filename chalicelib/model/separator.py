"""Separator sheets: what the QR codes of a sheet between two pieces of a scan say."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from chalicelib.model.nomenclature import FORBIDDEN

_MARK: Final = "UBUBIKO"
_EDITION: Final = "1"
_TYPE: Final = re.compile(r"T[0-9]{2}\.[0-9]")
_MATRICULE: Final = re.compile(r"M[0-9A-Z]{1,20}")


@dataclass(frozen=True, slots=True, kw_only=True)
class SeparatorSheet:
    """A sheet between two pieces of a scan."""

    type: str | None = None
    """The nomenclature's code of the piece that follows."""
    matricule: str | None = None
    """Normalised: of the servant whose pieces follow."""

    @property
    def of_piece(self) -> bool:
        """Whether it stands before one piece; a sheet with a matricule alone stands before a whole case file."""
        return self.type is not None or self.matricule is None

    @property
    def code(self) -> str:
        """The text of its QR codes: capitals, figures, colons and dots, which a QR code holds in 5.5 bits each.

        >>> SeparatorSheet(type="04.1", matricule="123456").code
        'UBUBIKO:1:T04.1:M123456'
        """
        said = (("T", self.type), ("M", self.matricule))
        return ":".join((_MARK, _EDITION, *(f"{letter}{value}" for letter, value in said if value)))


def separator_of(codes: Iterable[str]) -> SeparatorSheet | None:
    """Read the codes found on a page; None where none is a separator's.

    Parts that are unknown, or that do not have the form of a type or a matricule, say nothing; codes that differ leave open what they
    differ in. The codes come from a scan, so nothing in them is trusted.

    >>> separator_of(["UBUBIKO:1:T04.1"]), separator_of(["UBUBIKO:1:T04.1", "UBUBIKO:1:T05.1"]).type, separator_of(["https://ub.bi"])
    (SeparatorSheet(type='04.1', matricule=None), None, None)
    """
    sheets = {_sheet_of(code) for code in codes if code.split(":")[0] == _MARK}
    if not sheets:
        return None
    types, matricules = {sheet.type for sheet in sheets}, {sheet.matricule for sheet in sheets}
    return SeparatorSheet(type=types.pop() if len(types) == 1 else None, matricule=matricules.pop() if len(matricules) == 1 else None)


def _sheet_of(code: str) -> SeparatorSheet:
    parts = code.split(":")[1:]
    types = [part[1:] for part in parts if _TYPE.fullmatch(part) and not part[1:].startswith(FORBIDDEN)]
    matricules = [part[1:] for part in parts if _MATRICULE.fullmatch(part)]
    return SeparatorSheet(type=types[0] if len(types) == 1 else None, matricule=matricules[0] if len(matricules) == 1 else None)
