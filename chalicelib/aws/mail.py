"""Mail by SES, from the address of the template's parameter `EmailSourceArn`; bounces and complaints are kept by SES."""

from collections.abc import Callable
from typing import Any

from botocore.exceptions import ClientError

from chalicelib.aws.faults import code_of, translated
from chalicelib.model.errors import PermanentError

_OF_THE_ADDRESS = {"BadRequestException"}
"""What SES answers for an address that cannot be. Its other refusals are of all mails: missing rights, an identity that is not verified, an
account in its sandbox (`MessageRejected`), suspended sending."""


class SesMail:
    """Port `Mail` on SES."""

    def __init__(self, connect: Callable[[str], Any], identity: str) -> None:
        """Write from an identity.

        Args:
            connect: makes the client of a region.
            identity: ARN of a verified address, which may be in another region than the archive; empty: no mail is sent.
        """
        self._connect = connect
        self._identity = identity

    @property
    def installed(self) -> bool:
        """See `Mail`."""
        return bool(self._identity)

    def send(self, address: str, subject: str, text: str) -> None:
        """See `Mail`. The address is in no error: SES's own message names it, and is left out."""
        content = {"Subject": {"Data": subject, "Charset": "UTF-8"}, "Body": {"Text": {"Data": text, "Charset": "UTF-8"}}}
        try:
            with translated():
                self._connect(self._identity.split(":")[3]).send_email(
                    FromEmailAddress=self._identity.partition(":identity/")[2],
                    Destination={"ToAddresses": [address]},
                    Content={"Simple": content},
                )
        except ClientError as error:
            code = "mail_refused" if code_of(error) in _OF_THE_ADDRESS else "mail_denied"
            raise PermanentError(code, code_of(error)) from None
