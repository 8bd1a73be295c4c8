"""A servant, as the ministry's roster describes them."""

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Servant:
    """The person a case file is about, as the roster names them."""

    matricule: str
    """Normalised."""
    name: str = ""
    first_names: str = ""
    birth_date: date | None = None
    ministry: str = ""
    province: str = ""
    entry_date: date | None = None
    """Of the entry into service."""
    status: str = ""
    """In the ministry's own words."""
    written: str = field(default="", compare=False)
    """The matricule as the roster writes it, which is how people are told it."""
