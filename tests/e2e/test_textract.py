"""Textract on the laptop, asked by boto3, which checks every answer against Textract's own model."""

from pathlib import Path

import pytest
from botocore.exceptions import ClientError
from desk import Desk, pdf
from trp import Document

from infra.local.emulator.process import Emulator
from infra.local.ocr.pool import Pool
from infra.local.textract.quotas import OTHER_REGION, Quota
from infra.local.textract.service import Faults


def code(error: pytest.ExceptionInfo[ClientError]) -> str:
    return str(error.value.response["Error"]["Code"])


def test_a_document_is_read_and_the_notice_says_whose_it_is(emulator: Emulator, tmp_path: Path) -> None:
    with Desk(emulator, tmp_path) as desk:
        desk.put(pdf(2))
        job = desk.start(JobTag="the-digest")
        (notice,) = desk.notices()

        assert notice["JobId"] == job
        assert notice["Status"] == "SUCCEEDED"
        assert notice["JobTag"] == "the-digest"
        assert notice["API"] == "StartDocumentTextDetection"
        assert notice["DocumentLocation"] == {"S3Bucket": desk.bucket, "S3ObjectName": "original"}
        assert desk.client.get_document_text_detection(JobId=job)["DocumentMetadata"]["Pages"] == 2


def test_a_long_result_comes_in_parts_and_the_same_in_answers(emulator: Emulator, tmp_path: Path) -> None:
    with Desk(emulator, tmp_path) as desk:
        desk.put(pdf(300))
        job = desk.start()
        desk.notices()
        first = desk.client.get_document_text_detection(JobId=job)
        second = desk.client.get_document_text_detection(JobId=job, NextToken=first["NextToken"])
        keys = desk.keys(f"textract/{job}/")
        part = desk.json(f"textract/{job}/2")

        assert keys == [f"textract/{job}/.s3_access_check", f"textract/{job}/1", f"textract/{job}/2"]
        assert len(first["Blocks"]) == 1000
        assert len(first["Blocks"] + second["Blocks"]) == 300 * 4
        assert "NextToken" not in second
        assert [block["Id"] for block in part["Blocks"]] == [block["Id"] for block in second["Blocks"]]


def test_the_same_token_gives_the_same_job_and_no_second_notice(emulator: Emulator, tmp_path: Path) -> None:
    with Desk(emulator, tmp_path) as desk:
        desk.put(pdf(1))
        jobs = {desk.start(ClientRequestToken="once") for _ in range(3)}
        notices = desk.notices(seconds=2, expected=2)

        assert len(jobs) == 1
        assert len(notices) == 1


def test_a_token_used_for_another_document_is_refused(emulator: Emulator, tmp_path: Path) -> None:
    with Desk(emulator, tmp_path) as desk:
        desk.put(pdf(1), "one")
        desk.put(pdf(1), "two")
        desk.start("one", ClientRequestToken="once")
        with pytest.raises(ClientError) as error:
            desk.start("two", ClientRequestToken="once")

    assert code(error) == "IdempotentParameterMismatchException"


def test_starts_beyond_the_regions_quota_are_throttled(emulator: Emulator, tmp_path: Path) -> None:
    """One a second is the least that a region grants: a busy machine asks more often than that."""
    with Desk(emulator, tmp_path, quota=OTHER_REGION) as desk:
        desk.put(pdf(1))
        answers = []
        for _ in range(8):
            try:
                answers.append(bool(desk.start()))
            except ClientError as error:
                answers.append(error.response["Error"]["Code"])

        assert answers[0] is True
        assert "ProvisionedThroughputExceededException" in answers


def test_jobs_beyond_the_open_ones_allowed_are_refused(emulator: Emulator, tmp_path: Path) -> None:
    with Desk(emulator, tmp_path, quota=Quota(rates={}, open_jobs=0)) as desk:
        desk.put(pdf(1))
        with pytest.raises(ClientError) as error:
            desk.start()

    assert code(error) == "LimitExceededException"


@pytest.mark.parametrize(
    ("body", "refusal"),
    [
        (b"a letter in plain text", "UnsupportedDocumentException"),
        (b"", "UnsupportedDocumentException"),
        (b"\x89PNG" + bytes(10 * 2**20), "DocumentTooLargeException"),
        (None, "InvalidS3ObjectException"),
    ],
)
def test_what_textract_does_not_take_is_refused_in_its_words(emulator: Emulator, tmp_path: Path, body: bytes | None, refusal: str) -> None:
    with Desk(emulator, tmp_path) as desk:
        if body is not None:
            desk.put(body)
        with pytest.raises(ClientError) as error:
            desk.start()

    assert code(error) == refusal


def test_a_tag_with_a_blank_in_it_is_an_invalid_parameter(emulator: Emulator, tmp_path: Path) -> None:
    with Desk(emulator, tmp_path) as desk:
        desk.put(pdf(1))
        with pytest.raises(ClientError) as error:
            desk.start(JobTag="two words")

    assert code(error) == "InvalidParameterException"


def test_a_damaged_document_fails_and_says_so(emulator: Emulator, tmp_path: Path) -> None:
    with Desk(emulator, tmp_path) as desk:
        desk.put(pdf(3)[:200])
        job = desk.start()
        (notice,) = desk.notices()
        answer = desk.client.get_document_text_detection(JobId=job)

    assert notice["Status"] == "FAILED"
    assert answer["JobStatus"] == "FAILED"
    assert answer["StatusMessage"]


def test_an_unknown_job_is_an_invalid_job_id(emulator: Emulator, tmp_path: Path) -> None:
    with Desk(emulator, tmp_path) as desk, pytest.raises(ClientError) as error:
        desk.client.get_document_text_detection(JobId="0" * 64)

    assert code(error) == "InvalidJobIdException"


def test_tokens_and_results_are_remembered_after_a_restart(emulator: Emulator, tmp_path: Path) -> None:
    with Desk(emulator, tmp_path) as desk:
        desk.put(pdf(1))
        job = desk.start(ClientRequestToken="once")
        desk.notices()
    with Desk(emulator, tmp_path) as later:
        answer = later.client.get_document_text_detection(JobId=job)

        assert answer["JobStatus"] == "SUCCEEDED"
        assert later.service.call("GetDocumentTextDetection", {"JobId": job}) == {
            key: value for key, value in answer.items() if key != "ResponseMetadata"
        }


def test_a_job_that_is_made_to_fail_fails_and_the_next_does_not(emulator: Emulator, tmp_path: Path) -> None:
    with Desk(emulator, tmp_path, faults=Faults(failing=frozenset({1}))) as desk:
        desk.put(pdf(1))
        desk.start(JobTag="first")
        desk.start(JobTag="second")
        notices = desk.notices(expected=2)

    assert {notice["JobTag"]: notice["Status"] for notice in notices} == {"first": "FAILED", "second": "SUCCEEDED"}


def test_a_notice_may_come_before_the_answer(emulator: Emulator, tmp_path: Path) -> None:
    with Desk(emulator, tmp_path, faults=Faults(notices="first")) as desk:
        desk.put(pdf(1))
        job = desk.start()
        (notice,) = desk.notices(seconds=1)

    assert notice["JobId"] == job


def test_a_page_is_really_read_for_the_usual_parser_and_who_waits_when_readers_stop_is_told(
    emulator: Emulator, tmp_path: Path, page: Path
) -> None:
    pool = Pool(workers=1)
    pool.start()
    try:
        with Desk(emulator, tmp_path / "jobs", reader=pool) as desk:
            answer = desk.client.detect_document_text(Document={"Bytes": page.read_bytes()})
            asked = [pool.read(page, 0, due=0.0) for _ in range(4)]
            asked[0].result()
    finally:
        pool.close()
    (read,) = Document({**answer, "JobStatus": "SUCCEEDED"}).pages
    words = [word for line in read.lines for word in line.words]

    assert len(read.lines) == 2
    assert [len(line.words) for line in read.lines] == [2, 2]
    assert all(0 <= word.geometry.boundingBox.left < 1 for word in words)
    assert all(word.confidence > 50 for word in words)
    assert all(each.done() for each in asked)
