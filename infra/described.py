"""What is compared, for each type of resource: how the template says it, how AWS says it, and how it is set afterwards."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError

Properties = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Aspect:
    """One thing that a resource is declared to be."""

    name: str
    service: str
    """Whose client is asked."""
    declared: Callable[[Properties], Any]
    """From the template's properties; None where it says nothing."""
    found: Callable[[Any, str, Properties], Any]
    """From a client, the physical name and the properties."""
    repair: Callable[[Any, str, Properties], Any] | None = None


def quiet(ask: Callable[[], Any]) -> Any:  # noqa: ANN401 - an answer of AWS
    """An answer, or None where AWS says that there is none."""
    try:
        return ask()
    except ClientError as error:
        code = error.response["Error"]["Code"]
        if "NotFound" in code or "NoSuch" in code or code in {"404", "ResourceNotFoundException"}:
            return None
        raise


def _get(value: Any, *path: str) -> Any:  # noqa: ANN401
    for name in path:
        if value is None:
            return None
        value = value.get(name)
    return value


# -- buckets


def _rules(properties: Properties) -> list[dict[str, Any]] | None:
    """A lifecycle as S3's API wants it, which is not as CloudFormation wants it."""
    rules = _get(properties, "LifecycleConfiguration", "Rules")
    return sorted((_rule(rule) for rule in rules), key=lambda rule: rule["ID"]) if rules else None


def _rule(rule: Properties) -> dict[str, Any]:
    tags = rule.get("TagFilters") or []
    kept = {"Tag": tags[0]} if len(tags) == 1 else {"Prefix": rule.get("Prefix", "")}
    made: dict[str, Any] = {"ID": rule["Id"], "Status": rule["Status"], "Filter": kept}
    expiration = {}
    if "ExpirationInDays" in rule:
        expiration["Days"] = int(rule["ExpirationInDays"])
    if rule.get("ExpiredObjectDeleteMarker"):
        expiration["ExpiredObjectDeleteMarker"] = True
    if expiration:
        made["Expiration"] = expiration
    for name in ("NoncurrentVersionExpiration", "AbortIncompleteMultipartUpload"):
        if name in rule:
            made[name] = {key: int(value) for key, value in rule[name].items()}
    return made


def _found_rules(s3: Any, bucket: str, _: Properties) -> Any:  # noqa: ANN401
    answer = quiet(lambda: s3.get_bucket_lifecycle_configuration(Bucket=bucket))
    return sorted(answer["Rules"], key=lambda rule: rule["ID"]) if answer else None


def _encryption(properties: Properties) -> dict[str, Any] | None:
    rules = _get(properties, "BucketEncryption", "ServerSideEncryptionConfiguration")
    if not rules:
        return None
    rule = rules[0]
    wanted = {"ApplyServerSideEncryptionByDefault": dict(rule["ServerSideEncryptionByDefault"])}
    return {**wanted, "BucketKeyEnabled": bool(rule.get("BucketKeyEnabled", False))}


def _found_encryption(s3: Any, bucket: str, _: Properties) -> Any:  # noqa: ANN401
    answer = quiet(lambda: s3.get_bucket_encryption(Bucket=bucket))
    if answer is None:
        return None
    rule = answer["ServerSideEncryptionConfiguration"]["Rules"][0]
    return {
        "ApplyServerSideEncryptionByDefault": rule["ApplyServerSideEncryptionByDefault"],
        "BucketKeyEnabled": rule.get("BucketKeyEnabled", False),
    }


def _queues(properties: Properties) -> list[tuple[str, str]] | None:
    queues = _get(properties, "NotificationConfiguration", "QueueConfigurations")
    return sorted((queue["Event"], queue["Queue"]) for queue in queues) if queues else None


def _found_queues(s3: Any, bucket: str, _: Properties) -> Any:  # noqa: ANN401
    answer = s3.get_bucket_notification_configuration(Bucket=bucket)
    return sorted((event, queue["QueueArn"]) for queue in answer.get("QueueConfigurations", []) for event in queue["Events"])


BUCKET: Sequence[Aspect] = (
    Aspect(
        name="versioning",
        service="s3",
        declared=lambda properties: _get(properties, "VersioningConfiguration", "Status"),
        found=lambda s3, bucket, _: s3.get_bucket_versioning(Bucket=bucket).get("Status"),
        repair=lambda s3, bucket, _: s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"}),
    ),
    Aspect(
        name="object lock",
        service="s3",
        declared=lambda properties: "Enabled" if properties.get("ObjectLockEnabled") else None,
        found=lambda s3, bucket, _: _get(
            quiet(lambda: s3.get_object_lock_configuration(Bucket=bucket)), "ObjectLockConfiguration", "ObjectLockEnabled"
        ),
        repair=lambda s3, bucket, _: s3.put_object_lock_configuration(
            Bucket=bucket, ObjectLockConfiguration={"ObjectLockEnabled": "Enabled"}
        ),
    ),
    Aspect(
        name="encryption",
        service="s3",
        declared=_encryption,
        found=_found_encryption,
        repair=lambda s3, bucket, properties: s3.put_bucket_encryption(
            Bucket=bucket, ServerSideEncryptionConfiguration={"Rules": [_encryption(properties)]}
        ),
    ),
    Aspect(
        name="lifecycle",
        service="s3",
        declared=_rules,
        found=_found_rules,
        repair=lambda s3, bucket, properties: s3.put_bucket_lifecycle_configuration(
            Bucket=bucket, LifecycleConfiguration={"Rules": _rules(properties)}
        ),
    ),
    Aspect(name="notification", service="s3", declared=_queues, found=_found_queues),
    Aspect(
        name="public access block",
        service="s3",
        declared=lambda properties: properties.get("PublicAccessBlockConfiguration"),
        found=lambda s3, bucket, _: _get(quiet(lambda: s3.get_public_access_block(Bucket=bucket)), "PublicAccessBlockConfiguration"),
        repair=lambda s3, bucket, properties: s3.put_public_access_block(
            Bucket=bucket, PublicAccessBlockConfiguration=properties["PublicAccessBlockConfiguration"]
        ),
    ),
    Aspect(
        name="ownership",
        service="s3",
        declared=lambda properties: _get(properties, "OwnershipControls", "Rules"),
        found=lambda s3, bucket, _: _get(quiet(lambda: s3.get_bucket_ownership_controls(Bucket=bucket)), "OwnershipControls", "Rules"),
        repair=lambda s3, bucket, properties: s3.put_bucket_ownership_controls(
            Bucket=bucket, OwnershipControls=properties["OwnershipControls"]
        ),
    ),
)

# -- the register


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
        declared=lambda properties: _get(properties, "TimeToLiveSpecification", "AttributeName"),
        found=lambda dynamodb, name, _: dynamodb.describe_time_to_live(TableName=name)["TimeToLiveDescription"].get("AttributeName"),
        repair=lambda dynamodb, name, properties: dynamodb.update_time_to_live(
            TableName=name, TimeToLiveSpecification=properties["TimeToLiveSpecification"]
        ),
    ),
    Aspect(
        name="point-in-time recovery",
        service="dynamodb",
        declared=lambda properties: (
            "ENABLED" if _get(properties, "PointInTimeRecoverySpecification", "PointInTimeRecoveryEnabled") else None
        ),
        found=lambda dynamodb, name, _: _get(
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
        declared=lambda properties: _get(properties, "SSESpecification", "KMSMasterKeyId"),
        found=lambda dynamodb, name, _: _get(_table(dynamodb, name), "SSEDescription", "KMSMasterKeyArn"),
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

# -- queues and topics

_QUEUE = (
    "VisibilityTimeout",
    "MessageRetentionPeriod",
    "DelaySeconds",
    "FifoQueue",
    "ContentBasedDeduplication",
    "KmsMasterKeyId",
    "SqsManagedSseEnabled",
)


def _attributes(properties: Properties) -> dict[str, str]:
    made = {
        name: str(properties[name]).lower() if isinstance(properties[name], bool) else str(properties[name])
        for name in _QUEUE
        if name in properties
    }
    if "RedrivePolicy" in properties:
        policy = properties["RedrivePolicy"]
        made["RedrivePolicy"] = json.dumps({**policy, "maxReceiveCount": int(policy["maxReceiveCount"])}, sort_keys=True)
    return made


def _found_attributes(sqs: Any, url: str, properties: Properties) -> dict[str, str]:  # noqa: ANN401
    answer = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    found = {name: answer[name] for name in _attributes(properties) if name in answer}
    if "RedrivePolicy" in found:
        policy = json.loads(found["RedrivePolicy"])
        found["RedrivePolicy"] = json.dumps({**policy, "maxReceiveCount": int(policy["maxReceiveCount"])}, sort_keys=True)
    return found


QUEUE: Sequence[Aspect] = (
    Aspect(
        name="attributes",
        service="sqs",
        declared=_attributes,
        found=_found_attributes,
        repair=lambda sqs, url, properties: sqs.set_queue_attributes(QueueUrl=url, Attributes=_attributes(properties)),
    ),
)


def _found_subscription(sns: Any, _: str, properties: Properties) -> Any:  # noqa: ANN401
    pages = sns.get_paginator("list_subscriptions_by_topic").paginate(TopicArn=properties["TopicArn"])
    for found in (each for page in pages for each in page["Subscriptions"]):
        if found["Endpoint"] == properties["Endpoint"]:
            attributes = sns.get_subscription_attributes(SubscriptionArn=found["SubscriptionArn"])["Attributes"]
            return [found["Protocol"], attributes.get("RawMessageDelivery", "false").lower()]
    return None


SUBSCRIPTION: Sequence[Aspect] = (
    Aspect(
        name="target",
        service="sns",
        declared=lambda properties: [properties["Protocol"], str(properties.get("RawMessageDelivery", False)).lower()],
        found=_found_subscription,
    ),
)

# -- functions

_FUNCTION = ("Handler", "Runtime", "Timeout", "MemorySize", "Architectures")


def _function(properties: Properties) -> dict[str, Any]:
    made = {name: properties[name] for name in _FUNCTION if name in properties}
    return made | {
        "Storage": _get(properties, "EphemeralStorage", "Size") or 512,
        "Environment": sorted(_get(properties, "Environment", "Variables") or {}),
    }


def _found_function(client: Any, name: str, properties: Properties) -> dict[str, Any]:  # noqa: ANN401
    answer = client.get_function_configuration(FunctionName=name)
    return {key: answer.get(key) for key in _FUNCTION if key in properties} | {
        "Storage": _get(answer, "EphemeralStorage", "Size") or 512,
        "Environment": sorted(_get(answer, "Environment", "Variables") or {}),
    }


def _mapping(properties: Properties) -> dict[str, Any]:
    return {
        "source": properties["EventSourceArn"],
        "batch": int(properties.get("BatchSize", 10)),
        "concurrency": int(_get(properties, "ScalingConfig", "MaximumConcurrency") or 0),
        "answers": properties.get("FunctionResponseTypes", []),
    }


def _found_mapping(client: Any, identifier: str, _: Properties) -> dict[str, Any]:  # noqa: ANN401
    answer = client.get_event_source_mapping(UUID=identifier)
    return {
        "source": answer["EventSourceArn"],
        "batch": answer["BatchSize"],
        "concurrency": _get(answer, "ScalingConfig", "MaximumConcurrency") or 0,
        "answers": answer.get("FunctionResponseTypes", []),
    }


FUNCTION: Sequence[Aspect] = (Aspect(name="configuration", service="lambda", declared=_function, found=_found_function),)
MAPPING: Sequence[Aspect] = (Aspect(name="event source", service="lambda", declared=_mapping, found=_found_mapping),)

# -- the rest

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

ASPECTS: Mapping[str, Sequence[Aspect]] = {
    "AWS::Cognito::UserPoolClient": CLIENT,
    "AWS::DynamoDB::Table": TABLE,
    "AWS::IAM::Role": ROLE,
    "AWS::KMS::Key": KEY,
    "AWS::Lambda::EventSourceMapping": MAPPING,
    "AWS::Lambda::Function": FUNCTION,
    "AWS::Logs::LogGroup": LOG_GROUP,
    "AWS::S3::Bucket": BUCKET,
    "AWS::SNS::Subscription": SUBSCRIPTION,
    "AWS::SQS::Queue": QUEUE,
    "AWS::SSM::Parameter": PARAMETER,
}
