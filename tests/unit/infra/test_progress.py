"""How far a batch has come, where nothing can be overwritten: a few lines, whatever its size."""

import io

from chalicelib.model.batch import Tally
from infra.local.run.progress import SECONDS_OF_SILENCE, Pace, Progress
from infra.terminal import Terminal


class Clock:
    """Seconds that pass when told."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def followed(files: int, seconds_a_file: float) -> list[str]:
    """Lines of a batch of which one file after the other is filed."""
    out, clock = io.StringIO(), Clock()
    progress = Progress(Terminal(out, out), name="lot-1", files=files, clock=clock)
    with progress.shown():
        for done in range(files + 1):
            progress.show(Tally(lines=files, waiting=files - done, counts={"filed": done}), uploaded=files, pages=done)
            clock.now += seconds_a_file
    head, *lines = out.getvalue().splitlines()
    assert head == f"Lot lot-1 : {files} fichiers"
    return lines


def test_a_batch_has_a_line_at_each_quarter() -> None:
    lines = followed(1000, 1)

    assert [line.split(" · ")[2] for line in lines] == ["250 classés", "500 classés", "750 classés", "1000 classés"]
    assert lines[0] == "1000/1000 envoyés · 1000 pris en charge · 250 classés · 250 pages, 1,0/s · reste ~12 min 30 s"


def test_a_batch_of_many_hours_gives_a_sign_of_life() -> None:
    lines = followed(8, SECONDS_OF_SILENCE + 1)

    assert len(lines) == 8


def test_a_batch_that_is_there_already_says_nothing() -> None:
    out = io.StringIO()
    progress = Progress(Terminal(out, out), name="lot-1", files=4)
    progress.show(Tally(lines=4, waiting=0, counts={"filed": 4}), uploaded=0, pages=0)

    assert out.getvalue() == ""


def test_a_batch_that_stands_still_says_since_when_and_foretells_nothing() -> None:
    pace = Pace(300, at=0)
    for second in range(1, 900):
        pace.note(second, done=min(second, 80), pages=min(second, 80))

    assert pace.describe() == "80 pages"
    assert pace.outlook() == "aucun fichier terminé depuis 13 min 39 s"


def test_a_batch_that_moves_again_is_judged_by_its_last_minute() -> None:
    pace = Pace(300, at=0)
    for second in range(1, 961):
        done = 80 + max(0, second - 900)
        pace.note(second, done=done, pages=done)

    assert pace.describe() == "140 pages, 1,0/s"
    assert pace.outlook() == "reste ~2 min 40 s"
