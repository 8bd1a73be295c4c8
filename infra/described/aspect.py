"""An aspect: one thing that a resource is declared to be."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError

Properties = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Aspect:
    """One thing that a resource is declared to be."""

    name: str
    service: str
    """Whose client is asked."""
    declared: Callable[[Properties], Any]
    """From the template's properties; None where it says nothing."""
    found: Callable[[Any, str, Properties], Any]
    """From a client, the physical name and the properties."""
    repair: Callable[[Any, str, Properties], Any] | None = None


def quiet(ask: Callable[[], Any]) -> Any:  # noqa: ANN401 - an answer of AWS
    """An answer, or None where AWS says that there is none."""
    try:
        return ask()
    except ClientError as error:
        code = error.response["Error"]["Code"]
        if "NotFound" in code or "NoSuch" in code or code in {"404", "ResourceNotFoundException"}:
            return None
        raise


def get(value: Any, *path: str) -> Any:  # noqa: ANN401
    """A value below a value, or None where there is none."""
    for name in path:
        if value is None:
            return None
        value = value.get(name)
    return value
