"""An OCR engine in memory."""

from chalicelib.model.errors import ReadingError, TransientError
from chalicelib.model.transcript import Page, TextLine


class FakeOcr:
    """OCR that reads a line on each page; `busy`, `failing`, `short` and `refusing` make it fail."""

    def __init__(self):
        self.started, self.jobs, self.busy, self.failing, self.short, self.refusing = [], {}, 0, 0, 0, False
        self.texts = {}
        """Text of every page of an original, or a list with the text of each, by digest."""

    def start(self, original):
        if self.busy:
            self.busy -= 1
            raise TransientError("busy", "ProvisionedThroughputExceededException")
        if self.refusing:
            raise ReadingError("reading_refused", "UnsupportedDocumentException")
        job = f"job-{original.digest[:8]}-{original.attempt}"
        if job not in self.jobs:
            self.started.append(original.digest)
        self.jobs[job] = original
        return job

    def result_pages(self, job):
        count = self.jobs[job].pages - (1 if self.short else 0)
        self.short = max(0, self.short - 1)
        said = self.texts.get(self.jobs[job].digest, "Arrêté n° 550/590")
        texts = said if isinstance(said, list) else [said] * count
        return [Page(number=number, lines=tuple(_lines(text))) for number, text in enumerate(texts[:count], start=1)]

    def job_status(self, job):
        if self.failing:
            self.failing -= 1
            return "FAILED"
        return "SUCCEEDED" if job in self.jobs else "UNKNOWN"


def _lines(text):
    for place, written in enumerate(text.splitlines()):
        yield TextLine(text=written, confidence=98.5, box=(0.1, 0.05 + 0.03 * place, 0.5, 0.02))
