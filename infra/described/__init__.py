"""Aspects that the read-back compares, by type of resource: as the template declares them, as AWS reports them, and how to set them."""

from collections.abc import Mapping, Sequence

from infra.described.aspect import Aspect
from infra.described.bucket import BUCKET
from infra.described.function import FUNCTION, MAPPING
from infra.described.other import CLIENT, KEY, LOG_GROUP, PARAMETER, ROLE
from infra.described.queue import QUEUE, SUBSCRIPTION
from infra.described.table import TABLE

__all__ = ["ASPECTS", "Aspect"]

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
