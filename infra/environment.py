"""Virtual environments from a lock with hashes; `make setup` runs this with any Python from 3.11 on.

Only the standard library: nothing is installed yet. docs/decisions/locks.md says why uv, and when pip.
"""

import os
import subprocess
import sys
import sysconfig
from importlib.util import find_spec
from pathlib import Path
from venv import EnvBuilder

from infra.debian import SetupError, install_packages, run

ROOT = Path(__file__).parent.parent
BOOTSTRAP = ROOT / "requirements-uv.lock"
"""The installer alone."""


def debian_package(version: tuple[int, int]) -> str:
    """The package in which Debian and Ubuntu keep what `venv` needs.

    >>> debian_package((3, 11))
    'python3.11-venv'
    """
    return f"python{version[0]}.{version[1]}-venv"


def ensure_venv() -> None:
    """See to it that virtual environments can be made: Debian splits ensurepip off.

    Raises:
        SetupError: a package is missing and we may not install it.
    """
    if find_spec("ensurepip") is None:
        install_packages(debian_package(sys.version_info[:2]))


def pip(python: Path, *arguments: str) -> list[str]:
    """The command line of an environment's own pip."""
    return [str(python), "-m", "pip", "--disable-pip-version-check", "--no-input", *arguments]


def pip_index(python: Path) -> dict[str, str]:
    """Package index of pip's configuration, as environment variables of uv; empty for the default index."""
    index = os.environ.get("PIP_INDEX_URL")
    if index is None:
        command = pip(python, "config", "get", "global.index-url")
        index = subprocess.run(command, check=False, capture_output=True, text=True).stdout.strip()  # noqa: S603 - our own words
    return {"UV_DEFAULT_INDEX": index} if index else {}


def install(python: Path, lock: Path) -> None:
    """Install a lock by uv; by pip, slower, where uv does not get through.

    Raises:
        SetupError: neither could.
    """
    quiet = ("install", "--quiet", "--require-hashes", "--only-binary", ":all:", "--requirement")
    by_uv = [str(python), "-m", "uv", "pip", "install", "--quiet", "--python", str(python), "--require-hashes", "--requirement", str(lock)]
    if run(pip(python, *quiet, str(BOOTSTRAP))) and run(by_uv, **pip_index(python)):
        return
    print(f"uv could not install {lock.name}: trying pip, which takes minutes", flush=True)
    slow = ("install", "--quiet", "--no-deps", "--no-compile", "--require-hashes", "--requirement")
    if not run(pip(python, *slow, str(lock))):
        raise SetupError(f"{lock.name} could not be installed: see pip's words above")


def make_environment(folder: Path, lock: Path) -> None:
    """Make the environment, or bring an older one up to the lock."""
    ensure_venv()
    python = folder / "bin" / "python"
    if not (python.exists() and run([str(python), "-c", "import pip"])):
        print(f"Making {folder.name} with Python {sysconfig.get_python_version()}", flush=True)
        EnvBuilder(clear=True, symlinks=True, with_pip=True).create(folder)
    install(python.absolute(), lock)


def main() -> int:
    """`python -m infra.environment FOLDER LOCK`."""
    folder, lock = (Path(argument) for argument in sys.argv[1:])
    try:
        make_environment(folder, lock)
    except SetupError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
