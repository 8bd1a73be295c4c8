"""Aspects of buckets that the read-back compares."""

from collections.abc import Sequence
from typing import Any

from infra.described.aspect import Aspect, Properties, get, quiet


def _rules(properties: Properties) -> list[dict[str, Any]] | None:
    """A lifecycle as S3's API wants it, which is not as CloudFormation wants it."""
    rules = get(properties, "LifecycleConfiguration", "Rules")
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


def _cors(properties: Properties) -> list[dict[str, Any]] | None:
    """Cross-origin rules, in the names of S3's API."""
    rules = get(properties, "CorsConfiguration", "CorsRules")
    called = {"ExposedHeaders": "ExposeHeaders", "MaxAge": "MaxAgeSeconds"}
    return [{called.get(name, name): value for name, value in rule.items()} for rule in rules] if rules else None


def _found_cors(s3: Any, bucket: str, _: Properties) -> Any:  # noqa: ANN401
    return get(quiet(lambda: s3.get_bucket_cors(Bucket=bucket)), "CORSRules")


def _found_rules(s3: Any, bucket: str, _: Properties) -> Any:  # noqa: ANN401
    answer = quiet(lambda: s3.get_bucket_lifecycle_configuration(Bucket=bucket))
    return sorted(answer["Rules"], key=lambda rule: rule["ID"]) if answer else None


def _encryption(properties: Properties) -> dict[str, Any] | None:
    rules = get(properties, "BucketEncryption", "ServerSideEncryptionConfiguration")
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
    queues = get(properties, "NotificationConfiguration", "QueueConfigurations")
    return sorted((queue["Event"], queue["Queue"]) for queue in queues) if queues else None


def _found_queues(s3: Any, bucket: str, _: Properties) -> Any:  # noqa: ANN401
    answer = s3.get_bucket_notification_configuration(Bucket=bucket)
    return sorted((event, queue["QueueArn"]) for queue in answer.get("QueueConfigurations", []) for event in queue["Events"])


BUCKET: Sequence[Aspect] = (
    Aspect(
        name="versioning",
        service="s3",
        declared=lambda properties: get(properties, "VersioningConfiguration", "Status"),
        found=lambda s3, bucket, _: s3.get_bucket_versioning(Bucket=bucket).get("Status"),
        repair=lambda s3, bucket, _: s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"}),
    ),
    Aspect(
        name="object lock",
        service="s3",
        declared=lambda properties: "Enabled" if properties.get("ObjectLockEnabled") else None,
        found=lambda s3, bucket, _: get(
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
    Aspect(
        name="other origins",
        service="s3",
        declared=_cors,
        found=_found_cors,
        repair=lambda s3, bucket, properties: s3.put_bucket_cors(Bucket=bucket, CORSConfiguration={"CORSRules": _cors(properties)}),
    ),
    Aspect(name="notification", service="s3", declared=_queues, found=_found_queues),
    Aspect(
        name="public access block",
        service="s3",
        declared=lambda properties: properties.get("PublicAccessBlockConfiguration"),
        found=lambda s3, bucket, _: get(quiet(lambda: s3.get_public_access_block(Bucket=bucket)), "PublicAccessBlockConfiguration"),
        repair=lambda s3, bucket, properties: s3.put_public_access_block(
            Bucket=bucket, PublicAccessBlockConfiguration=properties["PublicAccessBlockConfiguration"]
        ),
    ),
    Aspect(
        name="ownership",
        service="s3",
        declared=lambda properties: get(properties, "OwnershipControls", "Rules"),
        found=lambda s3, bucket, _: get(quiet(lambda: s3.get_bucket_ownership_controls(Bucket=bucket)), "OwnershipControls", "Rules"),
        repair=lambda s3, bucket, properties: s3.put_bucket_ownership_controls(
            Bucket=bucket, OwnershipControls=properties["OwnershipControls"]
        ),
    ),
)
