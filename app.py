"""Chalice's entry point: registers the blueprints, nothing else."""

from chalice.app import Chalice

from functions import (
    accounts,
    administer,
    batches,
    casefiles,
    closing,
    deposits,
    dispatch,
    figures,
    finding,
    health,
    illustration,
    ingest,
    journal,
    pieces,
    reading,
    reports,
    rest,
    review,
    roster,
    session,
    sweep,
    transcribe,
)

app = Chalice(app_name="ububiko")
for room in (
    health,
    session,
    casefiles,
    finding,
    pieces,
    batches,
    deposits,
    review,
    dispatch,
    ingest,
    reading,
    transcribe,
    closing,
    illustration,
    sweep,
    roster,
    administer,
    accounts,
    journal,
    figures,
    reports,
):
    app.register_blueprint(room.blueprint)
rest.check_rules(app)
