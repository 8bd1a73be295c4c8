"""Whether this process's boto3 knows the youngest calls that the archive uses: Lambda brings its own boto3."""

from functools import cache

from botocore.model import ServiceModel
from botocore.session import get_session

_LATEST_CALLS = {"cognito-idp": ("GetTokensFromRefreshToken", "ClientSecret"), "s3": ("PutObject", "IfMatch")}
"""The youngest operation, and parameter of it, that the archive uses of a service."""


@cache
def missing_calls() -> tuple[str, ...]:
    """Operations that the archive uses and that this process's boto3 does not know."""
    session = get_session()
    return tuple(
        f"{service}.{operation}"
        for service, (operation, parameter) in _LATEST_CALLS.items()
        if not _has_call(session.get_service_model(service), operation, parameter)
    )


def _has_call(model: ServiceModel, operation: str, parameter: str) -> bool:
    shape = model.operation_model(operation).input_shape if operation in model.operation_names else None
    return shape is not None and parameter in shape.members
