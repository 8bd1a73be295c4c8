"""Who exists on the laptop: an uploader with the template's rights and nothing more, and one reader for each role."""

import csv
import json
import secrets
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError

from infra.local.emulator import Credentials, Emulator

UPLOADER = "ububiko-depot"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Somebody who can sign in."""

    name: str
    password: str
    group: str
    """Empty for a servant, who needs none."""
    matricule: str
    """Whose case file a servant may read; empty for the others."""


def make_uploader(emulator: Emulator, policy: str, file: Path) -> Credentials:
    """The account that syncs batches; its key is made once and kept in `file`."""
    iam = emulator.client("iam")
    with suppress(iam.exceptions.EntityAlreadyExistsException):
        iam.create_user(UserName=UPLOADER)
    iam.attach_user_policy(UserName=UPLOADER, PolicyArn=policy)
    known = {key["AccessKeyId"] for key in iam.list_access_keys(UserName=UPLOADER)["AccessKeyMetadata"]}
    if file.exists():
        kept = Credentials(**json.loads(file.read_text(encoding="utf-8")))
        if kept.key in known:
            return kept
    made = iam.create_access_key(UserName=UPLOADER)["AccessKey"]
    kept = Credentials(key=made["AccessKeyId"], secret=made["SecretAccessKey"])
    write_secret(file, asdict(kept))
    return kept


def make_readers(emulator: Emulator, pool: str, roster: Path | None, file: Path) -> list[Reader]:
    """One reader for each role, and two servants of the roster; passwords are made once and kept in `file`."""
    if file.exists():
        readers = [Reader(**plain) for plain in json.loads(file.read_text(encoding="utf-8"))]
    else:
        readers = list(_invented(roster))
        write_secret(file, [asdict(reader) for reader in readers])
    cognito = emulator.client("cognito-idp")
    for reader in readers:
        _make_reader(cognito, pool, reader)
    return readers


def write_secret(file: Path, content: Any) -> None:  # noqa: ANN401 - JSON
    """Write JSON that only its owner may read."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch(mode=0o600)
    file.chmod(0o600)
    file.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def _invented(roster: Path | None) -> Iterator[Reader]:
    for group in ("archivist", "auditor", "director"):
        yield Reader(name=group, password=_password(), group=group, matricule="")
    for number, matricule in enumerate(_matricules(roster, 2), start=1):
        yield Reader(name=f"servant{number}", password=_password(), group="", matricule=matricule)


def _matricules(roster: Path | None, most: int) -> list[str]:
    if roster is None:
        return []
    text = roster.read_bytes().decode("utf-8-sig", errors="replace")
    rows = csv.reader(text.splitlines(), delimiter=";" if ";" in text.partition("\n")[0] else ",")
    next(rows, None)
    return [row[0].strip() for row, _ in zip((row for row in rows if row and row[0].strip()), range(most), strict=False)]


def _password() -> str:
    return f"Ub1-{secrets.token_urlsafe(12)}"


def _make_reader(cognito: Any, pool: str, reader: Reader) -> None:  # noqa: ANN401 - boto3's client
    attributes: list[Mapping[str, str]] = [{"Name": "custom:matricule", "Value": reader.matricule}] if reader.matricule else []
    try:
        cognito.admin_create_user(UserPoolId=pool, Username=reader.name, UserAttributes=attributes, MessageAction="SUPPRESS")
    except ClientError as error:
        if error.response["Error"]["Code"] != "UsernameExistsException":
            raise
    cognito.admin_set_user_password(UserPoolId=pool, Username=reader.name, Password=reader.password, Permanent=True)
    if reader.group:
        cognito.admin_add_user_to_group(UserPoolId=pool, Username=reader.name, GroupName=reader.group)
