"""Plays the steps of a course (tests/courses.py) as a trainee does: in a browser on the site, and in a terminal of the repository."""

import re
import subprocess
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from playwright.sync_api import Locator, Page
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

from tests.courses import KEYS, Exercise, Step

ROOT: Final = Path(__file__).parents[1]
LONG: Final = 300
"""Seconds of « Attendez de voir »: readings, receipts and copies take their time on a busy machine."""
COMMAND_SECONDS: Final = 300
_BLANKS: Final = re.compile(r"[\s\u00a0\u202f]+")


class PlayError(AssertionError):
    """A step of a course does not lead where its text says."""


class Player:
    """A trainee."""

    def __init__(  # noqa: PLR0913 - what a trainee has
        self,
        open_window: Callable[[], Page],
        passwords: Mapping[str, str],
        *,
        sign_in: Callable[[Page, str, str], None],
        environment: Mapping[str, str],
        folder: Path,
        data: Path,
        patience: float = 40,
    ) -> None:
        """Take who may sign in, and how.

        Args:
            open_window: a window of a device of its own.
            passwords: by user name.
            sign_in: types a name and a password, and sends them.
            environment: of the terminal.
            folder: where downloads go.
            data: the stack's folder, which a course calls `.local`.
            patience: seconds that a screen is waited for.
        """
        self._open_window, self._passwords, self._enter = open_window, passwords, sign_in
        self._environment, self._folder, self._data = environment, folder, data
        self.patience = patience
        self._page: Page | None = None
        self._printed = self._file = ""
        self.played = 0

    def play(self, exercise: Exercise) -> None:
        """Play an exercise to its end.

        Raises:
            PlayError: a step cannot be done, or what it shows is not there.
        """
        for step in exercise.steps:
            try:
                getattr(self, f"_{step.kind}")(step)
            except (PlaywrightTimeoutError, PlayError, subprocess.TimeoutExpired) as error:
                shown = self._text()[:3000] if self._page else self._printed
                raise PlayError(f"exercise {exercise.number}, line {step.line}: {step}: {error}\n\n{shown}") from error
            self.played += 1

    # --- what a trainee does ------------------------------------------------------------------------------------------

    def _sign_in(self, step: Step) -> None:
        password = step.text or self._passwords.get(step.name)
        if password is None:
            raise PlayError(f"nobody is called {step.name}")
        if self._page is not None:
            self._page.context.close()
        self._page = self._open_window()
        self._enter(self._page, step.name, password)

    def _press(self, step: Step) -> None:
        self._thing(step).click()

    def _write(self, step: Step) -> None:
        self._field(step).fill(step.text)

    def _choose(self, step: Step) -> None:
        self._field(step).select_option(label=self._option(step))

    def _tick(self, step: Step) -> None:
        self._named(step, ("radio", "checkbox")).check()

    def _key(self, step: Step) -> None:
        self._shown.keyboard.press(KEYS.get(step.name, step.name.lower()))

    def _download(self, step: Step) -> None:
        with self._shown.expect_download(timeout=1000 * self.patience) as coming:
            self._thing(step).click()
        path = self._folder / coming.value.suggested_filename
        coming.value.save_as(path)
        self._file = path.read_bytes().decode("utf-8-sig", errors="replace")

    def _type(self, step: Step) -> None:
        done = subprocess.run(  # noqa: S602 - the course's own commands
            step.text.replace(".local/", f"{self._data}/"),
            shell=True,
            cwd=ROOT,
            env=dict(self._environment),
            capture_output=True,
            text=True,
            timeout=COMMAND_SECONDS,
            check=False,
        )
        self._printed = done.stdout + done.stderr

    # --- what a trainee sees ------------------------------------------------------------------------------------------

    def _see(self, step: Step) -> None:
        self._until(lambda: plain(step.text) in plain(self._text()), self.patience, "not to be seen")

    def _wait_for(self, step: Step) -> None:
        self._until(lambda: plain(step.text) in plain(self._text()), LONG, "not to be seen")

    def _see_no_more(self, step: Step) -> None:
        self._until(lambda: plain(step.text) not in plain(self._text()), self.patience, "still to be seen")

    def _see_nothing(self, step: Step) -> None:
        roles = ("button", "link", "summary")
        self._until(lambda: not any(self._with_role(step, role) for role in roles), self.patience, "still to be seen")

    def _see_value(self, step: Step) -> None:
        field = self._field(step)
        self._until(lambda: plain(step.text) in plain(_value(field)), self.patience, f"holds {_value(field)!r}")

    def _holds(self, step: Step) -> None:
        if plain(step.text) not in plain(self._file):
            raise PlayError(f"the file holds {self._file[:500]!r}")

    def _read(self, step: Step) -> None:
        if plain(step.text) not in plain(self._printed):
            raise PlayError(f"the terminal shows {self._printed[-3000:]}")

    # --- how it is found ----------------------------------------------------------------------------------------------

    @property
    def _shown(self) -> Page:
        if self._page is None:
            raise PlayError("nobody has signed in")
        return self._page

    def _text(self) -> str:
        text: str = self._shown.evaluate("document.body.innerText")
        return text

    def _thing(self, step: Step) -> Locator:
        return self._named(step, ("button", "link", "summary"))

    def _named(self, step: Step, roles: tuple[str, ...]) -> Locator:
        """Find the one thing that bears a name, or begins with it; of several that which stands beside a text."""
        return self._one(step, lambda: [each for role in roles for each in self._with_role(step, role)])

    def _with_role(self, step: Step, role: str) -> list[Locator]:
        page: Page | Locator = self._shown
        if step.beside:
            page = self._shown.locator("li, tr, section, article, .leaf").filter(has_text=step.beside).last
        begins = re.compile(rf"^{re.escape(step.name)}(?!\w)")
        found = page.locator("summary").filter(has_text=begins) if role == "summary" else page.get_by_role(role, name=begins)  # type: ignore[arg-type]
        shown = [each for each in found.all() if each.is_visible()]
        exact = [each for each in shown if plain(each.inner_text()) == plain(step.name)]
        return exact or shown

    def _field(self, step: Step) -> Locator:
        def shown() -> list[Locator]:
            for exact in (True, False):
                found = [each for each in self._shown.get_by_label(step.name, exact=exact).all() if each.is_visible()]
                if found:
                    return found
            return []

        return self._one(step, shown)

    def _one(self, step: Step, found: Callable[[], list[Locator]]) -> Locator:
        self._until(lambda: len(found()) > 0, self.patience, f"nothing is called {step.name!r}")
        things = found()
        if len(things) != 1:
            raise PlayError(f"{len(things)} things are called {step.name!r}")
        return things[0]

    def _option(self, step: Step) -> str:
        """Label of the choice that begins with a text; some choices come with an answer of the service."""
        choices = self._field(step).locator("option")

        def found() -> list[str]:
            return [each for each in choices.all_inner_texts() if plain(each).startswith(plain(step.text))]

        self._until(lambda: len(found()) > 0, self.patience, f"no such choice: {choices.all_inner_texts()}")
        return found()[0]

    def _until(self, holds: Callable[[], bool], seconds: float, complaint: str) -> None:
        deadline = time.monotonic() + seconds
        while not holds():
            if time.monotonic() > deadline:
                raise PlayError(complaint)
            time.sleep(0.1)


def plain(text: str) -> str:
    """A text as people compare it: blanks and apostrophes of every kind, and capitals that the style alone makes, do not count."""
    return _BLANKS.sub(" ", text).replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").strip().casefold()


def _value(field: Locator) -> str:
    value: str = field.evaluate("each => each.selectedOptions ? each.selectedOptions[0].text : each.value")
    return value
