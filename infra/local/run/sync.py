"""One batch through the local stack: roster, sync, progress, receipt."""

import hashlib
import json
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from chalicelib.analysis.sensitivity.names import batch_name
from chalicelib.aws.register import RegisterTable
from chalicelib.model.batch import Batch, Tally
from chalicelib.model.batch_names import receipt_place
from infra.local.run.aws_cli import Sync, copy
from infra.local.run.progress import TOLD, Progress
from infra.local.stack import LocalError, Running

SECONDS_BETWEEN_LOOKS = 1.0
SECONDS_FOR_A_ROSTER = 120
SECONDS_AT_REST = 30
"""A closed batch that stays so for so long after the sync is not going to open again."""
SECONDS_OF_PATIENCE = 1200
"""Without any movement."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """What came of a batch."""

    receipt: dict[str, Any]
    uploaded: int
    """Files that were sent; those that the inbox had already were not."""
    seconds: float
    """From the start of the sync to the receipt."""
    first_filed: float | None
    """Seconds from the start of the sync to the first piece that was filed or sent to review."""


def drop_roster(running: Running, roster: Path, kept: Path) -> str:
    """Drop a roster as the ministry does, and wait until it is in force.

    Args:
        running: the stack.
        roster: the CSV.
        kept: where the digest of the last one is kept; the same roster is not dropped twice.

    Returns:
        What came of it, for a person; nothing when it was in force already.
    """
    digest = hashlib.sha256(roster.read_bytes()).hexdigest()
    table = _table(running)
    before = table.roster_pointer()
    if before and kept.exists() and kept.read_text(encoding="ascii") == digest:
        return ""
    stack = running.stack
    target = f"s3://{stack.bucket('inbox')}/_roster/{roster.name}"
    copy(roster, target, stack.emulator.command_environment(stack.roster_uploader))
    deadline = time.monotonic() + SECONDS_FOR_A_ROSTER
    while (now := table.roster_pointer()) == before:
        if time.monotonic() > deadline:
            raise LocalError(f"Le fichier du personnel {roster.name} n'a pas été chargé.", advice=running.look_into_log)
        time.sleep(0.3)
    kept.write_text(digest, encoding="ascii")
    if now is None or now.pending:
        return "Le fichier du personnel change beaucoup d'agents : il attend une confirmation (docs/fichier-du-personnel.md)."
    return f"Fichier du personnel chargé : {now.count} agents."


def take_in(running: Running, folder: Path, name: str, progress: Progress) -> Intake:
    """Sync a folder and wait for its receipt, which bears a pseudonym where the folder's name holds a forbidden mention.

    Raises:
        LocalError: nothing moves any more.
        UploadError: the sync failed.
    """
    stack = running.stack
    target = f"s3://{stack.bucket('inbox')}/{name}/"
    sync = Sync(folder, target, stack.emulator.command_environment(stack.uploader))
    try:
        with progress.shown():
            return _follow(_Watch(running, batch_name(name), progress), sync)
    finally:
        sync.stop()


class _Watch:
    """Looks at a batch in the register, again and again."""

    def __init__(self, running: Running, name: str, progress: Progress) -> None:
        self.running = running
        self.name = name
        self.progress = progress
        self.table = _table(running)
        self.batch: Batch | None = None
        self.tally = Tally()
        self.began = time.monotonic()
        self.moved = self.began
        self.first_filed: float | None = None
        self._pages_before = running.reader.pages_read
        self._told = (0,) * len(TOLD)

    def look(self, uploaded: int) -> None:
        """Read the state of the batch, and show its progress."""
        found = self.table.batch(self.name)
        if found:
            before, (self.batch, self.tally) = self.tally, found
            self._note(before)
            self._tell(uploaded)
        self.progress.show(self.tally, uploaded=uploaded, pages=self.running.reader.pages_read - self._pages_before)

    def _note(self, before: Tally) -> None:
        counts = self.tally.counts
        if self.tally.moves != before.moves:
            self.moved = time.monotonic()
        if self.first_filed is None and (counts.get("filed") or counts.get("to_review")):
            self.first_filed = time.monotonic() - self.began

    def _tell(self, uploaded: int) -> None:
        """Name what was refused or failed; a batch of which nothing was sent is told by its receipt alone."""
        told = tuple(self.tally.counts.get(status, 0) for status in TOLD)
        if uploaded and told != self._told:
            self._told = told
            self.progress.tell(self.table.lines(self.name))


def _follow(watch: _Watch, sync: Sync) -> Intake:
    ended: datetime | None = None
    while True:
        watch.look(sync.uploaded)
        if ended is None and not sync.running:
            sync.check()
            ended = datetime.now(UTC)
        if ended and _at_rest(watch, ended, sync.uploaded):
            break
        watch.running.check()
        if time.monotonic() - watch.moved > SECONDS_OF_PATIENCE:
            raise LocalError(f"Rien ne bouge plus depuis {SECONDS_OF_PATIENCE // 60} minutes.", advice=watch.running.look_into_log)
        time.sleep(SECONDS_BETWEEN_LOOKS)
    return Intake(
        receipt=_receipt(watch),
        uploaded=sync.uploaded,
        seconds=time.monotonic() - watch.began,
        first_filed=watch.first_filed,
    )


def _at_rest(watch: _Watch, ended: datetime, uploaded: int) -> bool:
    """Whether the receipt is the last one that this sync leads to."""
    batch = watch.batch
    if batch is None or batch.status != "closed" or batch.closed_at is None:
        return False
    if not uploaded or batch.closed_at > ended:
        return True
    # It closed while files were still coming; unless they opened it again, they changed nothing.
    return datetime.now(UTC) - ended > timedelta(seconds=SECONDS_AT_REST)


def _receipt(watch: _Watch) -> dict[str, Any]:
    if watch.batch is None:
        raise LocalError("pas de lot")
    stack = watch.running.stack
    key = f"{receipt_place(watch.name, watch.batch.revision)}.json"
    body = stack.emulator.client("s3").get_object(Bucket=stack.bucket("outbox"), Key=key)["Body"].read()
    receipt: dict[str, Any] = json.loads(body)
    return receipt


def _table(running: Running) -> RegisterTable:
    return running.stack.adapter(RegisterTable)
