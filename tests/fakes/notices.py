"""Servants who want mail, in memory."""

from dataclasses import replace


class FakeNotices:
    def __init__(self):
        self.rows = {}

    def wish(self, matricule):
        return self.rows.get(matricule)

    def put(self, wish):
        self.rows[wish.matricule] = wish

    def remove(self, matricule):
        self.rows.pop(matricule, None)

    def wishes(self):
        return iter([self.rows[matricule] for matricule in sorted(self.rows)])

    def claim(self, wish, day):
        stands = self.rows.get(wish.matricule)
        if stands is None or stands.since != wish.since or (stands.claimed_on is not None and stands.claimed_on >= day):
            return None
        self.rows[wish.matricule] = replace(wish, claimed_on=day)
        return self.rows[wish.matricule]

    def end_turn(self, wish):
        stands = self.rows.get(wish.matricule)
        if stands is not None and (stands.since, stands.claimed_on) == (wish.since, wish.claimed_on):
            self.rows[wish.matricule] = wish
