"""Consultations in the register's table; `table` has the keys."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.aws.attributes import Item, as_key_condition, to_attributes, when
from chalicelib.aws.audit_deeds import AuditDeeds
from chalicelib.aws.faults import code_of
from chalicelib.aws.items import TableAdapter, name_of
from chalicelib.aws.table import NEW, consultation_item, key_of
from chalicelib.model.audit import AccessRecord, Consultation
from chalicelib.model.codec import from_plain
from chalicelib.model.errors import TransientError

_ARCHIVED_UNTIL = key_of("ACCESS", "#KEPT")
_EXISTS = "ConditionalCheckFailedException"


class ConsultationsTable(TableAdapter):
    """Port `Consultations` on DynamoDB."""

    def record(self, consultation: Consultation) -> None:
        """See `Consultations`. Every failure is raised: a page must not be shown before its consultation is written."""
        item = to_attributes(consultation_item(consultation))
        try:
            self._client.put_item(TableName=self._name, Item=item, ConditionExpression="attribute_not_exists(pk)")
        except ClientError as error:
            if code_of(error) != _EXISTS:  # the answer to the first try was lost: it is written
                raise TransientError("unjournalled", code_of(error)) from error
        except BotoCoreError as error:
            raise TransientError("unjournalled", type(error).__name__) from error

    def list_for(self, subject: str, *, before: str | None, limit: int) -> Sequence[Consultation]:
        """See `Consultations`."""
        words = "pk = :pk" + (" AND sk < :before" if before else "")
        query: Item = as_key_condition(when(words, pk=f"CONSULTED#{subject}", **({"before": before} if before else {})))
        found = self._items.found({"ConsistentRead": True, "ScanIndexForward": False} | query, limit)
        return [from_plain(Consultation, item) for item in found]

    def access_records(self, since: datetime, until: datetime) -> Iterator[tuple[datetime, AccessRecord]]:
        """See `Consultations`."""
        day = since.astimezone(UTC).date()
        while day <= until.astimezone(UTC).date():
            for access in self._day(day.isoformat(), since, until):
                at = datetime.fromisoformat(str(access["gsi3sk"]).partition("#")[0])
                if since <= at < until:
                    yield at, access
            yield from ((at, _plain(deed)) for at, deed in AuditDeeds(self._client, self._name).on(day.isoformat(), since, until))
            day += timedelta(days=1)

    def _day(self, day: str, since: datetime, until: datetime) -> Iterator[AccessRecord]:
        words = "gsi3pk = :pk AND gsi3sk BETWEEN :since AND :until"
        query = as_key_condition(when(words, pk=f"ACCESS#{day}", since=since.isoformat(), until=until.isoformat()))
        return (_plain(item) for item in self._items.found({"IndexName": "by_time"} | query))

    def restore(self, accesses: Iterable[AccessRecord]) -> None:
        """See `Consultations`."""
        others = AuditDeeds(self._client, self._name).restore(dict(each) for each in accesses)
        self._items.put({name_of(each): each for each in others}.values())

    def archived_until(self) -> datetime | None:
        """See `Consultations`."""
        item = self._items.one(_ARCHIVED_UNTIL)
        return datetime.fromisoformat(item["until"]) if item else None

    def set_archived_until(self, at: datetime, *, seen: datetime | None) -> None:
        """See `Consultations`."""
        condition: Item = NEW
        if seen is not None:
            condition = {"ExpressionAttributeNames": {"#until": "until"}} | when("#until = :seen", seen=seen.isoformat())
        self._items.write(_ARCHIVED_UNTIL | {"until": at.isoformat()}, condition)


def _plain(value: Any) -> Any:  # noqa: ANN401 - DynamoDB's values, as JSON knows them
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value
