"""Aspects of parameters, log groups, keys, roles and the user pool's client that the read-back compares."""

from collections.abc import Sequence
from typing import Any

from infra.described.aspect import Aspect, Properties, quiet

PARAMETER: Sequence[Aspect] = (
    Aspect(
        name="existence",
        service="ssm",
        declared=lambda _: True,  # its value is the administrators' to change
        found=lambda ssm, name, _: quiet(lambda: ssm.get_parameter(Name=name)) is not None,
    ),
)
LOG_GROUP: Sequence[Aspect] = (
    Aspect(
        name="retention",
        service="logs",
        declared=lambda properties: int(properties["RetentionInDays"]),
        found=lambda logs, name, _: next(
            (
                group.get("retentionInDays")
                for group in logs.describe_log_groups(logGroupNamePrefix=name)["logGroups"]
                if group["logGroupName"] == name
            ),
            None,
        ),
        repair=lambda logs, name, properties: logs.put_retention_policy(
            logGroupName=name, retentionInDays=int(properties["RetentionInDays"])
        ),
    ),
)
KEY: Sequence[Aspect] = (
    Aspect(
        name="rotation",
        service="kms",
        declared=lambda properties: properties.get("EnableKeyRotation"),
        found=lambda kms, identifier, _: kms.get_key_rotation_status(KeyId=identifier)["KeyRotationEnabled"],
        repair=lambda kms, identifier, _: kms.enable_key_rotation(KeyId=identifier),
    ),
)
ROLE: Sequence[Aspect] = (
    Aspect(
        name="policies",
        service="iam",
        declared=lambda properties: sorted(policy["PolicyName"] for policy in properties.get("Policies", [])),
        found=lambda iam, name, _: sorted(iam.list_role_policies(RoleName=name)["PolicyNames"]),
    ),
)


def _found_client(cognito: Any, identifier: str, properties: Properties) -> Any:  # noqa: ANN401
    answer = cognito.describe_user_pool_client(UserPoolId=properties["UserPoolId"], ClientId=identifier)["UserPoolClient"]
    return [sorted(answer.get(name, [])) for name in ("WriteAttributes", "ReadAttributes", "ExplicitAuthFlows")]


CLIENT: Sequence[Aspect] = (
    Aspect(
        name="attributes and flows",
        service="cognito-idp",
        declared=lambda properties: [
            sorted(properties.get(name, [])) for name in ("WriteAttributes", "ReadAttributes", "ExplicitAuthFlows")
        ],
        found=_found_client,
    ),
)
