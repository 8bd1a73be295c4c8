"""What must be true of an archive at rest, whatever went wrong on the way: nothing lost, nothing twice, every sum right."""

import hashlib
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from chalicelib.model.codec import to_plain
from chalicelib.model.identifiers import arrival_id, piece_id, role_of
from chalicelib.model.piece import OUTCOMES

HISTORIES = {
    "filed": ["ingestion", "filing"],
    "to_review": ["ingestion", "review"],
    "failed": ["ingestion", "failure"],
    "duplicate": ["duplication"],
    "refused": ["refusal"],
}
"""The journal of a line that met no trouble of its own."""


@dataclass(kw_only=True)
class Wanted:
    """What a batch must come to."""

    batch: str
    outcomes: list
    """Pairs: some keys, below the batch, and the statuses that their files must have together, in any order."""
    read: set
    """Digests that Textract reads, each once."""
    histories: dict = field(default_factory=dict)
    """The journal of single keys that met trouble."""
    attempts: dict = field(default_factory=dict)
    """Readings of single digests that were begun again."""


def digest_of(body):
    """Compute the SHA-256 of some bytes."""
    return hashlib.sha256(body).hexdigest()


def audit(stage, wanted):
    """Raise AssertionError unless everything is as it must be.

    Args:
        stage: has the ports as `known`, `receipts(batch)`, `jobs()`, `kept()` and `dead_letters()`.
        wanted: what the batch must come to.
    """
    known, receipts = stage.known, stage.receipts(wanted.batch)
    uploads = [upload for upload in known.inbox.uploads() if upload.key.startswith(f"{wanted.batch}/") and role_of(upload.key) == "scan"]
    lines = {line.line: line for line in known.register.lines(wanted.batch)}
    assert not stage.dead_letters(), f"dead letters: {stage.dead_letters()}"
    _at_rest(known.register, wanted.batch)
    _receipts(receipts, uploads, known.inbox)
    _lines(receipts[-1], lines, wanted)
    _arrivals(known, wanted.batch, uploads, lines)
    _sums(known.register, wanted.batch, lines)
    _journal(known.register, wanted, lines)
    _pieces(known.register, lines)
    _originals(known, lines, wanted, stage.jobs())
    _records(known, wanted.batch, lines)
    _kept(stage.kept(), uploads, receipts[-1])


def _at_rest(register, batch):
    assert register.open_batches() == [], "a batch is open"
    assert list(register.waiting_readings(batch, 100)) == [], "a reading waits"
    assert register.reading_count() == 0, "a reading is under way"


def _receipts(receipts, uploads, inbox):
    """Every upload is accounted for once; the sums close; revisions count from 1."""
    assert [each["revision"] for each in receipts] == list(range(1, len(receipts) + 1)), "revisions are not counted"
    assert receipts, "no receipt"
    last = receipts[-1]
    counts = last["counts"]
    assert counts["announced"] == sum(counts[name] for name in OUTCOMES) == len(last["files"]), f"the sums do not close: {counts}"
    came = {(upload.key, digest_of(inbox.read_object(upload.key, upload.version))) for upload in uploads}
    told = Counter((file["key"], file["digest"]) for file in last["files"] if file["status"] != "missing")
    assert set(told) == came, f"lost or invented: {set(told) ^ came}"
    assert set(told.values()) <= {1}, f"twice on the receipt: {told}"


def _lines(receipt, lines, wanted):
    """The receipt says what the register says, and that is what was wanted."""
    told = {(file["key"], file["version"]): file["status"] for file in receipt["files"] if file["status"] != "missing"}
    assert told == {(line.key, line.version): line.status for line in lines.values()}, "the receipt and the register differ"
    became = defaultdict(list)
    for file in receipt["files"]:
        became[file["key"].removeprefix(f"{wanted.batch}/")].append(file["status"])
    for keys, statuses in wanted.outcomes:
        assert sorted(status for key in keys for status in became.pop(key, [])) == sorted(statuses), f"{keys} became {dict(became)}"
    assert not became, f"nobody expected {dict(became)}"


def _arrivals(known, batch, uploads, lines):
    arrivals = known.register.arrivals(batch)
    assert set(arrivals) == {arrival_id(known.inbox.name, each.key, each.version) for each in uploads}, "arrivals are lost or invented"
    assert set(arrivals.values()) == set(lines), "an arrival has no line, or a line no arrival"


def _sums(register, batch, lines):
    _, tally = register.batch(batch)
    recount = Counter(line.status for line in lines.values())
    assert tally.lines == len(lines), f"{tally.lines} lines in the sums, {len(lines)} lines"
    assert {name: count for name, count in tally.counts.items() if count} == dict(recount), f"{tally.counts}, recounted {recount}"
    assert tally.waiting == 0
    assert tally.moves == len(list(register.batch_events(batch))), "a move without its event"


def _journal(register, wanted, lines):
    """Exactly one event for each transition."""
    told = defaultdict(list)
    for event in register.batch_events(wanted.batch):
        told[event.line].append(event.type)
    for line in lines.values():
        # A duplicate has a piece where it waited beside the one that was filed; else that one stood there before it.
        waited = ["ingestion"] if line.status == "duplicate" and line.piece else []
        due = wanted.histories.get(line.key.removeprefix(f"{wanted.batch}/"), waited + HISTORIES[line.status])
        assert told.pop(line.line, []) == due, f"the journal of a line that is {line.status}"
    assert not told, "events of no line"


def _pieces(register, lines):
    """Every line that is a piece has it, in the same state, and no case file holds the same bytes twice."""
    filed = Counter()
    for line in lines.values():
        if line.piece is None:
            assert line.status in {"duplicate", "refused"} or line.digest is None
            continue
        piece = register.piece(line.piece)
        assert (piece.status, piece.matricule, piece.line) == (line.status, line.matricule, line.line), "line and piece differ"
        filed[line.digest, line.matricule] += line.status == "filed"
        ids = {piece_id(line.digest, line.matricule), piece_id(line.digest, line.matricule, line.line)}
        assert line.status != "filed" or line.piece in ids
    assert set(filed.values()) <= {0, 1}, "filed twice in one case file"


def _originals(known, lines, wanted, jobs):
    """What is kept has been read, by Textract at most once."""
    digests = {line.digest for line in lines.values() if line.piece}
    for digest in digests:
        original, transcript = known.register.original(digest), known.vault.transcript(digest)
        failed = all(line.status == "failed" for line in lines.values() if line.digest == digest and line.piece)
        assert original.status == ("failed" if failed else "transcribed")
        assert failed or len(transcript.pages) == original.pages
    assert Counter(jobs) == Counter({digest: wanted.attempts.get(digest, 1) for digest in wanted.read}), f"readings: {Counter(jobs)}"


def _records(known, batch, lines):
    """What the vault remembers is what the register says: it could be written again."""
    events = defaultdict(list)
    for event in known.register.batch_events(batch):
        events[event.line].append(to_plain(event))
    for line in lines.values():
        record = known.vault.record(line)
        assert record["line"] == to_plain(line), f"the record says {record['line']}, the register {to_plain(line)}"
        assert record["events"] == events[line.line], "the record's events are not the journal's"
        piece = known.register.piece(line.piece) if line.piece else None
        assert (record.get("piece") or None) == (to_plain(piece) if piece else None), "the record's piece is not the register's"


def _kept(kept, uploads, receipt):
    """What is safe in the vault may expire in the inbox; what was refused stays."""
    refused = {file["key"] for file in receipt["files"] if file["status"] == "refused" or file["digest"] is None}
    assert kept == {(each.key, each.version) for each in uploads if each.key not in refused}, "the wrong uploads may expire"
