"""Forms that ask AWS itself: they write one setting, or send the dead letters of a queue back. No code of the archive runs."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from infra import template
from infra.administration.documents import Form, Json, text_field

INFRA: Final = Path(__file__).parents[1]
PAUSED: Final = "0"
"""`start-rate` at which readings wait."""
_HELD: Final = (
    "Au plafond, les lectures attendent le mois suivant (UTC), et rien n'est perdu ; relevé, elles reprennent dans les minutes qui suivent."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Setting:
    """A setting that a form writes."""

    name: str
    title: str
    """Of the form."""
    help: str
    """Of the form."""
    field: str
    field_help: str
    pattern: str = ""
    """Where it is narrower than the setting's own."""


_SETTINGS: Final = (
    _Setting(
        name="start-rate",
        title="Reprendre les lectures",
        help="Met fin à la pause, ou change la cadence.",
        field="cadence",
        field_help="Lectures commencées par seconde, au plus le quota de Textract : 5 en Irlande, 1 à Paris et à Francfort.",
        pattern=r"0\.[0-9]?[1-9]|[1-9][0-9]?(\.[0-9]{1,2})?",
    ),
    _Setting(
        name="pages-per-month",
        title="Fixer le plafond de pages du mois",
        help=_HELD,
        field="pages",
        field_help="Pages par mois au plus ; un tiret : sans plafond. Mille pages coûtent 1,5 dollar.",
    ),
    _Setting(
        name="dollars-per-month",
        title="Fixer le plafond de dollars du mois",
        help=_HELD,
        field="dollars",
        field_help="Dollars de Textract par mois au plus ; un tiret : sans plafond.",
    ),
    _Setting(
        name="backfill-rate",
        title="Fixer la cadence de la reprise de fichiers",
        help="Ralentit ou accélère la reprise ; les lots du jour passent d'abord, quelle que soit la cadence.",
        field="fichiers",
        field_help="Fichiers par heure au plus.",
    ),
)


def api_forms() -> Iterator[Form]:
    """Make every form that asks AWS itself."""
    declared = {each["Name"]["Fn::Sub"].rpartition("/")[2]: each for each in _declared("settings.yaml", "AWS::SSM::Parameter")}
    yield _pause_form()
    for each in _SETTINGS:
        field = text_field(f"{each.field_help} Obligatoire.", each.pattern or declared[each.name]["AllowedPattern"], required=True)
        yield _setting_form(each.title, each.help, each.name, {each.field: field}, f"{{{{ {each.field} }}}}")
    yield _redrive_form()


def dead_letters() -> Iterator[str]:
    """Names of the queues of dead letters, without the archive's prefix."""
    for queue in _declared("queues.yaml", "AWS::SQS::Queue"):
        if "RedriveAllowPolicy" in queue:
            yield _short(queue)


def _declared(part: str, kind: str) -> list[dict[str, Any]]:
    """Read the properties of the archive's resources of a type."""
    found = template.merged([INFRA / part])["Resources"].values()
    return [resource["Properties"] for resource in found if resource["Type"] == kind]


def _short(queue: Mapping[str, Any]) -> str:
    name: str = queue["QueueName"]["Fn::Sub"]
    return name.removeprefix("${Prefix}-")


def _pause_form() -> Form:
    help_ = (
        "Les lectures par Textract attendent, rien n'est perdu ; dépôts et consultations continuent. "
        "« Reprendre les lectures » y met fin : noter la cadence d'avant, que ce formulaire montre."
    )
    return _setting_form("Suspendre les lectures", help_, "start-rate", {}, PAUSED)


def _setting_form(title: str, help_: str, setting: str, parameters: Mapping[str, Json], value: str) -> Form:
    """Make a form that reads a setting, to show what it was, and writes it."""
    name = {"Fn::Sub": f"/ububiko/${{Stage}}/{setting}"}
    read = {
        "name": "lire",
        "action": "aws:executeAwsApi",
        "onFailure": "Abort",
        "inputs": {"Service": "ssm", "Api": "GetParameter", "Name": name},
        "outputs": [{"Name": "avant", "Selector": "$.Parameter.Value", "Type": "String"}],
    }
    write = {
        "name": "ecrire",
        "action": "aws:executeAwsApi",
        "onFailure": "Abort",
        "inputs": {"Service": "ssm", "Api": "PutParameter", "Name": name, "Value": value, "Overwrite": True},
        "outputs": [{"Name": "version", "Selector": "$.Version", "Type": "Integer"}],
        "isEnd": True,
    }
    arn = {"Fn::Sub": f"arn:${{AWS::Partition}}:ssm:${{AWS::Region}}:${{AWS::AccountId}}:parameter/ububiko/${{Stage}}/{setting}"}
    return Form(
        title=title,
        help=f"{help_}\n\nLes fonctions lisent la nouvelle valeur dans la minute.",
        parameters=parameters,
        steps=[read, write],
        outputs=["lire.avant", "ecrire.version"],
        rights=[{"Effect": "Allow", "Action": ["ssm:GetParameter", "ssm:PutParameter"], "Resource": arn}],
    )


def _redrive_form() -> Form:
    """Make the form that sends the dead letters of a queue back to where they came from."""
    arn = "arn:${AWS::Partition}:sqs:${AWS::Region}:${AWS::AccountId}:${Prefix}-"
    dead = list(dead_letters())
    working = [_short(queue) for queue in _declared("queues.yaml", "AWS::SQS::Queue") if "RedrivePolicy" in queue]
    move = {
        "name": "rediriger",
        "action": "aws:executeAwsApi",
        "onFailure": "Abort",
        "inputs": {"Service": "sqs", "Api": "StartMessageMoveTask", "SourceArn": {"Fn::Sub": f"{arn}{{{{ file }}}}"}},
        "outputs": [{"Name": "tache", "Selector": "$.TaskHandle", "Type": "String"}],
        "isEnd": True,
    }
    take = ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage", "sqs:StartMessageMoveTask"]
    return Form(
        title="Remettre en route une file des échecs",
        help="Les messages reviennent à leur file et sont traités de nouveau. La cause doit être levée : sinon ils échouent encore.",
        parameters={"file": {"type": "String", "description": "File des échecs. Obligatoire.", "allowedValues": dead}},
        steps=[move],
        outputs=["rediriger.tache"],
        rights=[
            {"Effect": "Allow", "Action": take, "Resource": [{"Fn::Sub": f"{arn}{name}"} for name in dead]},
            {"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": [{"Fn::Sub": f"{arn}{name}"} for name in working]},
        ],
    )
