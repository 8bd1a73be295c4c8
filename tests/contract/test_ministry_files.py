"""A ministry's file in S3: a new version takes effect without a deployment, a faulty one is refused and the previous one stays."""

import boto3
import pytest
from botocore.awsrequest import AWSResponse
from moto import mock_aws

from chalicelib.aws.ministry_files import CAREER_RULES, NOMENCLATURE, MinistryObject
from chalicelib.model.errors import TransientError
from chalicelib.text.nomenclature_file import shipped

VAULT = "vault"
KEY = NOMENCLATURE.key
GOOD = """version: "{version}"
pieces:
- {{code: "03.1", fr: Nomination, rn: Urwandiko, en: Appointment, mandatory: always, keep: keep, title: [portant nomination]}}
- {{code: "99", fr: Interdite, rn: Urupapuro, en: Forbidden, mandatory: never, keep: sealed}}
"""


class Place:
    """The object, a writer and a clock."""

    def __init__(self):
        self.client = boto3.client("s3", region_name="us-east-1")
        self.client.create_bucket(Bucket=VAULT)
        self.client.put_bucket_versioning(Bucket=VAULT, VersioningConfiguration={"Status": "Enabled"})
        self.now = 0.0
        self.object = self.started()

    def started(self):
        """A function after its cold start."""
        return MinistryObject(self.client, VAULT, NOMENCLATURE, age=60, clock=lambda: self.now)

    def write(self, body):
        self.client.put_object(Bucket=VAULT, Key=KEY, Body=body.encode())
        self.now += 61

    def version(self):
        return self.object.current().value.version

    def answer(self, status, code):
        """Make every ListObjectVersions fail."""
        said = {"Error": {"Code": code, "Message": "no"}, "ResponseMetadata": {"HTTPStatusCode": status}}
        refusal = (AWSResponse("https://s3", status, {}, None), said)
        self.client.meta.events.register("before-call.s3.ListObjectVersions", lambda **_: refusal)


@pytest.fixture
def place(monkeypatch):
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    with mock_aws():
        yield Place()


def test_without_an_object_the_shipped_nomenclature_is_in_force(place):
    assert place.object.current().value == shipped()
    assert place.object.current().version is None


def test_what_the_ministry_writes_is_in_force_a_minute_later(place):
    assert place.version() == shipped().version
    place.write(GOOD.format(version="2027"))

    assert place.version() == "2027"


def test_within_a_minute_nothing_is_asked_again(place):
    place.write(GOOD.format(version="2027"))
    assert place.version() == "2027"
    place.client.put_object(Bucket=VAULT, Key=KEY, Body=GOOD.format(version="2028").encode())

    assert place.version() == "2027"
    place.now += 60
    assert place.version() == "2028"


def test_a_bad_nomenclature_is_refused_with_its_line_and_the_old_one_stays(place):
    place.write(GOOD.format(version="2027"))
    place.write(GOOD.format(version="2028").replace("always", "toujours"))
    found = place.object.current()

    assert found.value.version == "2027"
    assert [[problem.tell() for problem in refused.problems] for refused in found.refused] == [
        ["ligne 3 : « toujours » n'est pas une des valeurs admises."]
    ]


def test_the_old_one_stays_also_for_a_lambda_that_starts_after_the_bad_one(place):
    place.write(GOOD.format(version="2027"))
    place.write("pieces: [")
    place.write("")

    assert place.started().current().value.version == "2027"
    assert len(place.started().current().refused) == 2


def test_a_mended_nomenclature_ends_the_refusal(place):
    place.write("pieces: [")
    place.write(GOOD.format(version="2028"))

    assert place.version() == "2028"
    assert place.object.current().refused == ()


def test_deleting_the_object_brings_the_shipped_one_back(place):
    place.write(GOOD.format(version="2027"))
    place.client.delete_object(Bucket=VAULT, Key=KEY)
    place.now += 61

    assert place.object.current().value == shipped()


def test_another_object_whose_name_begins_alike_changes_nothing(place):
    place.client.put_object(Bucket=VAULT, Key=f"{KEY}.essai", Body=GOOD.format(version="2027").encode())
    place.now += 61

    assert place.version() == shipped().version


def test_an_administrator_who_has_just_written_one_need_not_wait(place):
    assert place.version() == shipped().version
    place.client.put_object(Bucket=VAULT, Key=KEY, Body=GOOD.format(version="2027").encode())

    assert place.object.current(afresh=True).value.version == "2027"


def test_while_s3_is_busy_what_was_in_force_stays(place):
    place.write(GOOD.format(version="2027"))
    assert place.version() == "2027"
    place.now += 61
    place.answer(503, "SlowDown")

    assert place.version() == "2027"
    assert place.object.current().unreadable is None


def test_a_lambda_that_knows_none_yet_asks_again_while_s3_is_busy(place):
    place.write(GOOD.format(version="2027"))
    place.answer(503, "SlowDown")

    with pytest.raises(TransientError):
        place.version()


def test_a_right_that_was_taken_away_stops_no_piece_and_is_told(place):
    place.answer(403, "AccessDenied")

    assert place.version() == shipped().version
    assert place.object.current().unreadable == "AccessDenied"


def test_the_rules_of_careers_are_a_file_of_their_own(place):
    rules = MinistryObject(place.client, VAULT, CAREER_RULES, age=0)
    bad = b"version: essai\nrules:\n- {rule: retirement, years: 60, from: hier, source: x}\n"
    place.client.put_object(Bucket=VAULT, Key=CAREER_RULES.key, Body=bad)
    found = rules.current()

    assert (found.value, found.version) == (CAREER_RULES.shipped(), None)
    assert [problem.tell() for problem in found.refused[0].problems] == ["ligne 3 : « hier » n'est pas un jour (2006-08-23)."]
    assert place.object.current().refused == ()
