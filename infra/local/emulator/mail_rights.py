"""Repair of the right to send mail: the emulator asks for it on the identity that writes, as SES does.

The emulator (1.5.33) asks for `ses:SendEmail` on every resource, since the path of the call names none: a policy that names one identity
would be refused. SES asks for it on the identity of the request's sender ("Actions, resources, and condition keys for Amazon SES", in the
Service Authorization Reference).
"""

import json
from collections.abc import Callable
from email.utils import parseaddr

_SEND = "/v2/email/outbound-emails"

Resource = Callable[[str, str, bytes, str, str], str]
"""Of a call's method, path and body, a region and an account: the ARN of what it is about, or `*`."""


def mend_mail_rights() -> None:
    """Set the emulator's check of rights right, in the emulator's own process."""
    from ministack.core import iam_actions  # noqa: PLC0415 - heavy, in that process only

    iam_actions._ses_v2_resource_arn = on_the_sender(iam_actions._ses_v2_resource_arn)  # noqa: SLF001 - it has no other door


def on_the_sender(resource_of: Resource) -> Resource:
    """Let a mail be about the identity of its sender; of other calls the emulator's own answer stands."""

    def mended(method: str, path: str, body: bytes, region: str, account: str) -> str:
        sender = _sender(body) if (method, path.rstrip("/")) == ("POST", _SEND) else ""
        return f"arn:aws:ses:{region}:{account}:identity/{sender}" if sender else resource_of(method, path, body, region, account)

    return mended


def _sender(body: bytes) -> str:
    """Address that a mail is written from; empty where the request names none."""
    try:
        said = json.loads(body)
    except ValueError:
        return ""
    return parseaddr(str(said.get("FromEmailAddress") or ""))[1] if isinstance(said, dict) else ""
