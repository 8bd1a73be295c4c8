"""Comparison of a roster with the one in force: whom it loses, renames, or bars from the site; too many wait for a confirmation."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from chalicelib.model.account import entitled
from chalicelib.model.servant import Servant
from chalicelib.text.letters import in_capitals

QUESTIONS: dict[str, tuple[str, str]] = {
    "removed": ("agents n'y sont plus", "servants are no longer in it"),
    "renamed": ("agents y changent de nom ou de prénom", "servants have other names in it"),
    "birth_changed": ("agents y changent de date de naissance, ou n'en ont plus", "servants have another birth date in it, or none"),
    "barred": ("agents y reçoivent un statut qui ferme leur compte", "servants have a status in it that closes their account"),
}
"""Fields of `Difference` about which a person is asked: (French, English), after their number."""

_ORDINARY = {"removed": 0, "renamed": 1, "birth_changed": 1, "barred": 1}
"""Changes that never wait, however small the roster: one corrected line is ordinary, one lost servant may be a lost line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Numbers of servants by which two rosters differ, compared by matricule."""

    added: int = 0
    removed: int = 0
    changed: int = 0
    """Same matricule, other particulars, among them those below."""
    renamed: int = 0
    """Another name or other first names; case, accents and signs do not count, nor does a name where there was none."""
    birth_changed: int = 0
    """Another birth date, or none where there was one."""
    barred: int = 0
    """A status that closes an account, where the one before did not."""

    def questions(self, before: int, percent: int) -> tuple[str, ...]:
        """Name the changes that are too many to take force without a confirmation.

        >>> Difference(added=100, removed=100).questions(100, 5)
        ('removed',)

        Args:
            before: servants of the roster in force.
            percent: share of them that may change in one file.
        """
        counts = {name: getattr(self, name) for name in QUESTIONS}
        return tuple(name for name, count in counts.items() if count > _ORDINARY[name] and exceeds(count, before, percent))


def difference(old: Mapping[str, Servant], new: Mapping[str, Servant], closing: Collection[str] = ()) -> Difference:
    """Count what a new roster changes.

    >>> difference({}, {"12345": Servant(matricule="12345")}).added
    1

    Args:
        old: servants of the roster in force, by matricule.
        new: of the new one.
        closing: statuses that close an account.
    """
    changed = [(old[matricule], new[matricule]) for matricule in new.keys() & old.keys() if old[matricule] != new[matricule]]
    return Difference(
        added=len(new.keys() - old.keys()),
        removed=len(old.keys() - new.keys()),
        changed=len(changed),
        renamed=sum(_renamed(one.name, other.name) or _renamed(one.first_names, other.first_names) for one, other in changed),
        birth_changed=sum(one.birth_date is not None and one.birth_date != other.birth_date for one, other in changed),
        barred=sum(entitled(one.status, closing) and not entitled(other.status, closing) for one, other in changed),
    )


def exceeds(count: int, whole: int, percent: int) -> bool:
    """Say whether a number is more than a percentage of the whole.

    >>> exceeds(5, 100, 5), exceeds(6, 100, 5), exceeds(0, 0, 5)
    (False, True, False)
    """
    return count * 100 > whole * percent


def _renamed(old: str, new: str) -> bool:
    return bool(old) and old != new and _letters(old) != _letters(new)


def _letters(name: str) -> str:
    return "".join(filter(str.isalnum, in_capitals(name)))
