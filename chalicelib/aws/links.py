"""Signed links to originals and page images.

A link is for one key and one version, and is valid for five minutes or until the end of the role's session. The role may only read
originals and page images. A download that was interrupted continues with `Range` and a new link: version and ETag are the same.
"""

from datetime import timedelta
from typing import TYPE_CHECKING

from chalicelib.aws.faults import translated
from chalicelib.aws.objects import original_object, page_image_object, photo_page_object
from chalicelib.aws.role_session import Connect, RoleSession, take_role
from chalicelib.model.errors import PermanentError
from chalicelib.model.page_image import MEDIA_TYPE, PageImage
from chalicelib.model.piece import Original
from chalicelib.model.upload import Link
from chalicelib.ports.archive import Clock
from chalicelib.text.download_name import MEDIA_TYPES, disposition

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_s3.type_defs import HeadObjectOutputTypeDef
    from mypy_boto3_sts import STSClient

LIFE = timedelta(minutes=5)
"""Of a link; a download that has begun may end later."""
_RENEWAL_MARGIN = timedelta(minutes=10)
"""A session this close to its end is replaced, so that a link is valid for its whole life."""


class SignedLinks:
    """Port `Links` on STS and S3."""

    def __init__(  # noqa: PLR0913 - two services, two buckets, a role and the time
        self, sts: "STSClient", connect: Connect, *, role: str, vault: str, work: str, clock: Clock
    ) -> None:
        """Sign as `role` for the buckets called `vault` and `work`."""
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
        key = original_object(original.digest, original.extension)
        wanted = {
            "Bucket": self._vault,
            "Key": key,
            "VersionId": self._version(client, key, original),
            "ResponseContentDisposition": disposition(name, original.extension),
            "ResponseContentType": MEDIA_TYPES[original.extension],
        }
        return self._signed(client, wanted)

    def casefile_copy_link(self, key: str, name: str) -> tuple[int, Link] | None:
        """See `Links`."""
        saved = {"ResponseContentDisposition": disposition(name, "pdf"), "ResponseContentType": MEDIA_TYPES["pdf"]}
        made = self._work_link(key, saved)
        return (made[0]["ContentLength"], made[1]) if made else None

    def page_image_link(self, digest: str, page: int) -> tuple[PageImage, Link] | None:
        """See `Links`. A page image has one version: another rendering has another key."""
        return self._image_link(page_image_object(digest, page), page)

    def photo_link(self, photo: str, page: int) -> tuple[PageImage, Link] | None:
        """See `Links`."""
        return self._image_link(photo_page_object(photo, page), page)

    def _image_link(self, key: str, page: int) -> tuple[PageImage, Link] | None:
        made = self._work_link(key, {"ResponseContentType": MEDIA_TYPE})
        if made is None:
            return None
        found, link = made
        sides = {name: int(found["Metadata"][name]) for name in ("width", "height")}
        return PageImage(page=page, size=found["ContentLength"], **sides), link

    def _work_link(self, key: str, headers: dict[str, str]) -> tuple["HeadObjectOutputTypeDef", Link] | None:
        """Link an object of the work bucket, which no cache may keep; return its facts too. None where it is not there."""
        client = self._client()
        try:
            with translated():
                found = client.head_object(Bucket=self._work, Key=key)
        except PermanentError:
            return None
        wanted = {"Bucket": self._work, "Key": key} | headers | {"ResponseCacheControl": "private, no-store"}
        return found, self._signed(client, wanted)

    def _signed(self, client: "S3Client", wanted: dict[str, str]) -> Link:
        expires_at = self._clock.now() + LIFE
        url = client.generate_presigned_url("get_object", Params=wanted, ExpiresIn=int(LIFE.total_seconds()))
        if "X-Amz-Signature=" not in url:
            raise RuntimeError("a link was not signed with version 4")
        return Link(url=url, expires_at=expires_at)

    def _version(self, client: "S3Client", key: str, original: Original) -> str:
        """Return the current version of an original; an original that is gone or of another size needs an administrator."""
        try:
            with translated():
                found = client.head_object(Bucket=self._vault, Key=key)
        except PermanentError as error:
            raise RuntimeError(f"the vault has lost the original {original.digest}") from error
        if found["ContentLength"] != original.size:
            raise RuntimeError(f"the original {original.digest} is not as long as it was")
        return found["VersionId"]

    def _client(self) -> "S3Client":
        if self._session is None or self._clock.now() >= self._session.ends_at - _RENEWAL_MARGIN:
            self._session = take_role(self._sts, self._connect, self._role, "links", self._clock)
        return self._session.client
