"""The vault in memory."""

import hashlib
import json
import tempfile
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from chalicelib.model.errors import TransientError
from chalicelib.ports.vault import NO_RECORD


class FakeVault:
    def __init__(self):
        self._accesses, self.busy, self.pictures, self.redacted = {}, set(), {}, {}
        self.layers, self.casefile_copies = {}, {}
        self._marks, self._numbers = {}, count(1)
        self.facts, self.segmentations, self.decisions = {}, {}, {}
        self.originals, self.copies, self._transcripts, self._records, self._rosters, self._pointer = {}, {}, {}, {}, {}, None

    def keep_original(self, upload, digest, extension, path):
        body = path.read_bytes()
        if hashlib.sha256(body).hexdigest() != digest:
            raise AssertionError("BadDigest")
        self.originals.setdefault(digest, body)

    def keep_working_copy(self, digest, path):
        self.copies[digest] = path.read_bytes()

    @contextmanager
    def open_original(self, digest, extension):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "original")
            if hashlib.sha256(self.originals.get(digest, b"")).hexdigest() != digest:
                raise RuntimeError(f"the vault has lost the original {digest}")
            path.write_bytes(self.originals[digest])
            yield path

    def keep_page_image(self, digest, image, path):
        self.pictures[digest, image.page] = (image, path.read_bytes())

    def keep_redacted_copy(self, digest, path):
        key = f"redacted/{digest}/{hashlib.sha256(path.read_bytes()).hexdigest()}.pdf"
        self.redacted[key] = path.read_bytes()
        return key

    def keep_casefile_copy(self, key, path):
        self.casefile_copies[key] = path.read_bytes()

    def keep_transcript(self, digest, transcript):
        self._transcripts[digest] = transcript

    def transcript(self, digest):
        if digest in self.busy:
            self.busy.remove(digest)
            raise TransientError("busy", "SlowDown")
        return self._transcripts.get(digest)

    def keep_layer(self, digest, layer):
        self.layers[digest] = layer

    def layer(self, digest):
        return self.layers.get(digest)

    def keep_page_facts(self, digest, facts):
        self.facts[digest] = list(facts)

    def page_facts(self, digest):
        return self.facts.get(digest, [])

    def keep_segmentation(self, digest, proposal):
        self.segmentations[digest] = proposal

    def segmentation(self, digest):
        return self.segmentations.get(digest)

    def keep_record(self, line, record, *, over=None):
        if over is not None and over != self.record_mark(line):
            return None
        self._records[_place(line)] = record
        self._marks[_place(line)] = str(next(self._numbers))
        return self.record_mark(line)

    def record_mark(self, line):
        return self._marks.get(_place(line), NO_RECORD)

    def record(self, line):
        return self._records.get(_place(line))

    def records(self, *, after=""):
        return iter([(place, record) for place, record in sorted(self._records.items()) if place > after])

    def is_empty(self):
        return not self.originals and not self._records

    def keep_roster(self, generation, data):
        self._rosters.pop(generation, None)
        self._rosters[generation] = data

    def rosters(self):
        return list(self._rosters)

    def roster(self, generation):
        return self._rosters.get(generation)

    def keep_roster_pointer(self, pointer):
        self._pointer = pointer

    def roster_pointer(self):
        return self._pointer

    def keep_access_records(self, begun, accesses):
        text = "\n".join(json.dumps(each, sort_keys=True) for each in accesses)
        self._accesses[f"{begun.isoformat()} {text}"] = list(accesses)

    def keep_decision(self, decision):
        self.decisions[decision.id] = decision

    def kept_decisions(self, *, after=""):
        return iter([(name, each) for name, each in sorted(self.decisions.items()) if name > after])

    def access_pages(self, *, after=""):
        return iter([(place, page) for place, page in sorted(self._accesses.items()) if place > after])


def _place(line):
    """Place of a record: beside its original, or under the batch if the vault has no original."""
    if line.digest is None or (line.status == "refused" and line.piece is None):
        return f"refused/{line.batch}/{line.line}"
    return f"pieces/{line.digest}/{line.line}"
