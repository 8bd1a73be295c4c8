"""A field's value as one rule found it in a text, before it becomes a field of the piece."""

from collections.abc import Iterable
from dataclasses import dataclass

from chalicelib.text.letters import plain


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundField:
    """A value, its place in the text, and how far the rule is trusted."""

    name: str
    """One of `fields.NAMES`."""
    value: str
    start: int
    """Offset in `Prose.text`."""
    end: int
    trust: float
    """How often the rule is right, 0 to 1."""


def agreed(found: Iterable[FoundField]) -> FoundField | None:
    """Give the most trusted of several findings that have the same value; None where two differ, or there is none."""
    ranked = sorted(found, key=lambda each: -each.trust)
    return ranked[0] if len({plain(each.value) for each in ranked}) == 1 else None
