"""Runs a handler of the unpacked zip on this machine under AWS's Runtime Interface Emulator, as Lambda starts it.

tests/packaging uses it, and `benchmarks.coldstart` unpacks by it.
"""

import json
import os
import socket
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

INVOCATIONS = "/2015-03-31/functions/function/invocations"
STARTUP_SECONDS = 20
"""Seconds that the emulator may take until it listens."""


def unpack(archive: Path, folder: Path) -> Path:
    """Unpack a zip, as Lambda does under /var/task."""
    with zipfile.ZipFile(archive) as zipped:
        zipped.extractall(folder)
    return folder


@contextmanager
def running(emulator: Path, task: Path, handler: str, environment: dict[str, str]) -> Iterator["Sandbox"]:
    """Start a handler under the emulator, and stop it when the block ends."""
    port, runtime = _free_port(), _free_port()
    # By default it listens on every interface: both addresses are given.
    addresses = [
        "--runtime-interface-emulator-address",
        f"127.0.0.1:{port}",
        "--runtime-api-address",
        f"127.0.0.1:{runtime}",
    ]
    # awslambdaric replaces the client in Lambda's own runtime, and finds the code by LAMBDA_TASK_ROOT.
    words = environment | {"LAMBDA_TASK_ROOT": str(task), "PATH": os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1"}
    process = subprocess.Popen(  # noqa: S603 - a binary fetched by its hash
        [str(emulator), *addresses, sys.executable, "-m", "awslambdaric", handler],
        cwd=task,
        env=words,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait(port, process)
        yield Sandbox(port)
    finally:
        process.terminate()
        process.wait(10)


class Sandbox:
    """A handler under the emulator; it takes one event at a time."""

    def __init__(self, port: int) -> None:
        """Call the emulator at a port of this machine."""
        self._port = port

    def invoke(self, event: dict[str, Any]) -> tuple[int, Any]:
        """Invoke the handler.

        Returns:
            The emulator's HTTP status (502: the handler could not be imported) and what the handler answered.
        """
        connection = HTTPConnection("127.0.0.1", self._port, timeout=60)
        try:
            connection.request("POST", INVOCATIONS, json.dumps(event))
            answer = connection.getresponse()
            text = answer.read().decode()
        finally:
            connection.close()
        try:
            return answer.status, json.loads(text)
        except ValueError:
            return answer.status, text


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait(port: int, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + STARTUP_SECONDS
    while time.monotonic() < until and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError("the Lambda emulator did not start")
