"""A slot in the inbox: that it takes the one file it was signed for, and nothing else. Slots work without a token."""

from typing import Any

import boto3
import requests
from botocore.exceptions import ClientError
from house import OWN, House

BATCH = "lot à part + 50%"
BODY = b"%PDF-1.4 " + bytes(1000)
NAME = f"{OWN}/arrêté.pdf"


def asked(house: House) -> dict[str, Any]:
    body = {"batch": BATCH, "files": [{"name": NAME, "size": len(BODY)}]}
    (told,) = house.api("POST", "/deposits", house.token("archivist"), body=body).json()["files"]
    return dict(told)


def put(slot: dict[str, Any], body: bytes = BODY, *, without: str = "", at: str = "", **changed: str) -> int:
    changed = {name.replace("_", "-"): value for name, value in changed.items()}
    fields = {name: value for name, value in {**slot["fields"], **changed}.items() if name != without}
    return requests.post(at or slot["url"], data=fields, files={"file": ("file", body)}, timeout=30).status_code


def keys(house: House, prefix: str) -> list[str]:
    found = house.client("s3").list_objects_v2(Bucket=house.state["buckets"]["inbox"], Prefix=prefix).get("Contents", [])
    return [each["Key"] for each in found]


def test_a_slot_takes_one_file_and_nothing_that_differs_from_it(house: House) -> None:
    slot = asked(house)
    buckets = house.state["buckets"]
    refused = [
        put(slot, BODY + b"1"),
        put(slot, BODY[:-1]),
        put(slot, key=f"{BATCH}/{OWN}/autre.pdf"),
        put(slot, key="_roster/agents.csv"),
        put(slot, Content_Type="text/html"),
        put(slot, x_amz_signature="0" * 64),
        put(slot, without="x-amz-security-token"),
        put(slot, without="policy"),
        put(slot, at=slot["url"].replace(buckets["inbox"], buckets["vault"])),
        put({**slot, "fields": {"key": f"{BATCH}/nu.pdf"}}),
    ]

    assert set(refused) <= {400, 403}
    assert keys(house, BATCH) == []
    assert put(slot) == 204
    assert keys(house, BATCH) == [f"{BATCH}/{NAME}"]
    assert asked(house) == {"name": NAME, "status": "already"}


def test_a_servants_slot_for_a_photo_takes_one_photo_as_their_draft_and_nothing_that_differs_from_it(house: House) -> None:
    photo = b"\xff\xd8\xff" + bytes(1000)
    slot = house.api("POST", "/casefiles/me/reports/photo", house.token(OWN), body={"kind": "jpeg", "size": len(photo)}).json()
    buckets, key = house.state["buckets"], slot["fields"]["key"]
    refused = [
        put(slot, photo + b"1"),
        put(slot, photo[:-1]),
        put(slot, photo, key="photo-drafts/" + "0" * 32),
        put(slot, photo, key=key.replace("photo-drafts", "photos") + "/original.jpg"),
        put(slot, photo, Content_Type="text/html"),
        put(slot, photo, without="Content-Type"),
        put(slot, photo, at=slot["url"].replace(buckets["work"], buckets["inbox"])),
        put({**slot, "fields": {"key": key}}, photo),
    ]

    assert set(refused) <= {400, 403}
    assert put(slot, photo) == 204
    assert OWN not in key


def writes(house: House, account: str, key: str) -> bool:
    """Whether one of the accounts that upload may write a file in the inbox."""
    of = house.state[account]
    s3 = boto3.client(
        "s3",
        endpoint_url=house.state["endpoint"],
        region_name=house.state["region"],
        aws_access_key_id=of["access_key_id"],
        aws_secret_access_key=of["secret_access_key"],
    )
    try:
        s3.put_object(Bucket=house.state["buckets"]["inbox"], Key=key, Body=b"matricule\n")
    except ClientError as error:
        return error.response["Error"]["Code"] != "AccessDenied"
    return True


def test_who_uploads_batches_never_writes_the_roster_and_who_uploads_the_roster_writes_no_batch(house: House) -> None:
    places = (f"{BATCH}/Thumbs.db", "_roster/agents.csv", "_roster/2026/agents.csv", "copies-masquees/Thumbs.db")

    assert [writes(house, "uploader", place) for place in places] == [True, False, False, False]
    assert [writes(house, "roster_uploader", place) for place in places] == [False, True, True, False]
