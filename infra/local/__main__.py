"""`python -m infra.local`: the whole archive on this machine, from the template to the receipt."""

import json
import re
import signal
import sys
import threading
import time
from pathlib import Path
from types import FrameType
from typing import Any

from chalicelib.aws.register import RegisterTable
from chalicelib.text.nomenclature_file import shipped
from infra.bundle import PackagingError
from infra.local.emulator.deploy import DeploymentError
from infra.local.emulator.process import EmulatorError
from infra.local.options import Options, parse
from infra.local.run.aws_cli import UploadError
from infra.local.run.progress import Progress, counted
from infra.local.run.summary import findings
from infra.local.run.sync import Intake, drop_roster, take_in
from infra.local.sample.batch import locate, make_sample
from infra.local.stack import LocalError, Running, run_stack

GOOD, BAD_RECEIPT, NOT_STARTED, STOPPED = 0, 1, 3, 130
SAMPLE_NAME = "echantillon"
OUTCOMES = ("filed", "to_review", "duplicate", "refused", "failed", "missing")
ROLES = {"archivist": "archiviste", "guardian": "gardien", "auditor": "auditeur", "director": "direction", "servant": "agent"}
_stopping = threading.Event()


class Interruption(BaseException):
    """Ctrl-C, or the polite signal of a service manager."""


def main(arguments: list[str] | None = None) -> int:
    """Run from the command line; the number is the exit status."""
    options = parse(arguments)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _interrupt)
    try:
        return _run(options)
    except Interruption:
        say("Arrêté.")
        return STOPPED if options.once else GOOD
    except (LocalError, EmulatorError, DeploymentError, PackagingError, UploadError) as error:
        print(f"ububiko: {error}", file=sys.stderr, flush=True)
        return NOT_STARTED


def say(text: str) -> None:
    """A line for a person."""
    print(text, flush=True)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    """Stop once; what stops must not be stopped."""
    if not _stopping.is_set():
        _stopping.set()
        raise Interruption


def _run(options: Options) -> int:
    folder, name, roster = _what(options)
    began = time.monotonic()
    say("La pile démarre (émulateur, gabarit, lecteurs)…")
    with run_stack(options, roster) as running:
        _tell_start(running, time.monotonic() - began)
        if options.state:
            running.stack.write(options.state)
        status = GOOD
        if roster:
            drop_roster(running, roster, options.data / "roster-dropped", say)
        if folder:
            intake = take_in(running, folder, name, Progress(files=_count(folder)))
            status = _tell_receipt(intake, options)
            _tell_findings(running, intake)
        if not options.once:
            _tell_how(running, options)
            _wait(running)
        _stopping.set()
        return status


def _what(options: Options) -> tuple[Path | None, str, Path | None]:
    """The folder to sync, the batch's name, the roster to drop."""
    if options.idle:
        return None, "", options.roster
    if options.batch:
        return options.batch, options.name or _named(options.batch), options.roster
    out = options.data.resolve() / "sample"
    sample = locate(out)
    if not sample.expected.exists():
        say("L'échantillon de 50 dossiers est fabriqué…")
        sample = make_sample(out, dossiers=50, seed=1)
    return sample.batch, options.name or SAMPLE_NAME, options.roster or sample.roster


def _named(folder: Path) -> str:
    """A batch's name from a folder's.

    >>> _named(Path("/scans/Gitega 2026 (suite)"))
    'Gitega-2026-suite'
    """
    return re.sub(r"[^A-Za-z0-9._-]+", "-", folder.name).strip("-._") or "lot"


def _count(folder: Path) -> int:
    return sum(path.is_file() for path in folder.rglob("*"))


def _tell_start(running: Running, seconds: float) -> None:
    stack = running.stack
    say(f"La pile est debout en {seconds:.0f} s : {stack.emulator.url}")
    if running.skipped:
        say(f"L'émulateur avait laissé de côté {len(running.skipped)} points du gabarit, remis en place ; 0 différence maintenant :")
        for difference in running.skipped:
            say(f"  {difference.resource} : {difference.aspect}")
    if running.rebuilt:
        say("L'arrêt précédent n'était pas propre : le registre a été reconstruit à partir des seaux.")


def _tell_receipt(intake: Intake, options: Options) -> int:
    receipt = intake.receipt
    counts = receipt["counts"]
    say("")
    say(f"Récépissé {receipt['batch']}, révision {receipt['revision']} : {_sentence(counts)}")
    for file in receipt["files"]:
        if file["status"] in {"refused", "failed", "missing"}:
            say(f"  {file['status']:<8} {file['reason'] or '':<16} {file['key']}")
    first = f", première pièce en {intake.first_filed:.1f} s" if intake.first_filed is not None else ""
    say(f"{counted(intake.uploaded, 'envoi')}, {intake.seconds:.0f} s du premier au récépissé{first}")
    if options.receipt:
        options.receipt.write_text(json.dumps(receipt, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return GOOD if is_good(receipt) else BAD_RECEIPT


def _tell_findings(running: Running, intake: Intake) -> None:
    """What the pieces say, whose they are, and why some wait."""
    stack = running.stack
    table = RegisterTable(stack.emulator.client("dynamodb"), stack.outputs["RegisterTable"])
    say("")
    for line in findings(intake.receipt["files"], table.piece, shipped()):
        say(line.rstrip())


def is_good(receipt: dict[str, Any]) -> bool:
    """Whether the sums close and nothing failed or is missing.

    >>> is_good({"counts": {"announced": 1, "filed": 0, "refused": 1}, "files": [{"status": "refused"}]})
    True
    """
    counts = receipt["counts"]
    closes = counts["announced"] == sum(counts.get(name, 0) for name in OUTCOMES) == len(receipt["files"])
    return closes and not counts.get("failed") and not counts.get("missing")


def _sentence(counts: dict[str, int]) -> str:
    words = ("classé", "à vérifier", "doublon", "refusé", "échec", "manquant")
    parts = ", ".join(counted(counts[name], word) for name, word in zip(OUTCOMES, words, strict=True))
    return f"{counted(counts['announced'], 'fichier')} = {parts}"


def _tell_how(running: Running, options: Options) -> None:
    stack = running.stack
    inbox, outbox = stack.bucket("inbox"), stack.bucket("outbox")
    _tell_page(running)
    say(f"""
Pour déposer un dossier à vous, dans un autre terminal :

  export AWS_ENDPOINT_URL={stack.emulator.url} AWS_DEFAULT_REGION=eu-west-1 \\
         AWS_ACCESS_KEY_ID={stack.uploader.key} AWS_SECRET_ACCESS_KEY={stack.uploader.secret}
  {Path(sys.executable).with_name("aws")} s3 sync MON_DOSSIER s3://{inbox}/MON_LOT/
  {Path(sys.executable).with_name("aws")} s3 sync s3://{outbox}/receipts/MON_LOT/ recepisses/

(rangé par agent, MON_DOSSIER/<matricule>/<pièce> ; le récépissé vient quelques secondes après la dernière pièce)
État : {options.state or "--state FICHIER écrit les adresses, les clés et les comptes"}
Ctrl-C arrête tout proprement ; rien n'est perdu.""")


def _tell_page(running: Running) -> None:
    """The site, and who can sign in there."""
    say(f"\nLe site : {running.stack.web}/\n")
    for reader in running.stack.readers:
        role = " et ".join(ROLES[group] for group in reader.groups) or ROLES["servant"]
        first = " ; premier mot de passe, à changer" if reader.first else ""
        say(f"  {reader.name:<12} {reader.password:<22} {role}{first}")


def _wait(running: Running) -> None:
    while running.stack.emulator.alive():
        time.sleep(0.5)
    raise LocalError(f"L'émulateur s'est arrêté : voir {running.stack.emulator.log}")


if __name__ == "__main__":
    sys.exit(main())
