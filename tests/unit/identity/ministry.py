"""A ministry whose servants get accounts, with a roster that changes."""

import re
from datetime import timedelta

from chalicelib.identity.deprovisioning import settle_accounts
from chalicelib.identity.provisioning import ProvisioningRequest, open_accounts
from chalicelib.model.identifiers import fold, shape
from chalicelib.model.register import RosterPointer
from chalicelib.model.servant import Servant
from tests.fakes import MORNING, FakeArchive

SITE = "https://archives.example.bi/"
JEAN = Servant(matricule="100001", name="NDAYIZEYE", first_names="Jean", ministry="Santé publique", province="Gitega", written="100.001")
ALINE = Servant(matricule="100002", name="BUKURU", first_names="Aline", ministry="Éducation", province="Ngozi")
MARC = Servant(matricule="100003", name="NIYONZIMA", first_names="Marc", ministry="Éducation", province="Gitega", status="Révoqué")


class Ministry(FakeArchive):
    """The archive, with a roster that changes."""

    def __init__(self, *servants):
        super().__init__(site_url=SITE)
        self.put_in_force(*servants)

    def put_in_force(self, *servants):
        """Load a roster."""
        seen = self.register.roster_pointer()
        generation = f"g{int(seen.generation[1:]) + 1}" if seen else "g1"
        self.register.put_servants(generation, servants)
        shapes = frozenset(shape(fold(each.matricule)) for each in servants)
        pointer = RosterPointer(generation=generation, count=len(servants), shapes=shapes, uploaded_at=MORNING)
        self.register.put_roster_in_force(pointer, seen=seen)

    def open(self, *, until=None, **wish):
        """Open accounts in one round."""
        done = open_accounts(ProvisioningRequest(**wish), self, until=until or self.clock.now() + timedelta(minutes=13))
        self.clock.pause(60)
        return done

    def settle(self, *, until=None, confirmed=False):
        """Let accounts follow the roster."""
        done = settle_accounts(self, until=until or self.clock.now() + timedelta(minutes=13), confirmed=confirmed)
        self.clock.pause(60)
        return done

    def printed(self):
        """Read every slip."""
        return "".join(body for key, body in self.outbox.objects.items() if key.startswith("slips/"))

    def calls(self, name):
        """Name those whom Cognito was asked about."""
        return [matricule for call, matricule in self.accounts.calls if call == name]


def many(count, **facts):
    """Invent a ministry's servants."""
    return [Servant(matricule=f"{200000 + number}", name=f"AGENT{number}", **facts) for number in range(count)]


def passwords(page):
    """Read the passwords off printed slips."""
    return ["".join(re.findall(r"<span>(\w+)</span>", found)) for found in re.findall(r'<dd class="pass">(.*?)</dd>', page)]
