"""The table of the API's routes and the functions that it names."""

import importlib
import inspect
from pathlib import Path

import pytest

import functions
from functions.rest import Request
from functions.routes import ROUTES, Route


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{route.method} {route.path}")
def test_a_route_names_a_function_of_one_request(route: Route) -> None:
    parameters = inspect.signature(route.function()).parameters

    assert [parameter.annotation for parameter in parameters.values()] == [Request]


def test_a_method_and_path_stands_once_in_the_table() -> None:
    assert len({(route.method, route.path) for route in ROUTES}) == len(ROUTES)


def test_every_function_of_a_request_has_its_route() -> None:
    found = set()
    for file in Path(functions.__path__[0]).glob("[a-z]*.py"):
        if file.stem == "rest":  # what routes share
            continue
        module = importlib.import_module(f"functions.{file.stem}")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if function.__module__ == module.__name__ and not name.startswith("_"):
                types = [parameter.annotation for parameter in inspect.signature(function).parameters.values()]
                found |= {f"{file.stem}.{name}"} if types == [Request] else set()

    assert {route.resource for route in ROUTES} == found
