"""A ministry, a network and a Textract around the archive: what each test of the whole flow plays out in memory."""

import json
from datetime import timedelta

from chalicelib.administration.rebuild import rebuild
from chalicelib.administration.sweep import duties
from chalicelib.ingest.accession import ingest
from chalicelib.ingest.closing import close_batch
from chalicelib.ingest.dispatch import sort_arrivals
from chalicelib.model.batch_names import receipt_place
from chalicelib.model.errors import ArchiveError
from chalicelib.model.identifiers import fold, shape
from chalicelib.model.register import RosterPointer
from chalicelib.model.servant import Servant
from chalicelib.processing.ocr import start_readings, transcribe
from tests.fakes import MORNING, FakeArchive

PAGE = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>endobj\n"
    b"4 0 obj<</Length 21>>stream\n0 0 595 842 re f Q q \nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)


def scan(text="acte"):
    """A one-page PDF without a text layer, different for each text."""
    return PAGE + f"% {text}\n".encode()


def scan_of(pages, text="dossier"):
    """A PDF of some pages without a text layer, different for each text."""
    kids = " ".join(f"{number} 0 R" for number in range(5, 5 + pages))
    head = f"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[{kids}]/Count {pages}>>endobj\n"
    body = "4 0 obj<</Length 28>>stream\n0 g 100 100 300 300 re f Q q \nendstream endobj\n"
    page = "{} 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>endobj\n"
    sheets = "".join(page.format(number) for number in range(5, 5 + pages))
    return f"{head}{body}{sheets}trailer<</Root 1 0 R>>\n%%EOF\n% {text}\n".encode()


def sweep(archive):
    """Do every duty of a minute."""
    return {name: duty() for name, duty in duties(archive, until=archive.clock.now() + timedelta(seconds=40)).items()}


def rebuilt(archive):
    """Rebuild the register, a portion a call; give the answer to the last call."""
    done = rebuild(archive, until=archive.clock.now())
    while done.next:
        done = rebuild(archive, until=archive.clock.now())
    return done


class World(FakeArchive):
    """The archive among people."""

    def __init__(self, *matricules, **settings):
        super().__init__(**settings)
        self.unannounced = set()
        self.dead = []
        if matricules:
            self.put_in_force(*matricules)

    def put_in_force(self, *matricules):
        """Load a roster."""
        self.register.put_servants("g1", [Servant(matricule=each) for each in matricules])
        shapes = frozenset(shape(fold(each)) for each in matricules)
        pointer = RosterPointer(generation="g1", count=len(matricules), shapes=shapes, uploaded_at=MORNING)
        self.register.put_roster_in_force(pointer, seen=self.register.roster_pointer())

    def sync(self, files, *, announce=True):
        """Run `aws s3 sync`: every file is uploaded, and S3 announces each unless told to lose it."""
        uploads = [self.inbox.put(key, body) for key, body in files.items()]
        if announce:
            self.queues.announce_uploads(uploads)
        return uploads

    def run(self, *, until_closed=True, minutes=600):
        """Let the Lambdas work until every queue is empty, and time pass until every batch has its receipt."""
        for _ in range(minutes):
            self.drain()
            if not until_closed or not self.register.open_batches():
                return
            self.clock.pause(60)
            sweep(self)
        raise AssertionError("some batch never closed")

    def drain(self, rounds=2000):
        """Hand every message to its Lambda; one that is postponed comes back five times, then goes to the dead letters."""
        for _ in range(rounds):
            if not any((self.queues.arrivals, self.queues.ingest, self.queues.readings, self.queues.transcripts, self._due())):
                return
            self._step()

    def _step(self):
        uploads, self.queues.arrivals = self.queues.arrivals, []
        self.deliver(lambda each: sort_arrivals(each, self), uploads, self.queues.announce_uploads)
        arrivals, self.queues.ingest = self.queues.ingest, []
        for arrival in arrivals:
            self.deliver(lambda each: ingest(each, self), arrival, self.queues.ingest.append)
        digests, self.queues.readings = self.queues.readings[:10], self.queues.readings[10:]
        if digests:
            done = start_readings(self, until=self.clock.now() + timedelta(seconds=50), first=[each for each in digests if each])
            if done.left:
                self.queues.wake_ocr()
            self.answer()
        notices, self.queues.transcripts = self.queues.transcripts, []
        for notice in notices:
            self.deliver(lambda each: transcribe(*each, self), notice, self.queues.transcripts.append)
        for name, moves, after in self._due():
            self.queues.closings.remove((name, moves, after))
            close_batch(name, self, moves=moves)

    def _due(self):
        """Looks that are asked for at once; the others come with the next sweep."""
        return [each for each in self.queues.closings if not each[2]]

    def answer(self):
        """Textract tells what it has finished, once for each job."""
        for job, original in self.ocr.jobs.items():
            if job not in self.unannounced:
                self.unannounced.add(job)
                self.queues.transcripts.append((original.digest, job, self.ocr.job_status(job)))

    def deliver(self, handle, message, put_back):
        try:
            handle(message)
        except ArchiveError:
            self.dead.append(message)
            if self.dead.count(message) < 5:
                put_back(message)

    def receipt(self, batch, revision=1):
        """Read what the ministry would sync back."""
        return json.loads(self.outbox.objects[f"{receipt_place(batch, revision)}.json"])

    def outcomes(self, batch, revision=1):
        """What became of each file."""
        return {file["key"].removeprefix(f"{batch}/"): file["status"] for file in self.receipt(batch, revision)["files"]}
