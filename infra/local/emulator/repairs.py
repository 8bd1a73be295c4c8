"""Repairs of a deployed stack where the emulator differs from AWS.

- A number that comes from a template's parameter stays text, and its poller then compares text with numbers.
- `ssm:GetParametersByPath` is asked for on every resource, where AWS asks for the path.
- `sqs:SendMessageBatch` is asked for, where AWS asks for `sqs:SendMessage`; so for the other calls of ten messages.
- Who may take a role by the shape of a role's name is told by `aws:PrincipalArn`, which it takes for the session's own name.
- Of an API's description it reads the routes, and leaves API Gateway's own answers.
"""

import contextlib
import json
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Any

from infra.local.emulator.process import ACCOUNT, Emulator

BATCHES = {f"sqs:{action}": f"sqs:{action}Batch" for action in ("ChangeMessageVisibility", "DeleteMessage", "SendMessage")}


def mend(emulator: Emulator, template: Mapping[str, Any]) -> None:
    """Mend the stack, after its deployment and its read-back.

    Args:
        emulator: a running one.
        template: plain CloudFormation, as deployed.
    """
    for resource in template["Resources"].values():
        if resource["Type"] == "AWS::ApiGateway::RestApi":
            _mend_answers(emulator.client("apigateway"), resource["Properties"]["Body"])
    functions = emulator.client("lambda")
    for mapping in functions.list_event_source_mappings()["EventSourceMappings"]:
        most = mapping.get("ScalingConfig", {}).get("MaximumConcurrency")
        if most:
            functions.update_event_source_mapping(UUID=mapping["UUID"], ScalingConfig={"MaximumConcurrency": int(most)})
    iam = emulator.client("iam")
    for function in functions.list_functions()["Functions"]:
        _mend_role(iam, function["Role"].rpartition("/")[2])
    _mend_trust(iam)


def _mend_answers(gateway: Any, body: Mapping[str, Any]) -> None:  # noqa: ANN401 - boto3's client
    """Set what the API answers by itself, and deploy it; the emulator holds this one API."""
    (api,) = gateway.get_rest_apis()["items"]
    for kind, answer in body.get("x-amazon-apigateway-gateway-responses", {}).items():
        said = {name: answer[name] for name in ("responseParameters", "responseTemplates") if name in answer}
        if "statusCode" in answer:
            said["statusCode"] = str(answer["statusCode"])
        gateway.put_gateway_response(restApiId=api["id"], responseType=kind, **said)
    gateway.create_deployment(restApiId=api["id"], stageName="api")


def _mend_role(iam: Any, role: str) -> None:  # noqa: ANN401 - boto3's client
    """Give a role, under the emulator's names, what its own policy gives it under AWS's."""
    statements = [
        mended
        for name in iam.list_role_policies(RoleName=role)["PolicyNames"]
        for statement in iam.get_role_policy(RoleName=role, PolicyName=name)["PolicyDocument"]["Statement"]
        for mended in _mended(statement)
    ]
    arn = f"arn:aws:iam::{ACCOUNT}:policy/emulator-{role}"
    with contextlib.suppress(iam.exceptions.NoSuchEntityException):
        iam.detach_role_policy(RoleName=role, PolicyArn=arn)
    with contextlib.suppress(iam.exceptions.NoSuchEntityException):
        iam.delete_policy(PolicyArn=arn)
    if not statements:
        return
    document = json.dumps({"Version": "2012-10-17", "Statement": statements})
    iam.create_policy(PolicyName=f"emulator-{role}", PolicyDocument=document)
    iam.attach_role_policy(RoleName=role, PolicyArn=arn)


def _mend_trust(iam: Any) -> None:  # noqa: ANN401
    """Replace a pattern of role names in a trust policy by the roles that match it."""
    roles = [role for page in iam.get_paginator("list_roles").paginate() for role in page["Roles"]]
    for role in roles:
        document = role["AssumeRolePolicyDocument"]
        for statement in document["Statement"]:
            shape = statement.get("Condition", {}).get("ArnLike", {}).get("aws:PrincipalArn")
            if shape:
                statement["Principal"] = {"AWS": [each["Arn"] for each in roles if fnmatchcase(each["Arn"], shape)]}
                del statement["Condition"]
                iam.update_assume_role_policy(RoleName=role["RoleName"], PolicyDocument=json.dumps(document))


def _mended(statement: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    actions = [statement["Action"]] if isinstance(statement["Action"], str) else statement["Action"]
    batches = [BATCHES[action] for action in actions if action in BATCHES]
    if statement["Effect"] == "Allow" and batches:
        yield {"Effect": "Allow", "Action": batches, "Resource": statement["Resource"]}
    if "ssm:GetParametersByPath" in actions:
        yield {"Effect": "Allow", "Action": "ssm:GetParametersByPath", "Resource": "*"}
