"""Starting the processes of the functions on a batch's way before its first file needs them."""

import contextlib
import json
import threading
from typing import Any, Final

from botocore.exceptions import BotoCoreError, ClientError

from infra.local.emulator.process import Emulator

WARMED: Final = ("Dispatch", "IngestSmall", "StartReadings", "Transcribe", "CloseBatch")
"""Logical names in the template."""


class Warming(threading.Thread):
    """Invokes one function after the other, in the background, as often at once as it shall have processes."""

    def __init__(self, emulator: Emulator, *, at_once: int) -> None:
        """Do nothing before `start`.

        Args:
            emulator: a running one, with the stack deployed.
            at_once: processes of each function; invocations at the same time have one each.
        """
        super().__init__(daemon=True)
        self._lambda = emulator.client("lambda", read_timeout=60, max_pool_connections=50)
        self._at_once = at_once
        self._stopping = threading.Event()

    def stop(self) -> None:
        """Begin with no further function: the emulator waits for its invocations before it stops."""
        self._stopping.set()

    def run(self) -> None:
        """Invoke them."""
        with contextlib.suppress(BotoCoreError, ClientError):  # the stack may stop meanwhile
            names = [function["FunctionName"] for function in self._lambda.list_functions()["Functions"]]
            for name in (name for logical in WARMED for name in names if f"-{logical}-" in name):
                if not self._stopping.is_set():
                    self._invoke_at_once(name)

    def _invoke_at_once(self, name: str) -> None:
        threads = [threading.Thread(target=_invoke, args=(self._lambda, name), daemon=True) for _ in range(self._at_once)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()


def _invoke(client: Any, name: str) -> None:  # noqa: ANN401 - boto3's client
    """Invoke a function with no messages: there is nothing to do, and the process stays."""
    with contextlib.suppress(BotoCoreError, ClientError):
        client.invoke(FunctionName=name, Payload=json.dumps({"Records": []}).encode())
