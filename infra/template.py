"""CloudFormation templates: merges infra/*.yaml, expands SAM's shorthand, tags the resources, runs cfn-lint."""

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

Template = dict[str, Any]
REGION = "eu-west-1"
"""For tools that need a region; the template itself names none."""
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
        "AWS::SSM::Document",
    }
)
TAGGED_BY_MAP = {"AWS::SSM::Parameter": "Tags", "AWS::Cognito::UserPool": "UserPoolTags"}
"""Types whose tags are a mapping, and the property's name."""


class Loader(yaml.SafeLoader):
    """YAML loader that knows CloudFormation's short tags, and refuses a key that is written twice."""

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
    """YAML dumper without aliases, which CloudFormation refuses."""

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002 - PyYAML's
        """Repeat each value instead of referring to it."""
        return True


def merged(parts: Iterable[Path]) -> Template:
    """Merge files into one template; a leaf that two of them define is an error."""
    whole: Template = {}
    for part in parts:
        merge(whole, yaml.load(part.read_text("utf-8"), Loader), part.name)  # noqa: S506 - a SafeLoader
    return whole


def merge(whole: Template, part: Template, where: str) -> None:
    """Merge a part into the whole, in place.

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
    """Expand a SAM template to plain CloudFormation, without AWS: the template that is checked is the one that is deployed."""
    os.environ.setdefault("AWS_DEFAULT_REGION", REGION)  # the translator makes a client of boto3, which needs a region, and never calls it
    from samtranslator.translator.transform import transform  # noqa: PLC0415 - takes half a second, which --help need not wait for

    class NoManagedPolicies:
        """Loader of AWS's managed policies, of which the template names none."""

        def load(self) -> dict[str, str]:
            return {}

    plain: Template = transform(json.loads(json.dumps(sam)), {}, NoManagedPolicies(), passthrough_metadata=True)
    return plain


def tag(template: Template) -> None:
    """Tag every resource that can be tagged with its archive and stage, in place."""
    ours = {"Archive": "ububiko", "Stage": {"Ref": "Stage"}}
    for resource in template["Resources"].values():
        properties = resource.setdefault("Properties", {})
        if resource["Type"] in TAGGED_BY_LIST:
            theirs = properties.get("Tags", [])
            properties["Tags"] = [*theirs, *({"Key": key, "Value": value} for key, value in ours.items())]
        elif name := TAGGED_BY_MAP.get(resource["Type"]):
            properties[name] = {**properties.get(name, {}), **ours}


def complaints(template: Path) -> list[str]:
    """The errors and warnings of cfn-lint."""
    from cfnlint.api import ManualArgs, lint  # type: ignore[import-untyped]  # noqa: PLC0415 - likewise slow

    return [
        f"{match.rule.id} {match.message} ({match.path_string})"
        for match in lint(template.read_text("utf-8"), config=ManualArgs(regions=[REGION]))
    ]
