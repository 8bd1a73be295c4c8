"""Codec between frozen dataclasses and plain JSON data, for items of the table and records of the vault.

cattrs and pydantic would add to every cold start (docs/decisions/dataclasses.md); dataclasses with seven kinds of field need thirty
lines.
"""

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from functools import cache, partial
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

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
    readers = _readers(kind)  # type: ignore[arg-type]
    return kind(**{name: read(plain[name]) for name, read in readers.items() if plain.get(name) is not None})


def stamp(at: datetime | None) -> str | None:
    """Format a time as the API does: UTC, ISO 8601 with `Z`.

    >>> stamp(datetime.fromisoformat("2026-11-23T10:00:00+02:00"))
    '2026-11-23T08:00:00Z'
    """
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z") if at else None


@cache
def _readers(kind: type) -> dict[str, Callable[[Any], Any]]:
    """Readers of a dataclass's fields, by name; made once, for a rebuild reads millions of values."""
    return {name: _reader(_bare(hint)) for name, hint in get_type_hints(kind).items()}


def _bare(hint: Any) -> Any:  # noqa: ANN401 - a type, whatever its form
    """Strip `| None`."""
    if get_origin(hint) in {Union, UnionType}:
        return next(each for each in get_args(hint) if each is not type(None))
    return hint


def _reader(hint: Any) -> Callable[[Any], Any]:  # noqa: ANN401 - as above
    """Make the function that reads a field of a type; texts are as they come."""
    origin = get_origin(hint)
    if hint in {int, float, bool}:
        return hint  # type: ignore[no-any-return]
    if hint in {datetime, date}:
        return hint.fromisoformat  # type: ignore[no-any-return]
    if origin in {tuple, frozenset}:
        inner = _reader(_bare(get_args(hint)[0]))
        return lambda plain: origin(inner(each) for each in plain)
    if origin is Mapping:
        value = _reader(_bare(get_args(hint)[1]))
        return lambda plain: {name: value(each) for name, each in plain.items()}
    if is_dataclass(hint):
        return partial(from_plain, hint)  # type: ignore[arg-type]
    return lambda plain: plain
