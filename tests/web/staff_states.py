"""What those at work see of other people's case files, and when something is filtered, empty or done; drawn by screens.py."""

from collections.abc import Callable

from playwright.sync_api import Page
from steps import FIRST, altered, at, pressed, sent

Screen = Callable[[Page, str], None]
RECEIPT = "receipt/2026-11%20enseignants"


def another_period(page: Page, home: str) -> None:
    """Fold the choice of another period out."""
    at("figures", "directeur")(page, home)
    page.locator("details.days summary").first.click()
    page.locator("#from").wait_for()


def correcting(day: str) -> Screen:
    """Correct the first event with a day that is none."""

    def go(page: Page, home: str) -> None:
        pressed("career/12345", "career", "career.correct", "#c-day", "archiviste")(page, home)
        page.locator("#c-day").fill(day)
        page.locator("#app form button").last.click()
        page.locator(".summary").wait_for()

    return go


STAFF_STATES: dict[str, Screen] = {
    "10-account-staff": at("account", "archiviste"),
    "21-batch-closing": altered("batch/2026-12%20sant%C3%A9", "batches/*", "archiviste", status="closing", waiting=0),
    "23-receipt-refused": at(f"{RECEIPT}/refused", "archiviste"),
    "23-receipt-unmatched": sent(RECEIPT, ".empty", "archiviste", words="zzz"),
    "24-casefile-types": at("casefile/12345/types", "archiviste"),
    "24-complete": at("complete/12345", "archiviste"),
    "24-copy": at("copy/12345", "archiviste"),
    "24-piece": at(f"piece/{FIRST}", "archiviste"),
    "24-search": at("search/12345", "archiviste"),
    "24-who": at("who/12345", "archiviste"),
    "44-career-confirmed": pressed("career/12345", "career", "career.confirm", ".note[role=status]", "archiviste"),
    "44-career-correcting": pressed("career/12345", "career", "career.correct", "#c-day", "archiviste"),
    "44-career-wrong-day": correcting("31/02/2010"),
    "44-career-none": altered("career/12345", "casefiles/12345/career", "archiviste", events=[], findings=[]),
    "26-review-unmatched": at("review/type%3D09.1", "archiviste"),
    "29-counter-closed": altered("counter/12345", "accounts/12345", "archiviste", state="closed"),
    "31-reports-answered": at("reports/answered", "archiviste"),
    "34-journal-sign-ins": at("journal/sign_ins", "auditeur"),
    "34-journal-unusual-none": altered("journal/unusual", "journal/unusual*", "auditeur", openings=[]),
    "35-figures-archivist": at("figures", "archiviste"),
    "35-figures-none": altered("figures", "figures*", "directeur", days=[], places=[], refused=[], counted_at=None),
    "35-figures-period": another_period,
    "36-plan-refused": sent("plan", ".summary", "directeur", casefiles="mille"),
    "36-due-advancement": at("due/advancement", "archiviste"),
    "36-due-none": altered("due", "due?*", "directeur", list=None, counts=[], lines=[], next=None),
    "36-roadmap-archivist": at("roadmap", "archiviste"),
    "35-figures-provinces": pressed("figures", "figures", "figures.by.province", "table:visible", "directeur"),
}
