"""Chalice's entry point: registers the blueprints, nothing else."""

from chalice.app import Chalice

from functions import administer, closing, dispatch, health, ingest, reading, rest, roster, sweep, transcribe

app = Chalice(app_name="ububiko")
for room in (health, dispatch, ingest, reading, transcribe, closing, sweep, roster, administer):
    app.register_blueprint(room.blueprint)
rest.check_rules(app)
