"""A link to an original: what it opens, and that it opens nothing else. Links are the one thing that works without a token."""

import hashlib
import urllib.error
import urllib.request
from collections.abc import Mapping
from urllib.parse import parse_qs, quote, urlencode, urlsplit

import boto3
import pytest
from botocore.exceptions import ClientError
from house import OTHER, OWN, House


@pytest.fixture(scope="module")
def piece(house: House) -> str:
    return next(each["piece"] for each in house.pieces(OWN) if each["name"].startswith("arrêté"))


@pytest.fixture(scope="module")
def link(house: House, piece: str) -> str:
    url: str = house.api("GET", f"/pieces/{piece}/download", house.token(OWN)).json()["url"]
    return url


def opened(url: str, headers: Mapping[str, str] | None = None, method: str = "GET") -> tuple[int, Mapping[str, str], bytes]:
    request = urllib.request.Request(url, headers=dict(headers or {}), method=method)  # noqa: S310 - our own emulator
    try:
        with urllib.request.urlopen(request) as answer:  # noqa: S310
            return answer.status, {name.lower(): value for name, value in answer.headers.items()}, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, {}, error.read()


def changed(url: str, **parts: str) -> str:
    """The link with other values in its query; an empty one takes the part away."""
    address, _, query = url.partition("?")
    values = {name: value[0] for name, value in parse_qs(query).items()} | {name.replace("_", "-"): value for name, value in parts.items()}
    return f"{address}?{urlencode({name: value for name, value in values.items() if value}, quote_via=quote)}"


def test_a_link_opens_the_original_as_a_file_of_its_own_name(piece: str, link: str) -> None:
    status, headers, body = opened(link)

    assert status == 200
    assert hashlib.sha256(body).hexdigest() == piece.partition("-")[0]
    assert headers["content-type"] == "application/pdf"
    assert headers["content-disposition"].startswith('attachment; filename="arrete')
    assert "filename*=UTF-8''arr%C3%AAt%C3%A9" in headers["content-disposition"]


def test_a_link_is_signed_for_five_minutes_by_a_passing_key(link: str) -> None:
    query = parse_qs(urlsplit(link).query)

    assert query["X-Amz-Algorithm"] == ["AWS4-HMAC-SHA256"]
    assert query["X-Amz-Expires"] == ["300"]
    assert query["X-Amz-Credential"][0].startswith("ASIA")
    assert query["X-Amz-Security-Token"]
    assert len(query["versionId"]) == 1


def test_the_unchanged_link_is_what_the_changed_ones_differ_from(link: str) -> None:
    assert opened(changed(link))[0] == 200


@pytest.mark.parametrize(
    "change",
    [
        {"X_Amz_Expires": "604800"},
        {"X_Amz_Date": "20300101T000000Z"},
        {"X_Amz_Date": "20200101T000000Z"},
        {"X_Amz_Signature": "0" * 64},
        {"X_Amz_Signature": ""},
        {"X_Amz_Security_Token": ""},
        {"X_Amz_SignedHeaders": ""},
        {"X_Amz_Algorithm": ""},
        {"versionId": ""},
        {"versionId": "00000000-0000-4000-8000-000000000000"},
        {"response_content_disposition": "inline"},
        {"response_content_disposition": ""},
        {"response_content_type": "text/html"},
    ],
)
def test_a_link_that_was_changed_opens_nothing(link: str, change: dict[str, str]) -> None:
    status, _, body = opened(changed(link, **change))

    assert status in {400, 403}
    assert not body.startswith(b"%PDF")


def test_a_link_for_one_original_opens_no_other_place(house: House, link: str) -> None:
    digest, other = (urlsplit(link).path.split("/")[4], house.piece(OTHER).partition("-")[0])
    elsewhere = [
        link.replace(digest, other).replace(f"/{digest[:2]}/", f"/{other[:2]}/"),
        link.replace("original.pdf", "transcript.json.gz"),
        link.replace("original.pdf", ""),
        link.replace(house.state["buckets"]["vault"], house.state["buckets"]["inbox"]),
    ]

    assert {opened(each)[0] for each in elsewhere} <= {400, 403}


@pytest.mark.parametrize("method", ["PUT", "DELETE", "POST"])
def test_a_link_only_reads(link: str, method: str) -> None:
    assert opened(link, method=method)[0] in {400, 403, 405}
    assert opened(link)[0] == 200


def test_without_a_signature_nobody_reads_the_vault(link: str) -> None:
    assert opened(link.partition("?")[0])[0] == 403


def test_a_download_that_broke_off_goes_on_with_a_new_link(house: House, piece: str, link: str) -> None:
    _, headers, whole = opened(link)
    first = opened(link, {"Range": "bytes=0-99"})
    new: str = house.api("GET", f"/pieces/{piece}/download", house.token(OWN)).json()["url"]
    rest = opened(new, {"Range": "bytes=100-", "If-Range": headers["etag"]})

    assert (first[0], rest[0]) == (206, 206)
    assert first[2] + rest[2] == whole


@pytest.mark.parametrize("name", ["LinksRole", "DepositsRole"])
def test_nobody_but_the_api_takes_a_role_that_signs(house: House, name: str) -> None:
    roles = [role for page in house.client("iam").get_paginator("list_roles").paginate() for role in page["Roles"]]
    (role,) = [each["Arn"] for each in roles if name in each["RoleName"]]
    key = house.state["uploader"]
    sts = boto3.client(
        "sts",
        endpoint_url=house.state["endpoint"],
        region_name=house.state["region"],
        aws_access_key_id=key["access_key_id"],
        aws_secret_access_key=key["secret_access_key"],
    )
    with pytest.raises(ClientError) as error:
        sts.assume_role(RoleArn=role, RoleSessionName="thief")

    assert error.value.response["Error"]["Code"] == "AccessDenied"


def test_every_link_is_written_down_before_it_is_given(house: House, piece: str) -> None:
    before = len(house.api("GET", "/casefiles/me/consultations", house.token(OWN)).json()["consultations"])
    house.api("GET", f"/pieces/{piece}/download", house.token("archivist"))
    found = house.api("GET", "/casefiles/me/consultations", house.token(OWN)).json()["consultations"]

    assert len(found) == min(before + 1, 50)
    assert (found[0]["action"], found[0]["reader"], found[0]["piece"]) == ("download", "archivist", piece)
