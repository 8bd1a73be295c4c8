"""Sandbox: a hostile file may end its worker process, but never reaches the archive, its memory, its time or its credentials."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from chalicelib.formats.sandbox import Bounds, Sandbox, SandboxError, worker_environment
from chalicelib.formats.validation import inspect
from chalicelib.model.errors import Refusal
from chalicelib.model.file_format import Limits
from tests.unit.files import ACT, act_pdf, flate_bomb, image_bytes, locked, named, one_page, pages_of, stream


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    """One child for all these tests, as in a sandbox."""
    with Sandbox(environment=worker_environment(os.environ)) as sandbox:
        yield sandbox


def forms_within_forms() -> bytes:
    """Write a kilobyte that draws ten thousand million lines."""
    head = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]"
    forms = [stream(head + b"/Resources<</XObject<</F %d 0 R>>>>" % (number + 1), b"/F Do " * 10) for number in range(5, 14)]
    page = b"/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</XObject<</F 5 0 R>>>>"
    return one_page(page, stream(b"", b"/F Do " * 10), *forms, stream(head, b"0 0 m 9 9 l S"))


def refused(sandbox: Sandbox, path: Path) -> str:
    with pytest.raises(Refusal) as refusal:
        sandbox.inspect(path)
    return refusal.value.code


def test_an_inspection_in_the_sandbox_finds_the_same_as_one_without_it(sandbox: Sandbox, tmp_path: Path) -> None:
    scan = named(tmp_path, "scan", image_bytes("TIFF"))

    assert sandbox.inspect(scan) == inspect(scan)


def test_a_text_layer_comes_through_whole(sandbox: Sandbox, tmp_path: Path) -> None:
    act = named(tmp_path, "act", act_pdf(ACT, ACT))
    found, expected = sandbox.inspect(act).transcript, inspect(act).transcript

    assert found is not None
    assert expected is not None
    assert [line.text for page in found.pages for line in page.lines] == [*ACT, *ACT]
    assert found.pages[1].lines[4].words[3].box == pytest.approx(expected.pages[1].lines[4].words[3].box, abs=1e-5)


@pytest.mark.parametrize("name", ["arrêté n° 1 (copie) + 20 %.pdf", "arre\u0302te\u0301.pdf", "ndayizeye" * 20 + ".pdf", "l'acte\n.pdf"])
def test_any_name_can_be_judged(sandbox: Sandbox, tmp_path: Path, name: str) -> None:
    assert sandbox.inspect(named(tmp_path, name, pages_of(1))).pages == 1


def test_a_name_that_is_no_utf8_can_be_judged(sandbox: Sandbox, tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/arr\xeat\xe9.pdf"))
    path.write_bytes(pages_of(1))

    assert sandbox.inspect(path).pages == 1


def test_a_refusal_keeps_its_word(sandbox: Sandbox, tmp_path: Path) -> None:
    assert refused(sandbox, named(tmp_path, "empty.pdf", b"")) == "empty"
    assert refused(sandbox, named(tmp_path, "locked.pdf", locked(pages_of(1), user="secret"))) == "encrypted"


def test_a_file_that_unpacks_to_300_megabytes_is_a_bomb_and_the_next_is_judged(sandbox: Sandbox, tmp_path: Path) -> None:
    assert refused(sandbox, named(tmp_path, "bomb.pdf", flate_bomb(300))) == "bomb"
    assert sandbox.inspect(named(tmp_path, "good.pdf", pages_of(1))).pages == 1


def test_a_file_that_takes_too_long_is_refused_and_the_next_is_judged(tmp_path: Path) -> None:
    with Sandbox(environment=worker_environment(os.environ), bounds=Bounds(seconds=2, memory=4 << 30)) as sandbox:
        assert refused(sandbox, named(tmp_path, "slow.pdf", forms_within_forms())) == "timeout"

        assert sandbox.inspect(named(tmp_path, "good.png", image_bytes("PNG"))).pages == 1


def test_a_child_that_died_between_two_files_is_replaced(sandbox: Sandbox, tmp_path: Path) -> None:
    good = named(tmp_path, "good.pdf", pages_of(1))
    sandbox.inspect(good)
    before = sandbox.pid
    assert before is not None
    os.kill(before, signal.SIGSEGV)

    assert sandbox.inspect(good).pages == 1
    assert sandbox.pid != before


def test_a_child_is_replaced_after_so_many_files(tmp_path: Path) -> None:
    good = named(tmp_path, "good.png", image_bytes("PNG"))
    with Sandbox(environment=worker_environment(os.environ), bounds=Bounds(files=2)) as sandbox:
        children = []
        for _ in range(4):
            sandbox.inspect(good)
            children.append(sandbox.pid)

    assert children[0] == children[1] != children[2] == children[3]


def test_a_child_sees_no_credentials(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    with Sandbox(environment=worker_environment(os.environ)) as sandbox:
        sandbox.inspect(named(tmp_path, "good.pdf", pages_of(1)))

        assert b"AWS_" not in Path(f"/proc/{sandbox.pid}/environ").read_bytes()


def test_a_closed_guard_leaves_no_child(tmp_path: Path) -> None:
    with Sandbox(environment=worker_environment(os.environ)) as sandbox:
        sandbox.inspect(named(tmp_path, "good.pdf", pages_of(1)))
        child = sandbox.pid

    assert not Path(f"/proc/{child}").exists()


def test_the_guards_limits_are_its_childs(tmp_path: Path) -> None:
    with Sandbox(environment=worker_environment(os.environ), limits=Limits(pages=2)) as sandbox:
        assert refused(sandbox, named(tmp_path, "three.pdf", pages_of(3))) == "pages"


def test_a_working_copy_is_written_by_the_child(sandbox: Sandbox, tmp_path: Path) -> None:
    sandbox.make_working_copy(named(tmp_path, "locked.pdf", locked(pages_of(2), user="")), tmp_path / "copy.pdf", "pdf")

    found = sandbox.inspect(tmp_path / "copy.pdf")
    assert (found.pages, found.working_copy) == (2, "none")


def test_a_fault_of_ours_is_never_the_files(sandbox: Sandbox, tmp_path: Path) -> None:
    with pytest.raises(SandboxError):
        sandbox.inspect(tmp_path / "nowhere.pdf")
