"""Printed instructions: address of the site, its users, and how to sync another folder."""

import sys
from pathlib import Path
from typing import Final

from infra.local.emulator.process import REGION
from infra.local.emulator.users import Reader
from infra.local.stack import Running
from infra.terminal import Terminal

_ROLES: Final = {"archivist": "archiviste", "guardian": "gardien", "auditor": "auditeur", "director": "direction", "servant": "agent"}


def tell_site(running: Running, terminal: Terminal) -> None:
    """Name the site and who can sign in there."""
    stack = running.stack
    terminal.say()
    terminal.say(f"Le site : {stack.web}/", style="bold")
    rows = [(reader.name, reader.password, _role(reader)) for reader in stack.readers]
    terminal.table(("nom d'utilisateur", "mot de passe", "qui"), rows)


def _role(reader: Reader) -> str:
    """Say what a reader is, in French."""
    role = " et ".join(_ROLES[group] for group in reader.groups) or _ROLES["servant"]
    return f"{role} ; premier mot de passe, à changer" if reader.first else role


def tell_sync(running: Running, state: Path, terminal: Terminal) -> None:
    """Say how to sync a folder of one's own and how to stop."""
    stack, aws = running.stack, Path(sys.executable).with_name("aws")
    terminal.say()
    terminal.say("Pour déposer un dossier à vous, dans un autre terminal :", style="bold")
    terminal.copyable(f"""
  export AWS_ENDPOINT_URL={stack.emulator.url} AWS_DEFAULT_REGION={REGION}
  export AWS_ACCESS_KEY_ID={stack.uploader.key}
  export AWS_SECRET_ACCESS_KEY={stack.uploader.secret}
  {aws} s3 sync MON_DOSSIER s3://{stack.bucket("inbox")}/MON_LOT/
  {aws} s3 sync s3://{stack.bucket("outbox")}/receipts/MON_LOT/ recepisses/
""")
    terminal.say("MON_DOSSIER est rangé par agent, <matricule>/<pièce> ; le récépissé vient quelques secondes après la dernière pièce.")
    terminal.say(f"État (adresses, clés, comptes) : {state}")
    terminal.say("Formulaires des administrateurs : .venv/bin/python -m infra.local.form")
    terminal.say("Ctrl-C arrête tout proprement ; rien n'est perdu.")
