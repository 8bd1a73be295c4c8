"""The review from the queue to the receipt and back: whole requests, as API Gateway hands them over, on moto."""

import hashlib
import json
from pathlib import Path

import pytest

from app import app
from chalicelib.model.identifiers import piece_id
from tests.faults.test_rebuild import lose, memory
from tests.faults.test_rights import RIGHTS_OF
from tests.stage import ACCOUNT
from tests.stage.gateway import behind_the_site, claims_of, request_event
from tests.stage.lambdas import Context, lambdas
from tests.world import scan

JEAN, MARIE = "123456", "654321"
POLICY = Path(__file__).parents[2] / ".chalice" / "policies" / "api_handler.json"
SEALED = f"Fiche individuelle\nMatricule : {JEAN}\nEthnie : Hutu"
NEXT, ONE, CLAIM, UNDO = "/review/next", "/review/{piece}", "/review/{piece}/claim", "/review/{piece}/undo"


class Desk:
    """Archivists and guardians at their screens."""

    def __init__(self, stage):
        self.stage = stage

    def ask(self, reader, method, route, body=None, *, query=None, language="fr", **path):  # noqa: PLR0913 - a request
        """Ask as somebody: `aline archivist`."""
        name, _, groups = reader.partition(" ")
        claims = claims_of(name, groups, session=f"session-{name}")
        event = request_event(method, route, claims=claims, headers={"accept-language": language}, query=query, body=body, path=path)
        self.stage.wire.worker = "api"
        answer = app(event, Context(function_name="api"))
        self.stage.wire.worker = ""
        return answer["statusCode"], json.loads(answer["body"]) if answer["body"] else None

    def do(self, *asked, **how):
        status, body = self.ask(*asked, **how)
        assert status in (200, 204), body
        return body

    def taken(self, reader="aline archivist"):
        return self.do(reader, "POST", NEXT)

    def sealed(self):
        return self.do("gaston guardian", "GET", "/sealed")["pieces"][0]


@pytest.fixture
def desk(monkeypatch):
    with lambdas(JEAN, MARIE) as stage, behind_the_site(monkeypatch, LINKS_ROLE_ARN=f"arn:aws:iam::{ACCOUNT}:role/links"):
        shut = scan("fiche")
        stage.textract.texts[hashlib.sha256(shut).hexdigest()] = SEALED
        stage.sync({"lot-1/divers/a.pdf": scan("a"), f"lot-1/{JEAN}/b.pdf": scan("b"), f"lot-1/{JEAN}/fiche.pdf": shut})
        stage.run()
        yield Desk(stage)


def test_from_the_queue_to_the_receipt_and_back(desk):
    piece = desk.taken()
    status, told = desk.ask("bob archivist", "POST", CLAIM, piece=piece["piece"], language="en")
    said = {"decision": "file", "edition": piece["edition"], "matricule": MARIE, "type": "03.1", "note": "vu"}
    said |= {"fields": [{"name": "act_date", "value": "2010-03-03"}]}
    done = desk.do("aline archivist", "POST", ONE, said, piece=piece["piece"])
    desk.stage.run()

    assert (piece["reason"], piece["message"]) == ("no_matricule", "Ni le dossier ni le nom du fichier n'indiquent de matricule.")
    assert (status, told) == (409, {"code": "taken", "message": "Another archivist has opened this document."})
    assert (done["status"], done["matricule"], done["claimed_by"]) == ("filed", MARIE, None)
    assert [(each["by"], each["decision"], each["note"]) for each in done["history"]] == [("aline", "file", "vu")]
    (line,) = (file for file in desk.stage.receipts("lot-1")[-1]["files"] if file["key"] == "lot-1/divers/a.pdf")
    assert (line["status"], line["matricule"], line["type"], line["fields"]["act_date"]) == ("filed", MARIE, "03.1", "2010-03-03")
    undone = desk.do("bob archivist", "POST", UNDO, {"edition": done["edition"]}, piece=piece["piece"])
    desk.stage.run()
    assert (undone["status"], undone["fields"], undone["undoable"]) == ("to_review", piece["fields"], None)
    assert [each["counts"]["to_review"] for each in desk.stage.receipts("lot-1")] == [2, 1, 2]


def test_a_piece_is_put_back_and_taken_by_another(desk):
    piece = desk.taken()
    assert desk.taken("bob archivist") is None
    assert desk.do("aline archivist", "DELETE", CLAIM, piece=piece["piece"]) is None

    assert desk.taken("bob archivist")["piece"] == piece["piece"]
    assert desk.do("aline archivist", "GET", "/review")["pieces"][0]["claimed_by"] == "bob"


def test_a_guardian_sees_the_page_and_releases_it(desk):
    shut = desk.sealed()
    page = desk.do("gaston guardian", "GET", "/sealed/{piece}", piece=shut["piece"])
    original = desk.do("gaston guardian", "GET", "/sealed/{piece}/download", piece=shut["piece"])
    judgement = {"decision": "release", "edition": shut["edition"], "note": "ancien formulaire"}
    asked = desk.do("gaston guardian", "POST", "/sealed/{piece}", judgement | {"decision": "redact"}, piece=shut["piece"])
    released = desk.do("gaston guardian", "POST", "/sealed/{piece}", judgement | {"edition": asked["edition"]}, piece=shut["piece"])
    desk.stage.run()

    assert page["pages"][0]["lines"][page["places"][0]["line"] - 1]["text"] == "Ethnie : Hutu"
    assert original["size"] == page["size"] == len(scan("fiche"))
    assert asked["message"].startswith("La pièce reste scellée.")
    assert (released["status"], released["released"]) == ("filed", True)
    assert desk.stage.receipts("lot-1")[-1]["counts"]["filed"] == 2
    seen = desk.do(JEAN, "GET", "/casefiles/{matricule}", matricule="me")["pieces"]
    assert shut["piece"] in {each["piece"] for each in seen}
    assert "utu" not in desk.stage.log.getvalue()


def test_refused_accesses_are_counted_for_auditors(desk):
    for _ in range(3):
        desk.ask("aline archivist", "GET", "/sealed")
    desk.ask(JEAN, "GET", "/casefiles/{matricule}", matricule=MARIE)
    told = desk.do("aude auditor", "GET", "/journal", query={"action": "refusal"})["journal"]

    assert {(each["kind"], each["action"], each["reader"], each["detail"]) for each in told} == {
        ("refusal", "access_refused", "aline", "x 3"),
        ("refusal", "access_refused", JEAN, ""),
    }
    assert MARIE not in json.dumps(told)


def test_who_lacks_the_right_is_told_that_nothing_is_there(desk):
    waiting, shut = desk.do("aline archivist", "GET", "/review")["pieces"][0]["piece"], desk.sealed()["piece"]
    review = [("GET", "/review", {}), ("POST", NEXT, {}), ("DELETE", CLAIM, {"piece": waiting})]
    review += [(method, route, {"piece": waiting}) for method, route in (("GET", ONE), ("POST", ONE), ("POST", CLAIM), ("POST", UNDO))]
    guarded = [("GET", "/sealed", {}), ("GET", "/sealed/{piece}", {"piece": shut}), ("POST", "/sealed/{piece}", {"piece": shut})]
    guarded += [("GET", "/sealed/{piece}/download", {"piece": shut})]
    closed = {"123456": review + guarded, "a auditor": review + guarded, "d director": review + guarded}
    closed |= {"g guardian": review, "a archivist": guarded}
    asked = [(reader, *each) for reader, some in closed.items() for each in some]
    told = {(status, body["code"]) for reader, how, route, path in asked for status, body in [desk.ask(reader, how, route, {}, **path)]}

    assert told == {(404, "not_found")}


def test_a_sealed_piece_is_not_there_for_an_archivist(desk):
    shut = desk.sealed()["piece"]
    body = {"decision": "file", "edition": 1, "matricule": JEAN}
    asked = [("GET", ONE, None), ("POST", ONE, body), ("POST", CLAIM, None), ("DELETE", CLAIM, None), ("POST", UNDO, {"edition": 1})]

    assert {desk.ask("aline archivist", method, route, said, piece=shut)[0] for method, route, said in asked} == {404}


BAD = (
    {},
    {"decision": "file"},
    {"decision": "file", "edition": "1"},
    {"decision": "file", "edition": True},
    {"decision": "file", "edition": -1},
    {"decision": "burn", "edition": 1},
    {"decision": ["file"], "edition": 1},
    {"decision": "file", "edition": 1, "fields": {"grade": "A1"}},
    {"decision": "file", "edition": 1, "fields": [{"name": "grade"}]},
    {"decision": "file", "edition": 1, "fields": [{"name": "grade", "value": 3}]},
    {"decision": "file", "edition": 1, "fields": [{"name": "grade", "value": "A"}, {"name": "grade", "value": "B"}]},
    {"decision": "file", "edition": 1, "matricule": 12},
    {"decision": "file", "edition": 1, "note": "a\u0000b"},
    {"decision": "file", "edition": 1, "note": "x" * 501},
)


def test_what_is_badly_written_is_invalid_and_breaks_nothing(desk):
    piece, shut = desk.taken()["piece"], desk.sealed()["piece"]
    told = {desk.ask("aline archivist", "POST", ONE, body, piece=piece)[0] for body in BAD}
    told |= {desk.ask("gaston guardian", "POST", "/sealed/{piece}", body, piece=shut)[0] for body in BAD}

    assert told == {400}
    assert "broken" not in desk.stage.log.getvalue()


def test_a_queue_of_a_batch_is_counted_and_pieces_alike_are_filed_and_undone_together(desk):
    stage = desk.stage
    for number in range(3):
        body = scan(f"alike {number}")
        stage.textract.texts[hashlib.sha256(body).hexdigest()] = f"Matricule : {MARIE}\nLettre {number}"
        stage.sync({f"lot-2/{JEAN}/{number}.pdf": body})
    stage.run()
    queue = desk.do("aline archivist", "GET", "/review", query={"batch": "lot-2", "ministry": "none"})
    first = desk.do("aline archivist", "POST", NEXT, {"batch": "lot-2", "order": "latest"})
    others = desk.do("aline archivist", "GET", "/review/{piece}/alike", piece=first["piece"])["pieces"]
    named = [{"piece": each["piece"], "edition": each["edition"]} for each in others]
    said = {"decision": "file", "edition": first["edition"], "matricule": first["candidates"][0]["matricule"], "alike": named}
    done = desk.do("aline archivist", "POST", ONE, said, piece=first["piece"])

    assert (queue["waiting"], queue["elsewhere"], len(queue["pieces"])) == ({"number": 3, "more": False}, None, 3)
    assert (len(others), [each["refusal"] for each in done["alike"]]) == (2, [None, None])
    waiting = desk.do("aline archivist", "GET", "/waiting")
    assert (waiting["review"], waiting["sealed"], waiting["decided_today"]) == ({"number": 1, "more": False}, None, 3)
    assert desk.do("gaston guardian", "GET", "/waiting")["sealed"] == {"number": 1, "more": False}
    for reader in ("auguste auditor", "diane director", f"{JEAN} servant"):
        assert desk.ask(reader, "GET", "/waiting")[0] == 404
    back = {"edition": done["edition"], "alike": [{"piece": each["piece"], "edition": each["edition"]} for each in done["alike"]]}
    undone = desk.do("aline archivist", "POST", UNDO, back, piece=first["piece"])
    assert [each["refusal"] for each in undone["alike"]] == [None, None]
    assert desk.do("aline archivist", "GET", "/waiting")["decided_today"] == 0
    assert desk.do("aline archivist", "GET", "/batches/{batch}", batch="lot-1")["elsewhere"] == 1


def test_a_field_that_is_wrong_is_named(desk):
    piece = desk.taken()
    said = {"decision": "file", "edition": piece["edition"], "matricule": MARIE, "fields": [{"name": "act_date", "value": "31/02/2010"}]}
    status, told = desk.ask("aline archivist", "POST", ONE, said, piece=piece["piece"])

    assert (status, told["code"], told["field"]) == (400, "bad_field", "act_date")


def test_what_is_not_there_is_not_found_and_a_queue_has_its_own_cursors(desk):
    said = {"decision": "file", "edition": 1}
    for name in (piece_id("ab" * 32, JEAN), "x", "%00", "é", "next"):
        assert desk.ask("aline archivist", "POST", ONE, said, piece=name)[0] == 404
        assert desk.ask("gaston guardian", "GET", "/sealed/{piece}", piece=name)[0] == 404
    for query in ({"cursor": "x"}, {"limit": "0"}, {"limit": "51"}, {"reason": "x"}):
        assert desk.ask("aline archivist", "GET", "/review", query=query)[0] == 400
    assert desk.ask("aline archivist", "POST", NEXT, {"reason": []})[0] == 400


def test_every_decision_comes_back_with_a_rebuilt_register(desk):
    piece, shut = desk.taken(), desk.sealed()
    refused = {"decision": "refuse", "edition": piece["edition"], "note": "page blanche"}
    desk.do("aline archivist", "POST", ONE, refused, piece=piece["piece"])
    release = {"decision": "release", "edition": shut["edition"], "note": "ancien formulaire"}
    desk.do("gaston guardian", "POST", "/sealed/{piece}", release, piece=shut["piece"])
    desk.stage.run()
    register = desk.stage.known.register
    before, changes = memory(register, "lot-1"), [register.decisions(each["piece"], limit=9) for each in (piece, shut)]
    lose(desk.stage)
    desk.stage.rebuild()
    desk.stage.run()

    assert memory(register, "lot-1") == before
    assert [register.decisions(each["piece"], limit=9) for each in (piece, shut)] == changes
    assert all(changes)
    again = desk.do("aline archivist", "POST", UNDO, {"edition": piece["edition"] + 1}, piece=piece["piece"])
    assert again["status"] == "to_review"


def test_corrections_are_written_where_the_ministry_syncs_them_from(desk):
    piece = desk.taken()
    desk.do("aline archivist", "POST", ONE, {"decision": "file", "edition": piece["edition"], "matricule": MARIE}, piece=piece["piece"])
    day = desk.stage.clock.now().date().isoformat()
    done = desk.stage.administer(action="corrections", since=day, until=day)
    (line,) = desk.stage.known.outbox.report_lines(done["report"])

    assert (done["ok"], done["corrections"]) == (True, 1)
    assert json.loads(line)["decided"]["matricule"] == MARIE
    assert desk.stage.administer(action="corrections", since="x", until=day)["error"] == "bad_since"


def test_what_a_decision_asks_of_aws_is_granted_and_counted(desk):
    piece, shut = desk.taken(), desk.sealed()
    file = {"decision": "file", "edition": piece["edition"], "matricule": MARIE}
    desk.do("aline archivist", "POST", ONE, file, piece=piece["piece"])
    desk.do("bob archivist", "POST", UNDO, {"edition": piece["edition"] + 1}, piece=piece["piece"])
    desk.do("gaston guardian", "GET", "/sealed/{piece}", piece=shut["piece"])
    release = {"decision": "release", "edition": shut["edition"], "note": "ancien formulaire"}
    desk.do("gaston guardian", "POST", "/sealed/{piece}", release, piece=shut["piece"])
    calls = [call for call in desk.stage.wire.calls if call.worker == "api"]
    granted = set()
    for statement in json.loads(POLICY.read_text())["Statement"]:
        granted |= {statement["Action"]} if isinstance(statement["Action"], str) else set(statement["Action"])
    asked = {f"{call.service}:{right}" for call in calls for right in RIGHTS_OF.get(call.operation, (call.operation,))}

    assert asked <= granted
    assert "sqs:SendMessage" in asked
