"""Sign-in attempts in memory."""

from collections import defaultdict
from dataclasses import replace

from chalicelib.model.errors import ConflictError


class FakeSignInAttempts:
    def __init__(self):
        self._tries, self._answers, self._journal = {}, {}, defaultdict(dict)
        self.rivals = 0
        """Number of writes that fail because of a concurrent one."""

    def tries(self, key):
        return self._tries.get(key)

    def record_tries(self, key, tries, *, seen, until):
        if self.rivals:
            self.rivals -= 1
            raise ConflictError("conflict")
        if self._tries.get(key) != seen:
            raise ConflictError("conflict")
        self._tries[key] = tries

    def last_answer(self, account):
        return self._answers.get(account, "")

    def record_answer(self, account, answer, *, seen):
        if self.last_answer(account) != seen:
            raise ConflictError("conflict")
        self._answers[account] = answer

    def record(self, sign_in):
        page = self._journal[sign_in.name.casefold()]
        before = page.get(sign_in.place)
        page[sign_in.place] = replace(before, times=before.times + sign_in.times) if before else sign_in

    def sign_ins(self, name, *, before, limit):
        page = self._journal[name.casefold()]
        return [page[place] for place in sorted(page, reverse=True) if before is None or place < before][:limit]

    def all(self):
        """Return every recorded sign-in in the order of time."""
        return sorted((each for page in self._journal.values() for each in page.values()), key=lambda each: each.at)
