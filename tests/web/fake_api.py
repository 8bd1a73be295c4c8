"""Plays the service for the pages' tests: the site as the edge serves it, the API by its contract, and the vault on an origin of its own.

What goes wrong is asked for by the test: `api.faults["GET /casefiles/me"] = ["drop"]` breaks the next such request.
"""

import gzip
import hashlib
import json
import re
import threading
import time
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field
from email.parser import BytesParser
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import yaml
from contract import faults, success_of
from fake_career import asked_of_the_career, career_archive
from fake_due import asked_of_the_due_lists, due_archive
from fake_reconciliation import asked_of_the_reconciliation, reconciled_office
from fake_roadmap import asked_of_the_roadmap, roadmap_archive
from fake_work import Refused, Text, Work, a_photo
from PIL import Image, ImageDraw

from chalicelib.text.download_name import disposition
from tests.fakes import FakeArchive
from tests.unit.reconciliation.office import Office
from web import build

ROOT = Path(__file__).parents[2]
TYPES = {"html": "text/html; charset=utf-8", "js": "text/javascript; charset=utf-8", "css": "text/css; charset=utf-8"}
PASSWORD = "Tambour-Riziere-9"  # noqa: S105 - of nobody
QR = '<svg width="36" height="36" viewBox="0 0 9 9"><path d="M0 0h3v3H0zM6 0h3v3H6zM0 6h3v3H0zM4 4h2v2H4z"/></svg>'
HOSTILE = '<img src=x onerror="window.hacked=1">'


def refuse(fault: str | int | None) -> None:
    """Fail as the test wants it."""
    if isinstance(fault, int):
        raise Refused(fault, {401: "not_signed_in", 503: "busy"}.get(fault, "broken"), wait=0)


def named(word: str) -> str:
    """Make a piece's name."""
    return f"{hashlib.sha256(word.encode()).hexdigest()}-{len(word):08x}"


def piece(number: int, **more: Any) -> dict[str, Any]:
    """Make a piece of the list."""
    kinds = ["03.1", "03.2", "04.1", "04.2", "05.1", "02.1", "06.1", None]
    year = 2024 - number // 3
    made = {
        "piece": named(str(number)),
        "name": f"{number:03} scan.pdf",
        "type": kinds[number % 8],
        "date": f"{year}-{1 + number % 12:02}-{1 + number % 28:02}",
        "year": year,
        "registered_at": "2026-11-02T08:15:00Z",
        "pages": 1 + number % 4,
        "size": 84_000 + 91_000 * number,
        "media_type": "application/pdf",
        "part": None,
        "status": "filed",
        "confidence": 96.5,
        "folder_alone": False,
    }
    return {**made, **more}


def lines(*texts: str) -> list[dict[str, Any]]:
    """Make the lines of a page; a leading question mark makes one uncertain."""
    return [
        {"text": text.lstrip("?"), "confidence": 61.0 if text.startswith("?") else 97.0, "box": [0.1, 0.1, 0.8, 0.02]} for text in texts
    ]


ACT = lines(
    "REPUBLIQUE DU BURUNDI",
    "MINISTERE DE LA FONCTION PUBLIQUE, DU TRAVAIL ET DE L'EMPLOI",
    "ORDONNANCE MINISTERIELLE N° 550/590 DU 3 MARS 2010",
    "PORTANT NOMINATION A TITRE DEFINITIF",
    "Le Ministre de la Fonction Publique, du Travail et de l'Emploi,",
    "Vu la loi n° 1/28 du 23 août 2006 portant statut général des fonctionnaires ;",
    "?Vu le dossier adminislratif de l'intéressé ;",
    "ORDONNE :",
    "Article 1er : L'intéressé est nommé à titre définitif dans le cadre des",
    "enseignants, à compter du 1er octobre 2009.",
    "Article 2 : La présente ordonnance entre en vigueur le jour de sa signature.",
    "?Fait à Bujumbura, le 03/03/2O10",
)

ABOUT = {
    "03.1": {
        "fr": "L'acte par lequel l'État vous a engagé ou nommé : il ouvre votre carrière.",
        "rn": "Icemezo Leta yagushizeko mu kazi.",
        "en": "The act by which the State appointed you: it opens your career.",
    }
}
"""Sentences on types of piece, by code."""
COUNTS = {"filed": 0, "to_review": 0, "duplicate": 0, "refused": 0, "failed": 0, "missing": 0}


def queued(batch: dict[str, Any]) -> dict[str, Any]:
    """Add to a batch how many of its pieces a guardian has, and when it was opened again."""
    return {"elsewhere": 0, "reopened_at": None, **batch}


@cache
def sheet(number: int, *, first: bool) -> bytes:
    """Draw a page as the archive would: the act's lines, a tenth of the page apart, and its number."""
    page = Image.new("L", (1000, 1414), "white")
    draw = ImageDraw.Draw(page)
    draw.text((880, 1340), str(number), fill="black", font_size=24)
    for at, line in enumerate(ACT[:9] if first else ACT[9:], 1):
        plain = unicodedata.normalize("NFKD", line["text"]).encode("ascii", "ignore").decode()
        draw.text((100, 141 * at), plain[:60], fill="black", font_size=24)
    written = BytesIO()
    page.save(written, "WEBP", lossless=True)
    return written.getvalue()


@dataclass
class FakeApi:
    """The state that the tests turn."""

    pieces: list[dict[str, Any]] = field(default_factory=lambda: [piece(number) for number in range(14)])
    page_size: int = 50
    name: str = "NDAYISHIMIYE"
    first_names: str = "Espérance"
    original: bytes = b"%PDF-1.4\n" + bytes(range(256)) * 1200
    texts: list[list[dict[str, Any]]] = field(
        default_factory=lambda: [ACT, lines("Ampliation :", "- Archives nationales", "- L'intéressé")]
    )
    fields: list[dict[str, Any]] = field(default_factory=list)
    consultations: list[dict[str, Any]] = field(default_factory=list)
    batches: list[dict[str, Any]] = field(default_factory=list)
    receipt_files: list[dict[str, Any]] = field(default_factory=list)
    faults: dict[str, list[str | int]] = field(default_factory=lambda: defaultdict(list))
    """By "METHOD /path": what the next answers are: a number, `drop` (cut off on its way) or `slow`."""
    cut: list[int] = field(default_factory=list)
    """Bytes after which the vault breaks the next downloads off."""
    seen: list[str] = field(default_factory=list)
    """Requests to the API, as "METHOD /path"."""
    bodies: list[Any] = field(default_factory=list)
    counter: str | None = None
    """Where and when the counter is open."""
    too_large: bool = False
    """Whether the case file is too large for one copy."""
    unseen: list[str] = field(default_factory=list)
    """Pieces that the servant has not opened yet."""
    masked: bool = False
    """Whether pieces are masked copies."""
    textless: bool = False
    """Whether a piece comes without its text."""
    shown: list[int] = field(default_factory=list)
    """Pages whose pictures were fetched."""
    ended: list[bool] = field(default_factory=list)
    """Whether the links to the next pictures have ended."""
    ranges: list[str | None] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)
    lies: list[str] = field(default_factory=list)
    """Where a question or an answer is not as docs/openapi.yaml says."""
    sessions: dict[str, str] = field(default_factory=dict)
    """Reader by cookie."""
    token_life: int = 900
    outcomes: list[dict[str, Any]] = field(default_factory=list)
    """Sign-ins of an account; three if none are set."""
    notices: str | None = "off"
    """What a servant's account screen shows of notices by mail."""
    totp: bool = False
    """Whether a code is asked for at the sign-in."""
    passwords: dict[str, str] = field(default_factory=dict)
    vault: str = ""
    inbox: dict[str, bytes] = field(default_factory=dict)
    """What the browser has put there, by key."""
    busiest: int = 0
    """Files that were on their way to the inbox at the same time."""
    under_way: int = 0
    work: Work = field(default_factory=Work)
    roadmap: FakeArchive | None = None
    """Made with the first question about the roadmap."""
    career: FakeArchive | None = None
    """Made with the first question about a career."""
    due: FakeArchive | None = None
    """Likewise, about due lists."""
    office: Office | None = None
    """Made with the first question about the reconciliation."""

    def reader(self, username: str) -> dict[str, Any]:
        roles = {
            "archiviste": ["archivist"],
            "collegue": ["archivist"],
            "gardien": ["guardian"],
            "gardienne": ["archivist", "guardian"],
            "auditeur": ["auditor"],
            "directeur": ["director"],
        }.get(username)
        return {"name": username, "matricule": None if roles else username, "roles": roles or ["servant"]}

    # --- open -----------------------------------------------------------------------------------------------------

    def post_session(self, body: dict[str, Any]) -> tuple[Any, str | None]:
        username = re.sub(r"[^a-z0-9]", "", body["username"].lower())
        if username == "beaucoup":
            raise Refused(429, "too_many_attempts", wait=90)
        if body["password"] != self.passwords.get(username, PASSWORD):
            raise Refused(401, "sign_in_refused")
        if username == "99001":
            return {"challenge": "new_password", "session": "defi-1"}, None
        if username == "99002":
            return {"challenge": "totp", "session": "defi-2"}, None
        return self.entered(username)

    def entered(self, username: str) -> tuple[Any, str]:
        cookie = hashlib.sha256(f"{username}{len(self.sessions)}".encode()).hexdigest()[:16]
        self.sessions[cookie] = username
        reader = self.reader(username)
        first = self.casefile("me", None) if reader["matricule"] else None
        return {"token": f"token-{username}", "expires_in": self.token_life, "reader": reader, "casefile": first}, cookie

    def answer_challenge(self, body: dict[str, Any]) -> tuple[Any, str]:
        if body["session"] == "defi-2" and body.get("code") != "123456":
            raise Refused(400, "wrong_code")
        return self.entered("99001" if body["session"] == "defi-1" else "99002")

    # --- signed in --------------------------------------------------------------------------------------------------

    def paged(self, key: str, everything: list[Any], cursor: str | None, size: int | None = None) -> dict[str, Any]:
        start, size = int(cursor or 0), size or self.page_size
        return {key: everything[start : start + size], "next": str(start + size) if start + size < len(everything) else None}

    def casefile(self, matricule: str, cursor: str | None) -> dict[str, Any]:
        if matricule not in {"me", "12345"}:
            raise Refused(404, "not_found")
        known = {"matricule": "12345", "written": "12.345", "name": self.name, "first_names": self.first_names}
        roster = {"birth_date": "1980-05-17", "ministry": "Éducation nationale", "province": "Gitega", "status": "titulaire"}
        own = matricule == "me" and not cursor
        known |= {"servant": None if matricule == "me" else roster, "news": {"pieces": self.unseen, "answers": 0} if own else None}
        return {**known, **self.paged("pieces", self.pieces, cursor)}

    def one_piece(self, identity: str) -> dict[str, Any]:
        for each in self.pieces:
            if each["piece"] == identity:
                digest = hashlib.sha256(self.original).hexdigest()
                more = {
                    "matricule": "12345",
                    "type_confidence": 0.93,
                    "fields": self.fields,
                    "digest": digest,
                    "masked": self.masked,
                    "about": ABOUT.get(each["type"]),
                }
                return {**each, **more, "size": len(self.original), "pages": len(self.texts)}
        raise Refused(404, "not_found")

    def text(self, identity: str, cursor: str | None) -> dict[str, Any]:
        self.one_piece(identity)
        pages = [{"number": number, "lines": each} for number, each in enumerate(self.texts, 1)]
        return {"piece": identity, **self.paged("pages", pages, cursor, 5)}

    def download(self, identity: str) -> dict[str, Any]:
        if all(each["piece"] != identity for each in self.work.sealed):
            self.one_piece(identity)
        names = [each["name"] for each in (*self.pieces, *self.work.sealed) if each["piece"] == identity]
        link = {"url": f"{self.vault}/original?X-Amz-Signature={len(self.seen)}", "expires_at": "2026-11-22T10:05:00Z"}
        return link | {"name": f"{names[0].removesuffix('.pdf')}.pdf", "size": len(self.original), "type": "application/pdf"}

    def picture(self, identity: str, number: int) -> dict[str, Any]:
        """Link to a page of any piece there is, in a case file, in the queue or in a scan."""
        for scan in self.work.scans:
            for each in scan.told()["pieces"]:
                if each["piece"] == identity:
                    return self.picture_of(each["pages"][number - 1], len(each["pages"]), first=each["pages"][number - 1] in scan.proposed)
        pages = len(self.texts) if any(each["piece"] == identity for each in self.pieces) else len(self.work.texts)
        if not 1 <= number <= pages:
            raise Refused(404, "not_found")
        return self.shown_page(number, pages)

    def shown_page(self, number: int, pages: int) -> dict[str, Any]:
        return self.picture_of(number, pages, first=number == 1)

    def picture_of(self, number: int, pages: int, *, first: bool) -> dict[str, Any]:
        """Link to the image of a page; that with which a piece begins shows how the act begins."""
        at = f"{self.vault}/pages/{number}{'' if first else '-'}.webp?X-Amz-Signature={len(self.seen)}"
        known = {"url": at, "expires_at": "2026-11-22T10:05:00Z", "type": "image/webp", "size": len(sheet(number, first=first))}
        return {"page": number, "pages": pages, "width": 1000, "height": 1414, **known}

    def batch(self, name: str) -> dict[str, Any]:
        for each in self.batches:
            if each["batch"] == name:
                waits = {"number": each["counts"].get("to_review", 0), "more": False}
                return {"refused": [], "in_review": waits, **queued(each)}
        raise Refused(404, "not_found")

    def receipt(self, name: str, query: dict[str, str]) -> dict[str, Any]:
        batch = self.batch(name)
        if not batch["revision"]:
            raise Refused(404, "not_found")
        counts = {"announced": len(self.receipt_files), **COUNTS}
        for each in self.receipt_files:
            counts[each["status"]] += 1
        head = {name: batch.get(name) for name in ("batch", "revision", "opened_at", "reopened_at", "closed_at")}
        head |= {"seconds": 61.0, "letterhead": ["République du Burundi", "Ministère de la Fonction publique, du Travail et de l'Emploi"]}
        problem = {
            "line": 12,
            "column": "sha256",
            "reason": "digest",
            "reason_fr": "L'empreinte n'en est pas une.",
            "reason_en": "No digest.",
        }
        litter = {"key": f"{name}/12345/Thumbs.db", "why": "litter"}
        head |= {"manifest": None, "manifest_problems": [problem], "ignored": [litter]}
        head |= {"folder_alone": sum(each.get("folder_alone", False) for each in self.receipt_files)}
        found = [each for each in self.receipt_files if query.get("status") in (None, each["status"])]
        found = [each for each in found if query.get("q", "").lower() in f"{each['key']}\n{each['matricule']}".lower()]
        return {**head, "counts": counts, **self.paged("files", found, query.get("cursor"))}

    def receipt_spreadsheet(self, name: str, cursor: str | None) -> Text:
        """Give the receipt's CSV in two parts."""
        self.batch(name)
        if cursor:
            return Text(f"{name}/12345/nomination copie.pdf;v1;doublon\r\n", name=f"recepisse-{name}-r1")
        return Text("\ufefffichier;version;état\r\n", next="2", name=f"recepisse-{name}-r1")

    def deposit(self, batch: str, files: list[dict[str, Any]], username: str) -> dict[str, Any]:
        if self.reader(username)["roles"] != ["archivist"]:
            raise Refused(404, "not_found")
        if batch.startswith("_"):
            raise Refused(400, "batch_name")
        return {"batch": batch, "files": [{"name": each["name"], **self.slot(batch, each)} for each in files]}

    def slot(self, batch: str, file: dict[str, Any]) -> dict[str, Any]:
        key = f"{batch}/{file['name']}"
        if not file["size"]:
            return {"status": "refused", "reason": "empty", "message": "Le fichier est vide."}
        if len(self.inbox.get(key, b"")) == file["size"] and not key.endswith(".csv"):
            return {"status": "already"}
        fields = {"key": key, "Content-Type": "application/octet-stream", "policy": "e30=", "x-amz-signature": str(file["size"])}
        return {"status": "send", "url": f"{self.vault}/inbox", "fields": fields, "expires_at": "2026-11-22T10:15:00Z"}

    def asked_with_photo(self, method: str, path: str, query: dict[str, str], body: dict[str, Any], username: str) -> tuple[bool, Any]:
        """Give the slot of a photo, or a page of one; a report is filed with the facts of its photo."""
        if path == "/casefiles/me/reports/photo":
            signed = {"policy": "e30=", "x-amz-signature": str(body["size"])}
            fields = {"key": f"photo-drafts/{username}", "Content-Type": "image/jpeg", **signed}
            return True, {"url": f"{self.vault}/inbox", "fields": fields, "expires_at": "2026-11-22T10:15:00Z"}
        if "/photo/pages/" in path:
            return True, self.shown_page(int(path.rpartition("/")[2]), 1)
        if (method, path) == ("POST", "/casefiles/me/reports") and "photo" in body:
            body = body | {"photo": self.photo_of(body["photo"], username)}
        if path.startswith("/roadmap"):
            self.roadmap = self.roadmap or roadmap_archive()
            return True, asked_of_the_roadmap(self.roadmap, method, path, body)
        if path.startswith("/casefiles/") and "/career" in path:
            self.career = self.career or career_archive([named(str(number)) for number in range(14)])
            return True, asked_of_the_career(self.career, path, body, username)
        if path in {"/due", "/due.csv"}:
            self.due = self.due or due_archive(piece(0)["piece"])
            return True, asked_of_the_due_lists(self.due, path, query)
        if path.startswith("/reconciliation"):
            self.office = self.office or reconciled_office()
            return True, asked_of_the_reconciliation(self.office, username, [method, *path.strip("/").split("/")], query, body)
        return self.work.asked(method, path, query, body, username)

    def photo_of(self, digest: str, username: str) -> dict[str, Any]:
        """Describe a photo that has come into its slot; its first bytes tell what it is."""
        body = self.inbox.get(f"photo-drafts/{username}", b"")
        if hashlib.sha256(body).hexdigest() != digest:
            raise Refused(409, "photo_missing")
        if not body.startswith((b"\xff\xd8\xff", b"%PDF-")):
            raise Refused(400, "photo_refused")
        return a_photo(kind="pdf" if body.startswith(b"%PDF-") else "jpeg", size=len(body))

    def sign_ins(self, cursor: str | None, username: str) -> dict[str, Any]:
        made = self.outcomes or [
            {"at": "2026-11-22T06:41:00Z", "outcome": "signed_in", "address": "197.157.194.20", "times": 1},
            {"at": "2026-11-20T17:02:00Z", "outcome": "refused", "address": "154.73.105.2", "times": 3},
            {"at": "2026-11-02T09:30:00Z", "outcome": "password_changed", "address": "197.157.194.20", "times": 1},
        ]
        page = self.paged("sign_ins", made, cursor)
        mine = self.notices if self.reader(username)["matricule"] else None
        return page if cursor else {**page, "totp": self.totp, "notices": mine}

    def asked(self, method: str, path: str, query: dict[str, str], body: dict[str, Any], username: str | None) -> Any:
        if username is None:
            raise Refused(401, "not_signed_in")
        known, answer = self.asked_with_photo(method, path, query, body, username)
        if known:
            return answer
        if method == "GET":
            found = self.read(path, query)
            if found is not None:
                for_others = isinstance(found, dict) and "about" in found and not self.reader(username)["matricule"]
                return {**found, "about": None} if for_others else found
        proven = {("POST", "/session/password"), ("POST", "/session/totp"), ("DELETE", "/session/totp")}
        if (method, path) in proven and body["password"] != PASSWORD:
            raise Refused(400, "wrong_password")
        if method == "POST" and path.startswith("/casefiles/") and path.endswith("/copy"):
            link = {"url": f"{self.vault}/original?X-Amz-Signature=1", "expires_at": "2026-11-22T10:05:00Z"}
            return link | {"name": "dossier 12345.pdf", "size": len(self.original), "type": "application/pdf"}
        if (method, path) == ("POST", "/deposits"):
            return self.deposit(body["batch"], body["files"], username)
        return self.own_account(method, path, query, body, username)

    def own_account(self, method: str, path: str, query: dict[str, str], body: dict[str, Any], username: str) -> Any:
        match method, path:
            case "GET", "/session/sign-ins":
                return self.sign_ins(query.get("cursor"), username)
            case "POST", "/session/password":
                return None
            case _, "/session/totp":
                return self.authenticator(method, body)
            case "PUT", "/session/notices":
                self.notices = "on" if body["on"] else "off"
                return None
        raise Refused(404, "not_found")

    def authenticator(self, method: str, body: dict[str, Any]) -> Any:
        if method == "POST":
            uri = "otpauth://totp/Ububiko:12345?secret=JBSWY3DPEHPK3PXP&issuer=Ububiko"
            return {"secret": "JBSWY3DPEHPK3PXP", "uri": uri, "qr": QR}
        if body.get("code", "123456") != "123456":
            raise Refused(400, "wrong_code")
        self.totp = method == "PUT"
        return None

    def read_piece(self, identity: str, rest: list[str], query: dict[str, str]) -> Any:
        match rest:
            case []:
                text = {"text": None if self.textless else self.text(identity, None)} if query.get("text") == "true" else {}
                return self.one_piece(identity) | text
            case ["text"]:
                return self.text(identity, query.get("cursor"))
            case ["pages", number]:
                return self.picture(identity, int(number))
            case ["download"]:
                return self.download(identity)
        return None

    def read(self, path: str, query: dict[str, str]) -> Any:
        cursor = query.get("cursor")
        parts = [unquote(part) for part in path.strip("/").split("/")]
        match parts:
            case ["casefiles", matricule]:
                return self.casefile(matricule, cursor)
            case ["casefiles", _, "copy"]:
                left_out = [{name: each[name] for name in ("piece", "name", "type", "date")} for each in self.pieces[5:6]]
                sums = {name: sum(each[name] for each in self.pieces) for name in ("pages", "size")}
                return {"pieces": len(self.pieces), **sums, "too_large": self.too_large, "left_out": left_out}
            case ["casefiles", _, "consultations"]:
                some = [each for each in self.consultations if each["role"] != "own" or "others" not in query]
                return self.paged("consultations", [{"page": None, **each} for each in some], cursor)
            case ["pieces" | "sealed", identity, *rest]:
                return self.read_piece(identity, rest, query)
            case ["batches"]:
                return self.paged("batches", [queued(each) for each in self.batches], cursor)
            case ["batches", name]:
                return self.batch(name)
            case ["batches", name, "receipt"]:
                return self.receipt(name, query)
            case ["batches", name, "receipt.csv"]:
                return self.receipt_spreadsheet(name, cursor)
        return None


class Handler(BaseHTTPRequestHandler):
    """Answers as the edge does: pages and scripts from the build, all below /api from the fake."""

    protocol_version = "HTTP/1.1"
    server: "Server"

    def log_message(self, *arguments: Any) -> None:
        """Keep the tests' output clean."""

    def do_GET(self) -> None:
        self.handle_any()

    do_POST = do_PUT = do_DELETE = do_GET  # noqa: N815

    def handle_any(self) -> None:
        split = urlsplit(self.path)
        length = int(self.headers.get("content-length") or 0)
        raw = self.rfile.read(length) if length else b""
        if split.path == "/csp":
            self.server.api.violations.append(raw.decode())
            self.send(204, b"", {})
        elif split.path.startswith("/api/"):
            self.api(split.path.removeprefix("/api"), {name: value[0] for name, value in parse_qs(split.query).items()}, raw)
        else:
            self.page(split.path)

    def page(self, path: str) -> None:
        path = path.lstrip("/")
        path = f"{path}index.html" if not path or path.endswith("/") else path
        content = self.server.files.get(path)
        if content is None:
            self.send(404, b"", {})
            return
        tag = f'"{hashlib.sha256(content).hexdigest()[:16]}"'
        kept = "public, max-age=31536000, immutable" if path.startswith("assets/") else "no-cache"
        headers = {"Content-Type": TYPES[path.rpartition(".")[2]], "Cache-Control": kept, "ETag": tag}
        if self.headers.get("if-none-match") == tag:
            self.send(304, b"", headers)
        else:
            self.send(200, gzip.compress(content, 9, mtime=0), {**headers, "Content-Encoding": "gzip"})

    def api(self, path: str, query: dict[str, str], raw: bytes) -> None:
        api = self.server.api
        asked = f"{self.command} {path}"
        api.seen.append(asked)
        fault = api.faults[asked].pop(0) if api.faults[asked] else None
        if fault == "drop":
            self.send(200, b'{"cut', {"Content-Type": "application/json", "Connection": "close"}, length=5000)
            self.close_connection = True
            return
        if fault == "slow":
            time.sleep(0.6)
        headers = {"Content-Type": "application/json; charset=utf-8", "Cache-Control": "no-store"}
        try:
            refuse(fault)
            body = json.loads(raw) if raw else {}
            api.bodies.append(body)
            answer, cookie = self.answer(path, query, body)
        except Refused as refused:
            if refused.wait is not None:
                headers["Retry-After"] = str(refused.wait)
            answer = refused.answer
            api.lies += faults(self.command, path, None, refused.status, answer) if refused.status >= 400 else []
            self.send(refused.status, json.dumps(answer).encode(), headers)
            return
        told = None if isinstance(answer, Text) else answer
        status = success_of(self.command, path, empty=answer is None)
        api.lies += faults(self.command, path, body, status, told)
        if cookie is not None:
            headers["Set-Cookie"] = (
                f"ububiko_session={cookie}; HttpOnly; Secure; SameSite=Strict; Path=/api/session; Max-Age={1800 if cookie else 0}"
            )
        if isinstance(answer, Text):
            headers |= {"Content-Type": "text/csv; charset=utf-8", "Content-Disposition": disposition(answer.name, "csv")}
            self.send(status, answer.text.encode(), headers | ({"X-Next": answer.next} if answer.next else {}))
            return
        content = b"" if answer is None else gzip.compress(json.dumps(answer, ensure_ascii=False).encode(), 6, mtime=0)
        self.send(status, content, {**headers, **({"Content-Encoding": "gzip"} if content else {})})

    def answer(self, path: str, query: dict[str, str], body: dict[str, Any]) -> tuple[Any, str | None]:
        api = self.server.api
        found = re.search(r"ububiko_session=(\w+)", self.headers.get("cookie") or "")
        by_cookie = api.sessions.get(found[1]) if found else None
        told_to_all = {("POST", "/password/forgot"): {}, ("GET", "/counter"): {"counter": api.counter}}
        if (self.command, path) in told_to_all:
            return told_to_all[self.command, path], None
        match self.command, path:
            case "POST", "/session":
                return api.post_session(body)
            case "POST", "/session/challenge":
                return api.answer_challenge(body)
            case "POST", "/session/refresh":
                if by_cookie is None:
                    raise Refused(401, "not_signed_in")
                reader = api.reader(by_cookie)
                own = {"casefile": api.casefile("me", None) if reader["matricule"] else None} if query.get("casefile") else {}
                return {"token": f"token-{by_cookie}", "expires_in": api.token_life, "reader": reader, **own}, None
            case "DELETE", "/session":
                if found:
                    api.sessions.pop(found[1], None)
                return None, ""
            case "POST", "/password/reset":
                if body["code"] != "654321":
                    raise Refused(400, "wrong_code")
                return None, None
        said = (self.headers.get("authorization") or "").removeprefix("Bearer token-")
        return api.asked(self.command, path, query, body, said or None), None

    def send(self, status: int, content: bytes, headers: dict[str, str], length: int | None = None) -> None:
        self.send_response(status)
        for name, value in {**headers, "Content-Security-Policy": self.server.policy, "X-Content-Type-Options": "nosniff"}.items():
            self.send_header(name, value)
        bare = status in {204, 304}  # nothing may follow: it would be taken for the next answer
        if not bare:
            self.send_header("Content-Length", str(len(content) if length is None else length))
        self.end_headers()
        self.wfile.write(b"" if bare else content)


class VaultHandler(BaseHTTPRequestHandler):
    """Gives the original as S3 does: another origin, whole or from a byte on; and takes files in, as the inbox does."""

    protocol_version = "HTTP/1.1"
    server: "Server"

    def log_message(self, *arguments: Any) -> None:
        """Keep the tests' output clean."""

    def cross(self) -> None:
        self.send_header("Access-Control-Allow-Origin", "*")
        self.send_header("Access-Control-Allow-Headers", "range")

    def do_OPTIONS(self) -> None:
        self.send_response(200)
        self.cross()
        self.send_header("Content-Length", "0")
        self.end_headers()

    def do_POST(self) -> None:
        """Take a file in by its form, as S3 does: exactly as long as it was signed for."""
        api = self.server.api
        api.under_way += 1
        api.busiest = max(api.busiest, api.under_way)
        raw = self.rfile.read(int(self.headers["content-length"]))
        fault = api.faults["POST /inbox"].pop(0) if api.faults["POST /inbox"] else None
        if fault == "slow":
            time.sleep(0.6)
        api.under_way -= 1
        if fault == "drop":
            self.close_connection = True
            return
        form = BytesParser().parsebytes(f"Content-Type: {self.headers['content-type']}\r\n\r\n".encode() + raw)
        parts = {
            str(each.get_param("name", header="content-disposition")): bytes(each.get_payload(decode=True)) for each in form.get_payload()
        }
        fits = list(parts)[-1] == "file" and len(parts["file"]) == int(parts["x-amz-signature"])
        if fits and not isinstance(fault, int):
            api.inbox[parts["key"].decode()] = parts["file"]
        self.send_response(fault if isinstance(fault, int) else 204 if fits else 400)
        self.cross()
        self.send_header("Content-Length", "0")
        self.end_headers()

    def do_GET(self) -> None:
        api = self.server.api
        if self.path.startswith("/pages/"):
            number = self.path.removeprefix("/pages/").partition(".")[0]
            self.show(int(number.rstrip("-")), first=not number.endswith("-"))
            return
        said = self.headers.get("range")
        api.ranges.append(said)
        start = int(said.removeprefix("bytes=").rstrip("-")) if said else 0
        content = api.original[start:]
        self.send_response(206 if said else 200)
        self.cross()
        self.send_header("Content-Type", "application/pdf")
        self.send_header("Content-Disposition", 'attachment; filename="original.pdf"')
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if api.cut:
            self.wfile.write(content[: api.cut.pop(0)])
            self.wfile.flush()
            time.sleep(0.2)
            self.close_connection = True
        else:
            self.wfile.write(content)

    def show(self, number: int, *, first: bool) -> None:
        """Give a page's picture, or refuse it as a link that has ended."""
        api = self.server.api
        api.shown.append(number)
        ended = api.ended.pop(0) if api.ended else False
        content = b"<Error/>" if ended else sheet(number, first=first)
        self.send_response(403 if ended else 200)
        self.send_header("Content-Type", "application/xml" if ended else "image/webp")
        self.send_header("Cache-Control", "private, no-store")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


class Server(ThreadingHTTPServer):
    """One origin of the play."""

    daemon_threads = True
    api: FakeApi
    files: dict[str, bytes]
    policy: str = ""

    def handle_error(self, *arguments: Any) -> None:
        """A browser that hangs up is no news."""


def policy(vault: str) -> str:
    """Read the template's own policy, with the buckets where the play has them, and reports where the test can read them."""
    template = yaml.load((ROOT / "infra" / "front.yaml").read_text("utf-8"), Loader=_Plain)  # noqa: S506 - our own file, tags as text
    headers = template["Resources"]["SecurityHeaders"]["Properties"]["ResponseHeadersPolicyConfig"]["SecurityHeadersConfig"]
    said = build.with_digests(headers["ContentSecurityPolicy"]["ContentSecurityPolicy"])
    return re.sub(r"https://\$\{Prefix\}-(vault|work|inbox)[^ ;\n]*", vault, said).strip() + "; report-uri /csp"


class _Plain(yaml.SafeLoader):
    """Reads CloudFormation's tags as what stands behind them."""


_Plain.add_multi_constructor("!", lambda loader, _, node: loader.construct_scalar(node) if isinstance(node, yaml.ScalarNode) else None)


def start(api: FakeApi, files: dict[str, bytes], port: int = 0) -> tuple[Server, Server]:
    """Start the site and the vault, each on a port of its own."""
    site, vault = Server(("127.0.0.1", port), Handler), Server(("127.0.0.1", port + 1 if port else 0), VaultHandler)
    api.vault = f"http://127.0.0.1:{vault.server_port}"
    site.policy = policy(api.vault)
    for server in (site, vault):
        server.api, server.files = api, files
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    return site, vault
