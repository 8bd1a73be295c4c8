"""Forged, altered, expired and misplaced tokens, over HTTP: each is refused."""

import base64
import hmac
import json
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from typing import Any

import pytest
from botocore.exceptions import ClientError
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from house import OTHER, OWN, PASSWORD, SERVANTS, House

ME = "/casefiles/me"
TOLD = {"ClientSecret", "LastModifiedDate", "CreationDate", "DefaultRedirectURI"}
"""What Cognito says of a client and does not let be set."""
Claims = dict[str, Any]


@pytest.fixture(scope="module")
def thief() -> rsa.RSAPrivateKey:
    """Key of a forger."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def plain(part: bytes) -> str:
    return base64.urlsafe_b64encode(part).rstrip(b"=").decode()


def read(token: str) -> tuple[Claims, Claims]:
    head, claims, _ = token.split(".")
    return json.loads(base64.urlsafe_b64decode(head + "==")), json.loads(base64.urlsafe_b64decode(claims + "=="))


def written(head: Claims, claims: Claims, sign: Callable[[bytes], bytes]) -> str:
    signed = f"{plain(json.dumps(head).encode())}.{plain(json.dumps(claims).encode())}"
    return f"{signed}.{plain(sign(signed.encode()))}"


def signature_of(key: rsa.RSAPrivateKey) -> Callable[[bytes], bytes]:
    return lambda signed: key.sign(signed, padding.PKCS1v15(), hashes.SHA256())


def refused(house: House, token: str) -> None:
    answer = house.api("GET", ME, token)

    assert (answer.status, answer.json()["code"]) == (401, "not_signed_in"), token[:200]
    assert answer.headers["cache-control"] == "no-store"


@contextmanager
def changed(house: House, **settings: Any) -> Iterator[None]:
    """The readers' client with other settings; AWS would not grant a second's life, the emulator does."""
    cognito = house.client("cognito-idp")
    now = cognito.describe_user_pool_client(UserPoolId=house.state["user_pool"], ClientId=house.state["client"])["UserPoolClient"]
    kept = {name: value for name, value in now.items() if name not in TOLD}
    cognito.update_user_pool_client(**(kept | settings))
    try:
        yield
    finally:
        cognito.update_user_pool_client(**kept)


def test_a_token_of_ours_opens_the_door(house: House) -> None:
    assert house.api("GET", ME, house.token(OWN)).status == 200


@pytest.mark.parametrize("algorithm", ["none", "None", "nOnE", "NONE", ""])
def test_a_token_that_nobody_signed_is_refused(house: House, algorithm: str) -> None:
    _, claims = read(house.token(OWN))

    refused(house, written({"alg": algorithm, "typ": "JWT"}, claims, lambda _: b""))
    refused(house, written({**read(house.token(OWN))[0], "alg": algorithm}, claims, lambda _: b""))


def test_a_token_signed_by_another_key_is_refused_even_under_our_keys_name(house: House, thief: rsa.RSAPrivateKey) -> None:
    head, claims = read(house.token(OWN))

    refused(house, written(head, claims, signature_of(thief)))


def test_our_public_key_is_no_shared_secret(house: House) -> None:
    """The oldest trick: what may be checked with a public key is signed with it as if it were a password."""
    address = f"{house.state['endpoint']}/{house.state['user_pool']}/.well-known/jwks.json"
    with urllib.request.urlopen(address) as found:  # noqa: S310 - http, of our own emulator
        (key, *_) = json.load(found)["keys"]
    numbers = (int.from_bytes(base64.urlsafe_b64decode(key[name] + "=="), "big") for name in ("e", "n"))
    public = rsa.RSAPublicNumbers(*numbers).public_key()
    pem = public.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    head, claims = read(house.token(OWN))
    for secret in (pem, pem.strip(), base64.urlsafe_b64decode(key["n"] + "=="), key["n"].encode()):
        refused(house, written({**head, "alg": "HS256"}, claims, partial(hmac.digest, secret, digest="sha256")))


@pytest.mark.parametrize("name", ["", "../../../../dev/null", "/etc/passwd", "x' OR '1'='1", "a" * 4_000, None, 7, ["a"]])
def test_a_key_of_a_name_that_is_none_of_ours_is_not_looked_for(house: House, thief: rsa.RSAPrivateKey, name: Any) -> None:
    _, claims = read(house.token(OWN))
    head = {"alg": "RS256", "kid": name} if name is not None else {"alg": "RS256"}

    refused(house, written(head, claims, signature_of(thief)))


def test_a_token_does_not_say_where_its_key_is_found(house: House, thief: rsa.RSAPrivateKey) -> None:
    numbers = thief.public_key().public_numbers()
    parts = {name: plain(value.to_bytes((value.bit_length() + 7) // 8, "big")) for name, value in (("n", numbers.n), ("e", numbers.e))}
    jwk = {"kty": "RSA", "alg": "RS256", "use": "sig", "kid": "thief", **parts}
    _, claims = read(house.token(OWN))
    for told in ({"jwk": jwk}, {"jku": "http://127.0.0.1:9/keys"}, {"x5u": "http://127.0.0.1:9/cert"}, {"x5c": ["AAAA"]}):
        refused(house, written({"alg": "RS256", "kid": "thief", **told}, claims, signature_of(thief)))


@pytest.mark.parametrize(
    "change",
    [
        {"custom:matricule": OTHER, "cognito:username": OTHER},
        {"cognito:groups": ["archivist"]},
        {"cognito:groups": "archivist"},
        {"exp": 4_000_000_000},
        {"token_use": "access"},
    ],
)
def test_a_token_whose_words_were_changed_is_refused(house: House, change: Claims) -> None:
    head, claims, signature = house.token(OWN).split(".")
    altered = plain(json.dumps({**json.loads(base64.urlsafe_b64decode(claims + "==")), **change}).encode())

    refused(house, f"{head}.{altered}.{signature}")


def test_a_damaged_token_is_refused_and_breaks_nothing(house: House) -> None:
    token = house.token(OWN)
    head, claims, signature = token.split(".")
    for damaged in (
        "", ".", "..", "...", "a.b.c", token[:-2], token + "A", f"{head}.{claims}", f"{head}.{claims}.", f"{token}.{signature}",
        f"{claims}.{head}.{signature}", "é".encode().decode("latin-1"), "null", "e30.e30.e30", "W10.W10.W10", "A" * 6_000,
    ):  # fmt: skip
        refused(house, damaged)


def test_an_access_token_is_no_id_token(house: House) -> None:
    refused(house, house.tokens(OWN, house.user(OWN)["password"])["AccessToken"])


def test_a_token_of_another_client_of_our_own_pool_is_refused(house: House) -> None:
    cognito, pool = house.client("cognito-idp"), house.state["user_pool"]
    flows = ["ALLOW_ADMIN_USER_PASSWORD_AUTH"]
    other = cognito.create_user_pool_client(UserPoolId=pool, ClientName="other", ExplicitAuthFlows=flows)["UserPoolClient"]["ClientId"]
    given = {"USERNAME": OWN, "PASSWORD": house.user(OWN)["password"]}
    answer = cognito.admin_initiate_auth(UserPoolId=pool, ClientId=other, AuthFlow="ADMIN_USER_PASSWORD_AUTH", AuthParameters=given)

    refused(house, answer["AuthenticationResult"]["IdToken"])
    cognito.delete_user_pool_client(UserPoolId=pool, ClientId=other)


def test_a_token_of_another_pool_is_refused(house: House) -> None:
    cognito = house.client("cognito-idp")
    schema = [{"Name": "matricule", "AttributeDataType": "String", "Mutable": True}]
    pool = cognito.create_user_pool(PoolName="strangers", Schema=schema)["UserPool"]["Id"]
    flows = ["ALLOW_ADMIN_USER_PASSWORD_AUTH"]
    client = cognito.create_user_pool_client(UserPoolId=pool, ClientName="api", ExplicitAuthFlows=flows)["UserPoolClient"]["ClientId"]
    who = {"UserPoolId": pool, "Username": OWN}
    cognito.admin_create_user(**who, UserAttributes=[{"Name": "custom:matricule", "Value": OWN}], MessageAction="SUPPRESS")
    cognito.admin_set_user_password(**who, Password=PASSWORD, Permanent=True)
    given = {"USERNAME": OWN, "PASSWORD": PASSWORD}
    answer = cognito.admin_initiate_auth(UserPoolId=pool, ClientId=client, AuthFlow="ADMIN_USER_PASSWORD_AUTH", AuthParameters=given)

    refused(house, answer["AuthenticationResult"]["IdToken"])


def test_a_token_is_good_until_it_expires(house: House) -> None:
    with changed(house, IdTokenValidity=1, TokenValidityUnits={"AccessToken": "minutes", "IdToken": "seconds", "RefreshToken": "hours"}):
        token = house.tokens(OWN, house.user(OWN)["password"])["IdToken"]
    time.sleep(2.1)

    refused(house, token)


def test_of_two_tokens_none_is_chosen(house: House) -> None:
    own, other = f"Bearer {house.token(OWN)}", f"Bearer {house.token(OTHER)}"
    for shown in ([own, other], [other, own], [own, "Bearer x"], ["Bearer x", own], [f"{own}, {other}"], [f"{own},{other}"]):
        answer = house.api("GET", ME, headers=[("Authorization", each) for each in shown])

        assert (answer.status, answer.json()["code"]) == (401, "not_signed_in")


def test_a_token_stands_in_no_other_place_than_its_header(house: House) -> None:
    token = house.token(OWN)

    assert house.api("GET", f"{ME}?access_token={token}&Authorization={token}").status == 401
    assert house.api("GET", ME, headers=[("Cookie", f"token={token}; ububiko_session={token}")]).status == 401
    assert house.api("GET", ME, headers=[("X-Authorization", f"Bearer {token}"), ("X-Amz-Security-Token", token)]).status == 401


def test_who_gives_themselves_another_matricule_gains_no_case_file(house: House) -> None:
    """AWS refuses the change, for no client may write the attribute; the emulator grants it, and we trust nothing of it."""
    thief, victim = "8888888", SERVANTS[21]
    house.open_account(thief, matricule=thief)
    access = house.tokens(thief, PASSWORD)["AccessToken"]
    change = [{"Name": "custom:matricule", "Value": victim}]
    with suppress(ClientError):
        house.client("cognito-idp").update_user_attributes(AccessToken=access, UserAttributes=change)
    token = house.tokens(thief, PASSWORD)["IdToken"]
    opened = house.api("POST", "/session", body={"username": thief, "password": PASSWORD}).json()

    assert house.api("GET", f"/casefiles/{victim}", token).status == 404
    assert house.api("GET", f"/pieces/{house.piece(victim)}", token).status == 404
    assert house.api("GET", ME, token).status == 404
    assert opened["casefile"] is None


def test_the_api_is_not_reached_but_through_the_site(house: House) -> None:
    gateway = house.state["gateway"]
    for headers in ([], [("X-Origin-Secret", "guess")], [("X-Origin-Secret", "")], [("X-Viewer-Address", "10.0.0.1")]):
        direct = house.ask("GET", ME, house.token(OWN), headers=headers, at=gateway)

        assert (direct.status, direct.json()["code"]) == (403, "not_through_the_site")


def test_what_a_viewer_says_of_secret_and_address_is_not_passed_on(house: House) -> None:
    told = [("X-Origin-Secret", "guess"), ("X-Viewer-Address", "203.0.113.7"), ("Host", "elsewhere")]
    body = {"username": "nobody-at-all", "password": "x"}
    answer = house.api("POST", "/session", headers=told, body=body)

    assert (answer.status, answer.json()["code"]) == (401, "sign_in_refused")
