"""The courses of docs/formation, played from their text on the sample of `make run`: a course that no screen follows any more fails."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from conftest import free_port
from playwright.sync_api import Browser, BrowserContext, Page
from reader import sign_in

from infra.local.sample.batch import NAMESAKES, invent_servants, locate, plan_sheets
from infra.local.sample.first_batch import make_first_batch
from infra.local.sample.people import plant_discrepancies, write_roster
from infra.local.sample.plan import make_all
from infra.local.sample.whole_files import UNPREPARED, write_whole_files
from tests.browser import PATIENCE
from tests.course_player import ROOT, Player
from tests.courses import COURSES, Exercise, read_course

DOSSIERS, SEED = 50, 1
"""Of `make run`."""
STEPS = {"archivistes": 175, "numerisation": 43, "administrateurs": 71, "auditeurs": 64}
"""At least so many steps are played of each course."""
IN_THE_GATE = "archivistes"
"""The course that `make test` plays; `make courses` plays all of them."""
START_SECONDS = 420


@dataclass(frozen=True, slots=True, kw_only=True)
class School:
    """A stack with the part of the sample that the courses speak of."""

    data: Path
    state: dict[str, Any]

    @property
    def passwords(self) -> dict[str, str]:
        return {each["name"]: each["password"] for each in self.state["users"]}

    @property
    def environment(self) -> dict[str, str]:
        """What the last lines of `make run` tell a trainee to type."""
        key = self.state["uploader"]
        return os.environ | {
            "AWS_ENDPOINT_URL": self.state["endpoint"],
            "AWS_DEFAULT_REGION": self.state["region"],
            "AWS_ACCESS_KEY_ID": key["access_key_id"],
            "AWS_SECRET_ACCESS_KEY": key["secret_access_key"],
        }


def told_of(name: str) -> bool:
    """Whether a course names a file of the sample."""
    return any(name in path.read_text(encoding="utf-8") for path in COURSES.glob("*.md"))


def write_sample(out: Path) -> None:
    """Write the sample's first batch, and of the other the files that the courses name."""
    known, stranger = invent_servants(DOSSIERS, SEED)
    make_first_batch(out, dossiers=DOSSIERS, seed=SEED)
    sample = locate(out)
    sheets = [each for each in plan_sheets(known[:DOSSIERS], stranger, known[DOSSIERS], SEED) if told_of(Path(each.path).name)]
    make_all(sheets, sample.batch)
    write_whole_files(known[DOSSIERS - NAMESAKES : DOSSIERS], known[DOSSIERS:], sample.batch, SEED)
    for path in sample.batch.rglob("Dossier complet*"):
        if path.name != UNPREPARED:
            path.unlink()
    write_roster(plant_discrepancies(known), sample.roster)
    sample.expected.write_text("{}", encoding="utf-8")


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Iterator[School]:
    """`make run` as it is, whose sample is there already and smaller."""
    data = tmp_path_factory.mktemp("school")
    write_sample(data / "sample")
    ports = ["--port", str(free_port()), "--web-port", str(free_port())]
    log = data / "log"
    with log.open("wb") as stream:
        process = subprocess.Popen(  # noqa: S603 - our own
            [sys.executable, "-m", "infra.local", "--data", str(data), *ports], cwd=ROOT, stdout=stream, stderr=stream
        )
    deadline = time.monotonic() + START_SECONDS
    try:
        while "Ctrl-C arrête tout" not in (said := log.read_text(encoding="utf-8")):
            assert process.poll() is None, said
            assert time.monotonic() < deadline, said
            time.sleep(0.5)
        yield School(data=data, state=json.loads((data / "state.json").read_text(encoding="utf-8")))
    finally:
        process.terminate()
        process.wait(90)


@pytest.fixture
def trainee(school: School, browser: Browser, tmp_path: Path) -> Iterator[Callable[..., Player]]:
    """Somebody who takes a course."""
    contexts: list[BrowserContext] = []

    def open_window() -> Page:
        contexts.append(browser.new_context(base_url=school.state["web"], viewport={"width": 1280, "height": 800}, locale="fr"))
        page = contexts[-1].new_page()
        page.set_default_timeout(PATIENCE)
        return page

    def come() -> Player:
        return Player(
            open_window,
            school.passwords,
            sign_in=sign_in,
            environment=school.environment,
            folder=tmp_path,
            data=school.data,
        )

    yield come
    for context in contexts:
        context.close()


def course(name: str) -> list[Exercise]:
    return read_course((COURSES / f"{name}.md").read_text(encoding="utf-8"))


@pytest.mark.timeout(1500)
@pytest.mark.parametrize("name", [pytest.param(name, marks=() if name == IN_THE_GATE else pytest.mark.slow) for name in STEPS])
def test_a_course_is_played_from_its_text(name: str, trainee: Callable[..., Player]) -> None:
    player, exercises = trainee(), course(name)
    for exercise in exercises:
        player.play(exercise)

    assert player.played == sum(len(each.steps) for each in exercises)
    assert player.played >= STEPS[name]
