"""Command of the local stack: `python -m infra.local` deploys the template, syncs a batch and prints its receipt."""

import json
import re
import signal
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType
from typing import Any

from chalicelib.aws.discrepancies import DiscrepanciesTable
from chalicelib.aws.due_lists import DueListsTable
from chalicelib.aws.register import RegisterTable
from chalicelib.aws.statistics import StatisticsTable
from chalicelib.model.piece import Piece
from chalicelib.model.settings import Settings
from chalicelib.text.calendar import local_day
from chalicelib.text.nomenclature_file import shipped
from infra.local.history import seed_past
from infra.local.options import Options, parse
from infra.local.run.career import career_example
from infra.local.run.instructions import tell_site, tell_sync
from infra.local.run.progress import Progress
from infra.local.run.receipt import is_good, tell_receipt
from infra.local.run.summary import due_section, reconciliation_section, summarise, tell_summary
from infra.local.run.sync import Intake, drop_roster, take_in
from infra.local.sample.batch import locate, make_sample
from infra.local.sample.first_batch import locate_first, make_first_batch
from infra.local.stack import Running, administer, run_stack
from infra.terminal import CommandError, Terminal

GOOD, BAD_RECEIPT, NOT_STARTED, STOPPED = 0, 1, 3, 130
FIRST_NAME, SAMPLE_NAME = "premiers-dossiers", "echantillon"
PLAN_KEY = "settings/roadmap.yaml"
"""In the vault, as an administrator puts it there (docs/plan.md)."""
STATE_FILE = "state.json"
"""In the stack's folder: `infra.local.form` reads addresses and keys there, also long after the start."""
_PIECES = 100
"""Of a case file whose career is shown."""
_stopping = threading.Event()


class Interruption(BaseException):
    """Ctrl-C, or SIGTERM of a service manager."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderToSync:
    """A folder that becomes one batch."""

    path: Path
    batch: str
    """Name of the batch."""


def main(arguments: list[str] | None = None) -> int:
    """Run from the command line; the number is the exit status."""
    options, terminal = parse(arguments), Terminal()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _interrupt)
    try:
        return _run(options, terminal)
    except Interruption:
        terminal.say("Arrêté.")
        return STOPPED if options.once else GOOD
    except CommandError as error:
        terminal.fail(error)
        return NOT_STARTED


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    """Stop at the first signal; the stopping itself is not interrupted."""
    if not _stopping.is_set():
        _stopping.set()
        raise Interruption


def _run(options: Options, terminal: Terminal) -> int:
    folders, roster = _plan(options, terminal)
    began = time.monotonic()
    terminal.say("La pile démarre.")
    with run_stack(options, roster, terminal) as running:
        try:
            _tell_start(running, time.monotonic() - began, terminal)
            return _serve(running, folders, roster, options, terminal)
        except Interruption:
            terminal.say("Arrêt : l'état est enregistré…")
            raise
        finally:
            _stopping.set()


def _serve(running: Running, folders: Sequence[FolderToSync], roster: Path | None, options: Options, terminal: Terminal) -> int:
    """Load the roster, sync the folders, then wait for Ctrl-C unless it is `--once`."""
    for file in filter(None, (options.state, options.data / STATE_FILE)):
        running.stack.write(file)
    tell_site(running, terminal)
    if roster:
        with terminal.waiting("Le fichier du personnel se charge"):
            told = drop_roster(running, roster, options.data / "roster-dropped")
        if told:
            terminal.say(told)
    if folders and not options.batch:
        _seed_past(running, options.data, terminal)
    status, files = GOOD, list[Mapping[str, Any]]()
    for each in folders:
        intake = take_in(running, each.path, each.batch, Progress(terminal, name=each.batch, files=_count(each.path)))
        status = status if is_good(intake.receipt) else BAD_RECEIPT
        tell_receipt(intake, terminal)
        _tell_summary(running, intake, terminal)
        files += intake.receipt["files"]
    _tell_career(running, files, terminal)
    if folders and options.receipt:
        options.receipt.write_text(json.dumps(intake.receipt, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    if folders:
        _report_roadmap(running, terminal)
        _list_due(running, terminal)
        _reconcile(running, terminal)
    if not options.once:
        tell_sync(running, options.state or options.data / STATE_FILE, terminal)
        _wait(running)
    return status


def _seed_past(running: Running, data: Path, terminal: Terminal) -> None:
    """Give the sample a past, once, and say that it is invented."""
    stack = running.stack
    s3, vault = stack.emulator.client("s3"), stack.bucket("vault")

    def keep_plan(plan: bytes) -> None:
        if not s3.list_objects_v2(Bucket=vault, Prefix=PLAN_KEY).get("Contents"):
            s3.put_object(Bucket=vault, Key=PLAN_KEY, Body=plan)

    statistics = stack.adapter(StatisticsTable)
    today = local_day(datetime.now(UTC), Settings().time_zone)
    told = seed_past(statistics, keep_plan, kept=data / "past.json", today=today)
    if told:
        terminal.say(told)


def _report_roadmap(running: Running, terminal: Terminal) -> None:
    """Have the report of the present month written, as an administrator does, and say where it is."""
    month = f"{local_day(datetime.now(UTC), Settings().time_zone):%Y-%m}"
    with terminal.waiting("Le rapport de la feuille de route s'écrit"):
        written = administer(running.stack, {"action": "roadmap_report", "month": month})
    terminal.say()
    terminal.say("Rapport de la feuille de route, dans le seau sorties : " + ", ".join(written["files"]))


def _list_due(running: Running, terminal: Terminal) -> None:
    """Have the due list of today made, as an administrator does, and say what is due next year and where."""
    stack = running.stack
    made = _round(running, "due_lists", "Les échéances s'établissent", terminal)
    if made is None:
        return
    table = stack.adapter(DueListsTable)
    section = due_section(table.sums(table.finished()[0].round), local_day(datetime.now(UTC), Settings().time_zone).year + 1)
    terminal.say()
    tell_summary([section], terminal)
    terminal.say(f"La liste, avec la preuve de chaque ligne : {stack.web}/#/due ; par ministère, dans le seau sorties : {made['folder']}")


def _reconcile(running: Running, terminal: Terminal) -> None:
    """Have the roster held against the archive, as an administrator does, and say what differs and where it is shown."""
    stack = running.stack
    made = _round(running, "reconciliation", "Le fichier du personnel et l'archive se rapprochent", terminal)
    if made is None:
        return
    table = stack.adapter(DiscrepanciesTable)
    terminal.say()
    tell_summary([reconciliation_section(table.sums(made["month"]))], terminal)
    terminal.say(f"Les constats, avec leurs preuves : {stack.web}/#/reconciliation ; CSV par ministère, seau sorties : {made['folder']}")


def _round(running: Running, action: str, words: str, terminal: Terminal) -> Mapping[str, Any] | None:
    """Have a round over the roster made to its end; without a roster there is none, and that is said."""
    made: Mapping[str, Any] = {"ok": True, "finished": False}
    with terminal.waiting(words):
        while made["ok"] and not made["finished"]:
            made = administer(running.stack, {"action": action})
    if made["ok"]:
        return made
    terminal.say(f"{words} : {made['erreur']}")
    return None


def _plan(options: Options, terminal: Terminal) -> tuple[list[FolderToSync], Path | None]:
    """The folders to sync, one after the other, and the roster to load first."""
    if options.idle:
        return [], options.roster
    if options.batch:
        return [FolderToSync(path=options.batch, batch=options.name or _named(options.batch))], options.roster
    out = options.data.resolve() / "sample"
    sample, first = locate(out), locate_first(out)
    if not (sample.expected.exists() and first.expected.exists()):
        with terminal.step("Échantillon de dossiers inventés"):
            sample = sample if sample.expected.exists() else make_sample(out)
            first = first if first.expected.exists() else make_first_batch(out)
    folders = [
        FolderToSync(path=first.batch, batch=FIRST_NAME),
        FolderToSync(path=sample.batch, batch=options.name or SAMPLE_NAME),
    ]
    return folders, options.roster or sample.roster


def _named(folder: Path) -> str:
    """A batch's name from a folder's.

    >>> _named(Path("/scans/Gitega 2026 (suite)"))
    'Gitega-2026-suite'
    """
    return re.sub(r"[^A-Za-z0-9._-]+", "-", folder.name).strip("-._") or "lot"


def _count(folder: Path) -> int:
    return sum(path.is_file() for path in folder.rglob("*"))


def _tell_start(running: Running, seconds: float, terminal: Terminal) -> None:
    terminal.say(f"La pile est debout en {seconds:.0f} s : {running.stack.emulator.url}", style="bold")
    if running.skipped:
        aspects: dict[str, list[str]] = {}
        for difference in running.skipped:
            aspects.setdefault(difference.resource, []).append(difference.aspect)
        told = " ; ".join(f"{resource} : {', '.join(names)}" for resource, names in aspects.items())
        terminal.say(
            f"L'émulateur avait laissé de côté {len(running.skipped)} points du gabarit, remis en place ; 0 différence maintenant."
        )
        terminal.say(f"  {told}", style="dim")


def _tell_summary(running: Running, intake: Intake, terminal: Terminal) -> None:
    """Say what the pieces are, whose they are, and why some wait; nothing of a batch of which nothing was sent."""
    if not intake.uploaded:
        return
    stack = running.stack
    table = stack.adapter(RegisterTable)
    terminal.say()
    tell_summary(summarise(intake.receipt["files"], table.piece, shipped()), terminal)


def _tell_career(running: Running, files: Sequence[Mapping[str, Any]], terminal: Terminal) -> None:
    """Show a servant's career, as the filed pieces tell it, and where the site shows it."""
    stack = running.stack
    table = stack.adapter(RegisterTable)

    def filed(matricule: str) -> Sequence[Piece]:
        return table.casefile_pieces(matricule, after=None, limit=_PIECES)

    example = career_example(files, filed, shipped(), site=stack.web)
    if example:
        terminal.say()
        tell_summary([example], terminal)


def _wait(running: Running) -> None:
    while True:
        running.check()
        time.sleep(0.5)


if __name__ == "__main__":
    sys.exit(main())
