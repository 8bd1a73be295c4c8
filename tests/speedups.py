"""Work that botocore and moto repeat in every call, done once or left out: four fifths of what a stage cost was theirs.

Nothing that a test could tell changes. moto is pinned (pyproject.toml): who raises its version checks what is replaced here.
"""

from collections import defaultdict
from copy import copy, deepcopy
from functools import cache

import botocore.session
from botocore.useragent import UserAgentComponent
from moto.core import responses, utils
from moto.core.base_backend import BaseBackend
from moto.core.serialize import JSONSerializer
from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.models.dynamo_type import DynamoType
from moto.dynamodb.models.table import Table


def install() -> None:
    """Replace what is slow; called once, before the first client is made."""
    # Each session parses the descriptions of its services and of all regions anew, 0.2 s: one loader serves all sessions.
    botocore.session.create_loader = cache(botocore.session.create_loader)
    # Each call spells out, letter by letter, which program makes it.
    UserAgentComponent.to_string = cache(UserAgentComponent.to_string)
    # Each answer looks through its class for the method that gives it: 0.5 ms.
    responses.method_names_from_class = cache(utils.method_names_from_class)
    BaseBackend.urls = property(_urls)
    JSONSerializer._serialize_type_structure = _serialize_structure  # noqa: SLF001 - moto has no other place for it
    DynamoType.__eq__, DynamoType.__lt__ = _equals, _precedes
    DynamoDBBackend.update_item, Table.__deepcopy__, Table.query = _update_item, _copy_of_table, _query


_serialize_any, _equal, _precede = JSONSerializer._serialize_type_structure, DynamoType.__eq__, DynamoType.__lt__  # noqa: SLF001
_urls_of, _update, _search = BaseBackend.urls.fget, DynamoDBBackend.update_item, Table.query
_URLS = {}
_INDEX_NAME = 6
"""Its place among the arguments of `Table.query` after the partition."""


def _urls(backend):
    """Give a service's addresses: each call writes them anew for every partition of AWS, and for S3 loads their module again."""
    kind = type(backend)
    if kind not in _URLS:
        _URLS[kind] = _urls_of(backend)
    return _URLS[kind]


def _serialize_structure(self, serialized, value, shape, key):
    """Give a DynamoDB value as it is: moto tries six names for each of its ten possible types, a fifth of an answer's cost."""
    if shape.name == "AttributeValue" and type(value) is dict:
        serialized[key] = value
    else:
        _serialize_any(self, serialized, value, shape, key)


def _equals(value, other):
    """Compare strings, of which all our keys are, as they are."""
    return value.value == other.value if value.type == other.type == "S" else _equal(value, other)


def _precedes(value, other):
    return value.value < other.value if value.type == other.type == "S" else _precede(value, other)


def _copy_of_table(table, _):
    """Copy a table without its items, which never change: a transaction copies the whole table once for each item that it writes."""
    twin = copy(table)
    rows = {place: dict(row) if table.has_range_key else row for place, row in table.items.items()}
    twin.items = defaultdict(dict, rows)
    return twin


def _update_item(backend, table_name, key, **how):
    """Update a copy of the item, so that a table's copy keeps it as it was."""
    table = backend.get_table(table_name)
    if set(key) == set(table.table_key_attrs):  # else it is refused
        partition, place = backend.get_keys_value(table, key)
        item = deepcopy(table.get_item(partition, place))
        if item is not None and place is not None:
            table.items[partition][place] = item
        elif item is not None:
            table.items[partition] = item
    return _update(backend, table_name, key, **how)


def _query(table, partition, *asked, **how):
    """Look for items of a partition in it alone; moto looks through the whole table, which it sorts first."""
    if partition is None or asked[_INDEX_NAME]:
        return _search(table, partition, *asked, **how)
    alone = copy(table)
    alone.items = {partition: table.items[partition]} if partition in table.items else {}
    return _search(alone, partition, *asked, **how)
