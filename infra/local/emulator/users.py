"""Users of the local stack: two uploaders with the template's rights, a reader for each role, and the address that mail is sent from."""

import csv
import json
import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError

from chalicelib.model.identifiers import normalise
from infra.local.emulator.process import Credentials, Emulator

UPLOADER, ROSTER_UPLOADER = "ububiko-depot", "ububiko-personnel"
"""Accounts that write batches, and the roster."""
STAFF: Mapping[str, Sequence[str]] = {
    "archivist": ("archivist",),
    "guardian": ("archivist", "guardian"),
    "auditor": ("auditor",),
    "director": ("director",),
}
"""Names and their groups."""
SENDER, DOMAIN = "archives@ububiko.example", "ububiko.example"
"""Address that mail is sent from, and domain of the first servant's; the emulator keeps mail and delivers none."""
SERVANTS = 3
"""The first has a verified address; the last has never signed in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Somebody who can sign in."""

    name: str
    """A servant's is the matricule."""
    password: str
    groups: Sequence[str]
    """None for a servant, who needs none."""
    matricule: str
    """Whose case file a servant may read; empty for the others."""
    first: bool = False
    """Whether the password is a first one, to be changed at the first sign-in."""
    email: str = ""
    """Verified; empty for none."""


def make_uploader(emulator: Emulator, name: str, policy: str, file: Path) -> Credentials:
    """An account with one of the template's policies; its key is made once and kept in `file`."""
    iam = emulator.client("iam")
    with suppress(iam.exceptions.EntityAlreadyExistsException):
        iam.create_user(UserName=name)
    iam.attach_user_policy(UserName=name, PolicyArn=policy)
    known = {key["AccessKeyId"] for key in iam.list_access_keys(UserName=name)["AccessKeyMetadata"]}
    if file.exists():
        kept = Credentials(**json.loads(file.read_text(encoding="utf-8")))
        if kept.key in known:
            return kept
    made = iam.create_access_key(UserName=name)["AccessKey"]
    kept = Credentials(key=made["AccessKeyId"], secret=made["SecretAccessKey"])
    write_secret(file, asdict(kept))
    return kept


def make_readers(emulator: Emulator, pool: str, roster: Path | None, file: Path) -> list[Reader]:
    """Readers of each role, and servants of the roster; passwords are made once and kept in `file`."""
    readers = _kept(file)
    if readers is None:
        readers = list(_invented(roster))
        write_secret(file, [asdict(reader) for reader in readers])
    cognito = emulator.client("cognito-idp")
    for reader in readers:
        _make_reader(cognito, pool, reader)
    return readers


def make_sender(emulator: Emulator) -> None:
    """Verify the address that mail is sent from, once."""
    mail = emulator.client("sesv2")
    with suppress(mail.exceptions.AlreadyExistsException):
        mail.create_email_identity(EmailIdentity=SENDER)


def write_secret(file: Path, content: Any) -> None:  # noqa: ANN401 - JSON
    """Write JSON that only its owner may read."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch(mode=0o600)
    file.chmod(0o600)
    file.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def _kept(file: Path) -> list[Reader] | None:
    """Users that an earlier start has made; None where there are none, or the file has an older format."""
    if not file.exists():
        return None
    try:
        return [Reader(**plain) for plain in json.loads(file.read_text(encoding="utf-8"))]
    except TypeError:
        return None


def _invented(roster: Path | None) -> Iterator[Reader]:
    for name, groups in STAFF.items():
        yield Reader(name=name, password=_password(), groups=groups, matricule="")
    for number, matricule in enumerate(_matricules(roster, SERVANTS), start=1):
        email = f"{matricule}@{DOMAIN}" if number == 1 else ""
        yield Reader(name=matricule, password=_password(), groups=(), matricule=matricule, first=number == SERVANTS, email=email)


def _matricules(roster: Path | None, most: int) -> list[str]:
    if roster is None:
        return []
    text = roster.read_bytes().decode("utf-8-sig", errors="replace")
    rows = csv.reader(text.splitlines(), delimiter=";" if ";" in text.partition("\n")[0] else ",")
    next(rows, None)
    return [normalise(row[0]) for row, _ in zip((row for row in rows if row and row[0].strip()), range(most), strict=False)]


def _password() -> str:
    return f"Ub1-{secrets.token_hex(6)}"


def _make_reader(cognito: Any, pool: str, reader: Reader) -> None:  # noqa: ANN401 - boto3's client
    said = {"custom:matricule": reader.matricule, "email": reader.email, "email_verified": "true" if reader.email else ""}
    attributes: list[Mapping[str, str]] = [{"Name": name, "Value": value} for name, value in said.items() if value]
    who = {"UserPoolId": pool, "Username": reader.name}
    try:
        cognito.admin_create_user(**who, UserAttributes=attributes, TemporaryPassword=reader.password, MessageAction="SUPPRESS")
    except ClientError as error:
        if error.response["Error"]["Code"] != "UsernameExistsException":
            raise
    if not reader.first:  # who chose a password of their own keeps it
        cognito.admin_set_user_password(**who, Password=reader.password, Permanent=True)
    for group in reader.groups:
        cognito.admin_add_user_to_group(**who, GroupName=group)
