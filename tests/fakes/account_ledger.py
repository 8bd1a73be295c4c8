"""The account ledger in memory."""

from chalicelib.model.errors import ConflictError


class FakeAccountLedger:
    def __init__(self):
        self._accounts, self.events, self.broken = {}, [], False

    def account(self, matricule):
        return self._accounts.get(matricule)

    def accounts(self, matricules):
        return {each: self._accounts[each] for each in matricules if each in self._accounts}

    def all_accounts(self):
        return iter(sorted(self._accounts.values(), key=lambda each: each.matricule))

    def record(self, accounts, events=()):
        self.events += [event for event in events if event not in self.events]
        self._accounts |= {each.matricule: each for each in accounts}

    def record_if_unchanged(self, account, event, *, seen):
        if self.broken or self._accounts.get(account.matricule) != seen:
            raise ConflictError("conflict")
        self.record([account], [event])

    def history(self, matricule, limit):
        found = [event for event in self.events if event.matricule == matricule]
        return sorted(found, key=lambda event: (event.at, event.deed), reverse=True)[:limit]
