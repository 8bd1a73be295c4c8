"""Check of a folder: every file of it, several at a time, then what only shows among all of them.

1. List the files; those that the archive ignores are named, and not copied.
2. Check each file in a process of its own kind: a file that ends its process is named, and the others go on.
3. Compare matricules with the roster, and files with each other.
4. Write the manifest of the copy.
"""

import csv
import io
import multiprocessing
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from pathlib import Path

from chalicelib.model.identifiers import Claim, Forms, claim_of, fold, role_of, shape
from chalicelib.model.settings import Settings
from chalicelib.personnel.roster import Roster
from infra.prepare.file_check import FileCheck, Finding, check_file

MANIFEST = "_manifest.csv"
Seen = Callable[[FileCheck], None]
"""Called with each file that has been checked, in the order in which they end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderRequest:
    """What is to be checked, and how."""

    folder: Path
    target: Path | None = None
    """Folder of the copy to send; None to check alone."""
    roster: Roster | None = None
    shrink: bool = True
    jobs: int = 1
    """Processes."""


def check_folder(request: FolderRequest, seen: Seen = lambda _: None) -> list[FileCheck]:
    """Check all files of a folder, by path."""
    paths = list(files_of(request.folder))
    ignored = [path for path in paths if role_of(f"{request.folder.name}/{path}") == "ignored"]
    checked = {check.path: check for check in _check_each([path for path in paths if path not in set(ignored)], request, seen)}
    checked |= {path: _ignored(request.folder, path) for path in ignored}
    checks = list(_with_copies(_with_matricules([checked[path] for path in paths], request)))
    if request.target:
        (request.target / MANIFEST).write_text(manifest_of(checks), "utf-8", newline="")
    return checks


def files_of(folder: Path) -> Iterator[str]:
    """Paths of all files below a folder, with slashes, in their order; manifests and markers left out."""
    for path in sorted(each for each in folder.rglob("*") if each.is_file()):
        below = path.relative_to(folder).as_posix()
        if role_of(f"{folder.name}/{below}") not in {"manifest", "marker"}:
            yield below


def manifest_of(checks: Iterable[FileCheck]) -> str:
    """Announce the files that are sent, as the archive reads it."""
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(("chemin", "empreinte", "taille"))
    table.writerows((check.sent_path, check.digest, check.sent_size) for check in checks if check.digest)
    return out.getvalue()


def _check_each(paths: list[str], request: FolderRequest, seen: Seen) -> Iterator[FileCheck]:
    """Check files side by side; after a process has died, those that were under way are checked one by one."""
    left = dict.fromkeys(paths)
    try:
        with _pool(request.jobs) as pool:
            futures = [pool.submit(check_file, request.folder, path, request.target, shrink=request.shrink) for path in paths]
            for future in as_completed(futures):
                check = future.result()
                del left[check.path]
                seen(check)
                yield check
    except BrokenProcessPool:
        for path in left:
            check = _check_alone(path, request)
            seen(check)
            yield check


def _check_alone(path: str, request: FolderRequest) -> FileCheck:
    try:
        with _pool(1) as pool:
            return pool.submit(check_file, request.folder, path, request.target, shrink=request.shrink).result()
    except BrokenProcessPool:
        size = (request.folder / path).stat().st_size
        refusal = (Finding(code="corrupt"),)
        return FileCheck(path=path, size=size, digest="", sent_size=0, sent_path=path, findings=refusal, is_refused=True)


def _pool(jobs: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn"))


def _ignored(folder: Path, path: str) -> FileCheck:
    size = (folder / path).stat().st_size
    return FileCheck(path=path, size=size, digest="", sent_size=0, sent_path=path, findings=(Finding(code="ignored"),))


def _with_matricules(checks: Iterable[FileCheck], request: FolderRequest) -> Iterator[FileCheck]:
    servants = {fold(matricule) for matricule in request.roster.servants} if request.roster else None
    forms = Forms(shapes=frozenset(map(shape, servants or ())), patterns=Settings().matricule_patterns)
    name = request.folder.name
    for check in checks:
        code = _claim_finding(claim_of(f"{name}/{check.path}", name, forms), servants) if check.digest else None
        yield replace(check, findings=(*check.findings, Finding(code=code))) if code else check


def _claim_finding(claim: Claim, servants: set[str] | None) -> str | None:
    """What is wrong with the matricules that a file's folder and name claim."""
    claimed = {fold(each) for each in (*claim.folders, claim.name, *claim.others) if each}
    if not claimed:
        return "no_matricule"
    known = claimed if servants is None else claimed & servants
    if not known:
        return "unknown_matricule"
    said = {fold(each) for each in (*claim.folders[:1], claim.name) if each}
    return "two_matricules" if len(said & known) > 1 and not claim.others else None


def _with_copies(checks: Iterable[FileCheck]) -> Iterator[FileCheck]:
    first: dict[str, str] = {}
    for check in checks:
        kept = first.setdefault(check.digest, check.path) if check.digest else check.path
        yield check if kept == check.path else replace(check, findings=(*check.findings, Finding(code="same_bytes")))


def counts_of(checks: Iterable[FileCheck]) -> Mapping[str, int]:
    """How many files are good, must be looked at, will be refused, and are ignored."""
    counts = {"good": 0, "to_look": 0, "refused": 0, "set_aside": 0}
    for check in checks:
        ignored = any(finding.code == "ignored" for finding in check.findings)
        counts["set_aside" if ignored else "refused" if check.is_refused else "to_look" if check.must_be_seen else "good"] += 1
    return counts
