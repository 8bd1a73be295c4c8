"""The API's JSON: one function for each value that a use case returns, in a module for each room."""

from typing import Any

Json = dict[str, Any]
"""A JSON object."""
