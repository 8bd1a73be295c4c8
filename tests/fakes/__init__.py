"""Every port in memory, one module per port; tests/contract holds them to the promises of the adapters on AWS."""

from tests.fakes.account_ledger import FakeAccountLedger
from tests.fakes.accounts import FakeAccounts, FakeUser
from tests.fakes.archive import FakeArchive
from tests.fakes.audit_trail import FakeAuditTrail
from tests.fakes.batches import FakeBatches
from tests.fakes.clock import MORNING, FakeClock
from tests.fakes.consultations import FakeConsultations
from tests.fakes.deposits import FakeDeposits
from tests.fakes.findings import FakeFindings
from tests.fakes.identities import GRACE, RIGHT_CODE, SECRET, FakeIdentities
from tests.fakes.inbox import FakeInbox
from tests.fakes.inspection import FakeInspector, FakeRenderer
from tests.fakes.links import FakeLinks
from tests.fakes.ocr import FakeOcr
from tests.fakes.outbox import FakeOutbox
from tests.fakes.page_images import FakePageImages
from tests.fakes.pieces import FakePieces
from tests.fakes.queues import FakeQueues
from tests.fakes.readings import FakeReadings
from tests.fakes.rectifications import FakeRectifications
from tests.fakes.register import FakeRegister
from tests.fakes.reviews import FakeReviews
from tests.fakes.rosters import FakeRosters
from tests.fakes.sessions import FakeSessions
from tests.fakes.sign_in_attempts import FakeSignInAttempts
from tests.fakes.statistics import FakeStatistics
from tests.fakes.vault import FakeVault

__all__ = [
    "GRACE",
    "MORNING",
    "RIGHT_CODE",
    "SECRET",
    "FakeAccountLedger",
    "FakeAccounts",
    "FakeArchive",
    "FakeAuditTrail",
    "FakeBatches",
    "FakeClock",
    "FakeConsultations",
    "FakeDeposits",
    "FakeFindings",
    "FakeIdentities",
    "FakeInbox",
    "FakeInspector",
    "FakeLinks",
    "FakeOcr",
    "FakeOutbox",
    "FakePageImages",
    "FakePieces",
    "FakeQueues",
    "FakeReadings",
    "FakeRectifications",
    "FakeRegister",
    "FakeRenderer",
    "FakeReviews",
    "FakeRosters",
    "FakeSessions",
    "FakeSignInAttempts",
    "FakeStatistics",
    "FakeUser",
    "FakeVault",
]
