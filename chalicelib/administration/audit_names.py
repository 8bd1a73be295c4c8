"""Names of people in the audit trail: of servants by the roster in force, of staff by their latest sign-in."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from chalicelib.model.audit import AuditEntry
from chalicelib.model.identifiers import normalise
from chalicelib.ports.archive import Archive

_SERVANTS = 100
"""Servants read at once; DynamoDB takes 100 items."""
_SIGN_INS = 20
"""Latest sign-ins of an account among which one with its name is looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleNames:
    """Names by user name in small letters, and by normalised matricule."""

    names: Mapping[str, str] = field(default_factory=dict)

    def reader(self, entry: AuditEntry) -> str | None:
        """Name of the person who acted; None where it is not known."""
        return self.of(entry.reader)

    def servant(self, entry: AuditEntry) -> str | None:
        """Name of the servant whose case file or account it was; None where it is not known."""
        return self.of(entry.matricule) if entry.matricule else None

    def of(self, name: str) -> str | None:
        """Name by a user name or a matricule."""
        return self.names.get(normalise(name)) or self.names.get(name.casefold())


def names_of(entries: Iterable[AuditEntry], archive: Archive) -> PeopleNames:
    """Read the names of everybody in a page of the audit trail: some requests, whatever the size of the archive."""
    listed = list(entries)
    readers = {entry.reader for entry in listed if entry.reader and not entry.reader.startswith("?")}
    return names_for(readers, {entry.matricule for entry in listed if entry.matricule}, archive)


def names_for(readers: Iterable[str], matricules: Iterable[str], archive: Archive) -> PeopleNames:
    """Read the names of readers, by user name, and of servants, by normalised matricule."""
    readers = set(readers)
    servants = _servants(sorted({*map(normalise, readers), *matricules} - {""}), archive)
    staff = {name: _person(name, archive) for name in sorted(readers) if normalise(name) not in servants}
    return PeopleNames(names=servants | {name.casefold(): person for name, person in staff.items() if person})


def _servants(matricules: Sequence[str], archive: Archive) -> dict[str, str]:
    pointer = archive.register.roster_pointer()
    if pointer is None or not pointer.generation:
        return {}
    parts = (matricules[start : start + _SERVANTS] for start in range(0, len(matricules), _SERVANTS))
    found = [each for part in parts for each in archive.register.servants_by_matricule(pointer.generation, part).values()]
    return {each.matricule: name for each in found if (name := " ".join(filter(None, (each.first_names, each.name))))}


def _person(name: str, archive: Archive) -> str | None:
    latest = archive.sign_in_attempts.sign_ins(name, before=None, limit=_SIGN_INS)
    return next((each.person for each in latest if each.person), None)
