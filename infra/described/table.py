"""Aspects of the register's table that the read-back compares."""

from collections.abc import Sequence
from typing import Any

from infra.described.aspect import Aspect, Properties, get


def _indexes(described: Properties) -> list[Any]:
    indexes = described.get("GlobalSecondaryIndexes") or []
    return sorted(
        [
            index["IndexName"],
            index["KeySchema"],
            index["Projection"]["ProjectionType"],
            sorted(index["Projection"].get("NonKeyAttributes", [])),
        ]
        for index in indexes
    )


def _table(dynamodb: Any, name: str) -> dict[str, Any]:  # noqa: ANN401
    described: dict[str, Any] = dynamodb.describe_table(TableName=name)["Table"]
    return described


TABLE: Sequence[Aspect] = (
    Aspect(
        name="keys and indexes",
        service="dynamodb",
        declared=lambda properties: [properties["KeySchema"], _indexes(properties)],
        found=lambda dynamodb, name, _: [_table(dynamodb, name)["KeySchema"], _indexes(_table(dynamodb, name))],
    ),
    Aspect(
        name="time to live",
        service="dynamodb",
        declared=lambda properties: get(properties, "TimeToLiveSpecification", "AttributeName"),
        found=lambda dynamodb, name, _: dynamodb.describe_time_to_live(TableName=name)["TimeToLiveDescription"].get("AttributeName"),
        repair=lambda dynamodb, name, properties: dynamodb.update_time_to_live(
            TableName=name, TimeToLiveSpecification=properties["TimeToLiveSpecification"]
        ),
    ),
    Aspect(
        name="point-in-time recovery",
        service="dynamodb",
        declared=lambda properties: (
            "ENABLED" if get(properties, "PointInTimeRecoverySpecification", "PointInTimeRecoveryEnabled") else None
        ),
        found=lambda dynamodb, name, _: get(
            dynamodb.describe_continuous_backups(TableName=name)["ContinuousBackupsDescription"],
            "PointInTimeRecoveryDescription",
            "PointInTimeRecoveryStatus",
        ),
        repair=lambda dynamodb, name, properties: dynamodb.update_continuous_backups(
            TableName=name, PointInTimeRecoverySpecification=properties["PointInTimeRecoverySpecification"]
        ),
    ),
    Aspect(
        name="encryption",
        service="dynamodb",
        declared=lambda properties: get(properties, "SSESpecification", "KMSMasterKeyId"),
        found=lambda dynamodb, name, _: get(_table(dynamodb, name), "SSEDescription", "KMSMasterKeyArn"),
        repair=lambda dynamodb, name, properties: dynamodb.update_table(
            TableName=name,
            SSESpecification={"Enabled": True, "SSEType": "KMS", "KMSMasterKeyId": properties["SSESpecification"]["KMSMasterKeyId"]},
        ),
    ),
    Aspect(
        name="deletion protection",
        service="dynamodb",
        declared=lambda properties: properties.get("DeletionProtectionEnabled"),
        found=lambda dynamodb, name, _: _table(dynamodb, name).get("DeletionProtectionEnabled"),
        repair=lambda dynamodb, name, _: dynamodb.update_table(TableName=name, DeletionProtectionEnabled=True),
    ),
)
