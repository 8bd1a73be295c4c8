"""Discrepancies in memory."""

from chalicelib.model.errors import ConflictError
from chalicelib.model.reconciliation import heading_of, place_prefix


class FakeDiscrepancies:
    def __init__(self):
        self.found, self._sums = {}, {}

    def many(self, names):
        return {name: self.found[name] for name in names if name in self.found}

    def put(self, value, *, seen):
        stands = self.found.get(value.id)
        if (stands.edition if stands else None) != (seen.edition if seen else None):
            raise ConflictError("conflict")
        self.found[value.id] = value

    def some(self, selection, *, after, limit):
        prefix = "" if selection.ministry is None else place_prefix(selection.ministry, selection.province)
        listed = (each for each in self.found.values() if heading_of(each.kind, each.state, gone=bool(each.gone)) == selection.heading)
        chosen = [each for each in listed if each.place.startswith(prefix) and each.place > (after or "")]
        return sorted(chosen, key=lambda each: each.place)[:limit]

    def put_sum(self, month, sum_):
        self._sums[month, sum_.ministry] = sum_

    def sums(self, month):
        return [each for (of, _), each in sorted(self._sums.items()) if of == month]
