"""Links to originals and to pictures of their pages, signed by a role that may only read them: whatever else our API may do, a link cannot.

A link speaks of one key and one version, is good for five minutes, and dies with the role's session at the latest. Whoever reads
over a slow line goes on with `Range` and a new link: the version, and so the ETag, is the same.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from chalicelib.aws.faults import translated
from chalicelib.aws.vault import original_key, picture_key
from chalicelib.model.errors import PermanentError
from chalicelib.model.page_image import MEDIA_TYPE, PageImage
from chalicelib.model.piece import Original
from chalicelib.model.upload import Link
from chalicelib.ports.archive import Clock
from chalicelib.text.download_name import MEDIA_TYPES, disposition

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_sts import STSClient
    from mypy_boto3_sts.type_defs import CredentialsTypeDef

S3: dict[str, Any] = {"signature_version": "s3v4", "s3": {"addressing_style": "virtual", "us_east_1_regional_endpoint": "regional"}}
"""How a client must be made whose links name the vault's own region: left to itself boto3 signs for the global address, from which a
young bucket redirects, and which the site's content policy does not know."""
LIFE = timedelta(minutes=5)
"""Of a link; a download that has begun goes on beyond it."""
_SESSION = timedelta(hours=1)
"""Of the role: one role that takes another has an hour at most."""
_REST = timedelta(minutes=10)
"""Before the end of a session a new one is taken: a link must not die before its time."""

Connect = Callable[[dict[str, str]], "S3Client"]
"""Makes a client of S3 that has the rights of some keys, given by boto3's names for them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleSession:
    """A role that was taken, and until when."""

    client: "S3Client"
    ends_at: datetime


def take_role(sts: "STSClient", connect: Connect, role: str, name: str, clock: Clock, *, policy: str = "") -> RoleSession:  # noqa: PLR0913 - who is asked, for whom, and how narrow
    """Take a role for an hour, under a name; a policy narrows what it may do."""
    now = clock.now()
    narrowed: Any = {"Policy": policy} if policy else {}
    with translated():
        said = sts.assume_role(RoleArn=role, RoleSessionName=name, DurationSeconds=int(_SESSION.total_seconds()), **narrowed)
    return RoleSession(client=connect(_keys(said["Credentials"])), ends_at=now + _SESSION)


class SignedLinks:
    """The links' port on STS and S3."""

    def __init__(  # noqa: PLR0913 - two services, two buckets, a role and the time
        self, sts: "STSClient", connect: Connect, *, role: str, vault: str, work: str, clock: Clock
    ) -> None:
        """Sign links to the buckets called `vault` and `work` as `role`."""
        self._sts = sts
        self._connect = connect
        self._role = role
        self._vault = vault
        self._work = work
        self._clock = clock
        self._session: RoleSession | None = None

    def original_link(self, original: Original, name: str) -> Link:
        """See `Links`."""
        client = self._client()
        key = original_key(original.digest, original.extension)
        wanted = {
            "Bucket": self._vault,
            "Key": key,
            "VersionId": self._version(client, key, original),
            "ResponseContentDisposition": disposition(name, original.extension),
            "ResponseContentType": MEDIA_TYPES[original.extension],
        }
        return self._signed(client, wanted)

    def page_image_link(self, digest: str, page: int) -> tuple[PageImage, Link] | None:
        """See `Links`. A picture has one version: what is drawn anew is the same, or has another name."""
        client = self._client()
        wanted = {"Bucket": self._work, "Key": picture_key(digest, page)}
        try:
            with translated():
                found = client.head_object(**wanted)  # type: ignore[arg-type]
        except PermanentError:
            return None
        sides = {name: int(found["Metadata"][name]) for name in ("width", "height")}
        shown = {"ResponseContentType": MEDIA_TYPE, "ResponseCacheControl": "private, no-store"}
        return PageImage(page=page, size=found["ContentLength"], **sides), self._signed(client, wanted | shown)

    def _signed(self, client: "S3Client", wanted: dict[str, str]) -> Link:
        expires_at = self._clock.now() + LIFE
        url = client.generate_presigned_url("get_object", Params=wanted, ExpiresIn=int(LIFE.total_seconds()))
        if "X-Amz-Signature=" not in url:
            raise RuntimeError("a link was not signed with version 4")
        return Link(url=url, expires_at=expires_at)

    def _version(self, client: "S3Client", key: str, original: Original) -> str:
        """Ask which version stands; an original that is gone, or not as long as it was, is for an administrator to look at."""
        try:
            with translated():
                found = client.head_object(Bucket=self._vault, Key=key)
        except PermanentError as error:
            raise RuntimeError(f"the vault has lost the original {original.digest}") from error
        if found["ContentLength"] != original.size:
            raise RuntimeError(f"the original {original.digest} is not as long as it was")
        return found["VersionId"]

    def _client(self) -> "S3Client":
        if self._session is None or self._clock.now() >= self._session.ends_at - _REST:
            self._session = take_role(self._sts, self._connect, self._role, "links", self._clock)
        return self._session.client


def _keys(said: "CredentialsTypeDef") -> dict[str, str]:
    return {
        "aws_access_key_id": said["AccessKeyId"],
        "aws_secret_access_key": said["SecretAccessKey"],
        "aws_session_token": said["SessionToken"],
    }
