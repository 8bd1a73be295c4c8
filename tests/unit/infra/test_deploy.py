"""`make deploy` over each state in which a stack may be."""

import pytest

from infra import deploy
from infra.terminal import CommandError


@pytest.fixture
def in_state(monkeypatch):
    def put(status):
        monkeypatch.setattr(deploy, "aws", lambda *words: status if words[1] == "list-stacks" else "eu-west-1")

    return put


@pytest.mark.parametrize("status", ["", "REVIEW_IN_PROGRESS", "CREATE_FAILED"])
def test_a_first_deployment_that_fails_goes_on_where_it_stopped(in_state, status):
    in_state(status)

    assert deploy.unfinished_kept(deploy.deployable_status("ububiko-prod")) == ["--disable-rollback"]


@pytest.mark.parametrize("status", ["CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE"])
def test_an_update_that_fails_is_undone(in_state, status):
    in_state(status)

    assert deploy.unfinished_kept(deploy.deployable_status("ububiko-prod")) == []


@pytest.mark.parametrize(
    ("status", "words"),
    [("UPDATE_IN_PROGRESS", "en cours"), ("ROLLBACK_FAILED", "défaite"), ("ROLLBACK_COMPLETE", "défaite"), ("DELETE_FAILED", "défaite")],
)
def test_a_state_over_which_nothing_can_be_deployed_is_told_with_what_to_do(in_state, status, words):
    in_state(status)

    with pytest.raises(CommandError, match=words) as refusal:
        deploy.deployable_status("ububiko-prod")
    assert refusal.value.advice


def test_of_several_stacks_of_that_name_the_standing_one_counts(in_state):
    in_state("CREATE_COMPLETE\tDELETE_FAILED")

    assert deploy.deployable_status("ububiko-prod") == "CREATE_COMPLETE"


def test_three_approvers_at_most_and_two_at_least_stand_behind_the_forms():
    marie, jean, aline = (f"arn:aws:iam::123456789012:user/{name}" for name in ("marie", "jean", "aline"))

    assert deploy.approver_parameters("") == []
    assert deploy.approver_parameters(f"{marie}, {jean}") == [f"FirstApprover={marie}", f"SecondApprover={jean}"]
    assert len(deploy.approver_parameters(f"{marie},{jean},{aline}")) == 3


@pytest.mark.parametrize("said", ["a", "a,a", "a,b,a", "a,b,c,d"])
def test_one_approver_or_the_same_twice_is_refused(said):
    with pytest.raises(CommandError, match="différents"):
        deploy.approver_parameters(said)
