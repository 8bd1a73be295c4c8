"""Signed upload slots: forms for S3's PostObject, each for one key and an exact size, valid for 15 minutes.

They are signed by a role that may only put objects into the inbox; each session of the role is narrowed to one batch.
"""

import json
from datetime import timedelta
from typing import TYPE_CHECKING

from chalicelib.aws.role_session import Connect, RoleSession, take_role
from chalicelib.model.upload import Slot
from chalicelib.ports.archive import Clock

if TYPE_CHECKING:
    from mypy_boto3_sts import STSClient

LIFE = timedelta(minutes=15)
"""Of a slot. Three files at a time are sent over a slow line; an upload that has begun may end later."""
_RENEWAL_MARGIN = timedelta(minutes=20)
"""A session this close to its end is replaced, so that a slot is valid for its whole life."""
_SESSIONS = 16
"""Sessions kept in memory, one for each batch that is being uploaded."""
_TYPE = {"Content-Type": "application/octet-stream"}
"""Required by the form; formats are identified by content."""


class SignedDeposits:
    """Port `Deposits` on STS and S3."""

    def __init__(self, sts: "STSClient", connect: Connect, *, role: str, inbox: str, clock: Clock) -> None:
        """Sign as `role` for the bucket called `inbox`."""
        self._sts = sts
        self._connect = connect
        self._role = role
        self._inbox = inbox
        self._clock = clock
        self._sessions: dict[str, RoleSession] = {}

    def upload_slot(self, batch: str, key: str, size: int) -> Slot:
        """See `Deposits`."""
        said = self._session(batch).client.generate_presigned_post(
            Bucket=self._inbox,
            Key=key,
            Fields=dict(_TYPE),
            Conditions=[_TYPE, ["content-length-range", size, size]],
            ExpiresIn=int(LIFE.total_seconds()),
        )
        if "x-amz-signature" not in said["fields"]:
            raise RuntimeError("a slot was not signed with version 4")
        return Slot(url=said["url"], fields=said["fields"], expires_at=self._clock.now() + LIFE)

    def _session(self, batch: str) -> RoleSession:
        found = self._sessions.pop(batch, None)
        if found is None or self._clock.now() >= found.ends_at - _RENEWAL_MARGIN:
            policy = _policy_of(batch, self._inbox, self._role.split(":")[1])
            found = take_role(self._sts, self._connect, self._role, "deposits", self._clock, policy=policy)
        self._sessions[batch] = found
        if len(self._sessions) > _SESSIONS:
            del self._sessions[next(iter(self._sessions))]
        return found


def _policy_of(batch: str, inbox: str, partition: str) -> str:
    """Write the session policy for one batch, as ASCII JSON, which STS requires."""
    place = f"arn:{partition}:s3:::{inbox}/{batch}/*"  # a batch's name has none of IAM's signs: see `deposit`
    statements = [
        {"Effect": "Allow", "Action": "s3:PutObject", "Resource": place},
        {"Effect": "Allow", "Action": "kms:GenerateDataKey", "Resource": "*"},  # the role's own policy names the key
    ]
    return json.dumps({"Version": "2012-10-17", "Statement": statements}, separators=(",", ":"))
