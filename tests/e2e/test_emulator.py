"""What the local stack takes for granted of its emulator: a successor must pass these too."""

import json
import time
import urllib.request
from pathlib import Path
from urllib.error import HTTPError

import pytest
from botocore.exceptions import ClientError
from conftest import free_port
from srp import sign_in

from infra.local.emulator.process import REGION, Credentials, Emulator

PASSWORD = "Correct-horse-1"  # noqa: S105 - of an account that lives as long as a test


def bucket(emulator: Emulator, name: str) -> str:
    s3 = emulator.client("s3")
    s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": REGION})
    return name


def read(url: str) -> bytes:
    with urllib.request.urlopen(url) as answer:  # noqa: S310 - always http
        body: bytes = answer.read()
    return body


def refusal(url: str) -> int:
    with pytest.raises(HTTPError) as error:
        read(url)
    error.value.close()
    return error.value.code


def test_a_presigned_link_opens_until_it_expires(emulator: Emulator) -> None:
    s3, name = emulator.client("s3"), bucket(emulator, "links")
    s3.put_object(Bucket=name, Key="acte.pdf", Body=b"content")
    link = s3.generate_presigned_url("get_object", Params={"Bucket": name, "Key": "acte.pdf"}, ExpiresIn=1)
    opened = read(link)
    time.sleep(2.1)

    assert opened == b"content"
    assert refusal(link) == 403


def test_a_presigned_link_for_one_piece_opens_no_other(emulator: Emulator) -> None:
    s3, name = emulator.client("s3"), bucket(emulator, "tampered")
    for key in ("mine.pdf", "else.pdf"):
        s3.put_object(Bucket=name, Key=key, Body=b"content")
    link = s3.generate_presigned_url("get_object", Params={"Bucket": name, "Key": "mine.pdf"}, ExpiresIn=60)

    assert refusal(link.replace("mine.pdf", "else.pdf")) == 403


def test_one_version_is_read_on_from_where_a_download_broke_off_and_under_the_link_s_name(emulator: Emulator) -> None:
    s3, name = emulator.client("s3"), bucket(emulator, "versions")
    s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
    version = s3.put_object(Bucket=name, Key="acte.pdf", Body=b"0123456789")["VersionId"]
    s3.put_object(Bucket=name, Key="acte.pdf", Body=b"another act")
    wanted = {"Bucket": name, "Key": "acte.pdf", "VersionId": version, "ResponseContentDisposition": 'attachment; filename="a.pdf"'}
    parts = []
    for asked in ("bytes=0-3", "bytes=4-"):
        link = s3.generate_presigned_url("get_object", Params=wanted, ExpiresIn=60)
        with urllib.request.urlopen(urllib.request.Request(link, headers={"Range": asked})) as answer:  # noqa: S310 - always http
            parts.append((answer.status, answer.read(), answer.headers["ETag"], answer.headers["Content-Disposition"]))
    whole = read(s3.generate_presigned_url("get_object", Params=wanted, ExpiresIn=60))

    assert [part[0] for part in parts] == [206, 206]
    assert b"".join(part[1] for part in parts) == whole == b"0123456789"
    assert len({part[2] for part in parts}) == 1
    assert {part[3] for part in parts} == {'attachment; filename="a.pdf"'}


def test_a_start_that_was_cut_short_leaves_nothing_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "objects" / "000000000000" / "half-made").mkdir(parents=True)
    fresh = Emulator(tmp_path, port=free_port())
    fresh.start()
    made = bucket(fresh, "half-made")
    fresh.stop()

    assert made == "half-made"


def test_nobody_reads_without_a_key(emulator: Emulator) -> None:
    s3, name = emulator.client("s3"), bucket(emulator, "unsigned")
    s3.put_object(Bucket=name, Key="acte.pdf", Body=b"content")

    assert refusal(f"{emulator.url}/{name}/acte.pdf") == 403


def test_a_user_may_do_what_the_policy_says_and_nothing_else(emulator: Emulator) -> None:
    iam, name = emulator.client("iam"), bucket(emulator, "rights")
    iam.create_user(UserName="depot")
    statement = {"Effect": "Allow", "Action": "s3:PutObject", "Resource": f"arn:aws:s3:::{name}/lot-1/*"}
    iam.put_user_policy(UserName="depot", PolicyName="own", PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [statement]}))
    key = iam.create_access_key(UserName="depot")["AccessKey"]
    s3 = emulator.client("s3", Credentials(key=key["AccessKeyId"], secret=key["SecretAccessKey"]))
    s3.put_object(Bucket=name, Key="lot-1/acte.pdf", Body=b"content")
    with pytest.raises(ClientError) as elsewhere:
        s3.put_object(Bucket=name, Key="lot-2/acte.pdf", Body=b"content")
    with pytest.raises(ClientError) as reading:
        s3.get_object(Bucket=name, Key="lot-1/acte.pdf")

    assert elsewhere.value.response["Error"]["Code"] == "AccessDenied"
    assert reading.value.response["Error"]["Code"] == "AccessDenied"


def test_a_wrong_password_does_not_sign_in(emulator: Emulator) -> None:
    cognito = emulator.client("cognito-idp")
    pool = cognito.create_user_pool(PoolName="readers")["UserPool"]["Id"]
    flows = ["ALLOW_USER_SRP_AUTH"]
    client = cognito.create_user_pool_client(UserPoolId=pool, ClientName="api", ExplicitAuthFlows=flows)["UserPoolClient"]["ClientId"]
    cognito.admin_create_user(UserPoolId=pool, Username="aline", MessageAction="SUPPRESS")
    cognito.admin_set_user_password(UserPoolId=pool, Username="aline", Password=PASSWORD, Permanent=True)
    signed_in = sign_in(cognito, pool=pool, client=client, name="aline", password=PASSWORD)
    with pytest.raises(ClientError) as error:
        sign_in(cognito, pool=pool, client=client, name="aline", password=PASSWORD + "x")

    assert signed_in["AuthenticationResult"]["IdToken"]
    assert error.value.response["Error"]["Code"] == "NotAuthorizedException"


def test_what_was_there_is_there_after_a_clean_stop_and_two_do_not_mix(emulator: Emulator, tmp_path: Path) -> None:
    name = bucket(emulator, "first-only")
    other = Emulator(tmp_path, port=free_port())
    other.start()
    other.mark_running()
    bucket(other, "kept")
    other.client("s3").put_object(Bucket="kept", Key="acte.pdf", Body=b"content")
    other.client("sqs").create_queue(QueueName="kept")
    other.stop()
    clean = not other.interrupted
    other.start()
    kept = other.client("s3").get_object(Bucket="kept", Key="acte.pdf")["Body"].read()
    queues = other.client("sqs").list_queues().get("QueueUrls", [])
    buckets = {each["Name"] for each in other.client("s3").list_buckets()["Buckets"]}
    other.stop()

    assert clean
    assert kept == b"content"
    assert [url.rpartition("/")[2] for url in queues] == ["kept"]
    assert name not in buckets


def test_a_queue_serves_a_small_group_before_the_rest_of_a_large_one(emulator: Emulator) -> None:
    sqs = emulator.client("sqs")
    url = sqs.create_queue(QueueName="fair")["QueueUrl"]
    for number in range(40):
        sqs.send_message(QueueUrl=url, MessageBody=f"fonds {number}", MessageGroupId="fonds")
    sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10)
    for number in range(4):
        sqs.send_message(QueueUrl=url, MessageBody=f"jour {number}", MessageGroupId="jour")
    bodies = [each["Body"] for each in sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10)["Messages"]]

    assert [body.split()[0] for body in bodies] == ["jour"] * 4 + ["fonds"] * 6
