"""REST, for the direction: the roadmap, and its plan, which the director changes; archivists read it."""

from chalicelib.administration.plan import restore_plan, save_plan
from chalicelib.administration.roadmap import read_roadmap
from chalicelib.model.errors import ReaderError
from chalicelib.text.roadmap_file import PlanError
from chalicelib.wiring import archive
from functions.powertools import Answer, logger
from functions.representations.roadmap import plan_in_force_json, plan_refusal_json, roadmap_json
from functions.rest import Reply, Request, text_of

_LONGEST_VERSION = 1024
"""Characters of an S3 version."""


def roadmap(request: Request) -> Answer:
    """Read the roadmap at the end of a day, `day`; today without one."""
    return roadmap_json(read_roadmap(archive, day=request.query.get("day")), request.language)


def change_plan(request: Request) -> Answer | Reply:
    """Put a plan in force, `{"seen", "plan": {…}}`; one with problems is refused with all of them, each with its field."""
    plan = request.body.get("plan")
    if not isinstance(plan, dict):
        raise ReaderError("invalid", "plan")
    seen = text_of(request.body, "seen", longest=_LONGEST_VERSION)
    try:
        saved = save_plan(plan, archive, request.reader, seen=seen)
    except PlanError as error:
        logger.info("plan_refused", problems=len(error.problems))
        return Reply(status=400, body=plan_refusal_json(error.problems, request.language))
    logger.info("plan_saved", version=saved.version)
    return plan_in_force_json(saved, request.language)


def restore(request: Request) -> Answer:
    """Put an earlier version of the plan in force again, `{"seen", "version"}`."""
    version = text_of(request.body, "version", longest=_LONGEST_VERSION)
    saved = restore_plan(version, archive, request.reader, seen=text_of(request.body, "seen", longest=_LONGEST_VERSION))
    logger.info("plan_restored", version=saved.version)
    return plan_in_force_json(saved, request.language)
