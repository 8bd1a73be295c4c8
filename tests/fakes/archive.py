"""All ports in memory."""

from chalicelib.model.settings import Settings
from chalicelib.text.career_rules_file import shipped_rules
from chalicelib.text.nomenclature_file import shipped
from tests.fakes.account_ledger import FakeAccountLedger
from tests.fakes.accounts import FakeAccounts
from tests.fakes.audit_trail import FakeAuditTrail
from tests.fakes.backfill_source import FakeBackfillSource
from tests.fakes.career_decisions import FakeCareerDecisions
from tests.fakes.casefile_copies import FakeCaseFileCopies
from tests.fakes.clock import FakeClock
from tests.fakes.consultations import FakeConsultations
from tests.fakes.deposits import FakeDeposits
from tests.fakes.discrepancies import FakeDiscrepancies
from tests.fakes.due_lists import FakeDueLists
from tests.fakes.findings import FakeFindings
from tests.fakes.identities import FakeIdentities
from tests.fakes.inbox import FakeInbox
from tests.fakes.inspection import FakeInspector, FakeRenderer
from tests.fakes.links import FakeLinks
from tests.fakes.mail import FakeMail
from tests.fakes.notices import FakeNotices
from tests.fakes.ocr import FakeOcr
from tests.fakes.outbox import FakeOutbox
from tests.fakes.page_images import FakePageImages
from tests.fakes.plans import FakePlans
from tests.fakes.queues import FakeQueues
from tests.fakes.rectifications import FakeRectifications
from tests.fakes.register import FakeRegister
from tests.fakes.report_photos import FakeReportPhotos
from tests.fakes.sessions import FakeSessions
from tests.fakes.sign_in_attempts import FakeSignInAttempts
from tests.fakes.statistics import FakeStatistics
from tests.fakes.vault import FakeVault


class FakeArchive:
    """All ports, connected to each other in memory."""

    def __init__(self, **settings):
        self.clock = FakeClock()
        self.vault = FakeVault()
        self.inbox = FakeInbox(self.clock, self.vault.redacted)
        self.outbox = FakeOutbox()
        self.register = FakeRegister()
        self.consultations = FakeConsultations()
        self.identities = FakeIdentities(self.clock)
        self.sign_in_attempts = FakeSignInAttempts()
        self.sessions = FakeSessions()
        self.report_photos = FakeReportPhotos(self.inbox)
        self.notices = FakeNotices()
        self.mail = FakeMail()
        self.links = FakeLinks(self.clock, self.vault, self.report_photos)
        self.deposits = FakeDeposits(self.clock)
        self.accounts = FakeAccounts()
        self.account_ledger = FakeAccountLedger()
        self.rectifications = FakeRectifications()
        self.career_decisions = FakeCareerDecisions()
        self.findings = FakeFindings()
        self.discrepancies = FakeDiscrepancies()
        self.due_lists = FakeDueLists()
        self.plans = FakePlans(self.clock)
        self.statistics = FakeStatistics(self.register)
        self.audit_trail = FakeAuditTrail(self)
        self.queues = FakeQueues()
        self.backfill_source = FakeBackfillSource(self.inbox, self.queues.announce_uploads)
        self.ocr = FakeOcr()
        self.inspector = FakeInspector()
        self.renderer = FakeRenderer()
        self.page_images = FakePageImages(self)
        self.casefile_copies = FakeCaseFileCopies(self)
        self.settings = Settings(**{"start_rate": 1000} | settings)
        self.nomenclature = shipped()
        self.career_rules = shipped_rules()
