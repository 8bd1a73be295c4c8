"""A schedule, every minute: brings on what no event will."""

from typing import Any

from chalice.app import Blueprint

from chalicelib.aws.table import SCHEMA_VERSION
from chalicelib.preservation import keep_accesses
from chalicelib.sweeping import sweep as sweep_all
from chalicelib.wiring import archive
from functions.powertools import Answer, entry, logger

blueprint = Blueprint(__name__)

_WHOLE_EVERY = 10
"""Minutes between two comparisons of the whole inbox with the register."""


@blueprint.schedule("rate(1 minute)", name="sweep")
@entry
def sweep(event: Answer, context: Any) -> Answer:  # noqa: ANN401, ARG001 - Lambda's own
    """Look at open batches, stale readings and lost uploads; keep the journal of reading in the vault."""
    schema = archive.register.schema()
    if schema != SCHEMA_VERSION:
        logger.error("schema", found=schema, wanted=SCHEMA_VERSION)
    done = sweep_all(archive, whole=archive.clock.now().minute % _WHOLE_EVERY == 0)
    kept = keep_accesses(archive)
    logger.info("swept", looked=done.looked, asked=done.asked, announced=done.announced, kept=kept)
    return {"looked": done.looked, "asked": done.asked, "announced": done.announced, "kept": kept}
