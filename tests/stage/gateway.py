"""API Gateway before the API's Lambda: the event that it makes of a request, once Cognito has verified the token."""

import json
from contextlib import contextmanager

import boto3
from aws_lambda_powertools.utilities import parameters

from tests.stage import REGION

SECRET = "secret"  # noqa: S105 - the stage's own


def claims_of(name, *groups, session="session-1"):
    """Write the ID token's claims of somebody; who is a number is a servant."""
    own = {"custom:matricule": name} if name.isdigit() else {"cognito:groups": ",".join(groups or (name,))}
    return {"cognito:username": name, "token_use": "id", "aud": "client", "jti": session} | own


def request_event(method, route, *, claims=None, headers=None, query=None, body=None, path=None):  # noqa: PLR0913 - a request
    """Write what the Lambda is given of a request that came through the site.

    Args:
        method: `GET`.
        route: as it is declared, `/pieces/{piece}`.
        claims: of the token; None where the route asks for none.
        headers: beside the site's own.
        query: by name.
        body: JSON.
        path: values of the route's names.
    """
    return {
        "resource": route,
        "path": route.format(**path or {}),
        "httpMethod": method,
        "headers": {"x-origin-secret": SECRET, "content-type": "application/json"} | (headers or {}),
        "pathParameters": path or None,
        "queryStringParameters": query or None,
        "multiValueQueryStringParameters": {name: [value] for name, value in query.items()} if query else None,
        "requestContext": {"httpMethod": method, "resourcePath": route, "authorizer": {"claims": claims} if claims else None},
        "stageVariables": None,
        "body": None if body is None else json.dumps(body),
        "isBase64Encoded": False,
    }


@contextmanager
def behind_the_site(monkeypatch, **environment):
    """Tell the API's Lambda, in moto's account, by what it knows the site and its readers."""
    origin = boto3.client("secretsmanager", REGION).create_secret(Name="origin", SecretString=SECRET)["ARN"]
    for name, value in {"ORIGIN_SECRET_ARN": origin, "USER_POOL_CLIENT_ID": "client", **environment}.items():
        monkeypatch.setenv(name, value)
    parameters.base.DEFAULT_PROVIDERS.clear()
    yield
    parameters.base.DEFAULT_PROVIDERS.clear()
