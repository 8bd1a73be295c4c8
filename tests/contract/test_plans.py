"""Contract of the port Plans: every version of the roadmap's plan is kept, and a bad one leaves the one before in force."""

import boto3
import pytest
from moto import mock_aws

from chalicelib.aws.plans import KEY, PlanObject
from chalicelib.model.codec import to_plain
from chalicelib.text.roadmap_file import shipped_plan, write_plan
from tests.fakes import FakeClock
from tests.fakes.plans import FakePlans
from tests.stage import ENVIRONMENT, REGION
from tests.stage.account import make_buckets

VAULT = ENVIRONMENT["VAULT_BUCKET"]


def written(note):
    return write_plan(to_plain(shipped_plan()) | {"note": note})


@pytest.fixture(params=["memory", "aws"])
def plans(request):
    if request.param == "memory":
        yield FakePlans(FakeClock())
        return
    with mock_aws():
        s3 = boto3.client("s3", region_name=REGION)
        make_buckets(s3)
        yield PlanObject(s3, VAULT)


def test_before_anybody_has_saved_a_plan_there_is_none(plans):
    kept = plans.current()

    assert (kept.in_force, kept.saved, kept.refused) == (None, (), ())


def test_the_latest_version_is_in_force_and_those_before_are_kept(plans):
    for note in ("un", "deux", "trois"):
        plans.save(written(note))
    kept = plans.current()

    assert kept.in_force.plan.note == "trois"
    assert [each.plan.note for each in kept.saved] == ["trois", "deux", "un"]
    assert len({each.version for each in kept.saved}) == 3
    assert all(each.at.tzinfo for each in kept.saved)


def test_a_bad_version_is_told_and_the_one_before_stays_in_force(plans):
    plans.save(b"start: jamais\n")
    plans.save(written("bon"))
    plans.save(b"phases: [\n")
    kept = plans.current()

    assert kept.in_force.plan.note == "bon"
    assert [each.problems[0].reason for each in kept.refused] == ["yaml"]


def test_a_deleted_plan_and_the_versions_before_it_are_no_longer_in_force():
    with mock_aws():
        s3 = boto3.client("s3", region_name=REGION)
        make_buckets(s3)
        plans = PlanObject(s3, VAULT)
        plans.save(written("avant"))
        s3.delete_object(Bucket=VAULT, Key=KEY)

        assert plans.current().in_force is None
