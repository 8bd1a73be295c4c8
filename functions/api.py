"""The API's Lambda: the routes of `functions.routes`, called by API Gateway."""

from chalice.app import Chalice

from functions.rest import register
from functions.routes import ROUTES

app = Chalice(app_name="ububiko")
for route in ROUTES:
    register(app, route)
