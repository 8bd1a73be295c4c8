"""Writes what a released revision keeps, answers and deploys: `python -m tests.upgrade.make REVISION`.

1. Check the revision out beside this tree.
2. Have its code play weeks of an archive (`play`): what it then holds, and what it answers.
3. Have it package its template: what an update must not replace (`resources`).

Run it after a release, with the release's tag: the next release is held against it (docs/decisions/upgrades.md).
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.upgrade import RELEASED, resources

ROOT = Path(__file__).parents[2]


def main() -> None:
    """Write the release's files."""
    revision = _run("git", "rev-parse", "--verify", f"{sys.argv[1]}^{{commit}}", at=ROOT).strip()
    with tempfile.TemporaryDirectory() as folder:
        tree, out = Path(folder, "tree"), Path(folder, "out")
        _run("git", "worktree", "add", "--detach", str(tree), revision, at=ROOT)
        try:
            _write(tree, out, revision)
        finally:
            _run("git", "worktree", "remove", "--force", str(tree), at=ROOT)


def _write(tree: Path, out: Path, revision: str) -> None:
    RELEASED.mkdir(exist_ok=True)
    _run(sys.executable, str(Path(__file__).parent / "play.py"), str(RELEASED), at=tree)
    _run(sys.executable, "-m", "infra.package", "--stage", "essai", "--out", str(out), at=tree)
    kept = resources.fixed(json.loads((out / "template.json").read_text("utf-8")))
    lines = ",\n".join(f"{json.dumps(name)}: {json.dumps(kept[name], ensure_ascii=False, sort_keys=True)}" for name in sorted(kept))
    (RELEASED / "resources.json").write_text(f"{{\n{lines}\n}}\n", "utf-8")
    (RELEASED / "REVISION").write_text(f"{revision}\n", "utf-8")


def _run(*command: str, at: Path) -> str:
    """Run a command in a tree, whose own modules it imports; return what it prints."""
    environment = os.environ | {"PYTHONPATH": str(at), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(command, cwd=at, env=environment, check=True, text=True, stdout=subprocess.PIPE).stdout  # noqa: S603 - our own


if __name__ == "__main__":
    main()
