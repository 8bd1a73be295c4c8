"""The zip that all Lambda functions share: the project's code, the pinned wheels it imports, bytecode for Lambda's Python.

The same sources make the same bytes.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterable, Iterator
from importlib.metadata import requires
from pathlib import Path

from packaging.requirements import Requirement

from infra.terminal import CommandError

TARGET = "3.13"
"""Lambda's Python."""
PLATFORM = "manylinux2014_x86_64"
PROVIDED = frozenset({"boto3", "botocore", "chalice"})
"""Wheels that do not ship: boto3 and botocore are in Lambda's runtime, Chalice adds its two modules that functions import."""
LIMIT = 5_000_000
"""Bytes of the zip: every function unpacks all of it when it starts cold. What a few functions need belongs in a layer (`infra.layers`)."""
FORBIDDEN = ("boto3/", "botocore/", "PIL/", "pypdfium2_raw/", "pip/", "setuptools/")
"""In Lambda's runtime, in a layer, or of no use in either."""
UNUSED = (
    "aws_lambda_powertools/event_handler",
    *(
        f"aws_lambda_powertools/utilities/{name}"
        for name in (
            "auth_alpha",
            "batch",
            "circuit_breaker",
            "data_classes",
            "data_masking",
            "feature_flags",
            "idempotency",
            "kafka",
            "parser",
            "streaming",
            "validation",
        )
    ),
    "markupsafe/_speedups*",
)
"""Glob patterns of files that do not ship: what of Powertools nothing here imports, a fifth of the zip, and MarkupSafe's library, which
is built for one version of Python; without it MarkupSafe escapes in Python."""
EPOCH = (1980, 1, 1, 0, 0, 0)
"""The oldest date a zip can hold."""


class PackagingError(CommandError):
    """The package cannot be made; the message says what to change."""


def shipped(pyproject: Path) -> list[str]:
    """Names of the wheels that ship: the project's dependencies and theirs, less what Lambda provides."""
    wanted = [Requirement(text) for text in tomllib.loads(pyproject.read_text("utf-8"))["project"]["dependencies"]]
    found: set[str] = set()
    while wanted:
        requirement = wanted.pop()
        name = re.sub(r"[-_.]+", "-", requirement.name).lower()
        applies = requirement.marker is None or requirement.marker.evaluate(
            {"extra": "", "sys_platform": "linux", "python_version": TARGET}
        )
        if applies and name not in found | PROVIDED:
            found.add(name)
            wanted += [Requirement(text) for text in requires(name) or []]
    return sorted(found)


def pins(lock: Path, names: list[str]) -> str:
    """The lines of the lock that pin these packages, versions and hashes, as pip reads them."""
    blocks = {block.split("==")[0]: block for block in re.split(r"\n(?=[a-z0-9])", lock.read_text("utf-8")) if "==" in block}
    missing = [name for name in names if name not in blocks]
    if missing:
        raise PackagingError(f"{lock.name} does not pin {', '.join(missing)}: run `make lock`")
    # Markers are evaluated for the machine that packages, but these wheels are for Lambda.
    return "\n".join(re.sub(r" ;[^\\\n]*", " ", blocks[name].rstrip()) for name in names) + "\n"


def vendored(root: Path, cache: Path) -> Path:
    """A folder with the shipped wheels unpacked; made once for a set of pins, so that the next time needs no network."""
    requirements = pins(root / "requirements.lock", shipped(root / "pyproject.toml"))
    folder = cache / f"wheels-{hashlib.sha256((requirements + str(UNUSED)).encode()).hexdigest()[:12]}"
    if not folder.is_dir():
        unfinished = unpacked(requirements, folder.with_name(f"{folder.name}.part"), platform=PLATFORM, python=TARGET)
        remove(unfinished, UNUSED)
        unfinished.rename(folder)
    return folder


def unpacked(requirements: str, unfinished: Path, *, platform: str, python: str) -> Path:
    """Download wheels for a platform and a Python by their hashes and unpack them, without the files that differ between machines."""
    listed = unfinished.with_name(f"{unfinished.name}.txt")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.parent.mkdir(parents=True, exist_ok=True)
    listed.write_text(requirements, "utf-8")
    pip = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--no-deps",
        "--no-compile",
        "--require-hashes",
    ]
    target = ["--target", str(unfinished), "--platform", platform, "--python-version", python, "--only-binary=:all:"]
    run([*pip, *target, "--requirement", str(listed)], "the wheels that ship could not be fetched")
    # Launchers and pip's notes carry this machine's paths; nothing imports them.
    shutil.rmtree(unfinished / "bin", ignore_errors=True)
    for note in ("RECORD", "INSTALLER", "REQUESTED", "direct_url.json"):
        for path in unfinished.glob(f"*.dist-info/{note}"):
            path.unlink()
    return unfinished


def remove(folder: Path, patterns: Iterable[str]) -> None:
    """Delete the files and folders that match glob patterns."""
    for path in [path for pattern in patterns for path in folder.glob(pattern)]:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()


def target_python() -> str | None:
    """Path of an interpreter of Lambda's version of Python on this machine, or None."""
    candidates = [sys.executable, shutil.which(f"python{TARGET}"), *_pyenv_pythons(), *_uv_python()]
    ask = "import sys; print('%d.%d' % sys.version_info[:2])"
    for candidate in filter(None, candidates):
        answer = subprocess.run([candidate, "-c", ask], capture_output=True, text=True, check=False)  # noqa: S603 - a Python's path
        if answer.stdout.strip() == TARGET:
            return candidate
    return None


def _pyenv_pythons() -> list[str]:
    """Interpreters that pyenv has installed; where pyenv has not activated one, its command of that name exists and fails."""
    versions = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"
    return [str(path) for path in sorted(versions.glob(f"{TARGET}.*/bin/python3"))]


def _uv_python() -> list[str]:
    uv = shutil.which("uv")
    if uv is None:
        return []
    command = [uv, "python", "find", "--no-project", "--offline", TARGET]
    return [subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()]  # noqa: S603 - no argument from outside


def compile_tree(tree: Path, python: str, place: str = "/var/task") -> None:
    """Write bytecode that Python loads without comparing the source's date: cold starts are 1.3 to 5 times shorter."""
    command = [python, "-m", "compileall", "-q", "-j", "0", "--invalidation-mode", "unchecked-hash", "-s", str(tree), "-p", place]
    run([*command, str(tree)], "the code does not compile")


def write_zip(tree: Path, archive: Path) -> None:
    """Zip a tree with sorted names and without dates or owners, so that the same files make the same bytes."""
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as zipped:
        for path in sorted(path for path in tree.rglob("*") if path.is_file()):
            entry = zipfile.ZipInfo(path.relative_to(tree).as_posix(), EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o100644 << 16
            zipped.writestr(entry, path.read_bytes())


def faults(archive: Path, handlers: list[str]) -> Iterator[str]:
    """What makes the zip unfit to deploy: a handler's module is missing, a file must not ship, or it has too many bytes."""
    with zipfile.ZipFile(archive) as zipped:
        names = set(zipped.namelist())
    for handler in handlers:
        module = handler.rpartition(".")[0].replace(".", "/") + ".py"
        if module not in names:
            yield f"{module} is not in the zip, and {handler} is deployed"
    yield from (f"{name} must not ship" for name in sorted(names) if name.startswith(FORBIDDEN))
    yield from (f"{name} is a library for one version of Python" for name in sorted(names) if ".cpython-" in name and ".so" in name)
    if archive.stat().st_size > LIMIT:
        yield f"the zip has {archive.stat().st_size:,} bytes, more than {LIMIT:,}"


def run(command: list[str], complaint: str, *, cwd: Path | None = None, env: dict[str, str] | None = None) -> str:
    """Run a command.

    Returns:
        What it wrote.

    Raises:
        PackagingError: it failed; the message begins with `complaint` and ends with what it wrote.
    """
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=cwd, env=env)  # noqa: S603 - built in this package
    if done.returncode:
        raise PackagingError(f"{complaint}:\n{done.stdout}{done.stderr}".rstrip())
    return done.stdout + done.stderr
