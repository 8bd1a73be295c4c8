"""Debian packages that `make setup` installs where it may, and else names in one line.

Only the standard library: nothing is installed yet.
"""

import os
import subprocess
from shutil import which


class SetupError(Exception):
    """What the person at the keyboard must do, in one line."""


def run(command: list[str], **more: str) -> bool:
    """Run a command that asks no questions, and return whether it succeeded."""
    environment = {**os.environ, **more}
    return subprocess.run(command, check=False, stdin=subprocess.DEVNULL, env=environment).returncode == 0  # noqa: S603 - our own words


def install_packages(*packages: str) -> None:
    """Install packages, without those that they only recommend: beside Chromium these would be a hundred, systemd's among them.

    Raises:
        SetupError: this machine has no apt, we may not use it, or it failed.
    """
    as_root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if which("apt-get") and (not as_root or which("sudo")):
        print(f"Installing from Debian: {', '.join(packages)}", flush=True)
        install = [*as_root, "apt-get", "install", "--yes", "--quiet", "--no-install-recommends", *packages]
        quiet = {"DEBIAN_FRONTEND": "noninteractive"}
        if run(install, **quiet) or (run([*as_root, "apt-get", "update", "--quiet"]) and run(install, **quiet)):
            return
    raise SetupError(f"Please install {' and '.join(packages)} first: sudo apt-get update && sudo apt-get install {' '.join(packages)}")
