"""Invoked by name, from the Lambda console's Test tab, by `aws lambda invoke` or by a form: does one action for an administrator."""

from typing import Any

from chalice.app import Blueprint

from chalicelib.model.errors import PermanentError
from functions.action_parameters import REFUSALS, Action, read_parameters, refusal_words
from functions.actions import ACTIONS
from functions.forms import FormRefusedError, end_by, form_call
from functions.powertools import Answer, deadline, logger, on_known_data, prepared

blueprint = Blueprint(__name__)


@blueprint.lambda_function(name="administer")
@prepared
@on_known_data
def administer(event: Answer, context: Any) -> Answer:  # noqa: ANN401 - Lambda's context
    """Do one action, as `{"action": "confirm_roster", "generation": "…"}`; to any other event, answer with the list of actions.

    Raises:
        FormRefusedError: a form's action was refused.
        UnfinishedError: a form's last round has left work.
    """
    name = str(event.get("action"))
    action = ACTIONS.get(name)
    if action is None:
        actions = {each: known.help for each, known in ACTIONS.items()}
        return {"ok": False, "erreur": "Action inconnue.", "error": "Unknown action.", "actions": actions}
    try:
        done = _do(action, event, context)
    except PermanentError as refusal:
        logger.info("refused", action=name, code=refusal.code)
        words = refusal_words(refusal.code, action.parameters) or REFUSALS.get(refusal.code, refusal.code)
        if "execution" in event:
            raise FormRefusedError(words) from refusal
        return {"ok": False, "erreur": words, "error": refusal.code}
    logger.info("done", action=name, **_counts(done))
    return {"ok": True, **done}


def _do(action: Action, event: Answer, context: Any) -> Answer:  # noqa: ANN401 - Lambda's context
    until = deadline(context)
    call = form_call(action, event)
    if call is None:
        return action.run(read_parameters(action.parameters, event), until)
    return call.conclude(action.run(read_parameters(action.parameters, call.values), end_by(until)))


def _counts(done: Answer) -> Answer:
    """Numbers of an answer, for the log; of its lists, which may name servants, their lengths."""
    lists = {name: len(value) for name, value in done.items() if isinstance(value, list | tuple)}
    return lists | {name: value for name, value in done.items() if isinstance(value, int)}
