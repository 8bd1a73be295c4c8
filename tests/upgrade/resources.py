"""Resources of a template that hold data, by what CloudFormation must not change of them: it would replace them by empty ones."""

from typing import Any

from cfnlint.schema.manager import PROVIDER_SCHEMA_MANAGER  # type: ignore[import-untyped]

from infra.template import REGION, Template

HOLDING_DATA = {
    "AWS::Cognito::UserPool": "accounts of readers",
    "AWS::Cognito::UserPoolGroup": "roles of staff",
    "AWS::DynamoDB::Table": "the register",
    "AWS::KMS::Alias": "the name of the key",
    "AWS::KMS::Key": "the key of all the others",
    "AWS::Logs::LogGroup": "logs",
    "AWS::S3::Bucket": "originals, records, receipts",
    "AWS::SNS::Topic": "subscriptions to alarms and to notices of Textract",
    "AWS::SQS::Queue": "messages",
    "AWS::SSM::Parameter": "settings that administrators have changed",
}
"""Types, and what a resource of the type holds."""
POLICIES = ("Condition", "DeletionPolicy", "UpdateReplacePolicy")


def fixed(template: Template) -> dict[str, dict[str, Any]]:
    """What must stay as it is of each resource that holds data, by logical id."""
    return {name: _fixed(resource) for name, resource in template["Resources"].items() if resource["Type"] in HOLDING_DATA}


def _fixed(resource: dict[str, Any]) -> dict[str, Any]:
    """Type, policies, and the values whose change replaces the resource, by their places in the properties."""
    schema = PROVIDER_SCHEMA_MANAGER.get_resource_schema(REGION, resource["Type"]).schema
    places = [*schema.get("createOnlyProperties", []), *schema.get("conditionalCreateOnlyProperties", [])]
    values = {place: _at(resource.get("Properties", {}), place.split("/")[2:]) for place in places}
    kept = {policy: resource[policy] for policy in POLICIES if policy in resource}
    return {"Type": resource["Type"], **kept, "values": {place: value for place, value in values.items() if value is not None}}


def _at(value: Any, path: list[str]) -> Any:
    """Value at a place of the properties; a list of them where the place goes through a list."""
    if not path:
        return value
    if isinstance(value, list):
        return [_at(each, path[1:] if path[0] == "*" else path) for each in value]
    return _at(value.get(path[0]), path[1:]) if isinstance(value, dict) else None


def replaced(before: dict[str, dict[str, Any]], after: dict[str, dict[str, Any]]) -> list[str]:
    """Resources of a release that an update would delete or replace, or no longer spare from deletion, each with the reason."""
    found = []
    for name, resource in before.items():
        if name not in after:
            found.append(f"{name} is gone, or has another logical id")
        elif resource != after[name]:
            parts = [part for part in resource if resource[part] != after[name].get(part)]
            found += [f"{name}: {part} was {resource[part]}, and is {after[name].get(part)}" for part in parts]
    return found
