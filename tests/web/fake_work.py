"""Plays what those at work ask of the service: the review's queue and its claims, what is sealed off, the counter, the journal."""

import copy
import hashlib
from dataclasses import dataclass, field
from typing import Any

SLIP = """<!doctype html>
<html lang="fr">
<head>
<meta charset="utf-8">
<title>Fiche</title>
<style>
.slip{background:#fff;padding:10mm;display:flex;flex-direction:column}
.keys .pass{font-size:23pt}
</style>
</head>
<body>
<article class="slip"><header><b>Ububiko</b><span>Fiche de première connexion</span></header><h1><bdi>NDAYISHIMIYE &amp; Espérance</bdi></h1>
<dl class="keys"><dt>Matricule<i>Inomero y&#x27;akazi</i></dt><dd>12.345</dd><dt>Premier mot de passe</dt><dd class="pass"><span>abcd</span><span>efgh</span><span>1234</span></dd></dl>
<script>window.hacked = 1</script><p onclick="window.hacked=1">Gardez-le pour vous.</p></article>
</body>
</html>
"""


class Refused(Exception):  # noqa: N818
    """An answer that is an error."""

    def __init__(self, status: int, code: str, wait: int | None = None) -> None:
        super().__init__(code)
        self.status, self.code, self.wait = status, code, wait


def box(line: int) -> list[float]:
    """Tell where the fake's lines stand."""
    return [0.1, 0.1 * line, 0.8, 0.02]


def candidate(matricule: str, name: str, first_names: str, rank: float, *evidence: dict[str, Any]) -> dict[str, Any]:
    """Make somebody whose piece it may be."""
    known = {"matricule": matricule, "written": f"{matricule[:2]}.{matricule[2:]}", "name": name, "first_names": first_names}
    return {**known, "rank": rank, "evidence": [{"exact": True, "page": None, "box": None, **each} for each in evidence]}


def waiting(number: int, **more: Any) -> dict[str, Any]:
    """Make a piece of the queue."""
    reasons = ["homonyms", "no_matricule", "conflicting_text", "unknown_matricule"]
    return {
        "piece": hashlib.sha256(f"review {number}".encode()).hexdigest()[:32],
        "batch": "2026-11 enseignants",
        "name": f"divers/{number:03} scan.pdf",
        "registered_at": f"2026-11-{2 + number % 20:02}T08:15:00Z",
        "edition": 1,
        "status": "to_review",
        "reason": reasons[number % 4],
        "message": "Plusieurs agents portent ce nom, et le texte ne dit pas lequel.",
        "type": ["03.1", "04.1", None, "05.1"][number % 4],
        "type_confidence": 0.9,
        "matricule": None,
        "candidates": [
            candidate(
                "12345", "NDAYISHIMIYE", "Espérance", 0.8, {"kind": "name", "page": 1, "box": box(4)}, {"kind": "birth_date", "page": 1}
            ),
            candidate("54321", "NDAYISHIMIYE", "Espérance Marie", 0.4, {"kind": "name", "exact": False, "page": 1, "box": box(4)}),
        ],
        "fields": [
            {"name": "act_number", "value": "550/590", "raw": "N° 550/590", "confidence": 0.97, "page": 1, "box": box(2)},
            {"name": "act_date", "value": "2010-03-03", "raw": "3 MARS 2010", "confidence": 0.95, "page": 1, "box": box(2)},
        ],
        "decided": [],
        "duplicate_of": None,
        "like": None,
        "claimed_by": None,
        "claimed_until": None,
        "evidence": [],
        "digest": "0" * 64,
        "pages": 2,
        "size": 84_000,
        "media_type": "application/pdf",
        "confidence": 96.0,
        "history": [],
        "undoable": None,
        "reread_since": False,
        **more,
    }


def sealed(number: int) -> dict[str, Any]:
    """Make a piece that is sealed off."""
    return {
        "piece": hashlib.sha256(f"sealed {number}".encode()).hexdigest()[:32],
        "batch": "2026-11 enseignants",
        "name": f"fiche {number}.pdf",
        "registered_at": "2026-11-12T08:15:00Z",
        "edition": 1,
        "status": "sealed_off",
        "reason": "sealed_off",
        "folder": "12345",
        "released": False,
        "redact": number == 2,
        "history": [],
    }


@dataclass
class Work:
    """The state that the tests turn."""

    queue: list[dict[str, Any]] = field(default_factory=list)
    sealed: list[dict[str, Any]] = field(default_factory=list)
    texts: list[list[dict[str, Any]]] = field(default_factory=list)
    verdicts: list[dict[str, Any]] = field(default_factory=list)
    found: list[dict[str, Any]] = field(default_factory=list)
    hits: list[dict[str, Any]] = field(default_factory=list)
    account: str = "open"
    traces: list[dict[str, Any]] = field(default_factory=list)
    figures: dict[str, Any] = field(default_factory=dict)
    reports: list[dict[str, Any]] = field(default_factory=list)
    complete: dict[str, Any] = field(default_factory=dict)
    before: dict[str, dict[str, Any]] = field(default_factory=dict)
    """What a piece was before it was decided."""

    def one(self, name: str) -> dict[str, Any]:
        for each in self.queue:
            if each["piece"] == name:
                return each
        raise Refused(404, "not_found")

    def waits(self) -> list[dict[str, Any]]:
        return [each for each in self.queue if each["status"] == "to_review" or each["reason"] == "near_duplicate"]

    def claimed(self, each: dict[str, Any], reader: str) -> dict[str, Any]:
        if each["claimed_by"] not in {None, reader}:
            raise Refused(409, "taken")
        each.update(claimed_by=reader, claimed_until="2026-11-22T10:15:00Z")
        return each

    def next(self, body: dict[str, Any], reader: str) -> Any:
        waits = self.waits()
        if "after" in body:
            at = next(number for number, each in enumerate(waits) if each["piece"] == body["after"])
            waits = waits[at + 1 :]
        for each in waits:
            if each["claimed_by"] in {None, reader} and body.get("reason") in {None, each["reason"]}:
                return self.claimed(each, reader)
        return None

    def settle(self, name: str, body: dict[str, Any], reader: str) -> dict[str, Any]:
        each = self.one(name)
        if each["claimed_by"] != reader and each["status"] == "to_review":
            raise Refused(409, "claim_first")
        if body["edition"] != each["edition"]:
            raise Refused(409, "conflict")
        if body["decision"] == "file" and body.get("matricule") not in {None, "12345", "54321", "777"}:
            raise Refused(400, "unknown_servant")
        self.verdicts.append({"piece": name, **body})
        self.before[name] = copy.deepcopy(each)
        status = {"file": "filed", "refuse": "refused", "duplicate": "duplicate"}[body["decision"]]
        old = {"status": each["status"], "reason": each["reason"], "matricule": each["matricule"], "type": each["type"], "fields": {}}
        each.update(
            status=status, reason=None, matricule=body.get("matricule", each["matricule"]), type=body.get("type", each["type"]),
            edition=each["edition"] + 1, claimed_by=None, claimed_until=None, message=None, undoable=body["decision"],
            duplicate_of=body.get("duplicate_of"),
        )  # fmt: skip
        now = {**old, "status": status, "matricule": each["matricule"], "type": each["type"]}
        change = {
            "at": "2026-11-22T10:01:00Z",
            "by": reader,
            "decision": body["decision"],
            "note": body.get("note"),
            "before": old,
            "after": now,
        }
        each["history"] = [change, *each["history"]]
        return each

    def undo(self, name: str, body: dict[str, Any]) -> dict[str, Any]:
        each = self.one(name)
        if body["edition"] != each["edition"]:
            raise Refused(409, "conflict")
        if each["reread_since"] and not body.get("even_so"):
            raise Refused(409, "reread_since")
        each.update({**self.before.pop(name), "edition": each["edition"] + 1, "claimed_by": None, "reread_since": False})
        return each

    def asked(self, method: str, path: str, query: dict[str, str], body: dict[str, Any], reader: str) -> tuple[bool, Any]:
        """Answer, if the question is one of these."""
        match [method, *path.strip("/").split("/")]:
            case ["GET", "review"]:
                some = [each for each in self.waits() if query.get("reason") in {None, each["reason"]}]
                return True, {"pieces": some[:20], "next": None}
            case ["POST", "review", "next"]:
                return True, self.next(body, reader)
            case ["GET", "review", name]:
                return True, self.one(name)
            case ["POST", "review", name]:
                return True, self.settle(name, body, reader)
            case ["POST", "review", name, "claim"]:
                return True, self.claimed(self.one(name), reader)
            case ["DELETE", "review", name, "claim"]:
                self.one(name).update(claimed_by=None)
                return True, None
            case ["POST", "review", name, "undo"]:
                return True, self.undo(name, body)
            case ["GET", "pieces", name, "text"] if any(each["piece"] == name for each in self.queue):
                return True, {"piece": name, "pages": self.pages(), "next": None}
            case ["GET", "sealed"]:
                return True, {"pieces": [each for each in self.sealed if each["status"] == "sealed_off"], "next": None}
            case ["GET", "sealed", name]:
                return True, {**self.shut(name), "places": [{"page": 1, "box": box(3)}], "pages": self.pages()[:1], "next": None}
            case ["POST", "sealed", name]:
                each = self.shut(name)
                self.verdicts.append({"piece": name, **body})
                each["status"] = {"release": "filed", "withdraw": "refused"}.get(body["decision"], "sealed_off")
                return True, {**each, "message": "La pièce reste scellée." if body["decision"] == "redact" else None}
        return self.asked_elsewhere(method, path, query, body, reader)

    def shut(self, name: str) -> dict[str, Any]:
        for each in self.sealed:
            if each["piece"] == name:
                return each
        raise Refused(404, "not_found")

    def pages(self) -> list[dict[str, Any]]:
        texts = self.texts or [[{"text": "NDAYISHIMIYE Espérance", "confidence": 97.0}]]
        return [
            {"number": number, "lines": [{**line, "box": box(at)} for at, line in enumerate(lines)]}
            for number, lines in enumerate(texts, 1)
        ]

    def asked_elsewhere(self, method: str, path: str, query: dict[str, str], body: dict[str, Any], reader: str) -> tuple[bool, Any]:
        return False, None
