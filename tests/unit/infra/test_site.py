"""The site's pages on their way into the bucket: by our own upload, and by the script for the AWS console's shell."""

import json
import os
import subprocess
import sys
import zipfile
from itertools import pairwise

import boto3
import pytest
from moto import mock_aws

from infra import site

RECORDER = f"""#!{sys.executable}
import json, os, sys
with open(os.environ["ASKED"], "a") as asked:
    asked.write(json.dumps(sys.argv[1:]) + chr(10))
"""
FLAGS = {"--content-type": "ContentType", "--cache-control": "CacheControl", "--content-encoding": "ContentEncoding"}


@pytest.fixture
def dist(tmp_path):
    dist = tmp_path / "dist"
    for name in ("index.html", "fr/l'aide.html", "worker.js", "assets/app-0123456789.js", "robots.txt"):
        (dist / name).parent.mkdir(parents=True, exist_ok=True)
        (dist / name).write_text(name * 40)
    return dist


def published(tmp_path, archive):
    """Unpack the release and run its script as CloudShell does, with a command `aws` that only writes down what it is asked."""
    with zipfile.ZipFile(archive) as zipped:
        zipped.extractall(tmp_path / "shell")
    command = tmp_path / "bin" / "aws"
    command.parent.mkdir()
    command.write_text(RECORDER)
    command.chmod(0o755)
    environment = {"PATH": f"{command.parent}{os.pathsep}{os.environ['PATH']}", "ASKED": str(tmp_path / "asked")}
    subprocess.run(["sh", "publier.sh", "seau"], cwd=tmp_path / "shell", env=environment, check=True, capture_output=True)  # noqa: S607
    return [json.loads(line) for line in (tmp_path / "asked").read_text().splitlines()]


def headers_in(words):
    """Read the headers that a command gives."""
    return {FLAGS[flag]: value for flag, value in pairwise(words) if flag in FLAGS}


def test_the_script_publishes_what_our_own_upload_does_with_the_same_headers(tmp_path, dist):
    *copies, sync = published(tmp_path, site.write_release(tmp_path, dist))
    by_script = {words[3]: (words[4], headers_in(words)) for words in copies}
    with mock_aws():
        s3 = boto3.client("s3", region_name="eu-west-1")
        s3.create_bucket(Bucket="seau", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
        sent = site.upload(s3, "seau", dist)
        kept = {key: s3.head_object(Bucket="seau", Key=key) for key in sent}

    assert list(by_script) == sent, "in the same order: what pages refer to comes first"
    for key, (target, headers) in by_script.items():
        assert target == f"s3://seau/{key}"
        assert headers == {name: kept[key][name] for name in headers}
        assert (tmp_path / "shell" / "site" / key).is_file()
    assert sync[:2] == ["s3", "sync"]
    assert "--delete" in sync
    assert sync[sync.index("--exclude") + 1] == "assets/*"


def test_the_script_says_what_it_lacks(tmp_path, dist):
    with zipfile.ZipFile(site.write_release(tmp_path, dist)) as zipped:
        zipped.extract("publier.sh", tmp_path)
    done = subprocess.run(["sh", "publier.sh"], cwd=tmp_path, capture_output=True, text=True, check=False)  # noqa: S607

    assert done.returncode != 0
    assert "Donnez le seau du site" in done.stderr
