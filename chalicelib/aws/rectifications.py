"""Rectification requests in the register's table; `table` has the keys."""

from collections.abc import Sequence

from chalicelib.aws.attributes import Item, as_key_condition, to_attributes, when
from chalicelib.aws.items import TableAdapter
from chalicelib.aws.table import NEW, key_of, rectification_event_item, rectification_item, rectification_key
from chalicelib.model.codec import from_plain
from chalicelib.model.errors import ConflictError
from chalicelib.model.rectification import Rectification, RectificationEvent, RectificationStatus


class RectificationsTable(TableAdapter):
    """Port `Rectifications` on DynamoDB."""

    def submit(self, report: Rectification, event: RectificationEvent, *, max_open: int) -> bool:
        """See `Rectifications`. The count of open requests is in the same transaction, so that two requests at once cannot exceed it."""
        room = when("attribute_not_exists(pk) OR #open < :max_open", max_open=max_open)
        steps = [self._put(rectification_item(report), NEW), self._put(rectification_event_item(event)), self._counted(report, 1, room)]
        return self._write_together(steps)

    def count_open(self, matricule: str) -> int:
        """See `Rectifications`."""
        item = self._items.one(_open_key(matricule))
        return int(item["open"]) if item else 0

    def list_for(self, matricule: str, *, before: str | None, limit: int) -> Sequence[Rectification]:
        """See `Rectifications`. Sort keys begin with the time; the count of open requests sorts before them."""
        last = max(before.partition("-")[2], "0") if before else "~"  # BETWEEN wants its ends in order
        query = as_key_condition(when("pk = :pk AND sk BETWEEN :first AND :last", pk=f"REPORTS#{matricule}", first="0", last=last))
        room = limit + 1 if before else limit  # BETWEEN includes its end
        found = self._items.found({"ConsistentRead": True, "ScanIndexForward": False} | query, room)
        reports = [from_plain(Rectification, item) for item in found]
        return [each for each in reports if each.report != before][:limit]

    def find(self, report: str) -> Rectification | None:
        """See `Rectifications`."""
        item = self._items.one(rectification_key(report))
        return from_plain(Rectification, item) if item else None

    def list_by_status(self, status: RectificationStatus, *, after: str | None, limit: int) -> Sequence[Rectification]:
        """See `Rectifications`."""
        words = "gsi3pk = :pk" + (" AND gsi3sk > :after" if after else "")
        query = as_key_condition(when(words, pk=f"REPORTS#{status}", **({"after": after} if after else {})))
        return [from_plain(Rectification, item) for item in self._items.found({"IndexName": "by_time"} | query, limit)]

    def count_by_status(self, status: RectificationStatus, *, most: int) -> int:
        """See `Rectifications`."""
        return self._items.count("by_time", f"REPORTS#{status}", most=most)

    def update(self, report: Rectification, event: RectificationEvent, *, seen: Rectification) -> None:
        """See `Rectifications`."""
        added = "attribute_exists" if seen.photo_added_at else "attribute_not_exists"
        stands = when(f"#status = :was AND {added}(photo_added_at)", was=seen.status)
        steps = [self._put(rectification_item(report), stands), self._put(rectification_event_item(event))]
        if seen.status == "open" and report.status != "open":
            steps.append(self._counted(report, -1, {}))
        if not self._write_together(steps):
            raise ConflictError("conflict", "the report has been answered")

    def _counted(self, report: Rectification, more: int, condition: Item) -> Item:
        values = condition.pop("ExpressionAttributeValues", {}) | to_attributes({":more": more})
        return {
            "Update": {
                "TableName": self._name,
                "Key": to_attributes(_open_key(report.matricule)),
                "UpdateExpression": "ADD #open :more",
            }
            | condition
            | {"ExpressionAttributeNames": {"#open": "open"}, "ExpressionAttributeValues": values}
        }


def _open_key(matricule: str) -> Item:
    return key_of(f"REPORTS#{matricule}", "#OPEN")
