"""Holds the play to docs/openapi.yaml: what the pages send is what the service takes, what the play answers is what it says."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from jsonschema_rs import Draft202012Validator

SAID: dict[str, Any] = yaml.safe_load((Path(__file__).parents[2] / "docs" / "openapi.yaml").read_text("utf-8"))


@cache
def operation_of(method: str, path: str) -> dict[str, Any] | None:
    """Find what is said of a question; of two paths that fit, the one with fewer holes."""
    fitting = [each for each in SAID["paths"] if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", each.replace(".", r"\.")), path)]
    found = min(fitting, key=lambda each: each.count("{"), default=None)
    return SAID["paths"][found].get(method.lower()) if found else None


@cache
def _validator(schema: str) -> Draft202012Validator:
    return Draft202012Validator({**json.loads(schema), "components": SAID["components"]})


def _schema_of(described: dict[str, Any]) -> str | None:
    if "$ref" in described:
        described = SAID["components"]["responses"][described["$ref"].rpartition("/")[2]]
    plain = described.get("content", {}).get("application/json")
    return json.dumps(plain["schema"]) if plain else None


def _wrong(schema: str | None, value: Any) -> list[str]:
    if schema is None:
        return []
    return [f"{'/'.join(map(str, each.instance_path))}: {each.message}"[:300] for each in _validator(schema).iter_errors(value)]


def success_of(method: str, path: str, *, empty: bool = False) -> int:
    """Tell with what number a question is answered that is answered well; where there may be nothing to tell, nothing is 204."""
    described = (operation_of(method, path) or {"responses": {}})["responses"]
    if empty and "204" in described:
        return 204
    return min((int(status) for status in described if status.startswith("2")), default=200)


def faults(method: str, path: str, sent: Any, status: int, answer: Any) -> list[str]:
    """Tell what is not as it is written; a refusal needs no well-formed question."""
    operation = operation_of(method, path)
    if operation is None:
        return [f"{method} {path} is no route"] if status < 400 else []
    described = operation["responses"].get(str(status)) or operation["responses"].get("default")
    if described is None:
        return [f"{method} {path} does not answer {status}"]
    body = operation.get("requestBody")
    found = _wrong(_schema_of(body), sent) if body and status < 400 else []
    return [f"{method} {path} {each}" for each in found + (_wrong(_schema_of(described), answer) if answer is not None else [])]
