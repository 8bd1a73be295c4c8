"""Port of outgoing mail."""

from typing import Protocol


class Mail(Protocol):
    """Plain text mail from the installation's one address."""

    @property
    def installed(self) -> bool:
        """Whether this installation has an address to write from."""

    def send(self, address: str, subject: str, text: str) -> None:
        """Hand a mail over for delivery.

        Raises:
            PermanentError: `mail_refused`: no mail can go to the address; `mail_denied`: the installation may send none.
            TransientError: the service is busy.
        """
