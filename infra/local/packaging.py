"""Production's package, made again only when something that goes into it has changed."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from infra.package import package

ROOT = Path(__file__).parents[2]
STAGE = "local"


def packaged(folder: Path) -> Path:
    """The folder with template.json and deployment.zip, made if need be.

    Args:
        folder: where to keep it.
    """
    mark = folder / "made-of"
    wanted = _fingerprint()
    if not mark.exists() or mark.read_text(encoding="ascii") != wanted:
        package(STAGE, folder)
        mark.write_text(wanted, encoding="ascii")
    return folder


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for file in _sources():
        digest.update(f"{file.relative_to(ROOT)}\0".encode() + file.read_bytes())
    return digest.hexdigest()


def _sources() -> Iterator[Path]:
    for name in ("app.py", "pyproject.toml", "requirements.lock"):
        yield ROOT / name
    for folder, pattern in (("chalicelib", "*.py"), ("functions", "*.py"), (".chalice", "*.json"), ("infra", "*.yaml")):
        yield from sorted((ROOT / folder).rglob(pattern))
    yield from sorted((ROOT / "infra").glob("*.py"))
