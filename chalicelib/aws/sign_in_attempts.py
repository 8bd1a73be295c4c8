"""Attempts, answered challenges and the journal of sign-ins in the register's table; `table` has the keys."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from chalicelib.aws.attributes import Item, as_key_condition, expression_values, to_attributes, when
from chalicelib.aws.faults import translated
from chalicelib.aws.items import TableAdapter
from chalicelib.aws.table import NEW, key_of, plain_of, sign_in_place
from chalicelib.model.audit import SIGN_INS_KEPT, SignIn
from chalicelib.model.codec import from_plain
from chalicelib.model.session import Tries


class SignInAttemptsTable(TableAdapter):
    """Port `SignInAttempts` on DynamoDB. DynamoDB deletes expired items (`expires_at`) within days; nothing depends on it."""

    def tries(self, key: str) -> Tries | None:
        """See `SignInAttempts`."""
        item = self._items.one(_tries_key(key))
        return from_plain(Tries, item) if item else None

    def record_tries(self, key: str, tries: Tries, *, seen: Tries | None, until: datetime) -> None:
        """See `SignInAttempts`."""
        condition = NEW
        if seen is not None:
            names = {"#count": "count", "#since": "since", "#free": "free_at"}
            words = "#count = :count AND #since = :since AND #free = :free"
            condition = when(words, count=seen.count, since=seen.since.isoformat(), free=seen.free_at.isoformat())
            condition |= {"ExpressionAttributeNames": names}
        self._items.write(_tries_key(key) | plain_of(tries), condition, until=until)

    def last_answer(self, account: str) -> str:
        """See `SignInAttempts`."""
        item = self._items.one(_answer_key(account))
        return str(item["answer"]) if item else ""

    def record_answer(self, account: str, answer: str, *, seen: str) -> None:
        """See `SignInAttempts`."""
        words = "answer = :seen" if seen else "attribute_not_exists(pk) OR answer = :seen"
        self._items.write(_answer_key(account) | {"answer": answer}, when(words, seen=seen))

    def record(self, sign_in: SignIn) -> None:
        """See `SignInAttempts`. A repeated sign-in keeps the first values and adds to their number."""
        key, place = sign_in_place(sign_in)
        facts = plain_of(sign_in) | place | {"expires_at": _seconds(sign_in.at + SIGN_INS_KEPT)}
        times = facts.pop("times")
        change = "SET " + ", ".join(f"#{name} = if_not_exists(#{name}, :{name})" for name in facts) + " ADD #times :times"
        names = {f"#{name}": name for name in (*facts, "times")}
        words: Any = {"UpdateExpression": change, "ExpressionAttributeNames": names} | expression_values(facts | {"times": times})
        with translated():
            self._client.update_item(TableName=self._name, Key=to_attributes(key), **words)

    def sign_ins(self, name: str, *, before: str | None, limit: int) -> Sequence[SignIn]:
        """See `SignInAttempts`."""
        words = "pk = :pk" + (" AND sk < :before" if before else "")
        query = as_key_condition(when(words, pk=f"SIGNINS#{name.casefold()}", **({"before": before} if before else {})))
        found = self._items.found({"ConsistentRead": True, "ScanIndexForward": False} | query, limit)
        return [from_plain(SignIn, item) for item in found]


def _tries_key(key: str) -> Item:
    return key_of(f"TRIES#{key}", "#META")


def _answer_key(account: str) -> Item:
    return key_of(f"ANSWERED#{account}", "#META")


def _seconds(at: datetime) -> int:
    return int(at.timestamp())
