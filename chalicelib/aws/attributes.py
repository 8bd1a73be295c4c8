"""Values as DynamoDB has them, and the expressions of its requests."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from boto3.dynamodb.types import TypeDeserializer, TypeSerializer

Item = dict[str, Any]

_serialise = TypeSerializer().serialize
_deserialise = TypeDeserializer().deserialize


def to_attributes(plain: Mapping[str, Any]) -> Item:
    """Convert plain values to DynamoDB's."""
    return {name: _serialise(_number(value)) for name, value in plain.items() if value is not None}


def _number(value: Any) -> Any:  # noqa: ANN401 - DynamoDB has no floats
    if isinstance(value, list):
        return [_number(each) for each in value]
    if isinstance(value, dict):
        return {name: _number(each) for name, each in value.items()}
    return Decimal(str(value)) if isinstance(value, float) else value


def from_attributes(item: Mapping[str, Any]) -> Item:
    """Convert DynamoDB's values to plain ones."""
    return {name: _deserialise(value) for name, value in item.items()}


def expression_values(values: Mapping[str, Any]) -> Item:
    """Return the values of an expression."""
    return {"ExpressionAttributeValues": {f":{name}": _serialise(_number(value)) for name, value in values.items()}}


def when(words: str, **values: Any) -> Item:  # noqa: ANN401 - attribute values
    """Return a condition and its values."""
    names = {"ExpressionAttributeNames": {"#status": "status"}} if "#status" in words else {}
    return {"ConditionExpression": words} | names | expression_values(values)


def as_key_condition(condition: Item) -> Item:
    """Return a condition as a query's key condition."""
    return {("KeyConditionExpression" if name == "ConditionExpression" else name): value for name, value in condition.items()}
