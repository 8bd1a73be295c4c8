"""`aws s3 sync` with the uploader's key, as the ministry runs it."""

import shutil
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path

from infra.terminal import CommandError


class UploadError(CommandError):
    """The `aws` command failed; the text is its own."""


class Sync:
    """A running `aws s3 sync` of a folder."""

    def __init__(self, folder: Path, target: str, environment: Mapping[str, str]) -> None:
        """Start the command.

        Args:
            folder: what to send.
            target: `s3://<inbox>/<batch>/`.
            environment: with the uploader's key and the endpoint.
        """
        self.uploaded = 0
        """Files sent so far; those that the inbox already has are not sent again."""
        self._process = subprocess.Popen(  # noqa: S603 - our own command, no shell
            [*_aws(), "s3", "sync", str(folder), target, "--no-progress"],
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            errors="replace",
            start_new_session=True,  # Ctrl-C in the terminal is the parent's to handle
        )
        self._errors: list[str] = []
        self._threads = [threading.Thread(target=target, daemon=True) for target in (self._count, self._collect)]
        for thread in self._threads:
            thread.start()

    @property
    def running(self) -> bool:
        """Whether the command still runs."""
        return self._process.poll() is None

    def check(self) -> None:
        """Wait for the end of the command.

        Raises:
            UploadError: the command failed.
        """
        code = self._process.wait()
        for thread in self._threads:
            thread.join()
        if code:
            raise UploadError("".join(self._errors).strip() or f"aws s3 sync: {code}")

    def stop(self) -> None:
        """Stop the command, if it still runs."""
        if self.running:
            self._process.terminate()
        self._process.wait()

    def _count(self) -> None:
        for line in self._process.stdout or ():
            self.uploaded += line.startswith("upload:")

    def _collect(self) -> None:
        self._errors.extend(self._process.stderr or ())


def copy(file: Path, target: str, environment: Mapping[str, str]) -> None:
    """Upload one file by `aws s3 cp`.

    Raises:
        UploadError: the command failed.
    """
    done = subprocess.run(  # noqa: S603 - our own command, no shell
        [*_aws(), "s3", "cp", str(file), target, "--no-progress"],
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise UploadError(done.stderr.strip())


def _aws() -> list[str]:
    """Return the `aws` command of this environment, or else the machine's."""
    own = Path(sys.executable).with_name("aws")
    if own.exists():
        return [sys.executable, str(own)]
    found = shutil.which("aws")
    if found is None:
        raise UploadError("La commande aws est introuvable.", advice="make setup, puis recommencer")
    return [found]
