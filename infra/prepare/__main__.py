"""The command: `ububiko-prepare dossier/ --to pret/ --roster agents.csv`; from the repository, `python -m infra.prepare`."""

import argparse
import os
import sys
import time
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from rich.text import Text

from chalicelib.model.errors import PermanentError
from chalicelib.personnel.roster import Roster, read_roster
from infra.command_line import WRONG_USE, FrenchParser
from infra.prepare.file_check import NOTES, FileCheck
from infra.prepare.folder_check import FolderRequest, check_folder, counts_of, files_of
from infra.prepare.report import report_of, saving_of
from infra.prepare.words import LANGUAGES, Language, sentence, text
from infra.terminal import CommandError, Terminal

LOOK = 1
"""Exit code when a person must look at something."""
_SHOWN = 15
"""Files named on the terminal; the report names all."""
_MINUTE = 90
"""Seconds from which time is said in minutes."""


def main(arguments: Sequence[str] | None = None, terminal: Terminal | None = None) -> int:
    """Check a folder.

    Returns:
        The exit code: 0 all is well, 1 a person must look, 2 nothing could be done.
    """
    terminal = terminal or Terminal()
    asked = _parser(_language_of(arguments)).parse_args(arguments)
    try:
        request = _request(asked)
        checks = _checked(request, asked.language, terminal)
    except CommandError as error:
        terminal.fail(error, lead=text("error", asked.language))
        return WRONG_USE
    report = asked.report or request.folder.with_name(f"{request.folder.name}-report.html")
    report.write_text(report_of(request.folder.name, checks, asked.language, datetime.now().astimezone()), "utf-8")
    _tell(checks, asked.language, terminal)
    if request.target:
        terminal.say(text("copied", asked.language, path=request.target))
    terminal.say(text("reported", asked.language, path=report))
    return LOOK if any(check.must_be_seen for check in checks) else 0


def _language_of(arguments: Sequence[str] | None) -> Language:
    """Language of the help, which must be known before the command line is read."""
    first = argparse.ArgumentParser(add_help=False, exit_on_error=False)
    first.add_argument("--language", choices=LANGUAGES, default="fr")
    try:
        language: Language = first.parse_known_args(arguments)[0].language
    except argparse.ArgumentError:
        return "fr"
    return language


def _parser(language: Language) -> argparse.ArgumentParser:
    kind = FrenchParser if language == "fr" else argparse.ArgumentParser
    parser = kind(prog="ububiko-prepare", description=text("description", language), epilog=text("codes", language))
    parser.add_argument("folder", type=Path, metavar="DOSSIER" if language == "fr" else "FOLDER", help=text("folder", language))
    parser.add_argument("--to", type=Path, metavar="DIR", help=text("to", language))
    parser.add_argument("--no-shrink", action="store_true", help=text("no_shrink", language))
    parser.add_argument("--roster", type=Path, metavar="CSV", help=text("roster", language))
    parser.add_argument("--report", type=Path, metavar="HTML", help=text("report", language))
    parser.add_argument("--language", choices=LANGUAGES, default="fr", help=text("language", language))
    parser.add_argument("--jobs", type=_positive, default=os.cpu_count() or 1, metavar="N", help=text("jobs", language))
    return parser


def _positive(value: str) -> int:
    number = int(value)
    if number < 1:
        raise ValueError(value)
    return number


def _request(asked: argparse.Namespace) -> FolderRequest:
    """Check the options.

    Raises:
        CommandError: no such folder, no files, an unreadable roster, a copy inside the folder or around it.
    """
    folder = asked.folder.resolve()
    target = asked.to.resolve() if asked.to else None
    if not folder.is_dir():
        raise CommandError(text("not_a_folder", asked.language, path=asked.folder))
    if next(files_of(folder), None) is None:
        raise CommandError(text("no_files", asked.language, path=asked.folder))
    if target and (target.is_relative_to(folder) or folder.is_relative_to(target)):
        raise CommandError(text("overlapping", asked.language))
    if target:
        target.mkdir(parents=True, exist_ok=True)
    return FolderRequest(
        folder=folder, target=target, roster=_roster(asked.roster, asked.language), shrink=not asked.no_shrink, jobs=asked.jobs
    )


def _roster(path: Path | None, language: Language) -> Roster | None:
    if path is None:
        return None
    try:
        return read_roster(path.read_bytes())
    except (OSError, PermanentError) as error:
        raise CommandError(text("bad_roster", language, path=path)) from error


def _checked(request: FolderRequest, language: Language, terminal: Terminal) -> list[FileCheck]:
    """Check the folder, with a line that says how far it is."""
    count, began = sum(1 for _ in files_of(request.folder)), time.monotonic()
    done = pages = 0
    with terminal.live(Text("…")) as show:

        def seen(check: FileCheck) -> None:
            nonlocal done, pages
            done, pages = done + 1, pages + check.pages
            left = (time.monotonic() - began) / done * (count - done)
            show(Text(text("progress", language, done=done, all=count, pages=pages, left=_duration(left, language))))

        return check_folder(request, seen)


def _duration(seconds: float, language: Language) -> str:
    minutes = seconds >= _MINUTE
    return text("minutes" if minutes else "seconds", language, count=round(seconds / 60 if minutes else seconds))


def _tell(checks: Sequence[FileCheck], language: Language, terminal: Terminal) -> None:
    """Say the numbers, and name the first files that a person must look at."""
    numbers = {"files": len(checks), "pages": sum(check.pages for check in checks), **counts_of(checks)}
    terminal.table(("", ""), [(text(name, language), str(count)) for name, count in numbers.items()], right=[1])
    to_see = [check for check in checks if check.must_be_seen]
    if not to_see:
        terminal.say(text("nothing_to_look_at", language), style="green")
    for check in sorted(to_see, key=lambda check: not check.is_refused)[:_SHOWN]:
        terminal.say(f"\n{check.path}", style="red" if check.is_refused else "yellow")
        for finding in check.findings:
            if finding.code not in NOTES:
                where = f"{text('page', language, number=finding.page)} : " if finding.page else ""
                terminal.say(f"  {where}{sentence(finding.code, language)}")
    if len(to_see) > _SHOWN:
        terminal.say(text("more", language, count=len(to_see) - _SHOWN))
    terminal.say()
    if saving := saving_of(checks, language):
        terminal.say(saving)


if __name__ == "__main__":
    sys.exit(main())
