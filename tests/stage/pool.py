"""The user pool of the template on moto, as sign-in sees it."""

import json
from dataclasses import dataclass

from botocore.exceptions import ClientError

from chalicelib.aws.identities import CognitoIdentities
from tests.stage.account import declared


@dataclass(kw_only=True)
class Door:
    """Sign-in, with two operations of an administrator."""

    identities: object
    put: object
    close: object


def pool_door(client):
    """Create the template's pool, as far as moto implements it."""
    said = declared("readers.yaml", "UserPool")
    wanted = {part: said[part] for part in ("Policies", "Schema", "MfaConfiguration")}
    wanted["Schema"][0]["StringAttributeConstraints"] = {"MinLength": "1", "MaxLength": "32"}
    pool = client.create_user_pool(PoolName="readers", **wanted)["UserPool"]["Id"]
    said = declared("readers.yaml", "ReadersClient")
    parts = ("GenerateSecret", "ExplicitAuthFlows", "PreventUserExistenceErrors", "ReadAttributes")
    made = client.create_user_pool_client(UserPoolId=pool, ClientName="api", **{part: said[part] for part in parts})
    client_id = made["UserPoolClient"]["ClientId"]
    client.create_group(UserPoolId=pool, GroupName="archivist")

    def put(name, password, *, matricule=None, groups=(), temporary=False):
        attributes = [{"Name": "custom:matricule", "Value": matricule}] if matricule else []
        client.admin_create_user(UserPoolId=pool, Username=name, UserAttributes=attributes, TemporaryPassword=password)
        if not temporary:
            client.admin_set_user_password(UserPoolId=pool, Username=name, Password=password, Permanent=True)
        for group in groups:
            client.admin_add_user_to_group(UserPoolId=pool, Username=name, GroupName=group)

    # moto knows neither call: its older one answers in their place, and a revoked token is one that it forgets.
    revoked = set()

    def goes_on(params, **_):
        given = {"REFRESH_TOKEN": _json(params)["RefreshToken"]}
        refusal = {"Error": {"Code": "NotAuthorizedException", "Message": "Invalid Refresh Token"}, "ResponseMetadata": {}}
        if given["REFRESH_TOKEN"] in revoked:
            return _Http(400), refusal
        try:
            found = client.admin_initiate_auth(UserPoolId=pool, ClientId=client_id, AuthFlow="REFRESH_TOKEN_AUTH", AuthParameters=given)
        except (KeyError, ClientError):
            return _Http(400), refusal
        return _Http(200), found

    def revokes(params, **_):
        revoked.add(_json(params)["Token"])
        return _Http(200), {}

    client.meta.events.register("before-call.cognito-identity-provider.GetTokensFromRefreshToken", goes_on)
    client.meta.events.register("before-call.cognito-identity-provider.RevokeToken", revokes)
    return Door(
        identities=CognitoIdentities(client, pool, client_id),
        put=put,
        close=lambda name: client.admin_disable_user(UserPoolId=pool, Username=name),
    )


@dataclass
class _Http:
    status_code: int


def _json(params):
    return json.loads(params["body"])
