"""Who may do what by the policies of the administration stack: operators, approvers, who manages users."""

import json
from typing import Any

import pytest
from ministack.core.iam_evaluator import EvalContext, evaluate, parse_policy_document

from infra import tools
from infra.administration import stack
from infra.template import Template
from tests.packaging.reading import listed, of_type, policies, resolved, statements

ACCOUNT, REGION = "123456789012", "eu-west-1"
LARGEST_POLICY = 6_144
"""Characters of a managed policy, without white space (quotas of IAM)."""
REASONS_FOR_A_STAR = {"ListsHaveNoResource": "AWS's own lists and metrics know no resource"}


def test_parliament_finds_nothing_in_any_policy(administration: Template) -> None:
    of_identities = {name: document for name, document in policies(administration) if not name.endswith("AssumeRolePolicyDocument")}

    assert len(of_identities) == len(stack.forms()) + 3
    assert tools.policy_findings(of_identities) == []


def test_no_right_is_a_wildcard_and_one_on_everything_says_why(administration: Template) -> None:
    for name, statement in statements(administration):
        if statement["Effect"] == "Deny":
            continue
        assert not [action for action in listed(statement["Action"]) if "*" in action], name
        if "*" in listed(statement.get("Resource", [])):
            assert statement["Sid"] in REASONS_FOR_A_STAR, name


def test_a_policy_of_people_fits_into_what_iam_takes(administration: Template) -> None:
    for policy in of_type(administration, "AWS::IAM::ManagedPolicy").values():
        text = json.dumps(resolved(policy["Properties"]["PolicyDocument"], administration), separators=(",", ":"))
        assert len(text) < LARGEST_POLICY * 0.95  # names are a little longer on AWS


def at(kind: str, name: str, region: str = REGION) -> str:
    return f"arn:aws:{kind}:{region}:{ACCOUNT}:{name}"


VAULT, OUTBOX = (f"arn:aws:s3:::ububiko-essai-{name}-{ACCOUNT}-{REGION}" for name in ("vault", "outbox"))
PIECE = f"{VAULT}/pieces/{'a' * 64}/original.pdf"
FORM = at("ssm", "automation-definition/ububiko-essai-ouvrir-des-comptes:1")
EXECUTION = at("ssm", "automation-execution/00000000-0000-4000-8000-000000000001")
OUR_RULE = {"aws:resourcetag/archive": "ububiko", "aws:resourcetag/stage": "essai"}
POOL = at("cognito-idp", "userpool/eu-west-1_Pool")
MUST: list[tuple[str, str, dict[str, str]]] = [
    ("ssm:StartAutomationExecution", at("ssm", "document/ububiko-essai-ouvrir-des-comptes"), {}),  # each of these is asked for
    ("ssm:StartAutomationExecution", EXECUTION, {}),
    ("ssm:StartAutomationExecution", FORM, {}),
    (
        "iam:PassRole",
        "arn:aws:iam::123456789012:role/ububiko-essai/forms/OuvrirDesComptesRole",
        {"iam:passedtoservice": "ssm.amazonaws.com"},
    ),
    ("ssm:ListDocuments", "*", {}),
    ("ssm:GetDocument", at("ssm", "document/ububiko-essai-ouvrir-des-comptes"), {}),
    ("ssm:DescribeAutomationExecutions", "*", {}),
    ("ssm:GetAutomationExecution", EXECUTION, {}),
    ("ssm:StopAutomationExecution", EXECUTION, {}),
    ("ssm:GetParametersByPath", at("ssm", "parameter/ububiko/essai/start-rate"), {}),
    ("cloudwatch:DescribeAlarms", at("cloudwatch", "alarm:*"), {}),
    ("cloudwatch:GetDashboard", at("cloudwatch", "dashboard/ububiko-essai", region=""), {}),
    ("cloudwatch:GetMetricData", "*", {}),
    ("lambda:InvokeFunction", at("lambda", "function:board"), {}),
    ("logs:DescribeQueryDefinitions", "*", {}),
    ("logs:StartQuery", at("logs", "log-group:/aws/lambda/ububiko-essai-log-sweep:*"), {}),
    ("logs:GetQueryResults", at("logs", "log-group:/aws/lambda/ububiko-essai-log-sweep:*"), {}),
    ("sqs:GetQueueAttributes", at("sqs", "ububiko-essai-arrivals-dead"), {}),
    ("sqs:ListMessageMoveTasks", at("sqs", "ububiko-essai-arrivals-dead"), {}),
    ("events:EnableRule", at("events", "rule/ububiko-essai-SweepEvent"), OUR_RULE),
    ("servicequotas:ListServiceQuotas", "*", {}),
    ("cloudformation:DescribeStacks", at("cloudformation", "stack/ububiko-essai/1"), {}),
]
"""What docs/exploitation.md has an operator do."""
MUST_NOT: list[tuple[str, str, dict[str, str]]] = [
    ("s3:GetObject", PIECE, {}),
    ("s3:GetObjectVersion", PIECE, {}),
    ("s3:GetObject", f"arn:aws:s3:::ububiko-essai-inbox-{ACCOUNT}-{REGION}/lot-1/100001/scan.pdf", {}),
    ("s3:GetObject", f"arn:aws:s3:::ububiko-essai-work-{ACCOUNT}-{REGION}/pages/p-1.webp", {}),
    ("s3:GetObject", f"{OUTBOX}/slips/2026-11-30-a/001.html", {}),
    ("s3:GetObject", f"{OUTBOX}/journal/2026-11-01_2026-11-30/a.csv", {}),
    ("s3:PutObject", f"arn:aws:s3:::ububiko-essai-inbox-{ACCOUNT}-{REGION}/_roster/a.csv", {}),
    ("s3:DeleteObjectVersion", PIECE, {}),
    ("kms:Decrypt", at("kms", "key/Key"), {}),
    ("kms:CreateGrant", at("kms", "key/Key"), {}),
    ("kms:ScheduleKeyDeletion", at("kms", "key/Key"), {}),
    ("dynamodb:GetItem", at("dynamodb", "table/ububiko-essai-register"), {}),
    ("dynamodb:Query", at("dynamodb", "table/ububiko-essai-register/index/by-name"), {}),
    ("dynamodb:Scan", at("dynamodb", "table/ububiko-essai-register-2027-03-05"), {}),
    ("lambda:InvokeFunction", at("lambda", "function:administer"), {}),
    ("lambda:UpdateFunctionCode", at("lambda", "function:administer"), {}),
    ("lambda:UpdateFunctionConfiguration", at("lambda", "function:administer"), {}),
    ("lambda:GetFunction", at("lambda", "function:administer"), {}),
    ("sts:AssumeRole", "arn:aws:iam::123456789012:role/ububiko-essai-LinksRole-1", {}),
    (
        "iam:PassRole",
        "arn:aws:iam::123456789012:role/ububiko-essai/forms/OuvrirDesComptesRole",
        {"iam:passedtoservice": "lambda.amazonaws.com"},
    ),
    ("iam:PassRole", "arn:aws:iam::123456789012:role/ububiko-essai-AdministerRole-1", {"iam:passedtoservice": "ssm.amazonaws.com"}),
    ("iam:CreateRole", "arn:aws:iam::123456789012:role/mine", {}),
    ("iam:AttachUserPolicy", "arn:aws:iam::123456789012:user/me", {}),
    ("ssm:StartAutomationExecution", f"arn:aws:ssm:{REGION}::automation-definition/AWS-RunShellScript:1", {}),
    ("ssm:StartAutomationExecution", f"arn:aws:ssm:{REGION}::document/AWS-RunShellScript", {}),
    ("ssm:StartAutomationExecution", at("ssm", "document/somebody-else-s"), {}),
    ("ssm:SendAutomationSignal", EXECUTION, {}),
    ("ssm:CreateDocument", at("ssm", "document/ububiko-essai-mine"), {}),
    ("ssm:UpdateDocument", at("ssm", "document/ububiko-essai-ouvrir-des-comptes"), {}),
    ("ssm:PutParameter", at("ssm", "parameter/ububiko/essai/start-rate"), {}),
    ("sqs:ReceiveMessage", at("sqs", "ububiko-essai-arrivals-dead"), {}),
    ("sqs:PurgeQueue", at("sqs", "ububiko-essai-arrivals"), {}),
    ("secretsmanager:GetSecretValue", at("secretsmanager", "secret:origin-AbCdEf"), {}),
    ("cognito-idp:AdminCreateUser", POOL, {}),
    ("cognito-idp:AdminAddUserToGroup", POOL, {}),
    ("cognito-idp:AdminSetUserPassword", POOL, {}),
    ("cognito-idp:ListUsers", POOL, {}),
    ("events:EnableRule", at("events", "rule/somebody-else-s"), {}),
    ("events:DisableRule", at("events", "rule/ububiko-essai-SweepEvent"), OUR_RULE),
    ("logs:StartQuery", at("logs", "log-group:/aws/lambda/another:*"), {}),
    ("cloudformation:UpdateStack", at("cloudformation", "stack/ububiko-essai/1"), {}),
]
"""What an operator must not be able to do."""
READ_ONLY = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Action": ["s3:Get*", "dynamodb:Get*", "dynamodb:Query", "dynamodb:Scan", "kms:Decrypt", "lambda:Get*", "sqs:ReceiveMessage"],
            "Resource": "*",
        }
    ],
}
"""What another policy of the same person may allow: AWS's ReadOnlyAccess has these, and an administrator might add the key."""


def may(policy: str, action: str, resource: str, context: dict[str, str], administration: Template, *others: dict[str, Any]) -> bool:
    """Evaluate a policy as the emulator does, which follows AWS's order: a denial, then a permission, else nothing."""
    document = resolved(administration["Resources"][policy]["Properties"]["PolicyDocument"], administration)
    asked = EvalContext(
        principal_arn=f"arn:aws:iam::{ACCOUNT}:user/me",
        principal_type="User",
        principal_account=ACCOUNT,
        action=action,
        resource_arn=resource,
        region=REGION,
        service_context=context,
    )
    return evaluate(asked, [parse_policy_document(each) for each in (document, *others)]).decision == "Allow"


@pytest.mark.parametrize(("action", "resource", "context"), MUST)
def test_an_operator_can_do_what_a_week_asks(action: str, resource: str, context: dict[str, str], administration: Template) -> None:
    assert may("OperatorPolicy", action, resource, context, administration)


@pytest.mark.parametrize(("action", "resource", "context"), MUST_NOT)
def test_an_operator_reads_no_piece_and_goes_past_no_form(
    action: str, resource: str, context: dict[str, str], administration: Template
) -> None:
    assert not may("OperatorPolicy", action, resource, context, administration)


@pytest.mark.parametrize(
    ("action", "resource"),
    [(each[0], each[1]) for each in MUST_NOT if each[0].startswith(("s3:Get", "dynamodb:", "kms:Decrypt", "lambda:Get"))],
)
def test_an_operator_reads_no_piece_whatever_another_policy_allows(action: str, resource: str, administration: Template) -> None:
    assert not may("OperatorPolicy", action, resource, {}, administration, READ_ONLY)
    assert may("ApproverPolicy", action, resource, {}, administration, READ_ONLY)  # nothing else would have refused it


def test_an_approver_decides_and_starts_nothing(administration: Template) -> None:
    everything = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}

    assert may("ApproverPolicy", "ssm:SendAutomationSignal", EXECUTION, {}, administration)
    assert may("ApproverPolicy", "ssm:GetAutomationExecution", EXECUTION, {}, administration)
    assert not may("ApproverPolicy", "ssm:StartAutomationExecution", FORM, {}, administration, everything)
    assert not may("ApproverPolicy", "s3:GetObject", PIECE, {}, administration)


def test_who_manages_users_makes_accounts_and_sets_no_password_and_no_matricule(administration: Template) -> None:
    can = {"AdminCreateUser", "AdminAddUserToGroup", "AdminRemoveUserFromGroup", "AdminDisableUser", "AdminResetUserPassword", "ListUsers"}
    cannot = {"AdminSetUserPassword", "AdminUpdateUserAttributes", "AdminDeleteUser", "UpdateUserPool", "DescribeUserPoolClient"}

    assert [name for name in can if not may("UserManagerPolicy", f"cognito-idp:{name}", POOL, {}, administration)] == []
    assert [name for name in cannot if may("UserManagerPolicy", f"cognito-idp:{name}", POOL, {}, administration)] == []
    assert not may("UserManagerPolicy", "cognito-idp:AdminCreateUser", POOL.replace("Pool", "Other"), {}, administration)
