"""Slots in the inbox, signed by a role that may put objects there and do nothing else; each session of it knows one batch alone.

A slot is a form that S3 takes (PostObject): one key, so many bytes and no other number, a quarter of an hour.
"""

import json
from datetime import timedelta
from typing import TYPE_CHECKING

from chalicelib.aws.links import Connect, RoleSession, take_role
from chalicelib.model.upload import Slot
from chalicelib.ports.archive import Clock

if TYPE_CHECKING:
    from mypy_boto3_sts import STSClient

LIFE = timedelta(minutes=15)
"""Of a slot: three files at a time go out over a slow line; a file that has begun goes on beyond it."""
_REST = timedelta(minutes=20)
"""Before the end of a session a new one is taken: a slot must not die before its time."""
_SESSIONS = 16
"""Kept at once: hardly more batches are sent from pages at the same time."""
_TYPE = {"Content-Type": "application/octet-stream"}
"""Nothing believes it: files are known by what is in them."""


class SignedDeposits:
    """The deposits' port on STS and S3."""

    def __init__(self, sts: "STSClient", connect: Connect, *, role: str, inbox: str, clock: Clock) -> None:
        """Sign for the bucket called `inbox` as `role`."""
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
        if found is None or self._clock.now() >= found.ends_at - _REST:
            policy = _policy_of(batch, self._inbox, self._role.split(":")[1])
            found = take_role(self._sts, self._connect, self._role, "deposits", self._clock, policy=policy)
        self._sessions[batch] = found
        if len(self._sessions) > _SESSIONS:
            del self._sessions[next(iter(self._sessions))]
        return found


def _policy_of(batch: str, inbox: str, partition: str) -> str:
    """Narrow a session to one batch. As escaped JSON it is ASCII, which STS asks for, whatever the batch is called."""
    place = f"arn:{partition}:s3:::{inbox}/{batch}/*"  # a batch's name has none of IAM's signs: see `deposit`
    statements = [
        {"Effect": "Allow", "Action": "s3:PutObject", "Resource": place},
        {"Effect": "Allow", "Action": "kms:GenerateDataKey", "Resource": "*"},  # the role's own policy names the key
    ]
    return json.dumps({"Version": "2012-10-17", "Statement": statements}, separators=(",", ":"))
