"""What the read-back compares of functions."""

from typing import Any

from infra.described.function import FUNCTION

LAYER = "arn:aws:lambda:eu-west-1:123456789012:layer:ububiko-pdf:3"


class Lambda:
    """A client that knows one function."""

    def __init__(self, *layers: str) -> None:
        self._layers = [{"Arn": layer, "CodeSize": 1} for layer in layers]

    def get_function_configuration(self, FunctionName: str) -> dict[str, Any]:  # noqa: N803 - boto3's
        return {"FunctionName": FunctionName, "Handler": "functions.ingest.ingest_small", "Layers": self._layers}


def found(*layers: str) -> bool:
    declared = {"Handler": "functions.ingest.ingest_small", "Layers": [LAYER]}
    (aspect,) = FUNCTION
    return bool(aspect.declared(declared) == aspect.found(Lambda(*layers), "ingest", declared))


def test_a_function_with_the_layers_of_the_template_is_as_declared() -> None:
    assert found(LAYER)


def test_a_function_without_its_layer_or_with_an_older_one_differs() -> None:
    assert not found()
    assert not found(LAYER.replace(":3", ":2"))
