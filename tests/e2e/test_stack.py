"""The whole stack, by its command: a folder that nobody prepared ends in a closed receipt."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from conftest import free_port
from desk import pdf

ROSTER = """\
matricule,nom,prenom,date_naissance,ministere,province,date_entree,statut
1234567,NKURUNZIZA,Aline,1980-01-02,Education,Gitega,2005-03-01,titulaire
"""


class Local:
    """The command, with a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.receipt_file = folder / "receipt.json"
        self.state_file = folder / "state.json"

    def command(self, *more: str) -> list[str]:
        own = ["--data", str(self.folder / "data"), "--port", str(self.port), "--workers", "1"]
        return [sys.executable, "-m", "infra.local", *own, *more]

    def files(self, batch: Path, roster: Path) -> list[str]:
        return ["--batch", str(batch), "--name", "lot-1", "--receipt", str(self.receipt_file), "--roster", str(roster)]

    def once(self, batch: Path, roster: Path) -> subprocess.CompletedProcess[str]:
        command = self.command(*self.files(batch, roster), "--once")
        return subprocess.run(command, capture_output=True, text=True, timeout=280, check=False)  # noqa: S603 - our own

    def receipt(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.receipt_file.read_text(encoding="utf-8"))
        return found

    def up(self, *more: str, until: Path | None = None) -> subprocess.Popen[str]:
        """Start one that stays, and wait until it has written its state, or what else is waited for."""
        self.state_file.unlink(missing_ok=True)
        process = subprocess.Popen(  # noqa: S603 - our own
            self.command("--state", str(self.state_file), *more), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        deadline = time.monotonic() + 280
        while not (until or self.state_file).exists() and process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.3)
        return process


@pytest.fixture(scope="module")
def local(tmp_path_factory: pytest.TempPathFactory) -> Local:
    return Local(tmp_path_factory.mktemp("local"))


@pytest.fixture(scope="module")
def roster(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("roster") / "agents.csv"
    path.write_text(ROSTER, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def batch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("batch")
    own = folder / "1234567"
    own.mkdir()
    whole = pdf(2)
    (own / "arrêté + 100%.pdf").write_bytes(whole)
    (own / "cut.pdf").write_bytes(whole[:300])
    (own / "Thumbs.db").write_bytes(b"thumbnails")
    (folder / "7654321").mkdir()
    (folder / "7654321" / "of nobody.pdf").write_bytes(pdf(1))
    return folder


def outcomes(receipt: dict[str, Any]) -> dict[str, tuple[str, str | None]]:
    return {Path(file["key"]).name: (file["status"], file["reason"]) for file in receipt["files"]}


def test_the_help_names_every_option() -> None:
    shown = subprocess.run([sys.executable, "-m", "infra.local", "--help"], capture_output=True, text=True, check=True).stdout

    for option in ("batch", "name", "roster", "once", "receipt", "state", "data", "port", "workers", "quotas"):
        assert f"--{option}" in shown


def test_an_unknown_folder_is_a_wrong_option() -> None:
    done = subprocess.run([sys.executable, "-m", "infra.local", "--batch", "/nowhere"], capture_output=True, text=True, check=False)

    assert done.returncode == 2
    assert "/nowhere" in done.stderr


@pytest.mark.timeout(900)
def test_a_folder_ends_in_a_closed_receipt(local: Local, batch: Path, roster: Path) -> None:
    done = local.once(batch, roster)
    receipt = local.receipt()

    assert done.returncode == 0, done.stdout + done.stderr
    assert outcomes(receipt) == {
        "arrêté + 100%.pdf": ("filed", None),
        "cut.pdf": ("refused", "corrupt"),
        "of nobody.pdf": ("to_review", "unknown_matricule"),
    }
    assert receipt["counts"]["announced"] == 3


@pytest.mark.timeout(900)
def test_after_a_power_cut_the_register_is_rebuilt_and_nothing_is_taken_in_twice(local: Local, batch: Path, roster: Path) -> None:
    receipt = local.receipt()
    local.receipt_file.unlink()
    cut = local.up("--idle")
    os.kill(cut.pid, signal.SIGKILL)
    cut.communicate(timeout=60)
    time.sleep(5)  # its emulator ends with it
    after = local.up(*local.files(batch, roster), until=local.receipt_file)
    written = local.state_file.stat()
    after.send_signal(signal.SIGINT)
    said = after.communicate(timeout=90)[0]

    assert "reconstruit" in said
    assert "\n0 envoi, " in said
    assert local.receipt() == receipt
    assert oct(written.st_mode & 0o777) == "0o600"
    assert after.returncode == 0, "an interruption ends it cleanly"
    assert not (local.folder / "data" / "emulator" / "running").exists()
