"""Signed upload slots: forms for S3's PostObject, each for one key and an exact size, valid for 15 minutes.

They are signed by a role that may only put objects into the inbox and among the drafts of photos; each session of the role is narrowed
to one batch, or to the draft of one servant.
"""

import json
from datetime import timedelta
from typing import TYPE_CHECKING

from chalicelib.aws.objects import photo_draft_object
from chalicelib.aws.role_session import Connect, RoleSession, take_role
from chalicelib.model.file_format import MEDIA_TYPES
from chalicelib.model.rectification import PhotoKind
from chalicelib.model.upload import Slot
from chalicelib.ports.archive import Clock

if TYPE_CHECKING:
    from mypy_boto3_sts import STSClient

LIFE = timedelta(minutes=15)
"""Of a slot. Three files at a time are sent over a slow line; an upload that has begun may end later."""
_RENEWAL_MARGIN = timedelta(minutes=20)
"""A session this close to its end is replaced, so that a slot is valid for its whole life."""
_SESSIONS = 16
"""Sessions kept in memory, one for each batch or photo that is being uploaded."""
_TYPE = {"Content-Type": "application/octet-stream"}
"""Required by the form; formats are identified by content."""


class SignedDeposits:
    """Port `Deposits` on STS and S3."""

    def __init__(self, sts: "STSClient", connect: Connect, *, role: str, inbox: str, work: str, clock: Clock) -> None:  # noqa: PLR0913 - two services, two buckets, a role and the time
        """Sign as `role` for the buckets called `inbox` and `work`."""
        self._sts = sts
        self._connect = connect
        self._role = role
        self._inbox = inbox
        self._work = work
        self._clock = clock
        self._sessions: dict[str, RoleSession] = {}

    def upload_slot(self, batch: str, key: str, size: int) -> Slot:
        """See `Deposits`. A batch's name has none of IAM's signs: see `deposit`."""
        return self._slot(self._inbox, f"{batch}/*", key, size, _TYPE)

    def photo_slot(self, draft: str, size: int, kind: PhotoKind) -> Slot:
        """See `Deposits`. The session may write this one key."""
        key = photo_draft_object(draft)
        return self._slot(self._work, key, key, size, {"Content-Type": MEDIA_TYPES[kind]})

    def _slot(self, bucket: str, place: str, key: str, size: int, media_type: dict[str, str]) -> Slot:
        said = self._session(f"{bucket}/{place}").client.generate_presigned_post(
            Bucket=bucket,
            Key=key,
            Fields=dict(media_type),
            Conditions=[media_type, ["content-length-range", size, size]],
            ExpiresIn=int(LIFE.total_seconds()),
        )
        if "x-amz-signature" not in said["fields"]:
            raise RuntimeError("a slot was not signed with version 4")
        return Slot(url=said["url"], fields=said["fields"], expires_at=self._clock.now() + LIFE)

    def _session(self, place: str) -> RoleSession:
        found = self._sessions.pop(place, None)
        if found is None or self._clock.now() >= found.ends_at - _RENEWAL_MARGIN:
            policy = _policy_of(place, self._role.split(":")[1])
            found = take_role(self._sts, self._connect, self._role, "deposits", self._clock, policy=policy)
        self._sessions[place] = found
        if len(self._sessions) > _SESSIONS:
            del self._sessions[next(iter(self._sessions))]
        return found


def _policy_of(place: str, partition: str) -> str:
    """Write the session policy for one place of a bucket, as ASCII JSON, which STS requires."""
    statements = [
        {"Effect": "Allow", "Action": "s3:PutObject", "Resource": f"arn:{partition}:s3:::{place}"},
        {"Effect": "Allow", "Action": "kms:GenerateDataKey", "Resource": "*"},  # the role's own policy names the key
    ]
    return json.dumps({"Version": "2012-10-17", "Statement": statements}, separators=(",", ":"))
