"""What `make setup` installs from Debian, and what it says where it may not."""

from pathlib import Path

import pytest

from infra import chromium
from infra.debian import SetupError, install_packages


def command(folder: Path, name: str, script: str) -> Path:
    """Write a command that stands alone in PATH."""
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    path.chmod(0o755)
    return path


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A folder that holds the machine's only commands."""
    monkeypatch.setenv("PATH", str(tmp_path))
    command(tmp_path, "sudo", 'shift; exec "$@"')
    return tmp_path


def test_a_machine_without_apt_is_told_in_one_line_what_to_type(machine: Path) -> None:
    with pytest.raises(SetupError) as error:
        install_packages("chromium", "fonts-liberation")

    assert str(error.value).endswith("sudo apt-get update && sudo apt-get install chromium fonts-liberation")
    assert "\n" not in str(error.value)


def test_an_old_list_of_packages_is_brought_up_to_date_and_the_installation_tried_again(machine: Path) -> None:
    log = machine / "log"
    command(machine, "apt-get", f'echo "$1" >> {log}; if test "$1" = update; then : > {machine}/new; else test -e {machine}/new; fi')

    install_packages("chromium")

    assert log.read_text("utf-8").split() == ["install", "update", "install"]


def test_what_packages_only_recommend_is_left_alone(machine: Path) -> None:
    log = machine / "log"
    command(machine, "apt-get", f'echo "$@" >> {log}')

    install_packages("chromium")

    assert "--no-install-recommends chromium" in log.read_text("utf-8")


def test_a_chromium_that_is_here_is_found_and_nothing_installed(machine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own = command(machine, "chromium-browser", "true")

    assert chromium.find_chromium() == str(own)
    assert chromium.main() == 0
    assert capsys.readouterr().out == ""


def test_without_chromium_and_without_apt_the_setup_fails_in_one_line(machine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert chromium.main() == 1
    assert capsys.readouterr().err.count("\n") == 1
