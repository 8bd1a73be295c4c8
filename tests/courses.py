"""Courses of docs/formation as data: each step of an exercise in the fixed sentences that tests play.

An exercise is a section `### Exercice N. Title`. Its numbered lines are what a trainee does, the lines below them, with a dash, what the
trainee sees; a block of `sh` is typed in a terminal. Other lines are explanations, which nobody plays.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

COURSES: Final = Path(__file__).parents[1] / "docs" / "formation"
KEYS: Final = {"Entrée": "Enter", "Échap": "Escape", "Espace": "Space", "Tab": "Tab"}
"""Keys by their French names; a letter or a digit is its own."""
_QUOTED: Final = r"« (?P<text>[^»]+) »"
_NAMED: Final = r"\*\*(?P<name>[^*]+)\*\*"
_BESIDE: Final = r"(?:, à côté de « (?P<beside>[^»]+) »)?"
_SENTENCES: Final = {
    "sign_in": rf"Identifiez-vous : {_NAMED}(?:, mot de passe {_QUOTED})?\.",
    "press": rf"(?:Ouvrez|Appuyez sur) {_NAMED}{_BESIDE}\.",
    "write": rf"Dans {_NAMED}, écrivez {_QUOTED}\.",
    "choose": rf"Dans {_NAMED}, choisissez {_QUOTED}\.",
    "tick": rf"Cochez {_NAMED}{_BESIDE}\.",
    "key": rf"Touche {_NAMED}\.",
    "download": rf"Téléchargez {_NAMED}\.",
    "type": r"Dans le terminal :",
    "see": rf"Vous voyez {_QUOTED}\.",
    "see_no_more": rf"Vous ne voyez plus {_QUOTED}\.",
    "see_nothing": rf"Rien ne s'appelle {_NAMED}\.",
    "wait_for": rf"Attendez de voir {_QUOTED}\.",
    "see_value": rf"Dans {_NAMED}, vous voyez {_QUOTED}\.",
    "holds": rf"Le fichier contient {_QUOTED}\.",
    "read": rf"Vous lisez {_QUOTED}\.",
}
_SEEN: Final = frozenset({"see", "see_no_more", "see_nothing", "wait_for", "see_value", "holds", "read"})
_HEADING: Final = re.compile(r"### Exercice (\d+)\. (.+)")
_STEP: Final = re.compile(r"\d+\. +(.+)")
_SIGHT: Final = re.compile(r" +- +(.+)")


class WordingError(ValueError):
    """A line of an exercise is none of the sentences that can be played."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One sentence of an exercise."""

    kind: str
    """One of `_SENTENCES`."""
    line: int
    """In its file, from 1."""
    name: str = ""
    """Label of a button, a link, a field or a key; or who signs in."""
    text: str = ""
    """What is written, chosen, typed or seen; or a password that the course itself has set."""
    beside: str = ""
    """Text of the row in which the button stands."""

    @property
    def is_seen(self) -> bool:
        """Whether it tells what a trainee sees."""
        return self.kind in _SEEN


@dataclass(frozen=True, slots=True, kw_only=True)
class Exercise:
    """A numbered exercise."""

    number: int
    title: str
    steps: tuple[Step, ...]


def read_course(text: str) -> list[Exercise]:
    r"""Read the exercises of a course.

    >>> (one,) = read_course("### Exercice 1. Entrer\n\n1. Identifiez-vous : **archivist**.\n   - Vous voyez « Lots ».\n")
    >>> one.title, [(each.kind, each.name or each.text) for each in one.steps]
    ('Entrer', [('sign_in', 'archivist'), ('see', 'Lots')])

    Raises:
        WordingError: a step is no sentence that can be played, shows nothing, or the numbers do not follow one another.
    """
    found: list[Exercise] = []
    lines = text.splitlines()
    starts = [number for number, line in enumerate(lines) if _HEADING.fullmatch(line)]
    for start in starts:
        end = next(
            (number for number in range(start + 1, len(lines)) if lines[number].startswith("#") and not _in_block(lines, number)),
            len(lines),
        )
        number, title = _HEADING.fullmatch(lines[start]).groups()  # type: ignore[union-attr] # it matched
        exercise = Exercise(number=int(number), title=title, steps=tuple(_steps(lines, start + 1, end)))
        if exercise.number != len(found) + 1:
            raise WordingError(f"line {start + 1}: exercise {exercise.number} follows {len(found)}")
        if not any(each.is_seen for each in exercise.steps):
            raise WordingError(f"line {start + 1}: exercise {exercise.number} shows nothing")
        found.append(exercise)
    return found


def _in_block(lines: list[str], number: int) -> bool:
    return sum(line.lstrip().startswith("```") for line in lines[:number]) % 2 == 1


def _steps(lines: list[str], start: int, end: int) -> Iterator[Step]:
    number = start
    while number < end:
        said = _STEP.fullmatch(lines[number]) or _SIGHT.fullmatch(lines[number])
        number += 1
        if not said:
            continue
        step = _step(said[1], number)
        if step.kind == "type":
            typed, number = _block(lines, number, end)
            step = Step(kind="type", line=step.line, text=typed)
        yield step


def _step(sentence: str, line: int) -> Step:
    for kind, pattern in _SENTENCES.items():
        if found := re.fullmatch(pattern, sentence):
            return Step(kind=kind, line=line, **{name: value for name, value in found.groupdict().items() if value})
    raise WordingError(f"line {line}: no sentence of a course: {sentence}")


def _block(lines: list[str], start: int, end: int) -> tuple[str, int]:
    """Read the block of commands that follows, and the number of the line after it."""
    first = next((number for number in range(start, end) if lines[number].strip()), end)
    if first == end or lines[first].strip() != "```sh":
        raise WordingError(f"line {start}: a block of sh should follow")
    last = next((number for number in range(first + 1, end) if lines[number].strip() == "```"), None)
    if last is None:
        raise WordingError(f"line {first + 1}: the block does not end")
    return "\n".join(line.strip() for line in lines[first + 1 : last]), last + 1
