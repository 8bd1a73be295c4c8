"""An aspect: one property of a resource that can be compared with AWS, and perhaps set."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError

Properties = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Aspect:
    """One comparable property of a resource."""

    name: str
    service: str
    """The AWS service whose client reads it."""
    declared: Callable[[Properties], Any]
    """Its value in the template's properties; None where the template does not declare it."""
    found: Callable[[Any, str, Properties], Any]
    """Its value on AWS, given a client, the physical id and the properties."""
    repair: Callable[[Any, str, Properties], Any] | None = None
    """Sets it on AWS, where that is possible."""


def quiet(ask: Callable[[], Any]) -> Any:  # noqa: ANN401 - an answer of AWS
    """The answer of a call, or None where AWS reports that there is nothing."""
    try:
        return ask()
    except ClientError as error:
        code = error.response["Error"]["Code"]
        if "NotFound" in code or "NoSuch" in code or code in {"404", "ResourceNotFoundException"}:
            return None
        raise


def get(value: Any, *path: str) -> Any:  # noqa: ANN401
    """The value at a path of keys, or None where a key is missing."""
    for name in path:
        if value is None:
            return None
        value = value.get(name)
    return value
