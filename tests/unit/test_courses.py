"""Courses are read as they are played: a sentence that no test can play is refused, and no exercise is without what it shows."""

import pytest

from tests.courses import COURSES, WordingError, read_course

EXERCISES = {"archivistes": 9, "numerisation": 6, "administrateurs": 9, "auditeurs": 5}
"""At least so many of each course."""


@pytest.mark.parametrize("name", EXERCISES)
def test_every_step_of_a_course_can_be_played(name: str) -> None:
    exercises = read_course((COURSES / f"{name}.md").read_text(encoding="utf-8"))

    assert len(exercises) >= EXERCISES[name]
    assert all(any(step.is_seen for step in each.steps) and not all(step.is_seen for step in each.steps) for each in exercises)


def test_every_course_is_played() -> None:
    with_exercises = {path.stem for path in COURSES.glob("*.md") if "\n### Exercice 1." in path.read_text(encoding="utf-8")}

    assert with_exercises == set(EXERCISES)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("1. Cliquez quelque part.", "no sentence"),
        ("1. Ouvrez **Dossiers**", "no sentence"),
        ("   - On devrait voir « Lots ».", "no sentence"),
        ("1. Dans le terminal :", "block"),
        ("1. Ouvrez **Dossiers**.", "shows nothing"),
    ],
)
def test_a_step_that_cannot_be_played_is_refused(line: str, said: str) -> None:
    with pytest.raises(WordingError, match=said):
        read_course(f"### Exercice 1. Essai\n\n{line}\n")


def test_exercises_that_do_not_follow_one_another_are_refused() -> None:
    with pytest.raises(WordingError, match="follows"):
        read_course("### Exercice 2. Essai\n\n1. Ouvrez **Dossiers**.\n   - Vous voyez « Lots ».\n")


def test_a_command_is_read_as_it_stands() -> None:
    command = "   ```sh\n   echo '# Lots'\n   ```"
    (exercise,) = read_course(f"### Exercice 1. Essai\n\n1. Dans le terminal :\n\n{command}\n\n   - Vous lisez « Lots ».\n")

    assert [(each.kind, each.text) for each in exercise.steps] == [("type", "echo '# Lots'"), ("read", "Lots")]
