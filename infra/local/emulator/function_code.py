"""Unpacked code of Lambda functions: one read-only tree per zip, shared by all processes and later starts.

The emulator (1.5.33) unpacks a function's zip and its layers again for each of its processes: 2,400 files, half a second of CPU and 41 MB,
and it leaves them behind when it stops; ten processes' leavings took up to 80 s to delete. On AWS /var/task is read-only too.
"""

import hashlib
import os
import shutil
import threading
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

KEPT = 6
"""Trees: the code and two layers, as they are and as they were before the last change."""


def share_code(folder: Path) -> None:
    """Let the emulator unpack each zip once, in the emulator's own process.

    Args:
        folder: of the trees.
    """
    from ministack.core import lambda_runtime  # noqa: PLC0415 - heavy, in that process only

    lambda_runtime.zipfile = _Zips(Trees(folder))


class Trees:
    """Unpacked zips in a folder, by the digests of their bytes."""

    def __init__(self, folder: Path) -> None:
        """Delete all but those that were used last."""
        self._folder = folder
        self._lock = threading.Lock()
        folder.mkdir(parents=True, exist_ok=True)
        for old in sorted(folder.iterdir(), key=lambda tree: tree.stat().st_mtime, reverse=True)[KEPT:]:
            shutil.rmtree(old)

    def tree(self, archive: Path) -> Path:
        """The folder with what a zip holds, unpacked if need be."""
        tree = self._folder / hashlib.sha256(archive.read_bytes()).hexdigest()
        with self._lock:
            if not tree.exists():
                unfinished = tree.with_suffix(".part")
                shutil.rmtree(unfinished, ignore_errors=True)
                with zipfile.ZipFile(archive) as zipped:
                    zipped.extractall(unfinished)
                unfinished.rename(tree)
            os.utime(tree)
        return tree


class _Zips:
    """What the emulator's runtime takes of the module `zipfile`."""

    BadZipFile = zipfile.BadZipFile
    LargeFileError = zipfile.LargeZipFile
    """The emulator's name for it."""

    def __init__(self, trees: Trees) -> None:
        self._trees = trees

    def ZipFile(self, file: str) -> "_Shared":  # noqa: N802 - the module's name for it
        return _Shared(file, self._trees)


class _Shared(zipfile.ZipFile):
    """A zip whose content is linked to, not copied."""

    def __init__(self, file: str, trees: Trees) -> None:
        super().__init__(file)
        self._archive = Path(file)
        self._trees = trees

    def extractall(self, path: Any = None, members: Iterable[str | zipfile.ZipInfo] | None = None, pwd: bytes | None = None) -> None:  # noqa: ANN401
        """Put a link to the shared tree where the emulator has made an empty folder."""
        del members, pwd
        target = Path(path)
        target.rmdir()
        target.symlink_to(self._trees.tree(self._archive), target_is_directory=True)
