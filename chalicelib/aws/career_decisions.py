"""Decisions on events of careers in the register's table; `table` has the keys."""

from collections.abc import Sequence

from chalicelib.aws.attributes import as_key_condition, when
from chalicelib.aws.items import TableAdapter
from chalicelib.aws.table import career_decision_item, key_of
from chalicelib.model.career import CareerDecision
from chalicelib.model.codec import from_plain
from chalicelib.model.errors import ConflictError


class CareerDecisionsTable(TableAdapter):
    """Port `CareerDecisions` on DynamoDB."""

    def list_for(self, matricule: str) -> Sequence[CareerDecision]:
        """See `CareerDecisions`."""
        query = as_key_condition(when("pk = :pk", pk=f"CAREER#{matricule}"))
        return [from_plain(CareerDecision, item) for item in self._items.found({"ConsistentRead": True} | query)]

    def add(self, decision: CareerDecision) -> None:
        """See `CareerDecisions`. The number of an event's decisions is not in the vault; without it, the first decision counts anew."""
        count = key_of(f"CAREERS#{decision.matricule}", decision.event) | {"decisions": decision.number}
        stands = when("attribute_not_exists(pk) OR decisions = :before", before=decision.number - 1)
        if not self._write_together([self._put(count, stands), self._put(career_decision_item(decision))]):
            raise ConflictError("conflict", "somebody has decided on this event")
