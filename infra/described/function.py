"""Aspects of Lambda functions and of their event sources that the read-back compares."""

from collections.abc import Sequence
from typing import Any

from infra.described.aspect import Aspect, Properties, get

_FUNCTION = ("Handler", "Runtime", "Timeout", "MemorySize", "Architectures")


def _function(properties: Properties) -> dict[str, Any]:
    made = {name: properties[name] for name in _FUNCTION if name in properties}
    return made | {
        "Storage": get(properties, "EphemeralStorage", "Size") or 512,
        "Environment": sorted(get(properties, "Environment", "Variables") or {}),
        "Layers": properties.get("Layers") or [],
    }


def _found_function(client: Any, name: str, properties: Properties) -> dict[str, Any]:  # noqa: ANN401
    answer = client.get_function_configuration(FunctionName=name)
    return {key: answer.get(key) for key in _FUNCTION if key in properties} | {
        "Storage": get(answer, "EphemeralStorage", "Size") or 512,
        "Environment": sorted(get(answer, "Environment", "Variables") or {}),
        "Layers": [layer["Arn"] for layer in answer.get("Layers") or []],
    }


def _mapping(properties: Properties) -> dict[str, Any]:
    return {
        "source": properties["EventSourceArn"],
        "batch": int(properties.get("BatchSize", 10)),
        "concurrency": int(get(properties, "ScalingConfig", "MaximumConcurrency") or 0),
        "answers": properties.get("FunctionResponseTypes", []),
    }


def _found_mapping(client: Any, identifier: str, _: Properties) -> dict[str, Any]:  # noqa: ANN401
    answer = client.get_event_source_mapping(UUID=identifier)
    return {
        "source": answer["EventSourceArn"],
        "batch": answer["BatchSize"],
        "concurrency": get(answer, "ScalingConfig", "MaximumConcurrency") or 0,
        "answers": answer.get("FunctionResponseTypes", []),
    }


FUNCTION: Sequence[Aspect] = (Aspect(name="configuration", service="lambda", declared=_function, found=_found_function),)
MAPPING: Sequence[Aspect] = (Aspect(name="event source", service="lambda", declared=_mapping, found=_found_mapping),)
