"""What ships, packaged once for all these tests, however many processes run them."""

import fcntl
import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from infra import template, tools
from infra.administration import stack
from infra.package import package


def once(tmp_path_factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """Give the folder that one of the processes makes, and the others wait for."""
    base = tmp_path_factory.getbasetemp()
    out = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / name
    out.mkdir(exist_ok=True)
    with (out / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (out / "done").exists():
            make(out)
            (out / "done").touch()
    return out


@pytest.fixture(scope="session")
def packaged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that `make package` writes; its own making fails on anything unfit to deploy."""
    return once(tmp_path_factory, "packaged", lambda out: package("essai", out))


@pytest.fixture(scope="session")
def findings(packaged: Path, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Run checkov, which takes ten seconds to start, on both templates and on a bucket open to all."""

    def look(out: Path) -> None:
        opened = {"Resources": {"Open": {"Type": "AWS::S3::Bucket", "Properties": {"AccessControl": "PublicRead"}}}}
        (out / "open.json").write_text(json.dumps(opened), "utf-8")
        found = tools.open_findings(packaged / "template.json", packaged / stack.FILE, out / "open.json")
        (out / "findings.json").write_text(json.dumps(found), "utf-8")

    found: list[str] = json.loads((once(tmp_path_factory, "checkov", look) / "findings.json").read_text("utf-8"))
    return found


@pytest.fixture(scope="session")
def deployed(packaged: Path) -> template.Template:
    """The template that is deployed."""
    plain: template.Template = json.loads((packaged / "template.json").read_text("utf-8"))
    return plain


@pytest.fixture(scope="session")
def administration() -> template.Template:
    """The template of the administration stack."""
    return stack.administration_template("essai")
