"""Open sessions in memory."""

from chalicelib.model.errors import ConflictError, TransientError
from tests.fakes.identities import nothing


class FakeSessions:
    def __init__(self):
        self.rows = {}
        self.busy = 0
        """Number of calls that fail as throttled."""
        self.meanwhile = nothing
        """Called once, before the next write: what a concurrent request does."""

    def session(self, mark):
        self._answer()
        return self.rows.get(mark)

    def keep(self, mark, session, *, seen, until):
        meanwhile, self.meanwhile = self.meanwhile, nothing
        meanwhile()
        self._answer()
        stands = self.rows.get(mark)
        if seen and (stands is None or stands.refresh != seen.refresh):
            raise ConflictError("conflict")
        self.rows[mark] = session

    def end(self, mark, at):
        self.rows[mark] = None

    def _answer(self):
        if self.busy:
            self.busy -= 1
            raise TransientError("busy", "ThrottlingException")
