"""Audit trail, read from the register's table; `table` has the keys.

Only the attributes of an `AuditEntry` are read: what pieces and rectifications say stays in the table.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from heapq import merge
from operator import attrgetter
from typing import Any

from chalicelib.aws.attributes import Item, as_key_condition, expression_values
from chalicelib.aws.items import TableAdapter
from chalicelib.model.audit import AuditEntry
from chalicelib.model.identifiers import normalise

_PAGE = 250
"""Items read in one request."""
_ATTRIBUTES = (
    *("pk", "sk", "gsi2sk", "gsi3sk", "at", "action", "reader", "role", "matricule", "piece", "page", "batch", "asked"),
    *("name", "outcome", "address", "times", "by", "deed", "reason", "totp_removed", "report", "decision", "note"),
    *("before.status", "before.matricule", "after.status", "after.matricule", "event", "facts.kind", "facts.day"),
)


class AuditTrailTable(TableAdapter):
    """Port `AuditTrail` on DynamoDB."""

    def entries_on(self, day: date, *, since: str = "", before: str = "~") -> Iterator[AuditEntry]:
        """See `AuditTrail`."""
        lists = (self._read("by_time", "gsi3", f"{kind}#{day.isoformat()}", since, before) for kind in ("ACCESS", "DEEDS"))
        return merge(*lists, key=attrgetter("place"), reverse=True)

    def entries_of_reader(self, name: str, *, since: str = "", before: str = "~") -> Iterator[AuditEntry]:
        """See `AuditTrail`."""
        return self._read("by_casefile", "gsi2", f"READER#{name}", since, before)

    def entries_of_casefile(self, matricule: str, *, since: str = "", before: str = "~") -> Iterator[AuditEntry]:
        """See `AuditTrail`."""
        lists = (self._read(None, "", f"{kind}#{matricule}", since, before) for kind in ("CONSULTED", "ACCOUNT", "REPORTED", "CAREER"))
        return merge(*lists, key=attrgetter("place"), reverse=True)

    def _read(self, index: str | None, prefix: str, pk: str, since: str, before: str) -> Iterator[AuditEntry]:
        """Read a partition in reverse order.

        BETWEEN wants its ends in order, and includes both: an item at `before` itself is left out.
        """
        since = since or " "
        if before < since:
            return
        words = f"{prefix}pk = :pk AND {prefix}sk BETWEEN :since AND :before"
        names = {f"#{part}": part for told in _ATTRIBUTES for part in told.split(".")}
        told = ", ".join(".".join(f"#{part}" for part in each.split(".")) for each in _ATTRIBUTES)
        query: Item = {"ScanIndexForward": False, "Limit": _PAGE, "ProjectionExpression": told}
        query |= as_key_condition({"ConditionExpression": words} | expression_values({"pk": pk, "since": since, "before": before}))
        query |= {"ExpressionAttributeNames": names} | ({"IndexName": index} if index else {})
        for item in self._items.found(query):
            place = str(item[f"{prefix}sk"])
            if place < before:
                yield _entry(item, place)


def _entry(item: Item, place: str) -> AuditEntry:
    """Write an item as an audit entry, by the kind of its partition."""
    facts = _KINDS[str(item["pk"]).partition("#")[0]](item)
    said = {name: value for name, value in facts.items() if value is not None}
    return AuditEntry(at=datetime.fromisoformat(str(item["at"])), place=place, **said)


def _consultation(item: Mapping[str, Any]) -> Item:
    told = {name: item.get(name) for name in ("action", "reader", "role", "matricule", "piece")}
    page = f"p. {item['page']}" if "page" in item else None
    return {"kind": "consultation", "detail": item.get("asked") or item.get("batch") or page} | told


def _sign_in(item: Mapping[str, Any]) -> Item:
    times = int(item.get("times", 1))
    detail = f"x {times}" if times > 1 else item.get("address")
    kind = "refusal" if item["outcome"] == "access_refused" else "sign_in"
    return {"kind": kind, "action": item["outcome"], "reader": item["name"], "detail": detail}


def _account(item: Mapping[str, Any]) -> Item:
    told = {"action": item["deed"], "reader": item["by"], "matricule": item["matricule"], "note": item.get("reason")}
    return {"kind": "account", "detail": "totp_removed" if item.get("totp_removed") else None} | told


def _decision(item: Mapping[str, Any]) -> Item:
    before, after = item.get("before", {}), item.get("after", {})
    matricule = normalise(str(after.get("matricule") or before.get("matricule") or "")) or None
    detail = f"{before.get('status')} → {after.get('status')}"
    return {"kind": "decision", "action": item["decision"], "reader": item["by"], "matricule": matricule} | {
        "piece": item["piece"],
        "detail": detail,
        "note": item.get("note"),
    }


def _report(item: Mapping[str, Any]) -> Item:
    told = {name: item.get(name) for name in ("matricule", "piece")}
    return {"kind": "report", "action": item["deed"], "reader": item["by"], "detail": item["report"]} | told


def _career(item: Mapping[str, Any]) -> Item:
    facts = item.get("facts", {})
    detail = " ".join(str(facts[name]) for name in ("kind", "day") if name in facts)
    told = {"matricule": item["matricule"], "piece": item["event"], "note": item.get("note")}
    return {"kind": "career", "action": item["decision"], "reader": item["by"], "detail": detail or None} | told


_KINDS: Mapping[str, Callable[[Mapping[str, Any]], Item]] = {
    "CONSULTED": _consultation,
    "SIGNINS": _sign_in,
    "ACCOUNT": _account,
    "CHANGES": _decision,
    "REPORTED": _report,
    "CAREER": _career,
}
