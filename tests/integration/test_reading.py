"""Whole requests of readers, as API Gateway hands them over, on moto: what is answered, what is asked of AWS for it, what is refused."""

import hashlib
import json
from collections import Counter
from dataclasses import asdict
from datetime import UTC, datetime
from urllib.parse import quote, urlsplit

import boto3
import pytest

from app import app
from chalicelib.model.audit import SignIn
from chalicelib.model.codec import from_plain
from chalicelib.model.errors import ReaderError
from chalicelib.model.identifiers import piece_id
from chalicelib.model.rectification import ReportPhoto
from chalicelib.wiring import archive
from functions.binding import bind
from functions.illustration import draw_pages
from tests.stage import ACCOUNT, ENVIRONMENT
from tests.stage.gateway import behind_the_site, claims_of, request_event
from tests.stage.lambdas import Context, lambdas
from tests.unit.files import image_bytes
from tests.world import scan

JEAN, MARIE = "123456", "654321"
ODD = "lot 1 + é = 100 %25"
BAD = ("x", "", "%00", "\0", "..", "%2e%2e%2f", "'", "é", "١٢٣٤٥٦", "\u2028", "a" * 2048, "%FF%FE", "%", f"{JEAN}%20", f" {JEAN}")


class Desk:
    """Readers at their screens, and API Gateway before the Lambda."""

    def __init__(self, stage):
        self.stage = stage

    def ask(self, reader, route, query=None, *, method="GET", body=None, **path):
        event = request_event(method, route, claims=claims_of(reader), query=query, path=path, body=body)
        answer = app(event, Context(function_name="api"))
        return answer["statusCode"], answer["body"]

    def read(self, *asked, **how):
        status, body = self.ask(*asked, **how)
        assert status == 200, body
        return json.loads(body)

    def cost(self, *asked, **how):
        """Count the calls of AWS that a request takes in a warm function, whose roster pointer has just been read."""
        archive.register._pointer = None  # noqa: SLF001 - else its five seconds may end between the two requests
        self.read(*asked, **how)
        self.stage.wire.calls.clear()
        self.read(*asked, **how)
        return dict(Counter(call.operation for call in self.stage.wire.calls))

    def pieces(self, matricule):
        return self.read(matricule, "/casefiles/{matricule}", matricule="me")["pieces"]


class Drawing:
    """The function that draws pages, called in this process as the API's calls it on AWS."""

    def render_page(self, original, page):
        facts = {"digest": original.digest, "extension": original.extension, "pages": original.pages}
        draw_pages({"do": "draw", "page": page, **facts}, Context(function_name="illustrate"))

    def take_photo(self, draft, photo, digest):
        asked = {"do": "photo", "draft": draft, "photo": photo, "digest": digest}
        said = json.loads(json.dumps(draw_pages(asked, Context(function_name="illustrate"))))
        if "refused" in said:
            raise ReaderError(said["refused"])
        return from_plain(ReportPhoto, said)


class Binding:
    """The function that binds case files, likewise."""

    def bind_copy(self, copy):
        bind(json.loads(json.dumps(asdict(copy))), Context(function_name="bind"))


@pytest.fixture
def desk(monkeypatch):
    with lambdas(JEAN, MARIE) as stage:
        vars(archive).pop("links", None)
        monkeypatch.setitem(vars(archive), "page_images", Drawing())
        monkeypatch.setitem(vars(archive), "casefile_copies", Binding())
        vars(archive).pop("deposits", None)
        roles = {f"{each.upper()}_ROLE_ARN": f"arn:aws:iam::{ACCOUNT}:role/{each}" for each in ("links", "deposits")}
        with behind_the_site(monkeypatch, **roles):
            stage.sync({f"{ODD}/{JEAN}/arrêté.pdf": scan("a"), f"{ODD}/{JEAN}/b.pdf": scan("b"), f"{ODD}/{MARIE}/c.pdf": scan("c")})
            stage.run()
            yield Desk(stage)
        vars(archive).pop("links", None)
        vars(archive).pop("deposits", None)


def test_a_servant_saves_their_whole_case_file_and_it_is_written_down(desk):
    offer = desk.read(JEAN, "/casefiles/{matricule}/copy", matricule="me")
    copy = desk.read(JEAN, "/casefiles/{matricule}/copy", method="POST", matricule="me")
    told = desk.read(JEAN, "/casefiles/{matricule}/consultations", matricule="me")["consultations"]
    key = f"casefiles/{urlsplit(copy['url']).path.partition('/casefiles/')[2]}"
    body = boto3.client("s3").get_object(Bucket=ENVIRONMENT["WORK_BUCKET"], Key=key)["Body"].read()

    assert (offer["pieces"], offer["too_large"], offer["left_out"]) == (2, False, [])
    assert copy["size"] == len(body)
    assert body.startswith(b"%PDF")
    assert told[0]["action"] == "copy"


def sent(desk, body):
    """Ask for a slot as the browser does, and put a file where its form leads."""
    asked = {"kind": "jpeg", "size": len(body)}
    slot = desk.read(JEAN, "/casefiles/{matricule}/reports/photo", method="POST", body=asked, matricule="me")
    desk.stage.tools["s3"].put_object(Bucket=ENVIRONMENT["WORK_BUCKET"], Key=slot["fields"]["key"], Body=body)
    return {"kind": "missing", "text": "Voici mon diplôme.", "photo": hashlib.sha256(body).hexdigest()}


def test_a_photo_goes_along_with_a_report_is_seen_by_an_archivist_and_becomes_a_piece(desk):
    body = image_bytes("JPEG", size=(600, 800))
    status, made = desk.ask(JEAN, "/casefiles/{matricule}/reports", method="POST", body=sent(desk, body), matricule="me")
    name = json.loads(made)["report"]
    (waiting,) = desk.read("archivist", "/reports")["reports"]
    shown = desk.read("archivist", "/reports/{report}/photo/pages/{page}", report=name, page="1")
    kept = desk.stage.tools["s3"].get_object(Bucket=ENVIRONMENT["WORK_BUCKET"], Key=urlsplit(shown["url"]).path.lstrip("/"))
    added = desk.read("archivist", "/reports/{report}/photo", method="POST", report=name)
    (brought,) = desk.stage.tools["s3"].list_objects_v2(Bucket=ENVIRONMENT["INBOX_BUCKET"], Prefix="signalements/")["Contents"]

    assert status == 201
    assert (waiting["photo"]["pages"], waiting["photo"]["added_at"]) == (1, None)
    assert (shown["type"], kept["Body"].read(4)) == ("image/webp", b"RIFF")
    assert added["photo"]["added_at"]
    assert (brought["Key"].split("/")[1], brought["Size"]) == (JEAN, len(body))
    assert JEAN not in shown["url"]
    assert "Voici" not in desk.stage.log.getvalue()


def test_what_is_no_photo_is_refused_with_words_for_its_sender_and_no_report_is_filed(desk):
    refusal = desk.ask(JEAN, "/casefiles/{matricule}/reports", method="POST", body=sent(desk, b"<html>"), matricule="me")
    missing = desk.ask(JEAN, "/casefiles/{matricule}/reports", method="POST", body=sent(desk, b"x") | {"photo": "0" * 64}, matricule="me")
    badly = [
        desk.ask(JEAN, "/casefiles/{matricule}/reports/photo", method="POST", body=body, matricule="me")[0]
        for body in (
            {},
            {"kind": "png", "size": 1},
            {"kind": "jpeg", "size": True},
            {"kind": "jpeg", "size": "1"},
            {"kind": "pdf", "size": 0},
        )
    ]

    assert (refusal[0], json.loads(refusal[1])["code"]) == (400, "photo_refused")
    assert (missing[0], json.loads(missing[1])["code"]) == (409, "photo_missing")
    assert badly == [400] * 5
    assert desk.read("archivist", "/reports")["reports"] == []
    assert (
        desk.ask("archivist", "/casefiles/{matricule}/reports/photo", method="POST", body={"kind": "pdf", "size": 1}, matricule=JEAN)[0]
        == 404
    )
    assert desk.ask(JEAN, "/reports/{report}/photo/pages/{page}", report=f"{JEAN}-{'0' * 20}", page="1")[0] == 404


def test_a_servant_reads_their_file_a_text_and_a_link(desk):
    piece = next(each for each in desk.pieces(JEAN) if each["name"] == "arrêté.pdf")
    told = desk.read(JEAN, "/pieces/{piece}", piece=piece["piece"])
    text = desk.read(JEAN, "/pieces/{piece}/text", piece=piece["piece"])
    both = desk.read(JEAN, "/pieces/{piece}", {"text": "true"}, piece=piece["piece"])
    link = desk.read(JEAN, "/pieces/{piece}/download", piece=piece["piece"])

    assert (told["matricule"], told["size"]) == (JEAN, len(scan("a")))
    assert all(set(field) == {"name", "value", "raw", "confidence", "page", "box"} for field in told["fields"])
    assert text["pages"][0]["number"] == 1
    assert text["pages"][0]["lines"][0]["text"]
    assert "X-Amz-Signature=" in link["url"]
    assert quote("filename*=UTF-8''arr%C3%AAt%C3%A9.pdf", safe="") in link["url"]
    seen = desk.read(JEAN, "/casefiles/{matricule}/consultations", matricule=JEAN)["consultations"]
    assert both == told | {"text": text}
    assert sorted(each["action"] for each in seen) == ["download", "text", "text"]


def test_a_page_is_drawn_at_its_first_look_and_its_link_leads_to_the_picture(desk):
    piece = desk.pieces(JEAN)[0]["piece"]
    shown = desk.read(JEAN, "/pieces/{piece}/pages/{page}", piece=piece, page="1")
    link = urlsplit(shown["url"])
    kept = desk.stage.tools["s3"].get_object(Bucket=ENVIRONMENT["WORK_BUCKET"], Key=link.path.lstrip("/"))
    seen = desk.read(JEAN, "/casefiles/{matricule}/consultations", matricule=JEAN)["consultations"]

    assert (shown["page"], shown["pages"], shown["type"], shown["width"], shown["height"]) == (1, 1, "image/webp", 1000, 1415)
    assert link.netloc.startswith(ENVIRONMENT["WORK_BUCKET"])
    assert len(kept["Body"].read()) == shown["size"] <= 60_000
    assert [(each["action"], each["page"]) for each in seen] == [("image", 1)]
    assert "X-Amz-Signature" not in desk.stage.log.getvalue()
    assert desk.cost(JEAN, "/pieces/{piece}/pages/{page}", piece=piece, page="1") == {"BatchGetItem": 1, "HeadObject": 1, "PutItem": 1}


def test_an_archivist_finds_an_act_and_a_sealed_one_is_found_no_more(desk):
    act, shut = scan("acte"), scan("fiche")
    text = f"ORDONNANCE MINISTÉRIELLE N° 610/558 DU 12/03/2010\nMatricule : {JEAN}"
    desk.stage.textract.texts |= {hashlib.sha256(act).hexdigest(): text, hashlib.sha256(shut).hexdigest(): f"{text}\nEthnie : Hutu"}
    desk.stage.sync({f"{ODD}/{JEAN}/acte.pdf": act, f"{ODD}/{JEAN}/fiche.pdf": shut})
    desk.stage.run()
    found = desk.read("archivist", "/acts", {"q": "ordonnance 610/559 du 12 mars 2010"})["acts"]

    assert [(each["name"], each["matricule"], each["number"], each["near"]) for each in found] == [("acte.pdf", JEAN, "610/558", True)]
    assert desk.ask(JEAN, "/acts", {"q": "610/558"})[0] == 404
    assert [each["name"] for each in desk.read(JEAN, "/casefiles/{matricule}/search", {"q": "610/558"}, matricule="me")["pieces"]] == [
        "acte.pdf"
    ]
    assert desk.cost("archivist", "/acts", {"q": "n° 12"}) == {"Query": 1}
    assert desk.cost("archivist", "/acts", {"q": "mars 2010"}) == {"Query": 1, "BatchGetItem": 2, "PutItem": 1}


def test_an_answer_asks_little_of_aws(desk):
    piece = desk.pieces(JEAN)[0]["piece"]

    # On a first visit the sign-ins are read; later also the case file, its consultations and its reports, for what is new.
    assert desk.cost(JEAN, "/casefiles/{matricule}", matricule="me") == {"Query": 3, "BatchGetItem": 1}
    for hour in (8, 9):
        at = datetime(2026, 11, 23, hour, tzinfo=UTC)
        archive.sign_in_attempts.record(SignIn(name=JEAN, at=at, outcome="signed_in"))
    assert desk.cost(JEAN, "/casefiles/{matricule}", matricule="me") == {"Query": 6, "BatchGetItem": 1}
    assert desk.cost("archivist", "/casefiles/{matricule}", matricule=JEAN) == {"Query": 2, "BatchGetItem": 1, "PutItem": 1}
    assert desk.cost(JEAN, "/pieces/{piece}", piece=piece) == {"BatchGetItem": 1}
    assert desk.cost(JEAN, "/pieces/{piece}/text", piece=piece) == {"BatchGetItem": 1, "GetObject": 1, "PutItem": 1}
    assert desk.cost(JEAN, "/pieces/{piece}/download", piece=piece) == {"BatchGetItem": 1, "HeadObject": 1, "PutItem": 1}
    assert desk.cost(JEAN, "/casefiles/{matricule}/consultations", matricule="me") == {"Query": 1, "BatchGetItem": 1}
    assert desk.cost("archivist", "/batches") == {"Query": 1, "BatchGetItem": 1}
    assert desk.cost("archivist", "/batches/{batch}", batch=quote(ODD)) == {"Query": 2}
    assert desk.cost("archivist", "/batches/{batch}/receipt", batch=quote(ODD)) == {"Query": 1, "GetObject": 1, "PutItem": 1}


def test_not_yours_and_not_there_are_the_same_answer_made_of_the_same_reads(desk):
    yours = desk.pieces(MARIE)[0]["piece"]
    for end in ("", "/text", "/download", "/pages/{page}"):
        answers = []
        for piece in (yours, piece_id("ab" * 32, JEAN), piece_id(yours[:64], JEAN)):
            desk.stage.wire.calls.clear()
            answers.append(
                (*desk.ask(JEAN, "/pieces/{piece}" + end, piece=piece, page="1"), [call.operation for call in desk.stage.wire.calls])
            )

        assert answers[0][0] == 404, end
        assert answers[0] == answers[1] == answers[2], end


def test_what_is_malformed_is_not_found_and_breaks_nothing(desk):
    piece = desk.pieces(JEAN)[0]["piece"]
    odd = [*BAD, piece.upper(), piece[:-1], f"{piece}0", f"{piece}%00", quote(piece) + "%0a"]
    routes = ("/pieces/{piece}", "/pieces/{piece}/text", "/pieces/{piece}/download", "/pieces/{piece}/pages/{page}")
    told = {desk.ask(reader, route, piece=each, page="1") for reader in (JEAN, "archivist") for route in routes for each in odd}
    for end in ("", "/consultations"):
        told |= {desk.ask(reader, f"/casefiles/{{matricule}}{end}", matricule=each) for reader in (JEAN, "archivist") for each in BAD}
    for end in ("", "/receipt"):
        told |= {desk.ask("archivist", f"/batches/{{batch}}{end}", batch=each) for each in BAD}

    assert {status for status, _ in told} == {404}
    assert len(told) == 1
    assert "broken" not in desk.stage.log.getvalue()


def test_a_page_that_cannot_be_is_invalid(desk):
    piece = desk.pieces(JEAN)[0]["piece"]
    for query in ({"cursor": "x"}, {"cursor": "é" * 3000}, {"cursor": ""}, {"limit": "0"}, {"limit": "1e3"}, {"limit": "9999"}):
        for end in ("", "/consultations"):
            assert desk.ask(JEAN, f"/casefiles/{{matricule}}{end}", query, matricule="me")[0] == 400, query
        assert desk.ask(JEAN, "/pieces/{piece}/text", query, piece=piece)[0] == 400, query
        assert desk.ask("archivist", "/batches", query)[0] == 400, query
        assert desk.ask("archivist", "/batches/{batch}/receipt", query, batch=quote(ODD))[0] == 400, query


def test_a_batch_is_found_by_its_name_encoded_or_decoded(desk):
    for named in (quote(ODD), ODD, quote(ODD, safe="+ =")):
        assert desk.read("archivist", "/batches/{batch}", batch=named)["batch"] == ODD
        assert desk.read("archivist", "/batches/{batch}/receipt", batch=named)["counts"]["filed"] == 3


def test_only_archivists_read_batches_and_a_reader_without_a_file_has_none(desk):
    for reader in (JEAN, "auditor", "director", "guardian"):
        assert desk.ask(reader, "/batches")[0] == desk.ask(reader, "/batches/{batch}", batch=quote(ODD))[0] == 404
    for reader in ("archivist", "auditor", "director", "guardian"):
        assert desk.ask(reader, "/casefiles/{matricule}", matricule="me")[0] == 404


def test_no_text_and_no_link_leave_that_could_not_be_written_down(desk):
    piece = desk.pieces(JEAN)[0]["piece"]
    for trouble in ("throttled", "broken", "reply lost"):
        desk.stage.wire.fault = lambda service, operation, _, kind=trouble: (
            kind if (service, operation) == ("dynamodb", "PutItem") else None
        )
        told = [desk.ask(JEAN, f"/pieces/{{piece}}/{end}", piece=piece) for end in ("text", "download")]
        told.append(desk.ask("archivist", "/casefiles/{matricule}", matricule=JEAN))
        told.append(desk.ask("archivist", "/batches/{batch}/receipt", batch=quote(ODD)))

        wanted = {503} if trouble != "reply lost" else {503, 200}
        assert {status for status, _ in told} <= wanted, trouble
        assert all("X-Amz" not in body and "lines" not in body for status, body in told if status == 503), trouble


def test_a_piece_comes_without_the_text_that_could_not_be_written_down(desk):
    piece = desk.pieces(JEAN)[0]["piece"]
    desk.stage.wire.fault = lambda service, operation, _: "throttled" if (service, operation) == ("dynamodb", "PutItem") else None
    told = desk.read(JEAN, "/pieces/{piece}", {"text": "true"}, piece=piece)

    assert told["piece"] == piece
    assert told["text"] is None


def test_a_consultation_whose_first_reply_was_lost_is_written_once(desk):
    piece, lost = desk.pieces(JEAN)[0]["piece"], []

    def lose_one(service, operation, _):
        if (service, operation) == ("dynamodb", "PutItem") and not lost:
            lost.append(operation)
            return "reply lost"
        return None

    desk.stage.wire.fault = lose_one
    desk.read(JEAN, "/pieces/{piece}/text", piece=piece)

    assert lost
    assert len(desk.read(JEAN, "/casefiles/{matricule}/consultations", matricule="me")["consultations"]) == 1


def test_who_opened_a_file_is_in_the_vault_ten_minutes_later_and_comes_back_with_a_rebuild(desk):
    desk.read("archivist", "/casefiles/{matricule}", matricule=JEAN)
    desk.stage.clock.pause(600)
    desk.stage.wait()
    vault = desk.stage.known.vault
    before = desk.read(JEAN, "/casefiles/{matricule}/consultations", matricule="me")
    kept = [access for _, page in vault.access_pages() for access in page]
    told = desk.stage.rebuild()

    assert [access["reader"] for access in kept] == ["archivist"]
    assert told["accesses"] == 1
    assert desk.read(JEAN, "/casefiles/{matricule}/consultations", matricule="me") == before


def test_the_log_tells_no_name_and_no_link(desk):
    piece = desk.pieces(JEAN)[0]["piece"]
    link = desk.read(JEAN, "/pieces/{piece}/download", piece=piece)["url"]
    desk.read(JEAN, "/pieces/{piece}/text", piece=piece)
    said = desk.stage.log.getvalue()

    assert "Signature" not in said
    assert "arrêté.pdf" not in said
    assert link.partition("?")[0] not in said
