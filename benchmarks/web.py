"""Waiting time and bytes of a reader on a slow line: Chromium on a slowed processor against the whole stack.

Run the stack first, with a roster that has a newcomer (`make sample`, then `.venv/bin/python -m infra.local --idle --roster
build/sample/roster.csv --state STATE.json`), then `.venv/bin/python -m benchmarks.web --state STATE.json`. A line of 400 kbit/s and 400 ms
(`benchmarks.link`) ends at an edge that speaks TLS 1.3 and HTTP/2, as CloudFront does, and hands on to the local front. Seconds are also
given as multiples of the floor, three round trips: TCP, TLS, question. What the service itself takes is told apart: a laptop's Lambdas are
not AWS's.
The state's newcomer is given a first password, and twenty pieces that need no OCR; afterwards the password is the state's again.
"""

import asyncio
import base64
import hashlib
import http.client
import io
import json
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from queue import Queue
from typing import Any
from urllib.parse import urlsplit

import boto3
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from hypercorn.asyncio import serve
from hypercorn.config import Config
from playwright.sync_api import BrowserContext, Page, sync_playwright

from benchmarks.link import Link
from benchmarks.options import parser_of
from chalicelib.aws.register import RegisterTable
from infra.chromium import find_chromium

KILOBITS, TRIP, SLOWED = 400, 0.4, 4
FLOOR = 3 * TRIP
PIECES = 20
SMALLEST = 2
"""Pieces: the second is opened too."""
PATIENCE = 120
"""Seconds until all pieces are filed, at most."""
BATCH = "lenteur"
FIRST, CHOSEN = "Premier-Tambour-31", "Panier-Nuage-7-Vache"
DROPPED = {"connection", "keep-alive", "transfer-encoding", "content-length", "date", "server"}
LINES = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """What is measured, and what it may cost at most."""

    what: str
    seconds: float
    kilobytes: float | None = None


GOALS = {
    "usable": Goal(what="sign-in page usable", seconds=2.0),
    "casefile": Goal(what="URL opened to own case file, nothing kept, session open", seconds=4.0),
    "text": Goal(what="a piece's text", seconds=1.5),
    "repeat": Goal(what="repeat visit to own case file", seconds=1.5, kilobytes=3.0),
    "visit": Goal(what="first visit: sign-in, own password, a piece's text", seconds=5.0, kilobytes=36.0),
}


class Edge:
    """Speaks HTTP/2 with the browser and hands each question on to the local front."""

    def __init__(self, web: str) -> None:
        """Nothing is asked yet."""
        self.front = urlsplit(web)
        self.asked = 0
        self.service = 0.0
        self.told: list[str] = []
        """Each question with the bytes of its body and its answer's: before TLS, and headers as they are, not as HPACK sends them."""

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:  # noqa: ANN401 - ASGI's own
        """Answer one question."""
        if scope["type"] != "http":
            return
        body = b""
        while True:
            part = await receive()
            body += part.get("body", b"")
            if not part.get("more_body"):
                break
        status, headers, content = await asyncio.to_thread(self._ask, scope, body)
        kept = [(name.lower().encode(), value.encode()) for name, value in headers if name.lower() not in DROPPED]
        heads = [sum(len(name) + len(value) for name, value in each) for each in (scope["headers"], kept)]
        path = scope["path"][-48:]
        self.told.append(
            f"    {scope['method']:6} {path:48} {status} up {len(body):5} + {heads[0]:5}, down {len(content):6} + {heads[1]:5}"
        )
        await send({"type": "http.response.start", "status": status, "headers": kept})
        await send({"type": "http.response.body", "body": content})

    def _ask(self, scope: Any, body: bytes) -> tuple[int, list[tuple[str, str]], bytes]:  # noqa: ANN401 - ASGI's own
        begun = time.monotonic()
        connection = http.client.HTTPConnection(str(self.front.hostname), self.front.port, timeout=60)
        query = scope["query_string"].decode()
        headers = {name.decode(): value.decode() for name, value in scope["headers"] if not name.startswith(b":")}
        path = scope["raw_path"].decode().partition("?")[0] + (f"?{query}" if query else "")
        connection.request(scope["method"], path, body or None, headers)
        answer = connection.getresponse()
        found = answer.status, answer.getheaders(), answer.read()
        connection.close()
        self.asked += 1
        self.service += time.monotonic() - begun
        return found


def certificate(folder: Path) -> str:
    """Make a key that only this run knows; tell its digest. What is trusted by its digest may be kept as if it were anybody's."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
    signed = made.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=2)).sign(key, hashes.SHA256())
    (folder / "cert.pem").write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    (folder / "key.pem").write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain))
    public = key.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return base64.b64encode(hashlib.sha256(public).digest()).decode()


class Watch:
    """Counts what goes over the line from one question to the next."""

    def __init__(self, edge: Edge, link: Link, *, each: bool, hurried: bool) -> None:
        """Begin.

        Args:
            edge: what answers.
            link: what carries.
            each: whether every question is told.
            hurried: whether nobody needs time to type and to read.
        """
        self.edge, self.link, self.each, self.hurried = edge, link, each, hurried
        self.begin()

    def begin(self) -> None:
        """Count from here."""
        self.at, self.seen = time.monotonic(), self._now()
        self.waited = 0.0
        self.edge.told.clear()

    def wait(self, page: Page, selector: str) -> None:
        """Wait for something to be seen; only this time counts as waiting."""
        page.locator(selector).first.wait_for(timeout=60_000)
        self.waited += time.monotonic() - self.at

    def pause(self, seconds: float) -> None:
        """Let a person type or read, then time what they do next."""
        time.sleep(0 if self.hurried else seconds)
        self.at = time.monotonic()

    def told(self, name: str) -> None:
        """Print what it came to."""
        goal = GOALS[name]
        down, up, asked, service = (now - before for now, before in zip(self._now(), self.seen, strict=True))
        kilobytes = (down + up) / 1000
        good = self.waited <= goal.seconds and (goal.kilobytes is None or kilobytes <= goal.kilobytes)
        limit = f"{goal.seconds:.1f} s" + (f", {goal.kilobytes:.0f} kB" if goal.kilobytes else "")
        print(
            f"{goal.what:56} {self.waited:5.2f} s = {self.waited / FLOOR:4.2f} floors; {down / 1000:5.1f} kB down, {up / 1000:4.1f} up; "
            f"{asked:2} requests; service {service:4.2f} s; goal {limit}: {'yes' if good else 'NO'}",
            flush=True,
        )
        if self.each:
            print("\n".join(self.edge.told), flush=True)

    def _now(self) -> tuple[int, int, int, float]:
        return self.link.down.carried, self.link.up.carried, self.edge.asked, self.edge.service


@contextmanager
def line_to(web: str, *, each: bool, hurried: bool) -> Iterator[tuple[Watch, str, str]]:
    """Stand an edge and the slow line to it on free ports; the site's address on the line and the digest of the edge's key are told."""
    standing = socket.create_server(("127.0.0.1", 0))
    edge, link = Edge(web), Link(standing.getsockname()[1], kilobits=KILOBITS, trip=TRIP)
    with tempfile.TemporaryDirectory() as folder:
        digest = certificate(Path(folder))
        config = Config.from_mapping(bind=[f"fd://{standing.detach()}"], certfile=f"{folder}/cert.pem", keyfile=f"{folder}/key.pem")
        config.alpn_protocols, config.loglevel, config.keep_alive_timeout = ["h2"], "ERROR", 60
        ending = threading.Event()
        opened: Queue[int] = Queue()

        async def stand() -> None:
            opened.put(await link.open())
            await serve(edge, config, shutdown_trigger=lambda: asyncio.to_thread(ending.wait))  # type: ignore[arg-type]

        thread = threading.Thread(target=asyncio.run, args=(stand(),), daemon=True)
        thread.start()
        site = f"https://127.0.0.1:{opened.get(timeout=30)}"
        time.sleep(1)
        try:
            yield Watch(edge, link, each=each, hurried=hurried), digest, site
        finally:
            ending.set()
            thread.join(10)


def paper(number: int) -> bytes:
    """Print two pages of an act that is nobody's, with its text."""
    from reportlab.pdfgen.canvas import Canvas  # noqa: PLC0415 - only here

    out = io.BytesIO()
    canvas = Canvas(out, pageCompression=1)
    for page in (1, 2):
        canvas.drawString(60, 800, f"ORDONNANCE MINISTERIELLE N° 550/{590 + number} DU 3 MARS {2003 + number}, page {page}")
        for line in range(LINES):
            canvas.drawString(
                60, 780 - 18 * line, f"Article {line + 1} : L'intéressé est affecté à la direction n° {number * LINES + line}."
            )
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def client(state: dict[str, Any], service: str) -> Any:  # noqa: ANN401 - boto3's own
    """As the account's administrator."""
    key = state["administrator"]
    return boto3.client(
        service,
        endpoint_url=state["endpoint"],
        region_name=state["region"],
        aws_access_key_id=key["access_key_id"],
        aws_secret_access_key=key["secret_access_key"],
    )


def bring(state: dict[str, Any], matricule: str, pieces: int) -> None:
    """Put pieces into a servant's folder of the inbox, and wait until they are filed."""
    s3, register = client(state, "s3"), RegisterTable(client(state, "dynamodb"), state["table"])
    for number in range(pieces):
        s3.put_object(Bucket=state["buckets"]["inbox"], Key=f"{BATCH}/{matricule}/acte {number:02}.pdf", Body=paper(number))
    deadline = time.monotonic() + PATIENCE
    while (found := register.batch(BATCH)) is None or found[1].counts.get("filed", 0) < pieces:
        if time.monotonic() > deadline:
            sys.exit(f"not filed after {PATIENCE} s: {found and dict(found[1].counts)}")
        time.sleep(0.5)


def context_of(browser: Any, site: str, **more: Any) -> tuple[BrowserContext, Page]:  # noqa: ANN401 - Playwright's own
    """Open a small, slow phone that has kept nothing."""
    context = browser.new_context(base_url=site, viewport={"width": 360, "height": 740}, locale="fr", **more)
    page = context.new_page()
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
    return context, page


def first_visit(browser: Any, site: str, name: str, watch: Watch) -> Any:  # noqa: ANN401 - Playwright's own
    """Sign in for the first time, choose a password, open a piece; give what the browser keeps of a session."""
    context, page = context_of(browser, site)
    watch.begin()
    page.goto("/", wait_until="commit")
    watch.wait(page, "#signin button:not([type])")
    watch.told("usable")
    page.locator("#username").fill(name)
    page.locator("#password").fill(FIRST)
    watch.pause(4)  # as long as a quick hand takes to type
    page.locator("#signin form > p > button").click()
    watch.wait(page, "#chosen")
    page.locator("#chosen").fill(CHOSEN)
    watch.pause(6)
    page.locator("#app form > p > button").click()
    watch.wait(page, ".piece a")
    watch.pause(3)
    page.locator(".piece a").first.click()
    watch.wait(page, ".text-of")
    watch.told("visit")
    kept = context.storage_state()
    context.close()
    return kept


def later_visits(browser: Any, site: str, kept: Any, watch: Watch) -> None:  # noqa: ANN401 - Playwright's own
    """Open the address with a session, then a piece, then the address again."""
    context, page = context_of(browser, site, storage_state=kept)
    watch.begin()
    page.goto("/", wait_until="commit")
    watch.wait(page, ".piece a")
    watch.told("casefile")
    watch.pause(5)
    watch.begin()
    page.locator(".piece a").nth(1).click()
    watch.wait(page, ".text-of")
    watch.told("text")
    page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
    watch.pause(3)
    page.goto("about:blank")
    watch.begin()
    page.goto(f"{site}/", wait_until="commit")
    watch.wait(page, ".piece a")
    watch.told("repeat")
    context.close()


def main() -> None:
    """Measure."""
    asked = parser_of(__doc__)
    asked.add_argument("--state", type=Path, required=True, help="what `python -m infra.local --idle --roster CSV --state FILE` wrote")
    asked.add_argument("--times", type=int, default=1)
    asked.add_argument("--each", action="store_true", help="tell every question with its bytes")
    given = asked.parse_args()
    state = json.loads(given.state.read_text("utf-8"))
    newcomer = next((each for each in state["users"] if each.get("first")), None)
    if newcomer is None:
        asked.error("nobody signs in for the first time there: start a new stack with a roster (--data, --roster)")
    cognito = client(state, "cognito-idp")
    pieces = SMALLEST if given.smoke else PIECES
    bring(state, newcomer["matricule"], pieces)
    print(f"{KILOBITS} kbit/s, {TRIP * 1000:.0f} ms, processor slowed {SLOWED} times; floor {FLOOR:.1f} s; {pieces} pieces brought")
    line = line_to(state["web"], each=given.each, hurried=given.smoke)
    with line as (watch, digest, site), sync_playwright() as playwright:
        flags = ["--no-sandbox", "--disable-dev-shm-usage", f"--ignore-certificate-errors-spki-list={digest}"]
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=flags)
        pool = {"UserPoolId": state["user_pool"], "Username": newcomer["name"]}
        for _ in range(given.times):
            cognito.admin_set_user_password(**pool, Password=FIRST, Permanent=False)
            later_visits(browser, site, first_visit(browser, site, newcomer["name"], watch), watch)
        cognito.admin_set_user_password(**pool, Password=newcomer["password"], Permanent=False)
        browser.close()


if __name__ == "__main__":
    main()
