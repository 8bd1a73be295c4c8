"""Servants who want mail, in the register's table; `table` has the keys."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import islice

from chalicelib.aws.attributes import Item, when
from chalicelib.aws.items import TableAdapter, name_of
from chalicelib.aws.table import key_of, plain_of
from chalicelib.model.codec import from_plain
from chalicelib.model.errors import ConflictError
from chalicelib.model.notice import NoticeWish

_AT_ONCE = 100
"""Wishes of one read."""


class NoticesTable(TableAdapter):
    """Port `Notices` on DynamoDB."""

    def wish(self, matricule: str) -> NoticeWish | None:
        """See `Notices`."""
        item = self._items.one(_key(matricule))
        return from_plain(NoticeWish, item) if item and "since" in item else None

    def put(self, wish: NoticeWish) -> None:
        """See `Notices`."""
        self._items.write(_item(wish))

    def remove(self, matricule: str) -> None:
        """See `Notices`. The item is overwritten, since no function may delete, and leaves the index."""
        self._items.write(_key(matricule))

    def wishes(self) -> Iterator[NoticeWish]:
        """See `Notices`. The index has keys alone."""
        listed = (_key(str(item["gsi1sk"])) for item in self._items.forward("by_status", "NOTICES"))
        while keys := list(islice(listed, _AT_ONCE)):
            found = self._items.many(keys)
            items = (found.get(name_of(key), {}) for key in keys)
            yield from (from_plain(NoticeWish, item) for item in items if "since" in item)

    def claim(self, wish: NoticeWish, day: date) -> NoticeWish | None:
        """See `Notices`."""
        free = "since = :since AND (attribute_not_exists(claimed_on) OR claimed_on < :day)"
        claimed = replace(wish, claimed_on=day)
        return claimed if self._written(claimed, when(free, since=wish.since.isoformat(), day=day.isoformat())) else None

    def end_turn(self, wish: NoticeWish) -> None:
        """See `Notices`."""
        said = {name: value for name, value in plain_of(wish).items() if name in {"since", "claimed_on"}}
        self._written(wish, when("since = :since AND claimed_on = :claimed_on", **said))

    def _written(self, wish: NoticeWish, condition: Item) -> bool:
        try:
            self._items.write(_item(wish), condition)
        except ConflictError:
            return False
        return True


def _key(matricule: str) -> Item:
    return key_of(f"NOTICE#{matricule}", "#META")


def _item(wish: NoticeWish) -> Item:
    return _key(wish.matricule) | plain_of(wish) | {"gsi1pk": "NOTICES", "gsi1sk": wish.matricule}
