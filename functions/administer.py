"""Called by name: the Lambda console's Test tab, or `aws lambda invoke`; does what an administrator asks for."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

from chalice.app import Blueprint

from chalicelib.enrolment import confirm_roster, restore_roster, undo_roster
from chalicelib.errors import PermanentError
from chalicelib.filing import file_again, retry_batch
from chalicelib.rebuilding import rebuild
from chalicelib.sweeping import recover_lost
from chalicelib.wiring import archive
from functions.powertools import Answer, logger, prepared

blueprint = Blueprint(__name__)

Action = Callable[[Mapping[str, str]], Answer]


@blueprint.lambda_function(name="administer")
@prepared
def administer(event: Answer, context: Any) -> Answer:  # noqa: ANN401, ARG001 - Lambda's context
    """Do one action: `{"action": "confirm_roster", "generation": "…"}`; anything else is answered with the list."""
    action = ACTIONS.get(str(event.get("action")))
    if action is None:
        return {"ok": False, "erreur": "Action inconnue.", "error": "Unknown action.", "actions": {name: HELP[name] for name in ACTIONS}}
    try:
        done = action[0](_given(event, action[1]))
    except PermanentError as refusal:
        logger.info("refused", action=event["action"], code=refusal.code)
        return {"ok": False, "erreur": REFUSALS.get(refusal.code, refusal.code), "error": refusal.code}
    logger.info("done", action=event["action"], **{name: value for name, value in done.items() if name != "batch"})
    return {"ok": True, **done}


def _given(event: Answer, needed: tuple[str, ...]) -> dict[str, str]:
    """Take what the action needs; say what is lacking."""
    lacking = [name for name in needed if not isinstance(event.get(name), str) or not event[name].strip()]
    if lacking:
        raise PermanentError("lacking_" + "_".join(lacking))
    return {name: event[name].strip() for name in needed}


def _rebuild(_: Mapping[str, str]) -> Answer:
    servants = restore_roster(archive)
    return {"servants": servants} | asdict(rebuild(archive))


def _check(given: Mapping[str, str]) -> Answer:
    archive.lanes.check(given["batch"])
    return {"batch": given["batch"]}


def _roster(pointer: Any) -> Answer:  # noqa: ANN401 - a pointer
    return {"generation": pointer.generation, "servants": pointer.count, "previous": pointer.previous}


ACTIONS: dict[str, tuple[Action, tuple[str, ...]]] = {
    "confirm_roster": (lambda given: _roster(confirm_roster(given["generation"], archive)), ("generation",)),
    "undo_roster": (lambda _: _roster(undo_roster(archive)), ()),
    "file_again": (lambda given: {"filed": file_again(given["batch"], archive)}, ("batch",)),
    "retry": (lambda given: {"retried": retry_batch(given["batch"], archive)}, ("batch",)),
    "check": (_check, ("batch",)),
    "recover": (lambda _: {"announced": recover_lost(archive, now=archive.clock.now())}, ()),
    "rebuild": (_rebuild, ()),
}
"""What can be asked for, and what must come with it."""

HELP = {
    "confirm_roster": 'Mettre en vigueur le fichier du personnel qui attend : {"action": "confirm_roster", "generation": "…"}',
    "undo_roster": 'Revenir au fichier du personnel précédent : {"action": "undo_roster"}',
    "file_again": 'Classer à nouveau les pièces « à vérifier » d\'un lot : {"action": "file_again", "batch": "…"}',
    "retry": 'Relancer les lectures qui ont échoué dans un lot : {"action": "retry", "batch": "…"}',
    "check": 'Regarder si un lot peut être clos : {"action": "check", "batch": "…"}',
    "recover": 'Reprendre les fichiers déposés que rien n\'a annoncés : {"action": "recover"}',
    "rebuild": 'Reconstruire le registre à partir des dépôts : {"action": "rebuild"}',
}

REFUSALS = {
    "roster_not_waiting": "Ce fichier du personnel n'attend pas de confirmation.",
    "roster_none_before": "Il n'y a pas de fichier du personnel précédent.",
    "roster_gone": "Ce fichier du personnel n'est plus dans la conservation.",
    "lacking_batch": 'Indiquez le lot : "batch".',
    "lacking_generation": 'Indiquez la génération : "generation".',
}
