"""The archive in memory, with messages in any order and repeated, and workers that run at once, fail and die at any step."""

from datetime import timedelta
from random import Random

from chalicelib.ingest.accession import ingest
from chalicelib.ingest.closing import close_batch
from chalicelib.ingest.dispatch import sort_arrivals
from chalicelib.model.errors import ArchiveError, TransientError
from chalicelib.processing.ocr import start_readings, transcribe
from tests.stage.wire import WorkerKilledError
from tests.world import World, sweep

PORTS = ("register", "vault", "inbox", "outbox", "ocr", "queues")
_MOST_RECEIVES = 10
"""Twice as often as the queues say: a message and its repetition count as one here."""


def chance(seed):
    """Make a chance that plays the same way again."""
    return Random(seed)  # noqa: S311 - no secret


class Trembling:
    """A port before and after each of whose calls something may happen."""

    def __init__(self, port, happen):
        self._port, self._happen = port, happen

    def __getattr__(self, name):
        found = getattr(self._port, name)
        if not callable(found):
            return found

        def call(*args, **given):
            self._happen()
            answer = found(*args, **given)
            self._happen()
            return answer

        return call


class Known:
    """The ports themselves, for a test that looks on."""


class Shuffled(World):
    """A world played by chance; the same seed plays the same way."""

    def __init__(self, random, *matricules, trouble=0.02, twice=0.1, **settings):
        super().__init__(*matricules, **settings)
        self.random, self._trouble, self._twice = random, trouble, twice
        self.faults, self._depth, self._receives, self._told, self.doomed, self.mute = 4, 0, {}, set(), set(), set()
        self.known, self._letters, self._hidden = Known(), [], []
        for name in PORTS:
            setattr(self.known, name, getattr(self, name))
            setattr(self, name, Trembling(getattr(self, name), self._happen))
        self.known.ocr.job_status = self._standing

    # -- trouble

    def _happen(self):
        """At some step of some worker: it dies, is told to ask again, or another works meanwhile."""
        if not self._depth or self.random.random() > self._trouble:
            return
        what = self.random.choice(("die", "busy", "meet", "meet"))
        if what == "meet":
            if self._depth == 1:
                self._work()
        elif self.faults:
            self.faults -= 1
            raise WorkerKilledError if what == "die" else TransientError("busy")

    def _standing(self, job):
        """Some readings fail, by their number."""
        if job not in self.known.ocr.jobs:
            return "UNKNOWN"
        return "FAILED" if job in self.doomed else "SUCCEEDED"

    # -- work

    def play(self, arrivals, rounds=4000):
        """Work until every upload has come, nothing waits, and every batch has its receipt.

        Args:
            arrivals: pairs of key and body, and whether S3 announces it, in the order of their coming.
            rounds: of work, before it is said that the end never comes.
        """
        coming, calm = list(arrivals), False
        for _ in range(rounds):
            if coming and (self.random.random() < 0.3 or not self._anything()):
                key, body, announced = coming.pop(0)
                upload = self.known.inbox.put(key, body)
                if announced:
                    self.known.queues.announce_uploads([upload])
            elif self._anything():
                self._work()
            elif self._hidden or self.known.register.open_batches() or not calm:
                calm = self._sweep(60 if self.known.register.open_batches() else 300) and not self._anything()
            else:
                return
        raise AssertionError("it never came to an end")

    def _anything(self):
        lanes = self.known.queues
        return lanes.arrivals or lanes.ingest or lanes.readings or lanes.transcripts or lanes.closings

    def _sweep(self, seconds):
        """A minute later: what was hidden for its visibility timeout is seen again, and everything is looked after."""
        self.clock.pause(seconds)
        hidden, self._hidden = self._hidden, []
        for queue, message in hidden:
            queue.append(message)
        return self._guarded(lambda: sweep(self))

    def _work(self):
        """Give one message to its worker; it may come again."""
        lanes = self.known.queues
        queues = {
            "arrivals": (lanes.arrivals, lambda upload: sort_arrivals([upload], self)),
            "ingest": (lanes.ingest, lambda arrival: ingest(arrival, self)),
            "readings": (lanes.readings, self._start),
            "transcripts": (lanes.transcripts, lambda notice: transcribe(*notice, self)),
            "closings": (lanes.closings, self._look),
        }
        full = sorted(name for name, (queue, _) in queues.items() if queue)
        if not full:
            return
        name = self.random.choice(full)
        queue, handle = queues[name]
        message = queue.pop(self.random.randrange(len(queue)))
        if not self._guarded(lambda: handle(message)):
            self._again(name, queue, message)
        elif self.random.random() < self._twice:
            queue.append(message)
        self._notify()

    def _guarded(self, work):
        """Tell whether a piece of work ended well."""
        self._depth += 1
        try:
            work()
        except (ArchiveError, WorkerKilledError):
            return False
        else:
            return True
        finally:
            self._depth -= 1

    def _again(self, name, queue, message):
        self._receives[name, message] = self._receives.get((name, message), 0) + 1
        if self._receives[name, message] < _MOST_RECEIVES:
            self._hidden.append((queue, message))
        else:
            self._letters.append((name, message))

    def _start(self, digest):
        until = self.clock.now() + timedelta(seconds=50)
        if start_readings(self, until=until, first=[digest] if digest else []).left:
            self.known.queues.wake_ocr()

    def _look(self, asked):
        name, moves, after = asked
        self.clock.pause(self.random.choice((0.0, after.total_seconds())))
        close_batch(name, self, moves=moves)

    def _notify(self):
        """Textract tells what has ended: once, twice or never."""
        for job, original in self.known.ocr.jobs.items():
            if job not in self._told:
                self._told.add(job)
                times = 0 if job in self.mute else self.random.choice((0, 1, 1, 1, 2))
                self.known.queues.transcripts += [(original.digest, job, self._standing(job))] * times

    # -- what the audit asks

    def receipts(self, batch):
        """Read a batch's receipts, the oldest first."""
        count = sum(key.startswith(f"receipts/{batch}/") and key.endswith(".json") for key in self.known.outbox.objects)
        return [self.receipt(batch, revision) for revision in range(1, count + 1)]

    def jobs(self):
        """Tell the digest of each job that was begun."""
        return self.known.ocr.started

    def kept(self):
        """Name the uploads that are marked as safe."""
        return self.known.inbox.kept

    def dead_letters(self):
        """Tell what was given up."""
        return self._letters
