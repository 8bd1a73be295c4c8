"""A public servant, as the ministry's roster describes them."""

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Servant:
    """A public servant of the roster."""

    matricule: str
    """Normalised."""
    name: str = ""
    first_names: str = ""
    birth_date: date | None = None
    ministry: str = ""
    province: str = ""
    entry_date: date | None = None
    """Entry into service."""
    status: str = ""
    """Status as the roster writes it."""
    written: str = field(default="", compare=False)
    """Matricule as the roster writes it, for display."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedServant:
    """A servant as the reports of a ministry list them; what is found of them stands in classes that extend this one."""

    matricule: str
    """Normalised."""
    written: str
    """Matricule as the roster writes it."""
    name: str = ""
    first_names: str = ""
    ministry: str = ""
    province: str = ""
