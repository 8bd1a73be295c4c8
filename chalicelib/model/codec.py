"""Codec between frozen dataclasses and plain JSON data, for items of the table and records of the vault.

cattrs and pydantic would add to every cold start (docs/decisions/dataclasses.md); dataclasses with six kinds of field need thirty
lines.
"""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from functools import cache
from types import UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")


def to_plain(value: Any) -> Any:  # noqa: ANN401 - any value in, plain data out
    """Convert a value to JSON types: None is left out, dates become ISO 8601.

    >>> from chalicelib.model.identifiers import Claim
    >>> to_plain(Claim(name="12345"))
    {'folders': [], 'name': '12345', 'others': []}
    """
    if is_dataclass(value) and not isinstance(value, type):
        pairs = ((field.name, getattr(value, field.name)) for field in fields(value))
        return {name: to_plain(each) for name, each in pairs if each is not None}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, frozenset | set):
        return sorted(value)
    if isinstance(value, tuple | list):
        return [to_plain(each) for each in value]
    return value


def from_plain(kind: type[T], plain: Mapping[str, Any]) -> T:
    """Build a value from JSON types; unknown names are ignored, so that older code reads newer records."""
    hints = _hints(kind)  # type: ignore[arg-type]
    return kind(**{name: _read(hints[name], plain[name]) for name in hints if plain.get(name) is not None})


def stamp(at: datetime | None) -> str | None:
    """Format a time as the API does: UTC, ISO 8601 with `Z`.

    >>> stamp(datetime.fromisoformat("2026-11-23T10:00:00+02:00"))
    '2026-11-23T08:00:00Z'
    """
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z") if at else None


@cache
def _hints(kind: type) -> dict[str, Any]:
    return {name: _bare(hint) for name, hint in get_type_hints(kind).items()}


def _bare(hint: Any) -> Any:  # noqa: ANN401 - a type, whatever its form
    """Strip `| None`."""
    if get_origin(hint) in {Union, UnionType}:
        return next(each for each in get_args(hint) if each is not type(None))
    return hint


def _read(hint: Any, plain: Any) -> Any:  # noqa: ANN401 - as above
    origin = get_origin(hint)
    if origin is Literal or hint is str:
        return plain
    if hint in {int, float, bool}:
        return hint(plain)
    if hint in {datetime, date}:
        return hint.fromisoformat(plain)
    if origin in {tuple, frozenset}:
        inner = _bare(get_args(hint)[0])
        return origin(_read(inner, each) for each in plain)
    if is_dataclass(hint):
        return from_plain(hint, plain)  # type: ignore[arg-type]
    return plain
