"""The whole archive behind its site, with fifty servants who each have a piece: what readers meet over HTTP."""

import base64
import hmac
import http.client
import json
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import boto3
from desk import pdf

SERVANTS = ["1234567", "7654321", "5550001", "123456", "AB12345", *(str(2_000_001 + 7 * number) for number in range(45))]
"""The first three are the seed's (the third has never signed in); the fourth's matricule is the beginning of the first's."""
OWN, OTHER, NEWCOMER, TWIN, LETTERED = SERVANTS[:5]
TEACHERS = (
    "3000001,NDAYISHIMIYE,Espérance,1980-05-17",
    "3000002,HABONIMANA,Aimé,1971-11-30",
    "3000003,NIYONZIMA,Thérèse,1984-02-11",
    "3000004,HAKIZIMANA,Désiré,1979-08-08",
    "3000005,BARANYIZIGIYE,Médiatrice,1990-01-25",
    "3000006,NSENGIYUMVA,Fidèle,1968-06-14",
)
"""Of the roster too; nobody has brought anything of theirs yet."""
ABSENT = "9999999"
BATCH = "lot é + 50%"
"""Of a batch; nothing in it is harmless in an address."""
PASSWORD = "Correct-horse-1"  # noqa: S105 - of accounts that live as long as a test


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    """By lowercase name; of several the last."""
    cookies: tuple[str, ...]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)

    def told(self) -> tuple[int, bytes, Mapping[str, str]]:
        """All that a reader could tell one answer from another by, but what no two answers share."""
        of_one = {"date", "x-amzn-requestid", "x-amz-request-id"}
        return self.status, self.body, {name: value for name, value in self.headers.items() if name not in of_one}


class House:
    """The stack by its command, and how to speak to it."""

    def __init__(self, folder: Path, *, port: int, web_port: int) -> None:
        self.folder = folder
        self.state_file = folder / "state.json"
        roster = folder / "agents.csv"
        head = "matricule,nom,prenom,date_naissance,ministere,province,date_entree,statut\n"
        rows = (f"{each},NOM{each},Aline,1980-01-02,Education,Gitega,2005-03-01,titulaire\n" for each in SERVANTS)
        teachers = (f"{each},Education,Gitega,2005-03-01,titulaire\n" for each in TEACHERS)
        roster.write_text(head + "".join([*rows, *teachers]), encoding="utf-8")
        own = ["--data", str(folder / "data"), "--port", str(port), "--web-port", str(web_port), "--state", str(self.state_file)]
        command = [sys.executable, "-m", "infra.local", "--idle", "--engine", "instant", "--roster", str(roster), *own]
        self.log = folder / "log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log)  # noqa: S603 - our own
        self._tokens: dict[str, str] = {}
        self._opened: set[str] = set()
        self._clients: dict[str, Any] = {}

    def wait_for_start(self, seconds: float = 240) -> None:
        deadline = time.monotonic() + seconds
        while "Ctrl-C arrête tout" not in self.log.read_text(encoding="utf-8"):
            assert self.process.poll() is None, self.log.read_text(encoding="utf-8")
            assert time.monotonic() < deadline, self.log.read_text(encoding="utf-8")
            time.sleep(0.2)
        self.state: dict[str, Any] = json.loads(self.state_file.read_text(encoding="utf-8"))

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(90)

    def client(self, service: str) -> Any:
        """Of boto3, as the account's administrator; made once, since that is slow."""
        if service not in self._clients:
            key = self.state["administrator"]
            self._clients[service] = boto3.client(
                service,
                endpoint_url=self.state["endpoint"],
                region_name=self.state["region"],
                aws_access_key_id=key["access_key_id"],
                aws_secret_access_key=key["secret_access_key"],
            )
        return self._clients[service]

    def ask(  # noqa: PLR0913 - a request has so many parts
        self,
        method: str,
        path: str,
        token: str | None = None,
        *,
        body: Any = None,
        headers: list[tuple[str, str]] | None = None,
        at: str | None = None,
    ) -> Answer:
        """Send exactly this, path and headers unchanged; below the site's address unless told another."""
        parts = urlsplit(at or self.state["web"])
        connection = http.client.HTTPConnection(str(parts.hostname), parts.port, timeout=60)
        content = None if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
        connection.putrequest(method, parts.path + path, skip_accept_encoding=True)
        if token is not None:
            connection.putheader("Authorization", f"Bearer {token}")
        for name, value in headers or []:
            connection.putheader(name, value)
        if content is not None:
            connection.putheader("Content-Type", "application/json")
        if content is not None or method in ("POST", "PUT"):
            connection.putheader("Content-Length", str(len(content or b"")))
        connection.endheaders(content)
        answer = connection.getresponse()
        pairs = [(name.lower(), value) for name, value in answer.getheaders()]
        cookies = tuple(value for name, value in pairs if name == "set-cookie")
        found = Answer(status=answer.status, headers=dict(pairs), cookies=cookies, body=answer.read())
        connection.close()
        return found

    def api(self, method: str, path: str, token: str | None = None, **more: Any) -> Answer:
        return self.ask(method, f"/api{path}", token, **more)

    def user(self, name: str) -> dict[str, Any]:
        (found,) = (each for each in self.state["users"] if each["name"] == name)
        return dict(found)

    def tokens(self, name: str, password: str) -> dict[str, str]:
        """Cognito's own, without our session before it: the tests want the access token too."""
        pool, client = self.state["user_pool"], self.state["client"]
        cognito = self.client("cognito-idp")
        secret = cognito.describe_user_pool_client(UserPoolId=pool, ClientId=client)["UserPoolClient"]["ClientSecret"]
        proof = base64.b64encode(hmac.digest(secret.encode(), f"{name}{client}".encode(), "sha256")).decode()
        given = {"USERNAME": name, "PASSWORD": password, "SECRET_HASH": proof}
        flow = "ADMIN_USER_PASSWORD_AUTH"
        answer = cognito.admin_initiate_auth(UserPoolId=pool, ClientId=client, AuthFlow=flow, AuthParameters=given)
        found: dict[str, str] = answer["AuthenticationResult"]
        return found

    def token(self, name: str) -> str:
        """A seeded reader's, or a servant's; kept, since it is good for minutes."""
        if name not in self._tokens:
            self._tokens[name] = self.tokens(name, self._password(name))["IdToken"]
        return self._tokens[name]

    def _password(self, name: str) -> str:
        seeded = [each for each in self.state["users"] if each["name"] == name]
        if seeded:
            return str(seeded[0]["password"])
        if name not in self._opened:
            self.open_account(name, matricule=name)
        return PASSWORD

    def open_account(self, name: str, *, matricule: str = "", groups: tuple[str, ...] = ()) -> None:
        cognito, who = self.client("cognito-idp"), {"UserPoolId": self.state["user_pool"], "Username": name}
        self._opened.add(name)
        attributes = [{"Name": "custom:matricule", "Value": matricule}] if matricule else []
        cognito.admin_create_user(**who, UserAttributes=attributes, MessageAction="SUPPRESS")
        cognito.admin_set_user_password(**who, Password=PASSWORD, Permanent=True)
        for group in groups:
            cognito.admin_add_user_to_group(**who, GroupName=group)

    def take_in(self) -> None:
        """Sync one piece of each servant, one that a person must look at, and wait for the receipt."""
        s3, inbox = self.client("s3"), self.state["buckets"]["inbox"]
        names = [f"{each}/Titre {each}.pdf" for each in SERVANTS] + [f"{OWN}/{OTHER} acte.pdf", f"{OWN}/arrêté + 100%.pdf"]
        for number, name in enumerate(names):
            s3.put_object(Bucket=inbox, Key=f"{BATCH}/{name}", Body=pdf(1) + f"% {number}\n".encode())
        deadline = time.monotonic() + 240
        while (stands := self.batch()).get("status") != "closed" or stands["lines"] < len(names):
            assert time.monotonic() < deadline, stands
            time.sleep(0.5)

    def batch(self) -> dict[str, Any]:
        found: dict[str, Any] = self.api("GET", f"/batches/{quote(BATCH)}", self.token("archivist")).json()
        return found

    def pieces(self, matricule: str) -> list[dict[str, Any]]:
        """Of a case file, as the archivist sees them."""
        found: list[dict[str, Any]] = self.api("GET", f"/casefiles/{matricule}", self.token("archivist")).json()["pieces"]
        return found

    def piece(self, matricule: str) -> str:
        """A servant's first one."""
        return str(self.pieces(matricule)[0]["piece"])

    def files(self) -> list[dict[str, Any]]:
        """Of the receipt."""
        found: list[dict[str, Any]] = self.api("GET", f"/batches/{quote(BATCH)}/receipt", self.token("archivist")).json()["files"]
        return found

    def to_review(self) -> str:
        """The piece that is in nobody's case file."""
        (found,) = (each["piece"] for each in self.files() if each["status"] == "to_review")
        return str(found)
