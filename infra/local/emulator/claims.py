"""Repair of the claims that the emulator's API Gateway hands over: the members of a list are parted by commas, as AWS does for a REST API.

The emulator (1.5.33) writes `[archivist guardian]`, which is the form of an HTTP API.
"""

from collections.abc import Callable, Mapping
from typing import Any

Claims = Mapping[str, Any]


def mend_claims() -> None:
    """Set the emulator's writing of claims right, in the emulator's own process."""
    from ministack.services import apigateway_v1  # noqa: PLC0415 - heavy, in that process only

    apigateway_v1._stringify_claims = as_rest_api_writes(apigateway_v1._stringify_claims)  # noqa: SLF001 - it has no other door


def as_rest_api_writes(write: Callable[[Claims], dict[str, str]]) -> Callable[[Claims], dict[str, str]]:
    """Join lists before the emulator writes the claims.

    >>> as_rest_api_writes(dict)({"cognito:groups": ["archivist", "guardian"], "sub": "1"})
    {'cognito:groups': 'archivist,guardian', 'sub': '1'}
    """

    def mended(claims: Claims | None) -> dict[str, str]:
        return write({name: ",".join(map(str, value)) if isinstance(value, list) else value for name, value in (claims or {}).items()})

    return mended
