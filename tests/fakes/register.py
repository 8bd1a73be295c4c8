"""The register in memory."""

from chalicelib.model.batch import Batch
from chalicelib.model.decision import Decision
from chalicelib.model.event import Event
from chalicelib.model.piece import BatchLine, Original, Piece
from tests.fakes.acts import FakeActs
from tests.fakes.batches import FakeBatches
from tests.fakes.pieces import FakePieces
from tests.fakes.readings import FakeReadings
from tests.fakes.reviews import FakeReviews
from tests.fakes.rosters import FakeRosters


class FakeRegister(FakeRosters, FakeBatches, FakeReadings, FakePieces, FakeReviews, FakeActs):
    """All parts of the register in memory."""

    def schema_version(self):
        return self._schema

    def mark_schema(self, version):
        self._schema = max(version, self._schema or 0)

    def bookmark(self, duty):
        return self._bookmarks.get(duty)

    def put_bookmark(self, duty, bookmark):
        self._bookmarks[duty] = bookmark

    def bookmarks(self, beginning):
        return iter(sorted(duty for duty in self._bookmarks if duty.startswith(beginning)))

    def restore(self, values):
        for value in values:
            match value:
                case Batch():
                    self._batches[value.name] = value
                case Original():
                    self._originals[value.digest] = value
                case Piece():
                    self._pieces[value.piece] = value
                case BatchLine():
                    self._lines[value.batch, value.line] = value
                case Event() | Decision():
                    written = self._events if isinstance(value, Event) else self._changes
                    written += [value] if value not in written else []
                case (batch, arrival, line):
                    self._arrivals[batch, arrival] = line
