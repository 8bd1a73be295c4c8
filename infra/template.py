"""The template: our YAML merged without surprises, SAM's shorthand spelled out, everything tagged, and checked by cfn-lint."""

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

Template = dict[str, Any]
REGION = "eu-west-1"
"""Some tools want one; the template itself names none."""
TAGGED_BY_LIST = frozenset(
    {
        "AWS::ApiGateway::Stage",
        "AWS::CloudFront::Distribution",
        "AWS::CloudFront::Function",
        "AWS::CloudWatch::Alarm",
        "AWS::CloudWatch::Dashboard",
        "AWS::DynamoDB::Table",
        "AWS::IAM::Role",
        "AWS::KMS::Key",
        "AWS::Lambda::EventSourceMapping",
        "AWS::Lambda::Function",
        "AWS::Logs::LogGroup",
        "AWS::ApiGateway::RestApi",
        "AWS::Events::Rule",
        "AWS::S3::Bucket",
        "AWS::SecretsManager::Secret",
        "AWS::SNS::Topic",
        "AWS::SQS::Queue",
    }
)
TAGGED_BY_MAP = {"AWS::SSM::Parameter": "Tags", "AWS::Cognito::UserPool": "UserPoolTags"}
"""Types whose tags are a mapping, and the property's name."""


class Loader(yaml.SafeLoader):
    """YAML with CloudFormation's short tags; a key written twice is an error, not the last one's victory."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:  # noqa: FBT001, FBT002 - PyYAML's
        """Refuse a repeated key."""
        keys = [key.value for key, _ in node.value]
        repeated = {key for key in keys if keys.count(key) > 1}
        if repeated:
            raise yaml.constructor.ConstructorError(None, None, f"written twice: {', '.join(sorted(repeated))}", node.start_mark)
        return super().construct_mapping(node, deep)


def _short_tag(loader: Loader, tag: str, node: yaml.Node) -> dict[str, Any]:
    name = tag if tag in ("Ref", "Condition") else f"Fn::{tag}"
    if isinstance(node, yaml.ScalarNode):
        text = loader.construct_scalar(node)
        return {name: text.split(".", 1) if tag == "GetAtt" else text}
    if isinstance(node, yaml.SequenceNode):
        return {name: loader.construct_sequence(node, deep=True)}
    return {name: loader.construct_mapping(node, deep=True)} if isinstance(node, yaml.MappingNode) else {}


Loader.add_multi_constructor("!", _short_tag)


class Dumper(yaml.SafeDumper):
    """YAML without aliases, which CloudFormation refuses."""

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002 - PyYAML's
        """Write everything out."""
        return True


def merged(parts: Iterable[Path]) -> Template:
    """One template of many files; a leaf that two of them define is an error."""
    whole: Template = {}
    for part in parts:
        merge(whole, yaml.load(part.read_text("utf-8"), Loader), part.name)  # noqa: S506 - a SafeLoader
    return whole


def merge(whole: Template, part: Template, where: str) -> None:
    """Lay a part into the whole, in place.

    >>> whole = {"Resources": {"A": {"Type": "T"}}}
    >>> merge(whole, {"Resources": {"A": {"Condition": "C"}}}, "two.yaml")
    >>> whole
    {'Resources': {'A': {'Type': 'T', 'Condition': 'C'}}}

    Raises:
        ValueError: both define the same leaf.
    """
    for key, value in part.items():
        if key not in whole:
            whole[key] = value
        elif isinstance(whole[key], dict) and isinstance(value, dict):
            merge(whole[key], value, f"{where}: {key}" if ":" not in where else f"{where}.{key}")
        else:
            raise ValueError(f"{where}.{key} is defined twice")


def spelled_out(sam: Template) -> Template:
    """Plain CloudFormation of a SAM template, made without AWS: what is checked is what is deployed."""
    os.environ.setdefault("AWS_DEFAULT_REGION", REGION)  # the translator asks boto3 for a region, and never calls
    from samtranslator.translator.transform import transform  # noqa: PLC0415 - half a second that --help need not wait

    class NoManagedPolicies:
        """We name none, so there is nothing to look up."""

        def load(self) -> dict[str, str]:
            return {}

    plain: Template = transform(json.loads(json.dumps(sam)), {}, NoManagedPolicies(), passthrough_metadata=True)
    return plain


def tag(template: Template) -> None:
    """Say on every resource that can be tagged which archive and which stage it belongs to, in place."""
    ours = {"Archive": "ububiko", "Stage": {"Ref": "Stage"}}
    for resource in template["Resources"].values():
        properties = resource.setdefault("Properties", {})
        if resource["Type"] in TAGGED_BY_LIST:
            theirs = properties.get("Tags", [])
            properties["Tags"] = [*theirs, *({"Key": key, "Value": value} for key, value in ours.items())]
        elif name := TAGGED_BY_MAP.get(resource["Type"]):
            properties[name] = {**properties.get(name, {}), **ours}


def complaints(template: Path) -> list[str]:
    """What cfn-lint says: errors and warnings."""
    from cfnlint.api import ManualArgs, lint  # type: ignore[import-untyped]  # noqa: PLC0415 - likewise slow

    return [
        f"{match.rule.id} {match.message} ({match.path_string})"
        for match in lint(template.read_text("utf-8"), config=ManualArgs(regions=[REGION]))
    ]
