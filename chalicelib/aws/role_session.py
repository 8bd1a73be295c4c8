"""Sessions of a role that signs: STS credentials narrower than the function's own rights."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from chalicelib.aws.faults import translated
from chalicelib.ports.archive import Clock

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_sts import STSClient
    from mypy_boto3_sts.type_defs import CredentialsTypeDef

SIGNING: dict[str, Any] = {"signature_version": "s3v4", "s3": {"addressing_style": "virtual", "us_east_1_regional_endpoint": "regional"}}
"""Configuration of the client that signs: links name the region's own address. By default boto3 signs for the global address, which
redirects for a new bucket and is not in the site's content security policy."""
_SESSION = timedelta(hours=1)
"""Of the role: AWS's limit for a role that another role assumes."""

Connect = Callable[[dict[str, str]], "S3Client"]
"""Makes a client of S3 with the credentials of a role, given as keyword arguments of boto3."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleSession:
    """Client of S3 with the credentials of an assumed role, and when they expire."""

    client: "S3Client"
    ends_at: datetime


def take_role(sts: "STSClient", connect: Connect, role: str, name: str, clock: Clock, *, policy: str = "") -> RoleSession:  # noqa: PLR0913 - a service, a role and its policy
    """Assume a role for an hour under a session name; a policy narrows its rights."""
    now = clock.now()
    narrowed: Any = {"Policy": policy} if policy else {}
    with translated():
        said = sts.assume_role(RoleArn=role, RoleSessionName=name, DurationSeconds=int(_SESSION.total_seconds()), **narrowed)
    return RoleSession(client=connect(_keys(said["Credentials"])), ends_at=now + _SESSION)


def _keys(said: "CredentialsTypeDef") -> dict[str, str]:
    return {
        "aws_access_key_id": said["AccessKeyId"],
        "aws_secret_access_key": said["SecretAccessKey"],
        "aws_session_token": said["SessionToken"],
    }
