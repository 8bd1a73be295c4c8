"""A template with its parameters, conditions and references resolved from the deployed stack."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

UNKNOWN = "*"
"""Value of an attribute that CloudFormation does not report."""
_NOTHING = object()


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """A template and the stack that was created from it."""

    template: Mapping[str, Any]
    parameters: Mapping[str, str]
    physical_ids: Mapping[str, str]
    """By logical names."""
    account: str
    region: str
    stack: str

    @classmethod
    def read(cls, template: Mapping[str, Any], cloudformation: Any, stack: str) -> "Declared":  # noqa: ANN401 - boto3's client
        """Read the stack's parameters and resources from CloudFormation."""
        described = cloudformation.describe_stacks(StackName=stack)["Stacks"][0]
        given = {each["ParameterKey"]: each.get("ParameterValue", "") for each in described.get("Parameters", [])}
        defaults = {name: str(value.get("Default", "")) for name, value in template.get("Parameters", {}).items()}
        pages = cloudformation.get_paginator("list_stack_resources").paginate(StackName=stack)
        summaries = [summary for page in pages for summary in page["StackResourceSummaries"]]
        _, _, _, region, account, *_ = described["StackId"].split(":")
        return cls(
            template=template,
            parameters=defaults | given,
            physical_ids={each["LogicalResourceId"]: each["PhysicalResourceId"] for each in summaries if each.get("PhysicalResourceId")},
            account=account,
            region=region,
            stack=stack,
        )

    def resources(self) -> Iterator[tuple[str, str]]:
        """Logical name and type of each resource whose condition is true."""
        for name, resource in self.template["Resources"].items():
            if "Condition" not in resource or self.holds(resource["Condition"]):
                yield name, resource["Type"]

    def physical(self, name: str) -> str | None:
        """The physical id of a resource, or None where the stack does not have it."""
        return self.physical_ids.get(name)

    def properties(self, name: str) -> dict[str, Any]:
        """The properties of a resource, resolved."""
        filled: dict[str, Any] = self.fill(self.template["Resources"][name].get("Properties", {}))
        return filled

    def holds(self, condition: str) -> bool:
        """Whether a condition is true."""
        return bool(self._test(self.template["Conditions"][condition]))

    def fill(self, value: Any) -> Any:  # noqa: ANN401 - whatever a template holds
        """Resolve references and intrinsic functions in a value of the template."""
        if isinstance(value, list):
            return [filled for filled in map(self.fill, value) if filled is not _NOTHING]
        if not isinstance(value, dict):
            return value
        if len(value) == 1:
            (name, argument), *_ = value.items()
            if name == "Ref" or name.startswith("Fn::"):
                return self._function(name, argument)
        return {key: filled for key, filled in ((key, self.fill(each)) for key, each in value.items()) if filled is not _NOTHING}

    def _function(self, name: str, argument: Any) -> Any:  # noqa: ANN401
        match name:
            case "Ref":
                return self._ref(argument)
            case "Fn::GetAtt":
                return self._attribute(*(argument if isinstance(argument, list) else argument.split(".", 1)))
            case "Fn::Sub":
                text, own = argument if isinstance(argument, list) else (argument, {})
                return re.sub(r"\$\{([^!}][^}]*)\}", lambda found: self._substitute(found[1], own), text)
            case "Fn::If":
                condition, yes, no = argument
                return self.fill(yes if self.holds(condition) else no)
            case "Fn::Join":
                return argument[0].join(map(str, self.fill(argument[1])))
            case _:
                return UNKNOWN

    def _substitute(self, name: str, own: Mapping[str, Any]) -> str:
        if name in own:
            return str(self.fill(own[name]))
        return str(self._attribute(*name.split(".", 1)) if "." in name else self._ref(name))

    def _ref(self, name: str) -> Any:  # noqa: ANN401
        pseudo = {
            "AWS::AccountId": self.account,
            "AWS::Region": self.region,
            "AWS::Partition": "aws",
            "AWS::StackName": self.stack,
            "AWS::URLSuffix": "amazonaws.com",
            "AWS::NoValue": _NOTHING,
        }
        if name in pseudo:
            return pseudo[name]
        return self.parameters.get(name, self.physical_ids.get(name, UNKNOWN))

    def _attribute(self, name: str, attribute: str) -> str:
        """An attribute that follows from the physical id; `UNKNOWN` for the others, which are then not compared."""
        physical = self.physical_ids.get(name, UNKNOWN)
        kind = self.template["Resources"].get(name, {}).get("Type")
        if attribute != "Arn":
            return UNKNOWN
        if physical.startswith("arn:"):
            return physical
        where = f"{self.region}:{self.account}"
        arns = {
            "AWS::SQS::Queue": f"arn:aws:sqs:{where}:{physical.rpartition('/')[2]}",
            "AWS::Lambda::Function": f"arn:aws:lambda:{where}:function:{physical}",
            "AWS::DynamoDB::Table": f"arn:aws:dynamodb:{where}:table/{physical}",
            "AWS::KMS::Key": f"arn:aws:kms:{where}:key/{physical}",
            "AWS::IAM::Role": f"arn:aws:iam::{self.account}:role/{physical}",
            "AWS::S3::Bucket": f"arn:aws:s3:::{physical}",
        }
        return arns.get(str(kind), UNKNOWN)

    def _test(self, condition: Any) -> bool:  # noqa: ANN401
        (name, argument), *_ = condition.items()
        match name:
            case "Fn::Equals":
                first, second = self.fill(argument)
                return bool(first == second)
            case "Fn::Not":
                return not self._test(argument[0])
            case "Fn::And":
                return all(map(self._test, argument))
            case "Fn::Or":
                return any(map(self._test, argument))
            case _:
                return self.holds(argument)
