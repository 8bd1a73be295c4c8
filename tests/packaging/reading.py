"""How the tests read a template: resources of a type, statements of all policies, intrinsics resolved to plausible values."""

import re
from collections.abc import Iterator
from typing import Any

Template = dict[str, Any]
Resource = dict[str, Any]

WORDS = {
    "AWS::Partition": "aws",
    "AWS::Region": "eu-west-1",
    "AWS::AccountId": "123456789012",
    "AWS::StackName": "ububiko-essai",
    "AWS::URLSuffix": "amazonaws.com",
    "Prefix": "ububiko-essai",
    "EmailSourceArn": "arn:aws:ses:eu-west-1:123456789012:identity/archives@exemple.bi",
    "Stage": "essai",
    "BackfillBucket": "anciens-scans",
    "BackfillKeyArn": "arn:aws:kms:eu-west-1:123456789012:key/00000000-0000-4000-8000-000000000000",
    "FirstApprover": "arn:aws:iam::123456789012:user/marie",
    "SecondApprover": "arn:aws:iam::123456789012:user/jean",
    "ThirdApprover": "arn:aws:iam::123456789012:user/aline",
}
EXPORTED = {"key": "arn:aws:kms:eu-west-1:123456789012:key/Key", "user-pool": "eu-west-1_Pool"}
"""Values of the archive's exports, by the end of their names; of the others, a name of a function or of a log."""
ARNS = {
    "AWS::SQS::Queue": "arn:aws:sqs:eu-west-1:123456789012:{}",
    "AWS::SNS::Topic": "arn:aws:sns:eu-west-1:123456789012:{}",
    "AWS::KMS::Key": "arn:aws:kms:eu-west-1:123456789012:key/{}",
    "AWS::IAM::Role": "arn:aws:iam::123456789012:role/{}",
    "AWS::S3::Bucket": "arn:aws:s3:::{}",
    "AWS::Cognito::UserPool": "arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_{}",
    "AWS::SecretsManager::Secret": "arn:aws:secretsmanager:eu-west-1:123456789012:secret:{}-AbCdEf",
}


def of_type(template: Template, kind: str) -> dict[str, Resource]:
    """Resources of a type, by logical id."""
    return {name: resource for name, resource in template["Resources"].items() if resource["Type"] == kind}


def resolved(value: Any, template: Template) -> Any:
    """A value without intrinsics, each replaced by something of the right shape; of two branches the first."""
    if isinstance(value, list):
        return [resolved(each, template) for each in value]
    if not isinstance(value, dict):
        return value
    if len(value) == 1:
        (name, argument), *_ = value.items()
        if name == "Fn::If":
            return resolved(argument[1], template)
        if name in ("Fn::Sub", "Fn::ImportValue"):
            return _substituted(argument, template) if name == "Fn::Sub" else _imported(argument, template)
        if name in ("Ref", "Fn::GetAtt"):
            logical = argument if name == "Ref" else argument[0]
            kind = template["Resources"].get(logical, {}).get("Type", "")
            return ARNS.get(kind, WORDS.get(logical, "x")).format(logical)
    return {key: resolved(each, template) for key, each in value.items()}


def _substituted(argument: Any, template: Template) -> str:
    text, own = (argument, {}) if isinstance(argument, str) else argument
    words = WORDS | {key: str(resolved(each, template)) for key, each in own.items()}
    return re.sub(r"\$\{([^}]+)\}", lambda found: words.get(found[1], "x"), text)


def _imported(argument: Any, template: Template) -> str:
    export: str = resolved(argument, template).removeprefix("ububiko-essai-")
    return EXPORTED.get(export, f"/aws/lambda/ububiko-essai-{export}" if export.startswith("log-") else export)


def policies(template: Template) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every policy document of the template: what roles and users may do, and what resources let others do."""
    for name, resource in template["Resources"].items():
        properties = resource.get("Properties", {})
        for key in ("AssumeRolePolicyDocument", "PolicyDocument", "KeyPolicy"):
            if key in properties:
                yield f"{name}.{key}", resolved(properties[key], template)
        for policy in properties.get("Policies", []) if resource["Type"] == "AWS::IAM::Role" else []:
            yield f"{name}.{resolved(policy['PolicyName'], template)}", resolved(policy["PolicyDocument"], template)


def statements(template: Template) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every statement of every policy."""
    for name, document in policies(template):
        for statement in document["Statement"]:
            if isinstance(statement, dict):
                yield name, statement


def listed(value: str | list[str]) -> list[str]:
    """IAM writes a list of one as a word."""
    return [value] if isinstance(value, str) else value
