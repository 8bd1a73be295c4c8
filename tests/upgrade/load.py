"""Loads what a released revision held into an archive of today's code."""

import base64
import os
from datetime import datetime

import boto3
from moto.s3.models import s3_backends

from tests.stage import ACCOUNT, TABLE


def load(stage, archive):
    """Put items, objects and users where they were; no time is earlier than theirs."""
    stage.clock.pause(max(0.0, (datetime.fromisoformat(archive["until"]) - stage.clock.now()).total_seconds()))
    for item in archive["items"]:
        stage.tools["dynamodb"].put_item(TableName=TABLE, Item=item)
    for bucket, objects in archive["objects"].items():
        for each in objects:
            _put(stage.tools["s3"], f"ububiko-test-{bucket}", each)
    pool = boto3.client("cognito-idp")
    for user in archive["users"]:
        own = [each for each in user["attributes"] if each["Name"] != "sub"]  # the pool gives it
        place = {"UserPoolId": os.environ["USER_POOL_ID"], "Username": user["name"]}
        pool.admin_create_user(**place, UserAttributes=own)
        if not user["enabled"]:
            pool.admin_disable_user(**place)


def _put(s3, bucket, one):
    """Put one version of an object, under its own version id, which moto does not let anybody choose: an arrival is known by it."""
    tags = "&".join(f"{name}={value}" for name, value in one["tags"].items())
    s3.put_object(Bucket=bucket, Key=one["key"], Body=base64.b64decode(one["body"]), ContentType=one["type"], Tagging=tags)
    versions = s3_backends[ACCOUNT]["aws"].buckets[bucket].keys.getlist(one["key"])
    versions[-1]._version_id = one["version"]  # noqa: SLF001 - see above
