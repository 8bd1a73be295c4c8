"""The API's JSON: one function for each value that a use case returns, in a module for each room."""

from typing import Any

from chalicelib.model.nomenclature import PieceType

Json = dict[str, Any]
"""A JSON object."""


def type_names_json(value: PieceType) -> Json:
    """Write the names of a type of piece."""
    return {"fr": value.fr, "rn": value.rn, "en": value.en}
