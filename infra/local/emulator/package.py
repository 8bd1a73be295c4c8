"""The deployment package for the local stack, rebuilt only when its sources have changed.

The emulator runs functions on this interpreter, which may not be Lambda's: the zip gets this one's bytecode too, else every process would
compile everything again. The code is the same, byte for byte. Pillow is made for one version of Python: the layer is this one's.
"""

import fcntl
import hashlib
import shutil
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

from infra.bundle import compile_tree, write_zip
from infra.layers import LAYERS, RUNNING, make_layer
from infra.package import ARCHIVES, package

ROOT = Path(__file__).parents[3]
STAGE = "local"
SHARED = ROOT / "build" / STAGE
MARK = "made-of"
INLINED = ("web/src/early.js", "web/src/style/base.css")
"""Sources of the digests in the content security policy (`web.build.with_digests`)."""
MAKERS = ("infra", "infra/administration", "infra/dashboards", "web")
"""Folders of the modules that `infra.package` imports."""


def packaged(folder: Path) -> Path:
    """The folder with template.json and deployment.zip, made if need be.

    Args:
        folder: where a stack keeps its own copy, which no other stack changes.
    """
    wanted = _fingerprint()
    if not _is(folder, wanted):
        SHARED.mkdir(parents=True, exist_ok=True)
        with (SHARED / "lock").open("w", encoding="ascii") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not _is(SHARED, wanted):
                package(STAGE, SHARED, linted=False)
                _add_bytecode(SHARED / "deployment.zip")
                for layer in LAYERS:
                    make_layer(layer, ROOT, SHARED, RUNNING)
                (SHARED / MARK).write_text(wanted, encoding="ascii")
            folder.mkdir(parents=True, exist_ok=True)
            for name in ("template.json", *ARCHIVES.values(), MARK):
                shutil.copyfile(SHARED / name, folder / name)
    return folder


def _is(folder: Path, wanted: str) -> bool:
    mark = folder / MARK
    return mark.exists() and mark.read_text(encoding="ascii") == wanted


def _add_bytecode(archive: Path) -> None:
    with tempfile.TemporaryDirectory(dir=archive.parent) as folder:
        tree = Path(folder)
        with zipfile.ZipFile(archive) as code:
            code.extractall(tree)
        compile_tree(tree, sys.executable)
        write_zip(tree, archive)


def _fingerprint() -> str:
    digest = hashlib.sha256(sys.version.encode())
    for file in _sources():
        digest.update(f"{file.relative_to(ROOT)}\0".encode() + file.read_bytes())
    return digest.hexdigest()


def _sources() -> Iterator[Path]:
    """Files that the package depends on: code, data beside it, the template and its makers."""
    for name in ("app.py", "pyproject.toml", "requirements.lock", *INLINED):
        yield ROOT / name
    for folder, pattern in (("chalicelib", "*"), ("functions", "*"), (".chalice", "*.json"), ("infra", "*.yaml")):
        found = (path for path in (ROOT / folder).rglob(pattern) if path.is_file() and "__pycache__" not in path.parts)
        yield from sorted(found)
    for folder in MAKERS:
        yield from sorted((ROOT / folder).glob("*.py"))
