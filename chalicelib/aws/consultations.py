"""Who opened what, on DynamoDB; `table` has the keys."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.access import Consultation
from chalicelib.aws.faults import code_of, translated
from chalicelib.aws.table import Item, as_key_condition, consultation_item, from_attributes, to_attributes, when
from chalicelib.errors import TransientError
from chalicelib.records import from_plain

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_WRITTEN = "ConditionalCheckFailedException"


class ConsultationsTable:
    """The consultations' port on DynamoDB."""

    def __init__(self, client: "DynamoDBClient", name: str) -> None:
        """Speak to the table called `name`."""
        self._client = client
        self._name = name

    def note(self, consultation: Consultation) -> None:
        """See `Consultations`. Whatever the service answers, what was not written must not leave."""
        item = to_attributes(consultation_item(consultation))
        try:
            self._client.put_item(TableName=self._name, Item=item, ConditionExpression="attribute_not_exists(pk)")
        except ClientError as error:
            if code_of(error) != _WRITTEN:  # the answer to a first try was lost: it is written
                raise TransientError("unjournalled", code_of(error)) from error
        except BotoCoreError as error:
            raise TransientError("unjournalled", type(error).__name__) from error

    def of(self, subject: str, *, before: str | None, limit: int) -> Sequence[Consultation]:
        """See `Consultations`."""
        words = "pk = :pk" + (" AND sk < :before" if before else "")
        query: Item = as_key_condition(when(words, pk=f"CONSULTED#{subject}", **({"before": before} if before else {})))
        with translated():
            found = self._client.query(TableName=self._name, ConsistentRead=True, ScanIndexForward=False, Limit=limit, **query)
        return [from_plain(Consultation, from_attributes(item)) for item in found["Items"]]
