"""The outbox in memory."""

from chalicelib.model.errors import TransientError


class FakeOutbox:
    def __init__(self):
        self.objects, self.broken = {}, False

    def put(self, key, body, media_type):
        if self.broken:
            raise TransientError("busy", "SlowDown")
        self.objects[key] = body

    def report_lines(self, key):
        body = self.objects.get(key)
        return None if body is None else (line.decode() for line in (body.encode() if isinstance(body, str) else body).splitlines())

    def receipts(self, prefix="receipts/", *, after=""):
        return iter([key for key in sorted(self.objects) if key.startswith(prefix) and key.endswith(".json") and key > after])
