"""What ships, packaged once for all these tests, however many processes run them."""

import fcntl
import json
import os
from pathlib import Path

import pytest

from infra import template
from infra.administration import stack
from infra.package import package


@pytest.fixture(scope="session")
def packaged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that `make package` writes; its own making fails on anything unfit to deploy."""
    base = tmp_path_factory.getbasetemp()
    out = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "packaged"
    out.mkdir(exist_ok=True)
    with (out / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (out / "done").exists():
            package("essai", out)
            (out / "done").touch()
    return out


@pytest.fixture(scope="session")
def deployed(packaged: Path) -> template.Template:
    """The template that is deployed."""
    plain: template.Template = json.loads((packaged / "template.json").read_text("utf-8"))
    return plain


@pytest.fixture(scope="session")
def administration() -> template.Template:
    """The template of the administration stack."""
    return stack.administration_template("essai")
