"""Forms of the console: they say what the actions say, are of the form that Systems Manager takes, and have roles of one right each."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from botocore.session import get_session
from cfnlint.schema.manager import PROVIDER_SCHEMA_MANAGER  # type: ignore[import-untyped]

from chalicelib.settings import read_settings
from functions.actions import ACTIONS
from functions.forms import ROUNDS, SECONDS
from infra import template
from infra.administration import stack
from infra.administration.documents import LONGEST_LIST, Form
from infra.template import Template
from tests.packaging.reading import listed, of_type, resolved

REFERENCE = re.compile(r"\{\{ ?([\w:.]+) ?\}\}")
ACCOUNT, REGION = "123456789012", "eu-west-1"
LARGEST_DOCUMENT = 64 * 1024
"""Bytes of a document (quotas of Systems Manager)."""
OTHER_FORMS = [
    "Suspendre les lectures",
    "Reprendre les lectures",
    "Fixer le plafond de pages du mois",
    "Fixer le plafond de dollars du mois",
    "Fixer la cadence de la reprise de fichiers",
    "Remettre en route une file des échecs",
]


@pytest.fixture(scope="module")
def documents(administration: Template) -> dict[str, dict[str, Any]]:
    """Contents by the forms' titles."""
    return {
        form.title: resolved(administration["Resources"][form.logical]["Properties"]["Content"], administration) for form in stack.forms()
    }


def test_the_package_holds_the_template_and_cfn_lint_finds_nothing_in_it(packaged: Path, administration: Template) -> None:
    """`infra.package` refuses a template of which cfn-lint complains."""
    assert json.loads((packaged / stack.FILE).read_text("utf-8")) == administration


def test_everything_that_it_imports_is_exported_by_the_archive(deployed: Template, administration: Template) -> None:
    exported = {output["Export"]["Name"]["Fn::Sub"] for output in deployed["Outputs"].values() if "Export" in output}

    assert set(_imported(administration)) == exported


def _imported(value: Any) -> set[str]:
    if isinstance(value, list):
        return set().union(*map(_imported, value)) if value else set()
    if not isinstance(value, dict):
        return set()
    own = {value["Fn::ImportValue"]["Fn::Sub"]} if "Fn::ImportValue" in value else set()
    return own.union(*map(_imported, value.values()))


def test_each_action_has_its_form_and_five_forms_ask_aws_itself(documents: dict[str, dict[str, Any]]) -> None:
    assert sorted(documents) == sorted([*(action.title for action in ACTIONS.values()), *OTHER_FORMS])


@pytest.mark.parametrize("name", ACTIONS)
def test_a_form_has_each_parameter_of_its_action_with_its_bounds_and_nothing_more(name: str, documents: dict[str, dict[str, Any]]) -> None:
    action = ACTIONS[name]
    fields = dict(documents[action.title].get("parameters", {}))
    call = _calls(documents[action.title])
    resumed = [fields.pop("reprise")] if action.cursor else []

    assert len(resumed) == (action.cursor is not None)
    asked = [each for each in action.parameters if each.kind != "cursor"]
    assert list(fields) == [each.label for each in asked]
    assert {each.name: call["inputs"]["InputPayload"][each.name] for each in asked} == {
        each.name: f"{{{{ {each.label} }}}}" for each in asked
    }
    assert call["inputs"]["InputPayload"].keys() - {each.name for each in asked} == {
        "action",
        "execution",
        *(["resume"] if action.cursor else []),
        *(["round"] if action.goes_on else []),
    }
    for each in asked:
        field = fields[each.label]
        assert field["description"].startswith(each.help)
        assert ("default" in field) != each.required
        if each.kind == "texts":
            assert field["type"] == "StringList"
            assert (field["maxItems"], field["minItems"]) == (min(each.most, LONGEST_LIST), int(each.required))
        elif each.kind == "flag":
            assert (field["type"], field["allowedValues"], field["default"]) == ("String", ["non", "oui"], "non")
        else:
            assert field["type"] == "String"
            assert (re.fullmatch(field["allowedPattern"], "") is not None) != each.required


@pytest.mark.parametrize(
    ("title", "field", "good", "bad"),
    [
        ("Lister les lots", "nombre", ["1", "20", "50"], ["0", "51", "05", "-1", "dix"]),
        ("Ouvrir des comptes", "nombre", ["1", "999999"], ["0", "1000000", "1.5"]),
        ("Clore un lot", "lot", ["2026-03-gitega-01", "lot é (1)"], ["", "a/b", "x" * 513, "a\nb"]),
        ("Relire des pièces", "type", ["03.1", "none", "99", ""], ["3.1", "décret"]),
        ("Exporter le journal", "du", ["2026-11-01"], ["", "01/11/2026", "1926-11-01"]),
        ("Mettre en vigueur le fichier du personnel qui attend", "generation", ["0123456789abcdef"], ["", "0123"]),
        ("Reprendre les lectures", "cadence", ["5", "0.5", "0.05", "12.25"], ["0", "0.0", "100", "-1", "vite"]),
        ("Fixer le plafond de pages du mois", "pages", ["-", "0", "250000"], ["", "1.5", "beaucoup"]),
        ("Fixer le plafond de dollars du mois", "dollars", ["-", "100", "99.50"], ["", "99.505"]),
    ],
)
def test_a_field_takes_what_its_rule_says(
    title: str, field: str, good: list[str], bad: list[str], documents: dict[str, dict[str, Any]]
) -> None:
    pattern = documents[title]["parameters"][field]["allowedPattern"]

    assert [text for text in good if not re.search(pattern, text)] == []
    assert [text for text in bad if re.search(pattern, text)] == []


@pytest.mark.parametrize("value", ["5", "0.05", "99.99"])
def test_the_rate_that_a_form_writes_is_one_that_the_setting_takes(
    value: str, documents: dict[str, dict[str, Any]], deployed: Template
) -> None:
    declared = deployed["Resources"]["StartRate"]["Properties"]

    assert re.search(documents["Reprendre les lectures"]["parameters"]["cadence"]["allowedPattern"], value)
    assert re.fullmatch(declared["AllowedPattern"], value)
    assert read_settings({"start-rate": value})[1] == []


def _steps(content: dict[str, Any]) -> list[dict[str, Any]]:
    """Every step, also those within a loop."""
    return [inner for step in content["mainSteps"] for inner in (step, *step["inputs"].get("Steps", []))]


def _calls(content: dict[str, Any]) -> dict[str, Any]:
    (call,) = (step for step in _steps(content) if step["action"] == "aws:invokeLambdaFunction")
    return call


KNOWN_TO_ALL = {"automation:EXECUTION_ID"}
RESULTS = {
    "aws:invokeLambdaFunction": {"StatusCode", "FunctionError", "LogResult", "Payload"},
    "aws:loop": {"CurrentIteration"},
    "aws:approve": {"ApprovalStatus", "ApproverDecisions"},
}
"""What an action makes known by itself (AWS's reference of Automation's actions)."""
INPUTS = {
    "aws:approve": {"NotificationArn", "Message", "MinRequiredApprovals", "Approvers"},
    "aws:branch": {"Choices", "Default"},
    "aws:invokeLambdaFunction": {"FunctionName", "InvocationType", "InputPayload"},
    "aws:loop": {"Steps", "LoopCondition", "MaxIterations"},
    "aws:sleep": {"Duration"},
}
PROPERTIES = {"name", "action", "inputs", "outputs", "timeoutSeconds", "onFailure", "isEnd", "nextStep"}


def test_every_step_is_of_the_form_that_systems_manager_takes(documents: dict[str, dict[str, Any]]) -> None:
    for title, content in documents.items():
        names = [step["name"] for step in _steps(content)]
        assert len(set(names)) == len(names), title
        assert all(re.fullmatch("[A-Za-z0-9_]+", name) for name in names), title
        assert all(re.fullmatch("[A-Za-z0-9]+", name) and len(name) <= 50 for name in content.get("parameters", {})), title
        assert all(each["type"] in ("String", "StringList") for each in content.get("parameters", {}).values()), title
        assert content["schemaVersion"] == "0.3"
        for step in _steps(content):
            assert step.keys() <= PROPERTIES
            assert not ("isEnd" in step and "nextStep" in step)
            if step["action"] == "aws:executeAwsApi":
                _check_call(step["inputs"])
            else:
                assert step["inputs"].keys() == INPUTS[step["action"]], (title, step["name"])


def _check_call(inputs: dict[str, Any]) -> None:
    """Check a call of AWS against the model of its service."""
    service = get_session().get_service_model(inputs["Service"])
    shape = service.operation_model(inputs["Api"]).input_shape
    given = inputs.keys() - {"Service", "Api"}

    assert given <= shape.members.keys()
    assert set(shape.required_members) <= given


def test_every_reference_is_to_what_is_known_by_then(documents: dict[str, dict[str, Any]]) -> None:
    met = 0
    for title, content in documents.items():
        known = KNOWN_TO_ALL | set(content.get("parameters", {}))
        for step in content["mainSteps"]:
            within = step["inputs"].pop("Steps", []) if step["action"] == "aws:loop" else []
            known |= {f"{step['name']}.{each}" for each in RESULTS.get(step["action"], ())}
            for inner in (*within, step):
                names = REFERENCE.findall(json.dumps(inner))
                assert set(names) <= known, (title, inner["name"])
                met += len(names)
                known |= {f"{inner['name']}.{each}" for each in RESULTS.get(inner["action"], ())}
                known |= {f"{inner['name']}.{each['Name']}" for each in inner.get("outputs", ())}
            if within:
                step["inputs"]["Steps"] = within
        assert set(content.get("outputs", [])) <= known, title
        goals = {step["inputs"].get("Default") for step in content["mainSteps"]} | {
            choice["NextStep"] for step in content["mainSteps"] for choice in step["inputs"].get("Choices", ())
        }
        assert goals - {None} <= {step["name"] for step in content["mainSteps"]}, title

    assert met > 50


def test_every_field_of_a_form_is_used(documents: dict[str, dict[str, Any]]) -> None:
    for title, content in documents.items():
        assert set(content.get("parameters", {})) <= set(REFERENCE.findall(json.dumps(content["mainSteps"]))), title


def test_a_call_ends_before_its_step_and_a_loop_within_its_rounds(documents: dict[str, dict[str, Any]]) -> None:
    for content in documents.values():
        for step in _steps(content):
            if step["action"] == "aws:invokeLambdaFunction":
                assert SECONDS + 30 < step["timeoutSeconds"] <= 300
            if step["action"] == "aws:loop":
                assert step["inputs"]["MaxIterations"] == ROUNDS <= 100


def test_two_persons_approve_where_many_accounts_change_or_a_roster_is_replaced_and_nowhere_else(
    documents: dict[str, dict[str, Any]],
) -> None:
    approved = {title for title, content in documents.items() if any(step["action"] == "aws:approve" for step in _steps(content))}

    assert approved == {
        "Donner de nouveaux premiers mots de passe",
        "Fermer les comptes des agents partis",
        "Mettre en vigueur le fichier du personnel qui attend",
        "Revenir au fichier du personnel précédent",
    }
    for title in approved:
        (approval,) = (step for step in _steps(documents[title]) if step["action"] == "aws:approve")
        first = documents[title]["mainSteps"][0]
        assert first in (approval, {**first, "action": "aws:branch"})
        assert approval["inputs"]["MinRequiredApprovals"] == 2
        assert len(set(approval["inputs"]["Approvers"])) >= 2
        assert approval["inputs"]["NotificationArn"].rpartition(":")[2].startswith("ApprovalTopic")
        assert "Deux personnes approuvent" in documents[title]["description"]


def test_a_document_is_small_and_has_a_name_that_systems_manager_takes(
    administration: Template, documents: dict[str, dict[str, Any]]
) -> None:
    names = [resolved(each["Properties"]["Name"], administration) for each in of_type(administration, "AWS::SSM::Document").values()]

    assert len(set(names)) == len(names) == len(documents)
    assert all(re.fullmatch(r"[a-zA-Z0-9_.-]{3,128}", name) for name in names)
    assert max(len(json.dumps(content).encode()) for content in documents.values()) < LARGEST_DOCUMENT


def test_the_role_of_a_form_may_do_its_one_deed(administration: Template) -> None:
    roles = of_type(administration, "AWS::IAM::Role")
    by_form = {form.title: roles[f"{form.logical}Role"] for form in stack.forms()}

    assert len(roles) == len(by_form)
    for title, role in by_form.items():
        may = {
            (action, place.rpartition(":")[2])
            for statement in resolved(role["Properties"]["Policies"][0]["PolicyDocument"], administration)["Statement"]
            for action in listed(statement["Action"])
            for place in listed(statement["Resource"])
        }
        assert may <= _allowed(title), title
        assert ("lambda:InvokeFunction", "administer") in may or title in OTHER_FORMS


def _allowed(title: str) -> set[tuple[str, str]]:
    settings = {
        "Suspendre les lectures": "start-rate",
        "Reprendre les lectures": "start-rate",
        "Fixer le plafond de pages du mois": "pages-per-month",
        "Fixer le plafond de dollars du mois": "dollars-per-month",
        "Fixer la cadence de la reprise de fichiers": "backfill-rate",
    }
    if title in settings:
        place = f"parameter/ububiko/essai/{settings[title]}"
        return {("ssm:GetParameter", place), ("ssm:PutParameter", place)}
    if title in OTHER_FORMS:
        dead = (
            "arrivals-dead",
            "ingest-small-dead",
            "ingest-large-dead",
            "rosters-dead",
            "readings-dead.fifo",
            "transcripts-dead",
            "closings-dead",
        )
        take = ("sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage", "sqs:StartMessageMoveTask")
        return {(action, f"ububiko-essai-{name}") for action in take for name in dead} | {
            ("sqs:SendMessage", f"ububiko-essai-{name.replace('-dead', '')}") for name in dead
        }
    return {("lambda:InvokeFunction", "administer"), ("sns:Publish", "ApprovalTopic")}


def test_systems_manager_takes_a_role_for_our_account_s_executions_alone(administration: Template) -> None:
    for role in of_type(administration, "AWS::IAM::Role").values():
        (trust,) = resolved(role["Properties"]["AssumeRolePolicyDocument"], administration)["Statement"]
        assert trust["Principal"] == {"Service": "ssm.amazonaws.com"}
        assert trust["Condition"] == {
            "StringEquals": {"aws:SourceAccount": ACCOUNT},
            "ArnLike": {"aws:SourceArn": f"arn:aws:ssm:{REGION}:{ACCOUNT}:automation-execution/*"},
        }


def test_people_in_the_console_read_what_everything_is_and_what_archive_it_belongs_to(administration: Template) -> None:
    described = {**administration["Parameters"], **administration["Outputs"]}

    assert not [name for name, found in described.items() if not found.get("Description")]
    for name, resource in administration["Resources"].items():
        schema = PROVIDER_SCHEMA_MANAGER.get_resource_schema(template.REGION, resource["Type"]).schema
        if "Tags" in schema["properties"]:
            assert {"Archive", "Stage"} <= {tag["Key"] for tag in resource["Properties"]["Tags"]}, name


def test_a_form_is_explained_in_french_and_in_the_action_s_own_words() -> None:
    def told(form: Form) -> bool:
        return form.help[0].isupper() and len(form.help) > 15

    assert [form.title for form in stack.forms() if not told(form)] == []
