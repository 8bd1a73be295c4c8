"""An update of the stack replaces and deletes nothing that holds data."""

import copy
from collections.abc import Callable

import pytest

from infra.template import Template
from tests.upgrade import released
from tests.upgrade.resources import HOLDING_DATA, fixed, replaced


def test_an_update_from_the_release_replaces_nothing_that_holds_data(deployed: Template) -> None:
    before = released("resources")

    assert {resource["Type"] for resource in before.values()} == set(HOLDING_DATA)
    assert replaced(before, fixed(deployed)) == []


def rename(resources: Template) -> None:
    resources["Table"] = resources.pop("Register")


def name_otherwise(resources: Template) -> None:
    resources["Vault"]["Properties"]["BucketName"] = {"Fn::Sub": "${Prefix}-originals"}


def key_otherwise(resources: Template) -> None:
    resources["Register"]["Properties"]["KeySchema"] = [{"AttributeName": "pk", "KeyType": "HASH"}]


def let_go(resources: Template) -> None:
    del resources["UserPool"]["DeletionPolicy"]


def let_be_replaced(resources: Template) -> None:
    resources["Key"]["UpdateReplacePolicy"] = "Delete"


def turn_fifo(resources: Template) -> None:
    resources["ArrivalsQueue"]["Properties"]["FifoQueue"] = True


@pytest.mark.parametrize(
    ("change", "name"),
    [
        (rename, "Register is gone"),
        (name_otherwise, "Vault: values"),
        (key_otherwise, "Register: values"),
        (let_go, "UserPool: DeletionPolicy"),
        (let_be_replaced, "Key: UpdateReplacePolicy"),
        (turn_fifo, "ArrivalsQueue: values"),
    ],
)
def test_a_change_that_would_lose_data_is_found(deployed: Template, change: Callable[[Template], None], name: str) -> None:
    template = copy.deepcopy(deployed)
    change(template["Resources"])

    (found,) = replaced(fixed(deployed), fixed(template))

    assert found.startswith(name)


def test_a_new_resource_is_no_replacement(deployed: Template) -> None:
    template = copy.deepcopy(deployed)
    template["Resources"]["Second"] = template["Resources"]["Vault"]

    assert replaced(fixed(deployed), fixed(template)) == []
