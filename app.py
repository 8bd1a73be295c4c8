"""The packager's entry point: Chalice reads the functions, their event sources and the API's routes from `app`.

On AWS the API's Lambda starts in functions/api.py, and each other function in its own module (infra/functions.yaml).
"""

from functions import administer, binding, board, closing, dispatch, illustration, ingest, notices, reading, roster, sweep, transcribe
from functions.api import app

for function in (dispatch, ingest, reading, transcribe, closing, illustration, binding, sweep, notices, roster, administer, board):
    app.register_blueprint(function.blueprint)

__all__ = ["app"]
