"""An account with the template's resources, as far as moto keeps them."""

from functools import cache
from pathlib import Path

import yaml

from infra.template import Loader
from tests.stage import BUCKETS, REGION, TABLE

INFRA = Path(__file__).resolve().parents[2] / "infra"


def declared(part, resource):
    """Read one resource's properties from the template's source."""
    return _resources(part)[resource]["Properties"]


@cache
def _resources(part):
    return yaml.load((INFRA / part).read_text("utf-8"), Loader)["Resources"]  # noqa: S506 - a SafeLoader


def make_table(client, name=TABLE):
    """Make the register as the template declares it."""
    said = declared("register.yaml", "Register")
    wanted = {part: said[part] for part in ("BillingMode", "KeySchema", "AttributeDefinitions", "GlobalSecondaryIndexes")}
    client.create_table(TableName=name, **wanted)


def make_buckets(client):
    """Make the four buckets that the archive uses; the vault takes locks."""
    for name in BUCKETS:
        lock = {"ObjectLockEnabledForBucket": True} if name == "vault" else {}
        place = {"LocationConstraint": REGION}
        client.create_bucket(Bucket=f"ububiko-test-{name}", CreateBucketConfiguration=place, **lock)
        if name != "work":
            client.put_bucket_versioning(Bucket=f"ububiko-test-{name}", VersioningConfiguration={"Status": "Enabled"})
