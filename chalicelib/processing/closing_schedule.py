"""Scheduling of a batch's closing: once no line of the batch is in work, and again where a line moved after its receipt."""

from chalicelib.model.batch import quiet_for
from chalicelib.model.register import REBUILD
from chalicelib.ports.archive import Archive


def is_being_rebuilt(archive: Archive) -> bool:
    """Say whether the register is being written again from the buckets: what it lacks may not be lost, and no batch is whole."""
    mark = archive.register.bookmark(REBUILD)
    return mark is not None and bool(mark.place)


def schedule_closing(name: str, archive: Archive) -> None:
    """Schedule the closing of a batch once no line of it is in work; open it again where a line moved after its receipt."""
    found = archive.register.batch(name)
    if found is None:  # the register was lost after this worker had opened the batch
        archive.register.open_batch(name, archive.clock.now())
        found = archive.register.batch(name)
    if found is None:
        return
    batch, tally = found
    if batch.status == "closed" and tally.moves != batch.closed_moves:
        archive.register.reopen_batch(batch, tally.moved_at or archive.clock.now())
    if tally.waiting == 0 and tally.moves != batch.closed_moves:
        rest = quiet_for(batch, tally, quiet=archive.settings.quiet, marked_quiet=archive.settings.marked_quiet)
        archive.queues.schedule_closing(name, moves=tally.moves, after=rest)
