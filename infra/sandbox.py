"""A Lambda on this machine: the unpacked zip under AWS's own Runtime Interface Emulator, as Lambda would start it, without AWS.

`benchmarks/coldstart.py` and tests/packaging use it.
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
PATIENCE = 20
"""Seconds that the emulator has to open its door."""


def unpack(archive: Path, folder: Path) -> Path:
    """Lay out the zip as Lambda does under /var/task."""
    with zipfile.ZipFile(archive) as zipped:
        zipped.extractall(folder)
    return folder


@contextmanager
def running(emulator: Path, task: Path, handler: str, environment: dict[str, str]) -> Iterator["Sandbox"]:
    """Hold one handler ready to be invoked."""
    door, runtime = _free_port(), _free_port()
    # By default it listens on every interface: both addresses are said.
    addresses = [
        "--runtime-interface-emulator-address",
        f"127.0.0.1:{door}",
        "--runtime-api-address",
        f"127.0.0.1:{runtime}",
    ]
    # awslambdaric stands in for the runtime's own client, and finds the code by the task root.
    words = environment | {"LAMBDA_TASK_ROOT": str(task), "PATH": os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1"}
    process = subprocess.Popen(  # noqa: S603 - a binary fetched by its hash
        [str(emulator), *addresses, sys.executable, "-m", "awslambdaric", handler],
        cwd=task,
        env=words,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait(door, process)
        yield Sandbox(door)
    finally:
        process.terminate()
        process.wait(10)


class Sandbox:
    """A handler under the emulator; it takes one event at a time."""

    def __init__(self, port: int) -> None:
        """Speak to the emulator at this port."""
        self._port = port

    def invoke(self, event: dict[str, Any]) -> tuple[int, Any]:
        """Invoke it.

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
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError("the Lambda emulator did not start")
