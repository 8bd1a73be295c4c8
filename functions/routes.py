"""Every route of the API: its method and path, the right that it asks for, and the function that answers it.

The function's module is imported with the first request of the route: a cold start of the API pays for no use case that is not called.
"""

from collections.abc import Callable
from importlib import import_module
from typing import Any, NamedTuple

from chalicelib.model.reader import Right


class Route(NamedTuple):
    """One route."""

    method: str
    path: str
    """With its variables in braces, as API Gateway writes them."""
    right: Right
    """The right of the reader; a route without one cannot be written."""
    resource: str
    """Module of functions/ and the function in it, which takes a `functions.rest.Request`."""

    def function(self) -> Callable[..., Any]:
        """Import the function that answers."""
        module, _, name = self.resource.partition(".")
        found: Callable[..., Any] = getattr(import_module(f"functions.{module}"), name)
        return found


ROUTES = (
    Route("GET", "/health", "anybody", "health.health"),
    Route("POST", "/session", "open", "session.begin"),
    Route("POST", "/session/challenge", "open", "session.challenge"),
    Route("POST", "/session/refresh", "open", "session.refresh"),
    Route("DELETE", "/session", "open", "session.end"),
    Route("POST", "/session/password", "open", "session.password"),
    Route("POST", "/session/totp", "open", "session.totp"),
    Route("PUT", "/session/totp", "open", "session.totp_on"),
    Route("DELETE", "/session/totp", "open", "session.totp_off"),
    Route("POST", "/password/forgot", "open", "session.forgot"),
    Route("POST", "/password/reset", "open", "session.reset"),
    Route("GET", "/counter", "open", "counter.hours"),
    Route("GET", "/session/sign-ins", "signed_in", "session.sign_ins"),
    Route("PUT", "/session/notices", "signed_in", "session.notices"),
    Route("GET", "/casefiles/{matricule}", "read_casefile", "casefiles.casefile"),
    Route("GET", "/casefiles/{matricule}/consultations", "read_casefile", "casefiles.consultations"),
    Route("GET", "/casefiles/{matricule}/copy", "read_casefile", "copies.offer"),
    Route("POST", "/casefiles/{matricule}/copy", "read_casefile", "copies.link"),
    Route("GET", "/casefiles/{matricule}/career", "read_casefile", "careers.career"),
    Route("GET", "/casefiles/{matricule}/career/statement", "read_casefile", "careers.statement"),
    Route("POST", "/casefiles/{matricule}/career/{event}", "review", "careers.decide"),
    Route("GET", "/casefiles", "review", "finding.casefiles"),
    Route("GET", "/acts", "review", "finding.acts"),
    Route("GET", "/casefiles/{matricule}/search", "read_casefile", "finding.search"),
    Route("GET", "/pieces/{piece}", "read_casefile", "pieces.piece"),
    Route("GET", "/pieces/{piece}/text", "read_casefile", "pieces.text"),
    Route("GET", "/pieces/{piece}/pages/{page}", "read_casefile", "pieces.page_image"),
    Route("GET", "/pieces/{piece}/download", "read_casefile", "pieces.download"),
    Route("GET", "/batches", "read_batches", "batches.batches"),
    Route("GET", "/batches/{batch}", "read_batches", "batches.batch"),
    Route("GET", "/batches/{batch}/receipt", "read_batches", "batches.receipt"),
    Route("GET", "/batches/{batch}/receipt.csv", "read_batches", "batches.spreadsheet"),
    Route("POST", "/deposits", "deposit", "deposits.deposit"),
    Route("GET", "/waiting", "count_waiting", "review.waiting"),
    Route("GET", "/review", "review", "review.queue"),
    Route("POST", "/review/next", "review", "review.take_next"),
    Route("GET", "/review/{piece}", "review", "review.reviewed"),
    Route("GET", "/review/{piece}/alike", "review", "review.alike"),
    Route("POST", "/review/{piece}/claim", "review", "review.take"),
    Route("DELETE", "/review/{piece}/claim", "review", "review.release_claim"),
    Route("POST", "/review/{piece}", "review", "review.settle_piece"),
    Route("POST", "/review/{piece}/undo", "review", "review.undo_last"),
    Route("GET", "/review/{piece}/cuts", "review", "cuts.read"),
    Route("POST", "/review/{piece}/cuts", "review", "cuts.decide"),
    Route("GET", "/sealed", "decide_sealed_off", "review.sealed_queue"),
    Route("GET", "/sealed/{piece}", "decide_sealed_off", "review.sealed_piece"),
    Route("GET", "/sealed/{piece}/download", "decide_sealed_off", "review.sealed_original"),
    Route("GET", "/sealed/{piece}/pages/{page}", "decide_sealed_off", "review.sealed_page_image"),
    Route("POST", "/sealed/{piece}", "decide_sealed_off", "review.judge_piece"),
    Route("GET", "/accounts/{matricule}", "manage_accounts", "accounts.read_account"),
    Route("POST", "/accounts/{matricule}/open", "manage_accounts", "accounts.open_one"),
    Route("POST", "/accounts/{matricule}/reset", "manage_accounts", "accounts.reset_one"),
    Route("POST", "/accounts/{matricule}/close", "manage_accounts", "accounts.close_one"),
    Route("GET", "/journal", "read_journal", "journal.journal"),
    Route("GET", "/journal.csv", "read_journal", "journal.spreadsheet"),
    Route("GET", "/journal/unusual", "read_journal", "journal.unusual"),
    Route("GET", "/figures", "read_figures", "figures.figures"),
    Route("GET", "/figures.csv", "read_figures", "figures.spreadsheet"),
    Route("GET", "/due", "read_due_lists", "due.due"),
    Route("GET", "/due.csv", "read_due_lists", "due.spreadsheet"),
    Route("GET", "/roadmap", "read_figures", "roadmap.roadmap"),
    Route("POST", "/roadmap/plan", "change_plan", "roadmap.change_plan"),
    Route("POST", "/roadmap/plan/restore", "change_plan", "roadmap.restore"),
    Route("GET", "/reconciliation", "reconcile", "reconciliation.discrepancies"),
    Route("GET", "/reconciliation.csv", "reconcile", "reconciliation.spreadsheet"),
    Route("POST", "/reconciliation/{discrepancy}", "reconcile", "reconciliation.decide"),
    Route("POST", "/reconciliation/{discrepancy}/undo", "reconcile", "reconciliation.undo"),
    Route("POST", "/casefiles/{matricule}/reports", "read_casefile", "reports.report"),
    Route("GET", "/casefiles/{matricule}/reports", "read_casefile", "reports.own_reports"),
    Route("POST", "/casefiles/{matricule}/reports/photo", "read_casefile", "reports.photo_slot"),
    Route("GET", "/casefiles/{matricule}/news", "read_casefile", "reports.news"),
    Route("GET", "/casefiles/{matricule}/completeness", "read_casefile", "reports.completeness"),
    Route("GET", "/casefiles/{matricule}/letter", "read_casefile", "reports.letter"),
    Route("GET", "/reports", "review", "reports.reports"),
    Route("POST", "/reports/{report}", "review", "reports.answer"),
    Route("POST", "/reports/{report}/photo", "review", "reports.photo_added"),
    Route("GET", "/reports/{report}/photo/pages/{page}", "review", "reports.photo_page"),
)
