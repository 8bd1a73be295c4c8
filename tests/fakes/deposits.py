"""Upload slots without a signature."""

from datetime import timedelta

from chalicelib.model.upload import Slot


class FakeDeposits:
    """Slots without a signature; `signed` lists them."""

    def __init__(self, clock):
        self._clock = clock
        self.signed = []

    def upload_slot(self, batch, key, size):
        self.signed.append((batch, key, size))
        fields = {"key": key, "Content-Type": "application/octet-stream", "x-amz-signature": f"{size}"}
        return Slot(url="https://inbox.example/", fields=fields, expires_at=self._clock.now() + timedelta(minutes=15))

    def photo_slot(self, draft, size, kind):
        self.signed.append((draft, kind, size))
        return Slot(url="https://work.example/", fields={"key": draft}, expires_at=self._clock.now() + timedelta(minutes=15))
