"""Queues as lists."""

from datetime import timedelta


class FakeQueues:
    """Queues as lists; `world.run` empties them."""

    def __init__(self):
        self.arrivals, self.ingest, self.rosters, self.readings, self.transcripts, self.closings = [], [], [], [], [], []

    def send_arrivals(self, arrivals):
        self.ingest += list(arrivals)

    def announce_uploads(self, uploads):
        self.arrivals += list(uploads)

    def send_roster(self, upload):
        self.rosters.append(upload)

    def wake_ocr(self, digest=None):
        self.readings.append(digest)

    def schedule_closing(self, batch, *, moves=None, after=timedelta()):
        self.closings.append((batch, moves, after))

    def schedule_closings(self, batches):
        for batch in batches:
            self.schedule_closing(batch)

    def hide(self, queue, receipts, seconds):
        """Nothing is lent, so nothing is hidden."""

    def send_ocr_notice(self, digest, job, status):
        self.transcripts.append((digest, job, status))
