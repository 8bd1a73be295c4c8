"""Forms of the actions of administrators, one each, made from the one table of actions (`functions/actions.py`)."""

from collections.abc import Iterator
from typing import Final

from functions.action_parameters import DAY, Action, Parameter
from functions.actions import ACTIONS
from functions.forms import NO, ROUNDS, SECONDS, YES
from infra.administration.documents import LONGEST_LIST, Form, Json, numbers_to, text_field

STEP_SECONDS: Final = 300
"""Longest step of `aws:invokeLambdaFunction`; a call ends after `SECONDS` of them."""
APPROVAL_DAYS: Final = 3
"""After which a form that was not approved fails."""
RESUMED: Final = "reprise"
"""Field for the execution whose place another one goes on from."""
_ACT, _LOOP, _PAUSE, _CHOOSE, _APPROVE = "agir", "tours", "pause", "choisir", "approuver"
_EXECUTION: Final = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
FUNCTION: Final[Json] = {"Fn::ImportValue": {"Fn::Sub": "${Prefix}-administer"}}
"""The function that does the actions: an export of the archive's stack."""
APPROVERS: Final[list[Json]] = [
    {"Ref": "FirstApprover"},
    {"Ref": "SecondApprover"},
    {"Fn::If": ["WithThirdApprover", {"Ref": "ThirdApprover"}, {"Ref": "AWS::NoValue"}]},
]


def action_forms() -> Iterator[Form]:
    """Make the form of every action."""
    for name, action in ACTIONS.items():
        yield Form(
            title=action.title,
            help=_help(action),
            parameters={each.label: _field(each) for each in action.parameters if each.kind != "cursor"} | _resume_field(action),
            steps=[*_approval(action), *_work(name, action)],
            outputs=[] if action.goes_on else [f"{_ACT}.Payload"],
            rights=_rights(action),
        )


def _help(action: Action) -> str:
    """Say what the form does, how long it may last, and who must approve it."""
    parts = [action.help.partition(" : {")[0] + "."]
    if action.goes_on:
        hours = ROUNDS * SECONDS // 3600
        parts.append(
            f"Le formulaire recommence de lui-même jusqu'à la fin du travail : {ROUNDS} tours de quatre minutes, {hours} heures au plus."
        )
    if action.cursor and action.goes_on:
        parts.append(f"Pour continuer une exécution qui s'est arrêtée, donner son identifiant dans « {RESUMED} », et les mêmes critères.")
    elif action.cursor:
        parts.append(f"Pour la suite de la liste, donner dans « {RESUMED} » l'identifiant de l'exécution précédente.")
    if action.approval:
        flag = next((f", si « {each.label} » est « {YES} »" for each in action.parameters if each.name == action.approval_flag), "")
        parts.append(f"**Deux personnes approuvent d'abord**{flag}. {action.approval}")
    return "\n\n".join(parts)


def _field(parameter: Parameter) -> Json:
    help_ = f"{parameter.help} {'Obligatoire' if parameter.required else 'Facultatif'}."
    match parameter.kind:
        case "flag":
            return {"type": "String", "description": parameter.help, "allowedValues": [NO, YES], "default": NO}
        case "number":
            return text_field(help_, numbers_to(parameter.most), required=parameter.required)
        case "day":
            return text_field(help_, DAY, required=parameter.required)
        case "texts":
            most = min(parameter.most, LONGEST_LIST)
            bounds = {"minItems": 1} if parameter.required else {"minItems": 0, "default": []}
            return {"type": "StringList", "description": f"{help_} {most} au plus.", "maxItems": most, **bounds}
        case _:
            return text_field(help_, parameter.pattern, required=parameter.required)


def _resume_field(action: Action) -> dict[str, Json]:
    if action.cursor is None:
        return {}
    help_ = "Identifiant de l'exécution à continuer, de ce même formulaire. Facultatif."
    return {RESUMED: text_field(help_, _EXECUTION, required=False)}


def _approval(action: Action) -> list[Json]:
    """Steps before the work: two persons approve, always or where a flag is set."""
    if not action.approval:
        return []
    fields = [each.label for each in action.parameters if each.kind not in ("cursor", "texts")]
    given = " ; ".join(f"{label} : {{{{ {label} }}}}" for label in fields)
    approve = {
        "name": _APPROVE,
        "action": "aws:approve",
        "timeoutSeconds": APPROVAL_DAYS * 24 * 3600,
        "onFailure": "Abort",
        "inputs": {
            "NotificationArn": {"Ref": "ApprovalTopic"},
            "Message": " ".join(filter(None, (f"{action.title}.", action.approval, given and f"Demandé : {given}."))),
            "MinRequiredApprovals": 2,
            "Approvers": APPROVERS,
        },
    }
    flags = [each.label for each in action.parameters if each.name == action.approval_flag]
    if not flags:
        return [approve]
    asked = {"NextStep": _APPROVE, "Variable": f"{{{{ {flags[0]} }}}}", "StringEquals": YES}
    choices = {"Choices": [asked], "Default": _LOOP if action.goes_on else _ACT}
    return [{"name": _CHOOSE, "action": "aws:branch", "inputs": choices}, approve]


def _work(name: str, action: Action) -> list[Json]:
    """The call; where one may not do, a loop of calls with a pause between them."""
    payload: Json = {"action": name, "execution": "{{ automation:EXECUTION_ID }}"}
    payload |= {each.name: f"{{{{ {each.label} }}}}" for each in action.parameters if each.kind != "cursor"}
    payload |= {"resume": f"{{{{ {RESUMED} }}}}"} if action.cursor else {}
    payload |= {"round": f"{{{{ {_LOOP}.CurrentIteration }}}}"} if action.goes_on else {}
    call = {
        "name": _ACT,
        "action": "aws:invokeLambdaFunction",
        "timeoutSeconds": STEP_SECONDS,
        "onFailure": "Abort",
        "inputs": {"FunctionName": FUNCTION, "InvocationType": "RequestResponse", "InputPayload": payload},
    }
    if not action.goes_on:
        return [call | {"isEnd": True}]
    # A selector reads the function's answer itself: AWS's reference of `aws:loop` has `$.Retry`.
    again = {"Name": "encore", "Selector": "$.again", "Type": "Boolean"}
    pause = {"name": _PAUSE, "action": "aws:sleep", "inputs": {"Duration": "PT10S"}}
    repeated = {"Variable": f"{{{{ {_ACT}.encore }}}}", "BooleanEquals": True}
    inputs = {"Steps": [call | {"outputs": [again]}, pause], "LoopCondition": repeated, "MaxIterations": ROUNDS}
    return [{"name": _LOOP, "action": "aws:loop", "onFailure": "Abort", "inputs": inputs, "isEnd": True}]


def _rights(action: Action) -> list[Json]:
    function = "arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:${Function}"
    call = {"Effect": "Allow", "Action": "lambda:InvokeFunction", "Resource": {"Fn::Sub": [function, {"Function": FUNCTION}]}}
    tell = {"Effect": "Allow", "Action": "sns:Publish", "Resource": {"Ref": "ApprovalTopic"}}
    return [call, tell] if action.approval else [call]
