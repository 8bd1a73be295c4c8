"""What commands write: colours and tables on a terminal, plain lines into a pipe, a file or a CI job."""

import io
import os
import pty
from collections.abc import Callable

import pytest
from rich.text import Text

from infra.terminal import CommandError, Terminal

COLUMNS = ("nom", "pages")
ROWS = [("acte.pdf", "1"), ("dossier de pension.pdf", "12")]


@pytest.fixture(params=["a pipe", "a pipe of a CI job that wants colours"])
def piped(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Callable[[], tuple[Terminal, io.StringIO]]:
    """Open a terminal on something that is none, however the environment wishes for colours."""
    if request.param.endswith("colours"):
        for name in ("FORCE_COLOR", "CLICOLOR_FORCE", "TTY_COMPATIBLE", "TTY_INTERACTIVE"):
            monkeypatch.setenv(name, "1")
        monkeypatch.setenv("COLUMNS", "40")

    def opened() -> tuple[Terminal, io.StringIO]:
        out = io.StringIO()
        return Terminal(out, out, clock=iter(range(100)).__next__), out

    return opened


def on_a_terminal(write: Callable[[Terminal], None], columns: int) -> str:
    """What arrives at a terminal of so many columns."""
    ours, theirs = pty.openpty()
    with os.fdopen(theirs, "w", encoding="utf-8") as out:
        with pytest.MonkeyPatch.context() as environment:
            environment.setenv("TERM", "xterm-256color")
            environment.setenv("COLUMNS", str(columns))
            write(Terminal(out, out))
        out.flush()
        return os.read(ours, 1_000_000).decode()


def test_a_step_is_one_plain_line_when_it_has_ended(piped: Callable[[], tuple[Terminal, io.StringIO]]) -> None:
    terminal, out = piped()
    with terminal.step("Émulateur d'AWS"):
        before = out.getvalue()

    assert before == ""
    assert out.getvalue() == "Émulateur d'AWS : 1 s\n"


def test_a_step_that_fails_has_not_ended(piped: Callable[[], tuple[Terminal, io.StringIO]]) -> None:
    terminal, out = piped()
    with pytest.raises(OSError, match="no"), terminal.step("Émulateur d'AWS"):
        raise OSError("no")

    assert out.getvalue() == ""


def test_a_table_is_a_line_a_row_however_narrow(piped: Callable[[], tuple[Terminal, io.StringIO]]) -> None:
    terminal, out = piped()
    terminal.table(COLUMNS, [*ROWS, ("x" * 90, "3")], right=[1])
    head, *rows = out.getvalue().splitlines()

    assert head.split() == ["nom", "pages"]
    assert [row.split()[-1] for row in rows] == ["1", "12", "3"]
    assert {len(line) for line in (head, *rows)} == {2 + 90 + 2 + 5}


def test_a_long_sentence_is_one_line(piped: Callable[[], tuple[Terminal, io.StringIO]]) -> None:
    terminal, out = piped()
    terminal.say("un mot " * 60, style="bold")

    assert out.getvalue().count("\n") == 1


def test_what_moves_is_not_written(piped: Callable[[], tuple[Terminal, io.StringIO]]) -> None:
    terminal, out = piped()
    with terminal.live(Text("0 %")) as update:
        update(Text("50 %"))
        terminal.say("refusé")

    assert out.getvalue() == "refusé\n"


def test_an_error_says_what_to_do(piped: Callable[[], tuple[Terminal, io.StringIO]]) -> None:
    terminal, out = piped()
    terminal.fail(CommandError("Le port 4566 est déjà pris.", advice="En choisir un autre avec --port."))

    assert out.getvalue() == "Erreur : Le port 4566 est déjà pris.\n  → En choisir un autre avec --port.\n"


def test_markup_and_control_characters_of_a_file_s_name_are_shown_not_obeyed(piped: Callable[[], tuple[Terminal, io.StringIO]]) -> None:
    terminal, out = piped()
    terminal.table(("", ""), [("[red]acte[/red]\x1b[2J.pdf", "1")])
    terminal.say("[bold]:smile:\x07")

    assert out.getvalue() == "  [red]acte[/red]�[2J.pdf  1\n[bold]:smile:�\n"


@pytest.mark.parametrize("columns", [80, 120])
def test_on_a_terminal_no_line_is_wider_than_it_and_no_word_of_a_cell_is_lost(columns: int) -> None:
    words = [f"mot{number}" for number in range(40)]
    shown = on_a_terminal(lambda terminal: terminal.table(COLUMNS, [(" ".join(words), "3")]), columns)

    assert all(word in shown for word in words)
    assert all(len(Text.from_ansi(line).plain) <= columns for line in shown.splitlines())


def test_on_a_terminal_what_is_copied_is_not_broken() -> None:
    command = "aws s3 sync " + "MON_DOSSIER/" * 20
    shown = on_a_terminal(lambda terminal: terminal.copyable(command), 80)

    assert command in shown
