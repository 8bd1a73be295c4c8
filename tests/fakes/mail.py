"""Outgoing mail in memory."""

from chalicelib.model.errors import PermanentError


class FakeMail:
    """Takes every mail; none for an address in `refused`, and none at all while `denied`."""

    def __init__(self):
        self.installed, self.sent, self.refused, self.denied = True, [], set(), False

    def send(self, address, subject, text):
        if self.denied:
            raise PermanentError("mail_denied", "AccessDeniedException")
        if address in self.refused:
            raise PermanentError("mail_refused", "BadRequestException")
        self.sent.append((address, subject, text))
