"""Process of the AWS emulator; this module and the repairs beside it alone depend on its product (docs/decisions/emulator.md).

Run as a program, it is the emulator's process: one that ends, cleanly, when the process that started it dies.
"""

import contextlib
import ctypes
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config

from infra.local.emulator.claims import mend_claims
from infra.local.emulator.fair_queues import mend_fairness
from infra.local.emulator.function_code import share_code
from infra.local.emulator.mail_rights import mend_mail_rights
from infra.local.emulator.object_versions import mend_versions
from infra.terminal import CommandError

REGION = "eu-west-1"
ACCOUNT = "000000000000"
ROOT_KEY = "AKIALOCALROOT0000000"
SECONDS_TO_START = 60
SECONDS_TO_STOP = 60
DIE_WITH_PARENT = 1
"""PR_SET_PDEATHSIG of prctl(2)."""


class EmulatorError(CommandError):
    """The emulator does not start."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """A key that may do everything; in the real cloud, the administrator's."""

    key: str
    secret: str


class Emulator:
    """AWS on 127.0.0.1, its state in one folder."""

    def __init__(self, folder: Path, *, port: int, functions_see: dict[str, str] | None = None) -> None:
        """Nothing runs before `start`.

        Args:
            folder: everything it keeps, temporary files too.
            port: to listen on.
            functions_see: environment of its functions, beside the template's.
        """
        self._folder = folder
        self._port = port
        self.functions_see = functions_see or {}
        self._process: subprocess.Popen[bytes] | None = None
        self._running = folder / "running"
        self.credentials = Credentials(key=ROOT_KEY, secret=_kept_secret(folder / "root-secret"))

    @property
    def url(self) -> str:
        """The endpoint of every service."""
        return f"http://127.0.0.1:{self._port}"

    @property
    def log(self) -> Path:
        """What it and the functions print."""
        return self._folder / "emulator.log"

    @property
    def interrupted(self) -> bool:
        """Whether it did not stop cleanly the last time: tables are then as they were at the last clean stop, objects as they are."""
        return self._running.exists()

    def start(self) -> None:
        """Start and wait until it answers.

        Raises:
            EmulatorError: it ended, or does not answer.
        """
        if _answers(self.url):
            raise EmulatorError(f"Le port {self._port} est déjà pris.", advice="En choisir un autre avec --port.")
        self._tidy()
        temporary = Path(tempfile.mkdtemp(prefix="tmp-", dir=self._folder))
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603 - our own command, no shell
                [sys.executable, "-m", "infra.local.emulator.process", str(self._folder / "code")],
                cwd=Path(__file__).parents[3],
                env=self._environment(temporary),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C in the terminal is the parent's to handle
            )
        deadline = time.monotonic() + SECONDS_TO_START
        while not _answers(self.url):
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise EmulatorError("L'émulateur ne démarre pas.", advice=f"Voir {self.log}")
            time.sleep(0.1)

    def mark_running(self) -> None:
        """Mark the emulator as running; only a clean stop removes the mark."""
        self._running.touch()

    def save(self) -> None:
        """Save the first state: the emulator saves when it stops, and only then, so it is stopped and started once.

        Otherwise a power cut before the first stop would leave objects in buckets that the emulator does not know.
        """
        mark = self._folder / "saved-once"
        if not mark.exists():
            self.stop()
            self.start()
            mark.touch()

    def stop(self) -> None:
        """Stop cleanly: its state is written before it ends."""
        process, self._process = self._process, None
        if process is None:
            return
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        try:
            clean = process.wait(SECONDS_TO_STOP) in {0, -signal.SIGTERM}
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            clean = False
        if clean:
            self._running.unlink(missing_ok=True)

    def _tidy(self) -> None:
        """Clear away what an earlier process left: temporary files, and objects in buckets that were never written down."""
        for left in self._folder.glob("tmp-*"):
            shutil.rmtree(left, ignore_errors=True)
        if not (self._folder / "state" / "s3.json").exists():
            shutil.rmtree(self._folder / "objects", ignore_errors=True)

    def alive(self) -> bool:
        """Whether its process runs."""
        return self._process is not None and self._process.poll() is None

    def client(self, service: str, credentials: Credentials | None = None, **config: Any) -> Any:  # noqa: ANN401 - boto3's
        """Make a boto3 client, as the account's root or with a user's key."""
        who = credentials or self.credentials
        settings = {"retries": {"mode": "standard", "max_attempts": 5}, **config}
        return boto3.client(
            service,  # type: ignore[call-overload] # a service by name
            endpoint_url=self.url,
            region_name=REGION,
            aws_access_key_id=who.key,
            aws_secret_access_key=who.secret,
            config=Config(signature_version="s3v4" if service == "s3" else None, **settings),
        )

    def command_environment(self, credentials: Credentials) -> dict[str, str]:
        """Environment in which the `aws` command calls this emulator with a user's key."""
        return {
            **_plain_environment(),
            "AWS_ACCESS_KEY_ID": credentials.key,
            "AWS_SECRET_ACCESS_KEY": credentials.secret,
            "AWS_DEFAULT_REGION": REGION,
            "AWS_ENDPOINT_URL": self.url,
        }

    def _environment(self, temporary: Path) -> dict[str, str]:
        return {
            **_plain_environment(),
            "AUTH": "true",
            "PERSIST_STATE": "1",
            "S3_PERSIST": "1",
            "STATE_DIR": str(self._folder / "state"),
            "S3_DATA_DIR": str(self._folder / "objects"),
            "TMPDIR": str(temporary),
            "GATEWAY_PORT": str(self._port),
            "BIND_HOST": "127.0.0.1",
            "MINISTACK_HOST": "127.0.0.1",
            "MINISTACK_REGION": REGION,
            "MINISTACK_ACCOUNT_ID": ACCOUNT,
            "AWS_DEFAULT_REGION": REGION,
            "AWS_ACCESS_KEY_ID": self.credentials.key,
            "AWS_SECRET_ACCESS_KEY": self.credentials.secret,
            "SFTP_ENABLED": "0",
            "IOT_MTLS_ENABLED": "0",  # its port is fixed: two emulators would fight over it
            "LOG_LEVEL": "INFO",
            **self.functions_see,
        }


def _plain_environment() -> dict[str, str]:
    """This process's environment without credentials of a real AWS account."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    return {**kept, "AWS_CONFIG_FILE": os.devnull, "AWS_SHARED_CREDENTIALS_FILE": os.devnull, "AWS_EC2_METADATA_DISABLED": "true"}


def _kept_secret(file: Path) -> str:
    """Random keys, made once: a process that reaches the port but cannot read the folder has no rights."""
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(secrets.token_hex(20), encoding="ascii")
    return file.read_text(encoding="ascii")


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/_ministack/health", timeout=2) as answer:  # noqa: S310 - always http
            return bool(answer.status)
    except OSError:
        return False


def _serve(code: Path) -> None:
    """Run the emulator until it is stopped, or until the parent process ends.

    Args:
        code: folder for the functions' unpacked code.
    """
    parent = os.getppid()
    with contextlib.suppress(AttributeError, OSError):  # Linux only
        ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGTERM)
    if os.getppid() != parent:
        return
    from ministack.app import main  # noqa: PLC0415 - 36 MB, in this process only

    mend_versions()
    mend_claims()
    mend_fairness()
    mend_mail_rights()
    share_code(code)
    sys.argv = ["ministack"]
    main()


if __name__ == "__main__":
    _serve(Path(sys.argv[1]))
