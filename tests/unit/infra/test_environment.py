"""What `make setup` says when a machine lacks something."""

from pathlib import Path

import pytest

from infra import environment


def test_debian_s_missing_package_is_named_after_the_python_in_use() -> None:
    assert environment.debian_package((3, 13)) == "python3.13-venv"


def test_pip_s_index_is_also_uv_s(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PIP_INDEX_URL", "file:///simple")

    assert environment.pip_index(tmp_path / "no-python") == {"UV_DEFAULT_INDEX": "file:///simple"}


def test_a_command_that_fails_is_no_exception() -> None:
    assert environment.run(["true"])
    assert not environment.run(["false"])


def test_the_installer_s_lock_names_the_installer_with_its_hashes() -> None:
    text = environment.BOOTSTRAP.read_text("utf-8")

    assert "uv==" in text
    assert "--hash=sha256:" in text
