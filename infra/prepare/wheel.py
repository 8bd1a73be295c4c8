"""Wheel of `ububiko-prepare`, which the scanning room installs with pip or pipx: `make prepare`.

It holds this room, and the archive's own checks (`chalicelib` without what speaks to AWS), so that both judge a file alike.
"""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Final

from infra.terminal import CommandError, Terminal

ROOT: Final = Path(__file__).parents[2]
STAGED: Final = ROOT / "build" / "prepare"
WHEELS: Final = ROOT / "dist"
_LEFT_OUT: Final = ("aws", "wiring.py", "__pycache__")
"""Of chalicelib: what imports boto3."""
_OF_INFRA: Final = ("__init__.py", "command_line.py", "terminal.py", "prepare")
_NEEDED: Final = ("jinja2", "numpy", "pikepdf", "pillow", "pypdfium2", "rich", "tzdata")
"""Libraries of the program."""


def build() -> Path:
    """Write the wheel; the same sources give the same bytes.

    Raises:
        CommandError: uv could not build it; the text is its own.
    """
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    shutil.rmtree(STAGED, ignore_errors=True)
    shutil.copytree(ROOT / "chalicelib", STAGED / "chalicelib", ignore=shutil.ignore_patterns(*_LEFT_OUT))
    (STAGED / "infra").mkdir()
    for name in _OF_INFRA:
        source, staged = ROOT / "infra" / name, STAGED / "infra" / name
        if source.is_dir():
            shutil.copytree(source, staged, ignore=shutil.ignore_patterns("__pycache__", "wheel.py"))
        else:
            shutil.copy(source, staged)
    (STAGED / "pyproject.toml").write_text(_project_file(project["version"], project["requires-python"]), "utf-8")
    uv = Path(sys.executable).with_name("uv")
    done = subprocess.run([uv, "build", "--wheel", "--offline", "--out-dir", WHEELS, STAGED], check=False, capture_output=True, text=True)  # noqa: S603
    if done.returncode:
        raise CommandError("uv build", advice=done.stderr.strip())
    return WHEELS / f"ububiko_prepare-{project['version']}-py3-none-any.whl"


def _project_file(version: str, python: str) -> str:
    needed = ", ".join(f'"{each}"' for each in _pinned())
    return f"""[project]
name = "ububiko-prepare"
version = "{version}"
description = "Checks a folder of scans before it is sent to the archive"
requires-python = "{python}"
license = "Apache-2.0"
dependencies = [{needed}]

[project.scripts]
ububiko-prepare = "infra.prepare.__main__:main"

[build-system]
requires = ["uv_build"]
build-backend = "uv_build"

[tool.uv.build-backend]
module-root = ""
module-name = ["chalicelib", "infra"]
"""


def _pinned() -> list[str]:
    """The libraries with the versions of the project's lock, each for the versions of Python that it names."""
    lines = (ROOT / "requirements.lock").read_text("utf-8").splitlines()
    pins = [line.removesuffix("\\").strip() for line in lines if line.partition("==")[0] in _NEEDED]
    return [pin.replace('"', "'") for pin in pins]


if __name__ == "__main__":
    output = Terminal()
    try:
        output.copyable(str(build().relative_to(ROOT)))
    except CommandError as failure:
        output.fail(failure)
        sys.exit(1)
