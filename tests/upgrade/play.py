"""Weeks of a small archive, played by the code of any revision since the stage exists, then written down: what it holds, what it answers.

`tests.upgrade.make` runs this file in the tree of a released revision; the tests ask today's code the same questions. So it imports only
what both have, and imports it when it plays.
"""

import base64
import hashlib
import json
import os
import sys
from contextlib import contextmanager
from pathlib import Path

JEAN, MARIE, PAUL = "123456", "654321", "234567"
ROSTER = (
    "matricule;nom;prenom;date_naissance;ministere;statut\n"
    f"{JEAN};NDAYIZEYE;Jean;1970-03-02;Santé;en activité\n"
    f"{MARIE};BUKURU;Marie;1981-11-30;Éducation;en activité\n"
    f"{PAUL};NIYONZIMA;Paul;1965-01-15;Éducation;en activité\n"
)
SEALED = f"Fiche individuelle\nMatricule : {JEAN}\nEthnie : Hutu"
OPEN = "lot-3"
"""The batch that is left in work."""
SITE = "https://archives.example.bi/"
BUCKETS = ("inbox", "vault", "work", "outbox")
POOL = {"Name": "matricule", "AttributeDataType": "String", "Mutable": True}

Answers = dict[str, object]


def ask(reader, method, route, body=None, *, query=None, allowed=(200, 201, 204), **path):  # noqa: PLR0913 - a request
    """Ask the API as somebody, `aline archivist`; return the body of the answer, which has an allowed status."""
    from app import app  # noqa: PLC0415 - of the tree that plays
    from tests.stage.gateway import claims_of, request_event  # noqa: PLC0415 - likewise
    from tests.stage.lambdas import Context  # noqa: PLC0415 - likewise

    name, _, group = reader.partition(" ")
    event = request_event(method, route, claims=claims_of(name, group, session=f"session-{name}"), query=query, body=body, path=path)
    answer = app(event, Context(function_name="api"))
    told = json.loads(answer["body"]) if answer["body"] else None
    if answer["statusCode"] not in allowed:
        raise AssertionError(f"{reader}: {method} {route}: {answer['statusCode']} {told}")
    return told


@contextmanager
def stage_of(**settings):
    """Lend an archive with a user pool, behind the site."""
    import boto3  # noqa: PLC0415 - after the environment is set
    import pytest  # noqa: PLC0415 - only for its patch of the environment

    from tests.stage.gateway import behind_the_site  # noqa: PLC0415 - of the tree that plays
    from tests.stage.lambdas import lambdas  # noqa: PLC0415 - likewise

    with lambdas(site_url=SITE, **settings) as stage, pytest.MonkeyPatch.context() as patch:
        pool = boto3.client("cognito-idp").create_user_pool(PoolName="readers", Schema=[POOL])["UserPool"]["Id"]
        with behind_the_site(patch, USER_POOL_ID=pool):
            yield stage


def play(stage):
    """Roster, three batches, decisions, accounts, reports and consultations; the last batch is left in work."""
    from tests.world import scan  # noqa: PLC0415 - of the tree that plays

    shut = scan("fiche")
    stage.textract.texts[hashlib.sha256(shut).hexdigest()] = SEALED
    stage.sync({"_roster/agents.csv": ROSTER.encode()})
    stage.run()
    stage.sync(
        {
            f"lot-1/{JEAN}/nomination.pdf": scan("nomination"),
            f"lot-1/{JEAN}/copie.pdf": scan("nomination"),
            f"lot-1/{MARIE}/circulaire.pdf": scan("nomination"),
            f"lot-1/{MARIE}/arrêté n° 550+590 à 100 %.pdf": scan("arrêté"),
            f"lot-1/{JEAN}/notes.pdf": b"PK\x03\x04 a spreadsheet",
            f"lot-1/{JEAN}/fiche.pdf": shut,
            "lot-1/divers/a.pdf": scan("a"),
            "lot-1/divers/b.pdf": scan("b"),
            "lot-1/divers/c.pdf": scan("c"),
        }
    )
    stage.run()
    stage.sync({f"lot-2/{PAUL}/d.pdf": scan("d"), "lot-2/_manifest.csv": f"path\n{PAUL}/d.pdf\n{PAUL}/absent.pdf\n".encode()})
    stage.run()
    _decide(stage)
    stage.run()
    _open_accounts()
    made = ask(JEAN, "POST", "/casefiles/{matricule}/reports", {"kind": "error", "text": "Mon prénom est mal écrit."}, matricule="me")
    ask("aline archivist", "POST", "/reports/{report}", {"status": "answered", "answer": "Corrigé."}, report=made["report"])
    ask(MARIE, "POST", "/casefiles/{matricule}/reports", {"kind": "missing", "text": "Il manque un arrêté."}, matricule="me")
    ask("aline archivist", "GET", "/casefiles/{matricule}", matricule=JEAN)
    ask(PAUL, "GET", "/casefiles/{matricule}", matricule=JEAN, allowed=(404,))
    stage.textract.notices = "never"
    stage.sync({f"{OPEN}/{MARIE}/e.pdf": scan("e"), f"{OPEN}/{MARIE}/f.pdf": b""})
    stage.drain()
    _sweep()


def _decide(stage):
    """Archivists file one piece, refuse another and undo a third decision; a guardian releases the sealed one."""
    for decision, own in (("file", {"matricule": MARIE, "type": "03.1"}), ("refuse", {}), ("file", {"matricule": JEAN})):
        taken = ask("aline archivist", "POST", "/review/next")
        said = {"decision": decision, "edition": taken["edition"], "note": "vu"} | own
        done = ask("aline archivist", "POST", "/review/{piece}", said, piece=taken["piece"])
    ask("bob archivist", "POST", "/review/{piece}/undo", {"edition": done["edition"]}, piece=taken["piece"])
    shut = ask("gaston guardian", "GET", "/sealed")["pieces"][0]
    judgement = {"decision": "release", "edition": shut["edition"], "note": "ancien formulaire"}
    asked = ask("gaston guardian", "POST", "/sealed/{piece}", judgement | {"decision": "redact"}, piece=shut["piece"])
    ask("gaston guardian", "POST", "/sealed/{piece}", judgement | {"edition": asked["edition"]}, piece=shut["piece"])


def _open_accounts():
    """Open an account for each servant; the action wants the time that Lambda gives it."""
    from functions.administer import administer  # noqa: PLC0415 - of the tree that plays
    from tests.stage.lambdas import Context  # noqa: PLC0415 - likewise

    opened = administer({"action": "open_accounts"}, Context(function_name="administer", milliseconds=900_000))
    if opened.get("opened") != len((JEAN, MARIE, PAUL)):
        raise AssertionError(f"accounts: {opened}")


def _sweep():
    """Have the figures counted."""
    from functions.sweep import sweep  # noqa: PLC0415 - of the tree that plays
    from tests.stage.lambdas import SCHEDULED, Context  # noqa: PLC0415 - likewise

    sweep(SCHEDULED, Context(function_name="sweep"))


def answers(day):
    """Ask everything that people are told of what is kept, the lists before what adds to them.

    Args:
        day: on which all was played, `2026-11-30`.
    """
    archivist, auditor = "aline archivist", "ines auditor"
    told = {"journal": ask(auditor, "GET", "/journal", query={"from": day, "to": day})["journal"]}
    told["figures"] = ask("luc director", "GET", "/figures", query={"from": day, "to": day})
    told["reports"] = ask(archivist, "GET", "/reports")
    told["review"] = ask(archivist, "GET", "/review")
    told["sealed"] = ask("gaston guardian", "GET", "/sealed")
    told["batches"] = ask(archivist, "GET", "/batches")
    for batch in ("lot-1", "lot-2", OPEN):
        if batch != OPEN:
            told[f"receipt {batch}"] = ask(archivist, "GET", "/batches/{batch}/receipt", batch=batch)
        told[f"batch {batch}"] = ask(archivist, "GET", "/batches/{batch}", batch=batch)
    for matricule in (JEAN, MARIE, PAUL):
        told[f"consultations {matricule}"] = ask(matricule, "GET", "/casefiles/{matricule}/consultations", matricule="me")
        told[f"account {matricule}"] = ask(archivist, "GET", "/accounts/{matricule}", matricule=matricule)
        told[f"reports {matricule}"] = ask(matricule, "GET", "/casefiles/{matricule}/reports", matricule="me")
        casefile = told[f"casefile {matricule}"] = ask(archivist, "GET", "/casefiles/{matricule}", matricule=matricule)
        for piece in (each["piece"] for each in casefile["pieces"]):
            told[f"piece {piece}"] = ask(archivist, "GET", "/pieces/{piece}", piece=piece)
            told[f"text {piece}"] = ask(archivist, "GET", "/pieces/{piece}/text", piece=piece)
    for piece in (each["piece"] for each in told["review"]["pieces"]):
        told[f"check {piece}"] = ask(archivist, "GET", "/review/{piece}", piece=piece)
    return told


def held(stage):
    """Everything that a release keeps: the table's items, every version of every object, the pool's users."""
    import boto3  # noqa: PLC0415 - after the environment is set

    table, s3 = os.environ["REGISTER_TABLE"], stage.tools["s3"]
    items = [item for page in stage.tools["dynamodb"].get_paginator("scan").paginate(TableName=table) for item in page["Items"]]
    users = boto3.client("cognito-idp").list_users(UserPoolId=os.environ["USER_POOL_ID"])["Users"]
    return {
        "items": sorted(items, key=lambda item: (item["pk"]["S"], item["sk"]["S"])),
        "objects": {bucket: _objects(s3, f"ububiko-test-{bucket}") for bucket in BUCKETS},
        "users": [{"name": user["Username"], "enabled": user["Enabled"], "attributes": user["Attributes"]} for user in users],
    }


def _objects(s3, bucket):
    """Every version of every object of a bucket, the oldest first."""
    found = []
    for version in s3.list_object_versions(Bucket=bucket).get("Versions", [])[::-1]:
        place = {"Bucket": bucket, "Key": version["Key"], "VersionId": version["VersionId"]}
        one = s3.get_object(**place)
        tags = {tag["Key"]: tag["Value"] for tag in s3.get_object_tagging(**place)["TagSet"]}
        body = base64.b64encode(one["Body"].read()).decode()
        found.append({"key": version["Key"], "version": version["VersionId"], "type": one["ContentType"], "tags": tags, "body": body})
    return found


def main(target):
    """Play, and write what is held and what is answered into a folder."""
    with stage_of() as stage:
        play(stage)
        day = stage.clock.now().date().isoformat()
        archive = {"day": day, "until": stage.clock.now().isoformat()} | held(stage)
        told = answers(day)
    for name, value in (("archive", archive), ("answers", told)):
        Path(target, f"{name}.json").write_text(_lines(value) + "\n", "utf-8")


def _lines(value, depth=2):
    """JSON in which each item, object, user and answer has a line of its own."""
    if not depth or not isinstance(value, dict | list) or not value:
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    if isinstance(value, list):
        return "[\n" + ",\n".join(_lines(each, 0) for each in value) + "\n]"
    return "{\n" + ",\n".join(f"{json.dumps(name)}: {_lines(value[name], depth - 1)}" for name in sorted(value)) + "\n}"


if __name__ == "__main__":
    main(sys.argv[1])
