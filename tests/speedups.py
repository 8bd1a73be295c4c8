"""Work that botocore and moto repeat in every test, done once: two thirds of what a stage cost was theirs.

Nothing that a test could tell changes. moto is pinned (pyproject.toml): who raises its version checks the two functions replaced here.
"""

from functools import cache

import botocore.session
from moto.core import responses, utils
from moto.core.serialize import JSONSerializer


def install() -> None:
    """Replace what is slow; called once, before the first client is made."""
    # Each session parses the descriptions of its services and of all regions anew, 0.2 s: one loader serves all sessions.
    botocore.session.create_loader = cache(botocore.session.create_loader)
    # Each answer looks through its class for the method that gives it: 0.5 ms.
    responses.method_names_from_class = cache(utils.method_names_from_class)
    JSONSerializer._serialize_type_structure = _serialize_structure  # noqa: SLF001 - moto has no other place for it


_generic = JSONSerializer._serialize_type_structure  # noqa: SLF001


def _serialize_structure(self, serialized, value, shape, key):
    """Give a DynamoDB value as it is: moto tries six names for each of its ten possible types, a fifth of an answer's cost."""
    if shape.name == "AttributeValue" and type(value) is dict:
        serialized[key] = value
    else:
        _generic(self, serialized, value, shape, key)
