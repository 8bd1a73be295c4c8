"""Aspects of queues and of topic subscriptions that the read-back compares."""

import json
from collections.abc import Sequence
from typing import Any

from infra.described.aspect import Aspect, Properties

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
