"""Functions' code is unpacked once, however many processes run it."""

import os
import zipfile
from pathlib import Path

from infra.local.emulator.function_code import KEPT, Trees, _Zips


def archive(folder: Path, content: str) -> Path:
    path = folder / "code.zip"
    with zipfile.ZipFile(path, "w") as zipped:
        zipped.writestr("package/module.py", content)
    return path


def test_two_processes_of_one_zip_share_its_files(tmp_path: Path) -> None:
    zips, first, second = _Zips(Trees(tmp_path / "code")), tmp_path / "first", tmp_path / "second"
    for folder in (first, second):
        folder.mkdir()
        with zips.ZipFile(str(archive(tmp_path, "one = 1"))) as zipped:
            zipped.extractall(folder)

    assert (first / "package" / "module.py").read_text("utf-8") == "one = 1"
    assert (first / "package" / "module.py").samefile(second / "package" / "module.py")


def test_another_code_has_a_tree_of_its_own(tmp_path: Path) -> None:
    trees = Trees(tmp_path / "code")
    old, new = (trees.tree(archive(tmp_path, content)) for content in ("one = 1", "one = 2"))

    assert (old / "package" / "module.py").read_text("utf-8") == "one = 1"
    assert (new / "package" / "module.py").read_text("utf-8") == "one = 2"


def test_the_next_start_finds_the_code_unpacked_and_deletes_what_was_not_used_lately(tmp_path: Path) -> None:
    trees = Trees(tmp_path / "code")
    made = [trees.tree(archive(tmp_path, f"one = {number}")) for number in range(KEPT + 2)]
    for age, tree in enumerate(made):
        os.utime(tree, (age, age))
    Trees(tmp_path / "code")

    assert [tree.exists() for tree in made] == [False, False] + [True] * KEPT


def test_what_was_half_unpacked_is_unpacked_again(tmp_path: Path) -> None:
    trees, one = Trees(tmp_path / "code"), archive(tmp_path, "one = 1")
    tree = trees.tree(one)
    tree.rename(tree.with_suffix(".part"))
    (tree.with_suffix(".part") / "package" / "module.py").unlink()

    assert (trees.tree(one) / "package" / "module.py").exists()
