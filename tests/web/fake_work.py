"""Plays what those at work ask of the service: the review's queue and its claims, what is sealed off, the counter, the journal."""

import copy
import hashlib
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from fake_cuts import Scan

from chalicelib.access.letter import letter_of, letters_html
from chalicelib.administration.audit_words import KINDS, action_words, detail_words
from chalicelib.identity.slip import Slip, slips_html
from chalicelib.model.audit import AuditEntry
from chalicelib.model.completeness import CaseFileFinding, Lacking
from chalicelib.model.settings import Settings
from chalicelib.text.nomenclature_file import shipped
from chalicelib.text.spreadsheet import to_spreadsheet

AT = datetime(2026, 11, 22, 8, tzinfo=UTC)


def letter_to_servant() -> str:
    """The letter that the service writes."""
    missing = (Lacking(type="02.1"), Lacking(type="04.1", years=(2019, 2021, 2022, 2023)))
    finding = CaseFileFinding(
        matricule="12345",
        written="12.345",
        name="NDAYISHIMIYE",
        first_names="Espérance",
        ministry="Santé publique",
        province="Gitega",
        missing=missing,
        unsure=(Lacking(type="01.3", why="declared"),),
    )
    settings = Settings(counter="Gitega, bureau 12, du lundi au vendredi, de 8 h à 12 h")
    return letters_html([letter_of(finding, shipped())], settings, shipped(), at=datetime(2026, 11, 22, 8, tzinfo=UTC))


SLIP = slips_html(
    [
        Slip(
            name="NDAYISHIMIYE &",
            first_names="Espérance",
            matricule="12.345",
            ministry="Éducation nationale",
            province="Gitega",
            password="abcdefgh1234",  # noqa: S106 - of nobody
            given_at=AT,
            expires_at=AT + timedelta(days=30),
        )
    ],
    Settings(site_url="https://archives.example.bi/"),
).replace("</article>", '<script>window.hacked = 1</script><p onclick="window.hacked=1">Gardez-le.</p></article>')


class Refused(Exception):  # noqa: N818
    """An answer that is an error."""

    def __init__(self, status: int, code: str, wait: int | None = None, answer: dict[str, Any] | None = None) -> None:
        super().__init__(code)
        self.status, self.code, self.wait = status, code, wait
        self.answer = answer or {"code": code, "message": f"({code})"}


def box(line: int) -> list[float]:
    """Tell where the fake's lines stand."""
    return [0.1, 0.1 * line, 0.8, 0.02]


def candidate(matricule: str, name: str, first_names: str, rank: float, *evidence: dict[str, Any]) -> dict[str, Any]:
    """Make somebody whose piece it may be."""
    known = {"matricule": matricule, "written": f"{matricule[:2]}.{matricule[2:]}", "name": name, "first_names": first_names}
    told = {
        "birth_date": f"19{60 + int(matricule[0]) * 4}-05-17",
        "ministry": "Éducation nationale",
        "province": "Gitega",
        "status": "En activité",
    }
    evidence_of = [{"exact": True, **each} for each in evidence]
    return {**known, "rank": rank, "evidence": evidence_of, "servant": {**known, **told}}


def waiting(number: int, **more: Any) -> dict[str, Any]:
    """Make a piece of the queue."""
    reasons = ["folder_alone", "no_matricule", "conflicting_text", "unknown_matricule"]
    return {
        "piece": hashlib.sha256(f"review {number}".encode()).hexdigest() + "-00000001",
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
        "claim": {"folders": ["99999"] if number % 4 == 3 else [], "name": None},
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
        "part": None,
        "claimed_by": None,
        "claimed_until": None,
        "owner": None,
        "proposed": True,
        "evidence": [],
        "folder_alone": False,
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


def homonyms(number: int) -> dict[str, Any]:
    """Make a piece of the queue that may be one of two servants of the same name."""
    return waiting(number, reason="homonyms", proposed=False)


def sealed(number: int) -> dict[str, Any]:
    """Make a piece that is sealed off."""
    return {
        "piece": hashlib.sha256(f"sealed {number}".encode()).hexdigest() + "-00000001",
        "batch": "2026-11 enseignants",
        "name": f"fiche {number}.pdf",
        "registered_at": "2026-11-12T08:15:00Z",
        "edition": 1,
        "status": "sealed_off",
        "reason": "sealed_off",
        "folder": "12345",
        "released": False,
        "redact": number == 2,
        "paper": False,
        "copy": None,
        "pages_in_all": 1,
        "size": 10_000,
        "media_type": "application/pdf",
        "digest": "0" * 64,
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
    acts: list[dict[str, Any]] = field(default_factory=list)
    account: str = "open"
    traces: list[dict[str, Any]] = field(default_factory=list)
    unusual: dict[str, Any] = field(default_factory=dict)
    figures: dict[str, Any] = field(default_factory=dict)
    reports: list[dict[str, Any]] = field(default_factory=list)
    complete: dict[str, Any] = field(default_factory=dict)
    news: dict[str, Any] = field(default_factory=dict)
    elsewhere: int = 0
    """Pieces of a batch that wait for a guardian."""
    scans: list[Scan] = field(default_factory=list)
    """Scans of several papers."""
    before: dict[str, dict[str, Any]] = field(default_factory=dict)
    """What a piece was before it was decided."""

    def one(self, name: str) -> dict[str, Any]:
        for each in self.queue:
            if each["piece"] == name:
                return each
        raise Refused(404, "not_found")

    def scan(self, name: str) -> Scan:
        """Find the scan of which a piece is some pages, or was."""
        for each in self.scans:
            if name in each.known:
                return each
        raise Refused(404, "not_found")

    def take_in(self, scan: Scan) -> None:
        """Put what waits of a scan into the queue, and take out what waits no longer."""
        if scan not in self.scans:
            self.scans.append(scan)
        told = {each["piece"]: each for each in scan.told()["pieces"] if each["piece"]}
        self.queue = [each for each in self.queue if each["piece"] not in scan.known or each["piece"] in told]
        for name, each in told.items():
            part = {"range": each["range"], "of": scan.pages}
            known = {"status": each["status"], "reason": each["reason"], "type": each["type"], "part": part, "pages": len(each["pages"])}
            held = next((one for one in self.queue if one["piece"] == name), None)
            if held is None:
                self.queue.append(
                    waiting(0, **known | {"piece": name, "name": scan.name, "batch": scan.batch, "message": None, "proposed": False})
                )
            else:
                held.update(known)

    def cut(self, name: str, body: dict[str, Any]) -> dict[str, Any]:
        scan = self.scan(name)
        if body["edition"] != scan.edition:
            raise Refused(409, "conflict")
        refusal = scan.decide(None if body.get("undo") else set(body["starts"]), in_order=body.get("in_proposed_order", False))
        if refusal:
            raise Refused(409, refusal)
        self.take_in(scan)
        return scan.told()

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
        free = (each for each in chosen(waits, body) if each["claimed_by"] in {None, reader})
        found = next(free, None)
        return self.claimed(found, reader) if found else None

    def listed(self, query: dict[str, str]) -> dict[str, Any]:
        """List a page of the queue, and tell how far the work is."""
        some = chosen(self.waits(), query)
        start = int(query.get("cursor", 0))
        following = str(start + 20) if len(some) > start + 20 else None
        known = {"waiting": {"number": len(some), "more": False}, "decided_today": self.decided()}
        return {
            **known,
            "elsewhere": self.elsewhere if set(query) == {"batch"} else None,
            "pieces": some[start : start + 20],
            "next": following,
        }

    def decided(self) -> int:
        return sum(each["status"] != "to_review" for each in self.queue)

    def alike(self, one: dict[str, Any], reader: str) -> list[dict[str, Any]]:
        """Find the pieces with the same proposal that are in nobody else's hand."""
        free = (each for each in self.waits() if each["claimed_by"] in {None, reader} and each["piece"] != one["piece"])
        return [each for each in free if proposal(one) and proposal(each) == proposal(one)][:19]

    def together(self, body: dict[str, Any], act: Any) -> list[dict[str, Any]]:
        """Act on the others of a decision; one that is refused keeps no other from its turn."""
        told = []
        for other in body.get("alike", []):
            refusal = None
            try:
                act(other)
            except Refused as refused:
                refusal = refused.code
            told.append({"piece": other["piece"], "edition": self.one(other["piece"])["edition"], "refusal": refusal})
        return told

    def settle_alike(self, name: str, body: dict[str, Any], reader: str) -> dict[str, Any]:
        first = self.settle(name, body, reader)

        def file(other: dict[str, Any]) -> None:
            self.claimed(self.one(other["piece"]), reader)
            self.settle(other["piece"], {"edition": other["edition"], "decision": "file", "matricule": body["matricule"]}, reader)

        return {**first, "alike": self.together(body, file)}

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
        known = {name: each[name] for name in ("status", "reason", "matricule", "type", "duplicate_of")}
        old = {**known, "fields": {}}
        each.update(
            status=status, reason=None, matricule=body.get("matricule", each["matricule"]), type=body.get("type", each["type"]),
            edition=each["edition"] + 1, claimed_by=None, claimed_until=None, message=None, undoable=body["decision"],
            duplicate_of=body.get("duplicate_of"),
        )  # fmt: skip
        now = {**old, "status": status, "reason": None, "matricule": each["matricule"], "type": each["type"]}
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

    def asked(  # noqa: C901, PLR0912 - a list of routes
        self, method: str, path: str, query: dict[str, str], body: dict[str, Any], reader: str
    ) -> tuple[bool, Any]:
        """Answer, if the question is one of these."""
        match [method, *path.strip("/").split("/")]:
            case ["GET", "review"]:
                return True, self.listed(query)
            case ["GET", "waiting"]:
                return True, self.counts(reader)
            case ["GET", "review", name, "alike"]:
                return True, {"pieces": self.alike(self.one(name), reader)}
            case ["POST", "review", "next"]:
                return True, self.next(body, reader)
            case ["GET", "review", name, "cuts"]:
                return True, self.scan(name).told()
            case ["POST", "review", name, "cuts"]:
                return True, self.cut(name, body)
            case ["GET", "review", name]:
                return True, self.one(name)
            case ["POST", "review", name]:
                return True, self.settle_alike(name, body, reader)
            case ["POST", "review", name, "claim"]:
                return True, self.claimed(self.one(name), reader)
            case ["DELETE", "review", name, "claim"]:
                self.one(name).update(claimed_by=None)
                return True, None
            case ["POST", "review", name, "undo"]:
                return True, {**self.undo(name, body), "alike": self.together(body, lambda other: self.undo(other["piece"], other))}
            case ["GET", "pieces", name, "text"] if any(each["piece"] == name for each in self.queue):
                return True, {"piece": name, "pages": self.pages(), "next": None}
            case ["GET", "sealed"]:
                return True, {"pieces": [each for each in self.sealed if each["status"] == "sealed_off"], "next": None}
            case ["GET", "sealed", name]:
                return True, {**self.shut(name), "places": [{"page": 1, "line": 4}], "pages": self.pages()[:1], "next": None}
            case ["POST", "sealed", name]:
                each = self.shut(name) if body["decision"] != "seal" else self.seal(name)
                self.verdicts.append({"piece": name, **body})
                each["status"] = {"release": "filed", "withdraw": "refused"}.get(body["decision"], "sealed_off")
                return True, {**each, "message": "La pièce reste scellée." if body["decision"] == "redact" else None}
        return self.asked_elsewhere(method, path, query, body, reader)

    def some_traces(self, query: dict[str, str]) -> list[dict[str, Any]]:
        """Find entries by reader and by part."""
        apart = {"acts": lambda kind: kind != "sign_in", "sign_ins": lambda kind: kind == "sign_in"}
        asked = apart.get(query.get("action", ""), lambda kind: query.get("action") in (None, kind))
        return [each for each in self.traces if query.get("reader") in {None, each["reader"]} and asked(each["kind"])]

    def counts(self, reader: str) -> dict[str, Any]:
        """Count what waits for somebody."""
        seals, reviews = reader.startswith("gardien"), reader != "gardien"
        number = {
            "review": len(self.waits()) if reviews else None,
            "reports": sum(each["status"] == "open" for each in self.reports) if reviews else None,
            "sealed": sum(each["status"] == "sealed_off" for each in self.sealed) if seals else None,
        }
        counted = {name: None if each is None else {"number": each, "more": False} for name, each in number.items()}
        return {**counted, "decided_today": self.decided() if reviews else None}

    def shut(self, name: str) -> dict[str, Any]:
        for each in self.sealed:
            if each["piece"] == name:
                return each
        raise Refused(404, "not_found")

    def seal(self, name: str) -> dict[str, Any]:
        """Close a piece of the queue by hand."""
        self.queue = [each for each in self.queue if each["piece"] != name]
        self.sealed.append({**sealed(len(self.sealed) + 1), "piece": name, "name": "scellée.pdf"})
        return self.sealed[-1]

    def pages(self) -> list[dict[str, Any]]:
        texts = self.texts or [[{"text": "NDAYISHIMIYE Espérance", "confidence": 97.0}]]
        return [
            {"number": number, "lines": [{**line, "box": box(at)} for at, line in enumerate(lines)]}
            for number, lines in enumerate(texts, 1)
        ]

    def found_acts(self, query: dict[str, str]) -> dict[str, Any]:
        """Find acts by any of their words, within days, of a type, two a page."""
        asked = folded(query.get("q", "") + query.get("signatory", ""))
        found = [each for each in self.acts if asked in folded(json.dumps(each, ensure_ascii=False))]
        found = [each for each in found if query.get("from", "") <= each["date"] <= query.get("to", "9")]
        found = [each for each in found if query.get("type", each["type"]) == each["type"]]
        begun = int(query.get("cursor", "0"))
        return {"acts": found[begun : begun + 2], "next": str(begun + 2) if len(found) > begun + 2 else None}

    def asked_elsewhere(  # noqa: C901, PLR0912 - a list of routes
        self, method: str, path: str, query: dict[str, str], body: dict[str, Any], reader: str
    ) -> tuple[bool, Any]:
        match [method, *path.strip("/").split("/")]:
            case ["GET", "acts"]:
                return True, self.found_acts(query)
            case ["GET", "casefiles"]:
                return True, {"casefiles": [each for each in self.found if folded(query["q"]) in folded(json.dumps(each))], "next": None}
            case ["GET", "casefiles", _, "search"]:
                return True, {"pieces": self.hits, "next": None}
            case ["GET", "casefiles", _, "completeness"]:
                return True, self.complete
            case ["GET", "casefiles", _, "letter"]:
                return True, {"letter": letter_to_servant()}
            case ["GET", "casefiles", _, "news"]:
                return True, self.news
            case ["GET", "casefiles", "me", "reports"]:
                return True, {"reports": self.reports, "next": None}
            case ["POST", "casefiles", "me", "reports"]:
                self.reports.insert(0, {**report(len(self.reports)), **body})
                return True, {"report": self.reports[0]["report"]}
            case ["GET", "reports"]:
                return True, {"reports": [each for each in self.reports if each["status"] == query["status"]], "next": None}
            case ["POST", "reports", name, "photo"]:
                each = next(each for each in self.reports if each["report"] == name)
                each["photo"]["added_at"] = "2026-11-22T10:00:00Z"
                return True, each
            case ["POST", "reports", name]:
                each = next(each for each in self.reports if each["report"] == name)
                each.update(status=body["status"], answer=body.get("answer"), by=reader)
                return True, each
            case ["GET", "journal"]:
                return True, {**DAYS_OF[query.get("reader") is None], "journal": self.some_traces(query), "kinds": [], "next": None}
            case ["GET", "journal", "unusual"]:
                return True, self.unusual
            case ["GET", "journal.csv"]:
                entries = [
                    AuditEntry(place="", **(each | {"at": datetime.fromisoformat(each["at"])}))
                    for each in map(bare, self.some_traces(query))
                ]
                rows = [(KINDS[each.kind], action_words(each), each.reader, detail_words(each), each.note) for each in entries]
                return True, Text(to_spreadsheet(("nature", "action", "identifiant", "détail", "motif"), rows), name="journal-2026-11-22")
            case ["GET", "figures.csv"] if query.get("what") == "completeness":
                return True, Text("\ufeffministère;agents\r\nSanté publique;8000\r\n", name="completude-par-ministere-2026-11-01")
            case ["GET", "figures.csv"]:
                return True, Text("\ufeffministère;province\r\nSanté publique;Gitega\r\n", name="ministeres-et-provinces-2026-11-22")
            case ["GET", "figures"]:
                return True, self.figures
        return self.asked_at_the_counter(method, path, body)

    def asked_at_the_counter(self, method: str, path: str, body: dict[str, Any]) -> tuple[bool, Any]:
        match [method, *path.strip("/").split("/")]:
            case ["GET", "accounts", "12345"]:
                known = {
                    "matricule": "12345",
                    "written": "12.345",
                    "name": "NDAYISHIMIYE",
                    "first_names": "Espérance",
                    "state": self.account,
                }
                return True, {**known, "changed_at": "2026-11-02T09:30:00Z", "expires_at": None, "totp": True, "staff": False}
            case ["POST", "accounts", "12345", "close"]:
                self.verdicts.append(body)
                self.account = "closed"
                return True, {"matricule": "12345", "state": "closed"}
            case ["POST", "accounts", "12345", _]:
                self.verdicts.append(body)
                self.account = "first_password"
                return True, {"matricule": "12345", "password": "abcdefgh1234", "expires_at": "2026-11-30T00:00:00Z", "slip": SLIP}
        return False, None


def chosen(pieces: list[dict[str, Any]], said: dict[str, Any]) -> list[dict[str, Any]]:
    """Choose the pieces that answer to a filter, in the order that is asked for."""
    ministry = {"Éducation nationale": True, "none": False}.get(said.get("ministry", ""))
    some = [
        each
        for each in pieces
        if all(said.get(name) in {None, each[name] or "none"} for name in ("batch", "type", "reason"))
        and ministry in {None, bool(each["candidates"])}
    ]
    return some[::-1] if said.get("order") == "latest" else some


def proposal(piece: dict[str, Any]) -> tuple[str, str, str] | None:
    """Tell what is proposed of a piece."""
    known = piece["proposed"] and piece["status"] == "to_review" and piece["candidates"]
    return (piece["candidates"][0]["matricule"], piece["reason"], piece["type"]) if known else None


@dataclass(frozen=True)
class Text:
    """A part of a spreadsheet: the cursor of the next part, and the name of the whole."""

    text: str
    name: str
    next: str | None = None


DAYS_OF = ({"from": None, "to": None}, {"from": "2026-11-22", "to": "2026-11-22"})
"""Days of an answer: of all days, or of today."""


def bare(trace: dict[str, Any]) -> dict[str, Any]:
    """Leave the names of people out of an entry."""
    return {name: value for name, value in trace.items() if name not in {"person", "servant"}}


def folded(text: str) -> str:
    """Write a text as a matricule or a name is compared."""
    return "".join(letter for letter in text.upper() if letter.isalnum())


def a_photo(**more: Any) -> dict[str, Any]:
    """Make the facts of a report's photo."""
    return {"kind": "jpeg", "pages": 1, "size": 245_760, "until": "2027-02-20T08:00:00Z", "added_at": None, **more}


def report(number: int, **more: Any) -> dict[str, Any]:
    """Make a report."""
    return {
        "report": f"12345-{number:020x}",
        "kind": "missing",
        "piece": None,
        "type": "02.1",
        "text": "Mon diplôme de 2008 manque.",
        "at": "2026-11-20T08:00:00Z",
        "status": "open",
        "answer": None,
        "answered_at": None,
        "photo": None,
        "matricule": "12345",
        "by": None,
        "name": None,
        "servant": {"written": "12.345", "name": "NDAYISHIMIYE", "first_names": "Espérance"},
        **more,
    }


def at_work(work: Work) -> None:
    """Put something on every screen."""
    work.queue = [homonyms(0), *(waiting(number) for number in range(1, 8))]
    work.queue[4].update(candidates=work.queue[0]["candidates"][:1])
    work.queue[2].update(claimed_by="collegue", claimed_until="2026-11-22T10:15:00Z", candidates=[])
    work.sealed = [sealed(1), sealed(2)]
    person = {"first_names": "Espérance", "birth_date": "1980-05-17", "ministry": "Éducation nationale", "in_roster": True, "near": False}
    work.found = [
        {"matricule": "12345", "written": "12.345", "name": "NDAYISHIMIYE", **person},
        {"matricule": "54321", "written": "54.321", "name": "NDAYIZEYE", **person, "in_roster": False},
    ]
    piece = {"piece": "0" * 64 + "-00000001", "name": "001 scan.pdf", "type": "03.1", "date": "2010-03-03", "year": 2010}
    work.hits = [{**piece, "lines": [{"page": 1, "text": "PORTANT NOMINATION A TITRE DEFINITIF", "box": box(1)}]}]
    servant = {"matricule": "12345", "written": "12.345", "name": "NDAYISHIMIYE", "first_names": "Espérance"}
    act = {"name": "001 scan.pdf", "type": "03.1", "number": "610/558", "date": "2010-03-12", "signatory": "Zénon NIYONKURU"}
    act |= {"matricule": "12345", "servant": servant, "near": False}
    work.acts = [
        {**act, "piece": "1" * 64 + "-00000001"},
        {**act, "piece": "2" * 64 + "-00000001", "type": "04.1", "date": "1998-05-04", "matricule": "99999", "servant": None},
        {**act, "piece": "3" * 64 + "-00000001", "type": None, "number": "610/553", "date": "2010-03-12", "near": True},
    ]
    work.news = {
        "since": "2026-11-12T08:00:00Z",
        "pieces": [{name: piece[name] for name in ("piece", "name", "type")} | {"registered_at": "2026-11-20T08:00:00Z"}],
        "more": False,
        "answers": 1,
    }
    shared = {"role": "archivist", "matricule": "12345", "piece": None, "detail": "", "note": ""}
    shared |= {"person": "Gaspard NKURUNZIZA", "servant": "Espérance NDAYISHIMIYE"}
    work.traces = [
        {"at": "2026-11-22T08:00:00Z", "kind": "consultation", "action": "casefile", "reader": "g.nkurunziza", **shared},
        {
            "at": "2026-11-22T07:58:00Z",
            "kind": "decision",
            "action": "file",
            "reader": "g.nkurunziza",
            **shared,
            "piece": "3f9a1c20" + "0" * 56 + "-00000001",
            "detail": "to_review → filed",
            "note": "Lu sur le cachet.",
        },
        {
            "at": "2026-11-22T07:50:00Z",
            "kind": "account",
            "action": "closed",
            "reader": "archiviste",
            **shared,
            "person": None,
            "note": "départ",
        },
        {
            "at": "2026-11-22T07:40:00Z",
            "kind": "sign_in",
            "action": "refused",
            "reader": "12345",
            **shared,
            "role": None,
            "person": "Espérance NDAYISHIMIYE",
            "matricule": None,
            "servant": None,
            "detail": "197.157.194.20",
        },
    ]
    rules = {"casefiles": 60, "from_hour": 7, "to_hour": 18}
    servants = [{"matricule": "12345", "name": "Espérance NDAYISHIMIYE"}, {"matricule": "54321", "name": None}]
    odd = {"reader": "g.nkurunziza", "person": "Gaspard NKURUNZIZA", "servants": servants}
    work.unusual = {"from": "2026-11-16", "to": "2026-11-22", "since": None, "rules": rules, "openings": [
        {"day": "2026-11-22", "rule": "hours", "openings": 9, "casefiles": 2, **odd},
        {"day": "2026-11-20", "rule": "many", "openings": 214, "casefiles": 71, **odd}]}  # fmt: skip
    days = [{"day": f"2026-11-{day:02}", "casefiles": day * 3, "pieces": day * 11, "pages": 40 + day * 37 % 300, "refused": day % 4,
             "reached": 1000 + day, "planned": 1010} for day in range(2, 23)]  # fmt: skip
    work.figures = {
        "counted_at": "2026-11-22T08:00:00Z", "from": "2026-10-24", "to": "2026-11-22", "casefiles": 1204, "pieces": 8190, "pages": 17350,
        "days": days, "refused": [{"reason": "corrupt", "files": 12}, {"reason": "encrypted", "files": 3}],
        "added": {"casefiles": 720, "pieces": 2640, "pages": 3900, "refused": 15},
        "previous": {"casefiles": 484, "pieces": 2710, "pages": 0, "refused": 15},
        "places": [
            {"ministry": "Éducation nationale", "province": "Gitega", "servants": 4100, "casefiles": 700},
            {"ministry": "Éducation nationale", "province": "Ngozi", "servants": 3900, "casefiles": 0},
            {"ministry": "Santé publique", "province": "Gitega", "servants": 900, "casefiles": 500},
            {"ministry": None, "province": None, "servants": 0, "casefiles": 4}],
        "review": {"waiting": 42, "oldest": "2026-11-03", "median_age": 6.5, "ministries": [
            {"ministry": "Éducation nationale", "waiting": 30, "oldest": "2026-11-03"}, {"ministry": None, "waiting": 12, "oldest": "2026-11-18"}]},  # noqa: E501
        "completeness": {"compared_at": "2026-11-01T06:10:00Z", "ministries": [
            {"ministry": "Éducation nationale", "servants": 8000, "begun": 700, "complete": 210, "missing": [
                {"type": "04.1", "names": {"fr": "", "rn": "", "en": ""}, "casefiles": 7400},
                {"type": "02.1", "names": {"fr": "", "rn": "", "en": ""}, "casefiles": 6100}]},
            {"ministry": None, "servants": 4, "begun": 4, "complete": 4, "missing": []}]},
        "roadmap": {"start": "2026-11-01", "end": "2031-10-31", "casefiles": 115_000, "a_working_day": 104.5, "planned": 1386,
                    "actual": 1204, "difference": -182},
    }  # fmt: skip
    work.reports = [
        report(1),
        report(2, status="answered", answer="La pièce est arrivée hier.", answered_at="2026-11-21T08:00:00Z", by="archiviste"),
    ]
    kinds = [
        ("02.1", "missing", None),
        ("04.1", "missing", None),
        ("01.3", "unknown", "declared"),
        ("03.1", "present", None),
        ("11.1", "not_due", None),
    ]
    act = {name: piece[name] for name in ("piece", "name", "date")}
    names = {"fr": "", "rn": "", "en": ""}
    about = {"fr": "Prouve ce qu'il faut.", "rn": "Yerekana.", "en": "Proves what is needed."}
    work.complete = {
        "matricule": "12345", "state": "permanent", "counts": {"present": 1, "missing": 2, "unknown": 1, "not_due": 1}, "untyped": 1,
        "unrecognised": [{**act, "name": "photo 7.jpg", "date": None}],
        "types": [{"type": kind, "names": names, "about": about, "mandatory": "always", "state": state, "why": why,
                   "pieces": 3 if state == "present" else 0, "acts": [act, {**act, "date": None}] if state == "present" else [],
                   "there": [2018, 2020] if kind == "04.1" else [], "years": [2019, 2021, 2022, 2023] if kind == "04.1" else [],
                   "unsure": [2024] if kind == "04.1" else [], "waiting": []} for kind, state, why in kinds],
    }  # fmt: skip
